"""Least makespans by the layer and by plain CP-SAT, in turns: what the benchmarks of schedules do alike."""

from __future__ import annotations

import math
import statistics
import time
from typing import TYPE_CHECKING, Any

from encoders.result import Budget, SolveStatus
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 60.0
"""Seconds for one solve."""
Answer = tuple[float, str, int]
"""Seconds, status, makespan."""


def solved(model: Any, begin: float, seed: int) -> Answer:
    """A plain CP-SAT model solved by one worker; `begin` is when writing it began."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = LIMIT
    status = solver.solve(model)
    value = int(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else -1
    return time.perf_counter() - begin, solver.status_name(status), value


def layered(domain: Any, request: Any, seed: int, engine: str) -> Answer:
    """From the Problem to a verified Result."""
    built = domain.problem(request, domain.load(None))
    begin = time.perf_counter()
    with open_session(built.problem, engine, switchable=built.problem.groups_of("request")) as session:
        result = session.optimise(budget=Budget(LIMIT, seed=seed))
    took = time.perf_counter() - begin
    if result.assignment is not None:
        plan = domain.plan(built, result.assignment)
        broken = domain.check(plan, request, domain.load(None))
        assert not broken, broken
    status = "OPTIMAL" if result.status is SolveStatus.OPTIMAL else str(result.status)
    return took, status, int(result.objectives[0].value) if result.objectives else -1


def in_turns(
    name: str, ours: Callable[[int], Answer], plain: Callable[[int], Answer], seeds: int
) -> tuple[float, float, set[tuple[str, int]]]:
    """One instance with every seed, either side first in turn: our mean, the logarithm of the ratio, and all answers; printed."""
    took: dict[str, list[Answer]] = {"ours": [], "plain": []}
    for seed in range(seeds):
        for side in ("ours", "plain") if seed % 2 else ("plain", "ours"):
            took[side].append((ours if side == "ours" else plain)(seed))
    answers = {entry[1:] for side in took.values() for entry in side}
    mean = {side: statistics.geometric_mean([entry[0] for entry in found]) for side, found in took.items()}
    ratio = mean["ours"] / mean["plain"]
    said = " / ".join([f"{status} {value}" for status, value in sorted(answers)])
    print(f"{name}  ours {mean['ours']:.3f} s  plain {mean['plain']:.3f} s  {ratio:.2f}x  {said}", flush=True)
    return mean["ours"], math.log(ratio), answers
