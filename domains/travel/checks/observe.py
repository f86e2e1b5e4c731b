"""The values that wishes and questions may mention, taken from a plan: the names are those of the problem's observables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.checks.day_parts import day_parts_in_plan
from domains.travel.checks.measure import known_bill, rating, travel_minutes
from domains.travel.checks.observables import in_plan
from domains.travel.checks.prices import find_hotel, find_ride
from domains.travel.checks.thresholds import thresholds_in_plan
from domains.travel.cities import candidate_cities
from domains.travel.thresholds import named_thresholds
from domains.travel.vocabulary import named_offers
from encoders.spec import names_in, parse

if TYPE_CHECKING:
    from domains.travel.data import TravelData
    from domains.travel.plan import TravelPlan
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number


def observe(plan: TravelPlan, request: TravelRequest, data: TravelData) -> dict[str, Number]:
    """Every observable's value. Which cities have names is the request's matter, so those not visited have zeros.

    Raises InputError where the plan names an offer that the data do not know.
    """
    costs = known_bill(plan, request, data)
    found: dict[str, Number] = {
        "total": costs.total,
        "transport": costs.transport,
        "meals": costs.meals,
        "rooms": costs.rooms,
        "rating": rating(plan, data),
        "travel_minutes": travel_minutes(plan, request, data),
    }
    dates = request.dates_of(plan.first_date)
    found["start.days_later"] = (dates[0] - request.start).days
    travel = [(number, day.leg, on) for (number, day), on in zip(enumerate(plan.days, 1), dates, strict=False)]
    legs = [(number, leg, on) for number, leg, on in travel if leg is not None]
    for index in range(request.city_count + 1):
        ride = find_ride(legs[index][1], legs[index][2], data) if index < len(legs) else None
        name = f"leg[{index + 1}]"
        found[f"{name}.minutes"] = ride.minutes if ride is not None else 0
        found[f"{name}.cost"] = costs.leg_costs[legs[index][0]] if index < len(legs) else 0
        found[f"{name}.day"] = legs[index][0] if index < len(legs) else 0
    ends = [day.city if day.leg is None else day.leg.destination for day in plan.days[:-1]]
    for city in dict.fromkeys(city for row in candidate_cities(request, data) for city in row):
        beds = [day.bed for day in plan.days if day.bed is not None and day.bed.city == city]
        hotels = [hotel for hotel in (find_hotel(bed, data) for bed in dict.fromkeys(beds)) if hotel is not None]
        found[f"nights[{city}]"] = len(beds) if data.policy.night_rate is None else ends.count(city)
        found[f"meals[{city}]"] = sum([place.city == city for day in plan.days for _, place in day.meals()])
        found[f"hotel[{city}].price"] = hotels[0].price if hotels else 0
    mentioned = [name for text in request.extra for name in names_in(parse(text))]
    found["hotels"] = len({(day.bed.name, day.bed.city) for day in plan.days if day.bed is not None})
    found.update(in_plan(plan, request, data, named_offers(mentioned)))
    found.update(thresholds_in_plan(plan, request, data, named_thresholds(mentioned)))
    found.update(day_parts_in_plan(plan, request, data, mentioned))
    return found
