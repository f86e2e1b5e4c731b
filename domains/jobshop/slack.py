"""How much later the tasks of a schedule may end, all orders as they are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from domains.critical import Activity, Arc, criticality
from domains.jobshop.request import family_of
from domains.jobshop.setups import times_on
from encoders.errors import ModelError
from encoders.numbers import magnitude

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domains.jobshop.request import JobShopRequest, Schedule, ScheduledTask
    from encoders.numbers import Number


def slacks(plan: Schedule, request: JobShopRequest) -> Mapping[str, Number]:
    """How much later each task may end without harm to any objective and without a limit broken.

    Only that every objective stays as good is asked, also of the later ones. A task that nothing limits is left out, and so are
    all tasks of a schedule that breaks the shop's rules. Further wishes of the request may forbid a delay that the shop allows:
    only tasks that cannot be delayed at all are told then.
    """
    tasks = sorted(plan.tasks, key=in_order)
    limits = _limits(tasks, request)
    activities = [Activity(task.task, task.start, task.end, limits.get(task.job)) for task in tasks]
    activities += [Activity(name, start, end, movable=False) for name, _, start, end in _closed(request)]
    arcs = [*_job_orders(tasks), *_machine_orders(tasks, request)]
    try:
        found = _slacks(activities, arcs, _horizon(tasks, request))
    except ModelError:
        return {}
    names = {task.task for task in tasks}
    return {name: value for name, value in found.items() if name in names and (value == 0 or not request.extra)}


def setups_of(
    plan: Sequence[ScheduledTask], request: JobShopRequest
) -> Iterator[tuple[ScheduledTask, ScheduledTask, int]]:
    """Tasks that follow one another directly on a machine and have a setup between them, with its time."""
    families = {
        f"{job.name}.{number}": family_of(job, step) for job in request.jobs for number, step in enumerate(job.tasks, 1)
    }
    tasks = sorted(plan, key=in_order)
    for machine in dict.fromkeys([task.machine for task in tasks]) if request.setups else ():
        times = times_on(request, machine)
        for before, after in pairwise([task for task in tasks if task.machine == machine]):
            time = times.get((families.get(before.task, ""), families.get(after.task, "")), 0)
            if time:
                yield before, after, time


def in_order(task: ScheduledTask) -> tuple[int, int, int, str]:
    """The order in time; tasks without length at the same moment in the order of their numbers."""
    number = task.task.rpartition(".")[2]
    return task.start, task.end, int(number) if number.isdecimal() else 0, task.task


def _limits(tasks: Sequence[ScheduledTask], request: JobShopRequest) -> dict[str, int]:
    """The latest end of each job without harm. A due date that is missed already limits nothing, unless lateness counts."""
    ends = {task.job: task.end for task in tasks}  # in order of time: the last one stays
    found: dict[str, int] = {}
    for job in request.jobs:
        end = ends.get(job.name)
        if end is None:
            continue
        limits = [end] if "completion" in request.objectives else []
        if job.due is not None and (end <= job.due or request.soft_due):
            limits.append(max(job.due, end))
        if limits:
            found[job.name] = min(limits)
    return found


def _horizon(tasks: Sequence[ScheduledTask], request: JobShopRequest) -> int | None:
    """The end that no delay may pass: the makespan where it counts, else the deadline, None without one."""
    end = max([task.end for task in tasks], default=0)
    if "makespan" in request.objectives:
        return end
    return request.deadline if request.deadline is not None and request.deadline >= end else None


def _slacks(activities: Sequence[Activity], arcs: Sequence[Arc], horizon: int | None) -> Mapping[str, Number]:
    """Without a horizon: the slack of what something else limits, which shows when a far horizon moves."""
    if horizon is not None:
        return criticality(activities, arcs, horizon).slack
    spans: list[Number] = [magnitude(a.end) + magnitude(a.latest or 0) + a.end - a.start for a in activities]
    far = sum(spans) + sum([arc.lag for arc in arcs])
    near, further = (criticality(activities, arcs, far + more).slack for more in (0, 1))
    return {name: value for name, value in near.items() if further[name] == value}


def _job_orders(tasks: Sequence[ScheduledTask]) -> Iterator[Arc]:
    for job in dict.fromkeys([task.job for task in tasks]):
        yield from [Arc(a.task, b.task) for a, b in pairwise([task for task in tasks if task.job == job])]


def _machine_orders(tasks: Sequence[ScheduledTask], request: JobShopRequest) -> Iterator[Arc]:
    closed = _closed(request)
    downtimes = {name for name, _, _, _ in closed}
    for machine in dict.fromkeys([task.machine for task in tasks]):
        places = [(in_order(task), task.task) for task in tasks if task.machine == machine]
        places += [((start, end, 0, ""), name) for name, where, start, end in closed if where == machine]
        names = [name for _, name in sorted(places)]
        # two times in which a machine is down may overlap, and hold one another up no more than they move
        yield from [Arc(a, b) for a, b in pairwise(names) if not (a in downtimes and b in downtimes)]
    for before, after, time in setups_of(tasks, request):
        yield Arc(before.task, after.task, time)


def _closed(request: JobShopRequest) -> list[tuple[str, str, int, int]]:
    """Times in which machines are down: a name that no task has, the machine, start and end."""
    return [(f"down/{number}/{d.machine}", d.machine, d.start, d.end) for number, d in enumerate(request.down)]
