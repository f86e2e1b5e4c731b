"""The fields of a schedule for people, and what an assignment keeps of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Element
from domains.jobshop.problem import Handles, step_name
from encoders.expressions import equals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Built
    from domains.jobshop.request import Schedule
    from encoders.expressions import Expression


def elements(plan: Schedule) -> Sequence[Element]:
    """When each task runs, then when everything has ended."""
    found = [Element(entry.task, "task", f"{entry.start} to {entry.end} on {entry.machine}") for entry in plan.tasks]
    return [*found, Element("makespan", "makespan", str(plan.makespan))]


def likeness(built: Built, plan: Schedule) -> list[Expression]:
    """That each task starts when it does in a schedule, for the tasks that the shop has and that can."""
    handles: Handles = built.handles
    starts = {entry.task: entry.start for entry in plan.tasks}
    found: list[Expression] = []
    for (job, number), task in handles.tasks.items():
        wanted, (low, high) = starts.get(step_name(job, number)), task.start.bounds
        if wanted is not None and low is not None and high is not None and low <= wanted <= high:
            found.append(equals(task.start, wanted))
    return found
