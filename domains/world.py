"""A Domain with the usual answers filled in: what a new planning world is written on.

A world says what a request, a plan and its data are, and has seven methods of its own:

    read, problem, plan, check, measure, observe, fields

Everything else of `domains.base.Domain`, and of `Contrasting`, `Replanning` and `ReadsChanges`, follows from them. A plan's
`fields` are observables with values, so that plans can be pinned, compared, asked about and kept; a request's paths are its
fields (`domains.paths`). `domains/calendar` is a small world to copy from, `planproof new-domain` writes one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel

from domains import fields as by_field
from domains.documents import Document, Heading, Table
from domains.paths import edited
from domains.validation import validated
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from domains.base import Asked, Built, Change, Element, QuestionKind, Reading, Violation
    from domains.changes import ChangeReading
    from domains.fields import PlanField
    from domains.replanning import Gone, Moved, Near
    from domains.ways import ChangeKind
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment

RequestT = TypeVar("RequestT", bound=BaseModel)
PlanT = TypeVar("PlanT", bound=BaseModel)
DataT = TypeVar("DataT")


class NoData:
    """A world whose requests say everything."""

    report: Mapping[str, int] = {}


class World(ABC, Generic[RequestT, PlanT, DataT]):
    """One planning world; `words` are tell-tale words and phrases in lower case, `noun` is what a request is ("a roster")."""

    name: ClassVar[str]
    summary: ClassVar[str]
    noun: ClassVar[str]
    words: ClassVar[Sequence[str]]
    Request: type[BaseModel]
    Plan: type[BaseModel]
    layouts: Sequence[str] = ()
    exports: Sequence[str] = ("json",)
    kinds: Sequence[ChangeKind] = ()
    examples: Sequence[str] = ()
    """Requests in English that the world understands; `planproof doctor` tries them."""
    dated: ClassVar[bool] = False
    """Whether requests are about days of the calendar, so that it matters which day is today."""

    # ---------------------------------------------------------------- what a world writes

    @abstractmethod
    def read(self, text: str, data: DataT, today: date) -> Reading:
        """Understand plain English; `domains.reading.phrasebook` has what is needed for a table of phrases."""

    @abstractmethod
    def problem(self, request: RequestT, data: DataT, *, keep: Iterable[str] = ()) -> Built:
        """The optimisation problem. Every set field of a request is a group of it or stands in the frame."""

    @abstractmethod
    def plan(self, built: Built, assignment: Assignment) -> PlanT:
        """The plan that an assignment means."""

    @abstractmethod
    def check(self, plan: PlanT, request: RequestT, data: DataT) -> list[Violation]:
        """Every rule that a plan breaks, from the rules of the world: shares no code with `problem`."""

    @abstractmethod
    def measure(self, plan: PlanT, request: RequestT, data: DataT) -> dict[str, Number]:
        """The objectives recomputed from the plan, by name."""

    @abstractmethod
    def observe(self, plan: PlanT, request: RequestT, data: DataT) -> dict[str, Any]:
        """The values of `built.observables` in the plan, by the same names."""

    @abstractmethod
    def fields(self, plan: PlanT) -> Sequence[PlanField]:
        """Everything two plans may differ in, one field a place; together they determine the plan."""

    # ---------------------------------------------------------------- what follows

    def recognises(self, text: str) -> float:
        """A half for one tell-tale word or phrase, all for two."""
        lowered = " ".join(text.lower().split())
        return min(1.0, sum([word in lowered for word in self.words]) / 2)

    def load(self, source: Path | Mapping[str, Any] | None) -> DataT:
        """Nothing; a world with data overrides this. Raises InputError where data are given."""
        if source:
            raise InputError(f"{self.noun} needs no data beside the request; leave --data out", where="--data")
        return NoData()  # type: ignore[return-value]

    def default_today(self, data: DataT) -> date | None:
        """No date is offered."""
        return None

    def parse_request(self, content: object, layout: str | None = None) -> RequestT:
        """The request from its own fields. Raises InputError."""
        self._require_known(layout, self.layouts, "--format")
        return validated(self.Request, content, self.noun)  # type: ignore[return-value]

    def parse_plan(self, content: object, request: RequestT, data: DataT, layout: str | None = None) -> PlanT:
        """The plan from its own fields. Raises InputError."""
        self._require_known(layout, (*self.layouts, *self.exports), "--format")
        return validated(self.Plan, content, "a plan")  # type: ignore[return-value]

    def export_plan(self, plan: PlanT | None, request: RequestT, data: DataT, layout: str) -> Any:
        """The plan's own fields. Raises InputError for an unknown form."""
        self._require_known(layout, self.exports, "--as")
        return None if plan is None else plan.model_dump(mode="json", by_alias=True)

    def _require_known(self, layout: str | None, known: Sequence[str], where: str) -> None:
        if layout is not None and layout not in known:
            names = ", ".join(known) or "none beside its own"
            raise InputError(f"{self.name} has no form {layout!r}; there are {names}", where=where)

    def edit(self, request: RequestT, changes: Sequence[Change]) -> RequestT:
        """See `domains.paths`. Raises InputError."""
        return edited(request, changes, self.noun)

    def alternatives(self, request: RequestT, data: DataT, path: str) -> Iterator[Any]:
        """No other values are searched."""
        return iter(())

    def render(self, plan: PlanT, request: RequestT, data: DataT) -> Document:
        """A table of the plan's fields."""
        rows = tuple([(field.where, field.says) for field in self.fields(plan)])
        return Document((Heading(self.summary.rstrip(".")), Table(("", "plan"), rows)))

    def pin(self, built: Built, plan: PlanT) -> tuple[Expression, ...] | None:
        """That every field of the plan is as it is."""
        return by_field.pinned(built, self.fields(plan))

    # ---------------------------------------------------------------- questions (`domains.base.Contrasting`)

    def elements(self, plan: PlanT, request: RequestT, data: DataT) -> Sequence[Element]:
        """The fields."""
        return by_field.elements(self.fields(plan))

    def aligned(self, plan: PlanT, like: PlanT, built: Built | None = None) -> PlanT:
        """No part of a plan can take another's place."""
        return plan

    def offers_of(self, plan: PlanT) -> Sequence[str]:
        """Nothing is reduced, so nothing needs keeping."""
        return ()

    def likeness(self, built: Built, plan: PlanT) -> Sequence[Expression]:
        """One truth a field."""
        return by_field.likeness(built, self.fields(plan))

    def ask(self, kind: QuestionKind, question: str, plan: PlanT | None, request: RequestT, data: DataT) -> Asked:
        """Questions in the expression language; suppositions in the words of `read_change`."""
        from domains.questions import ask  # its phrases are loaded only where something is asked

        return ask(self, kind, question, plan, request, data)

    # ---------------------------------------------------------------- changes (`domains.changes.ReadsChanges`)

    def read_change(self, text: str, request: RequestT, plan: PlanT | None, data: DataT, today: date) -> ChangeReading:
        """Sentences about the request's own numbers, by the names of their fields: "raise the deadline to 60", "no deadline"."""
        from domains.reading.field_changes import read_change

        return read_change(self, text, request)

    def change_examples(self, request: RequestT, plan: PlanT | None) -> tuple[str, ...]:
        """Sentences that `read_change` understands."""
        from domains.reading.field_changes import change_examples

        return change_examples(request)

    # ---------------------------------------------------------------- replanning (`domains.replanning.Replanning`)

    def names(self, plan: PlanT) -> Sequence[str]:
        """Nothing is reduced, so nothing needs keeping."""
        return ()

    def near(self, request: RequestT, data: DataT, plan: PlanT) -> Near:
        """The problem in which each field of the old plan can be kept."""
        return by_field.near(self.problem(request, data), self.fields(plan))

    def told(self, near: Near, assignment: Assignment, plan: PlanT) -> PlanT:
        """No part of a plan can take another's place."""
        return self.plan(near.built, assignment)

    def moved(self, before: PlanT, after: PlanT, request: RequestT, data: DataT) -> Sequence[Moved]:
        """The old plan's fields that are otherwise now."""
        return by_field.moved(self.fields(before), self.fields(after))

    def size(self, plan: PlanT, request: RequestT, data: DataT) -> int:
        """One for each field that can be kept."""
        return by_field.size(self.fields(plan))

    def gone(self, name: str, request: RequestT, data: DataT) -> Gone:
        """Without an entry of the request that has this name. Raises InputError."""
        return by_field.gone(self, name, request, data)

    def unwanted(self, name: str, request: RequestT, data: DataT) -> str:
        """Nothing can be forbidden by name. Raises UnsupportedError."""
        return by_field.unwanted(self.noun, name)
