"""The closed list of phrases that carry no wish (`courtesy.txt`), found in a sentence."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from domains.reading.items import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domains.reading.items import Item

    Phrases = Mapping[str, Sequence[tuple[str, ...]]]


@cache
def courtesies() -> Phrases:
    """The phrases of `courtesy.txt` by their first word, longest first."""
    text = resources.files("domains.reading").joinpath("courtesy.txt").read_text(encoding="utf-8")
    return by_first_word([line for line in text.splitlines() if line.strip() and not line.startswith("#")])


def by_first_word(phrases: Iterable[str]) -> Phrases:
    """Fixed phrases indexed for `phrase_at`."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {first: sorted(entries, key=len, reverse=True) for first, entries in found.items()}


def phrase_at(items: Sequence[Item], at: int, phrases: Phrases) -> int | None:
    """The index after the longest fixed phrase that starts at an item; None where there is none."""
    for words in phrases.get(items[at].norm, ()):
        found = items[at : at + len(words)]
        if len(found) == len(words) and all(
            [i.kind == WORD and i.norm == w for i, w in zip(found, words, strict=True)]
        ):
            return at + len(words)
    return None
