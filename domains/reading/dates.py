"""Dates and ranges of dates as people write them; what day is meant is decided in `calendar`.

March 3rd, 2022 · the 23rd of March · 3 March · Mar. 3 · 2022-03-03 · 3/5/2022 · Thursday, March 3 · next Monday ·
tomorrow · in two weeks · 3-5 March · March 9th to 13th · between March 9th and March 13th · March 3, 4 and 5
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domains.reading.numerals import number_at, ordinal_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.text import Token

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = {name: n for n, name in enumerate(MONTHS, start=1)} | {name[:3]: n for n, name in enumerate(MONTHS, start=1)}
_MONTH["sept"] = 9
_WEEKDAY = {name: n for n, name in enumerate(WEEKDAYS)}
_SHORT_WEEKDAY = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
CALENDAR_WORDS = frozenset((*_MONTH, *_WEEKDAY, *_SHORT_WEEKDAY))
_TO = frozenset(("to", "through", "thru", "until", "till", "til", "-"))
_LONG_JOINS = (
    ("up", "to", "and", "including"), ("to", "and", "including"), ("until", "and", "including"), ("up", "to"), ("up", "until"),
    ("up", "through"), ("through", "to"), ("right", "through", "to"), ("on", "through", "to"), (",", "to"), (",", "through"),
    (",", "until"), ("all", "the", "way", "to"), ("all", "the", "way", "through"), ("over", "to"), ("and", "until"),
    ("and", "to"), ("into",),
)  # fmt: skip
_LATER = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_MONEY_WORDS = frozenset(("dollars", "usd", "bucks", "euros", "eur", "euro", "pounds", "gbp", "dollar", "$", "€", "£"))
_ANY_DAY = frozenset(("a", "any", "every", "each", "some", "no", "not", "either", "or", "except", "one"))
_BEFORE_DAYS = frozenset(("on", "by", "until", "till", "through"))
_NOT_A_DAY_OF = frozenset(
    ("day", "night", "city", "stop", "floor", "leg", "week", "time", "morning", "evening", "person")
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day as it was named. What is None was not said.

    `readings` are the (month, day) that digits such as 3/5 may mean, the more usual one first; `shift` is days after today;
    `which` is "next" or "this" before a weekday. A weekday with a shift is "a week from Monday".
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    shift: int | None = None
    which: str = ""
    readings: tuple[tuple[int, int], ...] = ()

    @property
    def only_day(self) -> bool:
        """Whether just the number of the day was said ("the 5th")."""
        return self.day is not None and self.month is None


@dataclass(frozen=True, slots=True)
class RangeMention:
    """A first and a last day; a weekend is its Saturday and Sunday."""

    first: DateMention
    last: DateMention


def range_at(tokens: Sequence[Token], at: int) -> tuple[RangeMention, int] | None:
    """The range that starts at a token, and the index after it."""
    if (weekend := _weekend(tokens, at)) is not None:
        return weekend
    index, joins = at, _TO
    if tokens[index].norm == "between":
        joins, index = frozenset((*_TO, "and", "&")), index + 1
    elif tokens[index].norm == "from":
        index += 1
    if index > at and index < len(tokens) and tokens[index].norm == ":":
        index += 1
    first = _date(tokens, index)
    if first is None:
        return None
    mention, after = _with_weekday(first[0], tokens, first[1])
    if index == at and (listed := _consecutive(tokens, mention, after)) is not None:
        return listed
    last_at = _join(tokens, after, joins)
    if last_at is None:
        return None
    last = _date(tokens, last_at, bare_day=mention.month is not None or mention.only_day)
    if last is None:
        return None
    end, after = _with_weekday(last[0], tokens, last[1])
    if mention.shift is not None and end.shift is None and end.weekday is None:
        return None
    if mention.day is None and end.only_day and end.weekday is not None:  # "Monday to Wednesday, 7-9 March"
        end, after = replace(end, day=None), last_at + 1
    return _shared(mention, end), after


def _weekend(tokens: Sequence[Token], at: int) -> tuple[RangeMention, int] | None:
    words = [token.norm for token in tokens[at : at + 3]]
    for phrase, which in ((("this", "weekend"), "this"), (("next", "weekend"), "next")):
        if words[:2] == list(phrase):
            return _weekend_range(which), at + 2
    if words in (["this", "coming", "weekend"], ["the", "coming", "weekend"], ["the", "next", "weekend"]):
        return _weekend_range("next" if words[1] == "next" else "this"), at + 3
    return None


def _weekend_range(which: str) -> RangeMention:
    return RangeMention(DateMention(weekday=5, which=which), DateMention(weekday=6))


def date_at(tokens: Sequence[Token], at: int) -> tuple[DateMention, int] | None:
    """One day that starts at a token, and the index after it. A number alone is no day."""
    found = _date(tokens, at)
    if found is not None and found[0].day is None and at > 0 and tokens[at - 1].norm in _ANY_DAY:
        return None
    if found is None or (found[0].only_day and found[0].weekday is None and not _may_stand_alone(tokens, at, found[1])):
        return None
    return _with_weekday(found[0], tokens, found[1])


def ahead_at(tokens: Sequence[Token], at: int) -> tuple[DateMention, int] | None:
    """ "in two weeks": a day to come after a verb of starting; elsewhere it may be a duration, so it is a kind of its own."""
    if tokens[at].norm != "in" or at + 1 >= len(tokens):
        return None
    count = (1, at + 2) if tokens[at + 1].norm == "a" else number_at(tokens, at + 1)
    if count is None or not isinstance(count[0], int) or count[1] >= len(tokens) or not 0 <= count[0] <= 1000:
        return None
    unit = _LATER.get(tokens[count[1]].norm)
    return None if unit is None else (DateMention(shift=count[0] * unit), count[1] + 1)


def _may_stand_alone(tokens: Sequence[Token], at: int, after: int) -> bool:
    """ "the 5th" names a day; "5", "the second" and "the 5th floor" do not."""
    if tokens[at].norm != "the":
        return False
    if tokens[at + 1].kind != "ordinal":  # "returning on the seventh"
        before = tokens[at - 1].norm if at else ""
        return before in _BEFORE_DAYS and (after == len(tokens) or tokens[after].norm in (",", ")", "(", "and"))
    return after == len(tokens) or tokens[after].norm not in _NOT_A_DAY_OF


def _join(tokens: Sequence[Token], at: int, joins: frozenset[str]) -> int | None:
    """The index after the words that join a range's ends: "to", "up to and including", ", to"."""
    words = [token.norm for token in tokens[at : at + 4]]
    for phrase in _LONG_JOINS:
        if words[: len(phrase)] == list(phrase):
            return at + len(phrase)
    if words and words[0] in joins:
        return at + 1
    return None


