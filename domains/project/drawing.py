"""A project's schedule for people: a Gantt chart with slack and limits, the critical path, and what each resource is used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.documents import Bar, Document, Heading, Mark, Paragraph, Table, Timeline
from domains.project import words
from domains.project.slack import critical

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from domains.project.request import Mode, ProjectPlan, ProjectRequest

_MOST_ROWS = 40
"""Rows of the table of resources; of a longer project only the most that is used is told."""


def render(plan: ProjectPlan, request: ProjectRequest) -> Document:
    """The schedule as a chart, its critical path, the activities as a table, and the resources."""
    found = critical(plan, request)
    blocks: list[Heading | Paragraph | Table | Timeline] = [
        Heading(f"Finished after {words.span(plan.makespan, request.unit) or plan.makespan}"),
        timeline(plan, request),
    ]
    if found.path:
        blocks.append(Paragraph(f"Critical path: {', then '.join(found.path)}. Any delay of these delays the end."))
    blocks.append(_activities(plan, request, found.slack))
    blocks += list(_use(plan, request))
    return Document(tuple(blocks))


def render_conflict(plan: ProjectPlan, request: ProjectRequest, members: Collection[str]) -> Document:
    """The chart with what clashes marked."""
    return Document((timeline(plan, request, members),))


def timeline(plan: ProjectPlan, request: ProjectRequest, members: Collection[str] = ()) -> Timeline:
    """Every activity in a lane of its own, in order of time; breaks and times with less of a resource; due dates, the deadline.

    `members` are groups of a conflict: the activities they are about, and such limits, are marked. The plan may break rules of
    the request; slack is then left out.
    """
    slack = critical(plan, request).slack
    clashing = _clashing(request, members)
    entries = sorted(plan.tasks, key=lambda entry: (entry.start, entry.end))
    bars = [
        Bar(
            lane=entry.task,
            says=entry.task,
            start=entry.start,
            end=entry.end,
            slack=slack.get(entry.task),
            clashes=entry.task in clashing,
            detail=entry.mode,
        )
        for entry in entries
    ]
    bars += [
        Bar(less.resource, f"only {less.capacity}", less.start, less.end, clashes=f"less/{less.name}" in members)
        for less in request.less
    ]
    bars += [Bar("breaks", "no work", pause.start, pause.end) for pause in request.breaks]
    lanes = dict.fromkeys([bar.lane for bar in bars])
    return Timeline(tuple(lanes), tuple(bars), tuple(_marks(request, members)))


def _marks(request: ProjectRequest, members: Collection[str]) -> Iterator[Mark]:
    for name, at in request.due.items():
        yield Mark(at, f"{name} due", name, f"due/{name}" in members)
    if request.deadline is not None:
        yield Mark(request.deadline, "deadline", None, "deadline" in members)


def _clashing(request: ProjectRequest, members: Collection[str]) -> set[str]:
    """Activities that the groups of a conflict are about."""
    found: set[str] = set()
    for order in request.order:
        if f"order/{order.name}" in members or f"order/{order.name}/within" in members:
            found |= {order.before, order.after}
    for apart in request.apart:
        if f"apart/{apart.name}" in members:
            found |= set(apart.activities)
    scarce = {member.partition("/")[2] for member in members if member.startswith(("resources/", "supplies/"))}
    scarce |= {less.resource for less in request.less if f"less/{less.name}" in members}
    for activity in request.activities:
        if any([scarce & (set(mode.needs) | set(mode.uses)) for mode in activity.modes]):
            found.add(activity.name)
    found |= {name for name in request.names if f"release/{name}" in members or f"due/{name}" in members}
    return found


def _activities(plan: ProjectPlan, request: ProjectRequest, slack: Mapping[str, object]) -> Table:
    ways = any([entry.mode for entry in plan.tasks])
    columns = ["activity", *(["way"] if ways else []), "start", "end", "slack"]
    rows = []
    for entry in sorted(plan.tasks, key=lambda entry: (entry.start, entry.end)):
        late = str(slack[entry.task]) if entry.task in slack else ""
        when = (words.moment(entry.start, request.unit, begin=True), words.moment(entry.end, request.unit))
        rows.append((entry.task, *([entry.mode] if ways else []), *when, late))
    if not any([row[-1] for row in rows]):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    numbers = len(columns) - 1 - ways
    return Table(tuple(columns), tuple(rows), tuple(["left"] * (1 + ways) + ["right"] * numbers))  # type: ignore[arg-type]


def _use(plan: ProjectPlan, request: ProjectRequest) -> Iterator[Table]:
    """How many units of each resource are used from one moment to the next, of how many that are there."""
    resources = list(request.resources)
    modes = {(a.name, mode.mode): mode for a in request.activities for mode in a.modes}
    if not resources:
        return
    moments = {moment for entry in plan.tasks for moment in (entry.start, entry.end)}
    moments |= {moment for less in request.less for moment in (less.start, less.end) if moment <= plan.makespan}
    stretches = list(zip(sorted(moments), sorted(moments)[1:], strict=False))
    rows = []
    peaks = dict.fromkeys(resources, 0)
    for start, end in stretches:
        row = [words.during(start, end, request.unit).removeprefix("from ").removeprefix("on ")]
        for resource in resources:
            used = _used(plan, modes, resource, start)
            peaks[resource] = max(peaks[resource], used)
            there = _there(request, resource, start)
            row.append(f"{used}" if there is None else f"{used} of {there}")
        rows.append(tuple(row))
    if len(rows) <= _MOST_ROWS and len(resources) <= 8:
        align = ("left", *["right"] * len(resources))
        yield Table(("time", *resources), tuple(rows), align, "What is in use")  # type: ignore[arg-type]
    else:
        told = [(name, str(peaks[name]), str(request.resources[name] or "")) for name in resources]
        yield Table(("resource", "most in use", "there are"), tuple(told), ("left", "right", "right"))


def _used(plan: ProjectPlan, modes: Mapping[tuple[str, str], Mode], resource: str, at: int) -> int:
    here = [modes.get((e.task, e.mode)) for e in plan.tasks if e.start <= at < e.end]
    return sum([mode.needs.get(resource, 0) for mode in here if mode is not None])


def _there(request: ProjectRequest, resource: str, at: int) -> int | None:
    limits = [request.resources[resource]]
    limits += [less.capacity for less in request.less if less.resource == resource and less.start <= at < less.end]
    known = [limit for limit in limits if limit is not None]
    return min(known) if known else None
