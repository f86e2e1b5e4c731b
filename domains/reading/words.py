"""English words that connect, turn, narrow or soften, from `english.txt`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from domains.reading.courtesy import by_first_word
from domains.reading.tables import read_lists

if TYPE_CHECKING:
    from domains.reading.courtesy import Phrases


@dataclass(frozen=True)
class English:
    """Sets of words, and fixed phrases by their first word; `english.txt` tells what each is for."""

    connecting: frozenset[str]
    links: Phrases
    wishing: frozenset[str]
    starts: frozenset[str]
    negation: frozenset[str]
    narrowing: frozenset[str]
    hedges: Phrases
    known: frozenset[str]
    """Every word of the file."""


@cache
def english() -> English:
    """The words of `english.txt`, read once."""
    lists = read_lists(resources.files("domains.reading").joinpath("english.txt").read_text(encoding="utf-8"))

    def words(name: str) -> frozenset[str]:
        return frozenset([word for line in lists[name] for word in line.split()])

    def phrases(name: str) -> list[str]:
        return [phrase.strip() for line in lists[name] for phrase in line.split("|")]

    return English(
        connecting=words("connecting words"),
        links=by_first_word(phrases("connecting phrases")),
        wishing=words("wishing"),
        starts=words("starts"),
        negation=words("negation"),
        narrowing=words("narrowing"),
        hedges=by_first_word(phrases("hedges")),
        known=frozenset([word for lines in lists.values() for line in lines for word in line.split() if word != "|"]),
    )
