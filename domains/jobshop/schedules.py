"""Schedules and assignments: what one means in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.jobshop.request import Schedule, ScheduledTask
from domains.jobshop.steps import step_name
from encoders.evaluate import Evaluator
from encoders.expressions import equals

if TYPE_CHECKING:
    from domains.base import Built
    from domains.jobshop.problem import Handles
    from domains.jobshop.steps import Step
    from encoders.expressions import Expression
    from encoders.result import Assignment


def decode(built: Built, assignment: Assignment) -> Schedule:
    """The schedule an assignment means."""
    handles: Handles = built.handles
    value_of = Evaluator(assignment)
    found = []
    for job in handles.request.jobs:
        for number in range(1, len(job.tasks) + 1):
            step = handles.steps[job.name, number]
            start = assignment[step.start.name]
            assert isinstance(start, int)
            way = next(w for w in step.ways if len(step.ways) == 1 or value_of(w.task.presence))
            name = step_name(job.name, number)
            end = start + way.duration
            found.append(ScheduledTask(task=name, job=job.name, machine=way.machine, start=start, end=end))
    return Schedule(tasks=found, makespan=max([task.end for task in found]))


def kept(step: Step, entry: ScheduledTask) -> Expression | None:
    """That a step runs when and where an entry says; None where it cannot."""
    way = next((w for w in step.ways if w.machine == entry.machine), None)
    if way is None or entry.end - entry.start != way.duration or not step.start.lo <= entry.start <= step.start.hi:
        return None
    there = equals(step.start, entry.start)
    return there if len(step.ways) == 1 else there & way.task.presence


def pin(built: Built, plan: Schedule) -> tuple[Expression, ...] | None:
    """The tasks of a schedule as equations; None where its tasks, machines or times are not the shop's."""
    handles: Handles = built.handles
    planned = {entry.task: entry for entry in plan.tasks}
    latest = max([entry.end for entry in plan.tasks], default=0)
    if len(planned) != len(plan.tasks) or len(planned) != len(handles.steps) or plan.makespan != latest:
        return None
    found: list[Expression] = []
    for (job, number), step in handles.steps.items():
        entry = planned.get(step_name(job, number))
        rule = kept(step, entry) if entry is not None and entry.job == job else None
        if rule is None:
            return None
        found.append(rule)
    return tuple(found)
