"""Whether `check` accepts the annotated plans and rejects plans that break one known rule, naming the rule and the day.

    python benchmarks/travel_check.py [--count 500] [--seed 0]

Cases: the annotated plans of the training requests (where the data are), and plans of our own on the example that comes with
the package. Corruptions are made by `corruptions`, which never asks `check`, every kind of fault in turn.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import corrupt_legs, corrupt_places, corrupt_wishes
from benchmarks.corruptions import Case, Corruption, corruptions
from benchmarks.direct import DATA
from domains.travel import domain as travel
from domains.travel.checks.check import check
from domains.travel.request import TravelRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

MAKERS_OF = (corrupt_places, corrupt_legs, corrupt_wishes)
"""Imported for the makers they register."""

OWN_REQUESTS = (
    {"origin": "Castelbruno", "destination": "Porto Selene", "start": "2027-05-14", "days": 3, "people": 2,
     "budget": 345},
    {"origin": "Castelbruno", "destination": "Verazzo", "start": "2027-05-07", "days": 3, "transportation": ["flight"]},
    {"origin": "Verazzo", "destination": "Torrecala", "start": "2027-05-08", "days": 4, "transportation": ["flight"]},
    {"origin": "Fontechiara", "destination": "Pietralta", "start": "2027-05-18", "days": 4, "people": 5,
     "house rule": ["pets"], "transportation": ["no self-driving"]},
    {"origin": "Castelbruno", "destination": "Costamira", "city count": 2, "start": "2027-05-10",
     "latest start": "2027-05-13", "days": 5, "people": 3, "budget": 1500, "cuisine": ["Seafood", "Italian"]},
    {"origin": "Castelbruno", "destination": "Montalba", "city count": 2, "start": "2027-05-05", "days": 6, "people": 2,
     "room type": "private room", "objective": ["best rated", "cheapest"]},
    {"origin": "Fontechiara", "destination": "Costamira", "city count": 3, "start": "2027-05-08", "days": 7, "people": 4,
     "budget": 4000, "room type": "entire room", "objective": ["fewest travel hours", "cheapest"]},
)  # fmt: skip


def annotated() -> Iterator[tuple[str, Case]]:
    """The training requests with their annotated plans; none where the data are not there."""
    path = DATA / "travelplanner/train.jsonl"
    if not path.exists():
        print(f"no training requests at {path.parent}; set PLANPROOF_DATA", file=sys.stderr)
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        request, data = travel.parse_request(row["request"], "travelplanner"), travel.load(row["reference_information"])
        yield f"train {row['id']}", Case(travel.parse_plan(row["annotated_plan"], request, data), request, data)


def own() -> Iterator[tuple[str, Case]]:
    """Solved plans on the example data: three meals whenever one is in a city at mealtime, stated times and costs."""
    data = travel.load(None)
    for content in OWN_REQUESTS:
        request = TravelRequest.model_validate(content)
        yield f"{request.origin} to {request.destination}", Case(solved(request, data), request, data)


def solved(request: TravelRequest, data: Any) -> Any:
    """The best plan of a request."""
    from encoders.session import open_session

    built = travel.problem(request, data)
    with open_session(built.problem, "auto") as session:
        assignment = session.optimise().assignment
    if assignment is None:
        raise SystemExit(f"no plan for {request}")
    return travel.plan(built, assignment)


def in_turn(cases: list[tuple[str, Case]], seed: int) -> Iterator[tuple[str, Corruption]]:
    """Corruptions of all cases without end, every kind in turn."""
    for round_ in range(seed, sys.maxsize):
        rng = random.Random(round_)
        by_kind: dict[str, list[tuple[str, Corruption]]] = {}
        for name, case in rng.sample(cases, len(cases)):
            for corruption in corruptions(case, rng):
                by_kind.setdefault(corruption.kind, []).append((name, corruption))
        yield from filter(None, chain.from_iterable(zip_longest(*by_kind.values())))


def missed(corruption: Corruption) -> str | None:
    """What `check` should have said and did not; None where it named the rule and the day."""
    case = corruption.case
    found = {(v.constraint, v.where) for v in check(case.plan, case.request, case.data)}
    wanted = (corruption.rule, corruption.where)
    return None if wanted in found else f"expected {wanted}, found {sorted(found) or 'nothing'}"


def main() -> None:
    """Print counts; exit 1 where a valid plan is refused or a corruption is not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    cases, faults = [*annotated(), *own()], 0
    for name, case in cases:
        violations = check(case.plan, case.request, case.data)
        faults += bool(violations)
        for violation in violations:
            print(f"{name}: a valid plan is refused: {violation}")
    print(f"{len(cases) - faults} of {len(cases)} valid plans accepted")
    kinds: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for (name, corruption), _ in zip(in_turn(cases, args.seed), range(args.count), strict=False):
        rule = corruption.rule.partition("/")[0]
        kinds[corruption.kind] += 1
        rules[rule] += 1
        problem = missed(corruption)
        if problem is None:
            found[rule] += 1
        else:
            faults += 1
            print(f"{name}, {corruption.kind}: {problem}")
    for rule, count in sorted(rules.items()):
        print(f"{rule:>18}: {found[rule]} of {count} found")
    print(f"{sum(found.values())} of {args.count} corruptions of {len(kinds)} kinds named with rule and day")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
