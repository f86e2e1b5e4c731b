"""The typed items of a project's sentences: activities, resources with amounts, lengths, moments and stretches of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domains.project.reader.names import ARTICLES, NOUNS, is_letter, stems
from domains.project.reader.times import point_at, span_at, time_at
from domains.reading.numerals import number_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domains.project.reader.names import Key, Names
    from domains.reading.items import Extractor
    from domains.reading.text import Token

    Found = tuple[Any, int] | None

_MOST_WORDS = 8


def slots(names: Names) -> dict[str, Extractor]:
    """Extractors by the slot's name, those of lists first.

    ACTS two or more activities, ACT one; NEEDS amounts of one or more resources as pairs, RES one resource without an amount;
    SPAN stretches of time, POINT a moment by its number, TIME a length.
    """
    activities, resources = _Index(names.activities), _Index(names.resources)
    return {
        "ACTS": _list_of(_act(activities)),
        "MORE": _more(resources),
        "NEEDS": _needs(resources),
        "ACT": _act(activities),
        "RES": resources.at,
        "POINT": point_at,
        "SPAN": span_at,
        "TIME": time_at,
    }


@dataclass(frozen=True)
class _Index:
    """Names by the stems of their words."""

    known: Mapping[Key, str]

    def at(self, tokens: Sequence[Token], at: int) -> Found:
        """The longest name that starts at a token, after an article, and the index after it."""
        start = at
        if tokens[start].norm in ARTICLES and not (tokens[start].norm == "a" and is_letter(tokens, start)):
            start += 1
        return self.bare(tokens, start)

    def bare(self, tokens: Sequence[Token], start: int) -> Found:
        """A name without its article; a single letter must be a capital one."""
        best: Found = None
        for end in range(start + 1, min(len(tokens), start + _MOST_WORDS) + 1):
            words = [token.norm for token in tokens[start:end]]
            if words[0] in ("the", "an", "our") or (len(words) > 1 and words[-1] in ("the", "a", "an", "our")):
                continue
            name = self.known.get(stems(words))
            letter = len(words) == 1 and len(words[0]) == 1 and words[0].isalpha()
            if name is not None and (not letter or is_letter(tokens, start)):
                best = name, end
        return best


def _act(activities: _Index) -> Callable[[Sequence[Token], int], Found]:
    """An activity, with a noun before it ("task A", "the walls")."""

    def at(tokens: Sequence[Token], start: int) -> Found:
        if tokens[start].kind == "number":
            return None
        found = activities.at(tokens, start)
        place = start + (tokens[start].norm in ARTICLES)
        if found is None and place + 1 < len(tokens) and tokens[place].norm in NOUNS:
            found = activities.bare(tokens, place + 1)
        return found

    return at


def _list_of(one: Callable[[Sequence[Token], int], Found]) -> Extractor:
    """Two or more, with commas and "and" between them."""

    def at(tokens: Sequence[Token], start: int) -> Found:
        found = one(tokens, start)
        if found is None:
            return None
        names, after = [found[0]], found[1]
        while after < len(tokens):
            place = after
            while place < len(tokens) and place < after + 2 and tokens[place].norm in (",", "and", "&"):
                place += 1
            more = one(tokens, place) if place > after and place < len(tokens) else None
            if more is None:
                break
            names.append(more[0])
            after = more[1]
        return (tuple(names), after) if len(names) > 1 else None

    return at


_MORE = frozenset(("more", "extra", "additional", "further", "second"))
_FEWER = frozenset(("fewer", "less"))


def _more(resources: _Index) -> Extractor:
    """A change of an amount: "one more worker", "another crane", "two workers fewer"."""

    def at(tokens: Sequence[Token], start: int) -> Found:
        if tokens[start].norm in ("a", "an", "another") or tokens[start].norm in _MORE:
            number: tuple[Any, int] | None = (1, start + (tokens[start].norm not in _MORE))
            certain = tokens[start].norm == "another"
        else:
            number, certain = number_at(tokens, start), False
        if number is None or not isinstance(number[0], int):
            return None
        sign, place = (1 if certain else 0), number[1]
        if place < len(tokens) and (tokens[place].norm in _MORE or tokens[place].norm in _FEWER):
            sign, place = (1 if tokens[place].norm in _MORE else -1), place + 1
        found = resources.bare(tokens, place) if place < len(tokens) else None
        if found is None:
            return None
        after = found[1]
        if (
            not sign
            and after < len(tokens)
            and (tokens[after].norm in ("more", "extra") or tokens[after].norm in _FEWER)
        ):
            sign, after = (1 if tokens[after].norm in _MORE else -1), after + 1
        return ((found[0], sign * number[0]), after) if sign else None

    return at


def _needs(resources: _Index) -> Extractor:
    """One or more resources, each with its amount: "2 workers and the crane", "no crane"."""

    def one(tokens: Sequence[Token], start: int) -> Found:
        word = tokens[start].norm
        if word == "no":
            found = resources.bare(tokens, start + 1) if start + 1 < len(tokens) else None
            return None if found is None else ((found[0], 0), found[1])
        number = number_at(tokens, start)
        if number is not None:
            place = number[1] + (number[1] < len(tokens) and tokens[number[1]].norm in ("skilled", "x"))
            found = resources.bare(tokens, place) if place < len(tokens) else None
            whole = isinstance(number[0], int) and number[0] >= 0
            return ((found[0], number[0]), found[1]) if found is not None and whole else None
        if word in ("the", "a", "an", "our"):
            found = resources.bare(tokens, start + 1) if start + 1 < len(tokens) else None
            return None if found is None else ((found[0], 1), found[1])
        return None

    def at(tokens: Sequence[Token], start: int) -> Found:
        found = one(tokens, start)
        if found is None:
            return None
        needs, after = [found[0]], found[1]
        while after < len(tokens):
            place = after
            while place < len(tokens) and place < after + 2 and tokens[place].norm in (",", "and", "&", "plus", "+"):
                place += 1
            more = one(tokens, place) if place > after and place < len(tokens) else None
            if more is None:
                break
            needs.append(more[0])
            after = more[1]
        return tuple(needs), after

    return at
