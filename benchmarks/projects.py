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
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.makespans import LIMIT, Answer, in_turns, layered, solved
from benchmarks.psplib_generator import projects, text_of
from domains.project import domain

if TYPE_CHECKING:
    from domains.project.request import ProjectRequest


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
    return solved(model, begin, seed)


def _layered(request: ProjectRequest, engine: str, seed: int) -> Answer:
    return layered(domain, request, seed, engine)


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
        own, log, answers = in_turns(
            f"{name}:", partial(_layered, request, options.engine), partial(plain, request), options.seeds
        )
        open_ += any([status != "OPTIMAL" for status, _ in answers])
        differing += len({value for status, value in answers if status == "OPTIMAL"}) > 1
        own_times.append(own)
        logs.append(log)
    print(
        f"{len(logs)} projects, {options.seeds} seeds, {options.engine}: geometric mean {math.exp(statistics.mean(logs)):.2f}x"
    )
    print(f"median {statistics.median(own_times):.3f} s; {differing} differ; {open_} not proved within {LIMIT:.0f} s")


if __name__ == "__main__":
    main()
