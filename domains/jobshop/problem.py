"""A shop as tasks, precedence and no-overlap; the makespan is the latest end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from domains.base import Built, FrameItem
from domains.jobshop.extra import extra_constraints, latest
from domains.jobshop.request import Schedule, ScheduledTask
from encoders.expressions import And, Compare, Max, NoOverlap, Parameter, Task, equals, precedence, task
from encoders.problem import Constraint, Objective, Problem

if TYPE_CHECKING:
    from domains.jobshop.request import Downtime, JobShopRequest
    from encoders.expressions import Expression
    from encoders.result import Assignment


@dataclass(frozen=True, slots=True)
class Handles:
    """The task of every step, by job and number."""

    request: JobShopRequest
    tasks: dict[tuple[str, int], Task]


def build(request: JobShopRequest, *, open_until: int = 0) -> Built:
    """Jobs and machines are kept (no repair gives them up) but are members of conflicts; deadline and due dates can move.

    Starts are open until everything could be done one after the other, and at least until `open_until`.
    """
    work = sum([step.duration for job in request.jobs for step in job.tasks])
    # Everything one after the other ends by then; later ends are open only where the request itself speaks of them.
    asked = [limit for limit in (request.deadline, *[job.due for job in request.jobs]) if limit is not None]
    ready = max([*[job.release for job in request.jobs], *[down.end for down in request.down]])
    horizon = latest(request, max([ready + work, open_until, *asked]))
    tasks: dict[tuple[str, int], Task] = {}
    for job in request.jobs:
        head = job.release
        for number, step in enumerate(job.tasks, 1):
            name = step_name(job.name, number)
            tasks[job.name, number] = task(name, step.duration, earliest=head, latest=horizon - step.duration)
            head += step.duration
    constraints = []
    for job in request.jobs:
        chain = [tasks[job.name, number] for number in range(1, len(job.tasks) + 1)]
        order = [precedence(a, b) for a, b in pairwise(chain)]
        if order:
            says = f"The tasks of {job.name} follow one another."
            constraints.append(Constraint(f"jobs/{job.name}", And(*order), says, group=f"jobs/{job.name}", keep=True))
    for machine in request.machines:
        here = [
            tasks[job.name, n] for job in request.jobs for n, step in enumerate(job.tasks, 1) if step.machine == machine
        ]
        closed = [_closed(down, n) for n, down in enumerate(request.down, 1) if down.machine == machine]
        if closed:
            path = f"down/{machine}"
            # a task may not be cut by a time in which the machine is down, so each one is apart from every such time
            apart = And(*[NoOverlap((t, other)) for t in here for other in closed])
            says = " ".join(
                [f"{d.machine} is down from {d.start} to {d.end}." for d in request.down if d.machine == machine]
            )
            constraints.append(Constraint(path, apart, says, group=path, keep=True))
        if len(here) > 1:
            path = f"machines/{machine}"
            says = f"{machine} does one task at a time."
            constraints.append(Constraint(path, NoOverlap(tuple(here)), says, group=path, keep=True))
    ends = [tasks[job.name, len(job.tasks)].end for job in request.jobs]
    makespan = Max(*ends)
    for job, end in zip(request.jobs, ends, strict=True):
        if job.due is not None:
            path = f"due/{job.name}"
            rule = Compare(end, "<=", Parameter(path, job.due, "", path))
            constraints.append(Constraint(path, rule, f"{job.name} ends by {job.due}.", group=path))
    if request.deadline is not None:
        rule = Compare(makespan, "<=", Parameter("deadline", request.deadline, "", "deadline"))
        constraints.append(Constraint("deadline", rule, f"Everything ends by {request.deadline}.", group="deadline"))
    objective = Objective(
        "makespan", "minimise", makespan, "Everything is finished as early as possible.", "units of time"
    )
    observables: dict[str, Expression] = {"makespan": makespan}
    for job, end in zip(request.jobs, ends, strict=True):
        observables[f"end[{job.name}]"] = end
        for number in range(1, len(job.tasks) + 1):
            observables[f"start[{step_name(job.name, number)}]"] = tasks[job.name, number].start
    constraints += extra_constraints(request, observables)
    leaves = tuple([t.start for t in tasks.values()])
    problem = Problem("job shop", tuple(constraints), (objective,), leaves)
    return Built(problem, observables, _frame(request), Handles(request, tasks))


def _closed(down: Downtime, number: int) -> Task:
    """A time in which a machine is down, as a task that nobody can move."""
    length = down.end - down.start
    return task(f"{down.machine} down ({number})", length, earliest=down.start, latest=down.start)


def _frame(request: JobShopRequest) -> tuple[FrameItem, ...]:
    """What is to be done, with what, and from when."""
    steps = sum([len(job.tasks) for job in request.jobs])
    items = [
        FrameItem(
            "jobs", f"There {_count(len(request.jobs), 'job')}, with {steps} {'task' if steps == 1 else 'tasks'}."
        ),
        FrameItem("machines", f"There {_count(len(request.machines), 'machine')}: {', '.join(request.machines)}."),
    ]
    items += [
        FrameItem(f"release/{j.name}", f"{j.name} starts at {j.release} or later.") for j in request.jobs if j.release
    ]
    return tuple(items)


def _count(number: int, noun: str) -> str:
    return f"is 1 {noun}" if number == 1 else f"are {number} {noun}s"


def decode(built: Built, assignment: Assignment) -> Schedule:
    """The schedule an assignment means."""
    handles: Handles = built.handles
    found = []
    for job in handles.request.jobs:
        for number, step in enumerate(job.tasks, 1):
            start = assignment[handles.tasks[job.name, number].start.name]
            assert isinstance(start, int)
            end = start + step.duration
            found.append(
                ScheduledTask(
                    task=step_name(job.name, number), job=job.name, machine=step.machine, start=start, end=end
                )
            )
    return Schedule(tasks=found, makespan=max([task.end for task in found]))


def pin(built: Built, plan: Schedule) -> tuple[Expression, ...] | None:
    """The starts of a schedule as equations; None where its tasks, machines or durations are not the shop's."""
    handles: Handles = built.handles
    planned = {entry.task: entry for entry in plan.tasks}
    if len(planned) != len(plan.tasks) or len(planned) != len(handles.tasks):
        return None
    found: list[Expression] = []
    for job in handles.request.jobs:
        for number, step in enumerate(job.tasks, 1):
            entry = planned.get(step_name(job.name, number))
            if entry is None or entry.machine != step.machine or entry.end - entry.start != step.duration:
                return None
            found.append(equals(handles.tasks[job.name, number].start, entry.start))
    return tuple(found)


def step_name(job: str, number: int) -> str:
    """JOB.N, N counted from 1."""
    return f"{job}.{number}"
