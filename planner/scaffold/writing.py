"""Writes a planning world to start from: an installable package that works and keeps the contract of `domains.testing`."""

from __future__ import annotations

import keyword
import re
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from encoders.errors import InputError
from planner.registry import installed

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
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
    "planproof_{name}/world.py": "world.py.txt",
    "tests/test_contract.py": "test_contract.py.txt",
}
"""File of the new package -> its template, in which $name, $title and $class_name stand for the world's own."""


def write_domain(name: str, parent: Path) -> Path:
    """The folder `planproof-NAME` below `parent`, written. Raises InputError for a name or a folder that is taken."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise InputError(
            f"{name!r} is no name for a domain: up to 40 lower-case letters, digits and _, a letter first", where="NAME"
        )
    if name in installed().names:
        raise InputError(f"there is a domain {name!r} already; see `planproof domains`", where="NAME")
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
