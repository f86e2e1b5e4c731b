"""What a domain draws, as rich shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.table import Table as RichTable
from rich.text import Text

from domains.documents import Heading, Paragraph, Table, Timeline
from planner.report.screen import clean
from planner.report.timelines.terminal import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.documents import Document
    from planner.report.screen import Screen

_LONGEST_WORD = 18
"""Longer words may be broken where a table would not fit otherwise."""
_GAP = 2
"""Blanks between columns."""


def draw(screen: Screen, document: Document) -> None:
    """Every block, with an empty line between two of them."""
    for number, block in enumerate(document.blocks):
        if number:
            screen.blank()
        if isinstance(block, Heading):
            screen.say(block.text, "bold underline" if block.level == 1 else "bold")
        elif isinstance(block, Paragraph):
            screen.say(block.text)
        elif isinstance(block, Table):
            _draw_table(screen, block)
        elif isinstance(block, Timeline):
            draw_timeline(screen, block)


def _draw_table(screen: Screen, table: Table) -> None:
    if table.title:
        screen.say(table.title, "bold")
    cells = [[clean(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = _widths(cells, screen.width)
    if widths is None:
        _draw_records(screen, cells)
        return
    folded = any([cell_len(cell) > widths[column] for row in cells for column, cell in enumerate(row)])
    drawn = RichTable(box=SIMPLE_HEAD, show_edge=False, padding=(0, _GAP - 1, 0, 0), leading=1 if folded else 0)
    for column, title in enumerate(cells[0]):
        justify = table.align[column] if column < len(table.align) else "left"
        drawn.add_column(Text(title), justify=justify, overflow="fold", width=widths[column])
    for row in cells[1:]:
        drawn.add_row(*[Text(cell) for cell in row])
    screen.show(drawn)


def _widths(cells: Sequence[Sequence[str]], screen: int) -> list[int] | None:
    """A width for each column, so that rows have few lines; None where the screen is too narrow for a table."""
    columns = list(zip(*cells, strict=False))
    spare = screen - _GAP * len(columns)
    tallest = max([len(cell.split()) for column in columns for cell in column])
    for height in range(1, tallest + 1):
        widths = [_narrowest(column, height) for column in columns]
        if sum(widths) <= spare:
            return _widened(columns, widths, height, spare)
    return None


def _widened(columns: Sequence[Sequence[str]], widths: list[int], height: int, spare: int) -> list[int]:
    """What is left over goes to the columns from the left, as far as it saves them a line."""
    for column, cells in enumerate(columns):
        for lines in range(1, height):
            wider = _narrowest(cells, lines)
            if sum(widths) - widths[column] + wider <= spare:
                widths[column] = wider
                break
    return widths


def _narrowest(cells: Sequence[str], height: int) -> int:
    """The least width at which no cell has more lines than this and no word is broken that is not very long."""
    width = max([_longest_word(cell) for cell in cells])
    while any([_lines(cell, width) > height for cell in cells]):
        width += 1
    return width


def _lines(cell: str, width: int) -> int:
    """How many lines a cell takes."""
    lines, used = 1, 0
    for word in cell.split():
        long = cell_len(word)
        if used and used + 1 + long > width:
            lines, used = lines + 1, 0
        used += long + (1 if used else 0)
        lines, used = lines + (used - 1) // width, (used - 1) % width + 1
    return lines


def _longest_word(cell: str) -> int:
    return min(_LONGEST_WORD, max([cell_len(word) for word in cell.split()], default=1))


def _draw_records(screen: Screen, cells: Sequence[Sequence[str]]) -> None:
    """A table that is too wide for the screen: a short block for each row."""
    titles = cells[0]
    indent = max([cell_len(title) for title in titles])
    for number, row in enumerate(cells[1:]):
        if number:
            screen.blank()
        screen.say(row[0], "bold")
        grid = RichTable.grid(padding=(0, 1))
        grid.add_column(width=2)
        grid.add_column(width=indent)
        grid.add_column(overflow="fold")
        for title, cell in zip(titles[1:], row[1:], strict=False):
            if cell.strip():
                grid.add_row("", Text(title, style="dim"), Text(cell))
        screen.show(grid)
