"""Misspelt words put right: those of `spelling.txt`, and words of the reader's own with two neighbouring letters swapped or
without the g of "going".

A word that could be another English word is left alone ("hostel" is no "hotel"), so that no wish is read away; what was put right
is told as an assumption.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domains.reading.text import Token

_SHORTEST = 6
"""Letters from which a word with two letters swapped is hardly another word."""


@cache
def _misspelt() -> dict[str, str]:
    """Misspellings with the word each stands for, in lower case."""
    text = resources.files("domains.reading").joinpath("spelling.txt").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            right, _, wrong = line.partition(":")
            found |= dict.fromkeys(wrong.split(), right.lower())
    return found


def put_right(
    sentences: Sequence[Sequence[Token]], knows: Callable[[str], bool], is_name: Callable[[str], bool]
) -> tuple[list[Sequence[Token]], dict[str, str]]:
    """The sentences with misspelt words replaced, and what was replaced by what.

    `knows` tells the reader's own words, `is_name` words of names in the data; both are left alone.
    """
    replaced: dict[str, str] = {}
    result: list[Sequence[Token]] = []
    for sentence in sentences:
        changed = [_right(token, knows, is_name) for token in sentence]
        pairs = [(token, right) for token, right in zip(sentence, changed, strict=True) if right]
        replaced |= {token.norm: right for token, right in pairs}
        result.append(
            [replace(token, norm=right or token.norm) for token, right in zip(sentence, changed, strict=True)]
            if pairs
            else sentence
        )
    return result, replaced


def _right(token: Token, knows: Callable[[str], bool], is_name: Callable[[str], bool]) -> str:
    """The word that a misspelt one stands for; "" where it is right, a name, or anything else."""
    word = token.norm
    if token.kind != "word" or len(word) < 4 or knows(word) or is_name(word):
        return ""
    if word in _misspelt():
        return _misspelt()[word]
    if word.endswith("in") and knows(word + "g"):
        return word + "g"
    if len(word) < _SHORTEST or token.capital:
        return ""
    swapped = {
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1) if word[at] != word[at + 1]
    }
    known = [other for other in swapped if knows(other)]
    return known[0] if len(known) == 1 else ""
