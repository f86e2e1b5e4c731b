"""Rules of a shop, written from the request and not from the problem: an independent look at a schedule."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from domains.base import Violation
from domains.extra import extra_violations
from domains.jobshop.measure import measure, observe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.jobshop.request import Job, JobShopRequest, Schedule, ScheduledTask


def check(plan: Schedule, request: JobShopRequest) -> list[Violation]:
    """Every broken rule: tasks missing or unknown, their machines and times, order in a job, overlap and changes on a machine,
    machines that are down, one order of jobs, due dates, deadline."""
    planned: dict[str, ScheduledTask] = {}
    found: list[Violation] = []
    for entry in plan.tasks:
        if entry.task in planned:
            found.append(Violation(f"jobs/{entry.job}", f"{entry.task} is scheduled twice.", entry.task))
        planned[entry.task] = entry
    for job in request.jobs:
        found += _job(job, planned, request)
    known = _steps(request)
    found += [Violation("jobs", f"{name} is no task of this shop.", name) for name in planned if name not in known]
    for a, b in combinations(plan.tasks, 2):
        if a.machine == b.machine and a.start < b.end and b.start < a.end:
            found.append(Violation(f"machines/{a.machine}", f"{a.task} and {b.task} overlap on {a.machine}.", a.task))
    for down in request.down:
        found += [
            Violation(f"down/{down.machine}", f"{t.task} runs on {t.machine} while it is down.", t.task)
            for t in plan.tasks
            if t.machine == down.machine and t.start < down.end and down.start < t.end
        ]
    if request.setups:
        found += _changes(plan.tasks, request)
    if request.permutation:
        found += _one_order(planned, request)
    latest = max([entry.end for entry in plan.tasks], default=0)
    if request.deadline is not None and latest > request.deadline:
        found.append(
            Violation("deadline", f"The last task ends at {latest}, after {request.deadline}.", f"time {latest}")
        )
    if plan.makespan != latest:
        found.append(Violation("makespan", f"The makespan is {latest}, not {plan.makespan}.", ""))
    if request.extra and set(planned) == known and len(planned) == len(plan.tasks):
        found += extra_violations(request.extra, observe(plan, request))
    return found


def _steps(request: JobShopRequest) -> set[str]:
    return {f"{job.name}.{number}" for job in request.jobs for number in range(1, len(job.tasks) + 1)}


def _job(job: Job, planned: dict[str, ScheduledTask], request: JobShopRequest) -> Iterator[Violation]:
    """The tasks of one job: there, on machines that can do them, as long as they take there, one after the other, in time."""
    path = f"jobs/{job.name}"
    free, last = job.release, ""
    for number, step in enumerate(job.tasks, 1):
        name = f"{job.name}.{number}"
        entry = planned.get(name)
        if entry is None:
            yield Violation(path, f"{name} is not scheduled.", name)
            continue
        if entry.job != job.name:
            yield Violation(path, f"{name} belongs to {job.name}, not to {entry.job}.", name)
        takes = {step.machine: step.duration} | {other.machine: other.duration for other in step.alternatives}
        expected = takes.get(entry.machine)
        if expected is None:
            names = " or ".join(takes)
            yield Violation(f"machines/{step.machine}", f"{name} runs on {entry.machine}, not {names}.", name)
        elif entry.end - entry.start != expected:
            yield Violation(path, f"{name} takes {entry.end - entry.start}, not {expected}.", name)
        if entry.start < free:
            before = f"before {last} ends" if last else f"before its release at {job.release}"
            yield Violation(path, f"{name} starts at {entry.start}, {before}.", name)
        free, last = entry.start + (step.duration if expected is None else expected), name
    if job.due is not None and not request.soft_due and last and free > job.due:
        yield Violation(f"due/{job.name}", f"{job.name} ends at {free}, after {job.due}.", last)


def _changes(tasks: Sequence[ScheduledTask], request: JobShopRequest) -> Iterator[Violation]:
    """Between a task and the next one on the same machine, the change from one family to the other takes its time."""
    families = {
        f"{job.name}.{number}": step.family or job.family or job.name
        for job in request.jobs
        for number, step in enumerate(job.tasks, 1)
    }
    for machine in request.machines:
        times = {(s.before, s.after): s.time for s in request.setups if not s.machine}
        times |= {(s.before, s.after): s.time for s in request.setups if s.machine == machine}
        row = sorted([t for t in tasks if t.machine == machine and t.task in families], key=lambda t: (t.start, t.end))
        for a, b in pairwise(row):
            change = families[a.task], families[b.task]
            time = times.get(change, 0)
            if time and b.start - a.end < time:
                says = f"{b.task} starts at {b.start}, but changing {machine} from {change[0]} to {change[1]} after "
                yield Violation(f"setups/{machine}", f"{says}{a.task} takes until {a.end + time}.", b.task)


def _one_order(planned: dict[str, ScheduledTask], request: JobShopRequest) -> Iterator[Violation]:
    """No job starts before another one on one machine and after it on another."""
    for a, b in combinations(request.jobs, 2):
        pairs = [(planned.get(f"{a.name}.{n}"), planned.get(f"{b.name}.{n}")) for n in range(1, len(a.tasks) + 1)]
        gaps = [there.start - here.start for here, there in pairs if here is not None and there is not None]
        if min(gaps, default=0) < 0 < max(gaps, default=0):
            yield Violation("permutation", f"{a.name} and {b.name} change their order from machine to machine.", b.name)


__all__ = ["check", "measure", "observe"]
