"""An Answer for people: deterministic plain English, with tables in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from planner.commands.output import print_to
from planner.drawing import Drawing

if TYPE_CHECKING:
    from planner.answer import Answer


def print_answer(answer: Answer, text: str | None = None, drawing: Drawing | None = None) -> None:
    """Print an answer on stdout, an error on stderr.

    `text` is the request's text, which unread words are pointed out in; `drawing` holds the drawn plan and the units.
    """
    from planner.report.pages import write
    from planner.report.screen import Screen

    stream = sys.stderr if answer.status == "error" else sys.stdout
    screen = Screen(stream)
    write(screen, answer, text, drawing or Drawing())
    print_to(stream, screen.content())


__all__ = ["print_answer"]
