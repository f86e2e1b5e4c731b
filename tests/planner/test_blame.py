"""Whose defect a failure is: a domain of another distribution is named, with its distribution; what is ours is called ours."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest
from support.picnic import Picnic

import planner.registry
from domains.base import Fact, Span, Violation
from planner.options import Options
from planner.pipeline import respond
from planner.registry import Registry
from planner.sources import given_text


class Point:
    """An entry point of a distribution."""

    name, value = "picnic", "far_away:domain"
    dist = SimpleNamespace(name="planproof-picnic", version="1.2")

    def __init__(self, world):
        self.world = world

    def load(self):
        return self.world


def answered(world, text="picnic for 2", registry=None):
    return respond(given_text(text), Options(), registry=registry or Registry({"picnic": Point(world)}))


@pytest.fixture
def far_away(monkeypatch, tmp_path):
    """Writes the module of another package, and imports it."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def written(code):
        (tmp_path / "far_away.py").write_text(code, encoding="utf-8")
        return importlib.import_module("far_away")

    yield written
    sys.modules.pop("far_away", None)


@pytest.fixture(autouse=True)
def _log(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_a_check_against_its_own_problem_is_a_defect_of_the_domain(monkeypatch):
    world = Picnic()
    monkeypatch.setattr(world, "check", lambda *_: [Violation("budget", "Too dear.")])
    answer = answered(world)
    assert answer.error.kind == "internal"
    assert "the check of picnic refuses a plan that its problem allows: Too dear." in answer.error.says
    assert "This is a defect of the domain 'picnic' (planproof-picnic 1.2), not of your request" in answer.error.says
    assert "Planproof," not in answer.error.says


def test_a_measure_against_its_own_problem_is_a_defect_of_the_domain(monkeypatch):
    world = Picnic()
    own = world.measure
    monkeypatch.setattr(world, "measure", lambda *given: {name: value + 1 for name, value in own(*given).items()})
    assert "defect of the domain 'picnic'" in answered(world).error.says


def test_a_wish_that_is_read_and_not_built_is_a_defect_of_the_domain(monkeypatch):
    world = Picnic()
    own = world.read

    def read(text, data, today):
        found = own(text, data, today)
        lost = Fact("shade", "constraint", "There is shade.", Span(0, 6, "picnic"))
        return type(found)(found.request, (*found.facts, lost), found.unread, found.assumptions, found.questions)

    monkeypatch.setattr(world, "read", read)
    answer = answered(world)
    assert "“There is shade.” was read but is not in the problem" in answer.error.says
    assert "defect of the domain 'picnic'" in answer.error.says


def test_code_of_the_domain_that_raises_is_its_defect(monkeypatch, far_away):
    world = Picnic()
    monkeypatch.setattr(world, "problem", far_away("def problem(*_, **__):\n    return 1 / 0\n").problem)
    assert "This is a defect of the domain 'picnic' (planproof-picnic 1.2), not" in answered(world).error.says


def test_our_code_that_raises_when_the_domain_calls_it_may_be_either_ones(monkeypatch, far_away):
    world = Picnic()
    code = "from encoders.numbers import show\ndef problem(*_, **__):\n    return show(None)\n"
    monkeypatch.setattr(world, "problem", far_away(code).problem)
    assert "defect of the domain 'picnic' (planproof-picnic 1.2), or of Planproof, not" in answered(world).error.says


def test_what_a_built_in_domain_does_is_ours(monkeypatch):
    world = Picnic()
    monkeypatch.setattr(world, "check", lambda *_: [Violation("budget", "Too dear.")])
    monkeypatch.setattr(planner.registry, "BUILT_IN", {"picnic": "nowhere:domain"})
    answer = answered(world, registry=Registry(_loaded={"picnic": world}))
    assert "This is a defect of Planproof, not of your request" in answer.error.says


def test_a_text_that_nobody_understands_tells_of_domains_that_failed(monkeypatch):
    monkeypatch.setattr(planner.registry, "BUILT_IN", {})
    points = {"gone": EntryPoint("gone", "no_such_package:domain", planner.registry.GROUP), "picnic": Point(Picnic())}
    answer = answered(None, "a gone thing", Registry(points))
    assert answer.status == "unclear"
    (told,) = [said for said in answer.assumptions if "gone" in said]
    assert told.startswith("The domain 'gone' is not used: it failed (ModuleNotFoundError: No module named")
    assert "planproof doctor" in told
    assert not [said for said in answered(Picnic(), "picnic for 2 zebras").assumptions if "doctor" in said]
