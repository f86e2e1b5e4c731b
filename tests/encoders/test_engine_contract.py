"""The published contract of engines, kept by the built-in ones and by one that comes from elsewhere."""

from importlib.metadata import EntryPoint

import pytest
from support.engines import ENGINES

from encoders.engines import plugins
from encoders.engines.plugins import Plugins
from encoders.errors import UnknownNameError, UnsupportedError
from encoders.problem import Problem
from encoders.session import open_session
from encoders.testing import EngineContract


class TestZ3(EngineContract):
    engine = "z3"


class TestCpSat(EngineContract):
    engine = "cpsat"


@pytest.mark.skipif("sat" not in ENGINES, reason="the SAT engine is an extra")
class TestSat(EngineContract):
    engine = "sat"


class Borrowed:
    """An engine of another distribution: z3 under another name."""

    name = "borrowed"

    def refusal(self, problem):
        return "it has no rules" if not problem.constraints else ""

    def open(self, problem, switchable, budget):
        return open_session(problem, "z3", switchable=switchable, budget=budget)


borrowed = Borrowed()
BROKEN = "raises on import"


@pytest.fixture
def elsewhere(monkeypatch):
    """Three engines that are installed: one that works, one that raises, one that is none."""
    here = "test_engine_contract"
    points = {
        "borrowed": EntryPoint("borrowed", f"{here}:borrowed", plugins.GROUP),
        "broken": EntryPoint("broken", "no_such_module_at_all:engine", plugins.GROUP),
        "text": EntryPoint("text", f"{here}:BROKEN", plugins.GROUP),
    }
    monkeypatch.setattr(EntryPoint, "load", lambda self: _load(self))
    found = Plugins(points)
    monkeypatch.setattr(plugins, "installed", lambda: found)
    return found


def _load(point):
    if point.name == "broken":
        raise ImportError("no module of that name")
    return {"borrowed": borrowed, "text": BROKEN}[point.name]


class TestElsewhere(EngineContract):
    engine = "borrowed"

    @pytest.fixture(autouse=True)
    def _installed(self, elsewhere):
        pass


def test_a_plugin_that_fails_is_told_and_disturbs_nothing(elsewhere):
    with pytest.raises(UnknownNameError, match="no module of that name"):
        open_session(Problem("empty"), "broken")
    with pytest.raises(UnknownNameError, match="no Engine called 'text'"):
        open_session(Problem("empty"), "text")
    open_session(Problem("empty"), "z3").close()


def test_a_refusal_says_why(elsewhere):
    with pytest.raises(UnsupportedError, match=r"borrowed.*it has no rules"):
        open_session(Problem("empty"), "borrowed")


def test_an_unknown_engine_is_named_with_those_there_are(elsewhere):
    with pytest.raises(UnknownNameError, match=r"no engine is called 'cplex'.*borrowed"):
        open_session(Problem("empty"), "cplex")
