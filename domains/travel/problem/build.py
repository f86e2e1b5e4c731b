"""A travel request and its data as a labelled optimisation problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domains.base import Built, FrameItem
from domains.travel.cities import candidate_cities, named_cities
from domains.travel.problem.extra import add_extra, parse_extra, with_extra
from domains.travel.problem.observables import in_problem
from domains.travel.problem.offers import offered_rides
from domains.travel.problem.route import Route, add_rides, build_route
from domains.travel.problem.seats import add_seats, meals_in_problem
from domains.travel.problem.sight_counts import sights_in_problem, visits_needed
from domains.travel.problem.stays import (
    Relevance,
    Stays,
    add_beds,
    add_meals,
    bed_cost,
    full_days,
    meal_cost,
    named_tables,
)
from domains.travel.problem.thresholds import thresholds_in_problem
from domains.travel.problem.visits import add_visits
from domains.travel.problem.wishes import ONLY_MODES, add_wishes, money, room_fits
from encoders.expressions import Const, Sum
from encoders.problem import Objective, Problem
from encoders.structures.rules import Lit, Rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from domains.travel.data import Hotel, TravelData
    from domains.travel.problem.extra import Extra
    from domains.travel.request import TravelRequest
    from encoders.expressions import BoolVar, Expression
    from encoders.result import Assignment

__all__ = ["ONLY_MODES", "Handles", "build", "holds", "money", "room_fits"]


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


def build(request: TravelRequest, data: TravelData, *, keep: Iterable[str] = (), visits_a_day: int = 0) -> Built:
    """The problem of a request; so many visits a day are possible at least, whatever is due.

    Raises InputError for unknown places and names, UnsupportedError for wishes not linear.
    """
    extra = parse_extra(request, data)
    rules = Rules()
    relevance = with_extra(replace(_relevance(request, data, frozenset(keep)), visits=visits_a_day), extra)
    counted = visits_needed(extra.nodes, request, data)
    relevance = replace(relevance, visits=max(relevance.visits, counted))
    positions = candidate_cities(request, data)
    route = build_route(rules, request, positions, named_cities(request, data))
    rides = add_rides(rules, route, offered_rides(request, data, positions, relevance), request, data)
    route = replace(route, rides=rides)
    full = full_days(rules, route, "schedule")
    beds = add_beds(rules, route, request, data, relevance)
    meals, tables = add_meals(rules, route, request, data, relevance, full)
    visits, sights = add_visits(rules, route, data, relevance, full)
    seats = add_seats(rules, meals, tables, extra.meals)
    stays = Stays(beds, meals, tables, visits, sights, seats)
    quantities = _quantities(rules, route, stays, request, data)
    add_wishes(rules, route, stays, request, data, quantities.total)
    observables = _observables(rules, route, stays, quantities, extra)
    add_extra(rules, extra, observables)
    problem = Problem("travel", rules.constraints(), _objectives(request, data, quantities), tuple(rules.variables))
    handles = Handles(route, stays, tuple(rules.variables), request, data)
    return Built(problem, observables, _frame(request, data), handles)


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
        categories=tuple(request.attraction_category),
    )


def _quantities(rules: Rules, route: Route, stays: Stays, request: TravelRequest, data: TravelData) -> _Quantities:
    people, policy = request.people, data.policy
    rides = [entry for leg in route.rides for entry in leg]
    tables = named_tables(stays.tables)
    transport = [(ride.cost, literal) for ride, literal in rides]
    meals = [(meal_cost(restaurant, people), literal) for restaurant, literal in tables]
    rooms = [(bed_cost(hotel, nights, people), literal) for hotel, nights, literal in stays.beds]
    if policy.meal_rate is not None:
        meals.append((policy.meal_rate * policy.meals_a_day * request.days * people, True))
    if policy.night_rate is not None:
        rooms.append((policy.night_rate * (request.days - 1) * people, True))
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


def _observables(
    rules: Rules, route: Route, stays: Stays, quantities: _Quantities, extra: Extra
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
    found["hotels"] = rules.sum([(1, literal) for _, _, literal in stays.beds])
    found.update(in_problem(rules, route, stays, extra.offers))
    found.update(thresholds_in_problem(rules, route, stays, extra.thresholds))
    found.update(meals_in_problem(rules, stays, extra.meals))
    found.update(sights_in_problem(rules, stays, extra.sights))
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
    named = request.destination in request.cities and len(request.cities) == request.city_count
    listed = request.cities if named else [request.destination]
    items = [
        FrameItem("origin", f"The trip starts and ends in {request.origin}."),
        FrameItem("destination", f"It goes to {' and '.join(listed)}."),
        FrameItem(
            "city count", f"{request.city_count} {'city is' if request.city_count == 1 else 'cities are'} visited."
        ),
        FrameItem("start", start),
        FrameItem("days", days),
        FrameItem("people", f"{people}."),
    ]
    if request.cities:
        items.insert(
            2,
            FrameItem(
                "cities", f"It visits {' and '.join(request.cities)}{', in any order' * (len(request.cities) > 1)}."
            ),
        )
    if first != latest:
        items.append(FrameItem("latest start", ""))  # `start` says it
    return tuple(items)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def holds(assignment: Assignment, variables: Sequence[BoolVar], literal: Lit) -> bool:
    """Whether a literal holds in an assignment."""
    if isinstance(literal, bool):
        return literal
    truth = assignment[variables[abs(literal) - 1].name] is True
    return truth if literal > 0 else not truth
