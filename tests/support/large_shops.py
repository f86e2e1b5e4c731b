"""Job shops drawn from a seed: hard from about ten jobs on ten machines."""

from __future__ import annotations

import random

from encoders.expressions import Max, NoOverlap, precedence, task
from encoders.problem import Constraint, Objective, Problem


def large_shop(jobs, machines, seed=0):
    """Every job visits every machine once, in an order of its own; the makespan is to be small."""
    rng = random.Random(seed)
    on_machine, constraints, ends = {}, [], []
    horizon = jobs * machines * 60
    for job in range(jobs):
        order, before = rng.sample(range(machines), machines), None
        for step, machine in enumerate(order):
            work = task(f"{job}.{step}", rng.randint(1, 99), earliest=0, latest=horizon)
            on_machine.setdefault(machine, []).append(work)
            if before is not None:
                constraints.append(Constraint(f"order {job}.{step}", precedence(before, work), group=f"job {job}"))
            before = work
        ends.append(before.end)
    constraints += [Constraint(f"machine {m}", NoOverlap(tuple(works))) for m, works in on_machine.items()]
    return Problem("shop", tuple(constraints), (Objective("makespan", "minimise", Max(*ends)),))
