"""Pieces of a page, with whatever comes from outside as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.documents import Heading, Paragraph, Table, Timeline
from planner.report.markup import text
from planner.report.timelines.svg import svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.documents import Document


def lines(words: str) -> str:
    """Words whose line breaks stay."""
    return "\n".join([text(line) for line in words.replace("\r\n", "\n").split("\n")])


def heading(words: str, level: int) -> str:
    """A title; level 1 is the largest."""
    return f"<h{level}>{text(words)}</h{level}>"


def paragraph(words: str, name: str = "") -> str:
    """A paragraph of a class."""
    return f"<p{_class(name)}>{text(words)}</p>"


def listing(items: Iterable[str], *, ordered: bool = False) -> str:
    """A list of items that are markup; nothing where there are none."""
    shown = "\n".join([f"<li>{item}</li>" for item in items])
    tag = "ol" if ordered else "ul"
    return f"<{tag}>\n{shown}\n</{tag}>" if shown else ""


def quoted(words: str, quote: str | None) -> str:
    """A sentence, and the words it was read from."""
    return f"{text(words)} <q>{text(' '.join(quote.split()))}</q>" if quote else text(words)


def document(content: Document, key: str, level: int) -> str:
    """What a domain draws. `key` is where the ids of its timelines begin, `level` that of its largest titles."""
    shown = []
    for number, block in enumerate(content.blocks):
        if isinstance(block, Heading):
            shown.append(heading(block.text, min(6, level + max(1, block.level) - 1)))
        elif isinstance(block, Paragraph):
            shown.append(paragraph(block.text))
        elif isinstance(block, Table):
            shown.append(table(block))
        elif isinstance(block, Timeline):
            shown.append(_timeline(block, f"{key}-{number}"))
    return "\n".join(shown)


def table(content: Table) -> str:
    """A table with its title."""
    title = f"<caption>{text(content.title)}</caption>" if content.title else ""
    head = _row(content.columns, "th", content.align) if any(content.columns) else ""
    body = "\n".join([_row(row, "td", content.align) for row in content.rows])
    return f'<div class="scroll"><table>{title}<thead>{head}</thead><tbody>\n{body}\n</tbody></table></div>'


def _row(cells: Sequence[str], tag: str, align: Sequence[str]) -> str:
    right = [number < len(align) and align[number] == "right" for number in range(len(cells))]
    shown = [f"<{tag}{_class('right' * far)}>{text(cell)}</{tag}>" for cell, far in zip(cells, right, strict=True)]
    return f"<tr>{''.join(shown)}</tr>"


def _timeline(content: Timeline, key: str) -> str:
    title = f"<figcaption>{text(content.title)}</figcaption>" if content.title else ""
    return f'<figure>{title}<div class="scroll" tabindex="0">{svg(content, key, alone=False)}</div></figure>'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
