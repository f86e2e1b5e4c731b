"""Which characters of a text are accounted for; the rest is unread, in pieces that people can recognise."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domains.base import Span
    from domains.reading.text import Text


class Ledger:
    """Characters are unread until they are marked; an explicit `unread` mark wins over any other."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._read = bytearray(len(text.raw))

    def read(self, start: int, end: int) -> None:
        """The characters belong to a fact or to courtesy."""
        for at in range(start, end):
            if self._read[at] == 0:
                self._read[at] = 1

    def unread(self, start: int, end: int) -> None:
        """The characters were looked at and not understood."""
        self._read[start:end] = b"\x02" * (end - start)

    def spans(self) -> tuple[Span, ...]:
        """What is unread: runs of characters with at least one that means something, without the space around them."""
        raw, found, at = self._text.raw, [], 0
        while at < len(raw):
            if self._read[at] == 1 or not means(raw[at]):
                at += 1
                continue
            start = last = at
            while at < len(raw) and self._read[at] != 1:
                if means(raw[at]):
                    last = at
                at += 1
            found.append(self._text.span(start, last + 1))
        return tuple(found)


def means(character: str) -> bool:
    """Whether a character carries meaning: letters, digits and signs do; space, punctuation and invisible marks do not."""
    return character.isalnum() or unicodedata.category(character)[0] in "LNSM"
