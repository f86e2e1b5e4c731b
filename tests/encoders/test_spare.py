"""A Z3 context made in advance: never waited for, as good as any other, and no trouble for a forked child or at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from encoders.engines.z3.spare import Spare
from encoders.expressions import IntVar
from encoders.problem import Constraint, Objective, Problem
from encoders.session import open_session

X, Y = IntVar("x", 0, 90), IntVar("y", 0, 90)
PROBLEM = Problem("", (Constraint("c", 3 * X + 5 * Y >= 71),), (Objective("o", "minimise", 2 * X + 3 * Y),))


def waited_for(spare):
    for _ in range(500):
        if spare._ready:
            return
        time.sleep(0.01)
    raise AssertionError("nothing was made")


def test_one_is_made_when_it_is_wanted():
    made = iter(range(1, 9))
    spare = Spare(lambda: next(made))
    assert spare.take() is None
    spare.prepare()
    waited_for(spare)
    spare.prepare()
    assert spare.take() == 1
    assert spare.take() is None


def test_nobody_waits_for_one_that_is_slow():
    go = threading.Event()
    spare = Spare(lambda: go.wait() and 7)
    spare.prepare()
    assert spare.take() is None
    go.set()
    waited_for(spare)
    assert spare.take() == 7


def test_one_that_cannot_be_made_is_none():
    asked = threading.Event()
    spare = Spare(asked.set)
    spare.prepare()
    assert asked.wait(5)
    assert spare.take() is None


def solved():
    with open_session(PROBLEM, "z3") as session:
        return session.optimise()


def test_answers_do_not_depend_on_where_the_context_comes_from():
    plain = "from test_spare import solved; print(solved().assignment)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([os.path.dirname(__file__), *sys.path])}
    alone = subprocess.run([sys.executable, "-c", plain], env=environment, capture_output=True, text=True, check=True)
    for pause in (0, 0, 0.05, 0.05):
        time.sleep(pause)
        assert str(solved().assignment) == alone.stdout.strip()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_solves():
    for _ in range(5):
        solved()
        child = os.fork()
        if not child:
            os._exit(0 if solved().assignment and solved().assignment else 1)
        assert os.waitpid(child, 0)[1] == 0


def test_a_program_may_end_while_one_is_made():
    plain = "from test_spare import solved; solved()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([os.path.dirname(__file__), *sys.path])}
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", plain], env=environment, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
