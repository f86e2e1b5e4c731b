"""How long something takes in hours and minutes: "one hour", "half an hour", "45 min", "an hour and a half", "1h30"."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from domains.reading.numerals import number_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.text import Token

_UNITS = {
    name: minutes
    for names, minutes in (("hour hours hr hrs h", 60), ("minute minutes min mins mn", 1))
    for name in names.split()
}
_ADJECTIVES = frozenset(
    ("full", "whole", "short", "quick", "solid", "free", "spare", "single", "good", "uninterrupted", "open")
)


def length_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Minutes, and the index after them; whole minutes only."""
    first = _part(tokens, at)
    if first is None:
        return None
    total, after, unit = first
    if unit == 60:
        words = [token.norm for token in tokens[after : after + 3]]
        if words == ["and", "a", "half"]:
            return _whole(total + 30, after + 3)
        if words == ["and", "a", "quarter"]:
            return _whole(total + 15, after + 3)
        join = after + (words[:1] in (["and"], [","]))
        second = _part(tokens, join) if join < len(tokens) else None
        if second is not None and second[2] == 1:
            return _whole(total + second[0], second[1])
        if (
            join == after
            and words
            and words[0].isdecimal()
            and len(words[0]) == 2
            and tokens[after].start == tokens[after - 1].end
        ):
            return _whole(total + int(words[0]), after + 1)
    return _whole(total, after)


def show_length(minutes: int) -> str:
    """ "1 hour", "45 minutes", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((hours, "hour"), (rest, "minute")) if n]
    return " ".join(parts) or "0 minutes"


def _whole(total: Fraction, after: int) -> tuple[int, int] | None:
    return (int(total), after) if total.denominator == 1 else None


def _part(tokens: Sequence[Token], at: int) -> tuple[Fraction, int, int] | None:
    """Minutes, the index after them, and the unit."""
    begin = at + (tokens[at].norm == "a" and at + 1 < len(tokens) and tokens[at + 1].norm in ("quarter", "half"))
    words = [token.norm for token in tokens[begin : begin + 4]]
    for phrase, minutes in (
        (("half", "an", "hour"), 30),
        (("half", "a", "hour"), 30),
        (("half", "hour"), 30),
        (("quarter", "of", "an", "hour"), 15),
        (("three", "quarters", "of", "an"), 45),
        (("quarter", "hour"), 15),
    ):
        if tuple(words[: len(phrase)]) == phrase:
            return Fraction(minutes), begin + len(phrase) + (phrase[-1] == "an"), 60 if minutes == 60 else 1
    if words[:1] in (["a"], ["an"]):
        count, after = Fraction(1), at + 1
        if words[1:2] == ["half"] and words[2:3] in (["hour"], ["-"]):
            return None
    else:
        found = number_at(tokens, at)
        if found is None:
            return None
        count, after = Fraction(found[0]), found[1]
        if [token.norm for token in tokens[after : after + 3]] == ["and", "a", "half"]:
            count, after = count + Fraction(1, 2), after + 3
    after += after < len(tokens) and tokens[after].norm == "-"
    adjective = after + 1 < len(tokens) and tokens[after].norm in _ADJECTIVES
    after += adjective
    if after >= len(tokens) or tokens[after].norm not in _UNITS or (tokens[at].norm == "a" and not adjective):
        return None
    unit = _UNITS[tokens[after].norm]
    after += 1
    if after < len(tokens) and tokens[after].norm == "long":
        after += 1
    return count * unit, after, unit
