"""A shop as tasks, precedence and no-overlap; the makespan is the latest end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from domains.base import Built
from domains.extra import extra_constraints, reach
from domains.jobshop.frame import framed, route_of
from domains.jobshop.objectives import objectives
from domains.jobshop.request import family_of
from domains.jobshop.setups import times_on
from domains.jobshop.steps import Step, step_name, step_of
from encoders.expressions import And, BoolVar, Compare, Const, Implies, Max, NoOverlap, Parameter, Sum, Task, task
from encoders.problem import Constraint, Problem
from encoders.spec import write_name
from encoders.structures.setups import Visit, change_overs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domains.jobshop.request import Downtime, Job, JobShopRequest, ShopTask
    from domains.jobshop.steps import Way
    from encoders.expressions import Expression

    Steps = Mapping[tuple[str, int], Step]


@dataclass(frozen=True, slots=True)
class Handles:
    """Every step by job and number."""

    request: JobShopRequest
    steps: Steps


def build(request: JobShopRequest, *, open_until: int = 0) -> Built:
    """Jobs and machines are kept (no repair gives them up) but are members of conflicts; deadline and due dates can move.

    Starts are open until everything could be done one after the other, and at least until `open_until`.
    """
    horizon = reach(request.extra, max(_horizon(request), open_until))
    steps: dict[tuple[str, int], Step] = {}
    for job in request.jobs:
        head = job.release
        for number, content in enumerate(job.tasks, 1):
            steps[job.name, number] = step_of(step_name(job.name, number), content, earliest=head, horizon=horizon)
            head += content.shortest
    ends = {job.name: steps[job.name, len(job.tasks)].end for job in request.jobs}
    makespan = Max(*ends.values())
    constraints = [*_orders(request, steps), *_machines(request, steps)]
    if request.permutation:
        constraints.append(_permutation(request, steps))
    constraints += _limits(request, ends, makespan)
    observables: dict[str, Expression] = {"makespan": makespan}
    goals = objectives(request, ends, makespan)
    observables |= {goal.name: goal.expression for goal in goals}
    for job in request.jobs:
        observables[f"end[{job.name}]"] = ends[job.name]
        for number in range(1, len(job.tasks) + 1):
            name, step = step_name(job.name, number), steps[job.name, number]
            observables[f"start[{name}]"] = step.start
            if len(step.ways) > 1:
                observables |= {on_name(name, way.machine): way.task.presence for way in step.ways}
    constraints += extra_constraints(request.extra, observables)
    leaves = tuple([step.start for step in steps.values()])
    problem = Problem("job shop", tuple(constraints), goals, leaves)
    return Built(problem, observables, framed(request), Handles(request, steps))


def on_name(task: str, machine: str) -> str:
    """The observable that says whether a task runs on a machine, where it has a choice: task[J.1].on[M]."""
    return write_name(("task", task), ("on", machine))


def _horizon(request: JobShopRequest) -> int:
    """Everything one after the other ends by then; later ends are open only where the request itself speaks of them."""
    change = max([setup.time for setup in request.setups], default=0)
    work = sum([step.longest + change for job in request.jobs for step in job.tasks])
    asked = [limit for limit in (request.deadline, *[job.due for job in request.jobs]) if limit is not None]
    ready = max([*[job.release for job in request.jobs], *[down.end for down in request.down]])
    return max([ready + work, *asked])


def _orders(request: JobShopRequest, steps: Steps) -> Iterator[Constraint]:
    """One group a job: its tasks follow one another."""
    for job in request.jobs:
        chain = [steps[job.name, number] for number in range(1, len(job.tasks) + 1)]
        order = [first.before(then) for first, then in pairwise(chain)]
        if order:
            path = f"jobs/{job.name}"
            yield Constraint(path, And(*order), route_of(job), group=path, keep=True)


def _machines(request: JobShopRequest, steps: Steps) -> Iterator[Constraint]:
    """Groups of each machine: one task at a time, when it is down, and what changing it over takes."""
    on: dict[str, list[tuple[Job, ShopTask, Way]]] = {machine: [] for machine in request.machines}
    for job in request.jobs:
        for number, content in enumerate(job.tasks, 1):
            for way in steps[job.name, number].ways:
                on[way.machine].append((job, content, way))
    for machine, here in on.items():
        tasks = [way.task for _, _, way in here]
        down = [time for time in request.down if time.machine == machine]
        if down:
            path = f"down/{machine}"
            # a task may not be cut by a time in which the machine is down, so each one is apart from every such time
            closed = [_closed(time, number) for number, time in enumerate(down, 1)]
            apart = And(*[NoOverlap((t, other)) for t in tasks for other in closed])
            says = " ".join([f"{machine} is down from {time.start} to {time.end}." for time in down])
            yield Constraint(path, apart, says, group=path, keep=True)
        if len(tasks) > 1:
            path = f"machines/{machine}"
            says = f"{machine} does one task at a time."
            yield Constraint(path, NoOverlap(tuple(tasks)), says, group=path, keep=True)
        rules: list[Expression] = []
        if request.setups:
            visits = [Visit(way.task, family_of(job, content)) for job, content, way in here]
            rules += change_overs(visits, times_on(request, machine))
        if rules:
            path = f"setups/{machine}"
            yield Constraint(path, And(*rules), f"Changing {machine} over takes time.", group=path, keep=True)


def _closed(down: Downtime, number: int) -> Task:
    """A time in which a machine is down, as a task that nobody can move."""
    length = down.end - down.start
    return task(f"{down.machine} down ({number})", length, earliest=down.start, latest=down.start)


def _permutation(request: JobShopRequest, steps: Steps) -> Constraint:
    """Of two jobs, one starts first on every machine."""
    rules: list[Expression] = []
    for a, b in combinations(request.jobs, 2):
        first = BoolVar(f"{a.name} before {b.name}")
        for number in range(1, len(a.tasks) + 1):
            gap = Sum(((1, steps[b.name, number].start), (-1, steps[a.name, number].start)))
            rules += [
                Implies(first, Compare(gap, ">=", Const(0))),
                Implies(~first, Compare(gap, "<=", Const(0))),
            ]
    says = "The jobs pass all machines in the same order."
    return Constraint("permutation", And(*rules), says, group="permutation")


def _limits(request: JobShopRequest, ends: Mapping[str, Expression], makespan: Expression) -> Iterator[Constraint]:
    """Due dates, unless they are only targets, and the deadline: amounts that can move."""
    due: Sequence[Job] = () if request.soft_due else request.jobs
    for job in due:
        if job.due is not None:
            path = f"due/{job.name}"
            rule = Compare(ends[job.name], "<=", Parameter(path, job.due, request.unit, path))
            yield Constraint(path, rule, f"{job.name} ends by {job.due}.", group=path)
    if request.deadline is not None:
        rule = Compare(makespan, "<=", Parameter("deadline", request.deadline, request.unit, "deadline"))
        yield Constraint("deadline", rule, f"Everything ends by {request.deadline}.", group="deadline")


__all__ = ["Handles", "build", "on_name", "step_name"]
