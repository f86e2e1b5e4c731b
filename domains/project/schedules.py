"""Schedules and assignments: what one means in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains import fields as by_field
from domains.fields import PlanField
from domains.project import words
from domains.project.request import PlannedActivity, ProjectPlan
from encoders.evaluate import Evaluator

if TYPE_CHECKING:
    from domains.base import Built
    from domains.project.problem import Handles
    from encoders.expressions import Expression
    from encoders.result import Assignment


def decode(built: Built, assignment: Assignment) -> ProjectPlan:
    """The schedule that an assignment means."""
    handles: Handles = built.handles
    value_of = Evaluator(assignment)
    found = []
    for activity in handles.request.activities:
        step = handles.steps[activity.name]
        start, end = value_of(step.whole.start), value_of(step.end)
        mode = "" if step.choice is None else str(assignment[step.choice.name])
        found.append(PlannedActivity(task=activity.name, mode=mode, start=int(start), end=int(end)))
    return ProjectPlan(tasks=found, makespan=max([entry.end for entry in found]))


def pin(built: Built, plan: ProjectPlan) -> tuple[Expression, ...] | None:
    """That every activity runs as the plan says; None where it is not the project's, or its times do not fit together."""
    request = built.handles.request
    if sorted([entry.task for entry in plan.tasks]) != sorted(request.names):
        return None
    if plan.makespan != max([entry.end for entry in plan.tasks]):
        return None
    several = {activity.name for activity in request.activities if activity.alternatives}
    if any([bool(entry.mode) != (entry.task in several) for entry in plan.tasks]):
        return None
    return by_field.pinned(built, fields(plan))


def fields(plan: ProjectPlan, unit: str = "") -> list[PlanField]:
    """When each activity runs, and in which way; its end and the makespan follow."""
    found = []
    for entry in plan.tasks:
        says = words.during(entry.start, entry.end, unit) if entry.end > entry.start else f"at {entry.start}"
        found.append(PlanField(entry.task, says, f"start[{entry.task}]", entry.start, "activity"))
        if entry.mode:
            where = f"{entry.task}, way"
            found.append(PlanField(where, entry.mode, f"mode[{entry.task}]", entry.mode, "way"))
        end = f"end[{entry.task}]"
        found.append(PlanField(f"{entry.task}, end", str(entry.end), end, entry.end, "end", derived=True))
    return found
