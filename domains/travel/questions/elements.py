"""The fields of a trip for people, and a trip told as near to another one as its interchangeable meals and sights allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Element
from domains.travel.checks.prices import bill, show_money

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from domains.base import Built
    from domains.travel.data import TravelData
    from domains.travel.plan import Day, Leg, Place, TravelPlan
    from domains.travel.problem.build import Handles
    from domains.travel.request import TravelRequest

_MEALS = ("breakfast", "lunch", "dinner")


def elements(plan: TravelPlan, request: TravelRequest, data: TravelData) -> Sequence[Element]:
    """Where one is, how one travels, what one eats and sees, where one sleeps, day by day; then what it costs."""
    found: list[Element] = []
    if plan.first_date is not None:
        found.append(Element("start", "start", plan.first_date.isoformat()))
    for day in plan.days:
        found += _of_day(day)
    costs = bill(plan, request, data)
    for name, value in (
        ("transport", costs.transport), ("meals", costs.meals), ("rooms", costs.rooms), ("total", costs.total),
    ):  # fmt: skip
        found.append(Element(name, "cost", show_money(value, data.policy.currency)))
    return found


def _of_day(day: Day) -> Iterator[Element]:
    where = f"day {day.day}"
    if day.leg is not None:
        yield Element(f"{where}, travel", day.leg.mode, _leg(day.leg))
    elif day.city is not None:
        yield Element(f"{where}, city", "city", day.city)
    for meal in _MEALS:
        place: Place | None = getattr(day, meal)
        if place is not None:
            yield Element(f"{where}, {meal}", "restaurant", _place(place))
    if day.visits:
        yield Element(f"{where}, sights", "sight", "; ".join([_place(place) for place in day.visits]))
    if day.bed is not None:
        yield Element(f"{where}, bed", "hotel", _place(day.bed))


def _place(place: Place) -> str:
    return f"{place.name} ({place.city})"


def _leg(leg: Leg) -> str:
    what = leg.number or leg.mode
    times = f", {leg.departure} to {leg.arrival}" if leg.departure is not None and leg.arrival is not None else ""
    return f"{what} from {leg.origin} to {leg.destination}{times}{' (+1 day)' * (leg.lands_after_days == 1)}"


def offers_of(plan: TravelPlan) -> list[str]:
    """The names of a plan's flights, hotels, restaurants and sights, each once."""
    found: dict[str, None] = {}
    for day in plan.days:
        legs = [] if day.leg is None or day.leg.number is None else [day.leg.number]
        beds = [] if day.bed is None else [day.bed]
        places = [*[place for _, place in day.meals()], *day.visits, *beds]
        found.update(dict.fromkeys([*legs, *[place.name for place in places]]))
    return list(found)


def aligned(plan: TravelPlan, like: TravelPlan, built: Built | None = None) -> TravelPlan:
    """The plan with each city's meals and sights in the order of the other plan's, as far as both have them.

    Which of a city's chosen restaurants serves which of its meals is free, and so is the order of its sights: any order keeps
    every rule and every price. Meals that a wish of the problem looks at stay as they are.
    """
    handles: Handles | None = None if built is None else built.handles
    seated = [] if handles is None else [(day + 1, meal) for day, meal in handles.stays.seats]
    tables = _placed(_meals_of(plan), _meals_of(like), seated)
    sights = _placed(_visits_of(plan), _visits_of(like))
    days = [
        day.model_copy(
            update={
                **{meal: tables[day.day, meal] for meal, _ in day.meals()},
                "visits": [sights[day.day, str(number)] for number in range(len(day.visits))],
            }
        )
        for day in plan.days
    ]
    return plan.model_copy(update={"days": days})


_Slots = dict[tuple[int, str], "Place"]


def _meals_of(plan: TravelPlan) -> _Slots:
    return {(day.day, meal): place for day in plan.days for meal, place in day.meals()}


def _visits_of(plan: TravelPlan) -> _Slots:
    return {(day.day, str(number)): place for day in plan.days for number, place in enumerate(day.visits)}


def _placed(slots: _Slots, like: _Slots, fixed: Collection[tuple[int, str]] = ()) -> _Slots:
    """Each city's places over its slots: those that are fixed, then where the other plan has them, the rest in their order."""
    left: dict[str, list[Place]] = {}
    for place in slots.values():
        left.setdefault(place.city, []).append(place)
    chosen: _Slots = {}
    for slot, place in slots.items():
        if slot in fixed:
            chosen[slot] = place
            left[place.city].remove(place)
    for slot, place in slots.items():
        wanted = like.get(slot)
        if slot in chosen:
            continue
        if wanted is not None and wanted.city == place.city and wanted in left[place.city]:
            chosen[slot] = wanted
            left[place.city].remove(wanted)
    for slot, place in slots.items():
        if slot not in chosen:
            chosen[slot] = left[place.city].pop(0)
    return chosen
