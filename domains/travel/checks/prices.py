"""What a plan costs and how long it travels, recomputed from the offers it names; `check`, `measure` and `observe` use it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from domains.travel.data import Flight, Hotel, Restaurant, Road, TravelData
    from domains.travel.plan import Leg, Place, TravelPlan
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number


def find_hotel(place: Place, data: TravelData) -> Hotel | None:
    """The room offer of that exact name and city, None where there is none."""
    return next((hotel for hotel in data.hotels.get(place.city, ()) if hotel.name == place.name), None)


def find_restaurant(place: Place, data: TravelData) -> Restaurant | None:
    """The restaurant of that exact name and city, None where there is none."""
    return next((found for found in data.restaurants.get(place.city, ()) if found.name == place.name), None)


def find_flight(leg: Leg, on: date | None, data: TravelData) -> Flight | None:
    """The flight of that number between these cities on that date, None where there is none."""
    if on is None:
        return None
    offered = data.flights.get((leg.origin, leg.destination, on), ())
    return next((flight for flight in offered if flight.number == leg.number), None)


def find_ride(leg: Leg, on: date | None, data: TravelData) -> Flight | Road | None:
    """The offer a leg uses: a flight of that date, or a road that is open to its mode; None where there is none."""
    if leg.mode == "flight":
        return find_flight(leg, on, data)
    if leg.mode not in data.policy.roads:
        return None
    road = data.roads.get((leg.origin, leg.destination))
    return road if road is not None and road.minutes <= data.policy.longest_road_minutes else None


def leg_cost(leg: Leg, ride: Flight | Road, people: int, data: TravelData) -> Number:
    """Price of a leg for all travellers: fares, or vehicles times the price of one."""
    rate = next((rate for mode, rate in data.policy.roads.items() if mode == leg.mode), None)
    km = getattr(ride, "km", None)
    if rate is not None and km is not None:
        return rate.cost(km, people)
    fare: Number = getattr(ride, "price", 0)
    return total([fare * people])


def rooms(hotel: Hotel, people: int) -> int:
    """Rooms that everybody needs together."""
    return -(-people // hotel.occupancy)


def total(amounts: Iterable[Number]) -> Number:
    """The sum; whole sums are ints."""
    found = sum((Fraction(amount) for amount in amounts), Fraction(0))
    return found.numerator if found.denominator == 1 else found


@dataclass(frozen=True)
class Bill:
    """Costs by category for all travellers, of everything the data know; `unknown` names what they do not know."""

    transport: Number
    meals: Number
    rooms: Number
    leg_costs: dict[int, Number] = field(default_factory=dict)
    """By number of the day."""
    unknown: tuple[tuple[str, int], ...] = ()
    """(what, number of the day)."""

    @property
    def total(self) -> Number:
        """Everything together."""
        return total([self.transport, self.meals, self.rooms])


def bill(plan: TravelPlan, request: TravelRequest, data: TravelData) -> Bill:
    """What a plan costs: each leg, each meal for each person, each listed night for each room needed.

    Where the policy has fixed rates, every day has its meals and every day but the last its night.
    """
    legs: dict[int, Number] = {}
    meals: list[Number] = []
    nights: list[Number] = []
    unknown: list[tuple[str, int]] = []
    dates = request.dates_of(plan.first_date)
    for position, day in enumerate(plan.days):
        if day.leg is not None:
            on = dates[position] if position < len(dates) else None
            ride = find_ride(day.leg, on, data)
            if ride is None:
                unknown.append((f"{day.leg.mode} from {day.leg.origin} to {day.leg.destination}", position + 1))
            else:
                legs[position + 1] = leg_cost(day.leg, ride, request.people, data)
        for meal, place in day.meals():
            restaurant = find_restaurant(place, data)
            if restaurant is None:
                unknown.append((f"{meal} at {place.name}, {place.city}", position + 1))
            else:
                meals.append(restaurant.price * request.people)
        if day.bed is not None:
            hotel = find_hotel(day.bed, data)
            if hotel is None:
                unknown.append((f"bed at {day.bed.name}, {day.bed.city}", position + 1))
            else:
                nights.append(hotel.price * rooms(hotel, request.people))
    fixed = data.policy
    if fixed.meal_rate is not None:
        meals += [fixed.meal_rate * request.people] * (fixed.meals_a_day * len(plan.days))
    if fixed.night_rate is not None:
        nights += [fixed.night_rate * request.people] * max(0, len(plan.days) - 1)
    return Bill(total(legs.values()), total(meals), total(nights), legs, tuple(unknown))


def show_money(amount: Number, currency: str) -> str:
    """An amount for people: "$1,400", "1,400 EUR", "1,400" where no currency is known."""
    return f"{currency}{show(amount)}" if len(currency) <= 1 else f"{show(amount)} {currency}"
