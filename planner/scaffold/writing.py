"""Writes a planning world to start from: an installable package that works and keeps the contract of `domains.testing`."""

from __future__ import annotations

import keyword
import re
import sys
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from encoders.errors import InputError
from planner.registry import installed

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OWN = frozenset(("planproof", "planner", "domains", "encoders"))
_FILES = {
    "pyproject.toml": "pyproject.toml.txt",
    "README.md": "README.md.txt",
    "planproof_{name}/__init__.py": "__init__.py.txt",
    "planproof_{name}/request.py": "request.py.txt",
    "planproof_{name}/offers.py": "offers.py.txt",
    "planproof_{name}/offers.csv": "offers.csv.txt",
    "planproof_{name}/problem.py": "problem.py.txt",
    "planproof_{name}/check.py": "check.py.txt",
    "planproof_{name}/reader.py": "reader.py.txt",
    "planproof_{name}/changes.py": "changes.py.txt",
    "planproof_{name}/questions.py": "questions.py.txt",
    "planproof_{name}/ways.py": "ways.py.txt",
    "planproof_{name}/world.py": "world.py.txt",
    "tests/test_contract.py": "test_contract.py.txt",
}
"""File of the new package -> its template, in which $name, $title and $class_name stand for the world's own."""


def write_domain(name: str, parent: Path) -> Path:
    """The folder `planproof-NAME` below `parent`, written. Raises InputError for a name or a folder that is taken."""
    _require_free(name)
    folder = parent / f"planproof-{name}"
    if folder.exists():
        raise InputError("the folder is there already; choose another name or place", where=str(folder))
    words = name.replace("_", " ")
    said = {"name": name, "title": words.capitalize(), "class_name": words.title().replace(" ", "")}
    templates = resources.files("planner.scaffold").joinpath("new_domain")
    try:
        for target, template in _FILES.items():
            path = folder / target.format(name=name)
            path.parent.mkdir(parents=True, exist_ok=True)
            text = templates.joinpath(template).read_text(encoding="utf-8")
            path.write_text(Template(text).substitute(said), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(error.filename or folder)) from error
    return folder


def _require_free(name: str) -> None:
    """Raise InputError, with another name that would do, for a name that is none or means something already."""
    if not _NAME.fullmatch(name):
        near = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")[:40]
        example = f", such as {near!r}" if near and _taken(near) is None else ""
        raise InputError(
            f"{name!r} is no name for a domain: up to 40 lower-case letters, digits and _, a letter first{example}",
            where="NAME",
        )
    if (reason := _taken(name)) is not None:
        raise InputError(f"{name!r} {reason}; take another name, such as '{name[:31]}_planning'", where="NAME")


def _taken(name: str) -> str | None:
    """What a name means already; None where it is free."""
    if name in installed().names:
        return "is the name of a domain already (see `planproof domains`)"
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name.title() in ("None", "True", "False"):
        return "is a word of the language Python"
    if name in _OWN:
        return "is a name that Planproof uses itself"
    if name in sys.stdlib_module_names:
        return "is a module of Python's standard library"
    return None
