"""What a roster is built around: who, when, at what pay, with which skills, and who is available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import FrameItem
from domains.workforce.words import a_count, listed, money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.workforce.roster import Roster

_SHOWN = 8
"""Names that a sentence lists."""


def frame(roster: Roster) -> Iterator[FrameItem]:
    """The frame's items in the order of the request's fields."""
    workers = roster.workers
    yield FrameItem("workers", f"There {_are(len(workers), 'worker')}: {_some(workers)}.")
    yield FrameItem("shifts", f"There {_are(len(roster.names), 'shift')}: {_some(roster.names)}.")
    per = roster.merged.paid_by or "shift"
    for worker, amount in roster.pay.items():
        says = f"{worker} costs {money(amount, roster.currency)} {'an' if per == 'hour' else 'a'} {per}."
        yield FrameItem(f"pay/{worker}", says)
    if roster.request.paid_by is not None:
        yield FrameItem("paid by", f"Pay is for {'an hour' if per == 'hour' else 'a shift'}.")
    for worker, skills in roster.skills.items():
        yield FrameItem(f"skills/{worker}", f"{worker} can do {listed(skills)}.")
    for worker in roster.merged.available:
        there = [name for name in roster.names if name in roster.available[worker]]
        yield FrameItem(
            f"available/{worker}", f"{worker} is available for {_some(tuple(there)) if there else 'no shift'}."
        )


def _are(number: int, noun: str) -> str:
    return f"{'is' if number == 1 else 'are'} {a_count(number, noun)}"


def _some(names: tuple[str, ...]) -> str:
    if len(names) <= _SHOWN + 2:
        return listed(names)
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more"
