"""Names of people in a text: those that the data know, and capitalised words that are nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.reading.dates import CALENDAR_WORDS
from domains.reading.names import NameIndex
from domains.reading.numerals import number_at
from domains.reading.words import english
from domains.workforce.reader.lexicon import known_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from domains.reading.text import Text, Token

_WORDS = 3
"""Words of a name."""
_LISTS = frozenset((",", "and", "&", "or"))


def names_at(text: Text, known: Sequence[str]) -> Callable[[Sequence[Token], int], tuple[str, int] | None]:
    """What finds names in a text. Where the data know names, only those count."""
    index = NameIndex(known)
    also = frozenset[str]() if known or not text.has_capitals else _in_lists(text)

    def at(tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
        if known:
            found = index.at(tokens, start)
            return None if found is None else (found[0].name, found[1])
        if not text.has_capitals or number_at(tokens, start) is not None:
            return None
        end = start
        while end < len(tokens) and end < start + _WORDS and _is_name(tokens[end], also):
            end += 1
        return (text.raw[tokens[start].start : tokens[end - 1].end], end) if end > start else None

    return at


def _is_name(token: Token, also: AbstractSet[str] = frozenset()) -> bool:
    if token.kind != "word" or not token.capital:
        return False
    if token.norm in also:
        return True
    plain = token.norm not in known_words() and token.norm not in english().known
    return plain and token.norm not in CALENDAR_WORDS and not token.norm.startswith("weekend")


def _in_lists(text: Text) -> frozenset[str]:
    """Words of the language that stand among names with a capital letter: "Kim, Lee and Max"."""
    found: set[str] = set()
    for tokens in text.sentences:
        for at, token in enumerate(tokens):
            if token.kind != "word" or not token.capital or _is_name(token) or token.norm in CALENDAR_WORDS:
                continue
            after = at + 2 < len(tokens) and tokens[at + 1].norm in _LISTS and _is_name(tokens[at + 2])
            before = at > 1 and tokens[at - 1].norm in _LISTS and _is_name(tokens[at - 2])
            if before or after:
                found.add(token.norm)
    return frozenset(found)
