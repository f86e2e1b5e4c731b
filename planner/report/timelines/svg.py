"""A timeline as SVG: one element that needs no network, no script and no other file, in light and in dark."""

from __future__ import annotations

from fractions import Fraction
from importlib import resources
from typing import TYPE_CHECKING

from rich.cells import cell_len

from encoders.numbers import show
from planner.report.markup import text
from planner.report.screen import clean
from planner.report.timelines.axis import Extent, bar_says, extent, ticks, when
from planner.report.timelines.legend import CLASH_SAYS, CRITICAL_SAYS, LATER_SAYS, flagged
from planner.report.timelines.palette import colour, numbered, turn
from planner.report.timelines.stacking import stacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.documents import Bar, Mark, Timeline
    from encoders.numbers import Number
    from planner.report.timelines.stacking import Lane

_WIDTH, _WIDEST = 960, 3840
_LETTER = 7
"""About the width of a letter; bars' words are measured by it."""
_ROW, _BAR, _STRIP, _AXIS, _EDGE = 26, 20, 17, 26, 8
_LEAST = 2
"""A bar is at least so wide."""
_NARROW = 6
"""A chart is widened until a tenth of its bars at most are narrower, or it has its full width."""
_MOST_KINDS = 40


def style() -> str:
    """The style sheet of every timeline."""
    return resources.files("planner.report.timelines").joinpath("timeline.css").read_text(encoding="utf-8")


def svg(timeline: Timeline, key: str = "timeline", *, alone: bool = True) -> str:
    """The chart. `key` is the beginning of its ids, one's own in a page; `alone`: with the style sheet, as a file of its own."""
    return _Chart(timeline, key).markup(alone=alone)


