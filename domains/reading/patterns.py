"""A small pattern language over items, for tables of phrases that people can read.

leave [from] PLACE        words in lower case; [ ] optional; capitals are typed items
1 meal                    a number of that value, in digits or in words
HUNDREDS in total         a number from 100 on
(no|without) flights      alternatives
{wish} to visit PLACES    a named class of words or patterns
not {filler}* fly         * repeats up to six times
[\\(] N cities [\\)]       a sign of the language itself
^ clients                 only at the beginning of a sentence's part
HUNDREDS END              only at the end of a part
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from domains.reading.items import WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domains.reading.items import Item

_SIGNS = re.compile(r"\\.|[\[\]()|*]|\{[a-z_]+\}|[^\s\[\]()|*{}\\]+")
_REPEATS = 6
_NUMBERS = {word: value for value, word in enumerate(("one", "two", "three", "four", "five"), start=1)}
"""Words that the text has as amounts: "no one" is a "no" and a 1."""
_OPENERS = frozenset((*",:()[]{}-/|", "and", "&", "as", "because", "but", "since", "so", "that", "while", "who", "if"))
"""Words after which a new part of a sentence begins."""


class Node:
    """A part of a pattern: where a match that starts at an item may end, and which keys it may start with."""

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        """Indices after every match that starts at `at`."""
        raise NotImplementedError

    def starts(self) -> tuple[set[str], bool]:
        """Keys of the first item (a word, or "#" and a kind), and whether the part may be empty."""
        raise NotImplementedError

    def needs(self) -> list[frozenset[str]]:
        """Sets of keys: a match has at least one key of every set."""
        keys, empty = self.starts()
        return [] if empty else [frozenset(keys)]


@dataclass(frozen=True)
class Words(Node):
    """One word of a set."""

    words: frozenset[str]

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        return {at + 1} if at < len(items) and items[at].kind == WORD and items[at].norm in self.words else set()

    def starts(self) -> tuple[set[str], bool]:
        return set(self.words), False


@dataclass(frozen=True)
class Slot(Node):
    """One typed item."""

    kind: str

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        return {at + 1} if at < len(items) and items[at].kind == self.kind else set()

    def starts(self) -> tuple[set[str], bool]:
        return {"#" + self.kind}, False


@dataclass(frozen=True)
class Amount(Node):
    """A number of this value, in digits or in words."""

    value: int

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        return {at + 1} if at < len(items) and items[at].kind == "N" and items[at].value == self.value else set()

    def starts(self) -> tuple[set[str], bool]:
        return {"#N"}, False


@dataclass(frozen=True)
class Hundreds(Node):
    """A number from 100 on."""

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        return {at + 1} if at < len(items) and items[at].kind == "N" and items[at].value >= 100 else set()

    def starts(self) -> tuple[set[str], bool]:
        return {"#N"}, False


@dataclass(frozen=True)
class Start(Node):
    """The beginning of a part of a sentence."""

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        return {at} if at == 0 or (items[at - 1].kind == WORD and items[at - 1].norm in _OPENERS) else set()

    def starts(self) -> tuple[set[str], bool]:
        return set(), True


@dataclass(frozen=True)
class End(Node):
    """The end of a part of a sentence."""

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        return {at} if at == len(items) or (items[at].kind == WORD and items[at].norm in _OPENERS) else set()

    def starts(self) -> tuple[set[str], bool]:
        return set(), True


@dataclass(frozen=True)
class Series(Node):
    """Parts one after the other."""

    parts: tuple[Node, ...]

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        here = {at}
        for part in self.parts:
            here = {end for start in here for end in part.ends(items, start)}
            if not here:
                break
        return here

    def starts(self) -> tuple[set[str], bool]:
        keys: set[str] = set()
        for part in self.parts:
            more, empty = part.starts()
            keys |= more
            if not empty:
                return keys, False
        return keys, True

    def needs(self) -> list[frozenset[str]]:
        return [keys for part in self.parts for keys in part.needs()]


@dataclass(frozen=True)
class Choice(Node):
    """One of several parts; `optional` also matches nothing."""

    parts: tuple[Node, ...]
    optional: bool = False

    @cached_property
    def _by_start(self) -> dict[str, tuple[Node, ...]]:
        """The parts worth trying for each key of the first item; "" holds those that may begin with anything."""
        starts = [(part, *part.starts()) for part in self.parts]
        always = [part for part, _, empty in starts if empty]
        found = {"": tuple(always)}
        for key in {key for _, keys, _ in starts for key in keys}:
            found[key] = tuple([part for part, keys, empty in starts if empty or key in keys])
        return found

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        by_start = self._by_start
        key = _key(items[at]) if at < len(items) else ""
        found = {at} if self.optional else set()
        for part in by_start.get(key) or by_start[""]:
            found |= part.ends(items, at)
        return found

    def starts(self) -> tuple[set[str], bool]:
        found = [part.starts() for part in self.parts]
        return {key for keys, _ in found for key in keys}, self.optional or any([empty for _, empty in found])


@dataclass(frozen=True)
class Repeat(Node):
    """A part up to six times, or not at all."""

    part: Node

    def ends(self, items: Sequence[Item], at: int) -> set[int]:
        found = new = {at}
        for _ in range(_REPEATS):
            new = {end for start in new for end in self.part.ends(items, start)} - found
            if not new:
                break
            found = found | new
        return found

    def starts(self) -> tuple[set[str], bool]:
        return self.part.starts()[0], True


class Classes:
    """Named classes of patterns, compiled when first used."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = dict(sources)
        self._compiled: dict[str, Node] = {}

    def __getitem__(self, name: str) -> Node:
        if name not in self._compiled:
            self._compiled[name] = compile_pattern(self._sources[name], self)
        return self._compiled[name]


