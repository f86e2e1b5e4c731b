"""Dates, ranges, and the one period that fits everything said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.reading.calendar import Doubt, candidates
from domains.reading.dates import ahead_at, date_at, range_at
from domains.reading.durations import Duration, duration_at
from domains.reading.periods import Mentions, Said, settle
from domains.reading.text import parse

TODAY = date(2022, 3, 1)


def tokens(text):
    return parse(text).sentences[0]


def the_range(text, today=TODAY):
    """First and last day of a text that is one range."""
    found = range_at(tokens(text), 0)
    assert found is not None
    assert found[1] == len(tokens(text)), "something is left"
    mentions = Mentions()
    mentions.add_range(found[0], text)
    period = settle(mentions, today, 60)
    assert period.questions == ()
    return period.start, period.start + timedelta(days=period.days - 1)


@pytest.mark.parametrize(
    "text",
    [
        "March 3rd to March 5th, 2022",
        "from March 3rd to March 5th, 2022",
        "March 3-5, 2022",
        "March 3–5 2022",
        "3-5 March 2022",
        "the 3rd to the 5th of March 2022",
        "from the 3rd of March to the 5th of March, 2022",
        "between March 3rd and 5th, 2022",
        "between March 3 and March 5, 2022",
        "2022-03-03 to 2022-03-05",
        "Mar. 3 - Mar. 5, 2022",
        "Mar 3-Mar 5, 2022",
        "Thursday, March 3 to Saturday, March 5, 2022",
        "March 3 (Thursday) to March 5, 2022 (Saturday)",
        "March 3, 4 and 5, 2022",
        "the 3rd, 4th and 5th of March 2022",
        "March third through March fifth, 2022",
        "3.3.2022 - 5.3.2022",
        "3/3/2022 - 3/5/2022",
        "March 3, 2022, to March 5, 2022",
        "March 3 up to and including March 5, 2022",
        "March 3 until the 5th, 2022",
        "March 3-5",
        "the 3rd to the 5th",
        "Thursday to Saturday",
        "3rd-5th March",
        "3/3-3/5",
        "Thursday 3 to Saturday 5 March 2022",
        "Thu 3 - Sat 5 Mar 2022",
        "Thursday the 3rd to Saturday the 5th of March 2022",
        "between: March 3 and March 5, 2022",
        "3 Mar 22 to 5 Mar 22",
        "March 3 (a Thursday) to March 5, 2022 (a Saturday)",
    ],
)
def test_ranges_in_many_forms(text):
    assert the_range(text) == (date(2022, 3, 3), date(2022, 3, 5))


def test_ranges_over_new_year_and_over_months():
    assert the_range("December 30 to January 2, 2023") == (date(2022, 12, 30), date(2023, 1, 2))
    assert the_range("December 30, 2022 to January 2") == (date(2022, 12, 30), date(2023, 1, 2))
    assert the_range("December 30 to January 2") == (date(2022, 12, 30), date(2023, 1, 2))
    assert the_range("March 30 - April 2") == (date(2022, 3, 30), date(2022, 4, 2))
    assert the_range("this weekend") == (date(2022, 3, 5), date(2022, 3, 6))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 3rd, 2022", date(2022, 3, 3)),
        ("the 3rd of March", date(2022, 3, 3)),
        ("2022-03-03", date(2022, 3, 3)),
        ("tomorrow", date(2022, 3, 2)),
        ("the day after tomorrow", date(2022, 3, 3)),
        ("a week from today", date(2022, 3, 8)),
        ("10 days from now", date(2022, 3, 11)),
        ("Monday", date(2022, 3, 7)),
        ("next Monday", date(2022, 3, 7)),
        ("this coming Saturday", date(2022, 3, 5)),
        ("February 28", date(2023, 2, 28)),
        ("13/3/2022", date(2022, 3, 13)),
        ("3/3/2022", date(2022, 3, 3)),
        ("the 5th", date(2022, 3, 5)),
        ("February 29", date(2024, 2, 29)),
    ],
)
def test_single_days_seen_from_today(text, day):
    found = date_at(tokens(text), 0)
    assert found is not None
    assert list(candidates(found[0], text, TODAY)) == [day]


@pytest.mark.parametrize("text", ["5", "the second", "the 5th floor", "a Friday", "sun", "3 people", "March"])
def test_what_is_no_day(text):
    found = [date_at(tokens(text), at) for at in range(len(tokens(text)))]
    assert found == [None] * len(found)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("February 30, 2022", "no 30 February 2022"),
        ("February 30", "no 30 February"),
        ("April 31", "no 31 April"),
        ("next Friday", "4 March 2022 or 11 March 2022"),
        ("Tuesday", "today or 8 March 2022"),
        ("Friday, March 3, 2022", "is a Thursday"),
        ("a week from Monday", "14 March 2022"),
        ("2022-13-40", "Which day is meant"),
    ],
)
def test_doubts_are_questions(text, question):
    found = date_at(tokens(text), 0)
    assert found is not None
    with pytest.raises(Doubt, match=question):
        candidates(found[0], text, TODAY)


def test_days_in_two_weeks_are_their_own_kind():
    found = ahead_at(tokens("in two weeks"), 0)
    assert found is not None
    assert list(candidates(found[0], "in two weeks", TODAY)) == [date(2022, 3, 15)]
    assert date_at(tokens("in two weeks"), 0) is None


def test_digits_with_two_readings_are_settled_by_the_rest_or_asked_about():
    start, _ = date_at(tokens("3/5/2022"), 0)
    end, _ = date_at(tokens("5/9/2022"), 0)
    assert "5 March 2022 or 3 May 2022" in settle(Mentions([Said(start, "3/5/2022")]), TODAY, 60).questions[0]
    both = Mentions([Said(start, "3/5/2022")], [Said(end, "5/9/2022")], [(Duration(days=7), "7 days")])
    assert settle(both, TODAY, 60).start == date(2022, 5, 3)
    alone = Mentions([Said(start, "3/5/2022")], [], [(Duration(days=7), "7 days")])
    assert settle(alone, date(2022, 3, 20), 60).start == date(2022, 5, 3), "5 March is past"


@given(st.integers(0, 400), st.integers(1, 60))
def test_written_ranges_come_back(ahead, days):
    first = TODAY + timedelta(days=ahead)
    last = first + timedelta(days=days - 1)
    assert the_range(f"{first:%B} {first.day}, {first.year} to {last:%B} {last.day}, {last.year}") == (first, last)
    assert the_range(f"from {first.isoformat()} until {last.isoformat()}") == (first, last)


def test_a_period_needs_agreement():
    def said(text):
        return Said(date_at(tokens(text), 0)[0], text)

    assert settle(Mentions(), TODAY, 60).start is None
    assert settle(Mentions([said("March 3, 2022")], [said("March 5")]), TODAY, 60).days == 3
    assert settle(Mentions([], [said("March 5, 2022")], [(Duration(nights=2), "")]), TODAY, 60).start == date(
        2022, 3, 3
    )
    assert "different days" in settle(Mentions([said("March 3, 2022"), said("March 4, 2022")]), TODAY, 60).questions[0]
    assert "in the past" in settle(Mentions([said("February 3, 2022")]), TODAY, 60).questions[0]
    assert (
        "before it starts" in settle(Mentions([said("March 5, 2022")], [said("March 3, 2022")]), TODAY, 60).questions[0]
    )
    assert "at most 60" in settle(Mentions([said("March 5, 2022")], [said("June 3, 2022")]), TODAY, 60).questions[0]
    assert (
        "5 days"
        in settle(
            Mentions([said("March 3, 2022")], [said("March 5")], [(Duration(days=5), "5 days")]), TODAY, 60
        ).questions[0]
    )
    assert (
        "3 days and 4 days"
        in settle(Mentions(durations=[(Duration(days=3), ""), (Duration(days=4), "")]), TODAY, 60).questions[0]
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3 days", 3),
        ("three-day", 3),
        ("a week", 7),
        ("one-week", 7),
        ("week-long", 7),
        ("weeklong", 7),
        ("a fortnight", 14),
        ("two weeks", 14),
        ("two nights", 3),
        ("3 days and 2 nights", 3),
        ("3-day, 2-night", 3),
        ("5 full days", 5),
        ("one day", 1),
    ],
)
def test_durations(text, days):
    duration, after = duration_at(tokens(text), 0)
    assert (duration.as_days, after) == (days, len(tokens(text)))
    assert not duration.contradicts_itself


@pytest.mark.parametrize("text", ["a day", "a night", "week", "days", "2.5 days", "5"])
def test_what_is_no_duration(text):
    assert duration_at(tokens(text), 0) is None


def test_weekdays_restate_dates_or_contradict_them():
    exact, _ = range_at(tokens("3-5 March 2022"), 0)
    for text, fits in (("Thursday to Saturday", True), ("Wednesday to Saturday", False), ("Thursday to Sunday", False)):
        mentions = Mentions()
        mentions.add_range(exact, "3-5 March 2022")
        mentions.add_range(range_at(tokens(text), 0)[0], text)
        period = settle(mentions, TODAY, 60)
        assert (period.days == 3) is fits
        assert bool(period.questions) is not fits


def test_a_weekday_in_parentheses_is_checked():
    found, after = range_at(tokens("March 3 (a Friday) to March 5, 2022"), 0)
    assert after == 11
    mentions = Mentions()
    mentions.add_range(found, "March 3 (a Friday)")
    assert "is a Thursday" in settle(mentions, TODAY, 60).questions[0]
