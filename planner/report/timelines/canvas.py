"""Cells of a terminal with a style each."""

from __future__ import annotations

from itertools import groupby

from rich.cells import cell_len
from rich.text import Text

_SHORTEST = 3
"""Cells that a text is clipped to at least."""

Styled = tuple[str, str]
"""A character and its style; the second cell of a wide character is empty."""


def styled(cells: list[Styled]) -> Text:
    """A line of cells."""
    line = Text(no_wrap=True, overflow="crop")
    for style, run in groupby(cells, key=lambda cell: cell[1]):
        line.append("".join([character for character, _ in run]), style or None)
    return line


def lettered(text: str, width: int, style: str = "") -> list[Styled]:
    """As much of a text as fits into a width, filled up with blanks to exactly that width."""
    cells: list[Styled] = []
    for character in text:
        wide = cell_len(character)
        if len(cells) + wide > width:
            break
        if wide:
            cells += [(character, style), *[("", style)] * (wide - 1)]
        elif cells:  # a combining mark goes with the letter before it
            cells[-1] = (cells[-1][0] + character, style)
    return cells + [(" ", style)] * (width - len(cells))


def clipped(text: str, width: int, ellipsis: str) -> str:
    """A text that fits into a width, with an ellipsis (one cell wide) for what is missing.

    Nothing at all where hardly any of it would be left: "J1" for "J12" is worse than no name.
    """
    if cell_len(text) <= width:
        return text
    if width < _SHORTEST:
        return ""
    cells = lettered(text, width - 1)
    return "".join([character for character, _ in cells]).rstrip() + ellipsis
