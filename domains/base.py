"""What every planning world offers, built in or third-party (entry-point group `planproof.domains`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol, runtime_checkable

from pydantic import BaseModel, BeforeValidator, PlainSerializer, WithJsonSchema

from encoders.numbers import Number, exact, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from domains.documents import Document
    from encoders.expressions import Expression
    from encoders.problem import Problem
    from encoders.result import Assignment

ExactNumber = Annotated[
    Number,
    BeforeValidator(exact),
    PlainSerializer(to_json),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]}),
]
"""A pydantic field that is an int or a Fraction inside and an integer or a string ("12.5", "1/3") in JSON."""

FactKind = Literal["goal", "decision", "constraint", "fact"]


@dataclass(frozen=True, slots=True)
class Span:
    """Part of the request's text: characters start..end (end excluded) and the words themselves."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something read from the text: the path of the request field it filled, a sentence that says it, and where it stood."""

    path: str
    kind: FactKind
    says: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was understood to say.

    `request` is None where a needed fact is missing or something contradicts; `questions` then ask for it. Every character
    of the text lies in the span of a fact, is courtesy, or is listed in `unread`.
    """

    request: BaseModel | None
    facts: tuple[Fact, ...] = ()
    unread: tuple[Span, ...] = ()
    assumptions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameItem:
    """A field the problem is built around (who, where, when, how long): no member of a conflict, shown beside it.

    Without words it is not shown (something else tells it), but other values of it may be searched.
    """

    path: str
    says: str


@dataclass(frozen=True)
class Built:
    """A problem and how its variables are read: `observables` are the names that wishes and questions may mention.

    `handles` is the domain's own map from variables back to offers; only `Domain.plan` looks into it.
    """

    problem: Problem
    observables: Mapping[str, Expression] = field(default_factory=dict)
    frame: tuple[FrameItem, ...] = ()
    handles: Any = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: the rule's id (a request path or a commonsense rule), a sentence, and where ("day 2")."""

    constraint: str
    says: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One edit of a request: the path, what stood there, what stands there after it (None: nothing)."""

    path: str
    before: Any
    after: Any


QuestionKind = Literal["why", "why-not", "what-if"]


@dataclass(frozen=True, slots=True)
class Element:
    """One field of a plan for people: where it is ("day 2, dinner"), what kind of thing stands there, and what it says."""

    where: str
    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question about a plan asks for: another problem to compare the plan's own with.

    `says` names it ("without flight F1"). Either a `wish` in the expression language is added to the request, or `changes` are
    made to it, or `data` replace the data; where none of them is there, `questions` ask back and nothing was guessed.
    `assumptions` are ways of taking words that are shown with the answer.
    """

    says: str
    wish: str = ""
    changes: tuple[Change, ...] = ()
    data: Any = None
    questions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


@runtime_checkable
class Contrasting(Protocol):
    """What a domain offers for why, why-not and what-if, beside being a Domain whose requests have `extra` wishes."""

    def elements(self, plan: Any, request: Any, data: Any) -> Sequence[Element]:
        """Every field of a plan that two plans may differ in; two of them never share a place."""
        ...

    def aligned(self, plan: Any, like: Any, built: Built | None = None) -> BaseModel:
        """The same plan with its interchangeable parts placed as in another one: they then differ in no more than they must.

        Where its problem is given, parts that this problem tells apart are not interchangeable.
        """
        ...

    def offers_of(self, plan: Any) -> Sequence[str]:
        """The names of the offers a plan uses, as `Domain.problem` keeps them."""
        ...

    def likeness(self, built: Built, plan: Any) -> Sequence[Expression]:
        """Truths that each hold where an assignment keeps one part of a plan; parts that no assignment can keep are left out."""
        ...

    def ask(self, kind: QuestionKind, question: str, plan: Any, request: Any, data: Any) -> Asked:
        """Understand a question in English or in the expression language about the best plan, None where there is none.

        Raises InputError for an expression that cannot be read, UnsupportedError for what the problem does not decide.
        """
        ...


@runtime_checkable
class Domain(Protocol):
    """One planning world. Every method is a pure function of its arguments.

    Requests and plans are pydantic models of `Request` and `Plan`; `Data` is the domain's own type, and has `report`, the
    rows that were not usable counted by reason.
    """

    name: str
    summary: str
    Request: type[BaseModel]
    Plan: type[BaseModel]
    layouts: Sequence[str]
    """Names for `--format`: structured requests and plans other than the domain's own."""
    exports: Sequence[str]
    """Names for `export --as`."""

    def recognises(self, text: str) -> float:
        """How much the text sounds like this world, 0 (not at all) to 1; decides where no domain was named."""
        ...

    def load(self, source: Path | Mapping[str, Any] | None) -> Any:
        """Data from a folder or an inline object; None gives the small embedded example. Raises InputError."""
        ...

    def default_today(self, data: Any) -> date | None:
        """The day before the first date the data offer, None where the data have no dates."""
        ...

    def read(self, text: str, data: Any, today: date) -> Reading:
        """Understand plain English; needs the data's names, not its offers."""
        ...

    def parse_request(self, content: object, layout: str | None = None) -> BaseModel:
        """A request from parsed JSON or YAML, in the domain's own form or a named layout. Raises InputError."""
        ...

    def problem(self, request: Any, data: Any, *, keep: Iterable[str] = ()) -> Built:
        """The optimisation problem; `keep` names offers that no reduction may remove. Raises InputError, UnsupportedError."""
        ...

    def plan(self, built: Built, assignment: Assignment) -> BaseModel:
        """The plan that an assignment means."""
        ...

    def pin(self, built: Built, plan: Any) -> tuple[Expression, ...] | None:
        """What an assignment must satisfy to mean this plan; None where no assignment can."""
        ...

    def parse_plan(self, content: object, request: Any, data: Any, layout: str | None = None) -> BaseModel:
        """A plan from parsed JSON, in any shape that `export_plan` writes. Raises InputError."""
        ...

    def check(self, plan: Any, request: Any, data: Any) -> list[Violation]:
        """Every rule the plan breaks, from the rules of the world; never sees Built."""
        ...

    def measure(self, plan: Any, request: Any, data: Any) -> dict[str, Number]:
        """The objectives recomputed from the plan; must equal what the engine reported."""
        ...

    def observe(self, plan: Any, request: Any, data: Any) -> dict[str, Any]:
        """The values of `built.observables` in the plan."""
        ...

    def edit(self, request: Any, changes: Sequence[Change]) -> BaseModel:
        """The request with changes applied. Raises InputError for a path that does not exist."""
        ...

    def alternatives(self, request: Any, data: Any, path: str) -> Iterator[Any]:
        """Other values worth searching for one field, nearest first."""
        ...

    def export_plan(self, plan: Any | None, request: Any, data: Any, layout: str) -> Any:
        """The plan in a named shape (see `exports`): JSON-ready content, or text for Markdown.

        `data` is None where the offers are not at hand; a shape that needs them raises InputError then.
        """
        ...

    def render(self, plan: Any, request: Any, data: Any) -> Document:
        """The plan for people."""
        ...
