"""Times in the words of a shop ("3 hours", "2h 30 min", "half an hour", "4"), and one unit in which all of them are whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from domains.reading.numerals import number_at
from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.reading.text import Token
    from encoders.numbers import Number

UNITS = ("days", "hours", "minutes", "seconds")
_PER_NEXT = {"days": 24, "hours": 60, "minutes": 60}
WORDS = {
    "day": "days", "days": "days", "d": "days",
    "hour": "hours", "hours": "hours", "h": "hours", "hr": "hours", "hrs": "hours",
    "minute": "minutes", "minutes": "minutes", "min": "minutes", "mins": "minutes",
    "second": "seconds", "seconds": "seconds", "sec": "seconds", "secs": "seconds", "s": "seconds",
}  # fmt: skip
"""Words of units; a single letter counts only where it touches its number ("2h")."""


@dataclass(frozen=True, slots=True)
class Time:
    """An amount in a unit, "" where the text gives none."""

    amount: Number
    unit: str

    @property
    def says(self) -> str:
        """The time in words."""
        unit = self.unit.removesuffix("s") if self.amount == 1 else self.unit
        return f"{show(self.amount)} {unit}".strip()

    @property
    def in_seconds(self) -> Number:
        """The amount in seconds; of a time with a unit only."""
        return self.amount * seconds_in(self.unit)


def seconds_in(unit: str) -> int:
    """How many seconds one of the unit is."""
    found = 1
    for name in UNITS[UNITS.index(unit) : -1]:
        found *= _PER_NEXT[name]
    return found


def time_at(tokens: Sequence[Token], at: int) -> tuple[Time, int] | None:
    """The time that starts at a token and the index after it: parts of falling units are added ("1 hour and 20 minutes").

    A clock time ("9:30", "9 am") is no time of a shop, which counts from 0.
    """
    first = _part(tokens, at)
    if first is None or _is_clock(tokens, at, first[1]):
        return None
    found, after = first
    while found.unit:
        joins = after < len(tokens) and tokens[after].norm in ("and", ",")
        more = _part(tokens, after + joins) if after + joins < len(tokens) else None
        if more is None or not more[0].unit or UNITS.index(more[0].unit) <= UNITS.index(found.unit):
            break
        if tokens[after].norm == ",":
            break
        found, after = Time(_sum(found, more[0]), more[0].unit), more[1]
    return found, after


def _sum(one: Time, other: Time) -> Number:
    total = Fraction(one.in_seconds + other.in_seconds, 1) / seconds_in(other.unit)
    return total.numerator if total.denominator == 1 else total


def _part(tokens: Sequence[Token], at: int) -> tuple[Time, int] | None:
    words = [token.norm for token in tokens[at : at + 4]]
    if words[:2] == ["half", "an"] and words[2:3] == ["hour"]:
        return Time(30, "minutes"), at + 3
    if words[:2] == ["half", "a"] and words[2:3] == ["day"]:
        return Time(12, "hours"), at + 3
    if words[:4] == ["quarter", "of", "an", "hour"]:
        return Time(15, "minutes"), at + 4
    if words[:3] in (["a", "quarter", "hour"], ["quarter", "hour"]):
        return Time(15, "minutes"), at + 3
    if words[:1] in (["a"], ["an"]) and words[1:2] and words[1] in ("day", "hour", "minute"):
        return _and_a_half(tokens, Time(1, WORDS[words[1]]), at + 2)
    if words[:4] == ["one", "and", "a", "half"] and at + 4 < len(tokens) and tokens[at + 4].norm in WORDS:
        return Time(Fraction(3, 2), WORDS[tokens[at + 4].norm]), at + 5
    found = number_at(tokens, at)
    if found is None or found[0] < 0:
        return None
    value, after = found
    if [token.norm for token in tokens[after : after + 3]] == ["and", "a", "half"] and after + 3 < len(tokens):
        unit = WORDS.get(tokens[after + 3].norm)
        if unit is not None:
            return Time(value + Fraction(1, 2), unit), after + 4
    after += after < len(tokens) and tokens[after].norm == "-"
    unit = WORDS.get(tokens[after].norm) if after < len(tokens) else None
    if unit is None or not _touches(tokens, after):
        return Time(value, ""), found[1]
    if after + 1 < len(tokens) and tokens[after].norm == "second" and tokens[after + 1].kind == "word":
        return Time(value, ""), found[1]  # "1 second machine"
    return _and_a_half(tokens, Time(value, unit), after + 1)


def _touches(tokens: Sequence[Token], at: int) -> bool:
    """Whether a unit of one letter stands so that it is no name: "2h", "2 h", but not "2 s" or "job 2 H"."""
    letter = tokens[at].norm
    return len(letter) > 1 or tokens[at].start == tokens[at - 1].end or (letter == "h" and not tokens[at].capital)


def _and_a_half(tokens: Sequence[Token], time: Time, after: int) -> tuple[Time, int]:
    """ "an hour and a half"."""
    if [token.norm for token in tokens[after : after + 3]] == ["and", "a", "half"]:
        return replace(time, amount=time.amount + Fraction(1, 2)), after + 3
    return time, after


def _is_clock(tokens: Sequence[Token], at: int, after: int) -> bool:
    following = tokens[after : after + 2]
    if not following:
        return False
    if following[0].norm in ("am", "pm", "a.m", "p.m", "oclock") and following[0].kind == "word":
        return True
    touching = len(following) == 2 and following[0].norm == ":" and following[0].start == tokens[after - 1].end
    return touching and following[1].start == following[0].end and following[1].end - following[1].start == 2


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a whole request: what bare numbers count, and what all times are given in; "" where nobody said."""

    bare: str
    whole: str

    def of(self, time: Time) -> int | None:
        """The time as a whole number; None where it is none."""
        unit = time.unit or self.bare
        value = Fraction(time.amount)
        if unit:
            value *= Fraction(seconds_in(unit), seconds_in(self.whole))
        return int(value) if value.denominator == 1 else None


def unit_of(times: Iterable[Time], stated: str) -> Unit | None:
    """The unit for these times; `stated` is what the text says of all of them. None where bare numbers may count several."""
    found = list(times)
    named = {time.unit for time in found if time.unit}
    bare = stated
    if not stated and any([not time.unit for time in found]):
        if len(named) > 1:
            return None
        bare = next(iter(named), "")
    used = named | ({bare} if bare else set())
    if not used:
        return Unit("", "")
    for unit in UNITS[max([UNITS.index(name) for name in used]) :]:
        candidate = Unit(bare, unit)
        if all([candidate.of(time) is not None for time in found]):
            return candidate
    return Unit(bare, UNITS[-1])
