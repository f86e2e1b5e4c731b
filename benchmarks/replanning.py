"""Replanning after one cancelled flight or one hotel that is gone, on every best plan of the training requests.

    python benchmarks/replanning.py [--engine z3] [--plans 27]

For each plan every one of its flights is cancelled in turn and every one of its hotels is closed. A replanning must be feasible
wherever the fresh problem is, and the number of fields it changes must be the minimum that an independent search finds. That
search shares neither the truths of fields, nor the objective, nor the session, nor the engine: every field of the old plan is a
wish of its own on the decisions of a problem with every offer kept; sets of wishes that cannot hold together are found with the
other engine, made minimal by leaving out one after the other, and hit by as few wishes as possible with a search over sets, until
what is left can hold.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.contrast import OTHER, Case, cases, every_offer
from domains.travel import domain as travel
from domains.travel.data import Flight
from domains.travel.problem.build import build
from encoders.expressions import FALSE, And, Not, Or, lift
from encoders.problem import Constraint, Problem
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session
from planner.options import Options
from planner.replan import Orders, respond_replan
from planner.sources import Given

MEALS = ("breakfast", "lunch", "dinner")


# ---------------------------------------------------------------- what is gone


def losses(case: Case) -> list[tuple[str, Any]]:
    """Each flight and each hotel of the plan, with the data that lack it, changed here and not by the project."""
    days = case.plan.days
    found: list[tuple[str, Any]] = []
    for number in dict.fromkeys(day.leg.number for day in days if day.leg is not None and day.leg.number):
        rows = {key: tuple(f for f in flights if f.number != number) for key, flights in case.data.flights.items()}
        found.append((number, replace(case.data, flights=rows)))
    for name in dict.fromkeys(day.bed.name for day in days if day.bed is not None):
        hotels = {city: tuple(h for h in rows if h.name != name) for city, rows in case.data.hotels.items()}
        found.append((name, replace(case.data, hotels=hotels)))
    return found


# ---------------------------------------------------------------- the independent search


def fields(case: Case, built: Any) -> dict[str, Any]:
    """Each field of the old plan as a wish on the decisions of a problem; fields where it has nothing, too."""
    handles = built.handles
    route, stays = handles.route, handles.stays

    def truth(literal: Any) -> Any:
        if literal is True or literal is False:
            return lift(literal)
        return handles.variables[literal - 1] if literal > 0 else Not(handles.variables[-literal - 1])

    def none(literals: Any) -> Any:
        return And(*[Not(truth(literal)) for literal in literals])

    found: dict[str, Any] = {}
    for number, day in enumerate(case.plan.days):
        legs = [(leg, on[number]) for leg, on in enumerate(route.leg_on) if number in on]
        if day.leg is None:
            found[f"{number} leg"] = none([on for _, on in legs])
        else:
            old = (day.leg.mode, day.leg.number, day.leg.origin, day.leg.destination)
            ways = []
            for leg, on in legs:
                for ride, taken in route.rides[leg]:
                    flight = ride.offer.number if isinstance(ride.offer, Flight) else None
                    if (ride.mode, flight, ride.origin, ride.destination) == old and ride.day in (None, number):
                        ways.append(And(truth(on), truth(taken)))
            found[f"{number} leg"] = Or(*ways)
        for meal in MEALS:
            slot = next((s for s in stays.meals if (s.day, s.kind) == (number, meal)), None)
            place = getattr(day, meal)
            places = {} if slot is None else slot.places
            if place is None:
                found[f"{number} {meal}"] = none(places.values())
            else:
                tables = [lit for t, lit in stays.tables.get(place.city, ()) if t.name == place.name]
                here = truth(places.get(place.city, False))
                found[f"{number} {meal}"] = And(here, Or(*[truth(lit) for lit in tables]))
        if day.bed is not None:
            beds = [lit for h, _, lit in stays.beds if (h.name, h.city) == (day.bed.name, day.bed.city)]
            here = truth(route.sleeps_in(number, day.bed.city))
            found[f"{number} bed"] = And(here, Or(*[truth(lit) for lit in beds]))
        found.update(visits(number, day, stays, case, truth))
    return found


def visits(number: int, day: Any, stays: Any, case: Case, truth: Any) -> dict[str, Any]:
    """A day's one visit, or that it has none: no plan of this benchmark has more, and no wish says which sights."""
    assert len(day.visits) <= 1, "a plan with several visits a day is beyond this search"
    assert stays.sights is None or not case.request.attraction_category
    slots = [slot for slot in stays.visits if slot.day == number]
    every = [truth(lit) for slot in slots for lit in slot.places.values()]
    found: dict[str, Any] = {}
    if day.visits:
        place = day.visits[0]
        offered = any(sight.name == place.name for sight in case.data.attractions.get(place.city, ()))
        there = [truth(slot.places.get(place.city, False)) for slot in slots]
        found[f"{number} visit 1"] = Or(*there) if offered else FALSE
        pairs = [Not(And(a, b)) for n, a in enumerate(every) for b in every[n + 1 :]]
        found[f"{number} visit 2"] = And(*pairs)
    else:
        found[f"{number} visit 1"] = And(*[Not(lit) for lit in every])
    return found


