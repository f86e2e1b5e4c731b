"""Which day of a plan some words mean: "on the last day", "the second day", "day 3"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LAST = ("last", "final")


def days_said(norms: Sequence[str], label: str) -> list[tuple[int, int]]:
    """Where the words (in lower case) say the day called "3" or "last"; nothing where they say another day too, or none.

    Only a word beside "day" counts: "the second" alone may be a second of anything, "the last dinner" is on no known day.
    """
    found = [(at, at + 2, day) for at, pair in enumerate(pairwise(norms)) if (day := _day(*pair))]
    days = [place for place, norm in enumerate(norms) if norm in ("day", "days")]
    if len(found) != 1 or len(days) != 1 or found[0][2] != label:
        return []
    return [found[0][:2]]


def _day(word: str, then: str) -> str:
    """The day that two words say, "" where they say none."""
    if then == "day":
        if word in _LAST:
            return "last"
        if word in _ORDINALS:
            return str(_ORDINALS.index(word) + 1)
    if word == "day":
        return str(_CARDINALS.index(then) + 1) if then in _CARDINALS else then if then.isdecimal() else ""
    return ""
