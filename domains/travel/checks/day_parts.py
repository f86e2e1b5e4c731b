"""The quantities of `day_parts` as a plan has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.checks.prices import find_restaurant
from domains.travel.day_parts import named_meals, named_sights, sights_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domains.travel.data import TravelData
    from domains.travel.day_parts import MealPart
    from domains.travel.plan import TravelPlan
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number
    from encoders.spec import Name


def day_parts_in_plan(
    plan: TravelPlan, request: TravelRequest, data: TravelData, names: Iterable[Name]
) -> dict[str, Number]:
    """The same quantities as a plan has them; the n-th day of the plan is day n."""
    mentioned = list(names)
    found: dict[str, Number] = {}
    for asked in named_meals(mentioned, request.days):
        found[asked.name] = _of_meal(asked, plan, data)
    for day in named_sights(mentioned, request.days):
        counted = plan.days if day is None else plan.days[day.number - 1 : day.number]
        found[sights_name(day)] = sum([len(planned.visits) for planned in counted])
    return found


def _of_meal(asked: MealPart, plan: TravelPlan, data: TravelData) -> Number:
    """What is asked of one meal: 0 where the plan has none."""
    planned = dict(plan.days[asked.day.number - 1].meals()) if asked.day.number <= len(plan.days) else {}
    place = planned.get(asked.meal)
    if place is None:
        return 0
    restaurant = find_restaurant(place, data)
    if asked.part == "present":
        return 1
    if asked.part == "at":
        return int(place.name == asked.index)
    if restaurant is None:
        return 0
    if asked.part == "cuisine":
        return int(asked.index in restaurant.cuisines)
    return restaurant.rating if asked.part == "rating" else restaurant.price
