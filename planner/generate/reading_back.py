"""A story read back by a language model: what is understood must have the same optimum as the problem it was told from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from encoders.errors import EngineError, InputError
from encoders.numbers import show, to_json
from planner.datasets import Datasets
from planner.pipeline import respond
from planner.registry import installed
from planner.sources import Given, given_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from encoders.numbers import Number
    from planner.answer import Answer
    from planner.generate.rows import Story
    from planner.options import Options

Verdict = Literal["same", "other", "asked", "failed"]
_PROVED = ("optimal", "infeasible")
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Optimum:
    """What a problem comes to: "optimal" with the first objective's value, or "infeasible"."""

    status: str
    value: Number | None = None

    def __str__(self) -> str:
        return self.status if self.value is None else f"{self.status} {show(self.value)}"

    def to_dict(self) -> dict[str, Any]:
        """For JSON; numbers that are not whole are text."""
        return {"status": self.status, "value": None if self.value is None else to_json(self.value)}


@dataclass(frozen=True, slots=True)
class ReadBack:
    """How one story came back. `tokens` are those of all attempts; `exit_code` is that of the answer to the story."""

    story: Story
    verdict: Verdict
    stated: Optimum
    read: Optimum | None
    why: str
    request: dict[str, Any] | None
    tokens: int
    exit_code: int

    @property
    def says(self) -> str:
        """One line for people."""
        if self.verdict == "same":
            return f"{self.story.id}: same ({self.stated})"
        if self.verdict == "other":
            return f"{self.story.id}: other (the problem is {self.stated}, what was read is {self.read})"
        return f"{self.story.id}: {self.verdict} ({self.why})"

    def to_dict(self) -> dict[str, Any]:
        """A row of JSON, with both optima and what was read."""
        return {
            "id": self.story.id,
            "verdict": self.verdict,
            "stated": self.stated.to_dict(),
            "read": None if self.read is None else self.read.to_dict(),
            "why": self.why,
            "text": self.story.text,
            "request": self.request,
            "tokens": self.tokens,
        }


def read_back(story: Story, options: Options, *, progress: Callable[[str], None] | None = None) -> ReadBack:
    """Solve the story's problem as it is stated, then as it is read from the story by the model of the options.

    Raises InputError and EngineError where the stated problem itself is not solved: a defect of ours, or a limit.
    """
    registry, datasets = installed(), Datasets()
    plain = replace(options, domain=OPEN, llm=None, record=None, trace=None, reader="rules")
    truth = respond(Given(content=story.request), plain, registry=registry, datasets=datasets)
    stated = _optimum(truth)
    if stated is None:
        raise _unsolved(story, truth)
    answer = respond(
        given_text(story.text, story.id),
        replace(options, domain=OPEN),
        registry=registry,
        datasets=datasets,
        progress=progress,
    )
    read = _optimum(answer)
    verdict, why = _verdict(stated, read, answer)
    return ReadBack(story, verdict, stated, read, why, answer.request, _tokens(answer), answer.exit_code)


def _optimum(answer: Answer) -> Optimum | None:
    """What an answer proves; None where it proves nothing."""
    if answer.status not in _PROVED:
        return None
    value = answer.objective[0].value if answer.status == "optimal" and answer.objective else None
    return Optimum(answer.status, value)


def _verdict(stated: Optimum, read: Optimum | None, answer: Answer) -> tuple[Verdict, str]:
    if read is not None:
        return ("same" if read == stated else "other"), ""
    if answer.status == "unclear":
        return "asked", " ".join(answer.questions)
    if answer.error is not None:
        return "failed", answer.error.says
    reason = answer.statistics.reason
    return "failed", f"the answer is {answer.status}{f': {reason}' if reason else ''}"


def _unsolved(story: Story, answer: Answer) -> InputError | EngineError:
    if answer.error is not None:
        return InputError(answer.error.says, where=story.id)
    reason = answer.statistics.reason or answer.status
    return EngineError(f"the problem itself was not solved: {reason}", where=story.id)


def _tokens(answer: Answer) -> int:
    used = answer.statistics.llm
    return int(used.get("input_tokens", 0)) + int(used.get("output_tokens", 0))
