"""Rules of a shop, written from the request and not from the problem: an independent look at a schedule."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from domains.base import Violation
from domains.jobshop.extra import check_extra

if TYPE_CHECKING:
    from domains.jobshop.request import JobShopRequest, Schedule, ScheduledTask


def check(plan: Schedule, request: JobShopRequest) -> list[Violation]:
    """Every broken rule: tasks missing or unknown, order in a job, overlap on a machine, releases, due dates, deadline."""
    found: list[Violation] = []
    planned: dict[str, ScheduledTask] = {}
    for entry in plan.tasks:
        if entry.task in planned:
            found.append(Violation(f"jobs/{entry.job}", f"{entry.task} is scheduled twice.", entry.task))
        planned[entry.task] = entry
    for job in request.jobs:
        free, last = job.release, None
        for number, step in enumerate(job.tasks, 1):
            name = f"{job.name}.{number}"
            if name not in planned:
                found.append(Violation(f"jobs/{job.name}", f"{name} is not scheduled.", name))
                continue
            entry = planned.pop(name)
            if entry.machine != step.machine:
                found.append(
                    Violation(
                        f"machines/{step.machine}",
                        f"{entry.task} runs on {entry.machine}, not {step.machine}.",
                        entry.task,
                    )
                )
            if entry.end - entry.start != step.duration:
                found.append(
                    Violation(
                        f"jobs/{job.name}",
                        f"{entry.task} takes {entry.end - entry.start}, not {step.duration}.",
                        entry.task,
                    )
                )
            if entry.start < free:
                before = f"before {last} ends" if last else f"before its release at {job.release}"
                found.append(
                    Violation(f"jobs/{job.name}", f"{entry.task} starts at {entry.start}, {before}.", entry.task)
                )
            free, last = entry.start + step.duration, entry.task
        if job.due is not None and last is not None and free > job.due:
            found.append(Violation(f"due/{job.name}", f"{job.name} ends at {free}, after {job.due}.", last))
    found += [Violation("jobs", f"{name} is no task of this shop.", name) for name in planned]
    for a, b in combinations(plan.tasks, 2):
        if a.machine == b.machine and a.start < b.end and b.start < a.end:
            found.append(Violation(f"machines/{a.machine}", f"{a.task} and {b.task} overlap on {a.machine}.", a.task))
    for down in request.down:
        found += [
            Violation(f"down/{down.machine}", f"{t.task} runs on {t.machine} while it is down.", t.task)
            for t in plan.tasks
            if t.machine == down.machine and t.start < down.end and down.start < t.end
        ]
    latest = max([entry.end for entry in plan.tasks], default=0)
    if request.deadline is not None and latest > request.deadline:
        found.append(
            Violation("deadline", f"The last task ends at {latest}, after {request.deadline}.", f"time {latest}")
        )
    if plan.makespan != latest:
        found.append(Violation("makespan", f"The makespan is {latest}, not {plan.makespan}.", ""))
    if request.extra and {entry.task for entry in plan.tasks} == _steps(request):
        found += check_extra(request, observe(plan, request))
    return found


def _steps(request: JobShopRequest) -> set[str]:
    return {f"{job.name}.{number}" for job in request.jobs for number in range(1, len(job.tasks) + 1)}


def measure(plan: Schedule) -> dict[str, int]:
    """The latest end."""
    return {"makespan": max([entry.end for entry in plan.tasks], default=0)}


def observe(plan: Schedule, request: JobShopRequest) -> dict[str, Any]:
    """makespan, end[JOB] and start[JOB.N]."""
    found: dict[str, Any] = dict(measure(plan))
    for job in request.jobs:
        found[f"end[{job.name}]"] = max([entry.end for entry in plan.tasks if entry.job == job.name])
    found.update({f"start[{entry.task}]": entry.start for entry in plan.tasks})
    return found
