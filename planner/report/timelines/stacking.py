"""Lanes of a timeline as rows: bars that overlap come to stand in rows of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domains.documents import Bar, Timeline
    from encoders.numbers import Number


@dataclass(slots=True)
class Lane:
    """A lane's name and its rows from above, the bars of each in order of time; a lane without bars has one empty row."""

    name: str
    rows: list[list[Bar]] = field(default_factory=list)


def stacked(timeline: Timeline, place: Callable[[Bar], tuple[Number, Number]]) -> list[Lane]:
    """Every lane, those that only bars name last; `place` is where a bar begins and ends on paper.

    Each bar stands in the first row that is free from its beginning on.
    """
    lanes = {name: Lane(name) for name in [*timeline.lanes, *[bar.lane for bar in timeline.bars]]}
    until: dict[str, list[Number]] = {name: [] for name in lanes}
    for bar in sorted(timeline.bars, key=lambda bar: (bar.start, bar.end)):
        first, last = place(bar)
        rows, free = lanes[bar.lane].rows, until[bar.lane]
        number = next((number for number, end in enumerate(free) if end <= first), len(rows))
        if number == len(rows):
            rows.append([])
            free.append(last)
        rows[number].append(bar)
        free[number] = last
    for lane in lanes.values():
        lane.rows = lane.rows or [[]]
    return list(lanes.values())


def height(lanes: Sequence[Lane]) -> int:
    """Rows in all."""
    return sum([len(lane.rows) for lane in lanes])
