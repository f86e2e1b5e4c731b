"""What a REQUEST, PLAN or DATA argument means: text as it stands, or a file."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.structured import parse_json, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TEXT = 100_000
"""Characters of a request in words; a longer text is not a request but a book."""
MAX_WORD = 1_000
"""Characters without a blank between them."""
MAX_FILE = 64 * 1024 * 1024
"""Bytes of a structured file."""
_LOOKED_AT = 65_536
"""Bytes at a file's start that tell text from something else."""

_STRUCTURED = (".json", ".yaml", ".yml")
_TEXT = (".txt", ".sm", ".mm", ".rcp")


@dataclass(frozen=True, slots=True)
class Given:
    """A request as it came: words (`text`), or parsed content of a structured file."""

    text: str | None = None
    content: Any = None
    place: str = ""


def given_text(text: str, place: str = "") -> Given:
    """A request in words. Raises InputError where it is empty, too long, or no text."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            "the request holds bytes that are not UTF-8 text", where=place or f"character {error.start}"
        ) from error
    if "\0" in text:
        raise InputError("the request holds a NUL character, so it is not plain text", where=place)
    if not text.strip():
        raise InputError("the request is empty; say in a few sentences what is to be planned", where=place)
    if len(text) > MAX_TEXT:
        raise InputError(
            f"the request has {len(text):,} characters, more than the {MAX_TEXT:,} that are read; "
            "put it in a few sentences, or give a structured .json or .yaml file",
            where=place,
        )
    longest = max(text.split(), key=len)
    if len(longest) > MAX_WORD:
        raise InputError(
            f"the request holds {len(longest):,} characters without a blank ({longest[:20]!r}...), which is no English; "
            "leave them out, or give a structured .json or .yaml file",
            where=place,
        )
    return Given(text=text, place=place)


def request_argument(argument: str) -> Given:
    """REQUEST on the command line: an existing file, or else the text itself. Raises InputError."""
    path = _as_path(argument)
    if path is None:
        return given_text(argument)
    suffix = path.suffix.lower()
    if suffix in _STRUCTURED:
        return Given(content=read_structured(path), place=str(path))
    if suffix in _TEXT:
        return given_text(read_text(path), str(path))
    if suffix == ".pddl":
        raise InputError("planning files (.pddl) cannot be read yet; give a .txt, .json or .yaml file", where=str(path))
    raise InputError(
        f"a request is a .txt, .json or .yaml file, not {suffix or 'a file without an ending'}; rename it to say which it is",
        where=str(path),
    )


def _as_path(argument: str) -> Path | None:
    """The file an argument names, None where it is text. Raises InputError for a folder or a missing file."""
    if not argument.strip():
        return None
    path = Path(argument)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError):  # too long or not possible as a file's name
        return None
    if is_folder:
        raise InputError("this is a folder; give the request as text or as a .txt, .json or .yaml file", where=argument)
    if exists:
        return path
    if argument.lower().rstrip().endswith((*_STRUCTURED, *_TEXT, ".pddl")) and "\n" not in argument:
        raise InputError("there is no such file; check the path, or give the request itself in quotes", where=argument)
    return None


def read_bytes(path: Path) -> bytes:
    """A file's content. Raises InputError."""
    try:
        is_folder, size = path.is_dir(), path.stat().st_size
        content = path.read_bytes() if not is_folder and size <= MAX_FILE else b""
    except FileNotFoundError as error:
        raise InputError("there is no such file; check the path", where=str(path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"the file cannot be read: {reason}", where=str(path)) from error
    if is_folder:
        raise InputError("this is a folder, not a file", where=str(path))
    if size > MAX_FILE:
        raise InputError(f"the file is larger than {MAX_FILE // 1024 // 1024} MB", where=str(path))
    return content


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file of rows with their numbers, blank ones left out; a file of any length. Raises InputError."""
    try:
        with path.open("rb") as file:
            start = file.peek(_LOOKED_AT)[:_LOOKED_AT]
            if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
                raise InputError("this is not UTF-8 text; rows are one JSON object a line", where=str(path))
            for number, line in enumerate(file, 1):
                row = line.removeprefix(codecs.BOM_UTF8 if number == 1 else b"").strip()
                if row:
                    yield number, row
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror or error}", where=str(path)) from error


def decoded(content: bytes, where: str) -> str:
    """UTF-8 text, with or without a byte order mark. Raises InputError for anything else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("the text is UTF-16; save it as UTF-8", where=where)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("this is not UTF-8 text; save it as UTF-8", where=f"{where}, byte {error.start}") from error
    if "\0" in text:
        raise InputError("this is a binary file, not text", where=where)
    return text


def read_text(path: Path) -> str:
    """A text file. Raises InputError."""
    return decoded(read_bytes(path), str(path))


def read_structured(path: Path) -> Any:
    """A JSON or YAML file, by its ending. Raises InputError."""
    text = read_text(path)
    if not text.strip():
        raise InputError("the file is empty", where=str(path))
    return parse_json(text, str(path)) if path.suffix.lower() == ".json" else parse_yaml(text, str(path))


def plan_argument(argument: str) -> Any:
    """PLAN on the command line: JSON or YAML content, or the text of a Markdown file or an invitation (.ics).

    An Answer and an exported row give the plan inside them. Raises InputError.
    """
    path = Path(argument)
    suffix = path.suffix.lower()
    if suffix in (".md", ".txt", ".markdown", ".ics"):
        return read_text(path)
    if suffix == ".jsonl":
        return plan_inside(_only_row(read_text(path), argument), argument)
    if suffix not in _STRUCTURED:
        read_bytes(path)  # a missing file is the likelier mistake, so it is named first
        raise InputError("a plan is a .json, .jsonl, .yaml, .md or .ics file", where=argument)
    return plan_inside(read_structured(path), argument)


def _only_row(text: str, where: str) -> Any:
    rows = [line for line in text.splitlines() if line.strip()]
    if len(rows) != 1:
        raise InputError(
            f"the file holds {len(rows)} rows; a check takes one plan, so put its row in a file of its own", where=where
        )
    return parse_json(rows[0], where)


def plan_inside(content: Any, where: str) -> Any:
    """The plan of an Answer or of an exported row, and any other content as it is. Raises InputError where it has none."""
    if (
        isinstance(content, dict)
        and "plan" in content
        and (content.get("schema") == 1 or set(content) <= {"id", "plan"})
    ):
        if content["plan"] is None:
            raise InputError("this answer has no plan to check", where=where)
        return content["plan"]
    return content


def data_argument(argument: str | None) -> Path | None:
    """--data on the command line: the path of a folder, or of a .json or .yaml file. Raises InputError."""
    if argument is None:
        return None
    path = Path(argument)
    try:
        if path.is_dir():
            return path
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise InputError("there is no such data folder; check the path", where=f"--data {argument}")
    if path.suffix.lower() in _STRUCTURED:
        return path
    raise InputError("data are a folder, or one .json or .yaml file", where=f"--data {argument}")
