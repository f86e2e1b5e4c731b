"""The doctor: all well here, and each thing that can be wrong is named with the way out."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.metadata import PathDistribution

import pytest
from support.picnic import Picnic

from domains.workforce.domain import Workforce
from planner import doctor, installation
from planner.doctor import examine


def test_here_all_is_well():
    findings = examine()
    assert [finding.says for finding in findings if not finding.well] == []
    said = "\n".join([finding.says for finding in findings])
    for part in (
        "Python 3.",
        "z3-solver",
        "ortools",
        "z3 solves",
        "cpsat solves",
        "the domain travel",
        "installed one",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("found", "wanted", "within"),
    [
        ("5.4.1.0", ">=5.4,<6", True),
        ("5.4", ">=5.4.0", True),
        ("6.0", ">=5.4,<6", False),
        ("5.3.9", ">=5.4,<6", False),
        ("10.2", ">9,<=10.2", True),
        ("9.15.6755", "==9.15", False),
        ("3.11.0rc1", ">=3.11", True),
        ("1.0", "", True),
    ],
)
def test_versions_are_compared_by_their_numbers(found, wanted, within):
    assert doctor._within(found, wanted) is within


def test_a_missing_and_an_old_dependency_are_named_with_the_command_that_helps(monkeypatch):
    monkeypatch.setattr(
        doctor, "requires", lambda name: ["rich<16,>=14", "pydantic<3,>=2.12", 'openai>=3; extra == "llm"']
    )
    monkeypatch.setattr(doctor, "version", lambda name: {"rich": "13.0", "pydantic": "not installed"}[name])
    says = [(finding.well, finding.says) for finding in doctor._dependencies()]
    assert says == [
        (False, "rich 13.0 (needs <16,>=14); run `pip install 'rich<16,>=14'`"),
        (False, "pydantic is not installed; run `pip install 'pydantic<3,>=2.12'`"),
    ]


def test_the_other_z3_is_recognised(monkeypatch):
    monkeypatch.setattr(doctor, "version", lambda name: "0.2.0")
    (finding,) = doctor._solver_name()
    assert not finding.well
    assert "pip uninstall z3" in finding.says


def test_a_check_that_breaks_is_a_finding_and_stops_no_other(monkeypatch):
    def broken():
        raise OSError("no disk")

    monkeypatch.setattr(doctor, "_engines", broken)
    bad = [finding for finding in examine() if not finding.well]
    assert [finding.says for finding in bad] == ["broken: OSError: no disk"]


class _Stiff(Picnic):
    """A world with examples, whose budget is marked to be kept."""

    examples = ("picnic for 4, under $90, with soup.", "picnic for 4 with fireworks, please!")

    def problem(self, request, data, *, keep=()):
        built = super().problem(request, data)
        rules = [replace(rule, keep=rule.group == "budget") for rule in built.problem.constraints]
        return replace(built, problem=replace(built.problem, constraints=tuple(rules)))

    def __getattr__(self, name):
        return getattr(Workforce, name)  # what a picnic lacks of a Domain; nothing here calls it


def test_an_amount_that_cannot_be_moved_is_doubtful_and_an_example_that_is_not_read_is_bad():
    first, unread, stiff = list(doctor._domain(_Stiff()))
    assert first.well
    assert (unread.well, "“please!” is not read" in unread.says) == (False, True)
    assert (stiff.well, stiff.doubtful) == (True, True)
    assert stiff.says.startswith("the domain picnic: no repair can move the amount of 'budget': ")


# ---------------------------------------------------------------- the installation


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """An installation of small packages called like ours, with a RECORD."""
    site = tmp_path / "site"
    info = site / "planproof-1.0.dist-info"
    info.mkdir(parents=True)
    files = {}
    for package in installation.PACKAGES:
        (site / package).mkdir()
        (site / package / "__init__.py").write_text("", encoding="utf-8")
        files[f"{package}/__init__.py"] = "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: planproof\nVersion: 1.0\n", encoding="utf-8")
    (info / "RECORD").write_text("".join([f"{name},{digest},0\n" for name, digest in files.items()]), encoding="utf-8")
    own = PathDistribution(info)
    monkeypatch.setattr(installation, "distribution", lambda name: own)
    monkeypatch.setattr(installation, "distributions", lambda: [own])
    for package in installation.PACKAGES:
        module = type(sys)(package)
        module.__file__ = str(site / package / "__init__.py")
        monkeypatch.setitem(sys.modules, package, module)
    return site


def test_a_clean_installation_has_no_problems(wheel):
    assert list(installation.problems()) == []
    assert installation.editable_root() is None


def test_a_package_of_the_same_name_that_shadows_ours_is_named(wheel):
    sys.modules["domains"].__file__ = "/elsewhere/domains/__init__.py"
    (problem,) = installation.problems()
    assert problem.startswith("`domains` is loaded from /elsewhere/domains/__init__.py, which shadows")
    sys.modules["domains"].__file__ = None
    (problem,) = installation.problems()
    assert "a folder without __init__.py" in problem


def test_overwritten_and_missing_files_are_named(wheel):
    (wheel / "planner" / "__init__.py").write_text("changed = True\n", encoding="utf-8")
    (wheel / "encoders" / "__init__.py").unlink()
    problems = list(installation.problems())
    assert any(["planner/__init__.py was overwritten" in problem for problem in problems])
    assert any(["encoders/__init__.py is missing" in problem for problem in problems])


def test_another_distribution_with_our_packages_is_named(wheel, monkeypatch, tmp_path):
    info = tmp_path / "other" / "planner_pro-2.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: planner-pro\nVersion: 2.0\n", encoding="utf-8")
    (info / "RECORD").write_text("planner/__init__.py,,\nplanner_pro/x.py,,\n", encoding="utf-8")
    monkeypatch.setattr(installation, "distributions", lambda: [installation.distribution(""), PathDistribution(info)])
    (problem,) = installation.problems()
    assert problem == "the distribution planner-pro has a package `planner` too; one of the two must go"
