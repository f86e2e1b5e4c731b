"""The README tells the truth: its commands run, its outputs are real, its Python works, and CI calls what it says."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import pytest

from planner.cli import run
from planner.versions import version

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, flags=re.DOTALL)

WRITTEN_WITH_ORTOOLS = "9.15.6755"


def blocks(kind):
    return [content for name, content in BLOCKS if name == kind]


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")


def shown(block):
    """The command of a console block, and the pieces of output between its "..." lines."""
    first, *output = block.splitlines()
    assert first.startswith("$ planproof ")
    pieces, piece = [], []
    for line in [*output, "..."]:
        if line.strip() == "...":
            pieces += ["\n".join(piece)] if piece else []
            piece = []
        else:
            piece.append(line)
    return shlex.split(first)[2:], pieces


@pytest.mark.parametrize("block", blocks("console"))
def test_every_output_shown_is_the_commands_own(block, capsys):
    arguments, pieces = shown(block)
    run(arguments)
    output, position = capsys.readouterr().out, 0
    assert pieces
    if version("ortools") != WRITTEN_WITH_ORTOOLS:  # another version may choose another plan of the same price
        pieces = [pieces[0].splitlines()[0]]
    for piece in pieces:
        found = output.find(piece, position)
        assert found >= 0, f"not in the output (any more), or not here:\n{piece}\n--- the output:\n{output}"
        position = found + len(piece)


def test_the_python_runs_and_prints_what_is_written_beside_it(capsys, tmp_path):
    (code,) = blocks("python")
    script = tmp_path / "snippet.py"
    script.write_text(code, encoding="utf-8")
    runpy.run_path(str(script))
    printed = capsys.readouterr().out.splitlines()
    promised = re.findall(r"print\(.*\)\s+# (.*)", code)
    assert promised
    for line in promised:
        assert any([line.rstrip(".") in one for one in printed]), (line, printed)


def commands(part):
    return [line.strip() for content in blocks("sh") for line in content.splitlines() if part in line]


def test_ci_calls_the_test_command_as_it_stands_in_the_readme():
    (command,) = commands("pytest")
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_set_up_commands_need_nothing_but_python():
    for command in [*commands("pytest"), *commands("planproof solve")]:
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q -e ")


def test_every_file_and_folder_that_is_named_exists():
    named = re.findall(r"`((?:examples|benchmarks|domains|encoders|planner|tests)/[\w./]*)`", README)
    named += re.findall(r"\]\(([\w./]+)\)", README)
    assert named
    for path in named:
        assert (ROOT / path).exists(), path


def test_every_exit_code_and_command_of_the_table_is_the_programs(capsys):
    assert run(["--help"]) == 0
    helped = capsys.readouterr().out
    for command in re.findall(r"^\| `planproof ([\w-]+)", README, flags=re.MULTILINE):
        assert f"  {command} " in helped
