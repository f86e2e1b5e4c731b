"""The Answer: what every command, batch row and library call gives back, and its JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from domains.base import ExactNumber, FactKind

if TYPE_CHECKING:
    from encoders.numbers import Number

SCHEMA_VERSION: Literal[1] = 1

Status = Literal["optimal", "feasible", "infeasible", "unknown", "unclear", "read", "valid", "invalid", "error"]
ErrorKind = Literal["input", "unsupported", "llm", "internal"]
ChangeKind = Literal["raise", "lower", "drop", "replace"]

EXIT_CODES: dict[Status, int] = {
    "optimal": 0, "feasible": 0, "read": 0, "valid": 0, "infeasible": 1, "invalid": 1, "error": 2, "unknown": 3, "unclear": 4,
}  # fmt: skip
LLM_FAILED, INTERRUPTED, BAD_INPUT = 5, 130, 2
INTERRUPTED_REASON = "interrupted"
"""Why an answer is not the best: Ctrl-C ended the search. Sessions give this reason."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")


class Understood(_Part):
    """One thing the problem holds: the request path it stands for, a sentence, and the words it was read from."""

    constraint: str
    kind: FactKind
    says: str
    quote: str | None = None
    span: tuple[int, int] | None = None


class Unread(_Part):
    """Words that were not understood; characters span[0] to span[1], the end excluded."""

    quote: str
    span: tuple[int, int]


class Measured(_Part):
    """One objective's value in the plan, and the best value that is not excluded (equal where it is proved best)."""

    name: str
    value: ExactNumber | None
    bound: ExactNumber | None = None


class Breach(_Part):
    """A rule that a checked plan breaks, and where."""

    constraint: str
    says: str
    where: str = ""


class Conflicting(_Part):
    """Rules that cannot hold together. `background`: none of the request's wishes is needed for it."""

    constraints: list[str]
    says: list[str]
    minimal: bool
    background: bool = False


class Edit(_Part):
    """One change of the request; `constraint` is the path, `to` is null where the wish is given up."""

    constraint: str
    kind: ChangeKind
    before: Any = Field(alias="from")
    after: Any = Field(alias="to")


class Suggestion(_Part):
    """Changes that make a plan possible: solved and checked before they are shown.

    `price` is the sum of the changes relative to the stated limits (1/10 for ten per cent more), with the wish's weight, by
    default 1, for a wish given up.
    """

    changes: list[Edit]
    price: ExactNumber
    says: str
    request: dict[str, Any]
    plan: dict[str, Any]
    verified: Literal[True] = True


class Failure(_Part):
    """Why there is no answer: a sentence, and the place it is about."""

    kind: ErrorKind
    says: str
    where: str = ""


class Statistics(_Part):
    """How the answer was found. `seconds` has read, build, solve, explain and total."""

    engine: str | None = None
    why_engine: str | None = None
    proof: Literal["exact", "tolerance"] | None = None
    deterministic: bool | None = None
    seconds: dict[str, ExactNumber] = {}
    variables: int | None = None
    constraints: int | None = None
    seed: int = 0
    versions: dict[str, str] = {}
    llm: dict[str, Any] = {}
    reason: str | None = Field(default=None, description="the limit that was hit, or what cut the work short")

    @model_serializer(mode="wrap")
    def _without_empty_reason(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without(handler(self), "reason")


class Answer(_Part):
    """One request's answer; field names and order are the contract of `--json`, batch and export."""

    schema_version: Literal[1] = Field(default=SCHEMA_VERSION, alias="schema")
    id: str | int | None = None
    status: Status
    domain: str | None = None
    request: dict[str, Any] | None = None
    understood: list[Understood] = []
    unread: list[Unread] = []
    assumptions: list[str] = []
    questions: list[str] = []
    plan: dict[str, Any] | None = None
    objective: list[Measured] = []
    violations: list[Breach] = []
    conflicts: list[Conflicting] = []
    suggestions: list[Suggestion] = []
    error: Failure | None = None
    statistics: Statistics = Statistics()

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without(handler(self), "id", "error")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready content under the contract's names."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self, *, ascii_only: bool = False) -> str:
        """One line of JSON; the same answer always gives the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=ascii_only, allow_nan=False)

    @property
    def exit_code(self) -> int:
        """The command line's exit code for this answer."""
        if self.error is not None and self.error.kind == "llm":
            return LLM_FAILED
        if self.statistics.reason == INTERRUPTED_REASON:
            return INTERRUPTED
        return EXIT_CODES[self.status]


def _without(content: dict[str, Any], *optional: str) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value is not None or name not in optional}


def dump(model: BaseModel) -> dict[str, Any]:
    """A request or plan as it stands in an Answer."""
    return model.model_dump(mode="json", by_alias=True)


def measured(name: str, value: Number | None, bound: Number | None) -> Measured:
    """An objective's line."""
    return Measured(name=name, value=value, bound=bound)
