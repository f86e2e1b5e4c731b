"""Stretches of time on days as people write them: "Monday 9-11:30 and 14:00-15:00", "Thursday before 15:00", "mornings"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domains.reading.clocks import COUNTED, DAY, Clock, bare_clock_at, clock_at
from domains.reading.dates import DateMention, date_at, range_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.text import Token

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
_PARTS = {
    "morning": (0, 720),
    "afternoon": (720, 1080),
    "evening": (1080, DAY),
    "lunchtime": (720, 780),
    "lunch": (720, 780),
}
_TO = frozenset(("to", "-", "until", "till", "til", "through"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one time of a day to another one; None where the day begins or ends with it. `part` is a name such as "morning"."""

    start: Clock | None = None
    end: Clock | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """Stretches of time on each of some days; without days on every day, without stretches the whole day."""

    days: tuple[DateMention, ...] = ()
    stretches: tuple[Stretch, ...] = ()


# ---------------------------------------------------------------- stretches of a day


def stretch_at(tokens: Sequence[Token], at: int) -> tuple[Stretch, int] | None:
    """A stretch of a day and the index after it: "9:00 to 17:00", "between 9 and 5", "after 16:00", "the morning", "9-11:30"."""
    word = tokens[at].norm
    if word in (
        "the",
        "in",
        "during",
        "over",
        "at",
        "all",
        "every",
        "any",
        "through",
        "throughout",
        "for",
    ) and at + 1 < len(tokens):
        found = stretch_at(tokens, at + 1) if word != "at" else None
        if found is not None and (found[0].part or word in ("in", "during", "for")):
            return found
        if word == "all" and tokens[at + 1].norm == "day":
            return Stretch(Clock(0), Clock(DAY)), at + 2
        if word in ("the", "during", "for", "all") and tokens[at + 1].norm in ("whole", "entire", "full"):
            return (Stretch(Clock(0), Clock(DAY)), at + 3) if _word(tokens, at + 2) == "day" else None
    part = word[:-1] if word.endswith("s") else word
    if part in _PARTS:
        after = at + 1 + (word == "lunch" and _word(tokens, at + 1) in ("time", "break", "hour"))
        return Stretch(Clock(_PARTS[part][0]), Clock(_PARTS[part][1]), part), after
    if word in ("before", "until", "till", "til", "by") or (word == "up" and _word(tokens, at + 1) in ("to", "until")):
        clock = bare_clock_at(tokens, at + 1 + (word == "up"))
        return None if clock is None else (Stretch(None, clock[0]), clock[1])
    if word in ("after", "past"):
        clock = bare_clock_at(tokens, at + 1)
        return None if clock is None else (Stretch(clock[0], None), clock[1])
    return _between(tokens, at)


def _between(tokens: Sequence[Token], at: int) -> tuple[Stretch, int] | None:
    opener = tokens[at].norm if tokens[at].norm in ("from", "between") else ""
    first = bare_clock_at(tokens, at + bool(opener))
    if first is None:
        return None
    start, after = first
    joins = {*_TO, "and", "&"} if opener == "between" else _TO
    if _word(tokens, after) not in joins:
        return _open_ended(tokens, start, after) if opener == "from" else None
    last = bare_clock_at(tokens, after + 1)
    if last is None:
        return None
    end, after = last
    if not opener and _count_like(tokens, at, after):
        return None
    if start.sure and not end.sure and end.minutes <= start.minutes:
        end = end.afternoon
    elif not start.sure and end.sure and start.afternoon.minutes < end.minutes and end.minutes > 720:
        start = start.afternoon
    return Stretch(start, end), after


def _open_ended(tokens: Sequence[Token], start: Clock, after: int) -> tuple[Stretch, int] | None:
    """ "from 3 on", "from 14:00 onwards"; "from 3" alone is nothing."""
    if _word(tokens, after) in ("onwards", "onward"):
        return Stretch(start, None), after + 1
    if _word(tokens, after) == "on" and _word(tokens, after + 1) not in _WEEKDAYS:
        return Stretch(start, None), after + 1
    return None


def _count_like(tokens: Sequence[Token], at: int, after: int) -> bool:
    """Whether two plain numbers may be a count ("2-3"); times of day are written out on one side, or stand where times do."""
    if _word(tokens, after) in COUNTED or _word(tokens, after) == "/":
        return True
    explicit = clock_at(tokens, at) is not None or clock_at(tokens, after - 1) is not None or after - at > 3
    if explicit:
        return False
    before = tokens[at - 1].norm if at > 0 else ""
    known = before in _WEEKDAYS or before in ("during", "at", "hours", "busy", ",", "and", "&", ":")
    return not known and tokens[at + 1].norm != "-"


# ---------------------------------------------------------------- days with stretches


