"""What an assignment must satisfy to mean a given trip: the way from a plan back into its problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.data import Flight
from domains.travel.problem import stated
from encoders.expressions import TRUE, Expression, Not
from encoders.structures.rules import negated

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.base import Built
    from domains.travel.plan import Leg, TravelPlan
    from domains.travel.problem.build import Handles
    from domains.travel.rides import Ride
    from encoders.structures.rules import Lit


def pin(built: Built, plan: TravelPlan) -> tuple[Expression, ...] | None:
    """Expressions that hold exactly where the assignment means this plan; None where no assignment can.

    What the plan states beside its decisions (times, costs) must be so too: see `stated`. Build the problem with `keep` naming
    the plan's offers, or a dominated one may be missing. Where no wish cares which sight is visited, that is no decision of the
    problem: sights must exist and differ.
    """
    handles: Handles = built.handles
    bill = stated.bill(built, plan)
    if bill is None or not stated.days_fit(plan):
        return None
    legs = _legs(handles, plan, stated.states)
    held = [legs, _beds(handles, plan), _meals(handles, plan), _visits(handles, plan)]
    found: list[Expression] = list(bill)
    for literals in held:
        if literals is None or any(literal is False for literal in literals):
            return None
        for literal in literals:
            if literal is not True:
                variable = built.handles.variables[abs(literal) - 1]
                found.append(variable if literal > 0 else Not(variable))
    return tuple(found) or (TRUE,)


def _legs(
    handles: Handles, plan: TravelPlan, fits: Callable[[Leg, Ride], bool] = lambda leg, ride: True
) -> list[Lit] | None:
    """Which rides are taken when, of those that fit what a leg states."""
    travel = [(day.day - 1, day.leg) for day in plan.days if day.leg is not None]
    if len(travel) != len(handles.route.rides) or len(plan.days) != handles.route.days:
        return None
    dates = handles.request.dates_of(plan.first_date)
    if any([day.date is not None and day.date != on for day, on in zip(plan.days, dates, strict=True)]):
        return None
    start = (dates[0] - handles.request.start).days
    found: list[Lit] = [handles.route.starts.get(start, False)]
    for leg, (day, made) in enumerate(travel):
        wanted = (made.mode, made.origin, made.destination, made.number)
        fitting = (
            taken
            for ride, taken in handles.route.rides[leg]
            if _names(ride) == wanted and ride.day in (None, day) and ride.start in (None, start) and fits(made, ride)
        )
        found += [next(fitting, False), handles.route.leg_on[leg].get(day, False)]
    return found


def _names(ride: Ride) -> tuple[str, str, str, str | None]:
    number = ride.offer.number if isinstance(ride.offer, Flight) else None
    return (ride.mode, ride.origin, ride.destination, number)


def _beds(handles: Handles, plan: TravelPlan) -> list[Lit] | None:
    if handles.data.policy.night_rate is not None:
        return _nights(handles, plan)
    nights: dict[str, list[str]] = {}
    found: list[Lit] = []
    for day in plan.days[:-1]:
        if day.bed is None:
            return None
        nights.setdefault(day.bed.city, []).append(day.bed.name)
        found.append(handles.route.sleeps_in(day.day - 1, day.bed.city))
        if day.leg is None and stated.city_of(day) != day.bed.city:
            return None
    if plan.days[-1].bed is not None:
        return None
    for city, names in nights.items():
        if len(set(names)) > 1:
            return None
        match = [lit for h, n, lit in handles.stays.beds if (h.city, h.name, n) == (city, names[0], len(names))]
        found.append(match[0] if match else False)
    return found


def _nights(handles: Handles, plan: TravelPlan) -> list[Lit] | None:
    """Where the nights are spent, in a world without hotels."""
    if any([day.bed is not None for day in plan.days]):
        return None
    ends = [stated.city_of(day) if day.leg is None else day.leg.destination for day in plan.days[:-1]]
    return [handles.route.sleeps_in(day, city or "") for day, city in enumerate(ends)]


def _meals(handles: Handles, plan: TravelPlan) -> list[Lit] | None:
    slots = {(slot.day, slot.kind): slot.places for slot in handles.stays.meals}
    planned = {(day.day - 1, kind): place for day in plan.days for kind, place in day.meals()}
    found: list[Lit] = []
    for key, place in planned.items():
        found.append(slots.get(key, {}).get(place.city, False))
    for key, places in slots.items():
        if key not in planned:
            for literal in places.values():
                if literal is True:
                    return None
                found.append(-literal)
    eaten: dict[tuple[str, str], int] = {}
    for place in planned.values():
        eaten[place.city, place.name] = eaten.get((place.city, place.name), 0) + 1
    for city, tables in handles.stays.tables.items():
        for restaurant, literal in tables:
            left = eaten.get((city, restaurant.name), 0)
            eaten[city, restaurant.name] = left - 1
            found.append(literal if left > 0 else -literal)
    for key, seats in handles.stays.seats.items():
        told = planned.get(key)
        at = next((r for r, _ in seats if told is not None and (r.city, r.name) == (told.city, told.name)), None)
        found += [literal if restaurant is at else negated(literal) for restaurant, literal in seats]
    return None if any(count > 0 for count in eaten.values()) else found


def _visits(handles: Handles, plan: TravelPlan) -> list[Lit] | None:
    seen: set[tuple[str, str]] = set()
    wanted: dict[tuple[int, str], int] = {}
    for day in plan.days:
        for place in day.visits:
            known = {sight.name for sight in handles.data.attractions.get(place.city, ())}
            if place.name not in known or ((place.city, place.name) in seen and handles.data.policy.attraction_once):
                return None
            seen.add((place.city, place.name))
            wanted[day.day - 1, place.city] = wanted.get((day.day - 1, place.city), 0) + 1
    found: list[Lit] = []
    for slot in handles.stays.visits:
        here = next((city for city in slot.places if wanted.get((slot.day, city), 0) > 0), None)
        if here is not None:
            wanted[slot.day, here] -= 1
        for city, literal in slot.places.items():
            if city == here:
                found.append(literal)
            elif literal is True:
                return None
            else:
                found.append(negated(literal))
    if any(count > 0 for count in wanted.values()):
        return None
    sights = _sights(handles, plan)
    return None if sights is None else [*found, *sights]


def _sights(handles: Handles, plan: TravelPlan) -> list[Lit] | None:
    """Which sights are visited, where that is decided; None where one of the plan's is no choice."""
    if handles.stays.sights is None:
        return []
    visited: dict[tuple[str, str], int] = {}
    for day in plan.days:
        for place in day.visits:
            visited[place.city, place.name] = visited.get((place.city, place.name), 0) + 1
    found: list[Lit] = []
    for city, sights in handles.stays.sights.items():
        for sight, literal in sights:
            left = visited.get((city, sight.name), 0)
            visited[city, sight.name] = left - 1
            found.append(literal if left > 0 else -literal)
    return None if any(count > 0 for count in visited.values()) else found


def likeness(built: Built, plan: TravelPlan) -> list[Expression]:
    """One truth for each decision of a plan that an assignment can keep: what is taken, and what is left out."""
    handles: Handles = built.handles
    held = (_legs(handles, plan), _beds(handles, plan), _meals(handles, plan), _visits(handles, plan))
    literals = dict.fromkeys(lit for part in held for lit in part or () if not isinstance(lit, bool))
    variables = handles.variables
    return [variables[lit - 1] if lit > 0 else Not(variables[-lit - 1]) for lit in literals]