def _shared(first: DateMention, last: DateMention) -> RangeMention:
    """The ends with month and year that were said once: "3-5 March 2022", "March 9th and 13th, 2022"."""
    if first.only_day and last.month is not None and last.day is not None:
        first = replace(first, month=last.month, year=last.year)
    elif last.only_day and first.month is not None:
        last = replace(last, month=first.month, year=last.year or first.year)
    if first.day is not None and last.day is not None:
        if first.year is None and last.year is not None:
            crosses = first.month is not None and last.month is not None and first.month > last.month
            first = replace(first, year=last.year - 1 if crosses else last.year)
        elif last.year is None and first.year is not None:
            crosses = first.month is not None and last.month is not None and first.month > last.month
            last = replace(last, year=first.year + 1 if crosses else first.year)
    return RangeMention(first, last)


def _consecutive(tokens: Sequence[Token], first: DateMention, at: int) -> tuple[RangeMention, int] | None:
    """ "March 3, 4 and 5" and "the 3rd, 4th and 5th of March": days that follow one another are a range."""
    days, index = [first], at
    while index < len(tokens) and (tokens[index].norm in (",", "and", "&", "plus", "/") or _is_ordinal(tokens, index)):
        after = index + (not _is_ordinal(tokens, index))
        if tokens[index].norm == "," and after < len(tokens) and tokens[after].norm in ("and", "&"):
            after += 1
        if after >= len(tokens):
            break
        found = _date(tokens, after, bare_day=True)
        if found is None or found[0].day is None or found[0].day != (days[-1].day or 0) + 1:
            break
        if found[0].month is None and first.month is None and found[1] >= len(tokens):
            break
        days.append(found[0])
        index = found[1]
    if len(days) < 2 or (first.month is None and days[-1].month is None):
        return None
    return _shared(first, days[-1]), index


def _is_ordinal(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].kind == "ordinal"


def _with_weekday(mention: DateMention, tokens: Sequence[Token], at: int) -> tuple[DateMention, int]:
    """The day with a weekday in parentheses after it ("March 12 (a Saturday)"), and the index after both."""
    inside = [token for token in tokens[at : at + 4] if token.norm not in ("a", "the")]
    if len(inside) < 3 or inside[0].norm != "(" or inside[2].norm != ")":
        return mention, at
    weekday = _weekday(inside[1])
    if weekday is None or mention.weekday not in (None, weekday):
        return mention, at
    return replace(mention, weekday=weekday), at + 3 + (tokens[at + 1].norm in ("a", "the"))


