"""A race of z3 and CP-SAT: the same answers, each hears of the other, and the loser is stopped."""

from __future__ import annotations

import os
import signal
import time

import pytest
from hypothesis import given, settings
from support.expressions import Seeded, seeds
from support.hard import knapsack, market_split
from support.large_shops import large_shop
from support.problems import Brute, sign, small_problem

from encoders.errors import EngineError, InputError, UnsupportedError
from encoders.evaluate import evaluate
from encoders.expressions import BoolVar, Compare, Const, IntVar, Not, Or, RealVar, Sum
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget, Satisfiability, SolveStatus
from encoders.session import News, open_session
from encoders.testing import EngineContract
from encoders.workers import contest, head_start
from encoders.workers.pool import Pool
from encoders.workers.session import Limits, open_worker_session

pytestmark = pytest.mark.skipif(os.name != "posix", reason="workers need POSIX")


@pytest.fixture(scope="module")
def pool():
    with Pool(2) as found:
        found.prepare(2)
        time.sleep(head_start._STARTING)  # here everything is left to the workers
        yield found


class TestRace(EngineContract):
    engine = "race"


@settings(max_examples=30)
@given(seed=seeds())
def test_objectives_in_order_are_those_of_counting_through(pool, seed):
    small = small_problem(Seeded(seed), groups=2, width=7)
    best = Brute(small).best()
    with open_worker_session(small.problem, "race", pool=pool) as session:
        result = session.optimise()
        assert (result.status is SolveStatus.INFEASIBLE) == (best is None)
        if best is not None:
            assert tuple([entry.value for entry in result.objectives]) == best
            assert all([entry.bound == entry.value for entry in result.objectives])


def test_the_first_proof_that_nothing_is_possible_ends_it(pool):
    a, b = BoolVar("a"), BoolVar("b")
    rules = {"a": a, "b": b, "not both": Or(Not(a), Not(b))}
    hard = market_split().constraints
    problem = Problem("", (*[Constraint(name, rule, group=name) for name, rule in rules.items()], *hard))
    with open_worker_session(problem, "race", pool=pool) as session:
        outcome = session.check(rules)
        assert outcome.status is Satisfiability.UNSATISFIABLE
        assert outcome.core.groups == set(rules)
        assert session.check(["a", "b"]).assignment["a"] is True


def test_an_engine_that_cannot_express_the_problem_does_not_run(pool):
    x, n = RealVar("x", 0, 5), IntVar("n", 0, 5)
    rule = Constraint("c", Compare(Sum(((2, x),)), "<=", Const(5)))
    with open_worker_session(Problem("", (rule,), (Objective("x", "maximise", x),)), "race", pool=pool) as session:
        assert session.engine == "z3"
        assert "z3 runs alone: CP-SAT cannot express this problem: some decisions are real numbers" in session.why
        assert str(session.optimise().objectives[0].value) == "5/2"
    whole = Problem("", (Constraint("d", Compare(n, "<=", Const(4))),), (Objective("n", "maximise", n),))
    with open_worker_session(whole, "race", pool=pool) as session:
        assert session.engine == "race"
        session.extend([x], [rule])  # CP-SAT leaves
        assert session.optimise().objectives[0].value == 4
        assert session.optimise(objectives=(Objective("x", "maximise", x),)).objectives[0].value * 2 == 5


def test_the_loser_is_stopped_at_once(pool):
    """CP-SAT proves it in a moment; z3 would search for long, and is there again for the next question."""
    problem = knapsack(60)
    with open_worker_session(problem, "race", pool=pool) as session:
        result = session.optimise(budget=Budget(seconds=60))
        assert result.status is SolveStatus.OPTIMAL
        ended = time.monotonic()
        assert session.check().status is Satisfiability.SATISFIABLE
        assert time.monotonic() - ended < 3
        workers = [contender.process for contender in session._contenders]
        assert all([worker is not None and worker.alive for worker in workers])


