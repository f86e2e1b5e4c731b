"""Projects with limited resources to proof: the layer against plain CP-SAT, in turns in the same run.

    python benchmarks/projects.py [--projects 48] [--seeds 5] [--engine auto] [--folder FILES]

The 48 projects are drawn by `psplib_generator` with the published parameters of PSPLIB's j30, one of each combination; `--folder`
takes the library's own .sm files instead. The other side is written here straight into CP-SAT: one interval an activity, its
precedences, one cumulative a resource, least end of the sink; one worker, the same seed. Time is from the Problem (there: the
parsed project) to a verified Result. The geometric mean of the ratios has to be at most 1.2, with the same optima.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.psplib_generator import projects, text_of
from domains.project import domain
from encoders.result import Budget, SolveStatus
from encoders.session import open_session

if TYPE_CHECKING:
    from domains.project.request import ProjectRequest

LIMIT = 60.0
"""Seconds for one solve."""
Answer = tuple[float, str, int]
"""Seconds, status, makespan."""


def plain(request: ProjectRequest, seed: int) -> Answer:
    """CP-SAT without any layer."""
    from ortools.sat.python import cp_model

    begin = time.perf_counter()
    model = cp_model.CpModel()
    horizon = sum([activity.duration for activity in request.activities])
    starts = {activity.name: model.new_int_var(0, horizon, "") for activity in request.activities}
    lengths = {activity.name: activity.duration for activity in request.activities}
    for order in request.order:
        model.add(starts[order.after] >= starts[order.before] + lengths[order.before])
    intervals = {name: model.new_fixed_size_interval_var(start, lengths[name], "") for name, start in starts.items()}
    for resource, capacity in request.resources.items():
        using = [activity for activity in request.activities if resource in activity.needs]
        model.add_cumulative(
            [intervals[activity.name] for activity in using], [activity.needs[resource] for activity in using], capacity
        )
    makespan = model.new_int_var(0, horizon, "")
    followed = {order.before for order in request.order}
    for name, start in starts.items():
        if name not in followed:
            model.add(makespan >= start + lengths[name])
    model.minimize(makespan)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = LIMIT
    status = solver.solve(model)
    value = int(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else -1
    return time.perf_counter() - begin, solver.status_name(status), value


def layered(request: ProjectRequest, seed: int, engine: str) -> Answer:
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


def main() -> None:
    """Ratios a project, their geometric mean, and whether both sides agree."""
    parser = argparse.ArgumentParser(description="Projects with limited resources: the layer against plain CP-SAT.")
    parser.add_argument("--projects", type=int, default=48)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.folder is not None:
        texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(options.folder.glob("*.sm"))}
    else:
        texts = {project.name: text_of(project) for project in projects()}
    logs: list[float] = []
    differing, own_times, open_ = 0, [], 0
    for name, text in list(texts.items())[: options.projects]:
        request = domain.parse_request(text, "psplib")
        ours: list[Answer] = []
        theirs: list[Answer] = []
        for seed in range(options.seeds):
            for side in ("ours", "plain") if seed % 2 else ("plain", "ours"):
                if side == "ours":
                    ours.append(layered(request, seed, options.engine))
                else:
                    theirs.append(plain(request, seed))
        answers = {entry[1:] for entry in (*ours, *theirs)}
        open_ += any([status != "OPTIMAL" for status, _ in answers])
        differing += len({value for status, value in answers if status == "OPTIMAL"}) > 1
        mean = [statistics.geometric_mean([entry[0] for entry in side]) for side in (ours, theirs)]
        own_times.append(mean[0])
        logs.append(math.log(mean[0] / mean[1]))
        said = " / ".join([f"{status} {value}" for status, value in sorted(answers)])
        print(f"{name}: ours {mean[0]:.3f} s  plain {mean[1]:.3f} s  {mean[0] / mean[1]:.2f}x  {said}", flush=True)
    print(
        f"{len(logs)} projects, {options.seeds} seeds, {options.engine}: geometric mean {math.exp(statistics.mean(logs)):.2f}x"
    )
    print(f"median {statistics.median(own_times):.3f} s; {differing} differ; {open_} not proved within {LIMIT:.0f} s")


if __name__ == "__main__":
    main()
