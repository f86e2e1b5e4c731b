"""What happens in the cities of a trip: beds, meals and visits as Boolean decisions over a route.

Restaurants are chosen per city, as many as the city has meals, not per meal: the slots are interchangeable, and naming them
would multiply the search by their permutations. Rooms are chosen per city and length of stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from encoders.structures.dominance import undominated
from encoders.structures.rules import Lit, Rules, negated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from domains.travel.data import Attraction, Hotel, Restaurant, TravelData
    from domains.travel.problem.route import Route
    from domains.travel.problem.seats import Seats
    from domains.travel.request import TravelRequest
    from domains.travel.rides import Ride
    from encoders.numbers import Number

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Relevance:
    """Which conditions and costs this problem's groups, objectives, wishes and questions mention.

    Offers are only left out where another serves the same conditions at no greater cost (DESIGN, reduction).
    """

    cuisines: tuple[str, ...]
    room_conditions: Callable[[Hotel], frozenset[str]]
    money: bool
    rating: bool
    travel_day_meals: bool
    """Whether an optional meal on a day with a leg can ever be worth having."""
    keep: frozenset[str]
    """Names of offers that are never left out, and that stand in for no other: questions forbid them."""
    categories: tuple[str, ...] = ()
    hours: bool = False
    sights: int = 0
    """How many single sights wishes and questions name; where any, it is decided which sights are visited."""
    visits: int = 0
    """So many visits a day must be possible, on days with a leg too: an old plan has them."""
    whole: frozenset[str] = frozenset()
    """Kinds of offers (rides, hotels, restaurants, sights) that stay whole: a wish looks at them in a way no cost tells."""

    def undominated(
        self,
        kind: str,
        rows: Collection[Row],
        name: Callable[[Row], str],
        serves: Callable[[Row], frozenset[Any]],
        costs: Callable[[Row], Sequence[Number]],
        *,
        copies: int = 1,
    ) -> set[int]:
        """The identities of the offers that stay."""
        if kind in self.whole:
            return {id(row) for row in rows}
        named = [row for row in rows if name(row) in self.keep] if self.keep else []
        others = [row for row in rows if name(row) not in self.keep] if named else rows
        return {id(row) for row in (*named, *undominated(others, serves, costs, copies=copies))}


@dataclass(frozen=True, slots=True)
class Slot:
    """A meal or visit on one day: `places[city]` says it happens there; nowhere is possible where none is forced."""

    kind: str
    day: int
    places: dict[str, Lit]


@dataclass(frozen=True, slots=True)
class Stays:
    """Chosen offers with their literals."""

    beds: tuple[tuple[Hotel, int, Lit], ...]
    """(hotel, nights, literal)."""
    meals: tuple[Slot, ...]
    tables: dict[str, tuple[tuple[Restaurant, Lit], ...]]
    """Restaurants of a city, with the literals that choose them."""
    visits: tuple[Slot, ...]
    sights: dict[str, tuple[tuple[Attraction, Lit], ...]] | None = None
    """Sights of a city, with the literals that choose them; None where no wish cares which sights are visited."""
    seats: Seats = field(default_factory=dict)
    """Restaurants of the meals that a wish looks at, by (day from 0, meal); see `seats`."""

    def chosen_sights(self) -> Collection[tuple[Attraction, Lit]]:
        """All sights of all cities, with the literals that choose them."""
        return [entry for city in (self.sights or {}).values() for entry in city]


def rooms_needed(hotel: Hotel, people: int) -> int:
    """Rooms for everybody: people / occupancy, rounded up."""
    return -(-people // hotel.occupancy)


def add_beds(
    rules: Rules, route: Route, request: TravelRequest, data: TravelData, relevance: Relevance
) -> tuple[tuple[Hotel, int, Lit], ...]:
    """One hotel for each visited city, for the whole stay, its minimum nights kept; none where nights have a fixed rate."""
    if data.policy.night_rate is not None:
        return ()
    beds: list[tuple[Hotel, int, Lit]] = []
    for city in route.cities:
        lengths = _stay_lengths(rules, route, city)
        rule = rules.declare(f"bed/{city}", f"In {city} there is a hotel for the whole stay.")
        chosen: list[Lit] = []
        for nights, is_length in lengths.items():
            offered = [
                h for h in data.hotels.get(city, ()) if not data.policy.minimum_nights or h.minimum_nights <= nights
            ]

            def costs(hotel: Hotel) -> tuple[Number, ...]:
                price = (hotel.price * rooms_needed(hotel, request.people),) if relevance.money else ()
                return (*price, -hotel.rating) if relevance.rating else price

            kept = relevance.undominated("hotels", offered, lambda h: h.name, relevance.room_conditions, costs)
            rows = [h for h in offered if id(h) in kept]
            for number, hotel in enumerate(rows):
                literal = rules.new(f"{nights} nights at {hotel.name}, {city} ({number + 1})")
                beds.append((hotel, nights, literal))
                chosen.append(literal)
                rules.implies(rule, [literal], [is_length])
        _exactly_if(rules, rule, chosen, route.visited[city])
    return tuple(beds)


def _stay_lengths(rules: Rules, route: Route, city: str) -> dict[int, Lit]:
    """Literals that are true exactly where the city is slept in for that many nights."""
    places = [(k, row[city]) for k, row in enumerate(route.at) if city in row]
    last, count = route.days - 1, len(route.at)
    longest = last - count + 1
    if count == 1:
        return {last: True} if last >= 1 else {}
    rule = rules.declare("schedule", "")
    found: dict[int, Lit] = {n: rules.new(f"{n} nights in {city}") for n in range(1, longest + 1)}
    _exactly_if(rules, rule, list(found.values()), route.visited[city])
    for nights, literal in found.items():
        for k, here in places:
            for arrival, on in route.leg_on[k].items():
                leaves = route.leg_on[k + 1].get(arrival + nights, False)
                rules.implies(rule, [literal, here, on], [leaves])
    return found


def _exactly_if(rules: Rules, rule: str, literals: Sequence[Lit], condition: Lit) -> None:
    """Exactly one of the literals where the condition holds, else none."""
    if condition is True:
        rules.exactly_one(rule, literals)
    elif condition is False:
        for literal in literals:
            rules.clause(rule, [negated(literal)])
    else:
        rules.weighted(rule, [*[(1, literal) for literal in literals], (-1, condition)], "==", 0)


def add_slots(
    rules: Rules,
    route: Route,
    data: TravelData,
    kind: str,
    *,
    rule: str,
    sides: Callable[[Ride], tuple[bool, bool]],
    full: dict[tuple[int, str], Lit],
    due_on_travel_days: bool,
    wanted_on_travel_days: bool,
) -> list[Slot]:
    """One slot a day: in the day's city on days without a leg; on days with one due, optional, or left out.

    `sides` says whether the slot may be where a ride starts, and where it ends, on the day it leaves.
    """
    slots: list[Slot] = []
    travel = due_on_travel_days or wanted_on_travel_days
    for day in range(route.days):
        here = [
            c for c in route.cities if route.sleeps_in(day - 1, c) is not False or route.sleeps_in(day, c) is not False
        ]
        if not travel:
            places = {c: full[day, c] for c in here if full.get((day, c), False) is not False}
            if places:
                slots.append(Slot(kind, day, places))
            continue
        places = {}
        for city in here:
            all_day = full.get((day, city), False)
            places[city] = True if all_day is True else rules.new(f"{kind} of day {day + 1} in {city}")
            if all_day is not True:
                rules.implies(rule, [all_day], [places[city]])
                rules.implies(rule, [places[city]], [route.sleeps_in(day - 1, city), route.sleeps_in(day, city)])
        if len(places) > 1:
            rules.weighted(rule, [(1, literal) for literal in places.values()], "<=", 1)
        slots.append(Slot(kind, day, places))
        _limit_by_rides(rules, rule, route, places, day, sides, due_on_travel_days)
    return slots


def _limit_by_rides(
    rules: Rules,
    rule: str,
    route: Route,
    places: dict[str, Lit],
    day: int,
    sides: Callable[[Ride], tuple[bool, bool]],
    due: bool,
) -> None:
    """On a day with a leg: only where the ride allows it, and there if the slot is due."""
    for leg, rides in enumerate(route.rides):
        on = route.leg_on[leg].get(day, False)
        if on is False:
            continue
        for ride, taken in rides:
            if ride.day not in (None, day):
                continue
            when = [taken] if ride.day is not None else [taken, on]
            open_ = []
            for city, allowed in zip((ride.origin, ride.destination), sides(ride), strict=True):
                if city in places:
                    if allowed:
                        open_.append(places[city])
                    else:
                        rules.implies(rule, when, [negated(places[city])])
            if due and open_:
                rules.implies(rule, when, open_)


def full_days(rules: Rules, route: Route, rule: str) -> dict[tuple[int, str], Lit]:
    """(day, city) -> whether the whole day is spent in the city: the nights before and after it are."""
    found: dict[tuple[int, str], Lit] = {}
    for day in range(1, route.days - 1):
        for city in route.cities:
            nights = [route.sleeps_in(day - 1, city), route.sleeps_in(day, city)]
            literal = rules.conjunction(rule, f"day {day + 1} in {city}", nights)
            if literal is not False:
                found[day, city] = literal
    return found


def add_meals(
    rules: Rules,
    route: Route,
    request: TravelRequest,
    data: TravelData,
    relevance: Relevance,
    full: dict[tuple[int, str], Lit],
) -> tuple[tuple[Slot, ...], dict[str, tuple[tuple[Restaurant, Lit], ...]]]:
    """Meals on every full day and where they are due or wanted, and the restaurants that serve them."""
    policy = data.policy
    due = policy.travel_day_meals == "at mealtime"
    rule = rules.declare("meal times", "Meals are taken where and when one is in the city.")
    slots: list[Slot] = []
    for name, window in policy.meals.items():
        slots += add_slots(
            rules,
            route,
            data,
            name,
            rule=rule,
            sides=_window(window.opens, window.closes),
            full=full,
            due_on_travel_days=due,
            wanted_on_travel_days=relevance.travel_day_meals,
        )
    slots.sort(key=lambda slot: slot.day)
    tables: dict[str, tuple[tuple[Restaurant, Lit], ...]] = {}
    for city in route.cities:
        here = [slot.places[city] for slot in slots if slot.places.get(city, False) is not False]
        tables[city] = _add_tables(rules, city, here, data, relevance)
    return tuple(slots), tables


def _window(opens: int, closes: int) -> Callable[[Ride], tuple[bool, bool]]:
    """Where some moment of a window is spent."""
    return lambda ride: ride.allows(opens, closes)


def _add_tables(
    rules: Rules, city: str, meals: Sequence[Lit], data: TravelData, relevance: Relevance
) -> tuple[tuple[Restaurant, Lit], ...]:
    """As many restaurants of the city as it has meals."""
    rule = rules.declare(f"meals/{city}", f"In {city} every meal has a restaurant of its own.")
    wanted = frozenset(relevance.cuisines)

    def serves(restaurant: Restaurant) -> frozenset[str]:
        return wanted.intersection(restaurant.cuisines)

    def costs(restaurant: Restaurant) -> tuple[Number, ...]:
        price = (restaurant.price,) if relevance.money else ()
        return (*price, -restaurant.rating) if relevance.rating else price

    offered = data.restaurants.get(city, ())
    copies = max(1, len(meals))
    kept = relevance.undominated("restaurants", offered, lambda r: r.name, serves, costs, copies=copies)
    rows = [r for r in offered if id(r) in kept] if meals else []
    if not data.policy.restaurant_once:
        rows = [r for r in rows for _ in meals]
    rows.sort(key=lambda r: (sorted(serves(r)), costs(r), r.name))
    tables = [(r, rules.new(f"table at {r.name}, {city} ({number + 1})")) for number, r in enumerate(rows)]
    rules.weighted(rule, [*[(1, literal) for _, literal in tables], *[(-1, literal) for literal in meals]], "==", 0)
    for (first, chosen), (then, also) in pairwise(tables):
        same = serves(first) == serves(then) and all(a <= b for a, b in zip(costs(first), costs(then), strict=True))
        told = relevance.keep.intersection((first.name, then.name)) or "restaurants" in relevance.whole
        if then is first or (same and not told):
            rules.implies(rule, [also], [chosen])  # of interchangeable tables the better one comes first
    return tuple(tables)


def meal_cost(restaurant: Restaurant, people: int) -> Number:
    """Average price for each traveller."""
    return restaurant.price * people


def bed_cost(hotel: Hotel, nights: int, people: int) -> Number:
    """Price of all rooms for all nights."""
    return hotel.price * rooms_needed(hotel, people) * nights


def named_tables(tables: dict[str, tuple[tuple[Restaurant, Lit], ...]]) -> Collection[tuple[Restaurant, Lit]]:
    """All tables of all cities."""
    return [entry for city in tables.values() for entry in city]
