"""The terminal as it is: its width, its colours, its characters."""

from __future__ import annotations

import io
import os
import unicodedata
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

from planner.commands.output import is_unicode

if TYPE_CHECKING:
    from rich.console import RenderableType

PIPE_WIDTH = 100
"""Columns where there is no terminal that says how many it has."""
_NARROWEST = 24
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->", "•": "*", "·": "-", "×": "x", "─": "-",
     "\N{REPLACEMENT CHARACTER}": "?", "│": "|", "┬": "+", "└": "+", "━": "=", "┄": ".", "┊": ":", "▾": "v", "◆": "*", "◇": "o",
     "■": "#", "▁": ".", "▂": ":", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "#", "█": "@"}
)  # fmt: skip
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Screen:
    """Collects what is shown, and gives it as text for one stream."""

    def __init__(self, stream: TextIO) -> None:
        self._buffer = io.StringIO()
        self._unicode = is_unicode(stream)
        self._encoding = stream.encoding or "ascii"
        terminal = stream.isatty()
        self._console = Console(
            file=self._buffer,
            force_terminal=True if terminal else None,
            width=None if terminal or os.environ.get("COLUMNS", "").isdigit() else PIPE_WIDTH,
            markup=False,
            highlight=False,
            emoji=False,
            legacy_windows=False,
        )
        self._console.width = max(_NARROWEST, self._console.width)

    @property
    def width(self) -> int:
        """Columns."""
        return self._console.width

    @property
    def colours(self) -> bool:
        """Whether colours are seen."""
        return self._console.color_system is not None and not self._console.no_color

    @property
    def ellipsis(self) -> str:
        """What stands for words that have no room; one column wide."""
        return "…" if self._unicode else "~"

    def shown(self, words: str) -> str:
        """Words from outside exactly as the stream will show them: for what is laid out in columns."""
        cleaned = clean(words)
        if self._unicode:
            return cleaned
        return cleaned.translate(_PLAIN).encode(self._encoding, "backslashreplace").decode(self._encoding)

    def show(self, item: RenderableType) -> None:
        """Add one item."""
        self._console.print(item)

    def say(self, sentence: str, style: str = "") -> None:
        """Add one paragraph."""
        self.show(Text(clean(sentence), style=style))

    def blank(self) -> None:
        """Add an empty line."""
        self._console.print()

    def content(self) -> str:
        """Everything, in characters that the stream has; no blanks at the ends of lines."""
        shown = self._buffer.getvalue()
        lines = "\n".join([line.rstrip() for line in shown.split("\n")])
        return lines if self._unicode else lines.translate(_PLAIN)


def clean(words: str) -> str:
    """Words from outside on one line: no control character reaches the terminal."""
    return "".join([_visible(character) for character in words])


def _visible(character: str) -> str:
    if character in "\n\r\t":
        return " "
    if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs"):
        return "\N{REPLACEMENT CHARACTER}"
    return character
