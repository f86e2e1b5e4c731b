"""The training requests from English to checked plans, and a budget sweep on one live session.

    python benchmarks/travel_plans.py [--sweep ID]

Per request: read offline, solved by both engines, status optimal with equal cost, accepted by `check` after a round trip through
the benchmark's own list of days. Sweep: feasible exactly from the optimum on, from 10% under it to 10% over it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import DATA
from benchmarks.travel_reading import fields
from domains.travel import domain as travel
from domains.travel.request import TravelRequest
from encoders.result import Satisfiability
from encoders.session import open_session
from planner.pipeline import solve


def main() -> None:
    """Print one line a request; the first disagreement ends the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sweep", default="36")
    args = parser.parse_args()
    text = (DATA / "travelplanner/train.jsonl").read_text(encoding="utf-8")
    for line in text.splitlines():
        row = json.loads(line)
        data = row["reference_information"]
        costs = []
        for engine in ("z3", "cpsat"):
            answer = solve(row["query"], domain="travel", data=data, engine=engine)
            assert answer.status == "optimal", (row["id"], engine, answer.status, answer.questions, answer.error)
            request, loaded = TravelRequest.model_validate(answer.request), travel.load(data)
            assert fields(request) == fields(travel.parse_request(row["request"], "travelplanner")), row["id"]
            plan = travel.parse_plan(answer.plan, request, loaded)
            days = travel.export_plan(plan, request, loaded, "travelplanner")
            again = travel.parse_plan(days, request, loaded, "travelplanner")
            violations = travel.check(again, request, loaded)
            assert violations == [], (row["id"], violations)
            costs.append(answer.objective[0].value)
        assert costs[0] == costs[1], (row["id"], costs)
        print(f"{row['id']:>3}: {costs[0]} proved by both engines, accepted", flush=True)
        if str(row["id"]) == args.sweep:
            sweep(travel.parse_request(row["request"], "travelplanner"), data, int(costs[0]))


def sweep(request: TravelRequest, data: object, best: int) -> None:
    """Budgets in random order on one live session of each engine."""
    budgets = list(range(best * 9 // 10, best * 11 // 10 + 1))
    random.Random(0).shuffle(budgets)
    problem = travel.problem(request, travel.load(data)).problem
    for engine in ("z3", "cpsat"):
        with open_session(problem, engine, switchable=problem.groups_of("request")) as session:
            for budget in budgets:
                status = session.check(values={"budget": budget}).status
                expected = Satisfiability.SATISFIABLE if budget >= best else Satisfiability.UNSATISFIABLE
                assert status is expected, (engine, budget, status)
        print(f"     sweep with {engine}: {len(budgets)} budgets, feasible exactly from {best} on", flush=True)


if __name__ == "__main__":
    main()
