"""What a formulation may use, and what it gives: a problem that was held against the text, or questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.open.data import OpenData

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from encoders.result import Budget
    from encoders.spec.indexed.model import ProblemSpec
    from planner.llm import Rejected
    from planner.open.trial import Trial

MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Setting:
    """What a formulation may use. `budget` limits trials; `tell` hears what is being done."""

    data: OpenData = field(default_factory=OpenData)
    budget: Callable[[], Budget] | None = None
    tell: Callable[[str], None] | None = None
    double: bool = False

    def say(self, sentence: str) -> None:
        """Tell whoever listens."""
        if self.tell is not None:
            self.tell(sentence)


@dataclass(frozen=True)
class Formulated:
    """`spec` is None where nothing could be made of the text. With `questions` nothing may be claimed of the problem.

    `quotes` are the places in the text of the words behind each rule and goal, by path ("constraints/capacity").
    """

    spec: ProblemSpec | None
    questions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    quotes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    doubted: tuple[str, ...] = ()
    """Words of the text whose sense the problem does not show."""

    @property
    def clear(self) -> bool:
        """Whether the problem may be solved and its answer claimed."""
        return self.spec is not None and not self.questions


@dataclass(frozen=True)
class Outcome:
    """One formulation and what it comes to, where it was tried."""

    result: Formulated
    trial: Trial | None = None

    @property
    def clear(self) -> bool:
        """Whether the problem may be solved and its answer claimed."""
        return self.result.clear


def asking(
    reasons: Sequence[str],
    spec: ProblemSpec | None = None,
    assumptions: tuple[str, ...] = (),
    quotes: Mapping[str, tuple[int, int]] | None = None,
) -> Outcome:
    """Questions instead of a problem, each from a reason why there is none."""
    shown = [reason[:300] for reason in reasons[:MOST_QUESTIONS]] or ["the model gave no formulation that holds"]
    questions = tuple([f"Can you say this more exactly? {reason[:1].upper()}{_ended(reason[1:])}" for reason in shown])
    return Outcome(Formulated(spec, questions, assumptions, quotes or {}))


def why_none(error: Rejected) -> str:
    """Why no formulation came: the last thing that was wrong, in one sentence."""
    first = next((line for line in error.message.splitlines() if line.strip()), "")
    return f"no formulation of the request passed the checks; the last one failed because {first}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else f"{sentence.rstrip('.')}."
