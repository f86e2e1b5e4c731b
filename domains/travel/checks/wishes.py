"""What the traveller asked for: destination, budget, rooms, cuisines, transportation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Violation
from domains.travel.checks.legs import arrivals, destination_city
from domains.travel.checks.prices import bill, find_hotel, find_restaurant, show_money, total
from domains.travel.checks.whereabouts import runs
from domains.travel.data import Flight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.travel.checks.whereabouts import Whereabouts
    from domains.travel.data import TravelData
    from domains.travel.plan import TravelPlan
    from domains.travel.request import TravelRequest

_ANY_BUT = "no "


def check_wishes(
    plan: TravelPlan, days: Sequence[Whereabouts], request: TravelRequest, data: TravelData
) -> Iterator[Violation]:
    """Each field of the request that the plan does not meet."""
    yield from _check_destination(days, request, data)
    yield from _check_rooms(days, request, data)
    yield from _check_cuisines(days, request, data)
    yield from _check_transportation(days, request)
    yield from _check_flights(days, request)
    yield from _check_categories(days, request, data)
    costs = bill(plan, request, data)
    if request.budget is not None and costs.total > request.budget:
        currency = data.policy.currency
        over = show_money(total([costs.total, -request.budget]), currency)
        known = "what is known of the trip costs" if costs.unknown else "the trip costs"
        yield Violation(
            "budget",
            f"{known[0].upper()}{known[1:]} {show_money(costs.total, currency)}, {over} more than the budget of "
            f"{show_money(request.budget, currency)}.",
        )


def _check_destination(days: Sequence[Whereabouts], request: TravelRequest, data: TravelData) -> Iterator[Violation]:
    visited = arrivals(days, request)
    for city in request.cities:
        if city not in visited:
            yield Violation("cities", f"{city} is not visited.")
    wanted = destination_city(request, data)
    if wanted is not None and wanted not in visited:
        yield Violation("destination", f"{wanted} is not visited.")


def _check_rooms(days: Sequence[Whereabouts], request: TravelRequest, data: TravelData) -> Iterator[Violation]:
    if data.policy.night_rate is not None and days:
        for wish in [*(["room type"] if request.room_type else []), *[f"house rule/{r}" for r in request.house_rule]]:
            yield Violation(wish, "Nights are paid at a fixed rate here, so nothing is known about the rooms.")
    for day, bed, _ in runs(days):
        hotel = find_hotel(bed, data)
        if hotel is None:
            continue
        for rule in request.house_rule:
            if rule in hotel.forbids:
                yield Violation(f"house rule/{rule}", f"{hotel.name!r} does not allow {rule}.", day.where)
        if request.room_type is not None and not _is_of_type(hotel.room_type, request.room_type):
            yield Violation(
                "room type", f"{hotel.name!r} is of type {hotel.room_type}, not {request.room_type}.", day.where
            )


def _is_of_type(offered: str, wanted: str) -> bool:
    return offered != wanted.removeprefix("not ") if wanted.startswith("not ") else offered == wanted


def _check_cuisines(days: Sequence[Whereabouts], request: TravelRequest, data: TravelData) -> Iterator[Violation]:
    served: set[str] = set()
    for day in days:
        for _, place in day.day.meals():
            restaurant = find_restaurant(place, data)
            if restaurant is not None and place.city != request.origin:
                served.update(restaurant.cuisines)
    for cuisine in request.cuisine:
        if cuisine not in served:
            yield Violation(f"cuisine/{cuisine}", f"No meal away from home is {cuisine}.")


def _check_transportation(days: Sequence[Whereabouts], request: TravelRequest) -> Iterator[Violation]:
    for day in days:
        leg = day.day.leg
        if leg is None:
            continue
        for wish in request.transportation:
            mode = wish.removeprefix(_ANY_BUT)
            forbidden = wish.startswith(_ANY_BUT)
            if (leg.mode == mode) == forbidden:
                says = f"The leg is by {leg.mode}." if forbidden else f"The leg is by {leg.mode}, not by {mode}."
                yield Violation(f"transportation/{wish}", says, day.where)


def _check_flights(days: Sequence[Whereabouts], request: TravelRequest) -> Iterator[Violation]:
    """Non-stop and airlines; a flight of which the data do not say it is not known to be wanted."""
    for day in days:
        flight = day.ride
        if not isinstance(flight, Flight):
            continue
        called = f"Flight {flight.number} from {flight.origin} to {flight.destination}"
        if request.flight_rule == "non-stop" and not flight.non_stop:
            known = "is not non-stop" if flight.non_stop is False else "is not known to be non-stop"
            yield Violation("flight rule", f"{called} {known}.", day.where)
        if request.airlines and flight.airline not in request.airlines:
            by = f"is with {flight.airline}" if flight.airline else "is with no known airline"
            yield Violation("airlines", f"{called} {by}, not with {' or '.join(request.airlines)}.", day.where)


def _check_categories(days: Sequence[Whereabouts], request: TravelRequest, data: TravelData) -> Iterator[Violation]:
    seen: set[str] = set()
    for day in days:
        for place in day.day.visits:
            if place.city != request.origin:
                sights = [sight for sight in data.attractions.get(place.city, ()) if sight.name == place.name]
                seen.update(*[sight.categories for sight in sights])
    for category in request.attraction_category:
        if category not in seen:
            yield Violation(
                f"attraction category/{category}", f"No sight that is visited is of the category {category}."
            )
