"""What a project's problem is built around: the work to be done and the times nobody works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import FrameItem
from domains.project import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.project.request import Activity, Mode, ProjectRequest

_MANY = 12
"""Activities beyond which they are only counted."""


def framed(request: ProjectRequest) -> tuple[FrameItem, ...]:
    """What is to be done, and in what units."""
    return tuple(_items(request))


def _items(request: ProjectRequest) -> Iterator[FrameItem]:
    count = len(request.activities)
    yield FrameItem("activities", f"There {'is 1 activity' if count == 1 else f'are {count} activities'}.")
    if count <= _MANY:
        for activity in request.activities:
            yield FrameItem(f"activities/{activity.name}", _does(activity, request))
    for pause in request.breaks:
        yield FrameItem(f"breaks/{pause.name}", f"Nobody works {words.during(pause.start, pause.end, request.unit)}.")
    if request.unit:
        yield FrameItem("unit", f"Times are in {request.unit}.")
    if request.currency != "$":
        yield FrameItem("currency", f"Costs are in {request.currency}.")
    for name, at in request.due.items() if request.soft_due else ():
        yield FrameItem(f"due/{name}", f"{words.capital(name)} should end {words.latest(at, request.unit)}.")
    for name, weight in request.weight.items():
        yield FrameItem(f"weight/{name}", f"The lateness of {name} counts {weight} times.")
    for name, capacity in request.resources.items():
        if capacity is None:
            yield FrameItem(f"resources/{name}", f"There are as many {words.plural(name, 2)} as needed.")
    for name, amount in request.supplies.items():
        if amount is None:
            yield FrameItem(f"supplies/{name}", f"There is as much {name} as needed.")


def _does(activity: Activity, request: ProjectRequest) -> str:
    takes = words.capital(words.does(activity.name, "takes"))
    return f"{takes} {', or '.join([_way(mode, request) for mode in activity.modes])}."


def _way(mode: Mode, request: ProjectRequest) -> str:
    needs = [f"{units} {words.plural(name, units)}" for name, units in {**mode.needs, **mode.uses}.items()]
    said = words.span(mode.duration, request.unit)
    if needs:
        said += f" with {' and '.join([', '.join(needs[:-1]), needs[-1]] if needs[1:] else needs)}"
    return said + (f" for {words.money(mode.cost, request.currency)}" if mode.cost else "")
