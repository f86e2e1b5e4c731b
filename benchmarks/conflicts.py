"""Conflicts among many labelled constraints: problem to verified answer, against the direct baselines, sides alternating.

    python benchmarks/conflicts.py [--task mus,enumerate,correction] [--instances m50,ft06@54] [--seeds 5] [--limit 10]

mus         one minimal conflict: our z3 and sat engines against CPMpy's `mus` on z3 (target 0.6x); each is checked.
enumerate   conflicts plus corrections found within the limit, against CPMpy's `marco` on z3 (target: at least as many).
correction  the minimum weight proved: our sat engine and our z3 engine against RC2 used directly (target at m1000: 1.3x).

The instances are the baseline's: random labelled meetings (m50, m200, m1000), and the job shop ft06 one below its optimum.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import baseline
from encoders.conflicts import Conflict, cheapest_correction, conflict, explore
from encoders.evaluate import breaches
from encoders.expressions import Compare, Expression, IntVar, Or, Sum
from encoders.problem import Constraint, Problem
from encoders.result import Budget


def problem_of(case: dict[str, Any]) -> Problem:
    """The baseline's rows as labelled constraints."""
    starts = [IntVar(f"start {i}", 0, case["horizon"] - 1) for i in range(case["starts"])]

    def gap(first: int, then: int, least: int) -> Compare:
        return Sum(((1, starts[then]), (-1, starts[first]))) >= least

    def rule(kind: str, i: int, *rest: int) -> Expression:
        if kind == ">=":
            return starts[i] >= rest[0]
        if kind == "<=":
            return starts[i] <= rest[0]
        if kind == "before":
            return gap(i, rest[0], rest[1])
        return Or(gap(i, rest[0], rest[1]), gap(rest[0], i, rest[2]))

    rules = [
        Constraint(f"row {k}", rule(*row), group=f"row {k}", weight=weight)
        for k, (row, weight) in enumerate(zip(case["rows"], case["weights"], strict=True))
    ]
    return Problem("labelled starts", tuple(rules), (), tuple(starts))


def our_mus(problem: Problem, engine: str, limit: float) -> dict[str, Any]:
    """One minimal conflict."""
    found = conflict(problem, engine=engine, budget=Budget(limit)).conflict
    if found is None or not found.minimal:
        return {"status": "timeout", "objective": None}
    return {"status": "unsat", "objective": len(found.groups), "mus": [int(g.split()[1]) for g in found.groups]}


def our_enumeration(problem: Problem, engine: str, limit: float) -> dict[str, Any]:
    """How many conflicts and corrections come within the limit; times of the first are part of the counts."""
    counts: dict[str, Any] = {"MUS": 0, "MCS": 0}
    start = time.perf_counter()
    stream = explore(problem, engine=engine, budget=Budget(limit))
    for found in stream:
        kind = "MUS" if isinstance(found, Conflict) else "MCS"
        counts[kind] += 1
        counts.setdefault(f"first {kind}", round(time.perf_counter() - start, 2))
    status = "sat" if stream.complete else "timeout"
    return {"status": status, "objective": counts["MUS"] + counts["MCS"], "counts": counts}


def our_correction(problem: Problem, engine: str, limit: float) -> dict[str, Any]:
    """The lightest correction, proved, with an assignment that the evaluator accepts."""
    found = cheapest_correction(problem, engine=engine, budget=Budget(limit)).correction
    if found is None or not found.cheapest:
        return {"status": "timeout", "objective": None}
    if breaches(problem, found.assignment, on=found.kept):
        return {"status": "error: refused by the evaluator", "objective": None}
    return {"status": "optimal", "objective": int(found.weight)}


def sides_of(task: str, case: dict[str, Any], direct: Any) -> dict[str, Any]:
    """What runs against what."""
    problem = problem_of(case)
    if task == "mus":
        ours = {name: (our_mus, (problem, name), {}) for name in ("z3", "sat")}
        return {**ours, "cpmpy": (direct.mus_cpmpy, (case,), {"solver": "z3"})}
    if task == "enumerate":
        ours = {name: (our_enumeration, (problem, name), {}) for name in ("z3", "sat")}
        return {**ours, "cpmpy": (direct.marco_cpmpy, (case,), {"solver": "z3"})}
    ours = {name: (our_correction, (problem, name), {}) for name in ("sat", "z3")}
    return {**ours, "rc2": (direct.correction_rc2, (case,), {})}


def main() -> None:
    """Print one line an instance and side, then the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--task", default="mus,enumerate,correction")
    parser.add_argument("--instances", default="m50,m200,m1000,ft06@54")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=10)
    args = parser.parse_args()
    here = Path(__file__).resolve().parent
    sys.path[:] = [
        place for place in sys.path if Path(place).resolve() != here
    ]  # their module is called `conflicts` too
    common, direct = baseline("common"), baseline("conflicts")
    missing = common.preload(
        "z3",
        "cpmpy",
        "cpmpy.tools.explain",
        "pysat.formula",
        "pysat.examples.rc2",
        "encoders.engines.choose",
        "encoders.engines.z3.session",
        "encoders.engines.cpsat.session",
    )
    if missing:
        raise SystemExit(f"the comparison needs {', '.join(sorted(missing))}")
    for engine in ("z3", "sat"):  # each library's set-up at its first call is no solving time, as in the baseline
        conflict(problem_of({"starts": 1, "horizon": 2, "rows": [(">=", 0, 1)], "weights": [1]}), engine=engine)
    for task in args.task.split(","):
        ratios: dict[str, list[float]] = {}
        for name in args.instances.split(","):
            build, weight = direct.INSTANCES[name]
            case = build()
            sides = sides_of(task, case, direct)
            check = direct.verify_mus(case) if task == "mus" else None
            rows = common.alternate(sides, 1 if task == "enumerate" else args.seeds, args.limit, check=check)
            *ours, theirs = sides
            for side in sides:
                row = rows[side]
                said = row.get("counts", [row["objective"]])
                print(f"{task} {name} {side}: {row['seconds_median'] * 1000:.0f} ms {row['status']} {said}", flush=True)
            if task == "correction" and any([rows[side]["objective"] not in (weight, None) for side in sides]):
                raise SystemExit(f"{name}: not every side finds the known weight {weight}")
            for side in ours:
                if task == "enumerate":
                    ratio = rows[side]["objective"] / max(1, sum(rows[theirs]["counts"][0].values()))
                elif rows[side]["objective"] is None:
                    continue
                else:
                    ratio = rows[side]["seconds_median"] / rows[theirs]["seconds_median"]
                ratios.setdefault(side, []).append(ratio)
                print(f"    {side} / {theirs}: {ratio:.2f}x {'found' if task == 'enumerate' else 'time'}", flush=True)
        for side, values in ratios.items():
            print(
                f"{task}: {side}, geometric mean {common.geometric_mean(values):.2f}x over {len(values)}\n", flush=True
            )


if __name__ == "__main__":
    main()
