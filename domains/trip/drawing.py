"""A trip for people: the stays in order, what each connection costs, and a lane for each city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.documents import Bar, Document, Heading, Mark, Paragraph, Table, Timeline
from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Collection

    from domains.trip.request import TripPlan, TripRequest


def render(plan: TripPlan, request: TripRequest) -> Document:
    """A title, a table of the stays, and a timeline."""
    days = max([stay.end_day for stay in plan.stays], default=0)
    title = f"{len(plan.stays)} {'city' if len(plan.stays) == 1 else 'cities'} in {days} day{'' if days == 1 else 's'}"
    visited = {stay.city for stay in plan.stays}
    left = [city.name for city in request.cities if city.name not in visited]
    notes = [Paragraph(f"Not visited: {', '.join(left)}.")] if left else []
    return Document((Heading(title), _table(plan, request), *notes, timeline(plan, request)))


def render_conflict(plan: TripPlan, request: TripRequest, members: Collection[str]) -> Document:
    """The timeline of a plan that gives way somewhere, with the cities and windows of the conflict marked."""
    return Document((Heading("The trip as far as it goes"), timeline(plan, request, members)))


def _table(plan: TripPlan, request: TripRequest) -> Table:
    known = request.connections()
    rows = []
    after = [*plan.stays[1:], None]
    for stay, then in zip(plan.stays, after, strict=True):
        onward = ""
        if then is not None:
            flight = known.get((stay.city, then.city))
            price = "" if flight is None or flight.price is None else f" (${show(flight.price)})"
            onward = f"{request.by} to {then.city} on day {stay.end_day}{price}"
        days = f"{stay.start_day}" if stay.start_day == stay.end_day else f"{stay.start_day}-{stay.end_day}"
        why = "; ".join([window.name for window in request.windows if window.city == stay.city])
        rows.append((days, stay.city, onward, why))
    columns = ("days", "city", "onward", "for")
    if not request.windows:
        return Table(columns[:3], tuple([row[:3] for row in rows]))
    return Table(columns, tuple(rows))


def timeline(plan: TripPlan, request: TripRequest, members: Collection[str] = ()) -> Timeline:
    """Each city's days; windows as marks in the lane of their city."""
    lanes = [stay.city for stay in plan.stays]
    lanes += [city.name for city in request.cities if city.name not in lanes]
    bars = []
    for stay in plan.stays:
        clashes = f"cities/{stay.city}" in members
        bars.append(Bar(stay.city, stay.city, stay.start_day, stay.end_day + 1, stay.city, clashes=clashes))
    marks = []
    for window in request.windows:
        clashes = f"windows/{window.name}" in members
        marks.append(Mark(window.first, window.name, window.city, clashes))
    if request.days is not None and "days" in members:
        marks.append(Mark(request.days + 1, "end of the trip", None, clashes=True))
    return Timeline(tuple(lanes), tuple(bars), tuple(marks), "day")
