"""Colours of the kinds of bars: the same kinds always have the same ones.

The light scheme of Paul Tol (Colour Schemes, SRON/EPS/TN/09-002): told apart with any colour vision, made to hold black text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domains.documents import Timeline

COLOURS = ("#77AADD", "#EE8866", "#EEDD88", "#FFAABB", "#99DDFF", "#44BB99", "#BBCC33", "#AAAA00")
NO_KIND = "#DDDDDD"
INK = "#000000"
"""Text on any of them."""


def numbered(timeline: Timeline) -> dict[str, int]:
    """The kinds in the natural order of their names (J2 before J10), each with its number from 0; "" is no kind."""
    kinds = {bar.kind for bar in timeline.bars if bar.kind}
    return {kind: number for number, kind in enumerate(sorted(kinds, key=lambda kind: (_natural(kind), kind)))}


def colour(number: int | None) -> str:
    """The colour of a kind's number; after the last one they begin again. None is no kind."""
    return NO_KIND if number is None else COLOURS[number % len(COLOURS)]


def turn(number: int | None) -> int:
    """How many times the colours had begun again before this kind."""
    return 0 if number is None else number // len(COLOURS)


def letters(number: int | None) -> str:
    """How a terminal writes the words of a kind, so that kinds of one colour differ."""
    return ("", " underline", " italic")[turn(number) % 3]


def _natural(name: str) -> list[tuple[int, int, str]]:
    pieces = re.findall(r"\d+|\D+", name.casefold())
    return [(0, int(piece[:300]), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces]
