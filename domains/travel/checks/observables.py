"""The quantities of `vocabulary` as a plan has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.checks.prices import find_restaurant
from domains.travel.checks.whereabouts import follow
from domains.travel.data import Flight
from domains.travel.vocabulary import ALL_DAY, MODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domains.travel.data import TravelData
    from domains.travel.plan import Place, TravelPlan
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number


def in_plan(
    plan: TravelPlan, request: TravelRequest, data: TravelData, offers: Iterable[tuple[str, str]]
) -> dict[str, Number]:
    """The same quantities as a plan has them."""
    legs = [day for day in follow(plan, request, data) if day.day.leg is not None]
    made = [day.day.leg for day in legs if day.day.leg is not None]
    found: dict[str, Number] = {name: sum([leg.mode == mode for leg in made]) for mode, name in MODES.items()}
    for number in range(1, request.city_count + 2):
        leg = legs[number - 1] if number <= len(legs) else None
        mode_of = None if leg is None or leg.day.leg is None else leg.day.leg.mode
        for mode in MODES:
            found[f"leg[{number}].{mode.replace('-', '_')}"] = int(mode_of == mode)
        leaves, lands = (0, 0) if leg is None else ALL_DAY
        if leg is not None and leg.departure is not None and leg.arrival is not None:
            leaves, lands = leg.departure, leg.arrival + 1440 * leg.lands_after_days
        found[f"leg[{number}].departure"], found[f"leg[{number}].arrival"] = leaves, lands
    meals = [place for day in plan.days for _, place in day.meals()]
    visits = [place for day in plan.days for place in day.visits]
    for word, index in offers:
        if word == "flight":
            count = sum([leg.mode == "flight" and leg.number == index for leg in made])
        elif word == "airline":
            count = sum([isinstance(day.ride, Flight) and day.ride.airline == index for day in legs])
        elif word == "nights_at":
            count = sum([day.bed is not None and day.bed.name == index for day in plan.days])
        elif word == "meals_at":
            count = sum([place.name == index for place in meals])
        elif word == "visits_at":
            count = sum([place.name == index for place in visits])
        elif word == "category":
            count = sum([index in _categories(place, data) for place in visits])
        else:
            tables = [find_restaurant(place, data) for place in meals]
            count = sum([table is not None and index in table.cuisines for table in tables])
        found[f"{word}[{index}]"] = count
    return found


def _categories(place: Place, data: TravelData) -> tuple[str, ...]:
    sights = data.attractions.get(place.city, ())
    return next((sight.categories for sight in sights if sight.name == place.name), ())
