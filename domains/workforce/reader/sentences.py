"""Sentences as clauses: cut at commas and words such as "and", as seldom as possible, so that every clause says something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.workforce.reader.clauses import Clause, meaning
from domains.workforce.reader.meanings import Both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.workforce.reader.lexicon import Sign
    from domains.workforce.reader.meanings import Meaning

_LIGHT = frozenset(("filler", "and", "question", "also", "always", "instead", "or", "every", "team", "people", "work",
                    "for", "to", "from", "need", "with", "shifts", "by"))  # fmt: skip
"""Kinds of which a clause may be made that says nothing: "please make a roster"."""
_CUTS = frozenset(("and", "with"))
_MOST_CUTS = 24


@dataclass(frozen=True, slots=True)
class Told:
    """A meaning and the characters that say it."""

    meaning: Meaning
    start: int
    end: int


def told_by(signs: Sequence[Sign], before: Meaning | None = None, *, in_request: bool = False) -> list[Told] | None:
    """What a sentence says, clause by clause; None where part of it is not understood, empty where it says nothing."""
    cuts = [0, *[at for at, sign in enumerate(signs) if sign.kind in _CUTS and at], len(signs)]
    if len(cuts) > _MOST_CUTS or any([not sign.kind for sign in signs]):
        return None
    failed: set[tuple[int, Meaning | None]] = set()

    def rest(at: int, before: Meaning | None) -> list[Told] | None:
        if at == len(cuts) - 1:
            return []
        if (at, before) in failed:
            return None
        for end in range(len(cuts) - 1, at, -1):
            part = _inner(signs[cuts[at] : cuts[end]])
            if not part or is_light(part):
                more = rest(end, before)
                if more is not None:
                    return more
                continue
            found = meaning(Clause(part, before, in_request))
            if found is not None:
                more = rest(end, found)
                if more is not None:
                    parts = found.meanings if isinstance(found, Both) else (found,)
                    return [*[Told(one, part[0].start, part[-1].end) for one in parts], *more]
        failed.add((at, before))
        return None

    return rest(0, before)


def _inner(signs: Sequence[Sign]) -> Sequence[Sign]:
    """Without the words that join it to what stands before and after."""
    start, end = 0, len(signs)
    while start < end and signs[start].kind in _CUTS:
        start += 1
    while end > start and signs[end - 1].kind in _CUTS:
        end -= 1
    return signs[start:end]


def is_light(signs: Sequence[Sign]) -> bool:
    """Whether a clause is made of words that say nothing by themselves."""
    return all([sign.kind in _LIGHT for sign in signs])
