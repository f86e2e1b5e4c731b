"""The route: from home through different cities and back, everything in the city of its day, modes that go together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from domains.base import Violation
from domains.travel.checks.whereabouts import visit_cities
from domains.travel.layouts.fields import show_clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.travel.checks.whereabouts import Whereabouts
    from domains.travel.data import TravelData
    from domains.travel.plan import Place
    from domains.travel.policy import Policy
    from domains.travel.request import TravelRequest


def check_current_city(days: Sequence[Whereabouts], request: TravelRequest, policy: Policy) -> Iterator[Violation]:
    """A leg joins the day's cities; meals and visits lie in one of them, the bed in the one where the day ends."""
    for day in days:
        leg, stated = day.day.leg, day.day.leaves is not None or day.day.reaches is not None or day.day.city is not None
        if leg is not None and stated and (leg.origin, leg.destination) != (day.start, day.end):
            here = f"in {day.end}" if day.start == day.end else f"from {day.start} to {day.end}"
            yield Violation(
                "current city",
                f"The leg goes from {leg.origin} to {leg.destination}, but the day is {here}.",
                day.where,
            )
        if not day.cities:
            continue
        for what, place in [*day.day.meals(), *(("visit", visit) for visit in day.day.visits)]:
            if place.city not in day.cities:
                yield Violation("current city", _elsewhere(what, place.name, place.city, day), day.where)
        bed = day.day.bed
        if bed is not None and day.end is not None and bed.city != day.end:
            yield Violation(
                "current city", f"The bed at {bed.name!r} is in {bed.city}, but the day ends in {day.end}.", day.where
            )
        for visit in day.day.visits:
            if visit.city in day.cities and visit.city not in visit_cities(day, policy):
                yield Violation("current city", _no_visit(visit, day, policy), day.where)
            if policy.leg_day_counts_until is not None and visit.city == request.origin:
                yield Violation("current city", f"{visit.name!r} is at home, where no visits are counted.", day.where)


def _no_visit(visit: Place, day: Whereabouts, policy: Policy) -> str:
    if policy.leg_day_counts_until is None:
        return f"{visit.city} is not reached on that day, so {visit.name!r} waits."
    by = f"by {show_clock(policy.leg_day_counts_until)}"
    if visit.city == day.end:
        return f"{visit.city} is not reached {by} on that day, so {visit.name!r} waits."
    return f"The leg has left {visit.city} and arrived {by}, so {visit.name!r} is no visit of that day."


def _elsewhere(what: str, name: str, city: str, day: Whereabouts) -> str:
    return f"The {what} at {name!r} is in {city}, but the day is in {' and '.join(day.cities)}."


def check_route(days: Sequence[Whereabouts], request: TravelRequest, data: TravelData) -> Iterator[Violation]:
    """Starts and ends at the origin, unbroken, no city twice, known cities of the state asked for."""
    if not days:
        return
    first, last = days[0], days[-1]
    if first.start is not None and first.start != request.origin:
        yield Violation("route", f"The trip starts in {first.start}, not in {request.origin}.", first.where)
    if last.end is not None and last.end != request.origin:
        yield Violation("route", f"The trip ends in {last.end}, not at home in {request.origin}.", last.where)
    for before, after in pairwise(days):
        if before.end is not None and after.start is not None and before.end != after.start:
            yield Violation(
                "route", f"The day starts in {after.start}, but the one before ended in {before.end}.", after.where
            )
    if data.policy.wait_for_arrival:
        yield from _check_connections(days)
    yield from _check_sequence(days, request)
    yield from _check_cities(days, request, data)


def _check_connections(days: Sequence[Whereabouts]) -> Iterator[Violation]:
    """No leg departs before the one before it has arrived, by the times of both."""
    arrived: int | None = None
    for day in days:
        if day.departure is None or day.arrival is None:
            continue
        midnight = 1440 * day.number
        if arrived is not None and midnight + day.departure < arrived:
            yield Violation("connections", "The leg departs before the one before it has arrived.", day.where)
        arrived = midnight + day.arrival + 1440 * day.lands_after_days


def _check_sequence(days: Sequence[Whereabouts], request: TravelRequest) -> Iterator[Violation]:
    """No city is left and visited again, and home only begins and ends the trip."""
    stops: list[tuple[str, Whereabouts]] = []
    for day in days:
        for city in (day.start, day.end):
            if city is not None and (not stops or stops[-1][0] != city):
                stops.append((city, day))
    seen: set[str] = set()
    for index, (city, day) in enumerate(stops):
        home_again = city == request.origin and index > 0
        if home_again and day.number < days[-1].number:
            yield Violation("route", f"The trip is back home in {city} before its last day.", day.where)
        elif city in seen and not home_again:
            yield Violation("route", f"{city} is visited a second time.", day.where)
        seen.add(city)


def _check_cities(days: Sequence[Whereabouts], request: TravelRequest, data: TravelData) -> Iterator[Violation]:
    """Cities are known and lie where the traveller wants to go."""
    known = {*data.states, *data.hotels, *data.restaurants, *data.attractions, *(data.candidates or ())}
    limit = data.policy.stay_in_state_days
    rule = "route" if limit is not None and request.days > limit else "destination"
    wanted = destination_city(request, data)
    states = set(data.states.values())
    for city, day in arrivals(days, request).items():
        if city not in known:
            yield Violation("route", f"The data know no city {city!r}.", day.where)
        elif wanted is None and city not in request.cities and request.destination in states:
            state = data.states.get(city)
            if state != request.destination:
                yield Violation(
                    rule, f"{city} is in {state or 'no known state'}, not in {request.destination}.", day.where
                )


def arrivals(days: Sequence[Whereabouts], request: TravelRequest) -> dict[str, Whereabouts]:
    """The cities visited, home excepted, with the day each is first seen."""
    found: dict[str, Whereabouts] = {}
    for day in days:
        for city in (day.start, day.end):
            if city is not None and city != request.origin:
                found.setdefault(city, day)
    return found


def destination_city(request: TravelRequest, data: TravelData) -> str | None:
    """The city the destination names; None where it names a state, or where the cities are listed one by one.

    Some states share a city's name (New York): one stop means the city, several mean the state.
    """
    if request.cities:
        return None
    described = {*data.states, *data.hotels, *data.restaurants, *data.attractions}
    is_city = request.destination in described
    return request.destination if is_city and (request.city_count == 1 or not _is_state(request, data)) else None


def _is_state(request: TravelRequest, data: TravelData) -> bool:
    """Whether the destination can be a state: one of the data's, or any where the data know no states."""
    return request.destination in data.states.values() or not data.states


def check_transport_mix(days: Sequence[Whereabouts], policy: Policy) -> Iterator[Violation]:
    """Modes that may not meet in one trip; reported on the day of the later one."""
    seen: dict[str, Whereabouts] = {}
    for day in days:
        if day.day.leg is None:
            continue
        mode = day.day.leg.mode
        for pair in policy.never_together:
            if mode in pair:
                other = pair[1] if mode == pair[0] else pair[0]
                if other in seen:
                    yield Violation(
                        "transport mix",
                        f"{mode} is not mixed with {other} ({seen[other].where}) in one trip.",
                        day.where,
                    )
        seen.setdefault(mode, day)
