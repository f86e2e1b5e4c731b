"""A travel request and its data as a labelled optimisation problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domains.base import Built, FrameItem
from domains.travel.data import Flight
from domains.travel.route import Ride, Route, add_rides, build_route, candidate_cities, named_cities, rides_between
from domains.travel.stays import (
    Relevance,
    Stays,
    add_beds,
    add_meals,
    add_visits,
    bed_cost,
    full_days,
    meal_cost,
    named_tables,
)
from encoders.errors import UnsupportedError
from encoders.expressions import Compare, Const, Parameter, Sum
from encoders.numbers import show
from encoders.problem import Objective, Problem
from encoders.structures.dominance import undominated
from encoders.structures.rules import Lit, Rules, negated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from domains.travel.data import Hotel, TravelData
    from domains.travel.request import TravelRequest
    from encoders.expressions import BoolVar, Expression
    from encoders.numbers import Number
    from encoders.result import Assignment

ONLY_MODES = {"flight", "self-driving", "taxi"}


@dataclass(frozen=True, slots=True)
class Handles:
    """The decisions of a built problem, for reading a plan back."""

    route: Route
    stays: Stays
    variables: tuple[BoolVar, ...]
    """By number, to look literals up in an assignment."""
    request: TravelRequest
    data: TravelData


@dataclass(frozen=True, slots=True)
class _Quantities:
    """Everything that objectives, the budget and observables add up."""

    transport: Sum
    meals: Sum
    rooms: Sum
    total: Sum
    rating: Sum
    minutes: Sum


def build(request: TravelRequest, data: TravelData, *, keep: Iterable[str] = ()) -> Built:
    """The problem of a request. Raises InputError for unknown places, UnsupportedError for wishes not expressible yet."""
    if request.extra:
        raise UnsupportedError(f"the wish {request.extra[0]!r} is in no form that can be solved yet", where="extra/0")
    rules = Rules()
    relevance = _relevance(request, data, frozenset(keep))
    positions = candidate_cities(request, data)
    route = build_route(rules, request, positions, named_cities(request, data))
    rides = add_rides(rules, route, _offers(request, data, positions, relevance), request, data)
    route = replace(route, rides=rides)
    full = full_days(rules, route, "schedule")
    beds = add_beds(rules, route, request, data, relevance)
    meals, tables = add_meals(rules, route, request, data, relevance, full)
    visits = add_visits(rules, route, data, full)
    stays = Stays(beds, meals, tables, visits)
    quantities = _quantities(rules, route, stays, request)
    _add_wishes(rules, route, stays, request, data, quantities.total)
    problem = Problem("travel", rules.constraints(), _objectives(request, data, quantities), tuple(rules.variables))
    handles = Handles(route, stays, tuple(rules.variables), request, data)
    return Built(problem, _observables(rules, route, stays, quantities, request), _frame(request, data), handles)


def _relevance(request: TravelRequest, data: TravelData, keep: frozenset[str]) -> Relevance:
    rated = "best rated" in request.objective
    room_types, rules = request.room_type, request.house_rule

    def conditions(hotel: Hotel) -> frozenset[str]:
        met = {f"house rule/{rule}" for rule in rules if rule not in hotel.forbids}
        if room_types and room_fits(hotel, room_types):
            met.add("room type")
        return frozenset(met)

    return Relevance(
        cuisines=tuple(request.cuisine),
        room_conditions=conditions,
        money=request.budget is not None or "cheapest" in request.objective,
        rating=rated,
        travel_day_meals=bool(request.cuisine or keep) or rated,
        keep=keep,
    )


def room_fits(hotel: Hotel, room_type: str) -> bool:
    """Whether a room is of the wanted kind ('not shared room' is any other)."""
    return hotel.room_type != "shared room" if room_type == "not shared room" else hotel.room_type == room_type


def _offers(
    request: TravelRequest, data: TravelData, positions: Sequence[tuple[str, ...]], relevance: Relevance
) -> list[list[Ride]]:
    """The rides of each leg that can matter: none is dropped unless another one serves every condition at no more cost."""
    places = [(request.origin,), *positions, (request.origin,)]
    policy = data.policy
    windows = [(w.opens, w.closes) for w in policy.meals.values()]
    meals_due, visits_due = policy.travel_day_meals == "at mealtime", policy.visits_on_travel_days > 0
    hours = "fewest travel hours" in request.objective

    def serves(ride: Ride) -> frozenset[object]:
        when = ("when", ride.start, ride.day)
        met: set[object] = {("mode", ride.mode), ("from", ride.origin), ("to", ride.destination), when}
        if meals_due or relevance.travel_day_meals:
            met |= {(w, side, True) for w in windows for side, ok in enumerate(ride.allows(*w)) if ok}
        if meals_due:  # a due meal is a burden too: a ride that avoids it is not replaced by one that does not
            met |= {(w, side, False) for w in windows for side, ok in enumerate(ride.allows(*w)) if not ok}
        if visits_due:
            met |= {("visit", side, ok) for side, ok in enumerate(ride.allows(0, 1440))}
        return frozenset(met)

    def costs(ride: Ride) -> tuple[Number, ...]:
        return (*((ride.cost,) if relevance.money else ()), *((ride.minutes,) if hours else ()))

    every = [
        [
            ride
            for a in places[leg]
            for b in places[leg + 1]
            if a != b
            for ride in rides_between(a, b, leg, request, data)
        ]
        for leg in range(request.city_count + 1)
    ]
    legs: list[list[Ride]] = []
    for leg, rides in enumerate(every):
        connects = _connections(every, leg) if policy.wait_for_arrival else _connects_always
        kept = {id(ride) for ride in undominated(rides, lambda ride: serves(ride) | connects(ride), costs)}  # noqa: B023
        legs.append(
            [r for r in rides if id(r) in kept or (isinstance(r.offer, Flight) and r.offer.number in relevance.keep)]
        )
    return legs


def _connects_always(ride: Ride) -> frozenset[object]:
    """Where nobody looks at connections, they are no condition."""
    return frozenset()


def _connections(legs: Sequence[Sequence[Ride]], leg: int) -> Callable[[Ride], frozenset[object]]:
    """Which late arrivals of the leg before a ride can wait for, and which departures of the next leg it does not miss."""
    before = {r.span[1] % 1440 for r in legs[leg - 1] if r.span and r.lands_after_days} if leg else set()
    after = {r.span[0] for r in legs[leg + 1] if r.span} if leg + 1 < len(legs) else set()

    def connects(ride: Ride) -> frozenset[object]:
        if ride.span is None:
            waits, catches = before, after
        else:
            waits = {time for time in before if time <= ride.span[0]}
            late = ride.lands_after_days > 0
            catches = {time for time in after if not late or ride.span[1] % 1440 <= time}
        return frozenset([("waits for", time) for time in waits] + [("catches", time) for time in catches])

    return connects


def _quantities(rules: Rules, route: Route, stays: Stays, request: TravelRequest) -> _Quantities:
    people = request.people
    rides = [entry for leg in route.rides for entry in leg]
    tables = named_tables(stays.tables)
    transport = [(ride.cost, literal) for ride, literal in rides]
    meals = [(meal_cost(restaurant, people), literal) for restaurant, literal in tables]
    rooms = [(bed_cost(hotel, nights, people), literal) for hotel, nights, literal in stays.beds]
    rating = [(r.rating, literal) for r, literal in tables] + [(h.rating * n, literal) for h, n, literal in stays.beds]
    return _Quantities(
        transport=rules.sum(transport),
        meals=rules.sum(meals),
        rooms=rules.sum(rooms),
        total=rules.sum([*transport, *meals, *rooms]),
        rating=rules.sum(rating),
        minutes=rules.sum([(ride.minutes, literal) for ride, literal in rides]),
    )


def _objectives(request: TravelRequest, data: TravelData, quantities: _Quantities) -> tuple[Objective, ...]:
    known = {
        "cheapest": Objective(
            "cheapest", "minimise", quantities.total, "The trip is as cheap as possible.", data.policy.currency
        ),
        "best rated": Objective(
            "best rated",
            "maximise",
            quantities.rating,
            "Hotels (each night) and restaurants (each meal) are rated as well as possible.",
            "points",
        ),
        "fewest travel hours": Objective(
            "fewest travel hours",
            "minimise",
            quantities.minutes,
            "As little time as possible is spent travelling.",
            "minutes",
        ),
    }
    return tuple([known[goal] for goal in request.objective])


def _add_wishes(rules: Rules, route: Route, stays: Stays, request: TravelRequest, data: TravelData, total: Sum) -> None:
    """One group for each wish, over offers that all stayed in the problem."""
    for wish in request.transportation:
        mode = wish.removeprefix("no ")
        says = f"No leg is made by {mode}." if wish not in ONLY_MODES else f"Every leg is made by {mode}."
        rule = rules.declare(f"transportation/{wish}", says, origin="request")
        for leg in route.rides:
            for ride, literal in leg:
                if (ride.mode == mode) == (wish not in ONLY_MODES):
                    rules.clause(rule, [negated(literal)])
    if request.room_type:
        rule = rules.declare("room type", f"Every stay is in {_article(request.room_type)}.", origin="request")
        for hotel, _, literal in stays.beds:
            if not room_fits(hotel, request.room_type):
                rules.clause(rule, [negated(literal)])
    for wanted in request.house_rule:
        rule = rules.declare(f"house rule/{wanted}", f"Every hotel allows {wanted}.", origin="request")
        for hotel, _, literal in stays.beds:
            if wanted in hotel.forbids:
                rules.clause(rule, [negated(literal)])
    for cuisine in request.cuisine:
        rule = rules.declare(f"cuisine/{cuisine}", f"Some meal is {cuisine}.", origin="request")
        rules.clause(rule, [literal for r, literal in named_tables(stays.tables) if cuisine in r.cuisines])
    if request.budget is not None:
        currency = data.policy.currency
        amount = money(request.budget, currency)
        rule = rules.declare("budget", f"The whole trip costs at most {amount}.", origin="request")
        rules.add(rule, Compare(total, "<=", Parameter("budget", request.budget, currency, "budget")))


def money(amount: Number, currency: str) -> str:
    """An amount for people: "$1,400", "1,400 EUR"."""
    return f"{currency}{show(amount)}" if len(currency) == 1 else f"{show(amount)} {currency}"


def _article(room_type: str) -> str:
    return (
        "a room that is not shared"
        if room_type == "not shared room"
        else f"{'an' if room_type[0] in 'aeiou' else 'a'} {room_type}"
    )


def _observables(
    rules: Rules, route: Route, stays: Stays, quantities: _Quantities, request: TravelRequest
) -> dict[str, Expression]:
    """The names that wishes and questions may mention; `observe` gives the same from a plan."""
    found: dict[str, Expression] = {
        "total": quantities.total,
        "transport": quantities.transport,
        "meals": quantities.meals,
        "rooms": quantities.rooms,
        "rating": quantities.rating,
        "travel_minutes": quantities.minutes,
        "start.days_later": rules.sum([(offset, literal) for offset, literal in route.starts.items()]),
    }
    for leg, rides in enumerate(route.rides):
        found[f"leg[{leg + 1}].minutes"] = rules.sum([(ride.minutes, literal) for ride, literal in rides])
        found[f"leg[{leg + 1}].cost"] = rules.sum([(ride.cost, literal) for ride, literal in rides])
        found[f"leg[{leg + 1}].day"] = rules.sum([(day + 1, literal) for day, literal in route.leg_on[leg].items()])
    for city in route.cities:
        found[f"nights[{city}]"] = rules.sum([(1, night[city]) for night in route.sleeps if city in night])
        found[f"meals[{city}]"] = rules.sum([(1, s.places[city]) for s in stays.meals if city in s.places])
        found[f"hotel[{city}].price"] = rules.sum(
            [(h.price, literal) for h, _, literal in stays.beds if h.city == city]
        )
    return {name: Const(0) if isinstance(e, Sum) and not e.terms and not e.constant else e for name, e in found.items()}


def _frame(request: TravelRequest, data: TravelData) -> tuple[FrameItem, ...]:
    first, latest = request.starts[0], request.starts[-1]
    length = "1 day" if request.days == 1 else f"{request.days} days"
    if first == latest:
        start = f"It starts on {_day(first)}."
        days = f"It takes {length}, until {request.dates[-1].day} {request.dates[-1]:%B %Y}."
    else:
        start = f"It starts on some day from {_day(first)} to {_day(latest)}."
        days = f"It takes {length}."
    people = "1 person travels" if request.people == 1 else f"{request.people} people travel"
    items = [
        FrameItem("origin", f"The trip starts and ends in {request.origin}."),
        FrameItem("destination", f"It goes to {request.destination}."),
        FrameItem(
            "city count", f"{request.city_count} {'city is' if request.city_count == 1 else 'cities are'} visited."
        ),
        FrameItem("start", start),
        FrameItem("days", days),
        FrameItem("people", f"{people}."),
    ]
    if request.cities:
        items.insert(2, FrameItem("cities", f"It visits {' and '.join(request.cities)}."))
    return tuple(items)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def holds(assignment: Assignment, variables: Sequence[BoolVar], literal: Lit) -> bool:
    """Whether a literal holds in an assignment."""
    if isinstance(literal, bool):
        return literal
    truth = assignment[variables[abs(literal) - 1].name] is True
    return truth if literal > 0 else not truth
