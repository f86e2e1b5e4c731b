"""The sandbox: places, flights and roads of a plan are on offer, and what the plan says of them is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Violation
from domains.travel.checks.prices import bill, find_flight, find_hotel, find_restaurant, show_money
from domains.travel.data import Flight
from domains.travel.layouts.fields import show_clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.travel.checks.whereabouts import Whereabouts
    from domains.travel.data import Road, TravelData
    from domains.travel.plan import Leg, TravelPlan
    from domains.travel.request import TravelRequest


def check_rides(days: Sequence[Whereabouts], data: TravelData) -> Iterator[Violation]:
    """Each flight exists on its date between its cities, each road is known and open; stated times are the offer's."""
    for day in days:
        leg = day.day.leg
        if leg is None:
            continue
        if day.ride is None:
            yield Violation("sandbox", _why_unknown(leg, day, days, data), day.where)
            continue
        for what, stated, true in _stated_times(leg, day.ride, day):
            if stated is not None and stated != true:
                yield Violation(
                    "sandbox",
                    f"The {leg.mode} from {leg.origin} to {leg.destination} has {what} {true}, not {stated}.",
                    day.where,
                )


def _why_unknown(leg: Leg, day: Whereabouts, days: Sequence[Whereabouts], data: TravelData) -> str:
    route = f"from {leg.origin} to {leg.destination}"
    if leg.mode == "flight" and leg.number is None:
        return f"The flight {route} has no number."
    if leg.mode == "flight":
        other = next((on.date for on in days if find_flight(leg, on.date, data) is not None), None)
        if other is not None:
            return f"Flight {leg.number} {route} is on {other}, not on {day.date}."
        return f"There is no flight {leg.number} {route} on {day.date}."
    if leg.mode not in data.policy.roads:
        offered = ", ".join(["flight", *data.policy.roads])
        return f"{leg.mode!r} is no way to travel here (there are: {offered})."
    road = data.roads.get((leg.origin, leg.destination))
    if road is None:
        return f"There is no known road {route}."
    hours, minutes = divmod(road.minutes, 60)
    return f"The road {route} takes {hours} h {minutes:02d} min, too long to be offered."


def _stated_times(leg: Leg, ride: Flight | Road, day: Whereabouts) -> Iterator[tuple[str, object, object]]:
    """(what, as the plan states it, as it is)."""
    yield "a travel time in minutes of", leg.minutes, ride.minutes
    if not isinstance(ride, Flight) and leg.number is not None:
        yield "no number, so", leg.number, "none"
    if day.departure is not None and day.arrival is not None:
        yield "its departure at", leg.departure, show_clock(day.departure)
        yield "its arrival at", leg.arrival, show_clock(day.arrival)
        if leg.arrival is not None:
            yield "days until its arrival:", leg.lands_after_days, day.lands_after_days


def check_places(days: Sequence[Whereabouts], data: TravelData) -> Iterator[Violation]:
    """Each restaurant, sight and hotel exists under exactly that name in that city."""
    for day in days:
        for meal, place in day.day.meals():
            if find_restaurant(place, data) is None:
                yield Violation(
                    "sandbox", f"There is no restaurant {place.name!r} in {place.city} ({meal}).", day.where
                )
        for visit in day.day.visits:
            if all(sight.name != visit.name for sight in data.attractions.get(visit.city, ())):
                yield Violation("sandbox", f"There is no sight {visit.name!r} in {visit.city}.", day.where)
        bed = day.day.bed
        if bed is not None and find_hotel(bed, data) is None:
            yield Violation("sandbox", f"There is no hotel {bed.name!r} in {bed.city}.", day.where)


def check_costs(plan: TravelPlan, request: TravelRequest, data: TravelData) -> Iterator[Violation]:
    """Costs that the plan states are those of its offers; nothing is judged where an offer is unknown."""
    costs = bill(plan, request, data)
    currency = data.policy.currency
    for position, day in enumerate(plan.days, start=1):
        true = costs.leg_costs.get(position)
        if day.leg is not None and day.leg.cost is not None and true is not None and day.leg.cost != true:
            yield Violation(
                "cost",
                f"The leg costs {show_money(true, currency)}, not {show_money(day.leg.cost, currency)}.",
                f"day {position}",
            )
    if costs.unknown:
        return
    known = {"transport": costs.transport, "meals": costs.meals, "rooms": costs.rooms, "total": costs.total}
    for name, stated in plan.cost.items():
        if name not in known:
            yield Violation("cost", f"The plan states a cost of {name!r}; known are {', '.join(known)}.")
        elif stated != known[name]:
            yield Violation(
                "cost", f"The {name} cost is {show_money(known[name], currency)}, not {show_money(stated, currency)}."
            )