class _Chart:
    """Places in user units, which are pixels where the chart is shown in its own size."""

    def __init__(self, timeline: Timeline, key: str) -> None:
        self.timeline, self.key = timeline, key
        self.seen: Extent = extent(timeline)
        self.numbers = numbered(timeline)
        names = [*timeline.lanes, *[bar.lane for bar in timeline.bars]]
        widest = max([cell_len(clean(name)) for name in names], default=0)
        self.left = min(widest, 32) * _LETTER + 3 * _EDGE
        self.span = self.seen.high - self.seen.low
        self.width = self._width()
        self.plot = self.width - self.left - 2 * _EDGE
        self.lanes = stacked(timeline, self._place)
        self.behind: list[str] = []
        self.parts: list[str] = []

    def _place(self, bar: Bar) -> tuple[Number, Number]:
        """When a bar begins and ends on paper: what has no length takes the room of its sign and words."""
        room = cell_len(clean(bar.says)) * _LETTER + 16 if bar.start == bar.end else _LEAST
        return bar.start, max(bar.end, bar.start + room * self.span / Fraction(self.plot))

    def _width(self) -> int:
        lengths: list[Number] = sorted([bar.end - bar.start for bar in self.timeline.bars if bar.end > bar.start])
        plain = _WIDTH - self.left - 2 * _EDGE
        if not lengths:
            return _WIDTH
        wanted: Number = _NARROW * self.span / Fraction(lengths[len(lengths) // 10])
        return int(min(_WIDEST, max(_WIDTH, wanted + _WIDTH - plain)))

    def markup(self, *, alone: bool) -> str:
        top = self._heads()
        bottom = self._lanes(top)
        self._axis(top, bottom)
        self._marks_of_all(top, bottom)
        end = self._key(bottom + _AXIS)
        title = clean(self.timeline.title) or "Timeline"
        opening = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" role="img" viewBox="0 0 {self.width} {end}" '
            f'width="{self.width}" height="{end}" aria-labelledby="{self.key}-title {self.key}-desc">'
        )
        about = f'<title id="{self.key}-title">{text(title)}</title><desc id="{self.key}-desc">{self._told()}</desc>'
        sheet = f"<style>{style()}</style>" if alone else ""
        self.behind.insert(0, f'<rect class="paper" width="{self.width}" height="{end}"/>')
        return "\n".join([opening, about, *([sheet] if sheet else []), *self.behind, *self.parts, "</svg>"])

    def _told(self) -> str:
        """The chart in words, for who cannot see it."""
        bars, scale = self.timeline.bars, self.timeline.scale
        counts = f"{_count(len(bars), 'bar')} in {_count(len(self.lanes), 'lane')}"
        if not bars:
            return text(f"{counts}.")
        first, last = min([bar.start for bar in bars]), max([bar.end for bar in bars])
        critical = [clean(bar.says) for bar in bars if bar.critical]
        told = [f"{counts}, {when(first, scale)} to {when(last, scale)}."]
        told += [f"Critical: {', '.join(critical)}."] if critical else []
        told += [f"{clean(flagged(mark, self.timeline))}." for mark in self.timeline.marks]
        return text(" ".join(told))

    def x(self, at: Number) -> str:
        """Where a moment is; rounded to hundredths."""
        return _short(self.place(at))

    def place(self, at: Number) -> Fraction:
        """Where a moment is, exactly."""
        return self.left + self.plot * (at - self.seen.low) / Fraction(self.span)

    def add(self, markup: str) -> None:
        self.parts.append(markup)

    # ---------------------------------------------------------------- lanes

    def _lanes(self, top: int) -> int:
        """Every lane from above; gives where they end."""
        for number, lane in enumerate(self.lanes):
            strips = self._strips([mark for mark in self.seen.near if mark.lane == lane.name])
            height = len(lane.rows) * _ROW + len(strips) * _STRIP + 4
            if number % 2 == 0:
                self.behind.append(f'<rect class="band" x="0" y="{top}" width="{self.width}" height="{height}"/>')
            name = _clipped(clean(lane.name), (self.left - 2 * _EDGE) // _LETTER)
            self.add(f'<text class="label" x="{_EDGE}" y="{top + 2 + _ROW // 2 + 4}">{text(name)}</text>')
            self._rows(lane, top + 2)
            for place, strip in enumerate(strips):
                self._strip(
                    strip, top + 2 + len(lane.rows) * _ROW + place * _STRIP, len(lane.rows) * _ROW + place * _STRIP
                )
            top += height
        return top

    def _rows(self, lane: Lane, top: int) -> None:
        for place, bars in enumerate(lane.rows):
            y = top + place * _ROW + (_ROW - _BAR) // 2
            for bar, following in zip(bars, [*bars[1:], None], strict=False):
                self._slack(bar, following, y + _BAR // 2)
                self._bar(bar, y)

    def _slack(self, bar: Bar, following: Bar | None, y: int) -> None:
        if bar.slack is None or bar.slack <= 0:
            return
        until = min([bar.end + bar.slack, self.seen.high, *([following.start] if following else [])])
        if until > bar.end:
            self.add(f'<path class="slack" d="M{self.x(bar.end)} {y}H{self.x(until)}"/>')

    def _bar(self, bar: Bar, y: int) -> None:
        number = self.numbers.get(bar.kind)
        names = " ".join(["bar", *["critical"][: bar.critical], *["clashes"][: bar.clashes]])
        self.add(f'<g class="{names}"><title>{text(bar_says(bar, self.timeline.scale))}</title>')
        left = self.place(bar.start)
        if bar.start == bar.end:
            x, middle = _short(left), y + _BAR // 2
            self.add(f'<path class="body" fill="{colour(number)}" d="M{x} {y + 3}l7 7l-7 7l-7 -7z"/>')
            self.add(f'<text x="{_short(left + 10)}" y="{middle + 4}">{text(bar.says)}</text></g>')
            return
        wide = max(Fraction(_LEAST), self.place(bar.end) - left)
        box = f'x="{_short(left)}" y="{y}" width="{_short(wide)}" height="{_BAR}" rx="3"'
        self.add(f'<rect class="body" {box} fill="{colour(number)}"/>')
        if turn(number):
            self.add(f'<rect {box} fill="url(#{self.key}-hatch{(turn(number) - 1) % 2})"/>')
        if bar.critical:
            foot = f'x="{_short(left)}" y="{y + _BAR - 4}" width="{_short(wide)}" height="4"'
            self.add(f'<rect class="foot" {foot}/>')
        says = ("! " if bar.clashes else "") + clean(bar.says)
        words = _clipped(says, int((wide - 6) // _LETTER))
        if words:
            self.add(f'<text class="inside" x="{_short(left + 4)}" y="{y + 13}">{text(words)}</text>')
        self.add("</g>")

    # ---------------------------------------------------------------- marks

    def _strips(self, marks: Sequence[Mark]) -> list[list[tuple[Mark, str, Number]]]:
        """Rows of marks with their words and where these begin, none over another."""
        strips: list[list[tuple[Mark, str, Number]]] = []
        ends: list[Number] = []
        for mark in sorted(marks, key=lambda mark: mark.at):
            words = clean(flagged(mark, self.timeline))
            place: Number = self.place(mark.at)
            width = cell_len(words) * _LETTER + 12
            start: Number = place if place + width <= self.width else max(0, place - width)
            row = next((number for number, end in enumerate(ends) if end <= start), len(strips))
            if row == len(strips):
                strips.append([])
                ends.append(0)
            strips[row].append((mark, words, start))
            ends[row] = start + width + _EDGE
        return strips

    def _strip(self, strip: Sequence[tuple[Mark, str, Number]], y: int, up: int) -> None:
        """Marks of one lane: a sign, its words, and a line up through the lane's rows."""
        for mark, words, start in strip:
            x, more = self.x(mark.at), " clashing" if mark.clashes else ""
            gap = 10 if start >= self.place(mark.at) else 0
            self.add(f'<path class="mark{more}" d="M{x} {y - up}V{y + 4}"/>')
            self.add(f'<path class="gem{more}" d="M{x} {y + 2}l5 5l-5 5l-5 -5z"/>')
            self.add(f'<text class="words{more}" x="{_short(start + gap)}" y="{y + 11}">{text(words)}</text>')

    def _heads(self) -> int:
        """Names of the marks of all lanes; gives where the lanes begin."""
        strips = self._strips([mark for mark in self.seen.near if mark.lane is None])
        for place, strip in enumerate(strips):
            for mark, words, start in strip:
                more = " clashing" if mark.clashes else ""
                self.add(
                    f'<text class="words{more}" x="{_short(start + 4)}" y="{place * _STRIP + 13}">{text(words)}</text>'
                )
        return len(strips) * _STRIP + 2

    def _marks_of_all(self, top: int, bottom: int) -> None:
        for mark in self.seen.near:
            if mark.lane is None:
                more = " clashing" if mark.clashes else ""
                self.add(f'<path class="mark{more}" d="M{self.x(mark.at)} {max(0, top - _STRIP)}V{bottom + 4}"/>')

    # ---------------------------------------------------------------- axis and key

    def _axis(self, top: int, bottom: int) -> None:
        found = ticks(
            self.seen, self.timeline, lambda step, width: step * self.plot >= (width * _LETTER + 28) * self.span
        )
        for tick in found:
            x = self.x(tick.at)
            self.behind.append(f'<path class="grid" d="M{x} {top}V{bottom + 4}"/>')
            far = self.place(tick.at) + len(tick.says) * _LETTER // 2 > self.width
            anchor, at = ("end", str(self.width - 2)) if far else ("middle", x)
            self.add(f'<text class="tick" text-anchor="{anchor}" x="{at}" y="{bottom + 17}">{text(tick.says)}</text>')

    def _key(self, y: int) -> int:
        """What colours and signs mean; gives where the chart ends."""
        items = [*self._kinds(), *self._signs()]
        x: Number = _EDGE
        for markup, words in items:
            width = cell_len(words) * _LETTER + 40
            if x > _EDGE and x + width > self.width:
                x, y = _EDGE, y + 20
            self.add(f'<g transform="translate({_short(x)} {y})">{markup}')
            self.add(f'<text class="label" x="24" y="12">{text(words)}</text></g>')
            x += width
        if self.seen.far:
            y += 20 if items else 0
            words = f"Not drawn: {', '.join([clean(flagged(mark, self.timeline)) for mark in self.seen.far])}."
            self.add(f'<text class="label" x="{_EDGE}" y="{y + 12}">{text(words)}</text>')
        return y + (22 if items or self.seen.far else 0)

    def _kinds(self) -> Iterator[tuple[str, str]]:
        if any([turn(number) for number in self.numbers.values()]):
            self.add(_hatches(self.key))
        kinds = list(self.numbers.items()) if len(self.numbers) > 1 else []
        for kind, number in kinds[:_MOST_KINDS]:
            hatch = f'<rect width="16" height="14" rx="3" fill="url(#{self.key}-hatch{(turn(number) - 1) % 2})"/>'
            yield (
                f'<rect width="16" height="14" rx="3" fill="{colour(number)}"/>{hatch if turn(number) else ""}',
                clean(kind),
            )
        if len(kinds) > _MOST_KINDS:
            yield "", f"and {show(len(kinds) - _MOST_KINDS)} more"

    def _signs(self) -> Iterator[tuple[str, str]]:
        bars = self.timeline.bars
        box = '<rect class="body" width="16" height="14" rx="3" fill="#DDDDDD"/>'
        if any([bar.critical for bar in bars]):
            yield f'<g class="bar critical">{box}<rect class="foot" y="10" width="16" height="4"/></g>', CRITICAL_SAYS
        if any([bar.slack is not None and bar.slack > 0 for bar in bars]):
            yield '<path class="slack" d="M0 7H18"/>', LATER_SAYS
        if any([*[bar.clashes for bar in bars], *[mark.clashes for mark in self.timeline.marks]]):
            yield f'<g class="bar clashes">{box}<text class="inside" x="6" y="11">!</text></g>', CLASH_SAYS


def _hatches(key: str) -> str:
    """Patterns that tell kinds of one colour apart."""
    lines = ("M0 0L6 6", "M0 6L6 0")
    size = 'width="6" height="6" patternUnits="userSpaceOnUse"'
    drawn = [
        f'<pattern id="{key}-hatch{number}" {size}><path class="hatch" d="{line}"/></pattern>'
        for number, line in enumerate(lines)
    ]
    return f"<defs>{''.join(drawn)}</defs>"


def _short(place: Number) -> str:
    """A place to two decimals."""
    whole, rest = divmod(round(place * 100), 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def _clipped(words: str, most: int) -> str:
    """Words of at most so many letters, nothing where hardly any are left of them."""
    if cell_len(words) <= most:
        return words
    return f"{words[: most - 1].rstrip()}…" if most > 2 else ""


def _count(number: int, noun: str) -> str:
    return f"{show(number)} {noun}" if number == 1 else f"{show(number)} {noun}s"
