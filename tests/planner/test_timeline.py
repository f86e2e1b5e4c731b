"""Timelines in a terminal and as SVG: nothing lost, nothing over another, nothing told by colour alone."""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from domains.documents import Bar, Document, Mark, Timeline
from planner.report.document import draw
from planner.report.screen import Screen
from planner.report.timelines.axis import Tick, extent, ticks, when
from planner.report.timelines.palette import COLOURS, colour, letters, numbered
from planner.report.timelines.stacking import stacked
from planner.report.timelines.svg import svg
from planner.report.timelines.terminal import _Chart

SVG = "{http://www.w3.org/2000/svg}"


class Stream(io.StringIO):
    """A stream with an encoding, and a terminal or not."""

    def __init__(self, encoding="utf-8", terminal=False):
        super().__init__()
        self._encoding, self._terminal = encoding, terminal

    @property
    def encoding(self):
        return self._encoding

    def isatty(self):
        return self._terminal


def screen(width=100, **stream):
    made = Screen(Stream(**stream))
    made._console.width = width
    return made


def shown(timeline, width=100, **stream):
    here = screen(width, **stream)
    draw(here, Document((timeline,)))
    return here.content()


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch):
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


SHOP = Timeline(
    ("saw", "mill", "varnish"),
    (
        Bar("saw", "table.1", 0, 3, "table", 0),
        Bar("saw", "shelf.1", 3, 5, "shelf", 2),
        Bar("saw", "chairs.2", 5, 8, "chairs", 0, clashes=True),
        Bar("mill", "chairs.1", 0, 4, "chairs", 1),
        Bar("varnish", "table.2", 4, 10, "table", 2),
        Bar("varnish", "sealed", 10, 10),
    ),
    (Mark(14, "deadline"), Mark(11, "table due", "varnish", clashes=True)),
    title="The plan",
)

GOLDEN = """\
The plan
                                                                 deadline 14 ▾
saw     │[━table.1━━━━━][shelf.1][!chairs.2━━━━]                             ┊
mill    │[chairs.1         ]┄┄┄┄┄                                            ┊
varnish │                   [table.2                     ]◇ sealed           ┊
        │                                                     ◆ table due 11 !
        └┬─────────┬────────┬─────────┬─────────┬─────────┬────────┬─────────┬
         0         2        4         6         8         10       12       14
━ critical: any delay does harm   ┄ slack, all orders as they are   ! in the
conflict
"""

NUMBERS = st.one_of(st.integers(-50, 2000), st.fractions(-5, 50, max_denominator=7))
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@st.composite
def timelines(draw):
    lanes = draw(st.lists(WORDS, max_size=5, unique=True))
    bars = []
    for _ in range(draw(st.integers(0, 25))):
        start = draw(NUMBERS)
        bars.append(
            Bar(
                draw(st.sampled_from(lanes)) if lanes and draw(st.booleans()) else draw(WORDS),
                draw(WORDS),
                start,
                start + abs(draw(NUMBERS)) * draw(st.sampled_from([0, 1, Fraction(1, 100)])),
                draw(st.sampled_from(["", "J1", "J2", "<b>"])),
                draw(st.sampled_from([None, 0, 1, Fraction(7, 2)])),
                draw(st.booleans()),
                draw(WORDS),
            )
        )
    marks = [
        Mark(draw(NUMBERS), draw(WORDS), draw(st.sampled_from([None, *lanes])), draw(st.booleans()))
        for _ in range(draw(st.integers(0, 5)))
    ]
    scale = draw(st.sampled_from(["units", "clock", "day"]))
    return Timeline(tuple(lanes), tuple(bars), tuple(marks), scale, draw(WORDS))


# ---------------------------------------------------------------- terminal


def test_a_small_shop_on_paper():
    """Critical, in the conflict, slack, due dates: all of it without colour."""
    assert shown(SHOP, 78) == GOLDEN


def test_signs_say_what_colours_say():
    page = shown(SHOP)
    rows = {line.split("│")[0].strip(): line for line in page.splitlines() if "│" in line}
    assert "[━table.1━" in rows["saw"]
    assert "[!chairs.2━" in rows["saw"]
    assert "[shelf.1 " in rows["saw"]
    assert "]┄┄" in rows["mill"]
    assert "◇ sealed" in rows["varnish"]
    assert "◆ table due 11 !" in page
    assert "deadline 14 ▾" in page
    for told in ("━ critical", "┄ slack, all orders as they are", "! in the conflict"):
        assert told in " ".join(page.split())
    plain = Timeline(("saw",), (Bar("saw", "cut", 0, 3),))
    assert shown(plain, 30).count("\n") == 3
    assert "critical" not in shown(plain)


