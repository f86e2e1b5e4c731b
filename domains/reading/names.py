"""Names of the data found in a text: a closed world, so whatever is no known name is asked about, never corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.reading.text import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domains.reading.text import Token

_SAME = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
"""Words that names abbreviate at will; the abbreviation stands for both."""

CLOSE = 80
"""Likeness (0 to 100) from which a known name is offered for a misspelt one."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the data write it, and whether the text gave it a capital letter."""

    name: str
    capital: bool


class NameIndex:
    """Known names by their words, longest match first. `others` are further spellings of known names."""

    def __init__(self, names: Iterable[str], others: Mapping[str, str] | None = None) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        spellings = {name: name for name in self.names} | {
            other: name for other, name in (others or {}).items() if name in self.names and other not in self.names
        }
        for spelling, name in spellings.items():
            words = _key(spelling)
            if words:
                self._by_first.setdefault(words[0], []).append((words, name))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: Sequence[Token], at: int) -> tuple[Named, int] | None:
        """The longest known name that starts at a token, and the index after it."""
        for words, name in self._by_first.get(_same(tokens[at].norm), ()):
            found = tokens[at : at + len(words)]
            if len(found) == len(words) and all([_same(t.norm) == w for t, w in zip(found, words, strict=True)]):
                capital = all([t.capital for t in found if t.kind == "word" and len(t.norm) > 2 and t.norm != "'s"])
                return Named(name, capital), at + len(words)
        return None

    def close_to(self, name: str, limit: int = 3) -> list[str]:
        """Known names that a misspelt one may mean, the likeliest first."""
        from rapidfuzz import fuzz, process, utils

        found = process.extract(
            name, self.names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=CLOSE, limit=limit
        )
        return [known for known, _, _ in found]


def _same(norm: str) -> str:
    return _SAME.get(norm, norm)


def _key(name: str) -> tuple[str, ...]:
    """The words of a name as the text's own tokens would be."""
    return tuple([_same(token.norm) for sentence in parse(name).sentences for token in sentence])
