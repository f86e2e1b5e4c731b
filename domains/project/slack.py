"""How much later the activities of a schedule may end, all orders and all hand-overs of resources as they are."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from domains.critical import Activity, Arc, Criticality, criticality
from encoders.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domains.project.request import Order, PlannedActivity, ProjectPlan, ProjectRequest

_NONE = Criticality({}, ())


def critical(plan: ProjectPlan, request: ProjectRequest) -> Criticality:
    """Slack and one critical path.

    Nothing is told where a delay is more than a shift to the right: with breaks, which lengthen what is moved into them, with a
    most that may pass between two activities, and where nothing limits the end. With further wishes, only what cannot be delayed
    at all is told.
    """
    most = [order for order in request.order if order.within is not None]
    horizon = max([entry.end for entry in plan.tasks], default=0)
    if "makespan" not in request.objectives:
        if request.deadline is None or request.deadline < horizon:
            return _NONE
        horizon = request.deadline
    if request.breaks or most or not plan.tasks:
        return _NONE
    limits = _limits(plan, request)
    activities = [Activity(e.task, e.start, e.end, limits.get(e.task)) for e in plan.tasks]
    activities += [
        Activity(_dip(place), less.start, less.end, movable=False) for place, less in enumerate(request.less)
    ]
    horizon = max([horizon, *[less.end for less in request.less]])
    latest = max([entry.end for entry in plan.tasks])
    activities = [
        Activity(a.name, a.start, a.end, min(latest, a.latest if a.latest is not None else latest))
        if a.movable and "makespan" in request.objectives
        else a
        for a in activities
    ]
    try:
        arcs = [*_orders(plan, request), *_apart(plan, request), *_handed_over(plan, request)]
        found = criticality(activities, arcs, horizon)
        path = found.path if horizon == latest else ()
    except ModelError:
        return _NONE
    names = {entry.task for entry in plan.tasks}
    slack = {n: value for n, value in found.slack.items() if n in names and (value == 0 or not request.extra)}
    return Criticality(slack, tuple([name for name in path if name in names]))


def _dip(place: int) -> str:
    return f"less/{place}"


def _limits(plan: ProjectPlan, request: ProjectRequest) -> dict[str, int]:
    """The latest end of an activity without harm: its due date, or its own end where it is late already and lateness counts."""
    ends = {entry.task: entry.end for entry in plan.tasks}
    return {name: max(due, ends[name]) for name, due in request.due.items() if name in ends}


def _orders(plan: ProjectPlan, request: ProjectRequest) -> Iterator[Arc]:
    lengths = {entry.task: entry.end - entry.start for entry in plan.tasks}
    for order in request.order:
        if order.before in lengths and order.after in lengths:
            yield Arc(order.before, order.after, gap(order, lengths[order.before], lengths[order.after]))


def gap(order: Order, before: int, after: int) -> int:
    """What passes at least from the end of the one to the start of the other, given how long they take."""
    from_start, to_end = order.ends.startswith("start"), order.ends.endswith("-end")
    return order.lag - (before if from_start else 0) - (after if to_end else 0)


def _apart(plan: ProjectPlan, request: ProjectRequest) -> Iterator[Arc]:
    for apart in request.apart:
        entries = sorted([e for e in plan.tasks if e.task in apart.activities], key=_in_order)
        yield from [Arc(a.task, b.task) for a, b in combinations(entries, 2)]


def _in_order(entry: PlannedActivity) -> tuple[int, int, str]:
    return entry.start, entry.end, entry.task


def _handed_over(plan: ProjectPlan, request: ProjectRequest) -> Iterator[Arc]:
    """Which activity takes the units of a resource over from which: units that are free anyway first, then those free longest.

    Raises ModelError where there are not enough units.
    """
    modes = {(a.name, mode.mode): mode for a in request.activities for mode in a.modes}
    for resource, capacity in request.resources.items():
        if capacity is None:
            continue
        needs = [
            (e.start, e.end, modes[e.task, e.mode].needs.get(resource, 0), e.task)
            for e in plan.tasks
            if (e.task, e.mode) in modes
        ]
        needs += [
            (less.start, less.end, max(0, capacity - less.capacity), _dip(place))
            for place, less in enumerate(request.less)
            if less.resource == resource
        ]
        yield from _flow(sorted([need for need in needs if need[2] and need[0] < need[1]]), capacity, resource)


def _flow(needs: Sequence[tuple[int, int, int, str]], capacity: int, resource: str) -> Iterator[Arc]:
    free: list[tuple[int, str, int]] = []  # since when, from whom, how many
    spare = capacity
    ends: Mapping[str, int] = {name: end for _, end, _, name in needs}
    for start, _, units, name in needs:
        taken = min(spare, units)
        spare, missing = spare - taken, units - taken
        kept: list[tuple[int, str, int]] = []
        for since, source, count in sorted(free):
            used = min(missing, count) if since <= start else 0
            missing -= used
            if used and not (source.startswith("less/") and name.startswith("less/")):
                yield Arc(source, name)
            if count > used:
                kept.append((since, source, count - used))
        if missing:
            raise ModelError(f"there is too little of {resource} for {name}", where=name)
        free = [*kept, (ends[name], name, units)]
