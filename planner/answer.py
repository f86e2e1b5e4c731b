"""The Answer: what every command, batch row and library call gives back, and its JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, ValidationError, model_serializer

from domains.base import ExactNumber, FactKind, QuestionKind
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.numbers import Number

SCHEMA_VERSION: Literal[1] = 1

Status = Literal["optimal", "feasible", "infeasible", "unknown", "unclear", "read", "valid", "invalid", "error"]
ErrorKind = Literal["input", "unsupported", "llm", "internal"]
ChangeKind = Literal["raise", "lower", "drop", "replace", "add"]

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
    """Rules that cannot hold together. `background`: none of the request's wishes is needed for it.

    `because` says what in the data binds, and how far amounts would have to go.
    """

    constraints: list[str]
    says: list[str]
    minimal: bool
    background: bool = False
    because: list[str] = []

    @model_serializer(mode="wrap")
    def _without_empty_reasons(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        content: dict[str, Any] = handler(self)
        return content if self.because else {name: value for name, value in content.items() if name != "because"}


class Edit(_Part):
    """One change of the request; `constraint` is the path, `to` is null where the wish is given up, `from` where one is added."""

    constraint: str
    kind: ChangeKind
    before: Any = Field(alias="from")
    after: Any = Field(alias="to")


class Suggestion(_Part):
    """Changes that make a plan possible: solved and checked before they are shown.

    `price` is the sum of the changes relative to the stated limits (1/10 for ten per cent more) times the wish's weight, with the
    weight itself, by default 1, for a wish given up, and half of it or more for another value.
    """

    changes: list[Edit]
    price: ExactNumber
    says: str
    request: dict[str, Any]
    plan: dict[str, Any]
    verified: Literal[True] = True


class Unmet(_Part):
    """A wish that a best-effort plan leaves unmet, with the conflict it is in among the wishes that are met, and why."""

    constraint: str
    says: str
    conflict: list[str] = []
    because: list[str] = []


class BestEffort(_Part):
    """The best plan where some wishes are left unmet: those of the least total price, then the best in the objectives.

    `changes` give the unmet wishes up; applied to the answer's request they give `request`, which the plan keeps by both
    checkers. `proved`: no set of wishes costs less, and none of the same price leaves a better plan.
    """

    plan: dict[str, Any]
    objective: list[Measured] = []
    unmet: list[Unmet]
    changes: list[Edit]
    price: ExactNumber
    request: dict[str, Any]
    proved: bool
    verified: Literal[True] = True


class Difference(_Part):
    """One field in which two plans differ; None where a plan has no such field."""

    where: str
    before: str | None
    after: str | None


class Binding(_Part):
    """A wish that makes the asked-about plan as costly as it is; without it the first objective would change by `price`."""

    constraint: str
    says: str
    price: ExactNumber


class Contrast(_Part):
    """The plan of a request beside the plan that a question asks for; the answer around it is that other problem's.

    `asked` is the question as it was understood. `price` is what the first objective changes by, None where one of the two has no
    plan; `binding` the wishes that make it so; `conflict` why there is no other plan. `fact` and `foil` are the two plans,
    `before` the fact's objectives (the answer's own are the foil's), `data_changed` where the question supposes other offers.
    """

    kind: QuestionKind
    question: str
    asked: str
    says: str
    price: ExactNumber | None = None
    before: list[Measured] = []
    binding: list[Binding] = []
    difference: list[Difference] = []
    data_changed: bool = False
    fact: dict[str, Any] | None = None
    foil: dict[str, Any] | None = None
    conflict: Conflicting | None = None


class Replanned(_Part):
    """What a replanning changes of the old plan, which is `before`: the answer's own plan changes the fewest fields.

    `changed` are the fields that differ, `kept` is how many of the old plan's stay (nothing and 0 where no plan is possible);
    `proof` says how it is proved that no plan changes fewer, None where it is not. `pinned` are the fields that had to stay,
    `without` what the data no longer offer.
    """

    changed: list[Difference] = []
    kept: int = 0
    proof: Literal["exact", "tolerance"] | None = None
    before: dict[str, Any]
    pinned: list[str] = []
    without: list[str] = []


class Failure(_Part):
    """Why there is no answer: a sentence, and the place it is about."""

    kind: ErrorKind
    says: str
    where: str = ""


class Statistics(_Part):
    """How the answer was found. `seconds` has read, build, solve, explain and total.

    `llm` is what a language model took over all attempts: calls, input_tokens, output_tokens, cost (None where it is not known),
    and where it was asked, model, failed, estimated (calls whose tokens are estimated), seconds and by_stage.
    """

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
    restarts: int | None = Field(default=None, description="how often a solver's process was lost and started again")

    @model_serializer(mode="wrap")
    def _without_empty_reason(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without(handler(self), "reason", "restarts")


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
    best_effort: BestEffort | None = Field(default=None, description="with --best-effort, where no plan is possible")
    contrast: Contrast | None = Field(default=None, description="what why, why-not and what-if compare")
    replanned: Replanned | None = Field(default=None, description="what `replan` keeps and changes of the old plan")
    error: Failure | None = None
    statistics: Statistics = Statistics()

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without(handler(self), "id", "error", "best_effort", "contrast", "replanned")

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


def read_answer(content: Mapping[str, Any]) -> Answer:
    """An Answer from what `to_dict` gave. Raises InputError, which names the field."""
    try:
        return Answer.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join([str(part) for part in first["loc"]])
        raise InputError(f"this is no Answer: {first['msg'].lower()}", where=field) from error


def _without(content: dict[str, Any], *optional: str) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value is not None or name not in optional}


def dump(model: BaseModel) -> dict[str, Any]:
    """A request or plan as it stands in an Answer."""
    return model.model_dump(mode="json", by_alias=True)


def measured(name: str, value: Number | None, bound: Number | None) -> Measured:
    """An objective's line."""
    return Measured(name=name, value=value, bound=bound)
