"""`planproof new-domain` writes a package that works as it is, keeps the contract, and is found through its entry point."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import domains
from planner import registry
from planner.options import Options
from planner.pipeline import respond
from planner.registry import Registry
from planner.sources import given_text

HERE = Path(domains.__file__).parent.parent


@pytest.fixture
def package(command, tmp_path):
    """The folder that the command wrote."""
    ran = command("new-domain", "furniture", "--into", str(tmp_path))
    assert (ran.code, ran.err) == (0, "")
    folder = tmp_path / "planproof-furniture"
    assert str(folder) in ran.out
    return folder


@pytest.fixture
def furniture(package, monkeypatch):
    """A registry with the new world in it, found as an installed distribution would be."""
    monkeypatch.syspath_prepend(str(package))
    points = tomllib.loads((package / "pyproject.toml").read_text())["project"]["entry-points"][registry.GROUP]
    assert points == {"furniture": "planproof_furniture:domain"}
    yield Registry({"furniture": EntryPoint("furniture", points["furniture"], registry.GROUP)})
    for name in [name for name in sys.modules if name.startswith("planproof_furniture")]:
        del sys.modules[name]


def test_the_package_keeps_the_contract(package):
    path = os.pathsep.join([str(package), str(HERE)])
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(package)]
    ran = subprocess.run(run, capture_output=True, text=True, cwd=package, env={**os.environ, "PYTHONPATH": path})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " passed" in ran.stdout
    assert "skipped" not in ran.stdout


def test_it_plans_explains_and_suggests_from_english(furniture):
    plan = respond(given_text("Pick 3 items for at most $40, with a lamp."), Options(), registry=furniture, debug=True)
    assert plan.status == "optimal"
    assert plan.domain == "furniture"
    assert plan.plan["cost"] == "27.5"
    none = respond(given_text("Pick 3 items for at most $12, with a lamp."), Options(), registry=furniture, debug=True)
    assert none.status == "infeasible"
    assert none.conflicts[0].constraints == ["budget"]
    assert none.suggestions[0].request["budget"] == "27.5"


def test_every_file_of_the_template_is_well_formed(package):
    for path in package.rglob("*.py"):
        compile(path.read_text(), str(path), "exec")
    left = re.compile(r"\$(name|title|class_name)\b")
    assert not [path for path in package.rglob("*") if path.is_file() and left.search(path.read_text())]


@pytest.mark.parametrize("name", ["Furniture", "9lives", "class", "", "a" * 41, "a-b", "../up"])
def test_names_that_are_none_are_refused(command, tmp_path, name):
    ran = command("new-domain", name, "--into", str(tmp_path))
    assert ran.code == 2
    assert "no name for a domain" in ran.out + ran.err
    assert not list(tmp_path.iterdir())


def test_names_and_folders_that_are_taken_are_refused(command, tmp_path, package):
    taken = command("new-domain", "travel", "--into", str(tmp_path))
    assert taken.code == 2
    assert "already" in taken.out + taken.err
    again = command("new-domain", "furniture", "--into", str(tmp_path))
    assert again.code == 2
    assert "there already" in again.out + again.err
