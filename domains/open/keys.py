"""Members named one after the other in a text: "s1, r2" in an element's name, "s1/r2" in a path. Names may hold the signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.spec.indexed.data import Key, Members


def key_in(text: str, groups: Sequence[Members | None], between: str) -> Key | None:
    """The members, one of each set; None where the text names none. For a set that is not at hand any name is taken."""
    if not groups:
        return () if not text else None
    first, *rest = groups
    at = len(text) if not rest else text.find(between)
    while at >= 0:
        head = text[:at].strip()
        member = head or None if first is None else first.member(head)
        if member is not None:
            below = key_in(text[at + len(between) :], rest, between) if rest else ()
            if below is not None:
                return (member, *below)
        if not rest:
            return None
        at = text.find(between, at + 1)
    return None
