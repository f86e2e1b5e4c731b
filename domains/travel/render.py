"""A trip for people: what it is, a table of its days, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.documents import Document, Heading, Table
from domains.travel.checks.prices import bill, find_ride, show_money, total
from domains.travel.data import Flight
from domains.travel.titles import length, short_date, title

if TYPE_CHECKING:
    from datetime import date

    from domains.travel.data import TravelData
    from domains.travel.plan import Day, Leg, Place, TravelPlan
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number

_COLUMNS = ("day", "where", "travel", "breakfast", "sights", "lunch", "dinner", "bed")


def render(plan: TravelPlan, request: TravelRequest, data: TravelData) -> Document:
    """A heading with the total, the days, and the costs with what is left of the budget.

    Costs are recomputed from the offers; where the data do not know one, the plan's own statements stand.
    """
    costs = bill(plan, request, data)
    parts: dict[str, Number] = {
        "transport": costs.transport, "meals": costs.meals, "rooms": costs.rooms, "total": costs.total,
    }  # fmt: skip
    cost: dict[str, Number] = {**plan.cost} if costs.unknown else parts
    currency = data.policy.currency
    heading = Heading(title(plan.model_copy(update={"cost": cost}), request, currency))
    days = _days(plan, request, data)
    if not cost:
        return Document((heading, days))
    rows = [(name, show_money(cost[name], currency)) for name in cost]
    if request.budget is not None and "total" in cost:
        left = total([request.budget, -cost["total"]])
        over = total([-left])
        rows.append(
            ("left of the budget", show_money(left, currency))
            if left >= 0
            else ("over the budget", show_money(over, currency))
        )
    return Document((heading, days, Table(("cost", ""), tuple(rows), ("left", "right"))))


def _days(plan: TravelPlan, request: TravelRequest, data: TravelData) -> Table:
    """Columns that are empty all through are left out."""
    dates = request.dates_of(plan.first_date)
    rows = [
        _row(day, dates[i] if i < len(dates) else day.date, request.origin, data) for i, day in enumerate(plan.days)
    ]
    filled = [i for i in range(len(_COLUMNS)) if any(row[i] for row in rows)]
    return Table(
        tuple([_COLUMNS[i] for i in filled]),
        tuple([tuple([row[i] for i in filled]) for row in rows]),
        tuple(["left" for _ in filled]),
    )


def _row(day: Day, on: date | None, home: str, data: TravelData) -> tuple[str, ...]:
    start, end = _ends(day)
    main = start if end == home else end

    def named(place: Place | None) -> str:
        """A place; its city too where it is not the one reached, or the last one before home."""
        if place is None:
            return ""
        return place.name if place.city == main else f"{place.name} ({place.city})"

    return (
        str(day.day) if on is None else f"{day.day} {short_date(on)}",
        (end or "") if start == end else f"{start or '?'} to {end or '?'}",
        "" if day.leg is None else _travel(day.leg, on, data),
        named(day.breakfast),
        "; ".join([named(visit) for visit in day.visits]),
        named(day.lunch),
        named(day.dinner),
        named(day.bed),
    )


def _ends(day: Day) -> tuple[str | None, str | None]:
    """The cities where the day begins and ends, as the plan says."""
    if day.leaves is not None or day.reaches is not None:
        return day.leaves, day.reaches
    if day.city is not None:
        return day.city, day.city
    return (day.leg.origin, day.leg.destination) if day.leg is not None else (None, None)


def _travel(leg: Leg, on: date | None, data: TravelData) -> str:
    """ "F3576711 06:01 to 07:28", "self-driving 08:30 to 11:05", "taxi 2 h 05 min"."""
    what = leg.number or leg.mode
    if leg.departure is not None and leg.arrival is not None:
        later = f" +{leg.lands_after_days}" if leg.lands_after_days else ""
        if f"{leg.departure}-{leg.arrival}" in what:  # a flight that is named by its times
            return f"{what}{later}"
        return f"{what} {leg.departure} to {leg.arrival}{later}"
    ride = find_ride(leg, on, data)
    if isinstance(ride, Flight) or ride is None:
        return what
    return f"{what} {length(ride.minutes)}"
