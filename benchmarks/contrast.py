"""Questions about the best plans of the training requests, every answer against both problems solved from scratch.

    python benchmarks/contrast.py [--questions 200] [--engine z3]

The other route shares neither the reduction of offers, nor the expression language, nor the session, nor the engine: the changed
request or data are built with every offer kept, what a question forces is written on the problem's own decisions, and the other
engine solves it. A price must be the difference of the two values so found; a conflict must be impossible there, and possible
without any one of its members.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import DATA
from domains.travel import domain as travel
from domains.travel.data import Flight
from encoders.expressions import FALSE, Compare, Not, Or, Sum, lift
from encoders.problem import Constraint
from encoders.result import SolveStatus
from encoders.session import open_session
from planner.contrast import respond_contrast
from planner.options import Options
from planner.sources import Given

OTHER = {"z3": "cpsat", "cpsat": "z3"}


@dataclass
class Case:
    """One training request with its offers and its best plan."""

    id: Any
    request: Any
    source: Any
    data: Any
    plan: Any
    value: Any


@dataclass
class Question:
    """A question, and what it means by other means: another request, other data, or literals that are to hold."""

    kind: str
    text: str
    request: Any = None
    data: Any = None
    force: Any = None


def every_offer(data: Any) -> list[str]:
    """The names of everything, so that no reduction removes any."""
    flights = [flight.number for rows in data.flights.values() for flight in rows]
    hotels = [hotel.name for rows in data.hotels.values() for hotel in rows]
    return [*flights, *hotels, *[table.name for rows in data.restaurants.values() for table in rows]]


def literals(built: Any, kind: str, name: str) -> list[Any]:
    """The decisions of a problem that use an offer or a mode."""
    handles, found = built.handles, []
    rides = [entry for leg in handles.route.rides for entry in leg]
    if kind == "flight":
        found = [lit for ride, lit in rides if isinstance(ride.offer, Flight) and ride.offer.number == name]
    elif kind == "mode":
        found = [lit for ride, lit in rides if ride.mode == name]
    elif kind == "hotel":
        found = [lit for hotel, _, lit in handles.stays.beds if hotel.name == name]
    elif kind == "restaurant":
        found = [lit for rows in handles.stays.tables.values() for table, lit in rows if table.name == name]
    return [handles.variables[lit - 1] if lit is not True else lift(True) for lit in found]


def scratch(case: Case, question: Question, engine: str, groups: Any = None) -> tuple[SolveStatus, Any]:
    """The asked-about problem solved from scratch, over some wishes (None: all)."""
    request, data = question.request or case.request, question.data or case.data
    built = travel.problem(request, data, keep=every_offer(data))
    problem = built.problem
    if groups is not None:
        problem = problem.without([group for group in problem.groups_of("request") if group not in groups])
    if question.force is not None and (groups is None or "extra/0" in groups):
        rules = [Constraint(f"asked/{n}", rule) for n, rule in enumerate(question.force(built))]
        problem = replace(problem, constraints=(*problem.constraints, *rules))
    with open_session(problem, engine) as session:
        result = session.optimise()
    return result.status, result.objectives[0].value if result.objectives else None


# ---------------------------------------------------------------- questions


def questions(case: Case, rng: random.Random) -> list[Question]:
    """Questions of every kind about one plan."""
    days = case.plan.days
    found = [*about_offers(case, rng), *about_modes(case, rng), *about_amounts(case, rng), *about_data(case, rng)]
    tables = [place.name for day in days for _, place in day.meals()]
    if tables:
        table = rng.choice(tables)
        found.append(Question("why", f"why the meal at {table}", force=forbid("restaurant", table)))
    hotel = next(day.bed for day in days if day.bed is not None).name
    found.append(Question("why", f"why {hotel}?", force=forbid("hotel", hotel)))
    flights = [day.leg.number for day in days if day.leg is not None and day.leg.number]
    if flights:
        number = rng.choice(flights)
        found.append(Question("why", f"why do we take flight {number}", force=forbid("flight", number)))
    return found


def use(kind: str, name: str) -> Any:
    """At least once."""
    return lambda built: [Or(*literals(built, kind, name))]


def forbid(kind: str, name: str) -> Any:
    """Never."""
    return lambda built: [Not(literal) for literal in literals(built, kind, name)]


def only(mode: str) -> Any:
    """Every leg by one mode."""

    def force(built: Any) -> list[Any]:
        rides = [entry for leg in built.handles.route.rides for entry in leg]
        return [
            Not(built.handles.variables[lit - 1]) if lit is not True else FALSE
            for ride, lit in rides
            if ride.mode != mode
        ]

    return force


def about_offers(case: Case, rng: random.Random) -> list[Question]:
    """Offers the plan does not have."""
    cities = [day.bed.city for day in case.plan.days if day.bed is not None]
    city = rng.choice(cities)
    used = {day.bed.name for day in case.plan.days if day.bed is not None}
    used |= {place.name for day in case.plan.days for _, place in day.meals()}
    hotels = [hotel.name for hotel in case.data.hotels.get(city, ()) if hotel.name not in used]
    tables = [table.name for table in case.data.restaurants.get(city, ()) if table.name not in used]
    found = []
    for name in rng.sample(hotels, min(2, len(hotels))):
        found.append(Question("why-not", f"why not stay at {name}", force=use("hotel", name)))
    for name in rng.sample(tables, min(2, len(tables))):
        found.append(Question("why-not", f"why not eat at {name}?", force=use("restaurant", name)))
    flown = {day.leg.number for day in case.plan.days if day.leg is not None}
    dates = set(case.request.dates)
    numbers = sorted({
        f.number for (a, b, on), rows in case.data.flights.items() for f in rows
        if on in dates and f.number not in flown and case.request.origin in (a, b) and {a, b} & set(cities)
        and on in ({case.request.dates[0]} if a == case.request.origin else {case.request.dates[-1]})
    })  # fmt: skip
    for number in rng.sample(numbers, min(2, len(numbers))):
        found.append(Question("why-not", f"why not flight {number}", force=use("flight", number)))
    return found


def about_modes(case: Case, rng: random.Random) -> list[Question]:
    """Other ways to travel."""
    made = {day.leg.mode for day in case.plan.days if day.leg is not None}
    says = {"self-driving": "why not drive", "flight": "why not fly", "taxi": "why not go by taxi"}
    found = [Question("why-not", text, force=only(mode)) for mode, text in says.items() if made != {mode}]
    if "flight" in made:
        found.append(Question("what-if", "what if we don't fly", force=forbid("mode", "flight")))
    return found


def about_amounts(case: Case, rng: random.Random) -> list[Question]:
    """Budgets, parties, and limits as expressions."""
    request, best = case.request, case.value
    budget = rng.choice((int(best * 9 // 10), int(best), int(best) + 50, 10**5))
    people = rng.choice([n for n in (1, 2, 3, 5) if n != request.people])
    limit = int(best) - rng.choice((0, 1, 40))
    minutes = rng.choice((60, 120, 200, 300))

    def at_most(built: Any) -> list[Any]:
        return [Compare(built.observables["total"], "<=", lift(limit))]

    def quick(built: Any) -> list[Any]:
        legs = built.handles.route.rides
        named = [(ride.minutes, lit) for ride, lit in legs[0]]
        terms = tuple([(m, built.handles.variables[lit - 1]) for m, lit in named if lit is not True])
        return [Compare(Sum(terms, sum([m for m, lit in named if lit is True])), "<=", lift(minutes))]

    found = [
        Question(
            "what-if", f"what if the budget were {budget:,}", request=request.model_copy(update={"budget": budget})
        ),
        Question("what-if", f"what if we are {people} people", request=request.model_copy(update={"people": people})),
        Question("why-not", f"total <= {limit}", force=at_most),
        Question("what-if", f"what if leg[1].minutes <= {minutes}", force=quick),
    ]
    if request.budget is not None:
        found.append(
            Question("what-if", "what if there were no budget", request=request.model_copy(update={"budget": None}))
        )
    for cuisine in request.cuisine[:1]:
        rest = [other for other in request.cuisine if other != cuisine]
        changed = request.model_copy(update={"cuisine": rest})
        found.append(Question("what-if", f"what if we didn't want {cuisine} food", request=changed))
    return found


def about_data(case: Case, rng: random.Random) -> list[Question]:
    """Offers that are gone, or cost something else."""
    found, data, days = [], case.data, case.plan.days
    bed = next(day.bed for day in days if day.bed is not None)

    def hotels(change: Any) -> Any:
        rows = {
            city: tuple([x for h in offers if (x := change(h)) is not None]) for city, offers in data.hotels.items()
        }
        return replace(data, hotels=rows)

    gone = hotels(lambda h: None if h.name == bed.name else h)
    found.append(Question("what-if", f"what if {bed.name} is closed", data=gone))
    price = rng.choice((1, 40, 5000))
    other = rng.choice([hotel.name for hotel in data.hotels[bed.city]])
    priced = hotels(lambda h: replace(h, price=price) if h.name == other else h)
    found.append(Question("what-if", f"what if {other} costs {price} a night", data=priced))
    numbers = [day.leg.number for day in days if day.leg is not None and day.leg.number]
    if numbers:
        number = rng.choice(numbers)
        rows = {key: tuple([f for f in flights if f.number != number]) for key, flights in data.flights.items()}
        found.append(Question("what-if", f"what if flight {number} is cancelled", data=replace(data, flights=rows)))
        half = {
            key: tuple([replace(f, price=1) if f.number == number else f for f in flights])
            for key, flights in data.flights.items()
        }
        found.append(Question("what-if", f"what if flight {number} costs $1", data=replace(data, flights=half)))
    return found


# ---------------------------------------------------------------- judging


def judge(case: Case, question: Question, engine: str) -> tuple[str, float, float]:
    """What was answered, and the seconds of the answer and of the other route. Raises AssertionError where they differ."""
    content = case.request.model_dump(mode="json", by_alias=True)
    start = time.perf_counter()
    options = Options(domain="travel", data=case.source, engine=engine)
    answer = respond_contrast(question.kind, Given(content=content), question.text, options, debug=True)  # type: ignore[arg-type]
    took = time.perf_counter() - start
    where = (case.id, question.kind, question.text)
    assert answer.status in ("optimal", "infeasible"), (*where, answer.status, answer.questions, answer.error)
    contrast = answer.contrast
    assert contrast is not None, where
    start = time.perf_counter()
    status, value = scratch(case, question, OTHER[engine])
    other = time.perf_counter() - start
    assert status == answer.status, (*where, answer.status, status, contrast.says)
    if status is SolveStatus.OPTIMAL:
        assert contrast.price == value - case.value, (*where, contrast.price, value, case.value)
        return "price", took, other
    conflict = contrast.conflict
    assert conflict is not None, where
    assert conflict.minimal or conflict.background, (*where, conflict)
    if conflict.background:
        wishes: list[str] = []
        assert scratch(case, question, OTHER[engine], wishes)[0] is SolveStatus.INFEASIBLE, (*where, conflict)
        return "no plan whatever is given up", took, other
    assert scratch(case, question, OTHER[engine], conflict.constraints)[0] is SolveStatus.INFEASIBLE, (*where, conflict)
    for member in conflict.constraints:
        rest = [group for group in conflict.constraints if group != member]
        assert scratch(case, question, OTHER[engine], rest)[0] is SolveStatus.OPTIMAL, (*where, member, conflict)
    return "minimal conflict", took, other


def cases(engine: str) -> list[Case]:
    """The training requests that have a plan, each solved as `planproof solve` does."""
    found = []
    for line in (DATA / "travelplanner/train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        source = row["reference_information"]
        request, data = travel.parse_request(row["request"], "travelplanner"), travel.load(source)
        built = travel.problem(request, data)
        with open_session(built.problem, engine) as session:
            result = session.optimise()
        if result.assignment is not None:
            plan = travel.plan(built, result.assignment)
            found.append(Case(row["id"], request, source, data, plan, result.objectives[0].value))
    return found


def main() -> None:
    """Print the counts and times; the first wrong answer ends the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--engine", choices=sorted(OTHER), default="z3")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    known = cases(args.engine)
    asked = [(case, question) for case in known for question in questions(case, rng)]
    rng.shuffle(asked)
    counts: Counter[str] = Counter()
    seconds: list[float] = []
    others: list[float] = []
    for case, question in asked[: args.questions]:
        verdict, took, other = judge(case, question, args.engine)
        counts[f"{question.kind}: {verdict}"] += 1
        seconds.append(took)
        others.append(other)
    print(f"{len(known)} plans, {len(seconds)} questions of {len(asked)}, {args.engine} against {OTHER[args.engine]}")
    for verdict, count in sorted(counts.items()):
        print(f"  {verdict:42} {count:4}")
    print(f"  an answer takes {statistics.median(seconds):.2f} s (median), {max(seconds):.2f} s (most)")
    print(f"  one problem from scratch by the other engine: {statistics.median(others):.2f} s (median)")


if __name__ == "__main__":
    main()
