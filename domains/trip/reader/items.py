"""Typed items of this world's English: cities, days of the trip, lengths of stay, connections, and reasons to be somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.reading.durations import duration_at
from domains.reading.money import money_at
from domains.reading.names import NameIndex
from domains.reading.numerals import number_at
from domains.reading.words import english

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from domains.reading.money import Money
    from domains.reading.text import Token

    Extractor = Callable[[Sequence[Token], int], tuple[object, int] | None]

TRANSPORT = {
    "flight": "flight", "flights": "flight", "fly": "flight", "flies": "flight", "plane": "flight", "planes": "flight",
    "air": "flight",
    "train": "train", "trains": "train", "rail": "train", "railway": "train", "bus": "bus", "buses": "bus", "coach": "bus",
    "coaches": "bus", "ferry": "ferry", "ferries": "ferry", "boat": "ferry", "boats": "ferry",
}  # fmt: skip
"""Words for what one travels by."""
_LINKS = frozenset(
    ("connections", "connection", "connected", "connects", "routes", "links", "linked", "link", "route", "legs")
)
_TO = frozenset(("to", "->"))
_AND = frozenset(("and", "&", "with", "-", "/"))
_EVENT_STOPS = frozenset(
    """
    in at between from on during of to for by until till with is are was will takes take starts begins happens
    """.split()  # noqa: SIM905
)

_EVENT_VERBS = frozenset(
    """
    attend attending see watch watching join for have is 's to visit visiting meet meeting celebrate of at catch
    """.split()  # noqa: SIM905
)
_SPEAKERS = frozenset(("i", "we", "you", "that", "which", "who", "there"))


@dataclass(frozen=True, slots=True)
class Pair:
    """A connection as it was said: whether it was told for that way only, and its price. `loose`: "A to B" without a "from"."""

    one: str
    other: str
    both: bool
    loose: bool = False
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """From one day of the trip to another one."""

    first: int
    last: int


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].norm if 0 <= at < len(tokens) else ""


def _number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A day's number: "5", "five", "5th", "the fifth"."""
    if at >= len(tokens):
        return None
    at += tokens[at].norm == "the"
    if at >= len(tokens):
        return None
    if tokens[at].kind == "ordinal":
        return int(tokens[at].norm[:-2]), at + 1
    found = number_at(tokens, at)
    return (found[0], found[1]) if found is not None and isinstance(found[0], int) and found[0] > 0 else None


def days_at(tokens: Sequence[Token], at: int) -> tuple[Days, int] | None:
    """ "day 5", "days 5-8", "day 5 and day 8", "the 5th to the 8th day", "day 5 through 8"; a single day is both."""
    plural = tokens[at].norm == "days"
    if tokens[at].norm in ("day", "days"):
        first = _number(tokens, at + 1)
        if first is None:
            return None
        last = _then(tokens, first[1])
        if last is not None:
            return (Days(first[0], last[0]), last[1]) if first[0] <= last[0] else None
        return None if plural else (Days(first[0], first[0]), first[1])
    ordinal = (
        _number(tokens, at) if tokens[at].kind == "ordinal" or tokens[at].norm == "the" or _is_nth(tokens, at) else None
    )
    if ordinal is None:
        return None
    if _word(tokens, ordinal[1]) in ("day", "days"):
        after = ordinal[1] + 1
        if _word(tokens, after) in ("to", "-", "through", "until", "till"):
            then = _number(tokens, after + 1)
            if then is not None and _word(tokens, then[1]) == "day":
                return Days(ordinal[0], then[0]), then[1] + 1
        return Days(ordinal[0], ordinal[0]), after
    last = _then(tokens, ordinal[1])
    if last is not None and _word(tokens, last[1]) in ("day", "days") and ordinal[0] <= last[0]:
        return Days(ordinal[0], last[0]), last[1] + 1
    return None


def _is_nth(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].kind == "word" and tokens[at].norm in (
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    )  # fmt: skip


