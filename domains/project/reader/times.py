"""Times in the words of a project: lengths ("3 days"), moments ("day 12"), stretches ("days 6 and 7"), and one unit for all."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from domains.reading.numerals import number_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.reading.text import Token
    from encoders.numbers import Number

UNITS = ("months", "weeks", "days", "hours", "minutes")
_IN_NEXT = {"weeks": 7, "days": 24, "hours": 60}
"""How many of the next smaller unit one is; months have no fixed number of weeks."""
WORDS = {
    "month": "months", "months": "months", "week": "weeks", "weeks": "weeks", "day": "days", "days": "days", "d": "days",
    "hour": "hours", "hours": "hours", "h": "hours", "hr": "hours", "hrs": "hours", "minute": "minutes", "minutes": "minutes",
    "min": "minutes", "mins": "minutes", "wk": "weeks", "wks": "weeks", "w": "weeks",
}  # fmt: skip
_COUNTED = ("months", "weeks", "days")
"""Units that are counted by name: the end of day 3 is 3, its beginning 2."""
_FILLERS = frozenset(("work", "working", "business", "calendar", "full", "whole"))


@dataclass(frozen=True, slots=True)
class Time:
    """An amount in a unit, "" where the text gives none; `named` is a day or week by its number: its end, counted from 0."""

    amount: Number
    unit: str
    named: bool = False

    @property
    def begin(self) -> Time:
        """The beginning of a day or week that is named; else the moment itself."""
        return Time(self.amount - 1, self.unit) if self.named else self


def time_at(tokens: Sequence[Token], at: int) -> tuple[Time, int] | None:
    """A length: "3 days", "two and a half weeks", "half a day", "a day", "3-day", "4" without a unit."""
    words = [token.norm for token in tokens[at : at + 4]]
    if words[:2] == ["half", "a"] and words[2:3] and words[2] in ("day", "week"):
        return Time(Fraction(1, 2), WORDS[words[2]]), at + 3
    if words[:3] == ["half", "an", "hour"]:
        return Time(30, "minutes"), at + 3
    if words[:1] in (["a"], ["an"]) and words[1:2] and words[1] in ("day", "hour", "minute", "week", "month"):
        return _and_a_half(tokens, Time(1, WORDS[words[1]]), at + 2)
    found = number_at(tokens, at)
    if found is None or found[0] < 0:
        return None
    value, after = found
    half = [token.norm for token in tokens[after : after + 3]] == ["and", "a", "half"]
    end = after + 3 if half else after
    end += end < len(tokens) and (tokens[end].norm == "-" or tokens[end].norm in _FILLERS)
    unit = WORDS.get(tokens[end].norm) if end < len(tokens) else None
    if unit is None or (len(tokens[end].norm) == 1 and tokens[end].start != tokens[end - 1].end):
        return Time(value, ""), after
    return _and_a_half(tokens, Time(value + Fraction(1, 2) if half else value, unit), end + 1)


def _and_a_half(tokens: Sequence[Token], time: Time, after: int) -> tuple[Time, int]:
    if [token.norm for token in tokens[after : after + 3]] == ["and", "a", "half"]:
        return Time(time.amount + Fraction(1, 2), time.unit), after + 3
    return time, after


def point_at(tokens: Sequence[Token], at: int) -> tuple[Time, int] | None:
    """A moment by its number: "day 12", "the end of week 3", "the 3rd day", "hour 2"."""
    place = at
    if tokens[place].norm in ("the", "end"):
        words = [token.norm for token in tokens[place : place + 3]]
        for phrase in (["the", "end", "of"], ["end", "of"], ["the"]):
            if words[: len(phrase)] == phrase:
                place += len(phrase)
                break
    if place >= len(tokens):
        return None
    if (
        tokens[place].kind == "ordinal"
        and place + 1 < len(tokens)
        and tokens[place + 1].norm in ("day", "week", "month")
    ):
        unit = WORDS[tokens[place + 1].norm]
        return Time(int(tokens[place].norm[:-2]), unit, named=True), place + 2
    unit_word = tokens[place].norm
    if unit_word not in ("day", "week", "month", "hour", "minute", "time") or place + 1 >= len(tokens):
        return None
    found = number_at(tokens, place + 1)
    if found is None or found[0] < 0:
        return None
    counted = WORDS.get(unit_word, "")
    return Time(found[0], counted, named=counted in _COUNTED), found[1]


def span_at(tokens: Sequence[Token], at: int) -> tuple[tuple[tuple[Time, Time], ...], int] | None:
    """Stretches of time: "days 6 and 7", "from day 6 to day 7", "days 6-7", "weeks 2 through 4", "from 6 to 8"."""
    place = at
    between = tokens[place].norm == "between"
    place += tokens[place].norm in ("from", "between")
    place += place < len(tokens) and tokens[place].norm == "the"
    if place >= len(tokens):
        return None
    word = tokens[place].norm
    unit = WORDS.get(word) if len(word) > 2 else None
    if unit is None and not (between or tokens[at].norm == "from"):
        return None
    first = _number(tokens, place + (unit is not None))
    if first is None:
        return None
    numbers, after = [first[0]], first[1]
    joined = ""
    while after < len(tokens) and tokens[after].norm in ("and", "to", "-", "through", "until", "till", ","):
        sign = tokens[after].norm
        more = after + 1 + (after + 2 < len(tokens) and tokens[after + 1].norm == "and" and sign == ",")
        named = more < len(tokens) and WORDS.get(tokens[more].norm) == unit and unit is not None
        found = _number(tokens, more + named)
        if found is None or (joined and (sign in (",", "and")) != (joined in (",", "and"))):
            break
        numbers.append(found[0])
        joined, after = sign, found[1]
    trailing = WORDS.get(tokens[after].norm) if after < len(tokens) and unit is None else None
    after += trailing is not None
    kind = unit or trailing or ""
    counted = unit in _COUNTED
    if (joined == "and" and not between and counted) or joined == ",":
        if not counted:
            return None
        return tuple([(Time(n - 1, kind), Time(n, kind)) for n in numbers]), after
    if len(numbers) != 2:
        return None
    return ((Time(numbers[0] - 1 if counted else numbers[0], kind), Time(numbers[1], kind)),), after


def _number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    found = number_at(tokens, at) if at < len(tokens) else None
    return (found[0], found[1]) if found is not None and isinstance(found[0], int) and found[0] >= 0 else None


def during(time: Time) -> tuple[tuple[Time, Time], ...]:
    """A day or week that is named, from its beginning to its end; nothing for any other moment."""
    return ((time.begin, Time(time.amount, time.unit)),) if time.named else ()


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a whole request: what bare numbers count, and what all times are given in; "" where nobody said."""

    bare: str
    whole: str

    def of(self, time: Time) -> int | None:
        """The time as a whole number; None where it is none."""
        unit = time.unit or self.bare
        value = Fraction(time.amount)
        if unit and unit != self.whole:
            if unit == "months":
                return None
            value *= Fraction(_minutes(unit), _minutes(self.whole))
        return int(value) if value.denominator == 1 else None


def _minutes(unit: str) -> int:
    found = 1
    for name in UNITS[UNITS.index(unit) : -1]:
        found *= _IN_NEXT[name]
    return found


def unit_of(times: Iterable[Time]) -> Unit | None:
    """The unit in which all these times are whole. None where bare numbers may count several, or months stand beside others."""
    found = list(times)
    named = {time.unit for time in found if time.unit}
    bare = any([not time.unit and time.amount for time in found])
    if (bare and len(named) > 1) or ("months" in named and len(named) > 1):
        return None
    only = next(iter(named), "") if bare or len(named) == 1 else ""
    if not named:
        return Unit("", "")
    for unit in UNITS[max([UNITS.index(name) for name in named]) :]:
        candidate = Unit(only, unit)
        if all([candidate.of(time) is not None for time in found]):
            return candidate
    return Unit(only, UNITS[-1])
