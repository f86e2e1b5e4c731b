"""Flexible job shops to proof: the layer (auto) against plain CP-SAT, in turns in the same run.

    python benchmarks/flexible_shops.py [--shops 20] [--seeds 5] [--engine auto]

The 20 shops are drawn by a fixed seed with parameters like those of Brandimarte's generator (Routing and scheduling in a flexible
job shop by tabu search, 1993): jobs, machines, tasks a job, most machines a task, durations; with fewer jobs where his own sizes
are open problems. The other side is written here straight into CP-SAT: one interval for each machine that may do a task, exactly
one of them present, no overlap on a machine, least makespan. Time is from the Problem (there: the shop) to a verified Result.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.makespans import Answer, in_turns, layered, solved
from domains.jobshop import domain
from domains.jobshop.request import JobShopRequest


@dataclass(frozen=True, slots=True)
class Kind:
    """What shops are drawn from: ranges are inclusive."""

    like: str
    jobs: int
    machines: int
    tasks: tuple[int, int]
    most_machines: int
    durations: tuple[int, int]


KINDS = (
    Kind("mk01", 9, 6, (5, 7), 3, (1, 7)),
    Kind("mk02", 6, 6, (5, 7), 6, (1, 7)),
    Kind("mk04", 8, 8, (3, 10), 3, (1, 10)),
    Kind("mk05", 6, 4, (5, 10), 2, (5, 10)),
    Kind("mk07", 8, 5, (5, 5), 5, (1, 20)),
)
Shop = list[list[dict[int, int]]]
"""For each job and task the machines that may do it, with the time each takes."""


def drawn(kind: Kind, seed: int) -> Shop:
    """A shop of a kind; a task's durations on different machines are drawn independently."""
    rng = random.Random(f"{kind.like}/{seed}")
    return [
        [
            {
                machine: rng.randint(*kind.durations)
                for machine in rng.sample(range(kind.machines), rng.randint(1, kind.most_machines))
            }
            for _ in range(rng.randint(*kind.tasks))
        ]
        for _ in range(kind.jobs)
    ]


def request_of(shop: Shop) -> JobShopRequest:
    """The shop as a request."""
    jobs = []
    for number, job in enumerate(shop, 1):
        tasks = []
        for task in job:
            ways = [{"machine": f"M{machine}", "duration": duration} for machine, duration in task.items()]
            tasks.append({**ways[0], "alternatives": ways[1:]})
        jobs.append({"name": f"J{number}", "tasks": tasks})
    return JobShopRequest.model_validate({"jobs": jobs})


def plain(shop: Shop, seed: int) -> Answer:
    """Seconds, status and makespan of CP-SAT without any layer."""
    from ortools.sat.python import cp_model

    begin = time.perf_counter()
    model = cp_model.CpModel()
    horizon = sum([max(task.values()) for job in shop for task in job])
    on: dict[int, list[Any]] = {}
    ends = []
    for job in shop:
        end: Any = 0
        for task in job:
            start = model.new_int_var(0, horizon, "")
            model.add(start >= end)
            chosen = {machine: model.new_bool_var("") for machine in task}
            model.add_exactly_one(chosen.values())
            for machine, duration in task.items():
                interval = model.new_optional_fixed_size_interval_var(start, duration, chosen[machine], "")
                on.setdefault(machine, []).append(interval)
            end = start + sum([duration * chosen[machine] for machine, duration in task.items()])
        ends.append(end)
    for intervals in on.values():
        model.add_no_overlap(intervals)
    makespan = model.new_int_var(0, horizon, "")
    model.add_max_equality(makespan, ends)
    model.minimize(makespan)
    return solved(model, begin, seed)


def _layered(request: JobShopRequest, engine: str, seed: int) -> Answer:
    return layered(domain, request, seed, engine)


def main() -> None:
    """Ratios a shop, their geometric mean, and whether both sides agree."""
    parser = argparse.ArgumentParser(description="Flexible job shops: the layer against plain CP-SAT.")
    parser.add_argument("--shops", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--engine", default="auto")
    options = parser.parse_args()
    logs: list[float] = []
    differing = 0
    for number in range(options.shops):
        kind, draw = KINDS[number % len(KINDS)], number // len(KINDS)
        shop = drawn(kind, draw)
        request = request_of(shop)
        name = f"{kind.like}-{draw}: {sum(map(len, shop))} tasks"
        _, log, answers = in_turns(
            name, partial(_layered, request, options.engine), partial(plain, shop), options.seeds
        )
        differing += len(answers) != 1
        logs.append(log)
    print(f"{len(logs)} shops, {options.seeds} seeds: geometric mean {math.exp(statistics.mean(logs)):.2f}x")
    print("same optima, all proved" if not differing else f"{differing} shops differ")


if __name__ == "__main__":
    main()