def weekday_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The weekday (Monday is 0) that a token names, also in the plural, and the index after it."""
    word = tokens[at].norm
    found = _WEEKDAYS.get(word)
    if found is None and word.endswith("s"):
        found = _WEEKDAYS.get(word[:-1]) if len(word) > 5 else None
    if found is None or (tokens[at].norm in ("sun", "sat", "mon", "wed") and not tokens[at].capital):
        return None
    return found, at + 1


def days_at(tokens: Sequence[Token], at: int) -> tuple[tuple[DateMention, ...], int] | None:
    """Days and the index after them: "Monday", "either Monday, Tuesday or Friday", "Mon-Fri", "weekdays", "3 and 5 March"."""
    index = at
    while (
        _word(tokens, index) in ("either", "both", "every", "each", "any", "all", "on", "next", "this", "the")
        and index < at + 3
    ):
        if _whole_days(tokens, index) or _dated(tokens, index):
            break
        index += 1
    found: list[DateMention] = []
    while index < len(tokens):
        one = _whole_days(tokens, index) or _dated(tokens, index)
        if one is None:
            break
        found += [day for day in one[0] if day not in found]
        after = index = one[1]
        while _word(tokens, index) in (",", "or", "and", "&", "/", "on"):
            index += 1
        if index == after:
            break
    return (tuple(found), after) if found else None


def _whole_days(tokens: Sequence[Token], at: int) -> tuple[tuple[DateMention, ...], int] | None:
    """Weekdays: one, from one to another, or all from Monday to Friday."""
    if at >= len(tokens):
        return None
    if tokens[at].norm in ("weekdays", "workdays"):
        return tuple([DateMention(weekday=day) for day in range(5)]), at + 1
    if tokens[at].norm in ("weekday", "workday", "weekend", "weekends"):
        days = range(5) if tokens[at].norm.startswith("w") and "day" in tokens[at].norm else range(5, 7)
        return tuple([DateMention(weekday=day) for day in days]), at + 1
    first = weekday_at(tokens, at)
    if first is None:
        return None
    dated = date_at(tokens, at)
    if dated is not None and (dated[0].day is not None or dated[0].readings):
        return None  # "Monday, March 3"
    if _word(tokens, first[1]) in (*_TO, "through") and first[1] + 1 < len(tokens):
        last = weekday_at(tokens, first[1] + 1)
        if last is not None and last[0] > first[0]:
            return tuple([DateMention(weekday=day) for day in range(first[0], last[0] + 1)]), last[1]
    return (DateMention(weekday=first[0]),), first[1]


def _dated(tokens: Sequence[Token], at: int) -> tuple[tuple[DateMention, ...], int] | None:
    """A day of the calendar ("March 3rd", "tomorrow", "next Monday"), or the first and the last of several as a range."""
    if at >= len(tokens) or bare_range_of_hours(tokens, at):
        return None
    between = range_at(tokens, at)
    if between is not None:
        first, last = between[0].first, between[0].last
        if first.day is not None and last.day is not None and first.month == last.month and first.day < last.day:
            return tuple([replace(first, day=day, weekday=None) for day in range(first.day, last.day + 1)]), between[1]
        return None
    found = date_at(tokens, at)
    if found is None or (found[0].only_day and found[0].weekday is None and tokens[at].kind == "number"):
        return None
    return (found[0],), found[1]


def bare_range_of_hours(tokens: Sequence[Token], at: int) -> bool:
    """Whether clock times follow, so that no date begins here."""
    return tokens[at].kind == "number" and clock_at(tokens, at) is not None


def slots_at(tokens: Sequence[Token], at: int) -> tuple[tuple[Slot, ...], int] | None:
    """Days with stretches of time, one after the other, and the index after them.

    "Monday during 9:00 to 9:30, 12:30 to 13:00, Tuesday 10-11", "9:00 to 10:00 on Friday", "mornings", "Thursday before 15:00".
    """
    found: list[Slot] = []
    index, end = at, at
    while index < len(tokens):
        one = _slot(tokens, index)
        if one is None:
            break
        found.append(one[0])
        end = index = one[1]
        while _word(tokens, index) in (",", "and", "&", "or", "also"):
            index += 1
        if index == end:
            break
    return (tuple(found), end) if found else None


def _slot(tokens: Sequence[Token], at: int) -> tuple[Slot, int] | None:
    days = days_at(tokens, at)
    if days is None:
        times = _stretches(tokens, at)
        if times is None:
            return None
        index = times[1] + (_word(tokens, times[1]) in ("on", "of"))
        later = days_at(tokens, index) if index < len(tokens) else None
        if later is not None and not _has_own_times(tokens, later[1]):
            return Slot(later[0], times[0]), later[1]
        return Slot((), times[0]), times[1]
    index = days[1]
    for word in (":", ",", "during", "in", "at", "the", "(", "from"):
        if _word(tokens, index) == word and not (word == "from" and _stretches(tokens, index)):
            index += 1
    times = _stretches(tokens, index) if index < len(tokens) else None
    if times is None or (_word(tokens, days[1]) == "," and _has_days_after(tokens, times[1])):
        return Slot(days[0]), days[1]
    after = times[1] + (_word(tokens, times[1]) == ")" and _word(tokens, days[1]) == "(")
    return Slot(days[0], times[0]), after


def _has_own_times(tokens: Sequence[Token], at: int) -> bool:
    """Whether the days before are followed by times of their own ("9-10, Monday 11-12")."""
    index = at + (_word(tokens, at) in ("during", ":", "from", "at"))
    return index < len(tokens) and _stretches(tokens, index) is not None


def _has_days_after(tokens: Sequence[Token], at: int) -> bool:
    return _word(tokens, at) == "on" and at + 1 < len(tokens) and days_at(tokens, at + 1) is not None


def _stretches(tokens: Sequence[Token], at: int) -> tuple[tuple[Stretch, ...], int] | None:
    found: list[Stretch] = []
    index, end = at, at
    while index < len(tokens):
        one = stretch_at(tokens, index)
        if one is None:
            break
        found.append(one[0])
        end = index = one[1]
        while _word(tokens, index) in (",", "and", "&", "or", "also"):
            index += 1
        if index == end:
            break
    return (tuple(found), end) if found else None


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].norm if at < len(tokens) else ""
