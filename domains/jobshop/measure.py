"""The quantities of a schedule, from the schedule itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.spec import write_name

if TYPE_CHECKING:
    from domains.jobshop.request import JobShopRequest, Schedule


def measure(plan: Schedule, request: JobShopRequest) -> dict[str, int]:
    """The latest end, and the other objectives of the request."""
    ends = _ends(plan, request)
    late = [job.weight * max(0, ends[job.name] - job.due) for job in request.jobs if job.due is not None]
    known = {
        "makespan": max([entry.end for entry in plan.tasks], default=0),
        "tardiness": sum(late),
        "completion": sum([job.weight * ends[job.name] for job in request.jobs]),
    }
    return {name: value for name, value in known.items() if name == "makespan" or name in request.objectives}


def observe(plan: Schedule, request: JobShopRequest) -> dict[str, Any]:
    """makespan, the objectives, end[JOB], start[JOB.N], and task[JOB.N].on[MACHINE] where there is a choice."""
    found: dict[str, Any] = dict(measure(plan, request))
    found |= {f"end[{name}]": end for name, end in _ends(plan, request).items()}
    found |= {f"start[{entry.task}]": entry.start for entry in plan.tasks}
    on = {entry.task: entry.machine for entry in plan.tasks}
    for job in request.jobs:
        for number, step in enumerate(job.tasks, 1):
            name = f"{job.name}.{number}"
            for option in step.options if step.alternatives and name in on else ():
                found[write_name(("task", name), ("on", option.machine))] = on[name] == option.machine
    return found


def _ends(plan: Schedule, request: JobShopRequest) -> dict[str, int]:
    by_name = {entry.task: entry.end for entry in plan.tasks}
    return {
        job.name: max([by_name.get(f"{job.name}.{number}", 0) for number in range(1, len(job.tasks) + 1)])
        for job in request.jobs
    }
