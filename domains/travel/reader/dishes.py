"""Cuisines in a text: those the data serve, and well-known ones that they may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.reading.names import NameIndex
from domains.travel import cuisines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.text import Token
    from domains.travel.data import TravelData

_JOINS = (
    "and", "&", ",", "/", "plus", "as well as", "along with", "together with", "and also", "and some", "some",
    "+", "and one", "one",
)  # fmt: skip
_SEPARATORS = tuple(
    sorted([(*comma, *join.split()) for join in _JOINS for comma in ((), (",",))], key=len, reverse=True)
)
"""What stands between two cuisines of a list, with or without a comma; the longest first."""


class Cuisines:
    """The cuisines of one data set, by every spelling."""

    def __init__(self, data: TravelData) -> None:
        served = dict.fromkeys(
            [cuisine for rows in data.restaurants.values() for row in rows for cuisine in row.cuisines]
        )
        lower = {name.lower() for name in served}
        self.served = frozenset(served)
        names = [*served, *(name for name in cuisines.NAMES if name.lower() not in lower)]
        self._index = NameIndex(names, cuisines.SPELLINGS)

    def at(self, tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
        """ "French" or "French, American and Thai" at a token, in the data's spelling, and the index after it."""
        found = self._index.at(tokens, at)
        if found is None:
            return None
        names, after = [found[0].name], found[1]
        while (more := self._next(tokens, after)) is not None:
            names.append(more[0])
            after = more[1]
        return tuple(dict.fromkeys(names)), after

    def _next(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        for words in _SEPARATORS:
            if tuple([token.norm for token in tokens[at : at + len(words)]]) == words and at + len(words) < len(tokens):
                found = self._index.at(tokens, at + len(words))
                if found is not None:
                    return found[0].name, found[1]
        return None
