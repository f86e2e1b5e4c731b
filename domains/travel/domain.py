"""The travel world as a Domain."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from domains.travel import exporters, layouts
from domains.travel.check import check
from domains.travel.decode import decode
from domains.travel.edits import alternatives, edit
from domains.travel.measure import measure
from domains.travel.observe import observe
from domains.travel.pins import pin
from domains.travel.plan import TravelPlan
from domains.travel.problem import build
from domains.travel.request import TravelRequest
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from domains.base import Built, Change, Reading, Violation
    from domains.documents import Document
    from domains.travel.data import TravelData
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
    layouts: Sequence[str] = ("travelplanner",)
    exports: Sequence[str] = exporters.NAMES

    def recognises(self, text: str) -> float:
        """Share of tell-tale words found, at most 1."""
        words = set(text.lower().replace(",", " ").replace(".", " ").replace("-", " ").split())
        return min(1.0, sum(word in words for word in _WORDS) / 2)

    def load(self, source: Path | Mapping[str, Any] | None) -> TravelData:
        """See `layouts.load`."""
        return layouts.load(source)

    def default_today(self, data: TravelData) -> date | None:
        """The day before the first day that the data speak of, whether or not a flight is offered on it."""
        flights = data.flights
        if isinstance(flights, layouts.FlightTables):
            first = flights.first_date()
        else:
            first = min([day for _, _, day in flights], default=None)
        return None if first is None else first - timedelta(days=1)

    def read(self, text: str, data: TravelData, today: date) -> Reading:
        """See `reader.read`."""
        from domains.travel.reader import read  # its word lists are loaded only where English is read

        return read(text, data, today)

    def parse_request(self, content: object, layout: str | None = None) -> TravelRequest:
        """A request in the domain's own form, or in the layout "travelplanner" (also recognised by its keys)."""
        if layout is not None and layout not in self.layouts:
            raise InputError(f"travel has no format {layout!r}; there are {', '.join(self.layouts)}", where="--format")
        if not isinstance(content, dict):
            raise InputError("a travel request is a mapping with origin, destination, start, days, ...")
        if layout == "travelplanner" or (layout is None and exporters.is_travelplanner_request(content)):
            return exporters.parse_request(content)
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
        """See `edits.alternatives`."""
        return alternatives(request, data, path)

    def export_plan(self, plan: TravelPlan | None, request: TravelRequest, data: TravelData | None, layout: str) -> Any:
        """See `exporters.export_plan`."""
        return exporters.export_plan(plan, request, data, layout)

    def render(self, plan: TravelPlan, request: TravelRequest, data: TravelData) -> Document:
        """See `render.render`."""
        from domains.travel.render import render

        return render(plan, request, data)
