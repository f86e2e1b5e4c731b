"""Rules of a project, written from the request and not from the problem: an independent look at a schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Violation
from domains.extra import extra_violations
from domains.project.measure import measure, observe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domains.project.request import Less, Mode, PlannedActivity, ProjectPlan, ProjectRequest

    Planned = Mapping[str, tuple[PlannedActivity, Mode]]


def check(plan: ProjectPlan, request: ProjectRequest) -> list[Violation]:
    """Every broken rule. What concerns activities that are missing, or done in an unknown way, is left out."""
    found = list(_entries(plan, request))
    known = {activity.name: {mode.mode: mode for mode in activity.modes} for activity in request.activities}
    planned: dict[str, tuple[PlannedActivity, Mode]] = {}
    for entry in plan.tasks:
        mode = known.get(entry.task, {}).get(entry.mode)
        if mode is not None and entry.task not in planned:
            planned[entry.task] = entry, mode
    found += [*_durations(planned, request), *_orders(planned, request), *_apart(planned, request)]
    found += [*_resources(planned, request), *_times(planned, request)]
    end = max([entry.end for entry in plan.tasks], default=0)
    if plan.makespan != end:
        found.append(Violation("makespan", f"The last activity ends at {end}, not at {plan.makespan}."))
    if request.deadline is not None and end > request.deadline:
        found.append(
            Violation("deadline", f"The last activity ends at {end}, after {request.deadline}.", f"time {end}")
        )
    if len(planned) == len(request.activities) == len(plan.tasks):
        found += [*_amounts(planned, request), *extra_violations(request.extra, observe(plan, request))]
    return found


def _entries(plan: ProjectPlan, request: ProjectRequest) -> Iterator[Violation]:
    """Every activity is there once, in a way it can be done, and not before the project."""
    modes = {activity.name: [mode.mode for mode in activity.modes] for activity in request.activities}
    seen: set[str] = set()
    for entry in plan.tasks:
        path = f"activities/{entry.task}"
        if entry.task not in modes:
            yield Violation("activities", f"{entry.task} is no activity of this project.", entry.task)
        elif entry.task in seen:
            yield Violation(path, f"{entry.task} is scheduled twice.", entry.task)
        elif entry.mode not in modes[entry.task]:
            known = ", ".join(modes[entry.task]) or "one way only"
            yield Violation(
                path, f"{entry.task} cannot be done in the way {entry.mode!r}; there is {known}.", entry.task
            )
        if entry.start < 0:
            yield Violation(path, f"{entry.task} starts at {entry.start}, before the project.", entry.task)
        seen.add(entry.task)
    for name in modes:
        if name not in seen:
            yield Violation(f"activities/{name}", f"{name} is not scheduled.", name)


def _durations(planned: Planned, request: ProjectRequest) -> Iterator[Violation]:
    """Everything takes as long as its work, with the breaks on the way."""
    closed = {moment for pause in request.breaks for moment in range(pause.start, pause.end)}
    for name, (entry, mode) in planned.items():
        path = f"activities/{name}"
        if entry.start in closed:
            yield Violation(path, f"{name} starts at {entry.start}, in a break.", name)
            continue
        end, left = entry.start, mode.duration
        while left and end <= entry.end:
            left -= end not in closed
            end += 1
        if left or end != entry.end:
            paused = " and the breaks" if closed else ""
            yield Violation(path, f"{name} takes {mode.duration}{paused}, not from {entry.start} to {entry.end}.", name)


def _orders(planned: Planned, request: ProjectRequest) -> Iterator[Violation]:
    for order in request.order:
        if order.before not in planned or order.after not in planned:
            continue
        first, then = planned[order.before][0], planned[order.after][0]
        begins, ends = order.ends.split("-")
        since = first.start if begins == "start" else first.end
        until = then.start if ends == "start" else then.end
        told = f"{order.after} {ends}s at {until}, and {order.before} {begins}s at {since}"
        if until - since < order.lag:
            least = f"at least {order.lag} has to pass between" if order.lag else "it has to be the other way round"
            yield Violation(f"order/{order.name}", f"{told}; {least}.", order.after)
        if order.within is not None and until - since > order.within:
            says = f"{told}; at most {order.within} may pass between."
            yield Violation(f"order/{order.name}/within", says, order.after)


def _apart(planned: Planned, request: ProjectRequest) -> Iterator[Violation]:
    for apart in request.apart:
        entries = [planned[name][0] for name in apart.activities if name in planned]
        for place, one in enumerate(entries):
            for other in entries[place + 1 :]:
                if not (one.end <= other.start or other.end <= one.start):
                    says = f"{one.task} and {other.task} run at the same time."
                    yield Violation(f"apart/{apart.name}", says, one.task)


def _resources(planned: Planned, request: ProjectRequest) -> Iterator[Violation]:
    """At every moment in which something begins, and at the beginning of every time with less of a resource."""
    for resource, capacity in request.resources.items():
        using = [
            (e.start, e.end, mode.needs[resource], e.task) for e, mode in planned.values() if resource in mode.needs
        ]
        limits: list[tuple[str, int, Less | None]] = []
        if capacity is not None:
            limits.append((f"resources/{resource}", capacity, None))
        limits += [(f"less/{less.name}", less.capacity, less) for less in request.less if less.resource == resource]
        for path, most, less in limits:
            moments = {start for start, *_ in using if less is None or less.start <= start < less.end}
            moments |= {less.start} if less is not None else set()
            for moment in sorted(moments):
                here = [(units, name) for start, end, units, name in using if start <= moment < end]
                total = sum([units for units, _ in here])
                if total > most:
                    names = ", ".join([name for _, name in here])
                    says = f"At {moment}, {names} together need {total} of {resource}, but there are {most}."
                    yield Violation(path, says, f"time {moment}")
                    break


def _times(planned: Planned, request: ProjectRequest) -> Iterator[Violation]:
    for name, at in request.release.items():
        if name in planned and planned[name][0].start < at:
            says = f"{name} starts at {planned[name][0].start}, before {at}."
            yield Violation(f"release/{name}", says, name)
    for name, at in request.due.items() if not request.soft_due else ():
        if name in planned and planned[name][0].end > at:
            yield Violation(f"due/{name}", f"{name} ends at {planned[name][0].end}, after {at}.", name)


def _amounts(planned: Planned, request: ProjectRequest) -> Iterator[Violation]:
    """Supplies and costs, of a plan in which nothing is missing."""
    for supply, amount in request.supplies.items():
        used = sum([mode.uses.get(supply, 0) for _, mode in planned.values()])
        if amount is not None and used > amount:
            yield Violation(f"supplies/{supply}", f"{used} of {supply} are used, but there are {amount}.")
    cost = sum([mode.cost for _, mode in planned.values()])
    if request.budget is not None and cost > request.budget:
        yield Violation("budget", f"Everything costs {cost}, more than {request.budget}.")


__all__ = ["check", "measure", "observe"]
