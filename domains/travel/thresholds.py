"""Quantities that count what lies beyond a limit, which is their index.

    flights_leaving_before[09:00]  flights_leaving_after[21:30]      flights by their departure
    flights_landing_before[10:00]  flights_landing_after[24:00]      by their arrival; one on the next day is after 24:00
    meals_dearer_than[40]  meals_cheaper_than[10]                    meals by the price for each person
    nights_dearer_than[150]  nights_cheaper_than[50]                 nights by the price of one room
    meals_rated_below[4]  meals_rated_above[4]  nights_rated_below[4]  nights_rated_above[4]

"Before", "after", "dearer", "cheaper", "below" and "above" leave the limit itself out. A road has no flight's times, so it is
never counted among the flights. Like offers, they are there where a wish mentions them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from encoders.errors import InputError
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from encoders.numbers import Number
    from encoders.spec import Name

Counted = Literal["flights", "meals", "nights"]
Measure = Literal["leaves", "lands", "price", "rating"]

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a word counts, by which measure, and on which side of the limit."""

    counted: Counted
    measure: Measure
    above: bool

    def holds(self, value: Number, limit: Number) -> bool:
        """Whether one of them is counted."""
        return value > limit if self.above else value < limit


THRESHOLDS = {
    "flights_leaving_before": Beyond("flights", "leaves", above=False),
    "flights_leaving_after": Beyond("flights", "leaves", above=True),
    "flights_landing_before": Beyond("flights", "lands", above=False),
    "flights_landing_after": Beyond("flights", "lands", above=True),
    "meals_dearer_than": Beyond("meals", "price", above=True),
    "meals_cheaper_than": Beyond("meals", "price", above=False),
    "meals_rated_above": Beyond("meals", "rating", above=True),
    "meals_rated_below": Beyond("meals", "rating", above=False),
    "nights_dearer_than": Beyond("nights", "price", above=True),
    "nights_cheaper_than": Beyond("nights", "price", above=False),
    "nights_rated_above": Beyond("nights", "rating", above=True),
    "nights_rated_below": Beyond("nights", "rating", above=False),
}
KIND_OF_OFFER = {"flights": "rides", "meals": "restaurants", "nights": "hotels"}
"""Which offers a reduction must leave whole where such a quantity is mentioned."""


def named_thresholds(names: Iterable[Name]) -> list[tuple[str, str]]:
    """(word, index) of every name among them that counts beyond a limit."""
    found = [name.parts[0] for name in names if len(name.parts) == 1 and name.parts[0][0] in THRESHOLDS]
    return [(word, index) for word, index in dict.fromkeys(found) if index is not None and index != "*"]


def limit_of(word: str, index: str) -> Number:
    """The limit: minutes after midnight for times, else a number. Raises InputError for an index that is no limit."""
    if THRESHOLDS[word].counted == "flights":
        match = _CLOCK.fullmatch(index.strip())
        if match is None or int(match[1]) * 60 + int(match[2]) > 1440:
            raise InputError(
                f"{word} counts beyond a time of day, written like {word}[09:00], not {index!r}",
                where=f"{word}[{index}]",
            )
        return int(match[1]) * 60 + int(match[2])
    try:
        return exact(index.strip())
    except InputError as error:
        raise InputError(
            f"{word} counts beyond a number, written like {word}[4], not {index!r}", where=f"{word}[{index}]"
        ) from error


def require_limits(names: Iterable[Name], where: str) -> None:
    """Raise InputError for an index that is no limit, naming the place of the wish."""
    for name in names:
        for word, index in named_thresholds([name]):
            try:
                limit_of(word, index)
            except InputError as error:
                raise InputError(error.message, where=", ".join([p for p in (where, name.place) if p])) from error
