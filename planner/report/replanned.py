"""What a terminal shows of a replanning: how much changes, and from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.documents import Document, Table
from encoders.numbers import show
from planner.report.document import draw

if TYPE_CHECKING:
    from planner.answer import Replanned
    from planner.report.screen import Screen

_TITLE = "bold"


def write_replanned(screen: Screen, replanned: Replanned) -> None:
    """A sentence, and a table of the fields that change."""
    screen.blank()
    screen.say(sentence(replanned), _TITLE)
    if replanned.changed:
        rows = tuple([(entry.where, entry.before or "", entry.after or "") for entry in replanned.changed])
        draw(screen, Document((Table(("", "before", "now"), rows, ("left", "left", "left")),)))


def sentence(replanned: Replanned) -> str:
    """How much changes, and whether it could be less."""
    count, kept = len(replanned.changed), replanned.kept
    if not count:
        return "Nothing has to change: the plan still holds."
    changes = "1 part of the plan changes" if count == 1 else f"{show(count)} parts of the plan change"
    stays = "1 stays" if kept == 1 else f"{show(kept) if kept else 'none'} stay{'s' * (not kept)}"
    proved = "no plan changes fewer" if replanned.proof else "it is not proved that no plan changes fewer"
    return f"{changes}, {stays}; {proved}."
