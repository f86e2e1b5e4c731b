"""The fields of a trip that can be kept one by one: each ride, meal, visit and night, and the day it starts on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from domains.replanning import Moved
from domains.travel.questions.elements import elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.travel.data import TravelData
    from domains.travel.plan import Day, Leg, Place, TravelPlan
    from domains.travel.request import TravelRequest

MEALS = ("breakfast", "lunch", "dinner")
_OTHERS = ("city", "cost", "sight")
"""Kinds of elements that are no fields of their own: they follow from others, or are told one by one."""


def names(plan: TravelPlan) -> tuple[str, ...]:
    """The flights, hotels, restaurants and sights of a plan."""
    found: dict[str, None] = {}
    for day in plan.days:
        places = [place for _, place in day.meals()] + day.visits + ([day.bed] if day.bed is not None else [])
        found.update(dict.fromkeys([place.name for place in places]))
        if day.leg is not None and day.leg.number is not None:
            found[day.leg.number] = None
    return tuple(found)


def place_says(place: Place) -> str:
    """A meal, a visit or a bed in words."""
    return f"{place.name} ({place.city})"


def same_leg(before: Leg | None, after: Leg | None) -> bool:
    """Whether two legs are the same ride; a plan that leaves times out agrees with any."""
    if before is None or after is None:
        return before is after
    if (before.mode, before.number, before.origin, before.destination) != (
        after.mode,
        after.number,
        after.origin,
        after.destination,
    ):
        return False
    times = ((before.departure, after.departure), (before.arrival, after.arrival))
    return all([None in pair or pair[0] == pair[1] for pair in times])


def night_city(day: Day) -> str | None:
    """Where a night is spent in a world without hotels."""
    if day.leg is not None:
        return day.leg.destination
    return day.reaches or day.city


def says(plan: TravelPlan, request: TravelRequest, data: TravelData) -> dict[str, str]:
    """Every field of a plan in words, by where it is."""
    told = {entry.where: entry.says for entry in elements(plan, request, data) if entry.kind not in _OTHERS}
    for day in plan.days:
        told.update({f"day {day.day}, visit {n}": place_says(place) for n, place in enumerate(day.visits, 1)})
        city = night_city(day)
        if data.policy.night_rate is not None and city is not None and day.day < len(plan.days):
            told[f"day {day.day}, night"] = city
    return told


def size(plan: TravelPlan, request: TravelRequest, data: TravelData) -> int:
    """How many fields a plan has."""
    return len(says(plan, request, data))


def moved(before: TravelPlan, after: TravelPlan, request: TravelRequest, data: TravelData) -> list[Moved]:
    """The fields in which two plans differ, day by day."""
    was, now = says(before, request, data), says(after, request, data)
    found = []
    if before.first_date is not None and before.first_date != after.first_date:
        found.append(Moved("start", was.get("start"), now.get("start")))
    old, new = {day.day: day for day in before.days}, {day.day: day for day in after.days}
    for number in sorted({*old, *new}):
        where, a, b = f"day {number}", old.get(number), new.get(number)
        if not same_leg(None if a is None else a.leg, None if b is None else b.leg):
            found.append(_moved(f"{where}, travel", was, now))
        for meal in MEALS:
            if (a and getattr(a, meal)) != (b and getattr(b, meal)):
                found.append(_moved(f"{where}, {meal}", was, now))
        found += _moved_visits(where, a, b)
        for what in ("bed", "night"):
            if was.get(f"{where}, {what}") != now.get(f"{where}, {what}"):
                found.append(_moved(f"{where}, {what}", was, now))
    return found


def _moved(where: str, was: dict[str, str], now: dict[str, str]) -> Moved:
    return Moved(where, was.get(where), now.get(where))


def _moved_visits(where: str, before: Day | None, after: Day | None) -> Iterator[Moved]:
    """Visits of a day in any order: what is new stands in the place of what is gone, further ones after those there were."""
    old, new = (before.visits if before else []), (after.visits if after else [])
    left = Counter(new)
    gone: list[tuple[int, Place]] = []
    for number, place in enumerate(old, 1):
        if left[place] > 0:
            left[place] -= 1
        else:
            gone.append((number, place))
    added = list(left.elements())
    for (number, place), other in zip(gone, [*added, *[None] * len(gone)], strict=False):
        yield Moved(f"{where}, visit {number}", place_says(place), place_says(other) if other is not None else None)
    for number, other in enumerate(added[len(gone) :], len(old) + 1):
        yield Moved(f"{where}, visit {number}", None, place_says(other))
