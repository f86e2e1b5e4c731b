"""Ordering cities as a planning world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from domains import fields as by_field
from domains.base import Change
from domains.fields import PlanField
from domains.replanning import Gone
from domains.trip.check import check, measure, observe
from domains.trip.problem import build, decode, pinned
from domains.trip.request import TripPlan, TripRequest, without
from domains.trip.tells import likeness_of
from domains.ways import ChangeKind
from domains.world import NoData, World

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from domains.base import Asked, Built, Element, QuestionKind, Reading, Violation
    from domains.changes import ChangeReading
    from domains.documents import Document
    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Assignment


class CityTrip(World[TripRequest, TripPlan, NoData]):
    """Puts cities in an order that direct connections and fixed days allow."""

    name: ClassVar[str] = "trip"
    summary: ClassVar[str] = "A trip through cities in an order that direct flights allow."
    noun: ClassVar[str] = "a trip through cities"
    words: ClassVar[Sequence[str]] = ()
    Request = TripRequest
    Plan = TripPlan
    kinds = (
        ChangeKind("cities", ("cities",), 1, ("stays",)),
        ChangeKind("length", ("days", "most_days"), 1, ("total",)),
        ChangeKind("windows", ("windows",), 1, ("appointments",)),
        ChangeKind("order", ("order", "first", "last"), 1),
    )

    def recognises(self, text: str) -> float:
        """See `domains.trip.tells`."""
        return likeness_of(text)

    def read(self, text: str, data: NoData, today: date) -> Reading:
        """Plain English; see `domains.trip.reader`."""
        from domains.trip.reader import read

        return read(text)

    def problem(self, request: TripRequest, data: NoData, *, keep: Iterable[str] = ()) -> Built:
        """See `domains.trip.problem`. Raises InputError, UnsupportedError."""
        return build(request)

    def plan(self, built: Built, assignment: Assignment) -> TripPlan:
        """The cities in their order."""
        return decode(built, assignment)

    def pin(self, built: Built, plan: TripPlan) -> tuple[Expression, ...] | None:
        """Exactly these cities on these days."""
        return pinned(built, plan)

    def check(self, plan: TripPlan, request: TripRequest, data: NoData) -> list[Violation]:
        """See `domains.trip.check`."""
        return check(plan, request)

    def measure(self, plan: TripPlan, request: TripRequest, data: NoData) -> dict[str, Number]:
        """The objectives, from the plan."""
        return measure(plan, request)

    def observe(self, plan: TripPlan, request: TripRequest, data: NoData) -> dict[str, Any]:
        """Which cities are visited and when."""
        return observe(plan, request)

    def fields(self, plan: TripPlan) -> Sequence[PlanField]:
        """On which day each city is reached; when it is left follows."""
        found: list[PlanField] = []
        for stay in plan.stays:
            says = f"day {stay.start_day} to day {stay.end_day}"
            found.append(PlanField(stay.city, says, f"start[{stay.city}]", stay.start_day, "stay"))
            left = f"{stay.city}, end"
            found.append(PlanField(left, f"day {stay.end_day}", f"end[{stay.city}]", stay.end_day, "end", derived=True))
        return found

    def elements(self, plan: TripPlan, request: TripRequest, data: NoData) -> Sequence[Element]:
        """The fields that others do not follow from."""
        return by_field.elements([field for field in self.fields(plan) if not field.derived])

    def edit(self, request: TripRequest, changes: Sequence[Change]) -> TripRequest:
        """Fields by path; a city that is given up may still be visited if it fits in. Raises InputError."""
        given_up = {f"cities/{city.name}" for city in request.cities}
        found = [
            Change(f"{change.path}/optional", False, True)
            if change.after is None and change.path in given_up
            else change
            for change in changes
        ]
        return super().edit(request, found)

    def gone(self, name: str, request: TripRequest, data: NoData) -> Gone:
        """Without a city, and what speaks of it; or without a connection or a window. Raises InputError."""
        words = " ".join(name.split()).casefold()
        city = next((city.name for city in request.cities if city.name.casefold() == words), None)
        if city is None:
            return super().gone(name, request, data)
        return Gone(self.edit(request, without(request, city)), data, f"{city} is not visited any more.", (city,))

    def alternatives(self, request: TripRequest, data: NoData, path: str) -> Iterator[Any]:
        """Other lengths of stay and of the trip; see `domains.trip.ways`."""
        from domains.trip.ways import alternatives

        return alternatives(request, path)

    def reasons(self, request: TripRequest, data: NoData, groups: Iterable[str]) -> Sequence[str]:
        """What connections and days leave no room for; see `domains.trip.ways`."""
        from domains.trip.ways import reasons

        return reasons(request, groups)

    def render(self, plan: TripPlan, request: TripRequest, data: NoData) -> Document:
        """The stays, and a lane for each city."""
        from domains.trip.drawing import render

        return render(plan, request)

    def render_conflict(self, plan: TripPlan, request: TripRequest, data: NoData, members: Collection[str]) -> Document:
        """The same for a plan that gives way somewhere, with what clashes marked."""
        from domains.trip.drawing import render_conflict

        return render_conflict(plan, request, members)

    def read_change(
        self, text: str, request: TripRequest, plan: TripPlan | None, data: NoData, today: date
    ) -> ChangeReading:
        """The phrases of a request, as what is to be otherwise."""
        from domains.trip.reader import read_change

        return read_change(text, request)

    def change_examples(self, request: TripRequest, plan: TripPlan | None) -> tuple[str, ...]:
        """Sentences that `read_change` understands."""
        from domains.trip.reader import change_examples

        return change_examples(request)

    def ask(
        self, kind: QuestionKind, question: str, plan: TripPlan | None, request: TripRequest, data: NoData
    ) -> Asked:
        """ "Why not Rome first?", expressions, and suppositions."""
        from domains.trip.asking import ask

        return ask(self, kind, question, plan, request, data)
