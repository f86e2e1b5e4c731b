"""`planproof new-domain` writes a package that works as it is, keeps the contract, and is found through its entry point."""

from __future__ import annotations

import importlib
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
from planner.contrast.answering import respond_contrast
from planner.options import Options
from planner.pipeline import respond
from planner.registry import Registry
from planner.report.sentences import conflict_title
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


def installed_at(site, package):
    """A folder with what pip would write about the package, so that its entry point is found."""
    info = site / "planproof_furniture-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: planproof-furniture\nVersion: 0.1.0\n")
    points = tomllib.loads((package / "pyproject.toml").read_text())["project"]["entry-points"][registry.GROUP]
    lines = [f"[{registry.GROUP}]", *[f"{name} = {place}" for name, place in points.items()]]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return site


def test_the_package_keeps_the_contract(package, tmp_path):
    site = installed_at(tmp_path / "site", package)
    path = os.pathsep.join([str(package), str(site), str(HERE)])
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
    said = str(none.model_dump())
    assert "Pick 1 thing instead of 3" in said
    assert "3 things cost $27.5 at least." in said


def test_a_second_conflict_beside_the_first_is_not_denied(furniture):
    text = "Pick 3 items for at most $12, with a lamp, with a rug, without a rug."
    answer = respond(given_text(text), Options(), registry=furniture, debug=True)
    assert answer.status == "infeasible"
    assert all([len(way.changes) > 1 for way in answer.suggestions])
    assert not [conflict for conflict in answer.conflicts if "a plan is possible" in conflict_title(conflict, answer)]


@pytest.mark.parametrize("question", ["picked[chair]", "why not the chair?", "Why not pick the chair then?"])
def test_questions_are_understood_in_words_and_as_expressions(furniture, question):
    request = given_text("Pick 3 items for at most $40, with a lamp.")
    answer = respond_contrast("why-not", request, question, Options(), registry=furniture, debug=True)
    assert answer.plan["picked"] == ["lamp", "chair", "vase"]


@pytest.mark.parametrize("question", ["why not the sofa?", "why not the chair on Mondays?"])
def test_questions_with_unknown_words_are_asked_back(furniture, question):
    request = given_text("Pick 3 items for at most $40, with a lamp.")
    assert respond_contrast("why-not", request, question, Options(), registry=furniture, debug=True).status == "unclear"


def test_every_file_of_the_template_is_well_formed(package):
    for path in package.rglob("*.py"):
        compile(path.read_text(), str(path), "exec")
    left = re.compile(r"\$(name|title|class_name)\b")
    assert not [path for path in package.rglob("*") if path.is_file() and left.search(path.read_text())]


@pytest.mark.parametrize("name", ["Furniture", "9lives", "", "a" * 41, "a-b", "../up"])
def test_names_that_are_none_are_refused(command, tmp_path, name):
    ran = command("new-domain", name, "--into", str(tmp_path))
    assert ran.code == 2
    assert "no name for a domain" in ran.out + ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "reason", "instead"),
    [
        ("class", "a word of the language Python", "class_planning"),
        ("match", "a word of the language Python", "match_planning"),
        ("none", "a word of the language Python", "none_planning"),
        ("queue", "a module of Python's standard library", "queue_planning"),
        ("planner", "a name that Planproof", "planner_planning"),
        ("encoders", "a name that Planproof", "encoders_planning"),
        ("trip", "the name of a domain already", "trip_planning"),
        ("Bike tour", "no name for a domain", "bike_tour"),
    ],
)
def test_names_that_mean_something_already_are_refused_with_another_one(command, tmp_path, name, reason, instead):
    ran = command("new-domain", name, "--into", str(tmp_path))
    said = " ".join((ran.out + ran.err).split())
    assert ran.code == 2
    assert reason in said
    assert repr(instead) in said
    assert command("new-domain", instead, "--into", str(tmp_path)).code == 0


@pytest.mark.parametrize("name", ["request", "sequence", "world", "x"])
def test_packages_of_unlucky_names_work(command, tmp_path, monkeypatch, name):
    ran = command("new-domain", name, "--into", str(tmp_path))
    if ran.code:
        assert "take another name" in " ".join((ran.out + ran.err).split())
        return
    monkeypatch.syspath_prepend(str(tmp_path / f"planproof-{name}"))
    assert importlib.import_module(f"planproof_{name}").domain.name == name


def test_the_readme_of_a_new_domain_tells_what_a_world_may_add(package):
    text = (package / "README.md").read_text()
    methods = ("ask", "read_change", "alternatives", "reasons", "kinds", "says_change", "pin", "render")
    assert [name for name in methods if f"**`{name}" not in text] == []
    assert "ARCHITECTURE.md beside the installed package" in text
    wheel = tomllib.loads((HERE / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"ARCHITECTURE.md": "planner/ARCHITECTURE.md"}
    for part in ("A list", "Two slots of one kind", "heard.reject"):
        assert part in text


def test_names_and_folders_that_are_taken_are_refused(command, tmp_path, package):
    taken = command("new-domain", "travel", "--into", str(tmp_path))
    assert taken.code == 2
    assert "already" in taken.out + taken.err
    again = command("new-domain", "furniture", "--into", str(tmp_path))
    assert again.code == 2
    assert "there already" in again.out + again.err