def test_one_engine_ends_and_the_other_goes_on(pool):
    """The z3 worker is killed at the first plan, every time it is opened, until it is given up."""
    problem = large_shop(8, 8)
    with open_worker_session(problem, "race", pool=pool) as session:
        z3 = session._contenders[0]

        def incumbent(assignment, bound):
            if z3.process is not None:
                os.kill(z3.process.pid, signal.SIGSEGV)

        result = session.optimise(incumbent=incumbent, budget=Budget(seconds=20))
        assert result.status is SolveStatus.OPTIMAL
        assert result.statistics["won"] in ("z3", "cpsat")
        assert result.statistics["restarts"] >= 1


def test_a_race_needs_memory_for_both(pool):
    problem = Problem("", (Constraint("c", BoolVar("a")),))
    with pytest.raises(InputError, match="too small for a race"):
        open_worker_session(problem, "race", pool=pool, limits=Limits(memory=150_000_000))


def test_an_error_in_both_is_raised(pool):
    problem = Problem("", (Constraint("c", BoolVar("a")),))
    with open_worker_session(problem, "race", pool=pool) as session:
        for contender in session._contenders:
            contender._load["engine"] = "nobody"
        with pytest.raises((EngineError, UnsupportedError, KeyError), match="nobody"):
            session.check()


# ---------------------------------------------------------------- news


def test_news_from_outside_are_taken(pool):
    """Who knows the best plan and its proof already ends the search with them."""
    problem = knapsack(12)
    with open_session(problem, "cpsat") as session:
        best = session.optimise()
    asked = []

    def news(name):
        asked.append(name)
        return News(name, best.assignment, best.objectives[0].value)

    with open_worker_session(problem, "race", pool=pool) as session:
        result = session.optimise(news=news, budget=Budget(seconds=60))
    assert result.status is SolveStatus.OPTIMAL
    assert result.objectives == best.objectives


@pytest.mark.parametrize("engine", ["z3", "cpsat"])
def test_a_session_hears_news_of_the_objective_it_works_on(engine):
    problem = knapsack(12)
    with open_session(problem, engine) as session:
        best = session.optimise()
    asked = []

    def news(name):
        asked.append(name)
        return News(name, best.assignment, best.objectives[0].value)

    with open_session(problem, engine) as session:
        again = session.optimise(news=news)
    assert again.objectives == best.objectives
    assert set(asked) <= {"worth"}


@pytest.mark.parametrize("engine", ["z3", "cpsat"])
def test_every_plan_and_bound_is_told(engine):
    """In order: plans get better, bounds get tighter, none passes the optimum, and the last bound is the optimum."""
    problem = large_shop(5, 4)
    goal = problem.objectives[0]
    learnt = []
    with open_session(problem, engine) as session:
        best = session.optimise(learnt=learnt.append).objectives[0].value
    values = [evaluate(goal.expression, news.assignment) for news in learnt if news.assignment is not None]
    bounds = [news.bound for news in learnt if news.bound is not None]
    assert values
    assert min(values) == best
    assert all([sign(goal) * bound <= sign(goal) * best for bound in bounds])
    assert bounds[-1] == best


# ---------------------------------------------------------------- CP-SAT is asked again


class Still:
    """A contender that only says what it would be told."""

    def __init__(self, engine, value, bound, age):
        self.engine, self.running, self.again = engine, True, False
        self.worked = age
        self.values = {} if value is None else {"n": value}
        self.bounds = {} if bound is None else {"n": bound}
        self.halted = 0

    def halt(self):
        self.halted += 1


@pytest.mark.parametrize(
    ("value", "bound", "age", "asked"),
    [
        (100, 0, 2, True),  # it still sees a gap of 100, and 50 are left
        (99, 0, 2, False),
        (100, 0, 0.5, False),
        (None, 0, 2, True),
        (100, None, 2, True),
    ],
)
def test_cp_sat_is_asked_again_when_the_other_has_closed_half_of_its_gap(value, bound, age, asked):
    n = IntVar("n", 0, 1000)
    goals = (Objective("n", "minimise", n),)
    ours = Still("cpsat", value, bound, age)
    other = Still("z3", 60, 10, 5)
    question = type("Asked", (), {"values": {}})()
    race = contest.Contest([ours, other], {}, question, Budget().start(), goals=goals, accept=lambda a: None)
    race.lead.offer({"n": 60}, None)
    race.bounds["n"] = 10
    race._restart([ours, other])
    assert (ours.halted, ours.again) == (int(asked), asked)
    assert not other.halted
