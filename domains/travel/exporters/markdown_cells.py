"""Cells of a Markdown table: any text in, the same text out, and a viewer shows it as it was."""

from __future__ import annotations

import re
import unicodedata

from encoders.errors import InputError

_MARKUP = frozenset("\\|*_`<>[]~")
"""Characters that Markdown reads as markup; a backslash keeps each as it is."""
_READ = re.compile(r"\\([!-/:-@\[-`{-~])|&#(\d{1,7});")


def cell(text: str, separators: str = "") -> str:
    """The text as it stands in a cell; `separators` are further characters that have a meaning there.

    Blanks that a viewer would trim, characters that would end the line and separators become character references.
    """
    found: list[str] = []
    for index, char in enumerate(text):
        edge = index in (0, len(text) - 1) and char.isspace()
        if edge or char in separators or unicodedata.category(char) in ("Cc", "Zl", "Zp"):
            found.append(f"&#{ord(char)};")
        elif char in _MARKUP or (
            char == "&" and (text[index + 1 : index + 2] == "#" or text[index + 1 :][:1].isalnum())
        ):
            found.append(f"\\{char}")
        else:
            found.append(char)
    return "".join(found)


def text(cell: str) -> str:
    """What a cell holds. Raises InputError for a reference to no character."""
    return _READ.sub(lambda match: match[1] or _character(int(match[2])), cell.strip())


def _character(code: int) -> str:
    try:
        return chr(code)
    except ValueError as error:
        raise InputError(f"&#{code}; is no character") from error


def row(*cells: str) -> str:
    """One line of a table."""
    return f"| {' | '.join(cells)} |"


def cells(line: str) -> list[str]:
    """The cells of one line of a table, still escaped; a bar after a backslash belongs to its cell."""
    inner = line.strip()
    found, start, index = [], 0, 0
    while index < len(inner):
        if inner[index] == "\\":
            index += 1
        elif inner[index] == "|":
            found.append(inner[start:index].strip())
            start = index + 1
        index += 1
    rest = inner[start:].strip()
    return [*found[1:], *([rest] if rest else [])]
