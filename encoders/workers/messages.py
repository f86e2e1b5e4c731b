"""What parent and worker say to each other: one JSON object a line, numbers exact, problems as their own JSON."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders.errors import EngineError, InputError, ModelError, PlanproofError, UnknownNameError, UnsupportedError
from encoders.numbers import exact, to_json
from encoders.result import Core, ObjectiveValue, Outcome, Result, Satisfiability, SolveStatus
from encoders.session import Given, News

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.numbers import Number
    from encoders.result import Assignment

Message = dict[str, Any]
_ERRORS: dict[str, type[PlanproofError]] = {
    kind.__name__: kind for kind in (ModelError, UnknownNameError, InputError, UnsupportedError)
}


def line_of(message: Mapping[str, Any]) -> bytes:
    """A message as a line; lone surrogates travel as JSON's own escapes."""
    return f"{json.dumps(message, separators=(',', ':'))}\n".encode("ascii")


def message_in(line: bytes) -> Message:
    """The message of a line. Raises EngineError for anything else."""
    try:
        content = json.loads(line)
    except ValueError as error:
        raise EngineError(f"a worker does not speak JSON: {line[:80]!r}") from error
    if not isinstance(content, dict):
        raise EngineError(f"a worker does not speak in objects: {line[:80]!r}")
    return content


def packed(value: Any) -> Any:
    """A value of a variable or a number: a fraction becomes {"q": text}, so that it differs from an option's name."""
    return {"q": to_json(value)} if isinstance(value, Fraction) else value


def unpacked(value: Any) -> Any:
    """What `packed` was given."""
    return exact(value["q"]) if isinstance(value, dict) else value


def packed_all(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Every value of a mapping packed; None stays None."""
    return None if values is None else {name: packed(value) for name, value in values.items()}


def unpacked_all(values: Mapping[str, Any] | None) -> Assignment | None:
    """What `packed_all` was given."""
    return None if values is None else {name: unpacked(value) for name, value in values.items()}


def news_message(number: int, news: News) -> Message:
    """What a search has learnt, in the question with this number."""
    return {
        "number": number,
        "is": "news",
        "objective": news.objective,
        "assignment": packed_all(news.assignment),
        "bound": packed(news.bound),
    }


def news_in(message: Message) -> News:
    """What `news_message` was given."""
    return News(message["objective"], unpacked_all(message["assignment"]), unpacked(message["bound"]))


def answer_message(answer: Outcome | Result | Given) -> Message:
    """The answer to a question, without the question's number."""
    if isinstance(answer, Given):
        return {
            "is": "given",
            "assignment": packed_all(answer.assignment),
            "proved": answer.proved,
            "impossible": answer.impossible,
            "bound": packed(answer.bound),
            "reason": answer.reason,
        }
    found: Message = {
        "is": "outcome" if isinstance(answer, Outcome) else "result",
        "status": answer.status.value,
        "assignment": packed_all(answer.assignment),
        "core": None if answer.core is None else [sorted(answer.core.groups), sorted(answer.core.parameters)],
        "reason": answer.reason,
    }
    if isinstance(answer, Result):
        found["objectives"] = [[o.name, packed(o.value), packed(o.bound)] for o in answer.objectives]
        found["proof"] = answer.proof
    return found


def outcome_in(message: Message) -> Outcome:
    """The answer to a check."""
    status = Satisfiability(message["status"])
    return Outcome(status, unpacked_all(message["assignment"]), _core(message["core"]), message["reason"])


def result_in(message: Message) -> Result:
    """The answer to an optimisation."""
    return Result(
        SolveStatus(message["status"]),
        unpacked_all(message["assignment"]),
        tuple([ObjectiveValue(name, unpacked(value), unpacked(bound)) for name, value, bound in message["objectives"]]),
        _core(message["core"]),
        message["proof"],
        message["reason"],
    )


def given_in(message: Message) -> Given:
    """The answer of a `Corrector`."""
    bound: Number = unpacked(message["bound"])
    found = unpacked_all(message["assignment"])
    return Given(found, message["proved"], message["impossible"], bound, message["reason"])


def _core(content: list[list[str]] | None) -> Core | None:
    return None if content is None else Core(frozenset(content[0]), frozenset(content[1]))


def error_message(error: BaseException) -> Message:
    """An exception of the worker; one of ours keeps its class and place."""
    if isinstance(error, PlanproofError):
        return {"is": "error", "kind": type(error).__name__, "says": error.message, "where": error.where}
    if isinstance(error, MemoryError):
        return {"is": "error", "kind": "MemoryError", "says": "memory", "where": ""}
    return {"is": "error", "kind": "", "says": f"{type(error).__name__}: {error}", "where": ""}


def error_in(message: Message) -> PlanproofError:
    """The exception to raise in the parent."""
    kind = _ERRORS.get(message["kind"], EngineError)
    return kind(message["says"], where=message["where"])
