"""What a terminal shows of two plans that are compared, beside the other plan itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.documents import Document, Table
from planner.report.document import draw
from planner.report.screen import clean
from planner.wording import step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.answer import Answer, Contrast
    from planner.report.screen import Screen

_TITLE = "bold"


def write_contrast(screen: Screen, answer: Answer, contrast: Contrast, units: Mapping[str, str]) -> None:
    """The fields that differ, then the wishes that bind, each with what giving it up would save."""
    if contrast.difference:
        rows = tuple([(d.where, d.before or "", d.after or "") for d in contrast.difference])
        screen.blank()
        screen.say("What changes", _TITLE)
        draw(screen, Document((Table(("", "now", "then"), rows, ("left", "left", "left")),)))
    elif contrast.fact is not None and contrast.foil is not None:
        screen.blank()
        screen.say("Nothing changes in the plan.")
    if contrast.binding and answer.objective:
        unit = units.get(answer.objective[0].name, "")
        screen.blank()
        screen.say("What binds it", _TITLE)
        for wish in contrast.binding:
            screen.say(f"  • {clean(wish.says)} Without it: {step(wish.price, unit)}.")
