"""A sentence as items: words, and things that span several words (dates, amounts, names) as one typed item each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domains.reading.dates import ahead_at, date_at, range_at
from domains.reading.durations import duration_at
from domains.reading.money import money_at
from domains.reading.numerals import number_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domains.reading.text import Token

    Extractor = Callable[[Sequence[Token], int], tuple[Any, int] | None]

WORD = "word"


@dataclass(frozen=True, slots=True)
class Item:
    """A word (kind "word", `norm` in lower case) or a typed thing with its value; characters start..end of the text."""

    kind: str
    norm: str
    start: int
    end: int
    value: Any = None
    capital: bool = False


def _nth_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """ "25th": an ordinal in digits that is no day."""
    return (int(tokens[at].norm[:-2]), at + 1) if tokens[at].kind == "ordinal" else None


COMMON: tuple[tuple[str, Extractor], ...] = (
    ("RANGE", range_at),
    ("DATE", date_at),
    ("AHEAD", ahead_at),
    ("DURATION", duration_at),
    ("MONEY", money_at),
    ("N", number_at),
    ("NTH", _nth_at),
)
"""What every domain reads, by item kind; where several match, the longest counts, of equal ones the first."""


def items_of(tokens: Sequence[Token], extractors: Sequence[tuple[str, Extractor]]) -> tuple[Item, ...]:
    """The items of a sentence."""
    found: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        best: tuple[str, Any, int] | None = None
        for kind, extract in extractors:
            match = extract(tokens, at)
            if match is not None and (best is None or match[1] > best[2]):
                best = (kind, *match)
        if best is None:
            found.append(Item(WORD, token.norm, token.start, token.end, capital=token.capital))
            at += 1
        else:
            kind, value, after = best
            found.append(Item(kind, token.norm, token.start, tokens[after - 1].end, value, token.capital))
            at = after
    return tuple(found)
