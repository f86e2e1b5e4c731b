"""The quantities of a project's schedule, from the schedule itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.project.request import Mode, ProjectPlan, ProjectRequest
    from encoders.numbers import Number


def measure(plan: ProjectPlan, request: ProjectRequest) -> dict[str, Number]:
    """The latest end, and lateness and cost where the request speaks of them."""
    ends = {entry.task: entry.end for entry in plan.tasks}
    found: dict[str, Number] = {"makespan": max(ends.values(), default=0)}
    if request.due or request.soft_due:
        late = [request.weight.get(name, 1) * max(0, ends.get(name, 0) - due) for name, due in request.due.items()]
        found["tardiness"] = sum(late)
    priced = any([mode.cost for activity in request.activities for mode in activity.modes])
    if priced or request.budget is not None or "cost" in request.objectives:
        found["cost"] = sum([mode.cost for mode in _chosen(plan, request)])
    return found


def observe(plan: ProjectPlan, request: ProjectRequest) -> dict[str, Any]:
    """The measures, used[SUPPLY], start[ACTIVITY], end[ACTIVITY], and mode[ACTIVITY] where there is a choice."""
    found: dict[str, Any] = dict(measure(plan, request))
    for supply in request.supplies:
        found[f"used[{supply}]"] = sum([mode.uses.get(supply, 0) for mode in _chosen(plan, request)])
    several = {activity.name for activity in request.activities if activity.alternatives}
    for entry in plan.tasks:
        found |= {f"start[{entry.task}]": entry.start, f"end[{entry.task}]": entry.end}
        if entry.task in several:
            found[f"mode[{entry.task}]"] = entry.mode
    return found


def _chosen(plan: ProjectPlan, request: ProjectRequest) -> Iterator[Mode]:
    known = {(activity.name, mode.mode): mode for activity in request.activities for mode in activity.modes}
    yield from [known[entry.task, entry.mode] for entry in plan.tasks if (entry.task, entry.mode) in known]
