"""Where a command's words go: results on stdout, progress on stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.answer import Answer

_CLEAR_LINE = "\r\x1b[K"
_WIDTH = 78


class ProgressLine:
    """One line on stderr that is rewritten; silent where stderr is no terminal."""

    def __init__(self, *, wanted: bool = True) -> None:
        self._on = wanted and sys.stderr.isatty()
        self._shown = False

    def __call__(self, sentence: str) -> None:
        if self._on:
            sys.stderr.write(f"{_CLEAR_LINE}{sentence[:_WIDTH]}")
            sys.stderr.flush()
            self._shown = True

    def close(self) -> None:
        """Leave no trace on the terminal."""
        if self._shown:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
            self._shown = False


def show(answer: Answer, *, as_json: bool, text: str | None = None) -> int:
    """Print an answer and give its exit code; `text` is the request's text, for pointing into it."""
    if as_json:
        write_line(answer.to_json(ascii_only=not _unicode()))
    else:
        from planner.report import print_answer

        print_answer(answer, text)
    return answer.exit_code


def write_line(line: str) -> None:
    """One line on stdout."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _unicode() -> bool:
    return (sys.stdout.encoding or "ascii").lower().replace("-", "").startswith("utf")