@given(timelines(), st.integers(24, 160), st.sampled_from(["utf-8", "ascii", "latin-1"]), st.booleans())
@settings(max_examples=40)
def test_nothing_is_wider_than_the_screen_or_strange_to_the_stream(timeline, width, encoding, terminal):
    page = shown(timeline, width, encoding=encoding, terminal=terminal)
    page.encode(encoding)
    if not terminal:
        assert all([cell_len(line) <= width for line in page.splitlines()])
        assert "\x1b" not in page


@given(timelines(), st.integers(24, 120))
@settings(max_examples=40)
def test_every_bar_has_a_cell_and_none_covers_another(timeline, width):
    chart = _Chart(screen(width), timeline)
    drawn = []
    for lane in stacked(timeline, chart.cells):
        for row in lane.rows:
            places = [chart.cells(bar) for bar in row]
            assert all([0 <= first < last <= chart.columns + 1 for first, last in places])
            assert all([one[1] <= other[0] for one, other in pairwise(places)])
            drawn += [(lane.name, bar) for bar in row]
    assert sorted(drawn, key=repr) == sorted([(bar.lane, bar) for bar in timeline.bars], key=repr)
    assert all([chart.cells(bar)[1] <= chart.columns for bar in timeline.bars if bar.end > bar.start])


@given(timelines(), st.integers(24, 120))
@settings(max_examples=40)
def test_places_keep_the_order_of_time(timeline, width):
    chart = _Chart(screen(width), timeline)
    moments = sorted([at for bar in timeline.bars for at in (bar.start, bar.end)])
    columns = [chart.column(at) for at in moments]
    assert columns == sorted(columns)


@given(timelines())
@settings(max_examples=40)
def test_rows_are_as_few_as_the_busiest_moment_needs(timeline):
    for lane in stacked(timeline, lambda bar: (bar.start, bar.end)):
        bars = [bar for bar in timeline.bars if bar.lane == lane.name and bar.end > bar.start]
        busiest = max([sum([b.start <= bar.start < b.end for b in bars]) for bar in bars], default=1)
        instants = any([bar.lane == lane.name and bar.end == bar.start for bar in timeline.bars])
        assert len(lane.rows) == busiest or (instants and len(lane.rows) >= busiest)


def test_a_bar_shorter_than_a_cell_is_seen_and_too_many_become_a_measure():
    few = Timeline(("m",), (Bar("m", "long", 0, 999), Bar("m", "short", 999, 1000)))
    assert shown(few, 60).splitlines()[0].endswith("]|") or "|" in shown(few, 60).splitlines()[1]
    many = Timeline(
        tuple([f"m{n}" for n in range(200)]),
        tuple([Bar(f"m{n}", f"t{k}", 10 * k, 10 * k + 5, clashes=n == k == 0) for n in range(200) for k in range(90)]),
    )
    page = shown(many, 40)
    assert "each cell shows how busy it is" in page
    assert "and 120 more lanes, not drawn" in page
    assert "!" in page.splitlines()[0]
    assert page.isascii() is False
    assert shown(many, 40, encoding="ascii").isascii()


def test_marks_far_out_are_told_and_do_not_squeeze_the_bars():
    page = shown(Timeline(("m",), (Bar("m", "cut", 0, 9),), (Mark(10**9, "deadline"), Mark(-(10**9), "order"))))
    assert "Not drawn: deadline 1,000,000,000, order -1,000,000,000." in page
    assert "[cut" in page
    assert page.splitlines()[0].endswith("]")


def test_nothing_to_draw():
    assert shown(Timeline((), ())) == ""
    assert shown(Timeline((), (), title="Empty")) == "Empty\n"
    assert "m │" in shown(Timeline(("m",), ()))


def test_colours_are_the_same_whatever_the_order_and_named_where_words_are_not():
    terminal = shown(SHOP, 100, terminal=True)
    assert "\x1b[" in terminal
    forward, backward = numbered(SHOP), numbered(Timeline(SHOP.lanes, SHOP.bars[::-1]))
    assert forward == backward
    many = Timeline(("m",), tuple([Bar("m", "x", n, n + 1, f"J{n}") for n in range(12)]))
    kinds = numbered(many)
    assert list(kinds) == [f"J{n}" for n in range(12)]
    assert colour(kinds["J8"]) == COLOURS[0]
    assert "■ " in shown(many, 100, terminal=True)
    assert "■ " not in shown(many, 100)
    looks = [(colour(number), letters(number)) for number in kinds.values()]
    assert len(set(looks)) == len(looks)


# ---------------------------------------------------------------- axis