def _date(tokens: Sequence[Token], at: int, *, bare_day: bool = False) -> tuple[DateMention, int] | None:
    if at >= len(tokens):
        return None
    if (relative := _relative(tokens, at)) is not None:
        return relative
    index, which = at, ""
    words = [token.norm for token in tokens[at : at + 2]]
    if words in (["the", "coming"], ["the", "next"], ["this", "coming"]):
        which, index = ("next" if words[1] == "next" else "this"), at + 2
    elif words[0] in ("this", "next", "coming"):
        which, index = ("next" if words[0] == "next" else "this"), at + 1
    weekday = _weekday(tokens[index], tokens[index + 1 : index + 2]) if index < len(tokens) else None
    if weekday is None:
        return _calendar_day(tokens, at, bare_day=bare_day) if not which else None
    after = index + 1
    skip = _after_weekday(tokens, index)
    exact = _calendar_day(tokens, skip, bare_day=bare_day and skip == after)
    if exact is not None and not which:
        return replace(exact[0], weekday=weekday), exact[1]
    return DateMention(weekday=weekday, which=which), after


def _weekday(token: Token, rest: Sequence[Token] = ()) -> int | None:
    if token.norm in _WEEKDAY:
        return _WEEKDAY[token.norm]
    short = _SHORT_WEEKDAY.get(token.norm)  # "sun" and "sat" are words too: a capital and a date or a join must help
    helped = (
        not rest
        or rest[0].norm in (",", *_TO, "and")
        or rest[0].norm in _MONTH
        or rest[0].kind in ("number", "ordinal", "date")
        or rest[0].norm == "the"
    )
    dated = bool(rest) and (rest[0].kind in ("number", "ordinal", "date") or rest[0].norm in _MONTH)
    return short if short is not None and helped and (token.capital or dated) else None


def _relative(tokens: Sequence[Token], at: int) -> tuple[DateMention, int] | None:
    """today, tomorrow, the day after tomorrow, 10 days from now, a week from today"""
    words = [token.norm for token in tokens[at : at + 4]]
    if words[0] in ("today", "tomorrow"):
        return DateMention(shift=1 if words[0] == "tomorrow" else 0), at + 1
    if words == ["the", "day", "after", "tomorrow"]:
        return DateMention(shift=2), at + 4
    if words[:3] == ["day", "after", "tomorrow"]:
        return DateMention(shift=2), at + 3
    count = (1, at + 1) if tokens[at].norm == "a" else number_at(tokens, at)
    if count is None or not isinstance(count[0], int) or count[1] >= len(tokens):
        return None
    unit, after = _LATER.get(tokens[count[1]].norm), count[1] + 1
    if unit is None or not 0 <= count[0] <= 1000:
        return None
    tail = [token.norm for token in tokens[after : after + 2]]
    if tail in (["from", "now"], ["from", "today"]):
        return DateMention(shift=count[0] * unit), after + 2
    if tail == ["from", "tomorrow"]:
        return DateMention(shift=count[0] * unit + 1), after + 2
    weekday = _weekday(tokens[after + 1]) if len(tail) == 2 and tail[0] == "from" else None
    if weekday is not None and _calendar_day(tokens, _after_weekday(tokens, after + 1), bare_day=False) is not None:
        weekday = None  # "three days from Wednesday, March 16th" starts on that day
    if weekday is not None and (at == 0 or tokens[at - 1].norm not in ("for", "of", "spend", "spending", "lasting")):
        return DateMention(weekday=weekday, shift=count[0] * unit), after + 2
    return None


def _after_weekday(tokens: Sequence[Token], at: int) -> int:
    """The index after a weekday and its comma."""
    return at + 2 if at + 1 < len(tokens) and tokens[at + 1].norm == "," else at + 1


def _calendar_day(tokens: Sequence[Token], at: int, *, bare_day: bool) -> tuple[DateMention, int] | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "date":
        return _digits(token.norm, at)
    if token.norm in _MONTH:
        after = at + 1
        if after < len(tokens) and tokens[after].norm == "the":
            after += 1
        day = _day_number(tokens, after)
        if day is None:
            return None
        year, end = _year(tokens, day[1])
        return DateMention(day=day[0], month=_MONTH[token.norm], year=year), end
    index = at + 1 if token.norm == "the" else at
    day = _day_number(tokens, index)
    if day is None:
        return None
    after = day[1]
    month_at = after + 1 if after < len(tokens) and tokens[after].norm == "of" else after
    month = _MONTH.get(tokens[month_at].norm) if month_at < len(tokens) else None
    if month is not None and not (month_at + 1 < len(tokens) and _starts_a_day(tokens, month_at + 1, after)):
        year, end = _short_year(tokens, month_at + 1) or _year(tokens, month_at + 1)
        return DateMention(day=day[0], month=month, year=year), end
    is_ordinal = tokens[index].kind == "ordinal"
    if bare_day or is_ordinal or _joins_days(tokens, after):
        bracketed = after < len(tokens) and tokens[after].norm == "("
        year, end = _year(tokens, after) if bare_day or bracketed else (None, after)
        return DateMention(day=day[0], year=year), end
    return None


