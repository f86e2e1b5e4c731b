"""A sentence as one string of words, for regular expressions that find what the text itself introduces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.reading.text import Token


@dataclass(frozen=True, slots=True)
class Line:
    """The words, with the tokens at each offset; a time with a unit is "#", a number "=3"."""

    said: str
    at: Mapping[int, tuple[Token, ...]]

    def tokens(self, start: int, end: int) -> list[Token]:
        """What stands in start..end of the string (end excluded)."""
        return [token for place, found in sorted(self.at.items()) if start <= place < end for token in found]
