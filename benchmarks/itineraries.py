"""Speed on the itineraries: cheapest plan proved, Problem object to verified Result, against the direct baselines.

    python benchmarks/itineraries.py [--seeds 5] [--instances 2,3]

Per instance the median of the repeats, sides alternating in one run; the figure is the geometric mean of the ratios.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import DATA, baseline
from domains.travel import domain as travel
from encoders.evaluate import breaches
from encoders.session import open_session

PAIRS = (("z3", "direct z3"), ("auto", "direct cpsat"))


def solve(problem: Any, engine: str, seed: int = 0, limit: float = 20.0) -> dict[str, Any]:
    """One timed run of our side: open, prove, evaluate."""
    from encoders.result import Budget

    with open_session(problem, engine, budget=Budget(limit, seed=seed)) as session:
        result = session.optimise(budget=Budget(limit, seed=seed))
    if result.assignment is None:
        return {"status": str(result.status), "objective": None}
    if breaches(problem, result.assignment):
        return {"status": "error: refused by the evaluator", "objective": None}
    return {"status": str(result.status), "objective": int(result.objectives[0].value)}


solve.seeded = True  # type: ignore[attr-defined]


def main() -> None:
    """Print one line an instance and the geometric means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--instances", default="")
    parser.add_argument("--limit", type=float, default=20)
    args = parser.parse_args()
    common, itinerary = baseline("common"), baseline("itinerary")
    common.preload(
        "z3",
        "ortools.sat.python.cp_model",
        "encoders.engines.z3.session",
        "encoders.engines.cpsat.session",
        "encoders.engines.choose",
    )
    trips = itinerary.load("strict")
    ratios: dict[str, list[float]] = {ours: [] for ours, _ in PAIRS}
    wanted = set(filter(None, args.instances.split(",")))
    for line in (DATA / "travelplanner/train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = str(row["id"])
        if wanted and name not in wanted:
            continue
        request = travel.parse_request(row["request"], "travelplanner")
        problem = travel.problem(request, travel.load(row["reference_information"])).problem
        trip = trips[name]
        sides = {
            "direct z3": (itinerary.z3_engine, (trip, "cheapest", trip["budget"]), {}),
            "z3": (solve, (problem, "z3"), {}),
            "direct cpsat": (itinerary.cpsat_engine, (trip, "cheapest", trip["budget"]), {}),
            "auto": (solve, (problem, "auto"), {}),
        }
        rows = common.alternate(sides, args.seeds, args.limit)
        cells = [f"{side} {rows[side]['seconds_median'] * 1000:.1f} ms" for side in sides]
        answers = {(rows[side]["status"], rows[side]["objective"] and int(rows[side]["objective"])) for side in sides}
        print(
            f"{name:>4} {request.days} days  {'  '.join(cells)}  {answers if len(answers) > 1 else next(iter(answers))}",
            flush=True,
        )
        if len(answers) > 1:
            raise SystemExit(f"instance {name}: the sides disagree")
        for ours, theirs in PAIRS:
            ratios[ours].append(rows[ours]["seconds_median"] / rows[theirs]["seconds_median"])
    for ours, theirs in PAIRS:
        values = ratios[ours]
        print(
            f"{ours} / {theirs}: geometric mean {common.geometric_mean(values):.2f}x over {len(values)}, "
            f"median {statistics.median(values):.2f}x, range {min(values):.2f}-{max(values):.2f}x"
        )


if __name__ == "__main__":
    main()
