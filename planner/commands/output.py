"""Where a command's words go: results on stdout, progress and errors on stderr."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from planner.answer import Answer
    from planner.drawing import Drawing

_CLEAR_LINE = "\r\x1b[K"


class ProgressLine:
    """One line on stderr that is rewritten; silent where stderr is no terminal."""

    def __init__(self, *, wanted: bool = True) -> None:
        self._on = wanted and sys.stderr.isatty()
        self._shown = False

    @property
    def wanted(self) -> ProgressLine | None:
        """This line where somebody would see it, else None: then nobody needs to work for it."""
        return self if self._on else None

    def __call__(self, sentence: str) -> None:
        if self._on:
            from planner.report.screen import clean

            width = shutil.get_terminal_size().columns - 1  # a longer line would not be cleared
            sys.stderr.write(f"{_CLEAR_LINE}{clean(sentence[:width])}")
            sys.stderr.flush()
            self._shown = True

    def close(self) -> None:
        """Leave no trace on the terminal."""
        if self._shown:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
            self._shown = False


def show(answer: Answer, *, as_json: bool, text: str | None = None, drawing: Drawing | None = None) -> int:
    """Print an answer and give its exit code, also where nobody reads any more.

    `text` is the request's text, for pointing into it; `drawing` is what a terminal shows beside the answer.
    """
    try:
        if as_json:
            write_line(answer.to_json(ascii_only=not is_unicode(sys.stdout)))
        else:
            from planner.report import print_answer

            print_answer(answer, text, drawing)
    except BrokenPipeError:
        drop_stdout()
    return answer.exit_code


def require_writable(file: str) -> None:
    """Raises InputError where a page cannot be written: before the work, not after it."""
    from planner.report.html import require_place

    require_place(Path(file))


def write_html(file: str, answer: Answer, text: str | None, drawing: Drawing | None, code: int) -> int:
    """Write a shown answer as a page; gives the exit code, that of bad input where the page cannot be written."""
    from encoders.errors import InputError
    from planner.answer import BAD_INPUT
    from planner.report.html import Entry, write_page

    try:
        write_page(Path(file), [Entry(answer, text, drawing)])
    except InputError as error:
        print_to(sys.stderr, f"Error: {error}\n")
        return BAD_INPUT
    return code


def write_line(line: str) -> None:
    """One line on stdout; what its encoding lacks is written as an escape."""
    print_to(sys.stdout, f"{line}\n")


def print_to(stream: TextIO, text: str) -> None:
    """Write and flush."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    stream.write(text)
    stream.flush()


def is_unicode(stream: TextIO) -> bool:
    """Whether a stream can show every character."""
    return (stream.encoding or "ascii").lower().replace("-", "").startswith("utf")


def drop_stdout() -> None:
    """Nobody reads any more: let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
