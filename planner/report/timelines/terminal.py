"""A timeline in a terminal: lanes of bars over an axis, in characters that also say without colour what colours say.

    saw    │[shelf.1][━table.1━━━]   [chairs.2  ]┄┄
    mill   │[chairs.1       ][table.2]
           └┬─────────┬─────────┬────────
            0         5         10

Every bar takes at least one cell. Bars in one cell, or at the same time, stand below one another; where that would take too many
rows, a lane becomes one row that says how busy it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.report.timelines.axis import Extent, extent, ticks
from planner.report.timelines.canvas import clipped, lettered, styled
from planner.report.timelines.legend import CLASH, CRITICAL, LATER, MOMENT, flagged, legend
from planner.report.timelines.palette import INK, colour, letters, numbered
from planner.report.timelines.stacking import Lane, height, stacked

if TYPE_CHECKING:
    from domains.documents import Bar, Mark, Timeline
    from encoders.numbers import Number
    from planner.report.screen import Screen
    from planner.report.timelines.canvas import Styled

_MOST_ROWS = 80
"""Lanes beyond are told, not drawn."""
_MOST_HEADS = 4
"""Rows of marks above the lanes; further marks are told below."""
_APART = 5
"""Blanks between two labels of the axis, at least."""
_BUSY = " ▁▂▃▄▅▆▇█"
_BLANK: Styled = (" ", "")
_LATER: Styled = (LATER, "dim")
_FREE = (_BLANK, _LATER)
"""Cells that may be written over."""
LINE, HEAD, INSTANT = "┊", "▾", "◇"


def draw_timeline(screen: Screen, timeline: Timeline) -> None:
    """The title, marks, lanes, axis, and what the signs mean."""
    if timeline.title:
        screen.say(screen.shown(timeline.title), "bold")
    if not timeline.lanes and not timeline.bars:
        return
    _Chart(screen, timeline).draw()


class _Chart:
    """One timeline on one screen. Columns are counted from 0 at the left end of the axis."""

    def __init__(self, screen: Screen, timeline: Timeline) -> None:
        self.screen, self.timeline = screen, timeline
        self.seen: Extent = extent(timeline)
        names = [screen.shown(lane) for lane in [*timeline.lanes, *[bar.lane for bar in timeline.bars]]]
        widest = max([cell_len(name) for name in names], default=0)
        self.margin = min(widest, max(6, screen.width // 4))
        self.columns = screen.width - self.margin - 3  # " │" on the left; a last cell for what is at the very end
        self.numbers = numbered(timeline)
        self.told: list[Mark] = list(self.seen.far)
        """Marks whose words have no room in the chart."""

    def draw(self) -> None:
        lanes = stacked(self.timeline, self.cells)
        by_time = stacked(self.timeline, lambda bar: (bar.start, bar.end))
        crowded = height(lanes) > 2 * height(by_time) + 2
        for head in self._heads():
            self.screen.show(styled([_BLANK] * (self.margin + 2) + head))
        rows = 0
        for number, lane in enumerate(by_time if crowded else lanes):
            drawn = [self._busy(lane)] if crowded else self._rows(lane)
            if rows and rows + len(drawn) > _MOST_ROWS:
                left = len(lanes) - number
                self.screen.say(
                    f"{' ' * self.margin} │ and {left} more {'lane' if left == 1 else 'lanes'}, not drawn", "dim"
                )
                break
            rows += len(drawn)
            for place, row in enumerate(drawn):
                name = self._clipped(lane.name, self.margin) if place == 0 else ""
                self.screen.show(styled([*lettered(name, self.margin), _BLANK, ("│", "dim"), *row]))
        self._axis()
        coloured = self.screen.colours and not (crowded or self._kinds_are_written())
        for line in legend(
            self.timeline, self.numbers if coloured else {}, self.told, self.screen.shown, crowded=crowded
        ):
            self.screen.show(line)

    # ---------------------------------------------------------------- places

    def column(self, at: Number) -> int:
        """The nearest boundary between two columns: 0 at `low`, `columns` at `high`."""
        span = self.seen.high - self.seen.low
        return int((2 * (at - self.seen.low) * self.columns + span) // (2 * span))

    def cells(self, bar: Bar) -> tuple[int, int]:
        """First column and the one after the last; at least one."""
        first, last = self.column(bar.start), self.column(bar.end)
        if last <= first and bar.end > bar.start:
            first = min(first, self.columns - 1)
        return first, max(last, first + 1)

    def _kinds_are_written(self) -> bool:
        """Whether every bar's words have room and hold its kind, so that colours need no key."""
        bars = self.timeline.bars
        widths = [last - first - 3 for first, last in map(self.cells, bars)]
        return all(
            [
                cell_len(self.screen.shown(bar.says)) <= width and bar.kind in bar.says
                for bar, width in zip(bars, widths, strict=True)
            ]
        )

    # ---------------------------------------------------------------- lanes

    def _rows(self, lane: Lane) -> list[list[Styled]]:
        drawn = []
        for bars in lane.rows:
            row = self._empty()
            for bar, following in zip(bars, [*bars[1:], None], strict=False):
                first, last = self.cells(bar)
                if bar.start == bar.end:
                    continue
                row[first:last] = self._bar(bar, last - first)
                if bar.slack is not None and bar.slack > 0:
                    until = self.columns if following is None else self.cells(following)[0]
                    for column in range(last, min(until, self.column(min(bar.end + bar.slack, self.seen.high)))):
                        row[column] = _LATER
            for bar in bars:
                if bar.start == bar.end:
                    self._instant(row, bar)
            drawn.append(row)
        for mark in self.seen.near:
            if mark.lane == lane.name:
                self._moment(drawn, mark)
        for mark in self.seen.near:
            if mark.lane is None:
                for row in drawn:
                    if row[self.column(mark.at)] in _FREE:
                        row[self.column(mark.at)] = (LINE, _mark_style(mark))
        return drawn

    def _bar(self, bar: Bar, width: int) -> list[Styled]:
        """Edges, a sign that a bar clashes or is critical, as much of its words as fits."""
        style = f"{INK} on {self._colour(bar)}"
        fill = CRITICAL if bar.critical else CLASH if bar.clashes else " "
        lead = CLASH if bar.clashes else CRITICAL if bar.critical else ""
        if width <= 2:
            text = (lead or "|") if width == 1 else (lead + fill if lead else "[]")
        else:
            inside = width - 2
            says = self._clipped(bar.says, inside - len(lead))
            text = f"[{lead}{says}{fill * (inside - len(lead) - cell_len(says))}]"
        return lettered(text, width, style)

    def _instant(self, row: list[Styled], bar: Bar) -> None:
        """A bar without length: a sign, and its words where they have room."""
        column, sign = self.cells(bar)[0], CLASH if bar.clashes else CRITICAL if bar.critical else INSTANT
        if not _write(row, column, sign, self.screen.shown(bar.says), self._colour(bar)):
            row[column] = (sign, self._colour(bar))

    def _colour(self, bar: Bar) -> str:
        number = self.numbers.get(bar.kind)
        return colour(number) + letters(number) + (" bold" if bar.critical or bar.clashes else "")

    def _clipped(self, words: str, width: int) -> str:
        return clipped(self.screen.shown(words), max(0, width), self.screen.ellipsis)

    def _moment(self, drawn: list[list[Styled]], mark: Mark) -> None:
        """A mark of one lane: in the first row that has room for it and its words, else in a row of its own."""
        place = self.column(mark.at), MOMENT, self._words(mark), _mark_style(mark)
        if any([_write(row, *place) for row in drawn]):
            return
        row = self._empty()
        if not _write(row, *place):
            row[self.column(mark.at)] = (MOMENT, _mark_style(mark))
            self.told.append(mark)
        drawn.append(row)

    def _busy(self, lane: Lane) -> list[Styled]:
        """How much of each cell's time is taken, in eighths; a conflict's members stand out."""
        span = self.seen.high - self.seen.low
        taken: list[Number] = [0] * self.columns
        clashing: set[int] = set()
        for bar in [bar for bars in lane.rows for bar in bars]:
            first, last = self.cells(bar)
            for column in range(first, min(last, self.columns)):
                left = max((bar.start - self.seen.low) * self.columns, column * span)
                right = min((bar.end - self.seen.low) * self.columns, (column + 1) * span)
                taken[column] += max(right - left, 0)
            clashing.update(range(first, last) if bar.clashes else ())
        row: list[Styled] = [(_BUSY[min(8, -(-8 * share // span))], "") for share in taken]
        row = [(CLASH, "bold red") if column in clashing else cell for column, cell in enumerate([*row, _BLANK])]
        for mark in self.seen.near:
            if mark.lane in (None, lane.name) and row[self.column(mark.at)] == _BLANK:
                row[self.column(mark.at)] = (LINE if mark.lane is None else MOMENT, _mark_style(mark))
        return row

    # ---------------------------------------------------------------- marks and axis

    def _heads(self) -> list[list[Styled]]:
        """Rows that name the marks of all lanes."""
        heads: list[list[Styled]] = []
        for mark in [mark for mark in self.seen.near if mark.lane is None]:
            place = self.column(mark.at), HEAD, self._words(mark), _mark_style(mark)
            if any([_write(row, *place, apart=1) for row in heads]):
                continue
            row = self._empty()
            if len(heads) < _MOST_HEADS and _write(row, *place):
                heads.append(row)
            else:
                self.told.append(mark)
        return heads

    def _words(self, mark: Mark) -> str:
        return self.screen.shown(flagged(mark, self.timeline))

    def _empty(self) -> list[Styled]:
        return [_BLANK] * (self.columns + 1)

    def _axis(self) -> None:
        span = self.seen.high - self.seen.low
        found = ticks(self.seen, self.timeline, lambda step, width: step * self.columns >= (width + _APART) * span)
        line: list[Styled] = [("─", "dim")] * (self.columns + 1)
        labels: list[Styled] = [_BLANK] * (self.columns + 1)
        free = 0
        for tick in found:
            column, width = self.column(tick.at), cell_len(tick.says)
            line[column] = ("┬", "dim")
            start = min(column, self.columns + 1 - width)
            if start >= free:
                labels[start : start + width] = lettered(tick.says, width, "dim")
                free = start + width + 1
        self.screen.show(styled([*[_BLANK] * (self.margin + 1), ("└", "dim"), *line]))
        self.screen.show(styled([*[_BLANK] * (self.margin + 2), *labels]))


def _write(row: list[Styled], column: int, sign: str, words: str, style: str, apart: int = 0) -> bool:
    """A sign at its column with words to its right or left, whichever side is free; whether there was room."""
    width = cell_len(words) + 2
    for text, start in ((f"{sign} {words}", column), (f"{words} {sign}", column - width + 1)):
        end = start + width
        around = row[max(0, start - apart) : end + apart]
        if start >= 0 and end <= len(row) and all([cell in _FREE for cell in around]):
            row[start:end] = lettered(text, width, style)
            return True
    return False


def _mark_style(mark: Mark) -> str:
    return "bold red" if mark.clashes else "bold"
