"""The objectives of a trip, recomputed from the plan and the offers it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.checks.prices import bill, find_hotel, find_restaurant, find_ride, total
from encoders.errors import InputError

if TYPE_CHECKING:
    from domains.travel.checks.prices import Bill
    from domains.travel.data import TravelData
    from domains.travel.plan import TravelPlan
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number


def measure(plan: TravelPlan, request: TravelRequest, data: TravelData) -> dict[str, Number]:
    """The value of each objective of the request: money, points of rating, minutes of travel.

    Raises InputError where the plan names an offer that the data do not know: such a plan has no measure.
    """
    costs = known_bill(plan, request, data)
    values: dict[str, Number] = {
        "cheapest": costs.total,
        "best rated": rating(plan, data),
        "fewest travel hours": travel_minutes(plan, request, data),
    }
    return {goal: values[goal] for goal in request.objective}


def known_bill(plan: TravelPlan, request: TravelRequest, data: TravelData) -> Bill:
    """What the plan costs. Raises InputError where an offer is unknown."""
    costs = bill(plan, request, data)
    if costs.unknown:
        what, day = costs.unknown[0]
        raise InputError(f"the data offer no {what}, so the plan cannot be measured", where=f"day {day}")
    return costs


def rating(plan: TravelPlan, data: TravelData) -> Number:
    """Points: the rating of the hotel of each night, and of the restaurant of each meal."""
    beds = [find_hotel(day.bed, data) for day in plan.days if day.bed is not None]
    tables = [find_restaurant(place, data) for day in plan.days for _, place in day.meals()]
    return total([offer.rating for offer in [*beds, *tables] if offer is not None])


def travel_minutes(plan: TravelPlan, request: TravelRequest, data: TravelData) -> int:
    """Minutes spent in flights and on roads."""
    dates = request.dates_of(plan.first_date)
    rides = [find_ride(day.leg, on, data) for day, on in zip(plan.days, dates, strict=False) if day.leg is not None]
    return sum([ride.minutes for ride in rides if ride is not None])
