"""The fields of a schedule for people, and what an assignment keeps of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Element
from domains.fields import PlanField
from domains.jobshop.schedules import kept
from domains.jobshop.steps import step_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Built
    from domains.jobshop.problem import Handles
    from domains.jobshop.request import Schedule
    from encoders.expressions import Expression


def elements(plan: Schedule) -> Sequence[Element]:
    """When each task runs, then when everything has ended."""
    found = [Element(entry.task, "task", f"{entry.start} to {entry.end} on {entry.machine}") for entry in plan.tasks]
    return [*found, Element("makespan", "makespan", str(plan.makespan))]


def fields_of(plan: Schedule) -> list[PlanField]:
    """The tasks by the observable of their start."""
    return [
        PlanField(
            entry.task, f"{entry.start} to {entry.end} on {entry.machine}", f"start[{entry.task}]", entry.start, "task"
        )
        for entry in plan.tasks
    ]


def likeness(built: Built, plan: Schedule) -> list[Expression]:
    """That each task runs when and where it does in a schedule, for the tasks that the shop has and that can."""
    handles: Handles = built.handles
    planned = {entry.task: entry for entry in plan.tasks}
    found: list[Expression] = []
    for (job, number), step in handles.steps.items():
        entry = planned.get(step_name(job, number))
        rule = kept(step, entry) if entry is not None else None
        if rule is not None:
            found.append(rule)
    return found
