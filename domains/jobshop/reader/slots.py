"""The typed items of a shop's sentences: jobs, machines, families and times, alone and in lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from domains.jobshop.reader.names import AFTER_LETTERS, ARTICLES, NOUNS, PLACES, STOPS, is_letter
from domains.jobshop.reader.times import time_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domains.jobshop.reader.names import Key, Names
    from domains.reading.items import Extractor
    from domains.reading.text import Token

    Found = tuple[Any, int] | None


def slots(names: Names, knows: Callable[[str], bool] = lambda _: True) -> dict[str, Extractor]:
    """Extractors by the slot's name, those of lists first: JOBS, MACHINES, CHOICE (of machines), TIMES.

    `knows` are words that mean something in a request, so that they say no mere kind of shop ("a permutation flow shop").
    """
    jobs, machines, families = _Index(names.jobs, NOUNS), _Index(names.machines, PLACES), _Index(names.families, {})
    return {
        "JOBS": _list_of(jobs.at, ("and", "&"), then=_numbered(jobs)),
        "MACHINES": _list_of(machines.at, ("and", "&", "then", "finally", "to", "through", "on", "lastly", "next")),
        "CHOICE": _list_of(machines.at, ("or",)),
        "TIMES": _times_at,
        "SHOP": partial(_shop_at, knows),
        "JOB": jobs.at,
        "MACHINE": machines.at,
        "FAMILY": families.at,
        "TIME": time_at,
    }


@dataclass(frozen=True)
class _Index:
    """Names by their words; `nouns` may stand before them ("job A", "the lathe machine")."""

    known: Mapping[Key, str]
    nouns: Mapping[str, str]

    def at(self, tokens: Sequence[Token], at: int) -> Found:
        """The longest name that starts at a token, and the index after it and its noun."""
        start = at
        if tokens[start].norm in ARTICLES and not (tokens[start].norm == "a" and is_letter(tokens, start)):
            start += 1
        direct = self._name_at(tokens, start, spoken=False)
        if direct is None and start < len(tokens) and tokens[start].norm in self.nouns:
            direct = self._name_at(tokens, start + 1, spoken=True, noun=self.nouns[tokens[start].norm])
        if direct is None:
            return None
        name, after = direct
        following = tokens[after].norm if after < len(tokens) else ""
        return name, after + (following in self.nouns and following not in ("job", "jobs"))

    def _is_name(self, key: Key, name: str, tokens: Sequence[Token], at: int) -> bool:
        """Whether words are this name here: "a" and "i" are words too, and names only where they can be no word."""
        if key not in (("a",), ("i",)):
            return True
        following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
        return is_letter(tokens, at) or (name.islower() and following in AFTER_LETTERS)

    def _name_at(self, tokens: Sequence[Token], at: int, *, spoken: bool, noun: str = "") -> Found:
        """A name without its article; `spoken`: its noun stands before it."""
        best: Found = None
        for key, name in self.known.items():
            words = tuple([token.norm for token in tokens[at : at + len(key)]])
            if words == key:
                if (spoken or self._is_name(key, name, tokens, at)) and (best is None or at + len(key) > best[1]):
                    best = name, at + len(key)
            elif noun and key[:1] == (noun,) and tuple([t.norm for t in tokens[at : at + len(key) - 1]]) == key[1:]:
                best = name, at + len(key) - 1
        return best


def _numbered(jobs: _Index) -> Callable[[Sequence[Token], int], Found]:
    """A further one of a list of jobs, whose noun stands only before the first ("jobs 1, 2 and 3")."""

    def at(tokens: Sequence[Token], start: int) -> Found:
        found = jobs.at(tokens, start)
        if found is None and tokens[start].kind == "number":
            nouns = [token.norm for token in tokens[:start] if token.norm in NOUNS]
            plural = bool(nouns) and nouns[-1] != NOUNS[nouns[-1]]
            name = jobs.known.get((NOUNS[nouns[-1]], tokens[start].norm)) if plural else None
            found = None if name is None else (name, start + 1)
        return found

    return at


def _list_of(
    one: Callable[[Sequence[Token], int], Found],
    joins: Sequence[str],
    then: Callable[[Sequence[Token], int], Found] | None = None,
) -> Extractor:
    """Two or more, with commas and these words between them; `then` finds those after the first."""
    further = then or one

    def at(tokens: Sequence[Token], start: int) -> Found:
        found = one(tokens, start)
        if found is None:
            return None
        names, after = [found[0]], found[1]
        while after < len(tokens):
            place, joined = after, False
            while (
                place < len(tokens) and place < after + 4 and (tokens[place].norm in joins or tokens[place].norm == ",")
            ):
                joined = joined or tokens[place].norm in joins or tokens[place].norm == ","
                place += 1
            more = further(tokens, place) if joined and place < len(tokens) else None
            if more is None:
                break
            names.append(more[0])
            after = more[1]
        alike = len(names) > 1 and ("or" not in joins or "or" in [t.norm for t in tokens[found[1] : after]])
        return (tuple(names), after) if alike else None

    return at


def _times_at(tokens: Sequence[Token], start: int) -> Found:
    """Two or more times in a row: "3, 2 and 4". Not the ends of a span ("between 2 and 4")."""
    if start and tokens[start - 1].norm == "between":
        return None
    return _list_of(time_at, ("and", "&", "then"))(tokens, start)


_SHOPS = frozenset(
    ("shop", "workshop", "factory", "plant", "bakery", "joinery", "garage", "foundry", "laboratory", "studio")
)
_WHERE = frozenset(("in", "at", "of", "from", "for"))
_BEFORE_SHOPS = frozenset(("the", "our", "my", "a", "an", "this"))
_KIND_WORDS = 2
"""Words that may say what kind of shop it is ("the small print shop")."""


def _shop_at(knows: Callable[[str], bool], tokens: Sequence[Token], start: int) -> Found:
    """A place where all the work is done, as a whole: "the print shop". Not a machine, which takes time."""
    if not start or tokens[start - 1].norm not in _WHERE or tokens[start].norm not in _BEFORE_SHOPS:
        return None
    for after in range(start + 1, min(start + 2 + _KIND_WORDS, len(tokens))):
        token = tokens[after]
        if token.norm in _SHOPS:
            return " ".join([t.norm for t in tokens[start + 1 : after + 1]]), after + 1
        if token.kind != "word" or knows(token.norm) or token.norm in STOPS:
            return None
    return None
