"""Typed items of this world's English: people, places, ways with their minutes, times and lengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.reading.clocks import bare_clock_at, clock_at
from domains.reading.lengths import length_at
from domains.reading.names import NameIndex
from domains.reading.numerals import number_at
from domains.reading.slots import Stretch, stretch_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from domains.reading.clocks import Clock
    from domains.reading.text import Token

    Extractor = Callable[[Sequence[Token], int], tuple[object, int] | None]

_JOINS = frozenset((",", "and", "&", "or"))
_ARTICLES = frozenset(("the", "my", "our", "your", "a"))
_BEFORE_CLOCK = frozenset(("at", "by", "around", "about", "before", "until", "till", "than", "after", "from", "since"))


@dataclass(frozen=True, slots=True)
class Way:
    """Minutes from one place to another one; `both` if it was told for both directions."""

    start: str
    end: str
    minutes: int
    both: bool


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].norm if 0 <= at < len(tokens) else ""


class Names:
    """Extractors over the people and places of one text."""

    def __init__(self, people: Iterable[str], places: Iterable[str]) -> None:
        self._people = NameIndex(people)
        known = tuple(places)
        self._places = NameIndex(known, {name[4:]: name for name in known if name.startswith("The ")})

    def person(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """Somebody by name."""
        found = self._people.at(tokens, at)
        if found is None or (found[0].name[:1].isupper() and not tokens[at].capital):
            return None  # "will" is not Will
        return found[0].name, found[1]

    def people(self, tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
        """Two people or more."""
        found: list[str] = []
        index, end = at, at
        while index < len(tokens) and (person := self.person(tokens, index)) is not None:
            found.append(person[0])
            end = index = person[1]
            while _word(tokens, index) in _JOINS:
                index += 1
            if index == end:
                break
        return (tuple(found), end) if len(found) > 1 else None

    def place(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """A place, with or without an article."""
        found = self._places.at(tokens, at)
        if found is None and tokens[at].norm in _ARTICLES and at + 1 < len(tokens):
            found = self._places.at(tokens, at + 1)
        return None if found is None else (found[0].name, found[1])

    def way(self, tokens: Sequence[Token], at: int) -> tuple[Way, int] | None:
        """ "A to B: 14", "from A to B takes 14 minutes", "between A and B it is half an hour", "14 minutes from A to B"."""
        ahead = _minutes(tokens, at) or _more_minutes(tokens, at)
        index = at if ahead is None else ahead[1]
        if ahead is not None:
            while _word(tokens, index) in (
                "walk",
                "drive",
                "ride",
                "away",
                "on",
                "foot",
                "by",
                "car",
                "bus",
                "bike",
                "trip",
                "train",
            ):
                index += 1
            if _word(tokens, index) not in ("from", "between"):
                return None
        opener = _word(tokens, index)
        first = self.place(tokens, index + (opener in ("from", "between"))) if index < len(tokens) else None
        if first is None:
            return None
        one, after = first
        sign = _word(tokens, after)
        if sign == "<" and _word(tokens, after + 1) in ("to", "-"):
            both, after = True, after + 2
        elif sign == "to":
            both, after = opener == "between", after + 1
        elif (sign == "and" and opener == "between") or sign in ("-", "/", "↔"):
            both, after = True, after + 1
        elif after < len(tokens) and tokens[after].start == tokens[after - 1].end + 1 and self._joined(tokens, after):
            both = True
        elif sign in ("is", "are", "lies") and ahead is None and opener not in ("from", "between"):
            return self._away(tokens, one, after + 1)
        else:
            return None
        second = self.place(tokens, after) if after < len(tokens) else None
        if second is None:
            return None
        other, after = second
        if ahead is None:
            while _word(tokens, after) in _FILLERS:
                after += 1
            ahead = _minutes(tokens, after, plain=True)
            if ahead is None:
                return None
            after = ahead[1]
        after, both = _both_ways(tokens, after, both)
        return Way(one, other, ahead[0], both), after

    def _joined(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a place begins that a hyphen joins to the one before: minutes follow it at once."""
        second = self.place(tokens, at)
        if second is None or tokens[at].capital:
            return False
        after = second[1] + (_word(tokens, second[1]) == ":")
        return _minutes(tokens, after) is not None

    def _away(self, tokens: Sequence[Token], one: str, at: int) -> tuple[Way, int] | None:
        """ "... is 20 minutes from B"."""
        while (
            _word(tokens, at) in ("about", "around", "only", "just", "some", "a", "an") and _minutes(tokens, at) is None
        ):
            at += 1
        found = _minutes(tokens, at) if at < len(tokens) else None
        if found is None:
            return None
        after = found[1]
        while _word(tokens, after) in ("walk", "drive", "ride", "away", "on", "foot", "by", "car", "bus", "bike"):
            after += 1
        if _word(tokens, after) not in ("from", "to"):
            return None
        second = self.place(tokens, after + 1) if after + 1 < len(tokens) else None
        if second is None:
            return None
        after, _ = _both_ways(tokens, second[1], True)
        return Way(one, second[0], found[0], True), after


