"""A race begins in the parent while its workers start: small questions end there, others go on from what was found."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given, settings
from support.expressions import Seeded, seeds
from support.hard import knapsack
from support.large_shops import large_shop
from support.problems import Brute, small_problem

from encoders.errors import UnsupportedError
from encoders.evaluate import breaches
from encoders.expressions import BoolVar, IntVar, Not, Or, Parameter, Sum
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget, SolveStatus
from encoders.session import open_session
from encoders.workers import head_start
from encoders.workers.pool import Pool
from encoders.workers.session import Limits, open_worker_session

pytestmark = pytest.mark.skipif(os.name != "posix", reason="workers need POSIX")
A, B = BoolVar("a"), BoolVar("b")
X = IntVar("x", 0, 9)


@pytest.fixture(scope="module", autouse=True)
def loaded():
    with open_session(Problem("", (Constraint("c", A),)), "cpsat") as session:
        session.check()


@pytest.fixture(scope="module")
def pool():
    with Pool(2) as found:
        yield found


@pytest.fixture
def always(monkeypatch):
    monkeypatch.setattr(head_start, "_STARTING", 1e9)


def answered(session):
    """How many questions the workers have answered."""
    processes = [contender.process for contender in session._contenders if contender.process is not None]
    for process in processes:
        process.receive()
    return sum([process.answered for process in processes])


def test_a_small_question_is_answered_before_a_worker_is_ready(always):
    problem = Problem("", (Constraint("c", X >= 3),), (Objective("o", "minimise", X),))
    with Pool(2) as cold, open_worker_session(problem, "race", pool=cold) as session:
        result = session.optimise()
        assert answered(session) == 0
        assert (result.status, result.objectives[0].value, result.objectives[0].bound) == (SolveStatus.OPTIMAL, 3, 3)
        assert result.statistics["won"] == "cpsat"


@settings(max_examples=40)
@given(seed=seeds())
def test_answers_are_those_of_counting_through(pool, seed):
    small = small_problem(Seeded(seed), groups=2, width=7)
    best = Brute(small).best()
    with pytest.MonkeyPatch.context() as patch, open_worker_session(small.problem, "race", pool=pool) as session:
        patch.setattr(head_start, "_STARTING", 1e9)
        result = session.optimise()
        assert (result.status is SolveStatus.INFEASIBLE) == (best is None)
        if best is not None:
            assert tuple([entry.value for entry in result.objectives]) == best
            assert all([entry.bound == entry.value for entry in result.objectives])
        assert (session.check().assignment is None) == (best is None)


def test_a_conflict_comes_with_its_core(pool, always):
    rules = {"a": A, "b": B, "not both": Or(Not(A), Not(B)), "other": X >= 3}
    problem = Problem("", tuple([Constraint(name, rule, group=name) for name, rule in rules.items()]))
    with open_worker_session(problem, "race", pool=pool) as session:
        assert session.check().core.groups == {"a", "b", "not both"}
        assert session.optimise().core.groups == {"a", "b", "not both"}
        assert session.check(["a", "b"]).assignment["a"] is True
        session.extend([], [Constraint("more", Not(A))])
        assert session.check(["a"]).core.groups == {"a"}


def test_a_value_that_does_not_fit_is_left_to_the_workers(pool, always):
    problem = Problem("", (Constraint("c", Parameter("p", 3) >= X),), (Objective("o", "maximise", X),))
    with open_worker_session(problem, "race", pool=pool) as session:
        assert session.optimise().objectives[0].value == 3
        assert session.optimise(values={"p": 2**61}).objectives[0].value == 9


def test_what_is_not_settled_goes_on_in_the_workers(pool, monkeypatch):
    monkeypatch.setattr(head_start.HeadStart, "seconds", lambda self, processes, deadline: 0.05)
    problem = large_shop(9, 9)
    with open_worker_session(problem, "race", pool=pool) as session:
        result = session.optimise(budget=Budget(seconds=30))
        assert result.assignment is not None
        assert not breaches(problem, result.assignment)
        assert result.objectives[0].bound <= result.objectives[0].value


def test_the_time_limit_holds(pool, always):
    problem = large_shop(20, 15)
    with open_worker_session(problem, "race", pool=pool) as session:
        begun = time.monotonic()
        result = session.optimise(budget=Budget(seconds=1.5))
        assert time.monotonic() - begun < 4
        assert result.status in (SolveStatus.FEASIBLE, SolveStatus.UNKNOWN)
        assert result.reason == "timeout"


def test_limits_and_budgets_of_work_are_the_workers_business(pool, always, monkeypatch):
    def never(*given, **named):
        raise AssertionError

    monkeypatch.setattr(head_start.HeadStart, "answer", never)
    problem = knapsack(8)
    with open_worker_session(problem, "race", pool=pool, limits=Limits(memory=900_000_000)) as session:
        assert session.optimise().status is SolveStatus.OPTIMAL
    with open_worker_session(problem, "race", pool=pool) as session:
        assert session.optimise(budget=Budget(work=10**9)).status is SolveStatus.OPTIMAL
    with open_worker_session(problem, "z3", pool=pool) as session:
        assert session.optimise().status is SolveStatus.OPTIMAL


def test_an_objective_that_cp_sat_cannot_express_is_left_to_the_workers(pool, always):
    problem = Problem("", (Constraint("c", X >= 3),), (Objective("o", "minimise", X),))
    with open_worker_session(problem, "race", pool=pool) as session:
        try:
            found = session.optimise(objectives=[Objective("large", "minimise", Sum(((2**60, X),)))])
        except UnsupportedError:
            raise AssertionError("z3 takes it") from None
        assert found.objectives[0].value == 3 * 2**60
