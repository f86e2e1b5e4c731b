"""The journal of a dialogue: one JSON object a line, written and flushed before anything of it is shown.

The first line holds the options. Every line of the user is noted when it comes, and its turn when it is answered; so a crash, a
kill or a power cut loses nothing: what was answered is there, and what was not is done again. The content is ours only and is
read as plain JSON.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from pydantic import ValidationError

from encoders.errors import InputError
from encoders.structured import parse_json
from planner.dialogue.turns import Turn
from planner.sources import decoded, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_VERSION = 1


@dataclass(frozen=True)
class Recorded:
    """What a journal holds: the options, the turns, and the line that was not answered any more, if there is one.

    `torn` says that the last line was cut off in the middle; `length` is how many bytes are good.
    """

    options: Mapping[str, Any]
    turns: tuple[Turn, ...]
    unfinished: str | None = None
    is_request_argument: bool = False
    torn: bool = False
    length: int = 0


class Journal:
    """A file that grows line by line."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self.path = file, path

    @staticmethod
    def begin(path: Path, options: Mapping[str, Any]) -> Journal:
        """A new journal. Raises InputError where there is a file already, or none can be written."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        except FileExistsError as error:
            raise InputError(
                f"there is such a file already; go on with it by --resume {path}, or name another",
                where=f"--journal {path}",
            ) from error
        except (OSError, ValueError) as error:
            raise _unwritable(path, error) from error
        journal = Journal(os.fdopen(handle, "ab"), path)
        journal._write({"planproof": "dialogue", "version": _VERSION, "options": dict(options)})
        return journal

    @staticmethod
    def go_on(path: Path, recorded: Recorded) -> Journal:
        """Append to a journal that was read; what was cut off at its end is removed. Raises InputError."""
        try:
            file = path.open("r+b")
            file.truncate(recorded.length)
            file.seek(recorded.length)
        except OSError as error:
            raise _unwritable(path, error) from error
        return Journal(file, path)

    def asked(self, line: str, *, is_request_argument: bool = False) -> None:
        """Note a line that is going to be answered."""
        self._write({"asked": line, **({"argument": True} if is_request_argument else {})})

    def done(self, turn: Turn) -> None:
        """Note the turn that the line made."""
        self._write({"done": turn.model_dump(mode="json", by_alias=True)})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, content: Mapping[str, Any]) -> None:
        try:
            self._file.write(f"{json.dumps(content, ensure_ascii=True, allow_nan=False)}\n".encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _unwritable(self.path, error) from error


def read_journal(path: Path) -> Recorded:
    """What a journal holds. Its last line may be cut off; anything else that is wrong raises InputError."""
    content = read_bytes(path)
    options: Mapping[str, Any] | None = None
    turns: list[Turn] = []
    asked: tuple[str, bool] | None = None
    good = 0
    lines = content.split(b"\n")
    for number, raw in enumerate(lines, 1):
        place = f"{path}, line {number}"
        if number == len(lines):
            if raw:
                return _recorded(options, turns, asked, path, good, torn=True)
            break
        row = _row(raw, place)
        if number == 1:
            options = _options(row, place)
        elif isinstance(row.get("asked"), str):
            asked = (row["asked"], row.get("argument") is True)
        elif "done" in row:
            turns.append(_turn(row["done"], place))
            asked = None
        else:
            raise InputError("this line is no part of a dialogue's journal", where=place)
        good += len(raw) + 1
    return _recorded(options, turns, asked, path, good, torn=False)


def _recorded(
    options: Mapping[str, Any] | None,
    turns: list[Turn],
    asked: tuple[str, bool] | None,
    path: Path,
    good: int,
    *,
    torn: bool,
) -> Recorded:
    if options is None:
        raise InputError("the file holds no dialogue; journals are written by `planproof chat`", where=str(path))
    line, argument = asked if asked is not None else (None, False)
    return Recorded(options, tuple(turns), line, argument, torn, good)


def _row(raw: bytes, place: str) -> dict[str, Any]:
    row = parse_json(decoded(raw, place), place)
    if not isinstance(row, dict):
        raise InputError("this line is no part of a dialogue's journal", where=place)
    return row


def _options(row: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    if row.get("planproof") != "dialogue" or not isinstance(row.get("options"), dict):
        raise InputError("this is no journal of a dialogue; journals are written by `planproof chat`", where=place)
    if row.get("version") != _VERSION:
        raise InputError(f"the journal has version {row.get('version')!r}, this program reads {_VERSION}", where=place)
    options: Mapping[str, Any] = row["options"]
    return options


def _turn(content: Any, place: str) -> Turn:
    try:
        return Turn.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(map(str, first["loc"]))
        raise InputError(f"this is no turn of a dialogue: {where}: {first['msg']}", where=place) from error


def _unwritable(path: Path, error: Exception) -> InputError:
    return InputError(
        f"the journal cannot be written: {getattr(error, 'strerror', None) or error}", where=f"--journal {path}"
    )
