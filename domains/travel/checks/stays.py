"""What fills the days: beds, meals and visits where they are due, nothing twice, stays long enough."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from domains.base import Violation
from domains.travel.checks.legs import arrivals
from domains.travel.checks.prices import find_hotel
from domains.travel.checks.whereabouts import runs, visit_cities
from domains.travel.layouts.fields import show_clock
from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.travel.checks.whereabouts import Whereabouts
    from domains.travel.data import TravelData
    from domains.travel.plan import Day
    from domains.travel.policy import Policy
    from domains.travel.request import TravelRequest

_FIELDS_A_DAY = 8
"""Number, city, transport, three meals, visits and bed."""


def check_complete(days: Sequence[Whereabouts], request: TravelRequest, policy: Policy) -> Iterator[Violation]:
    """Days, cities, transport, beds, and the meals and visits of days without a leg."""
    yield from _check_days(days, request)
    last = days[-1].number if days else 0
    for day in days:
        content = day.day
        if day.start is None or day.end is None:
            yield Violation("complete", "The plan does not say where one is.", day.where)
        elif day.travels and content.leg is None:
            yield Violation("complete", f"There is no transport from {day.start} to {day.end}.", day.where)
        if not day.travels and day.number in (1, last):
            trip = "out" if day.number == 1 else "home"
            yield Violation(
                "complete", f"There is no leg {trip} on the {'first' if day.number == 1 else 'last'} day.", day.where
            )
        if not day.travels:
            planned = dict(content.meals())
            for meal in policy.meals:
                if meal not in planned:
                    yield Violation("complete", f"There is no {meal}.", day.where)
        due = _visits_due(day, request, policy)
        if len(content.visits) < due:
            yield Violation(
                "complete", f"There {'is' if due == 1 else 'are'} {due} visit{'' if due == 1 else 's'} due.", day.where
            )
        if policy.visits_at_most is not None and len(content.visits) > policy.visits_at_most:
            most = f"{policy.visits_at_most} visit{'' if policy.visits_at_most == 1 else 's'}"
            yield Violation("visits", f"A day has at most {most}, this one has {len(content.visits)}.", day.where)
        yield from _check_bed(day, last, policy)
    filled = sum(_filled(day.day) for day in days)
    if days and filled < Fraction(policy.least_filled) * _FIELDS_A_DAY * len(days):
        yield Violation("complete", f"Less than {show(policy.least_filled)} of all fields are filled.")


def _check_bed(day: Whereabouts, last: int, policy: Policy) -> Iterator[Violation]:
    """A bed for every night but where nights have a fixed rate: there is nothing to choose then."""
    if policy.night_rate is not None:
        if day.day.bed is not None:
            yield Violation("complete", "Nights are paid at a fixed rate here, no hotel is chosen.", day.where)
    elif day.day.bed is None and day.number != last:
        yield Violation("complete", "There is no bed for the night.", day.where)


def _check_days(days: Sequence[Whereabouts], request: TravelRequest) -> Iterator[Violation]:
    if len(days) != request.days:
        where = f"day {min(len(days), request.days) + 1}"
        yield Violation("complete", f"The plan has {len(days)} days, the trip {request.days}.", where)
    for day in days:
        if day.day.day != day.number:
            yield Violation("complete", f"Day {day.number} of the plan is numbered {day.day.day}.", day.where)
        if day.day.date is not None and day.date is not None and day.day.date != day.date:
            yield Violation("complete", f"Day {day.number} is {day.date}, not {day.day.date}.", day.where)
    visited = arrivals(days, request)
    if len(visited) != request.city_count:
        names = f" ({', '.join(visited)})" if visited else ""
        extra = list(visited.values())[request.city_count :]
        where = extra[0].where if extra else ""
        yield Violation(
            "complete", f"{len(visited)} cities are visited{names}, {request.city_count} were asked for.", where
        )


def _visits_due(day: Whereabouts, request: TravelRequest, policy: Policy) -> int:
    """Least number of visits: on a day with a leg only where some moment is spent in a city other than home."""
    if not day.travels:
        return policy.visits_on_full_days
    there = any(city != request.origin for city in visit_cities(day, policy))
    return policy.visits_on_travel_days if there else 0


def _filled(day: Day) -> int:
    where = day.city or day.leg or day.leaves
    return 1 + sum(map(bool, (where, day.leg, day.breakfast, day.lunch, day.dinner, day.visits, day.bed)))


def check_once(days: Sequence[Whereabouts], policy: Policy) -> Iterator[Violation]:
    """No restaurant and no sight twice, where the world forbids it; reported on the later day."""
    eaten: dict[object, Whereabouts] = {}
    seen: dict[object, Whereabouts] = {}
    for day in days:
        for meal, place in day.day.meals():
            if policy.restaurant_once and place in eaten:
                yield Violation(
                    "restaurant once", f"The {meal} is at {place.name!r} again (see {eaten[place].where}).", day.where
                )
            eaten.setdefault(place, day)
        for visit in day.day.visits:
            if policy.attraction_once and visit in seen:
                yield Violation(
                    "attraction once", f"{visit.name!r} is visited again (see {seen[visit].where}).", day.where
                )
            seen.setdefault(visit, day)


def check_minimum_nights(days: Sequence[Whereabouts], data: TravelData) -> Iterator[Violation]:
    """Every run of nights in one bed is at least its hotel's minimum; reported on its first day."""
    if not data.policy.minimum_nights:
        return
    for day, bed, nights in runs(days):
        hotel = find_hotel(bed, data)
        if hotel is not None and nights < hotel.minimum_nights:
            stay = f"{nights} night{'' if nights == 1 else 's'}"
            yield Violation(
                "minimum nights",
                f"{hotel.name!r} asks for at least {hotel.minimum_nights} nights, the stay is {stay}.",
                day.where,
            )


def check_meal_times(days: Sequence[Whereabouts], request: TravelRequest, policy: Policy) -> Iterator[Violation]:
    """A meal needs some moment of its window in its city; where the world has meals due at mealtime, none is missing."""
    for day in days:
        planned = dict(day.day.meals())
        for meal in planned:
            if meal not in policy.meals:
                yield Violation("meal times", f"No {meal} is served in this world.", day.where)
        for meal, window in policy.meals.items():
            place = planned.get(meal)
            between = f"between {show_clock(window.opens)} and {show_clock(window.closes)}"
            if (
                place is not None
                and place.city in day.cities
                and not day.spends(place.city, window.opens, window.closes)
            ):
                yield Violation(
                    "meal times", f"No moment {between} is spent in {place.city}, so there is no {meal}.", day.where
                )
            if place is None and day.travels and policy.travel_day_meals == "at mealtime":
                open_ = [
                    city
                    for city in day.cities
                    if city != request.origin and day.spends(city, window.opens, window.closes)
                ]
                if open_:
                    yield Violation(
                        "meal times", f"One is in {' or '.join(open_)} {between}, so {meal} is due.", day.where
                    )
