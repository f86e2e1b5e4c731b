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
    "+", "and one", "one", "a bit of", "and a bit of", "a little", "and a little", "a touch of", "and a touch of", "a taste of",
    "and a taste of", "a dash of", "and a dash of",
)  # fmt: skip
_SEPARATORS = tuple(
    sorted([(*comma, *join.split()) for join in _JOINS for comma in ((), (",",))], key=len, reverse=True)
)
"""What stands between two cuisines of a list, with or without a comma; the longest first."""


_A_LIST = 3
"""Names that stand side by side without a comma are a list from this many on."""


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
        self._words = frozenset([word for name in (*names, *cuisines.SPELLINGS) for word in name.lower().split()])

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is one of a cuisine's name."""
        return word in self._words

    def at(self, tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int] | None:
        """ "French" or "French, American and Thai" at a token, in the data's spelling, and the index after it."""
        found = self._index.at(tokens, at)
        if found is None:
            return None
        names, after = [found[0].name], found[1]
        ends, bare = [after], False
        while True:
            more = self._next(tokens, after)
            if more is None and after < len(tokens) and (beside := self._index.at(tokens, after)) is not None:
                more, bare = (beside[0].name, beside[1]), True
            if more is None:
                break
            names.append(more[0])
            after = more[1]
            ends.append(after)
        if bare and len(names) < _A_LIST:  # "Indian American" may be one cuisine; "Indian American French" is a list
            return (names[0],), ends[0]
        return tuple(dict.fromkeys(names)), after

    def _next(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        for words in _SEPARATORS:
            if tuple([token.norm for token in tokens[at : at + len(words)]]) == words and at + len(words) < len(tokens):
                found = self._index.at(tokens, at + len(words))
                if found is not None:
                    return found[0].name, found[1]
        return None