def _then(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    if _word(tokens, at) not in ("to", "-", "and", "through", "until", "till", "&", "thru", "or"):
        return None
    return _number(tokens, at + 1 + (_word(tokens, at + 1) in ("day", "days")))


class Cities:
    """Extractors over the cities of one text."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._index = NameIndex(self.names)

    def one(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """A city."""
        found = self._index.at(tokens, at) if at < len(tokens) else None
        return None if found is None else (found[0].name, found[1])

    def listed(self, tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
        """Two cities or more: "Rome, Paris and Lyon"; not where connections are told."""
        if self.pairs(tokens, at) is not None:
            return None
        found: list[str] = []
        index, end = at, at
        while index < len(tokens) and (city := self.one(tokens, index)) is not None:
            found.append(city[0])
            end = index = city[1]
            while _word(tokens, index) in (",", "and", "&", "then", "/", "plus", "or"):
                index += 1
            if index == end:
                break
        return (tuple(found), end) if len(found) > 1 else None

    def pairs(self, tokens: Sequence[Token], at: int) -> tuple[tuple[Pair, ...], int] | None:
        """Connections, one after the other, in a sentence that speaks of them."""
        if not any([token.norm in _LINKS or token.norm in TRANSPORT for token in tokens[:at]]):
            return None
        found: list[Pair] = []
        index, end = at, at
        while index < len(tokens) and (pair := self._pair(tokens, index)) is not None:
            found.append(pair[0])
            end = index = pair[1]
            while _word(tokens, index) in (",", "and", "&", "also", ";", "plus", "between", "from", "as", "well"):
                if _word(tokens, index) == "from":
                    break
                index += 1
            if index == end:
                break
        return (tuple(found), end) if found else None

    def _pair(self, tokens: Sequence[Token], at: int) -> tuple[Pair, int] | None:
        given = tokens[at].norm == "from"
        first = self.one(tokens, at + (tokens[at].norm in ("from", "between")))
        if first is None:
            return None
        one, index = first
        word = _word(tokens, index)
        both = True
        if word == "<" and _word(tokens, index + 1) in ("to", "-"):
            index += 2
        elif word in _TO:
            both, index = False, index + 1
        elif word in _AND and not given:
            index += 1
        elif (index < len(tokens) and tokens[index].start > tokens[index - 1].end + 1) or word == ",":
            return None  # only a hyphen may have stood between them
        second = self.one(tokens, index)
        if second is None or second[0] == one:
            return None
        other, after = second
        for words in (
            ("and", "back"),
            ("and", "vice", "versa"),
            ("both", "ways"),
            ("in", "both", "directions"),
            ("return",),
        ):
            if tuple([token.norm for token in tokens[after : after + len(words)]]) == words:
                both, after = True, after + len(words)
        price = None
        skip = after + (_word(tokens, after) in ("for", "(", ":", "at", "costs", "is"))
        money = money_at(tokens, skip) if skip < len(tokens) else None
        if money is not None:
            price, after = money[0], money[1] + (_word(tokens, money[1]) == ")")
        arrow = (
            word in _TO and tokens[index - 1].kind == "word" and tokens[index - 1].end - tokens[index - 1].start != 2
        )
        return Pair(one, other, both, loose=not both and not given and not arrow, price=price), after

    def event(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """What one has to be somewhere for: an article and some words, up to where a place or a time begins."""
        if tokens[at].norm not in ("a", "an", "the", "my", "our", "some", "his", "her", "their"):
            return None
        stops = english().negation | english().narrowing | _EVENT_STOPS
        end = at + 1
        while end < len(tokens) and end < at + 6 and tokens[end].kind == "word" and self.one(tokens, end) is None:
            if (
                tokens[end].norm in stops
                or tokens[end].norm in _SPEAKERS
                or duration_at(tokens, end) is not None
                or days_at(tokens, end) is not None
            ):
                break
            end += 1
        words = [token.norm for token in tokens[at:end]]
        follows = _word(tokens, end)
        spoken = end + (follows in ("is", "takes", "will")) + (_word(tokens, end + 1) in ("place", "be", "held"))
        named = _word(tokens, spoken) in ("in", "at") and self.one(tokens, spoken + 1) is not None
        timed = (
            follows in ("between", "from", "on", "during")
            and days_at(tokens, min(end + 1, len(tokens) - 1)) is not None
        )
        told = _word(tokens, at - 1) in _EVENT_VERBS and (end == len(tokens) or follows == ",")
        if len(words) < 2 or not (named or timed or told or follows in _SPEAKERS):
            return None
        bare = {"city", "cities", "trip", "day", "days", "trains", "flights", "stay", "friend", "friends", "relatives"}
        return (
            None
            if words[-1] in bare or {"trip", "tour", "city", "cities", "stay"} & set(words)
            else (" ".join(words[1:]).replace(" 's", "'s"), end)
        )


def stay_length_at(tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
    """A length in days and nights; "a day" counts too."""
    found = duration_at(tokens, at)
    if found is None and tokens[at].norm in ("a", "one") and _word(tokens, at + 1) == "day":
        from domains.reading.durations import Duration

        return Duration(days=1), at + 2
    return found


def spent_at(tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
    """ "in nine days": how long all of it takes, which elsewhere would be a day ahead."""
    return stay_length_at(tokens, at + 1) if tokens[at].norm == "in" and at + 1 < len(tokens) else None


def items_for(names: Iterable[str]) -> Mapping[str, Extractor]:
    """The typed items of a text with these cities."""
    cities = Cities(names)
    return {
        "PAIRS": cities.pairs,
        "CITIES": cities.listed,
        "CITY": cities.one,
        "SPAN": days_at,
        "LENGTH": stay_length_at,
        "SPENT": spent_at,
        "EVENT": cities.event,
        "NAME": lambda tokens, at: None,  # other names say nothing here; "Three cities" has none
    }
