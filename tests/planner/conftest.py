"""What the tests of the application share: small requests, and the command run in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from planner.cli import run

if TYPE_CHECKING:
    from pathlib import Path

SHOP = {
    "jobs": [
        {"name": "a", "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}], "due": 8},
        {"name": "b", "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}], "due": 12},
    ],
    "deadline": 12,
}
"""Both jobs fit: the best makespan is 11."""
TIGHT_SHOP = {**SHOP, "deadline": 10}
"""One unit too few: the deadline alone is impossible."""


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def answer(self):
        """The one Answer on stdout."""
        (line,) = self.out.splitlines()
        return json.loads(line)

    @property
    def said(self):
        """Everything that was shown, line breaks as blanks."""
        return " ".join((self.out + self.err).split())


@pytest.fixture
def command(capsys, monkeypatch, tmp_path):
    """Run `planproof` with arguments in a directory of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("COLUMNS", raising=False)

    def planproof(*arguments):
        code = run([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return Ran(code, shown.out, shown.err)

    return planproof


@pytest.fixture
def shop(tmp_path):
    """A file with a shop that has a plan."""
    return written(tmp_path / "shop.json", SHOP)


@pytest.fixture
def tight_shop(tmp_path):
    """A file with a shop that has none."""
    return written(tmp_path / "tight.json", TIGHT_SHOP)


def written(path: Path, content: object) -> Path:
    """A file of JSON, or of JSON lines for a list."""
    rows = content if isinstance(content, list) else [content]
    path.write_text("".join([f"{json.dumps(row)}\n" for row in rows]), encoding="utf-8")
    return path
