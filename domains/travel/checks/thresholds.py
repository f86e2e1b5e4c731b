"""The quantities of `thresholds` as a plan has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.checks.prices import find_hotel, find_restaurant
from domains.travel.checks.whereabouts import follow
from domains.travel.data import Flight
from domains.travel.thresholds import THRESHOLDS, limit_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domains.travel.data import TravelData
    from domains.travel.plan import TravelPlan
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number


def thresholds_in_plan(
    plan: TravelPlan, request: TravelRequest, data: TravelData, asked: Iterable[tuple[str, str]]
) -> dict[str, int]:
    """The same quantities as a plan has them; what the data do not know is not counted."""
    wanted = list(asked)
    if not wanted:
        return {}
    times = [(leaves, lands) for leaves, lands in _flights(plan, request, data)]
    tables = [find_restaurant(place, data) for day in plan.days for _, place in day.meals()]
    hotels = [find_hotel(day.bed, data) for day in plan.days if day.bed is not None]
    values: dict[tuple[str, str], list[Number]] = {
        ("flights", "leaves"): [leaves for leaves, _ in times],
        ("flights", "lands"): [lands for _, lands in times],
        ("meals", "price"): [table.price for table in tables if table is not None],
        ("meals", "rating"): [table.rating for table in tables if table is not None],
        ("nights", "price"): [hotel.price for hotel in hotels if hotel is not None],
        ("nights", "rating"): [hotel.rating for hotel in hotels if hotel is not None],
    }
    found = {}
    for word, index in wanted:
        side, limit = THRESHOLDS[word], limit_of(word, index)
        found[f"{word}[{index}]"] = sum([side.holds(v, limit) for v in values[side.counted, side.measure]])
    return found


def _flights(plan: TravelPlan, request: TravelRequest, data: TravelData) -> list[tuple[int, int]]:
    """Departure and arrival of every flight, in minutes after the midnight before its departure."""
    found = []
    for day in follow(plan, request, data):
        if isinstance(day.ride, Flight):
            found.append((day.ride.departure, day.ride.arrival + 1440 * day.ride.lands_after_days))
    return found