def compile_pattern(source: str, classes: Classes) -> Node:
    """The pattern of a source text. Raises ValueError for one that is not well formed."""
    signs = _SIGNS.findall(source)
    node, after = _alternatives(signs, 0, classes)
    if after != len(signs):
        raise ValueError(f"unbalanced {signs[after]!r} in the pattern {source!r}")
    return node


def _alternatives(signs: list[str], at: int, classes: Classes) -> tuple[Node, int]:
    branches: list[Node] = []
    branch, at = _series(signs, at, classes)
    branches.append(branch)
    while at < len(signs) and signs[at] == "|":
        branch, at = _series(signs, at + 1, classes)
        branches.append(branch)
    return _choice(branches), at


def _choice(branches: list[Node]) -> Node:
    """Single words are tested as one set, which makes long lists of words cheap."""
    words = frozenset(word for branch in branches if isinstance(branch, Words) for word in branch.words)
    rest = [branch for branch in branches if not isinstance(branch, Words)]
    parts = ([Words(words)] if words else []) + rest
    return parts[0] if len(parts) == 1 else Choice(tuple(parts))


def _series(signs: list[str], at: int, classes: Classes) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(signs) and signs[at] not in ("|", ")", "]"):
        sign = signs[at]
        node: Node
        if sign in ("(", "["):
            inner, at = _alternatives(signs, at + 1, classes)
            if at >= len(signs) or signs[at] != (")" if sign == "(" else "]"):
                raise ValueError(f"{sign!r} is never closed in {' '.join(signs)!r}")
            node = inner if sign == "(" else Choice((inner,), optional=True)
        elif sign.startswith("{"):
            node = classes[sign[1:-1]]
        elif sign == "END":
            node = End()
        elif sign == "HUNDREDS":
            node = Hundreds()
        elif sign.isupper() and sign.isalpha():
            node = Slot(sign)
        elif sign == "^":
            node = Start()
        elif sign.isdigit():
            node = Amount(int(sign))
        elif sign == "*":
            raise ValueError(f"nothing to repeat in {' '.join(signs)!r}")
        else:
            node = Words(frozenset((sign.removeprefix("\\"),)))
            if sign in _NUMBERS:
                node = Choice((node, Amount(_NUMBERS[sign])))
        at += 1
        if at < len(signs) and signs[at] == "*":
            node, at = Repeat(node), at + 1
        parts.append(node)
    return (parts[0] if len(parts) == 1 else Series(tuple(parts))), at


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of a domain's table: what it is about, what a match gives, and its pattern."""

    topic: str
    gives: str
    pattern: str
    apart: tuple[str, ...] = ()
    """Topics a match may not share its clause with: beside them it would narrow them down instead of saying something itself."""
    only_after: bool = False
    """Whether that holds only after a phrase of such a topic: "no flights to Dallas", but "to Dallas without flights"."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: items first..last of a sentence (last excluded)."""

    phrase: Phrase
    sentence: int
    first: int
    last: int
    items: tuple[Item, ...]

    @property
    def slots(self) -> tuple[Item, ...]:
        """The typed items in the match."""
        return tuple([item for item in self.items if item.kind != WORD])

    def slot(self, kind: str) -> Any:
        """The value of the first typed item of a kind; None where there is none."""
        return next((item.value for item in self.items if item.kind == kind), None)

    def has(self, *words: str) -> bool:
        """Whether one of these words is in the match."""
        return any([item.kind == WORD and item.norm in words for item in self.items])


class Table:
    """Phrases ready for matching, by the first item they may start with."""

    def __init__(self, phrases: Sequence[Phrase], classes: Mapping[str, str]) -> None:
        known = Classes(classes)
        text = " ".join([*classes.values(), *(phrase.pattern for phrase in phrases)])
        self.words = frozenset([sign for sign in _SIGNS.findall(text) if sign.islower()])
        """Every word of the table."""
        self._by_start: dict[str, list[_Row]] = {}
        for phrase in phrases:
            node = compile_pattern(phrase.pattern, known)
            keys, empty = node.starts()
            if empty:
                raise ValueError(f"the pattern {phrase.pattern!r} matches nothing at all")
            row = _Row(phrase, node, tuple(sorted(node.needs(), key=len)))
            for key in keys:
                self._by_start.setdefault(key, []).append(row)

    def within(self, items: Sequence[Item]) -> Callable[[int], list[tuple[Phrase, int]]]:
        """A function that gives, for an index of the sentence, the matches that start there and the indices after them.

        For each index where a match may end there is one, of the first such phrase of the table; of phrases that only connect
        ("aside") there is one for each topic.
        """
        present = frozenset([_key(item) for item in items])
        possible: dict[int, bool] = {}

        def matches(at: int) -> list[tuple[Phrase, int]]:
            found: dict[tuple[int, str], Phrase] = {}
            for row in self._by_start.get(_key(items[at]), ()):
                fits = possible.get(id(row))
                if fits is None:
                    fits = possible[id(row)] = row.fits(present)
                if fits:
                    for end in row.node.ends(items, at):
                        found.setdefault((end, row.phrase.topic if row.phrase.gives == "aside" else ""), row.phrase)
            return [(phrase, end) for (end, _), phrase in found.items()]

        return matches


@dataclass(frozen=True, slots=True)
class _Row:
    """A compiled phrase; `needs` rules it out for most sentences before it is tried anywhere."""

    phrase: Phrase
    node: Node
    needs: tuple[frozenset[str], ...]
    """Smallest first: they rule out most."""

    def fits(self, present: frozenset[str]) -> bool:
        """Whether a sentence with these keys may hold a match."""
        return not any(map(present.isdisjoint, self.needs))


def _key(item: Item) -> str:
    return item.norm if item.kind == WORD else "#" + item.kind