_FILLERS = frozenset(
    """
    : = ( is are it takes take in , about around only just you need needs we i the way walk drive ride by car bus foot on bike a
    trip journey ~ ; some roughly lasts
    """.split()  # noqa: SIM905
)


def _minutes(tokens: Sequence[Token], at: int, *, plain: bool = False) -> tuple[int, int] | None:
    """A length, or with `plain` a number alone: minutes."""
    if at >= len(tokens):
        return None
    found = length_at(tokens, at)
    if found is None and plain:
        number = number_at(tokens, at)
        if number is not None and isinstance(number[0], int) and number[0] >= 0:
            found = number[0], number[1] + (_word(tokens, number[1]) in ("m", "'"))
    if found is None:
        return None
    return found[0], found[1] + (_word(tokens, found[1]) == ")")


def _more_minutes(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A number that goes on counting minutes: "10 minutes from A to B, 15 from A to C"."""
    found = _minutes(tokens, at, plain=True) if at else None
    if found is None or _word(tokens, found[1]) not in ("from", "between") or _word(tokens, at - 1) not in (",", "and"):
        return None
    before = {token.norm for token in tokens[:at]}
    return found if before & {"minutes", "mins", "min"} and not before & {"hour", "hours"} else None


def _both_ways(tokens: Sequence[Token], at: int, both: bool) -> tuple[int, bool]:
    if _word(tokens, at) == "(":
        inner = _both_ways(tokens, at + 1, both)
        return (inner[0] + (_word(tokens, inner[0]) == ")"), inner[1]) if inner[0] > at + 1 else (at, both)
    for words in (
        ("both", "ways"), ("each", "way"), ("either", "way"), ("in", "both", "directions"), ("and", "back"),
        ("and", "vice", "versa"),
        ("in", "either", "direction"), ("one", "way"),
    ):  # fmt: skip
        if tuple([token.norm for token in tokens[at : at + len(words)]]) == words:
            return at + len(words), words != ("one", "way")
    return at, both


def stretch(tokens: Sequence[Token], at: int) -> tuple[Stretch, int] | None:
    """A stretch of the day; "all day" too."""
    if tokens[at].norm in ("by", "before"):
        return None
    found = stretch_at(tokens, at)
    if found is None and tokens[at].norm == "from":
        clock = bare_clock_at(tokens, at + 1)
        if clock is not None and _word(tokens, clock[1]) != "to":
            return Stretch(clock[0], None), clock[1] + (_word(tokens, clock[1]) in ("on", "onwards", "onward"))
    return found


def clock(tokens: Sequence[Token], at: int) -> tuple[Clock, int] | None:
    """A time of day; a number alone after words such as "at" and "by"."""
    found = clock_at(tokens, at)
    if found is None and _word(tokens, at - 1) in _BEFORE_CLOCK:
        found = bare_clock_at(tokens, at)
    return found


def items_for(people: Iterable[str], places: Iterable[str]) -> Mapping[str, Extractor]:
    """The typed items of a text with these people and places."""
    names = Names(people, places)
    return {
        "WAY": names.way,
        "PEOPLE": names.people,
        "PERSON": names.person,
        "PLACE": names.place,
        "STRETCH": stretch,
        "LENGTH": length_at,
        "CLOCK": clock,
    }
