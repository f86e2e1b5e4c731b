"""A folder of claims: one SMT-LIB script for each, which any solver can be given by itself, and an index of what they say.

README.md      what there is, in words, and how to check it
claims.json    [{"file", "status", "says", "id", "constraints"}]
*.smt2         `check-sat` must answer what `(set-info :status ...)` says
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path

    from planner.claims.claimed import Claim

INDEX, README = "claims.json", "README.md"
_LONGEST_NAME = 80

_ABOUT = """# Claims

Each script says one thing about a request's problem, and any solver that reads SMT-LIB 2.6 can check it by itself: it must answer
what the script's `(set-info :status ...)` says. No other program is needed for that, for example

    for claim in *.smt2; do echo "$claim: $(cvc5 "$claim")"; done

Every wish and every rule of the world is one assertion, named by its path in the request; the comment above it says it in words.
Limits are constants with their names. Offers that another one replaces at no greater cost are not in the problem.

| script | answer | what it says |
|---|---|---|
"""


def prepare(folder: Path) -> None:
    """Make the folder. Raises InputError unless it can be made, is empty, or holds claims written before."""
    if folder.is_file():
        raise InputError("claims are many files: give a folder, not a file", where=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = sorted([path.name for path in folder.iterdir()])
    except OSError as error:
        raise InputError(f"the folder cannot be made: {error.strerror or error}", where=str(folder)) from error
    strangers = [name for name in there if name not in (INDEX, README) and not name.endswith(".smt2")]
    if strangers or (there and INDEX not in there):
        raise InputError(
            f"the folder holds other files ({(strangers or there)[0]}): give a new or an empty one", where=str(folder)
        )


def write_claims(folder: Path, answers: Iterable[tuple[Any, Iterable[Claim]]]) -> int:
    """Write the claims of answers, each with its id, instead of those that were there; gives how many. Raises InputError."""
    rows: list[dict[str, Any]] = []
    texts: dict[str, str] = {}
    found = [(number, id_, list(claims)) for number, (id_, claims) in enumerate(answers, 1)]
    for number, id_, claims in found:
        for claim in claims:
            stem = claim.name if len(found) == 1 else f"{number:04d}-{claim.name}"
            file = _free(_file_name(stem), texts)
            texts[file] = claim.script.text
            rows.append(
                {
                    "file": file,
                    "status": claim.script.status,
                    "says": claim.script.says,
                    **({} if id_ is None else {"id": id_}),
                    "constraints": list(claim.constraints),
                }
            )
    table = "".join([f"| {row['file']} | {row['status']} | {_cell(row['says'])} |\n" for row in rows])
    try:
        for old in folder.glob("*.smt2"):
            old.unlink()
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
        (folder / INDEX).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (folder / README).write_text(_ABOUT + table, encoding="utf-8")
    except OSError as error:
        raise InputError(f"a claim cannot be written: {error.strerror or error}", where=str(folder)) from error
    return len(rows)


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:_LONGEST_NAME]


def _free(stem: str, taken: Container[str]) -> str:
    number, file = 2, f"{stem}.smt2"
    while file in taken:
        file, number = f"{stem}-{number}.smt2", number + 1
    return file


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
