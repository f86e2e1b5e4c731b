"""What a shop's problem is built around: the work, the machines, and from when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import FrameItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.jobshop.request import Job, JobShopRequest

_LONG = 6
"""Tasks of a job beyond which they are only counted."""


def framed(request: JobShopRequest) -> tuple[FrameItem, ...]:
    """What is to be done, with what, and from when."""
    steps = sum([len(job.tasks) for job in request.jobs])
    items = [
        FrameItem(
            "jobs", f"There {_count(len(request.jobs), 'job')}, with {steps} {'task' if steps == 1 else 'tasks'}."
        ),
        FrameItem("machines", f"There {_count(len(request.machines), 'machine')}: {', '.join(request.machines)}."),
    ]
    if request.unit:
        items.append(FrameItem("unit", f"Times are in {request.unit}."))
    for job in request.jobs:
        items += _of_job(job, request)
    for number, setup in enumerate(request.setups):
        where = f" on {setup.machine}" if setup.machine else ""
        says = f"Changing from {setup.before} to {setup.after}{where} takes {setup.time}."
        items.append(FrameItem(f"setups/{number}", says))
    return tuple(items)


def _of_job(job: Job, request: JobShopRequest) -> Iterator[FrameItem]:
    if job.release:
        yield FrameItem(f"release/{job.name}", f"{job.name} starts at {job.release} or later.")
    if job.due is not None and request.soft_due:
        yield FrameItem(f"due/{job.name}", f"{job.name} should end by {job.due}.")
    if job.weight != 1:
        yield FrameItem(f"weight/{job.name}", f"{job.name} counts {job.weight} times.")
    if job.family:
        yield FrameItem(f"family/{job.name}", f"{job.name} is {job.family}.")
    if len(job.tasks) == 1:
        yield FrameItem(f"jobs/{job.name}", route_of(job))


def route_of(job: Job) -> str:
    """What a job needs, in a sentence; of a long one only how many tasks it has."""
    if len(job.tasks) > _LONG:
        return f"The {len(job.tasks)} tasks of {job.name} follow one another."
    steps = [" or ".join([f"{way.machine} for {way.duration}" for way in task.options]) for task in job.tasks]
    return f"{job.name} needs {', then '.join(steps)}."


def _count(number: int, noun: str) -> str:
    return f"is 1 {noun}" if number == 1 else f"are {number} {noun}s"
