"""Why limits of a project clash, where that can be said simply: a chain that is too long, a resource with too much work."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from domains.project import words
from domains.project.slack import gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from domains.project.request import Order, ProjectRequest

_SHORT = 6
"""Activities of a chain that are all named."""


def reasons(request: ProjectRequest, groups: Iterable[str]) -> list[str]:
    """Facts that bind where these groups are to hold together; only such that a limit among them cannot meet."""
    members = set(groups)
    limits = {name: due for name, due in request.due.items() if f"due/{name}" in members and not request.soft_due}
    end = request.deadline if "deadline" in members else None
    found = [*_too_much(request, members), *_chains(request, members, limits, end)]
    if end is not None:
        found += _work(request, members, end)
    return list(dict.fromkeys(found))


def _too_much(request: ProjectRequest, members: set[str]) -> Iterator[str]:
    """Activities that need more than there is, in any way they can be done."""
    for resource, capacity in request.resources.items():
        if f"resources/{resource}" not in members or capacity is None:
            continue
        for activity in request.activities:
            least = min([mode.needs.get(resource, 0) for mode in activity.modes])
            if least > capacity and all([mode.duration for mode in activity.modes]):
                yield f"{words.capital(activity.name)} needs {least} {words.plural(resource, least)} at the same time."


def _chains(request: ProjectRequest, members: set[str], limits: Mapping[str, int], end: int | None) -> Iterator[str]:
    """The longest chain of activities that leads to a limit, where it is longer than the limit allows."""
    shortest = {a.name: min([mode.duration for mode in a.modes]) for a in request.activities}
    orders = [o for o in request.order if f"order/{o.name}" in members and _is_plain(o)]
    circle = _circle(request.names, orders)
    if circle:
        yield f"{', '.join(circle)} wait for one another in a circle."
        return
    fixed = {a.name for a in request.activities if len({mode.duration for mode in a.modes}) == 1}
    starts: dict[str, int] = {}
    before: dict[str, str | None] = {}
    for name in _in_order(request.names, orders):
        first = request.release.get(name, 0) if f"release/{name}" in members else 0
        starts[name], before[name] = first, None
        for order in orders:
            if order.after == name and (order.ends == "end-start" or {order.before, name} <= fixed):
                begin = starts[order.before] + shortest[order.before]
                begin += gap(order, shortest[order.before], shortest[name])
                if begin > starts[name]:
                    starts[name], before[name] = begin, order.before
    ends = {name: starts[name] + shortest[name] for name in starts}
    last = max(ends, key=lambda name: ends[name])
    late = [(name, ends[name]) for name, due in limits.items() if ends[name] > due]
    if end is not None and ends[last] > end:
        late.append((last, ends[last]))
    for name, at in late:
        yield _told(name, at, before, request)


def _told(name: str, at: int, before: Mapping[str, str | None], request: ProjectRequest) -> str:
    chain: list[str] = []
    place: str | None = name
    while place is not None:
        chain.insert(0, place)
        place = before[place]
    if len(chain) > _SHORT:
        chain = [*chain[:3], "...", *chain[-2:]]
    when = f"cannot end before {words.span(at, request.unit)} have passed"
    return f"{words.capital(name)} {when}." if len(chain) == 1 else f"The chain {', then '.join(chain)} {when}."


def _work(request: ProjectRequest, members: set[str], end: int) -> Iterator[str]:
    """Resources whose work is more than the time up to the deadline holds."""
    for resource, capacity in request.resources.items():
        if f"resources/{resource}" not in members or not capacity:
            continue
        work = sum([min([m.duration * m.needs.get(resource, 0) for m in a.modes]) for a in request.activities])
        needed = ceil(work / capacity)
        if needed > end:
            who = f"{capacity} {words.plural(resource, capacity)}"
            takes = words.span(needed, request.unit)
            yield f"The work for {words.plural(resource, 2)} takes {who} at least {takes}."


def _is_plain(order: Order) -> bool:
    return order.lag >= 0 and order.ends == "end-start"


def _circle(names: Sequence[str], orders: Sequence[Order]) -> list[str]:
    """Activities that wait for one another, none where there is no circle."""
    from graphlib import CycleError, TopologicalSorter

    sorter = TopologicalSorter({name: [o.before for o in orders if o.after == name] for name in names})
    try:
        sorter.prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[1:]
    return []


def _in_order(names: Sequence[str], orders: Sequence[Order]) -> list[str]:
    from graphlib import TopologicalSorter

    return list(
        TopologicalSorter({name: [o.before for o in orders if o.after == name] for name in names}).static_order()
    )
