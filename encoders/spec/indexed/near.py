"""Names that are close to a misspelt one, letter by letter: what stands in a longer name by chance is no hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_CLOSE = 65
"""Likeness (0 to 100) from which a name is offered for another."""
_COMPARED = 3_000
"""Names that are looked at."""


def near_names(name: str, known: Collection[str], limit: int = 3) -> list[str]:
    """The known names that a misspelt one may mean, likeliest first; case does not count."""
    from rapidfuzz import fuzz, process, utils

    first = list(known)[:_COMPARED]
    found = process.extract(
        name[:100], first, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_CLOSE, limit=limit
    )
    return [entry[0] for entry in found]