def fewest(case: Case, data: Any, engine: str) -> int | None:
    """The least number of fields that cannot stay; None where no plan is possible."""
    built = build(case.request, data, keep=every_offer(case.data), visits_a_day=1)
    wishes = fields(case, built)
    rules = [Constraint(f"field/{name}", wish, group=f"field/{name}") for name, wish in wishes.items()]
    problem = Problem("fields", (*built.problem.constraints, *rules), (), built.problem.declared)
    names = [rule.group for rule in rules]
    with open_session(problem, engine, switchable=names) as session:
        conflicts: list[frozenset[str]] = []
        while True:
            gone = smallest_hitting(conflicts)
            if gone is None:
                return None
            stay = [name for name in names if name not in gone]
            outcome = session.check(stay)
            if outcome.status is Satisfiability.SATISFIABLE:
                return len(gone)
            assert outcome.core is not None
            core = [name for name in stay if name in outcome.core.groups]
            for name in list(core):
                rest = [other for other in core if other != name]
                if session.check(rest).status is Satisfiability.UNSATISFIABLE:
                    core = rest
            conflicts.append(frozenset(core))


def smallest_hitting(sets: list[frozenset[str]]) -> frozenset[str] | None:
    """A smallest set that has a member of each, by depth-first search with growing size; None where one is empty."""
    if any(not members for members in sets):
        return None

    def search(chosen: frozenset[str], left: int) -> frozenset[str] | None:
        open_ = [members for members in sets if not members & chosen]
        if not open_:
            return chosen
        apart, seen = 0, frozenset[str]()
        for members in sorted(open_, key=len):  # sets without a common member need one each
            if not members & seen:
                apart, seen = apart + 1, seen | members
        if apart > left:
            return None
        for name in sorted(min(open_, key=len)):
            found = search(chosen | {name}, left - 1)
            if found is not None:
                return found
        return None

    size = 0
    while (found := search(frozenset(), size)) is None:
        size += 1
    return found


# ---------------------------------------------------------------- judging


def cells(plan: dict[str, Any]) -> dict[tuple[int, str], Any]:
    """A plan's JSON as fields."""
    found: dict[tuple[int, str], Any] = {}
    for day in plan["days"]:
        leg = day["leg"]
        found[day["day"], "leg"] = leg and (leg["mode"], leg["number"], leg["origin"], leg["destination"])
        for meal in (*MEALS, "bed"):
            found[day["day"], meal] = day[meal] and (day[meal]["name"], day[meal]["city"])
        seen = sorted((visit["name"], visit["city"]) for visit in day["visits"])
        for number in range(2):
            found[day["day"], f"visit {number + 1}"] = seen[number] if number < len(seen) else None
    return found


def judge(case: Case, name: str, data: Any, engine: str) -> tuple[str, int, float, float]:
    """What came of one loss, how many fields change, and the seconds of both routes. Raises AssertionError where they differ."""
    where = (case.id, name)
    content = case.request.model_dump(mode="json", by_alias=True)
    start = time.perf_counter()
    answer = respond_replan(
        case.plan.model_dump(mode="json"),
        Given(content=content),
        Options(domain="travel", data=case.source, engine=engine),
        Orders(without=(name,)),
        debug=True,
    )
    took = time.perf_counter() - start
    fresh = travel.problem(case.request, data)
    with open_session(fresh.problem, OTHER[engine]) as session:
        possible = session.optimise().status is SolveStatus.OPTIMAL
    start = time.perf_counter()
    least = fewest(case, data, OTHER[engine])
    other = time.perf_counter() - start
    assert possible == (least is not None), (*where, "the independent search disagrees with the fresh problem")
    assert answer.status == ("optimal" if possible else "infeasible"), (*where, answer.status, answer.error)
    if least is None:
        assert answer.conflicts, where
        return "no plan, conflict given", 0, took, other
    assert answer.replanned is not None, where
    assert answer.plan is not None, where
    before, after = cells(case.plan.model_dump(mode="json")), cells(answer.plan)
    changed = sum(before.get(key) != after.get(key) for key in {*before, *after})
    assert changed == len(answer.replanned.changed) == least, (*where, changed, len(answer.replanned.changed), least)
    assert answer.replanned.proof == "exact", where
    assert not travel.check(travel.Plan.model_validate(answer.plan), case.request, data), where
    return "fewest changes", least, took, other


def main() -> None:
    """Print the counts and times; the first wrong answer ends the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=sorted(OTHER), default="z3")
    parser.add_argument("--plans", type=int, default=0, help="only so many plans")
    args = parser.parse_args()
    known = cases(args.engine)
    verdicts: Counter[str] = Counter()
    sizes: Counter[int] = Counter()
    seconds: list[float] = []
    others: list[float] = []
    for case in known[: args.plans or None]:
        for name, data in losses(case):
            verdict, count, took, other = judge(case, name, data, args.engine)
            verdicts[verdict] += 1
            if verdict == "fewest changes":
                sizes[count] += 1
            seconds.append(took)
            others.append(other)
    print(
        f"{len(known[: args.plans or None])} plans, {len(seconds)} losses, {args.engine} against {OTHER[args.engine]}"
    )
    for verdict, count in verdicts.most_common():
        print(f"  {verdict:24} {count:4}")
    print(f"  fields changed: {', '.join(f'{n} ({times}x)' for n, times in sorted(sizes.items()))}")
    print(f"  a replanning takes {statistics.median(seconds):.2f} s (median), {max(seconds):.2f} s (most)")
    print(f"  the independent search: {statistics.median(others):.2f} s (median), {max(others):.2f} s (most)")


if __name__ == "__main__":
    main()
