"""The race of z3 and CP-SAT on job shops, against each alone and against CP-SAT written straight, sides alternating.

    python benchmarks/race.py [--instances la02,la16,abz5,ft10,orb05,la20] [--seeds 3] [--limit 120]
    python benchmarks/race.py --gap [--instances orb01,ta01] [--limit 60]     the gap at the limit

Two figures a run: wall time, and the processor time of whoever proved it (the race: the winning worker and the parent), which is
what the wall time would be with two idle cores. The race's workers are started before the clock.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import baseline
from benchmarks.shops import our_side, problem_of
from encoders.evaluate import breaches
from encoders.result import Budget
from encoders.workers.pool import Pool
from encoders.workers.session import open_worker_session

PROOF, GAP = "la02,la16,abz5,ft10,orb05,la20", "orb01,ta01"
_TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def raced(problem: Any, pool: Pool, limit: float, seed: int) -> dict[str, Any]:
    """One race; its answer was accepted by the evaluator."""
    for process in pool._idle:
        while not process.quiet:
            process.receive()
    before = {process.pid: processor_seconds(process.pid) for process in pool._idle}
    started, spent = time.perf_counter(), time.process_time()
    with open_worker_session(problem, "race", switchable=problem.groups_of("request"), pool=pool) as session:
        result = session.optimise(budget=Budget(limit, seed=seed))
        seconds, spent = time.perf_counter() - started, time.process_time() - spent
        used = {
            contender.engine: processor_seconds(contender.process.pid) - before.get(contender.process.pid, 0)
            for contender in session._contenders
            if contender.process is not None
        }
    assert result.assignment is not None
    assert not breaches(problem, result.assignment)
    won = str(result.statistics.get("won", "-"))
    goal = result.objectives[0]
    return {
        "status": result.status.value,
        "seconds": seconds,
        "processor": used.get(won, 0) + spent,
        "won": won,
        "bounds": [goal.bound, goal.value],
    }


def counted(function: Any, *args: Any, **named: Any) -> dict[str, Any]:
    """A side of its own process with the processor time it used."""
    spent = time.process_time()
    return {**function(*args, **named), "processor": time.process_time() - spent}


def sides(problem: Any, instance: Any, direct: Any, pool: Pool) -> dict[str, Any]:
    """Name -> a function of limit and seed."""
    common, (durations, machines, _) = baseline("common"), instance

    def apart(function: Any, *args: Any, **named: Any) -> Any:
        return lambda limit, seed: common.timed(counted, function, *args, limit=limit, seed=seed, **named)

    return {
        "race": lambda limit, seed: raced(problem, pool, limit, seed),
        "z3": apart(our_side, problem, "z3"),
        "cpsat": apart(our_side, problem, "cpsat"),
        "direct cpsat 1": apart(direct.ENGINES["cpsat"], durations, machines, workers=1),
        "direct cpsat 2": apart(direct.ENGINES["cpsat"], durations, machines, workers=2),
    }


def main() -> None:
    """Alternate the sides and print medians and ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--instances", default="")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=None)
    parser.add_argument("--gap", action="store_true")
    parser.add_argument("--without", default="", help="sides to leave out")
    args = parser.parse_args()
    limit = args.limit or (60 if args.gap else 120)
    common, direct = baseline("common"), baseline("jobshop")
    common.preload("z3", "ortools.sat.python.cp_model")
    instances = direct.load()
    ratios: dict[str, list[float]] = {"wall": [], "processor": []}
    with Pool(2) as pool:
        pool.prepare(2)
        warm = problem_of([[1, 2], [2, 1]], [[0, 1], [1, 0]])
        for seed in range(2):
            raced(warm, pool, 10, seed)
        for name in (args.instances or (GAP if args.gap else PROOF)).split(","):
            problem = problem_of(*instances[name][:2])
            functions = {
                side: f
                for side, f in sides(problem, instances[name], direct, pool).items()
                if side not in args.without.split(",")
            }
            runs: dict[str, list[dict[str, Any]]] = {side: [] for side in functions}
            for seed in range(args.seeds):
                for side in list(functions)[:: 1 if seed % 2 == 0 else -1]:
                    runs[side].append(functions[side](limit, seed))
            medians = {}
            for side, rows in runs.items():
                wall = statistics.median([row["seconds"] for row in rows])
                processor = statistics.median([row.get("processor", row["seconds"]) for row in rows])
                medians[side] = (wall, processor)
                said = " ".join([f"{row['status']}{row.get('bounds') or ''}{row.get('won', '')}" for row in rows])
                print(f"{name:<6} {side:<15} {wall:8.3f} s  processor {processor:8.3f} s   {said}", flush=True)
            for place, kind in enumerate(ratios):
                better = min([medians[side][place] for side in ("z3", "direct cpsat 1") if side in medians])
                ratios[kind].append(medians["race"][place] / better)
            print(f"{name:<6} race / better: wall {ratios['wall'][-1]:.2f}, processor {ratios['processor'][-1]:.2f}")
    for kind, values in ratios.items():
        print(f"geometric mean, {kind}: {common.geometric_mean(values):.3f}")


if __name__ == "__main__":
    main()
