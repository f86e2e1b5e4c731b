"""An old schedule kept task by task in a new shop: fields, the problem they are kept in, and what is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domains.base import Change
from domains.jobshop.edits import edit
from domains.jobshop.elements import elements
from domains.jobshop.problem import build, on_name
from domains.jobshop.schedules import decode, kept
from domains.jobshop.steps import step_name
from domains.replanning import Gone, Moved, Near, Part
from encoders.errors import InputError, UnsupportedError
from encoders.expressions import FALSE

if TYPE_CHECKING:
    from domains.jobshop.problem import Handles
    from domains.jobshop.request import JobShopRequest, Schedule
    from encoders.result import Assignment

_DOWN = re.compile(r"(?P<machine>.+?)\s+(?:from\s+)?(?P<start>\d{1,9})\s*(?:-|–|to|until)\s*(?P<end>\d{1,9})")


def fields(plan: Schedule) -> dict[str, str]:
    """When each task runs, by its name."""
    return {entry.where: entry.says for entry in elements(plan) if entry.kind == "task"}


def near(request: JobShopRequest, plan: Schedule) -> Near:
    """The shop with time enough for what has to move to come after everything that stays."""
    latest = max([entry.end for entry in plan.tasks], default=0)
    work = sum([step.longest for job in request.jobs for step in job.tasks])
    built = build(request, open_until=latest + work + _changing(request))
    handles: Handles = built.handles
    told, planned = fields(plan), {entry.task: entry for entry in plan.tasks}
    parts = []
    for job in request.jobs:
        for number in range(1, len(job.tasks) + 1):
            name = step_name(job.name, number)
            entry = planned.get(name)
            rule = kept(handles.steps[job.name, number], entry) if entry is not None else None
            parts.append(Part(name, told.get(name), FALSE if rule is None else rule, (name,)))
    parts += [Part(name, says, FALSE, (name,)) for name, says in told.items() if name not in {p.where for p in parts}]
    return Near(built, tuple(parts))


def _changing(request: JobShopRequest) -> int:
    """Time enough to change a machine over before every task."""
    return max([setup.time for setup in request.setups], default=0) * sum([len(job.tasks) for job in request.jobs])


def told(near: Near, assignment: Assignment) -> Schedule:
    """No part of a schedule can take another's place."""
    return decode(near.built, assignment)


def moved(before: Schedule, after: Schedule) -> list[Moved]:
    """The tasks that run at another time or elsewhere."""
    was, now = fields(before), fields(after)
    return [Moved(name, was.get(name), now.get(name)) for name in {**was, **now} if was.get(name) != now.get(name)]


def gone(name: str, request: JobShopRequest, data: object) -> Gone:
    """Without a job, or with a machine down: "M1 10-20". Raises InputError."""
    words, where = " ".join(name.split()), f"--without {name}"
    jobs = [job.name for job in request.jobs]
    if words in jobs:
        if len(jobs) == 1:
            raise InputError(f"{words} is the only job: without it there is nothing to plan", where=where)
        return Gone(edit(request, [Change(f"jobs/{words}", words, None)]), data, f"Job {words} is cancelled.", (words,))
    match = _DOWN.fullmatch(words)
    if match is not None and match["machine"] in request.machines:
        machine, start, end = match["machine"], int(match["start"]), int(match["end"])
        if start >= end:
            raise InputError(
                f"a machine is down from an earlier time to a later one, not {start} to {end}", where=where
            )
        down = {"machine": machine, "start": start, "end": end}
        return Gone(
            edit(request, [Change(f"down/{machine}", None, down)]),
            data,
            f"{machine} is down from {start} to {end}.",
            (machine,),
        )
    if words in request.machines:
        stuck = [
            step_name(job.name, number)
            for job in request.jobs
            for number, step in enumerate(job.tasks, 1)
            if step.machine == words and not step.alternatives
        ]
        if stuck:
            raise InputError(
                f"{', '.join(stuck[:3])} can run nowhere else; say when it is down, as in '{words} 10-20'",
                where=where,
            )
        changed = edit(request, [Change(f"machines/{words}", words, None)])
        return Gone(changed, data, f"{words} is not there any more.", (words,))
    raise InputError(
        f"nothing is called {words!r}; there are the jobs {', '.join(jobs)}, and machines that are down for some time: "
        f"'{request.machines[0]} 10-20'",
        where=where,
    )


def unwanted(name: str, request: JobShopRequest) -> str:
    """That a task does not run on a machine, "J1.2 on M3", where it has a choice. Raises InputError, UnsupportedError."""
    where, words = f"--forbid {name}", " ".join(name.split())
    choices = {
        f"{step_name(job.name, number)} on {option.machine}": (step_name(job.name, number), option.machine)
        for job in request.jobs
        for number, step in enumerate(job.tasks, 1)
        for option in (step.options if step.alternatives else ())
    }
    if not choices:
        raise UnsupportedError(
            "a shop has no choice of machines or jobs, so nothing can be forbidden; a machine that is down, or a job that is "
            "cancelled, is left out with --without",
            where=where,
        )
    if words not in choices:
        raise InputError(
            f"{words!r} is no choice of this shop; there are {', '.join(list(choices)[:6])}{', ...' if len(choices) > 6 else ''}",
            where=where,
        )
    task, machine = choices[words]
    return f"not {on_name(task, machine)}"
