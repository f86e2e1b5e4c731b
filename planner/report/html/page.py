"""A page of Answers, and its file."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from encoders.errors import InputError
from planner.drawing import Drawing
from planner.report.html.answer import article
from planner.report.markup import text
from planner.report.status import headline
from planner.report.timelines.svg import style
from planner.versions import version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.answer import Answer


@dataclass(frozen=True, slots=True)
class Entry:
    """An Answer with the text of its request and what is drawn of it, where these are at hand."""

    answer: Answer
    text: str | None = None
    drawing: Drawing | None = None


def page(entries: Sequence[Entry]) -> str:
    """The whole page. Nothing in it is loaded or run: its policy allows its own style sheet and nothing else."""
    sheet = resources.files("planner.report.html").joinpath("page.css").read_text(encoding="utf-8") + style()
    allowed = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    several = len(entries) > 1
    told = [
        article(entry.answer, entry.text, entry.drawing or Drawing(), f"answer-{number}", 2 if several else 1)
        for number, entry in enumerate(entries, 1)
    ]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{text(_title(entries))}</title>",
            f"<style>{sheet}</style>",
            "</head>",
            "<body>",
            *([_contents(entries)] if several else []),
            *told,
            f"<footer>Planproof {text(version('planproof'))}</footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _title(entries: Sequence[Entry]) -> str:
    if len(entries) == 1:
        return _headline(entries[0])
    return f"{len(entries)} answers"


def _headline(entry: Entry) -> str:
    return headline(entry.answer, (entry.drawing or Drawing()).units)[0]


def _contents(entries: Sequence[Entry]) -> str:
    """A list of the Answers with links to them."""
    rows = []
    for number, entry in enumerate(entries, 1):
        named = str(entry.answer.id) if entry.answer.id is not None else str(number)
        rows.append(f'<li><a href="#answer-{number}">{text(named)}</a> {text(_headline(entry))}</li>')
    return "\n".join([f"<h1>{len(entries)} answers</h1>", "<nav><ul>", *rows, "</ul></nav>"])


def require_place(file: Path) -> None:
    """Raises InputError where a file cannot be there: before long work, not after it."""
    if file.is_dir():
        raise InputError("a file is needed for the page, this is a folder", where=str(file))
    if not file.parent.is_dir():
        raise InputError(f"the folder {str(file.parent)!r} is not there; make it first", where=str(file))


def write_page(file: Path, entries: Sequence[Entry]) -> None:
    """Write the page. Raises InputError."""
    try:
        file.write_bytes(page(entries).encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"the file cannot be written: {getattr(error, 'strerror', None) or error}", where=str(file)
        ) from error
