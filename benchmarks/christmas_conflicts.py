"""All minimal conflicts over wishes of impossible trips, against an exhaustive search over subsets of wishes.

    python benchmarks/christmas_conflicts.py [--engine z3,cpsat] [--random 100] [--seed 0]

Cases: the UnsatChristmas requests, those of TravelPlanner's unsat.jsonl, and random requests on the former's tables, which may be
possible. The searches (`search_by_air`, `search_three_days`) are written from the rules alone and import nothing of the project.
Per case: the verdict is the same (the benchmarks' own are all infeasible); every minimal conflict that the search over all
subsets finds is found, and no other; the least cost without a budget is the same from both, with all other wishes and with none.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
from ast import literal_eval
from datetime import date, timedelta
from itertools import combinations, permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import search_by_air, search_three_days
from benchmarks.direct import DATA
from domains.base import Change
from domains.travel import domain as travel
from encoders.conflicts import Conflict, explore
from encoders.result import SolveStatus
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number

CHRISTMAS = DATA / "unsat_christmas"


class Case(NamedTuple):
    """A request; `least` gives, for sets of wishes without the budget, the least cost where there is a trip."""

    name: str
    request: TravelRequest
    data: TravelData
    least: Mapping[frozenset[str], Number]
    budget: int
    random: bool = False


def christmas_cases() -> Iterator[Case]:
    """The requests by air."""
    data, tables = travel.load(CHRISTMAS), search_by_air.Tables(CHRISTMAS)
    with (CHRISTMAS / "queries.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        wishes = literal_eval(row["local_constraint"])
        rule, airlines = wishes["flight rule"], wishes["airlines"]
        if isinstance(rule, list):  # the one row that has its airlines there
            rule, airlines = None, rule
        plain = {
            "org": row["org"],
            "dest": literal_eval(row["dest"]),
            "days": int(row["days"]),
            "date": literal_eval(row["date"])[0],
            "people": int(row["people_number"]),
            "non_stop": rule == "non-stop",
            "airlines": airlines or [],
            "categories": wishes["attraction_category"] or [],
        }
        least = search_by_air.least_costs(plain, tables)
        request = travel.parse_request(row, "unsat-christmas")
        yield Case(f"christmas {row['index']}", request, data, least, int(row["budget"]))


def random_cases(count: int, seed: int) -> Iterator[Case]:
    """Requests of the same kind that nobody wrote: any cities, dates and wishes, budgets near a least cost."""
    data, tables, rng = travel.load(CHRISTMAS), search_by_air.Tables(CHRISTMAS), random.Random(seed)
    cities = sorted(tables.sights)
    for number in range(count):
        org, *dest = rng.sample(cities, rng.choice((2, 3, 4)))
        people, start = rng.randint(1, 5), date(2023, 12, 20) + timedelta(days=rng.randrange(14))
        legs = [row for pair in permutations((org, *dest), 2) for row in tables.flights[pair]]
        kinds = sorted({kind for city in (*dest, rng.choice(cities)) for kind in tables.sights[city]})
        plain: dict[str, Any] = {
            "org": org, "dest": dest, "days": 2 * len(dest) + 1, "date": start.isoformat(), "people": people,
            "non_stop": rng.random() < 0.5,
            "airlines": sorted({rng.choice(legs)["Airline"] for _ in range(rng.choice((0, 0, 2, 4, 6)))}),
            "categories": rng.sample(kinds, rng.choice((0, 1, 2, 3))),
        }  # fmt: skip
        least = search_by_air.least_costs(plain, tables)
        budget = rng.choice(sorted(least.values())) + rng.choice((-1, 0, 200)) if least else 1000
        row = {
            "org": org, "dest": dest, "days": plain["days"], "date": [plain["date"]], "people_number": people,
            "visiting_city_number": len(dest), "budget": budget,
            "local_constraint": {
                "flight rule": "non-stop" if plain["non_stop"] else None,
                "airlines": plain["airlines"] or None,
                "attraction_category": plain["categories"] or None,
            },
        }  # fmt: skip
        yield Case(f"random {number}", travel.parse_request(row), data, least, budget, random=True)


def travelplanner_cases() -> Iterator[Case]:
    """The three-day requests."""
    folder = DATA / "travelplanner"
    trains = [json.loads(line) for line in (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    for number, line in enumerate((folder / "unsat.jsonl").read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        offers = next(
            t["reference_information"]
            for t in trains
            if all(t["request"][k] == row[k] for k in ("org", "dest", "date"))
        )
        least = search_three_days.least_costs(row, offers)
        request = travel.parse_request(row, "travelplanner")
        yield Case(f"unsat {number}", request, travel.load(offers), least, row["budget"])


def expected(case: Case, wishes: list[str]) -> set[frozenset[str]]:
    """All minimal conflicts, by going through all subsets of the wishes."""
    found: list[frozenset[str]] = []
    for size in range(len(wishes) + 1):
        for subset in map(frozenset, combinations(wishes, size)):
            cost = case.least.get(subset - {"budget"})
            possible = cost is not None and ("budget" not in subset or cost <= case.budget)
            if not possible and not any(known <= subset for known in found):
                found.append(subset)
    return set(found)


def explained(case: Case, engine: str) -> tuple[SolveStatus, set[frozenset[str]], float]:
    """Our verdict, all minimal conflicts, and the seconds that both took from the request on."""
    start = time.perf_counter()
    built = travel.problem(case.request, case.data)
    with open_session(built.problem, engine, switchable=built.problem.groups_of("request")) as session:
        status = session.optimise().status
        members = explore(built.problem, session=session)
        conflicts = {frozenset(member.groups) for member in members if isinstance(member, Conflict)}
        assert members.complete, case.name
    return status, conflicts, time.perf_counter() - start


def cheapest(request: TravelRequest, data: TravelData, engine: str) -> Number | None:
    """The least cost without a budget and, but for that, with all wishes; None where that is impossible too."""
    free = travel.edit(request, [Change("budget", request.budget, None)])
    with open_session(travel.problem(free, data).problem, engine) as session:
        result = session.optimise()
    assert result.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)
    return result.objectives[0].value if result.assignment is not None else None


def without_wishes(request: TravelRequest, data: TravelData) -> TravelRequest:
    """The request with nothing but its frame."""
    groups = travel.problem(request, data).problem.groups_of("request")
    content: dict[str, Any] = request.model_dump(by_alias=True)
    changes = []
    for group in groups:
        name, _, member = group.partition("/")
        changes.append(Change(group, member or content[name], None))
    return travel.edit(request, changes)


def compare(case: Case, engine: str) -> tuple[bool, bool, float]:
    """Whether everything is equal, whether the case is impossible, and our seconds; what is told goes to the terminal."""
    wishes = list(travel.problem(case.request, case.data).problem.groups_of("request"))
    right = expected(case, wishes)
    every = frozenset(wishes) - {"budget"}
    costs = {"all other wishes": case.least.get(every), "no wishes": case.least.get(frozenset())}
    status, conflicts, seconds = explained(case, engine)
    ours = {
        "all other wishes": cheapest(case.request, case.data, engine),
        "no wishes": cheapest(without_wishes(case.request, case.data), case.data, engine),
    }
    possible = case.random and not right
    verdict = SolveStatus.OPTIMAL if possible else SolveStatus.INFEASIBLE
    same = status is verdict and conflicts == right and ours == costs
    if not (same and case.random):
        shown = "; ".join(sorted([" + ".join(sorted(conflict)) for conflict in conflicts]))
        least = ", ".join([f"{'none' if cost is None else cost} with {name}" for name, cost in ours.items()])
        print(f"{'same' if same else 'DIFFERENT'} {engine} {case.name}: {status}, {shown} | least cost: {least}")
    if not same:
        print(f"    the search: {sorted([sorted(conflict) for conflict in right])}, {costs}")
    return same, not possible, seconds


def main() -> None:
    """Compare every case on every engine; exit code 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="z3,cpsat")
    parser.add_argument("--random", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    cases = [*christmas_cases(), *travelplanner_cases(), *random_cases(args.random, args.seed)]
    found = [compare(case, engine) for case in cases for engine in args.engine.split(",")]
    same, impossible = sum([entry[0] for entry in found]), sum([entry[1] for entry in found])
    average = 1000 * sum([entry[2] for entry in found]) / len(found)
    print(f"{same} of {len(found)} equal, {impossible} of them infeasible")
    print(f"verdict and all conflicts took {average:.1f} ms on average")
    sys.exit(0 if same == len(found) else 1)


if __name__ == "__main__":
    main()
