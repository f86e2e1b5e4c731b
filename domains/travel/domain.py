"""The travel world as a Domain."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from domains.travel import exporters, layouts
from domains.travel.checks.check import check
from domains.travel.checks.measure import measure
from domains.travel.checks.observe import observe
from domains.travel.plan import TravelPlan
from domains.travel.problem.build import build
from domains.travel.problem.decode import decode
from domains.travel.problem.foreseen import foreseen
from domains.travel.problem.pins import likeness, pin
from domains.travel.questions.elements import aligned, elements, offers_of
from domains.travel.replanning import fields, losses
from domains.travel.replanning import near as keeping
from domains.travel.request import TravelRequest
from domains.travel.ways.alternatives import alternatives
from domains.travel.ways.edits import edit
from domains.travel.ways.kinds import KINDS
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from domains.base import Asked, Built, Change, Element, QuestionKind, Reading, Violation
    from domains.changes import ChangeReading
    from domains.documents import Document
    from domains.replanning import Gone, Moved, Near
    from domains.travel.data import TravelData
    from domains.vocabulary import Words
    from domains.ways import ChangeKind
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment

_WORDS = (
    "trip", "travel", "itinerary", "vacation", "holiday", "journey", "visit", "visiting", "flight", "flights", "hotel",
    "depart", "departing", "weekend", "tour", "city", "cities", "getaway",
)  # fmt: skip


class Travel:
    """Round trips through one or more cities, within a budget and wishes."""

    name = "travel"
    summary = "Round trips: legs, hotels, meals and sights for every day, cheapest first."
    Request: type[BaseModel] = TravelRequest
    Plan: type[BaseModel] = TravelPlan
    layouts: Sequence[str] = exporters.REQUESTS
    exports: Sequence[str] = exporters.NAMES
    kinds: Sequence[ChangeKind] = KINDS

    def recognises(self, text: str) -> float:
        """Share of tell-tale words found, at most 0.9: worlds that look at whole phrases may be surer."""
        words = set(text.lower().replace(",", " ").replace(".", " ").replace("-", " ").split())
        return min(0.9, sum(word in words for word in _WORDS) / 2)

    def load(self, source: Path | Mapping[str, Any] | None) -> TravelData:
        """See `layouts.load`."""
        return layouts.load(source)

    def default_today(self, data: TravelData) -> date | None:
        """The day before the first day that the data speak of, whether or not a flight is offered on it; None without dates."""
        flights = data.flights
        if isinstance(flights, layouts.WeeklyFlights):
            return None
        if isinstance(flights, layouts.FlightTables):
            first = flights.first_date()
        else:
            first = min([day for _, _, day in flights], default=None)
        return None if first is None else first - timedelta(days=1)

    def read(self, text: str, data: TravelData, today: date) -> Reading:
        """See `reader.read`."""
        from domains.travel.reader import read  # its word lists are loaded only where English is read

        return read(text, data, today)

    def read_change(
        self, text: str, request: TravelRequest, plan: TravelPlan | None, data: TravelData, today: date
    ) -> ChangeReading:
        """See `reader.changes.read_change`."""
        from domains.travel.reader.changes import read_change

        return read_change(text, request, plan, data, today)

    def vocabulary(self, text: str, request: TravelRequest | None, data: TravelData) -> Words:
        """See `wording.vocabulary`."""
        from domains.travel.wording import vocabulary  # its word lists are loaded only where a model reads

        return vocabulary(text, request, data)

    def echo(self, wish: str) -> str:
        """See `extra_words.said`."""
        from domains.travel.problem.extra_words import said
        from encoders.spec import parse

        return said(parse(wish))

    def foreseen(self, request: TravelRequest, data: TravelData) -> TravelRequest:
        """See `foreseen.foreseen`."""
        return foreseen(request, data)

    def change_examples(self, request: TravelRequest, plan: TravelPlan | None) -> tuple[str, ...]:
        """See `reader.changes.change_examples`."""
        from domains.travel.reader.changes import change_examples

        return change_examples(request, plan)

    def parse_request(self, content: object, layout: str | None = None) -> TravelRequest:
        """A request in the domain's own form, or in a named layout (also recognised by its keys)."""
        if layout is not None and layout not in self.layouts:
            raise InputError(f"travel has no format {layout!r}; there are {', '.join(self.layouts)}", where="--format")
        if not isinstance(content, dict):
            raise InputError("a travel request is a mapping with origin, destination, start, days, ...")
        layout = layout or exporters.request_layout(content)
        if layout is not None:
            return exporters.parse_request(content, layout)
        try:
            return TravelRequest.model_validate(content)
        except ValidationError as error:
            first = error.errors()[0]
            raise InputError(f"not a travel request: {first['msg']}", where="/".join(map(str, first["loc"]))) from error

    def problem(self, request: TravelRequest, data: TravelData, *, keep: Iterable[str] = ()) -> Built:
        """See `problem.build`; `keep` names flights, hotels and restaurants."""
        return build(request, data, keep=keep)

    def plan(self, built: Built, assignment: Assignment) -> TravelPlan:
        """See `decode.decode`."""
        return decode(built, assignment)

    def pin(self, built: Built, plan: TravelPlan) -> tuple[Expression, ...] | None:
        """See `pins.pin`."""
        return pin(built, plan)

    def parse_plan(
        self, content: object, request: TravelRequest, data: TravelData, layout: str | None = None
    ) -> TravelPlan:
        """See `exporters.parse_plan`."""
        return exporters.parse_plan(content, request, data, layout)

    def check(self, plan: TravelPlan, request: TravelRequest, data: TravelData) -> list[Violation]:
        """See `check.check`."""
        return check(plan, request, data)

    def measure(self, plan: TravelPlan, request: TravelRequest, data: TravelData) -> dict[str, Number]:
        """See `measure.measure`."""
        return measure(plan, request, data)

    def observe(self, plan: TravelPlan, request: TravelRequest, data: TravelData) -> dict[str, Any]:
        """See `observe.observe`."""
        return dict(observe(plan, request, data))

    def edit(self, request: TravelRequest, changes: Sequence[Change]) -> TravelRequest:
        """See `edits.edit`."""
        return edit(request, changes)

    def alternatives(self, request: TravelRequest, data: TravelData, path: str) -> Iterator[Any]:
        """See `alternatives.alternatives`."""
        return alternatives(request, data, path)

    def elements(self, plan: TravelPlan, request: TravelRequest, data: TravelData) -> Sequence[Element]:
        """See `elements.elements`."""
        return elements(plan, request, data)

    def aligned(self, plan: TravelPlan, like: TravelPlan, built: Built | None = None) -> TravelPlan:
        """See `elements.aligned`."""
        return aligned(plan, like, built)

    def offers_of(self, plan: TravelPlan) -> Sequence[str]:
        """See `elements.offers_of`."""
        return offers_of(plan)

    def likeness(self, built: Built, plan: TravelPlan) -> Sequence[Expression]:
        """See `pins.likeness`."""
        return likeness(built, plan)

    def ask(
        self, kind: QuestionKind, question: str, plan: TravelPlan | None, request: TravelRequest, data: TravelData
    ) -> Asked:
        """See `questions.ask`."""
        from datetime import date

        from domains.travel.questions.ask import ask  # its phrases are loaded only where something is asked

        today = self.default_today(data) or date.today()
        return ask(kind, question, plan, request, data, lambda text: self.read_change(text, request, plan, data, today))

    def names(self, plan: TravelPlan) -> Sequence[str]:
        """See `fields.names`."""
        return fields.names(plan)

    def near(self, request: TravelRequest, data: TravelData, plan: TravelPlan) -> Near:
        """See `near.near`."""
        return keeping.near(request, data, plan)

    def told(self, near: Near, assignment: Assignment, plan: TravelPlan) -> TravelPlan:
        """See `near.told`."""
        return keeping.told(near, assignment, plan)

    def moved(self, before: TravelPlan, after: TravelPlan, request: TravelRequest, data: TravelData) -> Sequence[Moved]:
        """See `fields.moved`."""
        return fields.moved(before, after, request, data)

    def size(self, plan: TravelPlan, request: TravelRequest, data: TravelData) -> int:
        """See `fields.size`."""
        return fields.size(plan, request, data)

    def gone(self, name: str, request: TravelRequest, data: TravelData) -> Gone:
        """See `losses.gone`."""
        return losses.gone(name, request, data)

    def unwanted(self, name: str, request: TravelRequest, data: TravelData) -> str:
        """See `losses.unwanted`."""
        return losses.unwanted(name, request, data)

    def reasons(self, request: TravelRequest, data: TravelData, groups: Iterable[str]) -> Sequence[str]:
        """See `reasons.reasons`."""
        from domains.travel.ways.reasons import reasons

        return reasons(request, data, groups)

    def export_plan(self, plan: TravelPlan | None, request: TravelRequest, data: TravelData | None, layout: str) -> Any:
        """See `exporters.export_plan`."""
        return exporters.export_plan(plan, request, data, layout)

    def render(self, plan: TravelPlan, request: TravelRequest, data: TravelData) -> Document:
        """See `render.render`."""
        from domains.travel.render import render

        return render(plan, request, data)
