"""Where a quote stands in a text: word for word, whatever the space and the quotation marks between."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domains.base import Span

LONGEST = 600
"""Characters of a quote."""
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def located(text: str, quote: str, near: Iterable[Span] = ()) -> tuple[int, int] | None:
    """Start and end of the quote's first occurrence, rather of one that touches a span of `near`; None where it is not there."""
    words = quote.translate(_SAME).strip().strip("\"'").split()
    if not words or len(quote) > LONGEST:
        return None
    pattern = r"\s+".join([re.escape(word) for word in words])
    found = [match.span() for match in re.finditer(pattern, text.translate(_SAME), re.IGNORECASE)]
    whole = [span for span in found if _stands_alone(text, *span)]
    touching = [span for span in whole if any([span[0] < s.end and s.start < span[1] for s in near])]
    return next(iter([*touching, *whole]), None)


_BETWEEN = re.compile(
    r"(?:[;:!?\n]|\.(?!\d)|,(?!\d|\s?(?:19|20)\d\d\b)| - | – | — |\b(?:and|but|while|plus|with)\b)\s*", re.IGNORECASE
)


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a stretch of text between its punctuation and its joining words, without the space around them."""
    found, at = [], start
    for match in [*_BETWEEN.finditer(text, start, end), None]:
        stop = match.start() if match is not None else end
        piece = text[at:stop]
        if piece.strip():
            first = at + len(piece) - len(piece.lstrip())
            found.append((first, first + len(piece.strip())))
        at = match.end() if match is not None else end
    return found


def words_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words of a stretch of text."""
    return [match.span() for match in re.finditer(r"[^\W_]+", text[:end]) if match.start() >= start]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word is cut in two: "private" is no quote of "privately"."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())