def _starts_a_day(tokens: Sequence[Token], at: int, before_month: int) -> bool:
    """Whether the month belongs to the number after it: "2 March 3rd ..." is no second of March."""
    return tokens[at].kind == "ordinal" and tokens[before_month].norm != "of"


def _joins_days(tokens: Sequence[Token], at: int) -> bool:
    """Whether a bare number is the first of "3-5 March", "3 to Sunday 5 March" or "3, 4 and 5 March"."""
    index = at
    while index + 1 < len(tokens) and index < at + 24:
        if tokens[index].norm not in _TO and tokens[index].norm not in (",", "and", "&"):
            return False
        index += 1
        if tokens[index].norm in ("and", "&", "the"):
            index += 1
        if index < len(tokens) and _weekday(tokens[index], tokens[index + 1 : index + 2]) is not None:
            index = _after_weekday(tokens, index)
        if index < len(tokens) and tokens[index].norm == "the":
            index += 1
        day = _day_number(tokens, index) if index < len(tokens) else None
        if day is None:
            return False
        index = day[1]
        of = index + 1 if index < len(tokens) and tokens[index].norm == "of" else index
        if of < len(tokens) and tokens[of].norm in _MONTH:
            return True
    return False


def _day_number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The number of a day, which may be one that no month has ("February 30", "March 45")."""
    if at >= len(tokens):
        return None
    if (ordinal := ordinal_at(tokens, at)) is not None:
        return ordinal
    token = tokens[at]
    if token.kind == "number" and token.norm.isdigit() and len(token.norm) <= 2:
        return int(token.norm), at + 1
    return None


def _year(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """The year after a day ("March 3, 2022", "March 3 (2022)") and the index after it; `at` where there is none."""
    opener = tokens[at].norm if at < len(tokens) else ""
    index = at + 1 if opener in (",", "of", "in", "(") else at
    if index >= len(tokens):
        return None, at
    token, after = tokens[index], index + 1
    following = tokens[after].norm if after < len(tokens) else ""
    is_year = (
        token.kind == "number" and len(token.norm) == 4 and token.norm.isdigit() and 1900 <= int(token.norm) <= 2199
    )
    if not is_year or following in _MONEY_WORDS or (opener == "(" and following != ")"):
        return None, at
    return int(token.norm), after + (opener == "(")


def _short_year(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The 22 of "15 Mar 22", where the date ends with it."""
    if at >= len(tokens) or tokens[at].kind != "number" or len(tokens[at].norm) != 2 or tokens[at].norm < "20":
        return None
    following = tokens[at + 1].norm if at + 1 < len(tokens) else ","
    return (2000 + int(tokens[at].norm), at + 1) if following in _TO or following in (",", ")", "and") else None


def _digits(norm: str, at: int) -> tuple[DateMention, int] | None:
    """2022-03-05 is plain; 3/5/2022 may be March 5 or 3 May, and says so; 15.3.2022 has but one reading."""
    separator = next(sign for sign in "/.-" if sign in norm)
    parts = [int(part) for part in norm.split(separator)]
    if len(norm.split(separator)[0]) == 4:
        return DateMention(year=parts[0], month=parts[1], day=parts[2]), at + 1
    year = None if len(parts) == 2 else parts[2] if parts[2] >= 100 else 2000 + parts[2]
    month_first, day_first = (parts[0], parts[1]), (parts[1], parts[0])
    possible = [
        (m, d) for m, d in ((day_first,) if separator == "." else (month_first, day_first)) if 1 <= m <= 12 and d
    ]
    distinct = tuple(dict.fromkeys([(m, d) for m, d in possible if d <= 31] or possible))
    if not distinct:
        return DateMention(year=year, month=parts[0], day=parts[1]), at + 1
    if len(distinct) == 1:
        return DateMention(year=year, month=distinct[0][0], day=distinct[0][1]), at + 1
    return DateMention(year=year, readings=distinct), at + 1
