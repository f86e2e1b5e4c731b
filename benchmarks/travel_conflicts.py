"""Conflicts and ways out on impossible trips, every claim re-proved by solving edited requests with the other engine.

    python benchmarks/travel_conflicts.py [--engine z3] [--seeds 5]

Cases: each training request with its budget one below its optimum, and the requests of unsat.jsonl. Per case: infeasible; the
conflict is infeasible on its own and possible without any one member; there is a suggestion; it holds; leaving out any part of
it, or one unit of an amount, stays infeasible. Then the time: conflict plus first verified suggestion against proving the optima.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import DATA
from domains.base import Change
from domains.travel import domain as travel
from domains.travel.request import TravelRequest
from encoders.conflicts import conflict
from encoders.errors import InputError
from encoders.numbers import exact
from encoders.result import Budget
from encoders.session import open_session
from planner.pipeline import solve
from planner.suggest import suggestions
from planner.verify import verified_plan

WISH_FIELDS = ("budget", "room type", "house rule", "cuisine", "transportation")


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of a file of the travel data."""
    text = (DATA / "travelplanner" / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def cases() -> list[tuple[str, TravelRequest, TravelRequest | None, Any]]:
    """(name, impossible request, solvable request or None, data)."""
    found: list[tuple[str, TravelRequest, TravelRequest | None, Any]] = []
    trains = rows("train.jsonl")
    for row in trains:
        request, data = travel.parse_request(row["request"], "travelplanner"), row["reference_information"]
        best = solve(request, domain="travel", data=data, engine="cpsat")
        assert best.status == "optimal", (row["id"], best.status)
        cut = travel.edit(request, [Change("budget", request.budget, best.objective[0].value - 1)])
        found.append((f"train {row['id']} at optimum - 1", cut, request, data))
    for number, row in enumerate(rows("unsat.jsonl")):
        same = ("org", "dest", "date")
        data = next(t["reference_information"] for t in trains if all(t["request"][k] == row[k] for k in same))
        found.append((f"unsat {number}", travel.parse_request(row, "travelplanner"), None, data))
    return found


def with_only(request: TravelRequest, groups: set[str]) -> TravelRequest:
    """The request with no wishes but these."""
    content = request.model_dump(by_alias=True)
    for field in WISH_FIELDS:
        if isinstance(content[field], list):
            content[field] = [value for value in content[field] if f"{field}/{value}" in groups]
        elif field not in groups:
            content[field] = None
    return TravelRequest.model_validate(content)


def feasible(request: TravelRequest, data: Any, engine: str) -> bool:
    """Solved from scratch."""
    answer = solve(request, domain="travel", data=data, engine=engine)
    assert answer.status in ("optimal", "infeasible"), (answer.status, answer.error)
    return answer.status == "optimal"


def verify(name: str, request: TravelRequest, data: Any, engine: str, other: str) -> str:
    """Re-prove every claim of one answer; the first false one ends the run."""
    answer = solve(request, domain="travel", data=data, engine=engine)
    assert answer.status == "infeasible", (name, answer.status, answer.error)
    (found,) = answer.conflicts
    assert found.minimal, name
    assert not found.background, name
    members = set(found.constraints)
    assert not feasible(with_only(request, members), data, other), (name, members)
    for member in members:
        assert feasible(with_only(request, members - {member}), data, other), (name, members, member)
    assert answer.suggestions, name
    for suggestion in answer.suggestions:
        edited = TravelRequest.model_validate(suggestion.request)
        changes = [Change(c.constraint, number_of(c.before), number_of(c.after)) for c in suggestion.changes]
        assert travel.edit(request, changes) == edited, (name, suggestion.says)
        assert feasible(edited, data, other), (name, suggestion.says)
        for index, change in enumerate(changes):
            rest = [c for i, c in enumerate(changes) if i != index]
            assert not feasible(travel.edit(request, rest), data, other), (name, suggestion.says, change)
            if change.path == "budget" and change.after is not None:
                less = [*rest, Change("budget", change.before, change.after - 1)]
                assert not feasible(travel.edit(request, less), data, other), (name, suggestion.says, "one less")
    return f"{sorted(members)}; {answer.suggestions[0].says} ({len(answer.suggestions)} ways out)"


def number_of(value: Any) -> Any:
    """A change's amount as a number, everything else (a day, a name) as it is."""
    try:
        return exact(value)
    except InputError:
        return value


def explained(request: TravelRequest, data: Any, engine: str) -> float:
    """Seconds from the problem to the conflict and the first verified suggestion, finding out that there is no plan included."""
    built = travel.problem(request, data)
    start = time.perf_counter()
    with open_session(built.problem, engine, switchable=built.problem.groups_of("request")) as session:
        result = session.optimise()
        found = conflict(built.problem, session=session, core=result.core).conflict
        assert found is not None
        next(suggestions(travel, built, session, request, data, (), Budget().start(), found.groups))
    return time.perf_counter() - start


def proved(request: TravelRequest, data: Any, engine: str) -> float:
    """Seconds from the problem to the proved optimum and its verified plan."""
    built = travel.problem(request, data)
    start = time.perf_counter()
    with open_session(built.problem, engine, switchable=built.problem.groups_of("request")) as session:
        result = session.optimise()
        assert result.assignment is not None
        verified_plan(travel, built, result.assignment, result.objectives, request, data)
    return time.perf_counter() - start


def main() -> None:
    """Verify every case, then compare times, sides alternating."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="z3,cpsat")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--skip-verify", action="store_true")
    args = parser.parse_args()
    everything = cases()
    for engine in args.engine.split(","):
        if not args.skip_verify:
            for name, request, _, data in everything:
                print(
                    f"{engine} {name}: {verify(name, request, data, engine, 'cpsat' if engine == 'z3' else 'z3')}",
                    flush=True,
                )
        loaded = [(impossible, possible, travel.load(data)) for _, impossible, possible, data in everything]
        explain: list[list[float]] = [[] for _ in loaded]
        prove: list[list[float]] = [[] for _ in loaded]
        for _ in range(args.seeds):
            for index, (impossible, possible, data) in enumerate(loaded):
                explain[index].append(explained(impossible, data, engine))
                if possible is not None:
                    prove[index].append(proved(possible, data, engine))
        ours = statistics.median([statistics.median(times) for times in explain])
        base = statistics.median([statistics.median(times) for times in prove if times])
        print(
            f"{engine}: conflict + first suggestion {ours * 1000:.1f} ms, optimum {base * 1000:.1f} ms, ratio {ours / base:.2f}"
        )


if __name__ == "__main__":
    main()
