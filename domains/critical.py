"""Slack and the critical path of a schedule: longest paths in the graph of what must precede what.

The orders are those of the plan (which task of a job, of a machine comes first) and stay as they are. Then the slack of an
activity is how much later it may end, everything after it moved to the right as far as it must (a right shift), without the
horizon being passed or a latest end broken: the total float of the critical path method (Kelley and Walker 1959). Another order
might allow more; slack says nothing about that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from encoders.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from encoders.numbers import Number


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that takes time from `start` to `end` in the plan.

    `latest` is the last moment at which it may end (a due date), None where only the horizon limits it. What is not `movable` (a
    break, a time in which a machine is down) keeps its place whatever happens before it.
    """

    name: str
    start: Number
    end: Number
    latest: Number | None = None
    movable: bool = True


@dataclass(frozen=True, slots=True)
class Arc:
    """`after` starts `lag` or more after the end of `before`; a lag below 0 lets them overlap by as much."""

    before: str
    after: str
    lag: Number = 0


@dataclass(frozen=True, slots=True)
class Criticality:
    """`slack` of every activity, below 0 where the plan is too late already; `path` is one critical path, first to last.

    In a path each activity starts as soon as the one before it allows, and the last one ends at the horizon; of several paths it
    is one that begins earliest. It is empty where nothing ends at the horizon.
    """

    slack: Mapping[str, Number]
    path: tuple[str, ...]


@dataclass(frozen=True)
class _Graph:
    """Activities by name in an order in which every arc leads forward, with the arcs from each and to each."""

    order: tuple[Activity, ...]
    leaving: Mapping[str, Sequence[Arc]] = field(default_factory=dict)
    entering: Mapping[str, Sequence[Arc]] = field(default_factory=dict)


def criticality(activities: Sequence[Activity], arcs: Sequence[Arc], horizon: Number | None = None) -> Criticality:
    """Slack and a critical path of a plan that keeps all arcs.

    `horizon` is the end that no delay may pass, the latest end of all activities where None is given. Raises ModelError for names
    that are unknown or double, arcs in a circle, and arcs that the plan does not keep.
    """
    graph = _graph(activities, arcs)
    starts = {activity.name: activity.start for activity in activities}
    ends = {activity.name: activity.end for activity in activities}
    for arc in arcs:
        if starts[arc.after] < ends[arc.before] + arc.lag:
            raise ModelError(f"{arc.after} starts before {arc.before} allows it", where=arc.after)
    limit = max(ends.values(), default=0) if horizon is None else horizon
    latest = _latest_ends(graph, limit)
    slack = {activity.name: latest[activity.name] - activity.end for activity in activities}
    return Criticality(slack, _critical_path(graph, limit))


def shifted(
    activities: Sequence[Activity], arcs: Sequence[Arc], delays: Mapping[str, Number] | None = None
) -> dict[str, Number]:
    """The starts after delays: every activity stays where it is, or moves to the right as far as its predecessors make it.

    What is not movable keeps its start, so that an arc into it may then be broken. Raises ModelError as `criticality` does.
    """
    graph, late = _graph(activities, arcs), delays or {}
    starts: dict[str, Number] = {}
    ends: dict[str, Number] = {}
    for activity in graph.order:
        wanted = activity.start + late.get(activity.name, 0)
        free = [ends[arc.before] + arc.lag for arc in graph.entering[activity.name]]
        start = max([wanted, *free]) if activity.movable else activity.start
        starts[activity.name], ends[activity.name] = start, start + activity.end - activity.start
    return starts


def _graph(activities: Sequence[Activity], arcs: Sequence[Arc]) -> _Graph:
    known = {activity.name: activity for activity in activities}
    if len(known) != len(activities):
        names = [activity.name for activity in activities]
        raise ModelError(f"two activities are called {next(name for name in names if names.count(name) > 1)!r}")
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(known, ()))
    leaving: dict[str, list[Arc]] = {name: [] for name in known}
    entering: dict[str, list[Arc]] = {name: [] for name in known}
    for arc in arcs:
        for name in (arc.before, arc.after):
            if name not in known:
                raise ModelError(f"no activity is called {name!r}")
        sorter.add(arc.after, arc.before)
        leaving[arc.before].append(arc)
        entering[arc.after].append(arc)
    try:
        order = tuple([known[name] for name in sorter.static_order()])
    except CycleError as error:
        raise ModelError(f"activities wait for one another in a circle: {', '.join(error.args[1])}") from error
    return _Graph(order, leaving, entering)


def _latest_ends(graph: _Graph, limit: Number) -> dict[str, Number]:
    """The backward pass: the latest end of each activity with everything after it in time."""
    latest: dict[str, Number] = {}
    starts: dict[str, Number] = {}
    for activity in reversed(graph.order):
        ends = [starts[arc.after] - arc.lag for arc in graph.leaving[activity.name]]
        own = [] if activity.latest is None else [activity.latest]
        latest[activity.name] = min([limit, *own, *ends]) if activity.movable else activity.end
        starts[activity.name] = latest[activity.name] - (activity.end - activity.start)
    return latest


def _critical_path(graph: _Graph, limit: Number) -> tuple[str, ...]:
    """The longest chain of activities without a gap that ends at the limit, first to last."""
    first: dict[str, Number] = {}
    place = {activity.name: number for number, activity in enumerate(graph.order)}
    ends = {activity.name: activity.end for activity in graph.order}
    before: dict[str, str | None] = {}
    length: dict[str, int] = {}
    for activity in graph.order:
        tight = [a.before for a in graph.entering[activity.name] if ends[a.before] + a.lag == activity.start]
        best = min(tight, key=lambda name: (first[name], -length[name], place[name]), default=None)
        before[activity.name] = best
        first[activity.name] = activity.start if best is None else min(first[best], activity.start)
        length[activity.name] = 1 + (0 if best is None else length[best])
    last = [activity.name for activity in graph.order if activity.end == limit]
    name = min(last, key=lambda name: (first[name], -length[name], place[name]), default=None)
    path: list[str] = []
    while name is not None:
        path.append(name)
        name = before[name]
    return tuple(reversed(path))