@given(timelines(), st.integers(1, 200))
@settings(max_examples=40)
def test_ticks_are_round_and_have_room(timeline, columns):
    seen = extent(timeline)
    span = seen.high - seen.low
    found = ticks(seen, timeline, lambda step, width: step * columns >= (width + 1) * span)
    assert all([seen.low <= tick.at <= seen.high and tick.says == when(tick.at, timeline.scale) for tick in found])
    steps = {b.at - a.at for a, b in pairwise(found)}
    assert len(steps) <= 1
    for step in steps:
        assert step > 0
        assert (found[0].at - (timeline.scale == "day")) % step == 0
        assert step * columns >= (max([len(tick.says) for tick in found]) + 1) * span


@pytest.mark.parametrize(
    ("low", "high", "scale", "columns", "says"),
    [
        (0, 55, "units", 60, ["0", "5", "10", "15", "20", "25", "30", "35", "40", "45", "50", "55"]),
        (0, 1_200_000, "units", 30, ["0", "500,000", "1,000,000"]),
        (540, 1020, "clock", 60, ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00", "17:00"]),
        (540, 1020, "clock", 30, ["10:00", "12:00", "14:00", "16:00"]),
        (1, 15, "day", 40, ["day 1", "day 8", "day 15"]),
    ],
)
def test_ticks_of_every_scale(low, high, scale, columns, says):
    timeline = Timeline(("m",), (Bar("m", "x", low, high),), scale=scale)
    seen = extent(timeline)
    found = ticks(seen, timeline, lambda step, width: step * columns >= (width + 1) * (high - low))
    assert [tick.says for tick in found] == says
    assert all([isinstance(tick, Tick) for tick in found])


@pytest.mark.parametrize(
    ("at", "scale", "says"),
    [
        (1400, "units", "1,400"),
        (Fraction(25, 2), "units", "12.5"),
        (570, "clock", "09:30"),
        (1440, "clock", "24:00"),
        (1500, "clock", "01:00 +1"),
        (-30, "clock", "23:30 -1"),
        (Fraction(1141, 2), "clock", "09:30:30"),
        (3, "day", "day 3"),
    ],
)
def test_moments_in_words(at, scale, says):
    assert when(at, scale) == says


# ---------------------------------------------------------------- SVG


def read(timeline, **options):
    return ElementTree.fromstring(svg(timeline, **options))


@given(timelines())
@settings(max_examples=40)
def test_svg_is_well_formed_whatever_stands_in_it_and_holds_every_bar(timeline):
    root = read(timeline)
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "style", "rect", "g", "path", "text", "defs", "pattern"}
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on") or "href" in key]
    bars = [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
    assert len(bars) == len(timeline.bars)
    width = float(root.get("width"))
    for group in bars:
        box = group.find(f"{SVG}rect")
        if box is not None:
            assert float(box.get("width")) > 0
            assert 0 <= float(box.get("x")) <= width
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text


@given(timelines())
@settings(max_examples=40)
def test_svg_bars_of_a_row_do_not_overlap_in_time(timeline):
    boxes = {}
    for group in read(timeline).iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        if group.find(f"{SVG}title") is not None and box is not None:
            boxes.setdefault(box.get("y"), []).append((float(box.get("x")), float(box.get("width"))))
    for row in boxes.values():
        for (x, width), (following, _) in pairwise(sorted(row)):
            assert x + width <= following + 0.05


def test_svg_says_in_words_what_it_shows():
    root = read(SHOP, key="plan")
    assert root.get("aria-labelledby") == "plan-title plan-desc"
    assert root.find(f"{SVG}title").text == "The plan"
    told = root.find(f"{SVG}desc").text
    assert told == "6 bars in 3 lanes, 0 to 10. Critical: table.1, chairs.2. deadline 14. table due 11 !."
    tips = [element.text for group in root.iter(f"{SVG}g") for element in group.findall(f"{SVG}title")]
    assert "shelf.1: 3 to 5, saw, slack 2" in tips
    assert "chairs.2: 5 to 8, saw, critical: no delay is possible, in the conflict" in tips
    classes = [group.get("class") for group in root.iter(f"{SVG}g")]
    assert classes.count("bar critical clashes") == 1
    assert "prefers-color-scheme: dark" in root.find(f"{SVG}style").text
    assert read(SHOP, alone=False).find(f"{SVG}style") is None


def test_svg_of_numbers_too_large_for_floats():
    far = 10**400
    assert read(Timeline(("m",), (Bar("m", "x", far, 3 * far), Bar("m", "y", 3 * far, 4 * far)))) is not None
    assert "[x" in shown(Timeline(("m",), (Bar("m", "x", far, 3 * far),)))
