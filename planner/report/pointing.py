"""Unread words pointed out in the request's text: its lines, with carets under the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.report.screen import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pointed:
    """One line of the text and the carets below it."""

    line: str
    carets: str


def pointed(text: str, spans: Sequence[Span], width: int, most: int = 8) -> tuple[list[Pointed], int]:
    """The lines that hold a part of a span, folded to `width` columns, and how many more there are than `most`."""
    marked = [
        Pointed(clean(text[start:end]), _carets(text, start, end, spans))
        for start, end in _folded(text, width)
        if any([first < end and start < last for first, last in spans])
    ]
    seen = [entry for entry in marked if entry.carets]
    return seen[:most], max(0, len(seen) - most)


def _carets(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    under = []
    for position in range(start, end):
        inside = any([first <= position < last for first, last in spans])
        blank = text[position].isspace() and not _between(position, spans)
        under.append(("^" if inside and not blank else " ") * cell_len(clean(text[position])))
    return "".join(under).rstrip()


def _between(position: int, spans: Sequence[Span]) -> bool:
    """Whether a blank stands inside a span and not at its edge."""
    return any([first < position < last - 1 for first, last in spans])


def _folded(text: str, width: int) -> Iterator[Span]:
    """Lines of at most `width` columns as spans of the text: broken at line ends, then at blanks, then anywhere."""
    start = columns = 0
    blank: int | None = None
    for position, character in enumerate(text):
        if character == "\n":
            yield start, position
            start, columns, blank = position + 1, 0, None
            continue
        columns += cell_len(clean(character))
        if columns > width and position > start:
            end = blank if blank is not None else position
            yield start, end
            start = end + 1 if blank is not None else end
            columns, blank = sum([cell_len(clean(c)) for c in text[start : position + 1]]), None
        elif character.isspace():
            blank = position
    if start < len(text):
        yield start, len(text)
