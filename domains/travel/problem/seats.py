"""Meals that a wish looks at, each tied to one of its city's tables; all other meals share the rest of the tables.

A seat says that one meal of one day is at one restaurant. A city has as many tables as meals, so when the seats of the meals
looked at are at tables of their own, the other meals have one table each among those left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domains.travel.data import Restaurant
    from domains.travel.day_parts import MealPart
    from domains.travel.problem.stays import Slot, Stays
    from encoders.expressions import Sum
    from encoders.numbers import Number
    from encoders.structures.rules import Lit, Rules

    Seats = dict[tuple[int, str], tuple[tuple[Restaurant, Lit], ...]]
    Tables = Mapping[str, Sequence[tuple[Restaurant, Lit]]]


def add_seats(rules: Rules, meals: Sequence[Slot], tables: Tables, asked: Iterable[MealPart]) -> Seats:
    """(day from 0, meal) -> the restaurants it may be at with the literals that say so, for each meal looked at."""
    slots = {(slot.day, slot.kind): slot for slot in meals}
    seats: Seats = {}
    for part in asked:
        slot = slots.get((part.day.number - 1, part.meal))
        if part.seated and slot is not None and (slot.day, slot.kind) not in seats:
            seats[slot.day, slot.kind] = _seats_of(rules, slot, tables)
    for city, offered in tables.items():
        for restaurant, copies in by_restaurant(offered):
            taken = [seat for rows in seats.values() for table, seat in rows if table is restaurant]
            terms = [*[(1, seat) for seat in taken], *[(-1, table) for table in copies]]
            if taken:
                rules.weighted(_rule(city), terms, "<=", 0)
    return seats


def _rule(city: str) -> str:
    """The rule that every meal has a restaurant of its own: seats are a part of it."""
    return f"meals/{city}"


def by_restaurant(tables: Sequence[tuple[Restaurant, Lit]]) -> list[tuple[Restaurant, list[Lit]]]:
    """Each restaurant once, with the literals of all its tables."""
    found: dict[int, tuple[Restaurant, list[Lit]]] = {}
    for restaurant, literal in tables:
        found.setdefault(id(restaurant), (restaurant, []))[1].append(literal)
    return list(found.values())


def _seats_of(rules: Rules, slot: Slot, tables: Tables) -> tuple[tuple[Restaurant, Lit], ...]:
    """Exactly one seat in the city where the meal is, none elsewhere."""
    found: list[tuple[Restaurant, Lit]] = []
    for city, here in slot.places.items():
        if here is False:
            continue
        rows = []
        for number, (restaurant, _) in enumerate(by_restaurant(tables.get(city, ())), 1):
            name = f"{slot.kind} of day {slot.day + 1} at {restaurant.name}, {city} ({number})"
            rows.append((restaurant, rules.new(name)))
        rules.weighted(_rule(city), [*[(1, seat) for _, seat in rows], (-1, here)], "==", 0)
        found += rows
    return tuple(found)


def meals_in_problem(rules: Rules, stays: Stays, asked: Iterable[MealPart]) -> dict[str, Sum]:
    """The quantities of `day_parts` that speak of meals, as sums over a problem's decisions."""
    slots = {(slot.day, slot.kind): slot for slot in stays.meals}
    found: dict[str, Sum] = {}
    for part in asked:
        key = (part.day.number - 1, part.meal)
        if part.part == "present":
            terms: list[tuple[Number, Lit]] = [(1, lit) for lit in slots[key].places.values()] if key in slots else []
        else:
            terms = [(_value(restaurant, part), seat) for restaurant, seat in stays.seats.get(key, ())]
        found[part.name] = rules.sum(terms)
    return found


def _value(restaurant: Restaurant, part: MealPart) -> Number:
    """What a meal at this restaurant comes to."""
    if part.part == "rating":
        return restaurant.rating
    if part.part == "cost":
        return restaurant.price
    return int(part.index in restaurant.cuisines if part.part == "cuisine" else part.index == restaurant.name)
