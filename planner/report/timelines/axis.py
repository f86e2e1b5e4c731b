"""The axis of a timeline: what it spans, where its round ticks are, and how a moment is said."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Literal

from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domains.documents import Bar, Mark, Timeline
    from encoders.numbers import Number

Scale = Literal["units", "clock", "day"]

_DAY = 24 * 60
_CLOCK_STEPS = (1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
_DAY_STEPS = (1, 2, 7, 14, 28)
_PARTS = (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2))
"""Steps between whole units, where some bar begins or ends there."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A round moment and how it is said."""

    at: Number
    says: str


@dataclass(frozen=True, slots=True)
class Extent:
    """From `low` to `high`, which is later; `far` are marks so far out that the bars would be squeezed: told, not drawn."""

    low: Number
    high: Number
    near: tuple[Mark, ...]
    far: tuple[Mark, ...]


def extent(timeline: Timeline) -> Extent:
    """What a timeline shows: all its bars, marks near them, and 0 where that is near too."""
    moments = (
        [at for bar in timeline.bars for at in (bar.start, bar.end)] or [mark.at for mark in timeline.marks] or [0]
    )
    low, high = min(moments), max(moments)
    reach = max(high - low, 1)
    near = tuple([mark for mark in timeline.marks if low - reach <= mark.at <= high + reach])
    far = tuple([mark for mark in timeline.marks if mark not in near])
    low, high = min([low, *[mark.at for mark in near]]), max([high, *[mark.at for mark in near]])
    if timeline.scale == "units" and 0 <= low <= high - low:
        low = 0
    return Extent(low, high if high > low else low + 1, near, far)


def ticks(seen: Extent, timeline: Timeline, room: Callable[[Number, int], bool]) -> list[Tick]:
    """Round moments at the narrowest step for which `room(step, characters of the longest label)` holds."""
    for step in _steps(timeline):
        first = -(-seen.low // step) * step
        if timeline.scale == "day":  # days are counted from 1
            first = -(-(seen.low - 1) // step) * step + 1
        if (seen.high - first) // step > 200:
            continue
        found = [Tick(at, when(at, timeline.scale)) for at in _between(first, seen.high, step)]
        if room(step, max([len(tick.says) for tick in found], default=0)):
            return found
    return []


def _between(first: Number, last: Number, step: Number) -> Iterator[Number]:
    while first <= last:
        yield first
        first += step


def _steps(timeline: Timeline) -> Iterator[Number]:
    """Round steps, ever wider."""
    if timeline.scale == "clock":
        yield from _CLOCK_STEPS
        yield from [days * _DAY for days in _DAY_STEPS]
    elif timeline.scale == "day":
        yield from _DAY_STEPS
    elif any([not _whole(bar.start) or not _whole(bar.end) for bar in timeline.bars]):
        yield from _PARTS
    wider = {"units": 1, "clock": 50 * _DAY, "day": 50}[timeline.scale]
    for power in count():
        if power > 40:  # no step is wide enough: the screen has no room for a label
            return
        yield from [wider * factor * 10**power for factor in (1, 2, 5)]


def _whole(value: Number) -> bool:
    return value == int(value)


def when(at: Number, scale: Scale) -> str:
    """A moment: "1,400", "09:30" ("00:30 +1" on the next day), "day 3"."""
    if scale == "day":
        return f"day {show(at)}"
    if scale == "units":
        return show(at)
    if at == _DAY:
        return "24:00"
    day, minutes = divmod(at, _DAY)
    whole = int(minutes)
    seconds = (minutes - whole) * 60
    clock = f"{whole // 60:02d}:{whole % 60:02d}"
    if seconds:
        clock += f":{int(seconds):02d}" if _whole(seconds) else f" and {show(seconds)} s"
    return f"{clock} {'+' if day > 0 else ''}{day}" if day else clock


def mark_says(mark: Mark, scale: Scale) -> str:
    """A mark with its moment, which its words may hold already."""
    moment = when(mark.at, scale)
    said = mark.says.strip()
    return said if moment in said.replace("(", " ").replace(")", " ").split() else f"{said} {moment}".strip()


def bar_says(bar: Bar, scale: Scale) -> str:
    """Everything about a bar in one line: what, when, where, and what a delay does."""
    span = when(bar.start, scale) if bar.start == bar.end else f"{when(bar.start, scale)} to {when(bar.end, scale)}"
    told = [f"{bar.says}: {span}", bar.lane]
    if bar.detail:
        told.append(bar.detail)
    if bar.slack is not None:
        told.append("critical: no delay is possible" if bar.critical else f"slack {show(bar.slack)}")
    if bar.clashes:
        told.append("in the conflict")
    return ", ".join([part for part in told if part])
