"""Typed items of this world's English: lengths, slots, days, weeks and titles."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from domains.reading.clocks import DAY, clock_at
from domains.reading.lengths import length_at
from domains.reading.slots import slots_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domains.reading.slots import Slot
    from domains.reading.text import Token

_OPENERS = (
    ("called",), ("titled",), ("entitled",), ("named",), ("regarding",), ("re", ":"), ("title", ":"), ("subject", ":"),
    ("topic", ":"), ("about",), ("to", "discuss"), ("to", "talk", "about"), ("to", "go", "over"), ("to", "go", "through"),
    ("to", "review"), ("to", "plan"), ("to", "prepare"), ("on", "the", "topic", "of"),
)  # fmt: skip
"""What stands before the words that say what a meeting is about."""
_STOPS = frozenset(
    """
    , ; : ( ) for with between on at in next this tomorrow today from during before after either as of and or but by early
    """.split()  # noqa: SIM905
)
_LONGEST = 6


def week_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """ "next week", "this week", "the coming week"."""
    words = [token.norm for token in tokens[at : at + 2]]
    if len(words) == 2 and words[1] == "week" and words[0] in ("next", "this", "coming", "following"):
        return ("this" if words[0] == "this" else "next"), at + 2
    return None


def title_at(
    know: Callable[[Sequence[Token], int], object],
) -> Callable[[Sequence[Token], int], tuple[str, int] | None]:
    """What a meeting is about; `know` tells what has a meaning of its own (names, days)."""

    def find(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        for opener in _OPENERS:
            if tuple([token.norm for token in tokens[at : at + len(opener)]]) == opener:
                start = end = at + len(opener)
                while (
                    end < len(tokens)
                    and end < start + _LONGEST
                    and tokens[end].kind == "word"
                    and tokens[end].norm not in _STOPS
                ):
                    if end > start and know(tokens, end) is not None:
                        break
                    end += 1
                words = [token.norm for token in tokens[start:end]]
                if words and words not in (["it"], ["that"], ["this"], ["the"]) and know(tokens, start) is None:
                    return " ".join(words), end
        return None

    return find


def _slots(tokens: Sequence[Token], at: int) -> tuple[tuple[Slot, ...], int] | None:
    """Days with times; "all day" of no day in particular is left to the phrases."""
    found = slots_at(tokens, at)
    if found is not None and len(found[0]) == 1 and not found[0][0].days:
        whole = [s for s in found[0][0].stretches if s.start and s.end and (s.start.minutes, s.end.minutes) == (0, DAY)]
        return None if whole else found
    return found


@cache
def _zones() -> dict[tuple[str, ...], str]:
    """IANA names of time zones by their words, in lower case."""
    from zoneinfo import available_timezones

    names = [
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    ]
    return {tuple(name.lower().replace("/", " / ").replace("_", " ").replace("-", " ").split()): name for name in names}


def zone_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """A time zone by its IANA name ("Europe/Berlin"), or UTC."""
    if tokens[at].norm in ("utc", "gmt"):
        return "UTC", at + 1
    if at + 2 >= len(tokens) or tokens[at + 1].norm != "/" or tokens[at].kind != "word":
        return None
    for length in range(min(7, len(tokens) - at), 2, -1):
        found = _zones().get(tuple([token.norm for token in tokens[at : at + length]]))
        if found is not None:
            return found, at + length
    return None


ITEMS = {"SLOTS": _slots, "WEEK": week_at, "LENGTH": length_at, "CLOCK": clock_at, "ZONE": zone_at}
"""Longest first; days without times are read as SLOTS."""
