"""Times of day, stretches of days, and lengths in hours and minutes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.reading.clocks import clock_at, show_clock
from domains.reading.lengths import length_at, show_length
from domains.reading.slots import slots_at, weekday_at
from domains.reading.text import parse


def tokens(text):
    return parse(text).sentences[0]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9:00", 540), ("09:05", 545), ("9.30", 570), ("0930", 570), ("9am", 540), ("9 AM", 540), ("12am", 0), ("12 pm", 720),
        ("5:15pm", 1035),
        ("9 a.m. on Friday", 540), ("noon", 720), ("12 noon", 720), ("midnight", 1440),
        ("half past nine", 570), ("a quarter to ten", 585),
        ("quarter past 3 pm", 915), ("nine thirty", 570), ("9 o'clock", 540), ("24:00", 1440),
    ],
)  # fmt: skip
def test_clock_times(text, minutes):
    found = clock_at(tokens(text), 0)
    assert found is not None
    assert found[0].minutes == minutes


@pytest.mark.parametrize("text", ["9", "25:00", "9:60", "30 people", "nine people", "13pm", "half of it"])
def test_what_is_no_time_of_day(text):
    assert clock_at(tokens(text), 0) is None


@given(st.integers(0, 1439))
def test_every_minute_is_read_as_it_is_written(minutes):
    found = clock_at(tokens(show_clock(minutes)), 0)
    assert found is not None
    assert found[0].minutes == minutes


def told(text):
    found = slots_at(tokens(text), 0)
    if found is None:
        return None
    return [
        (
            [day.weekday for day in slot.days],
            [(s.start and s.start.minutes, s.end and s.end.minutes) for s in slot.stretches],
        )
        for slot in found[0]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Monday during 9:00 to 9:30, 12:30 to 13:00, Tuesday during 10:00 to 11:00",
            [([0], [(540, 570), (750, 780)]), ([1], [(600, 660)])],
        ),
        ("Tuesday 9-11:30 and 14:00-15:00", [([1], [(540, 690), (840, 900)])]),
        ("between 9 and 5", [([], [(540, 1020)])]),
        ("either Monday, Tuesday or Friday", [([0, 1, 4], [])]),
        ("Mon-Fri 9:00-17:00", [([0, 1, 2, 3, 4], [(540, 1020)])]),
        ("9am-5pm on Tuesday", [([1], [(540, 1020)])]),
        ("Thursday before 15:00", [([3], [(None, 900)])]),
        ("on Monday after 14:00", [([0], [(840, None)])]),
        ("9:00 to 10:00 on Friday, 11-12 on Monday", [([4], [(540, 600)]), ([0], [(660, 720)])]),
        ("mornings", [([], [(0, 720)])]),
        ("Wed afternoon", [([2], [(720, 1080)])]),
        ("all day Friday", [([4], [(0, 1440)])]),
        ("10pm to 11pm", [([], [(1320, 1380)])]),
    ],
)
def test_days_with_stretches(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize("text", ["2 to 3 people", "5 days", "nothing", "sun and sea", "3 hours"])
def test_counts_and_words_are_no_times(text):
    assert told(text) is None


def test_words_that_are_short_for_weekdays_need_a_capital():
    assert weekday_at(tokens("Sat"), 0) == (5, 1)
    assert weekday_at(tokens("we sat down"), 1) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("one hour", 60), ("half an hour", 30), ("30 minutes", 30), ("an hour and a half", 90), ("90-minute meeting", 90),
        ("1.5 hours", 90),
        ("1h30", 90), ("2 hours and 15 minutes", 135), ("half-hour", 30), ("one and a half hours", 90),
        ("a quarter of an hour", 15),
        ("a free hour", 60), ("45 min", 45),
    ],
)  # fmt: skip
def test_lengths(text, minutes):
    found = length_at(tokens(text), 0)
    assert found is not None
    assert found[0] == minutes


@pytest.mark.parametrize("text", ["two people", "a day", "half of it", "1.25 minutes"])
def test_what_is_no_length(text):
    assert length_at(tokens(text), 0) is None


@given(st.integers(1, 3000))
def test_lengths_are_read_as_they_are_shown(minutes):
    found = length_at(tokens(show_length(minutes)), 0)
    assert found is not None
    assert found[0] == minutes
