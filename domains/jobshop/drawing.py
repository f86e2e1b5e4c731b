"""A schedule as a timeline: machines as lanes, slack and critical tasks, due dates, and what a conflict is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.documents import Bar, Mark, Timeline
from domains.jobshop.slack import in_order, setups_of, slacks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from domains.jobshop.request import JobShopRequest, Schedule


def timeline(plan: Schedule, request: JobShopRequest, members: Collection[str] = ()) -> Timeline:
    """Every task on its machine, setups, times in which machines are down, due dates and the deadline.

    `members` are groups of a conflict (`jobs/J1`, `machines/M2`, `due/J1`, `down/M2`, `setups/M2`, `deadline`): the tasks of such
    a job or on such a machine, and such limits, are marked. The schedule may break rules of the request; slack is then left out.
    """
    slack = slacks(plan, request)
    bars = [
        Bar(
            lane=task.machine,
            says=task.task,
            start=task.start,
            end=task.end,
            kind=task.job,
            slack=slack.get(task.task),
            clashes=f"jobs/{task.job}" in members or f"machines/{task.machine}" in members,
        )
        for task in plan.tasks
    ]
    bars += _in_between(plan, request, members)
    return Timeline(tuple(request.machines), tuple(bars), tuple(_marks(plan, request, members)))


def _in_between(plan: Schedule, request: JobShopRequest, members: Collection[str]) -> Iterator[Bar]:
    """When machines do nothing, and are changed over: as late as the next task allows."""
    for down in request.down:
        yield Bar(down.machine, "down", down.start, down.end, clashes=f"down/{down.machine}" in members)
    for before, after, time in setups_of(plan.tasks, request):
        clashes = f"setups/{after.machine}" in members
        detail = f"from {before.task} to {after.task}"
        yield Bar(after.machine, "setup", after.start - time, after.start, clashes=clashes, detail=detail)


def _marks(plan: Schedule, request: JobShopRequest, members: Collection[str]) -> Iterator[Mark]:
    """Due dates where the last task of their job runs, and the deadline everywhere."""
    last = {task.job: task.machine for task in sorted(plan.tasks, key=in_order)}
    for job in request.jobs:
        if job.due is not None and job.name in last:
            yield Mark(job.due, f"{job.name} due", last[job.name], f"due/{job.name}" in members)
    if request.deadline is not None:
        yield Mark(request.deadline, "deadline", None, "deadline" in members)
