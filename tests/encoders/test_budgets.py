"""Limits hold, what was found within them is kept and true, and Ctrl-C ends a search at once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from support.engines import ENGINES
from support.expressions import Seeded, seeds
from support.hard import knapsack, market_split
from support.problems import Brute, sign, small_problem

from encoders.conflicts import conflict
from encoders.errors import EngineError
from encoders.evaluate import breaches
from encoders.expressions import BoolVar, Not
from encoders.problem import Constraint, Problem
from encoders.result import Budget, Satisfiability, SolveStatus
from encoders.session import open_session

SLACK = 3.0
"""Seconds over a limit that a busy machine may take."""
CASES = [
    ("z3", "check"),
    ("cpsat", "check"),
    ("z3", "whole"),
    ("cpsat", "whole"),
    ("z3", "real"),
    ("z3", "knapsack"),
    *[("sat", kind) for kind in ("check", "knapsack") if "sat" in ENGINES],
]


def long_to_optimise(engine):
    """A problem whose optimum takes long; the sums of the market split are too large for clauses."""
    return knapsack(60) if engine == "sat" else market_split(soft="whole")


def problem_of(kind):
    if kind == "knapsack":
        return knapsack(60)
    return market_split() if kind == "check" else market_split(soft=kind)


# ---------------------------------------------------------------- time


@pytest.mark.parametrize(("engine", "kind"), CASES)
def test_a_time_limit_holds(engine, kind):
    problem, seen = problem_of(kind), []
    with open_session(problem, engine) as session:
        started = time.monotonic()
        if kind == "check":
            outcome = session.check(budget=Budget(seconds=0.6))
            assert outcome.status is Satisfiability.UNKNOWN
            assert outcome.assignment is None
            assert outcome.core is None
        else:
            outcome = session.optimise(budget=Budget(seconds=0.6), incumbent=lambda a, b: seen.append(b))
            assert outcome.status is SolveStatus.FEASIBLE
            assert not breaches(problem, outcome.assignment)
            (entry,) = outcome.objectives
            assert seen
            assert entry.bound is None or sign(problem.objectives[0]) * (entry.value - entry.bound) > 0
        assert time.monotonic() - started < 0.6 + SLACK
        assert outcome.reason == "timeout"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seconds", [0.0, 1e-9, -5.0])
def test_no_time_at_all_is_unknown(engine, seconds):
    for problem in (market_split(), long_to_optimise(engine)):
        with open_session(problem, engine) as session:
            assert session.check(budget=Budget(seconds=seconds)).status is Satisfiability.UNKNOWN
            result = session.optimise(budget=Budget(seconds=seconds))
            assert result.status is SolveStatus.UNKNOWN
            assert result.reason == "timeout"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_session_goes_on_after_a_limit(engine):
    problem = market_split()
    with open_session(problem, engine) as session:
        assert session.check(budget=Budget(seconds=0.2)).status is Satisfiability.UNKNOWN
        outcome = session.check(["row 0"])
        assert outcome.status is Satisfiability.SATISFIABLE
        assert not breaches(problem, outcome.assignment, on=["row 0"])


@pytest.mark.parametrize("engine", ENGINES)
def test_one_budget_covers_all_checks_of_a_conflict(engine):
    a = BoolVar("a")
    easy = (Constraint("yes", a, group="yes"), Constraint("no", Not(a), group="no"))
    problem = Problem("", (*easy, *market_split().constraints))
    started = time.monotonic()
    diagnosis = conflict(problem, engine=engine, budget=Budget(seconds=1.0))
    assert time.monotonic() - started < 1.0 + SLACK
    if diagnosis.status is SolveStatus.INFEASIBLE:
        assert {"yes", "no"} <= set(diagnosis.conflict.groups) or not diagnosis.conflict.minimal


# ---------------------------------------------------------------- work


def told(result):
    """Everything an answer says but its statistics."""
    return (result.status, result.assignment, result.objectives, result.reason)


@pytest.mark.parametrize(
    ("engine", "kind", "work"),
    [
        ("z3", "whole", 600_000),
        ("cpsat", "whole", 300),
        ("z3", "knapsack", 2_000_000),
        ("cpsat", "knapsack", 20),
        ("z3", "real", 600_000),
        *[("sat", "knapsack", 300_000) for engine in ENGINES if engine == "sat"],
    ],
)
def test_a_work_limit_gives_the_same_answer_every_time(engine, kind, work):
    answers = []
    for _ in range(2):
        with open_session(problem_of(kind), engine) as session:
            answers.append(told(session.optimise(budget=Budget(work=work))))
    assert answers[0] == answers[1]
    assert answers[0][0] is SolveStatus.FEASIBLE
    assert answers[0][3] == "work limit"


WORK_OF_A_CHECK = [
    (engine, work) for engine, work in (("z3", 400_000), ("cpsat", 300), ("sat", 100_000)) if engine in ENGINES
]


@pytest.mark.parametrize(("engine", "work"), WORK_OF_A_CHECK)
def test_a_work_limit_of_a_check(engine, work):
    with open_session(market_split(), engine) as session:
        outcome = session.check(budget=Budget(work=work))
    assert outcome.status is Satisfiability.UNKNOWN
    assert outcome.reason == "work limit"


@pytest.mark.parametrize(("engine", "steps"), [("z3", (1, 300, 3000, 30_000)), ("cpsat", (1, 3))])
def test_whatever_is_said_within_a_little_work_is_true(engine, steps):
    """A bound is never better than the optimum, an optimum is the optimum, an infeasible problem is infeasible."""

    @settings(max_examples=60)
    @given(seeds())
    def holds(seed):
        small = small_problem(Seeded(seed), groups=2, width=9)
        best = Brute(small).best()
        for work in steps:
            with open_session(small.problem, engine) as session:
                result = session.optimise(budget=Budget(work=work))
            if result.status is SolveStatus.UNKNOWN:
                continue
            assert (result.status is SolveStatus.INFEASIBLE) == (best is None)
            if best is None:
                continue
            assert not breaches(small.problem, result.assignment)
            if result.status is SolveStatus.OPTIMAL:
                assert tuple([entry.value for entry in result.objectives]) == best
            elif result.objectives[0].bound is not None:
                goal = small.problem.objectives[0]
                assert sign(goal) * result.objectives[0].bound <= sign(goal) * best[0]

    holds()


@pytest.mark.parametrize(("engine", "work"), [("z3", 500_000), ("cpsat", 60)])
def test_work_is_counted_over_all_checks_of_one_call(engine, work):
    """Both the parts of one optimisation and the optimisations that share what is left of one budget."""
    deadline = Budget(work=work).start()
    with open_session(market_split(soft="whole"), engine) as session:
        calls = 0
        while not deadline.expired:
            session.optimise(budget=deadline.rest())
            calls += 1
            assert calls < 50
        assert calls == 1
        assert session.optimise(budget=deadline.rest()).status is SolveStatus.UNKNOWN
    assert work <= deadline.meter.spent <= 3 * work


# ---------------------------------------------------------------- seeds


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_seed_gives_the_same_plan_and_any_seed_the_same_optimum(engine):
    answers = {}
    for seed in (0, 1, 7, 2**31 - 1, 0, 7):
        with open_session(knapsack(18), engine) as session:
            result = session.optimise(budget=Budget(seed=seed))
        assert result.status is SolveStatus.OPTIMAL
        assert answers.setdefault(seed, told(result)) == told(result)
    assert len({answer[2] for answer in answers.values()}) == 1


# ---------------------------------------------------------------- Ctrl-C and closing

ROOT = Path(__file__).resolve().parents[2]

INTERRUPTED = """
    import os, signal, threading, time
    from support.hard import knapsack, market_split
    from encoders.errors import EngineError
    from encoders.evaluate import breaches
    from encoders.result import Satisfiability, SolveStatus
    from encoders.session import open_session

    kind, engine = {kind!r}, {engine!r}
    problem = knapsack(60) if kind == "knapsack" else market_split(soft=None if kind == "check" else kind)
    session = open_session(problem, engine)
    sent = []

    def send():
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    for again in range(2):
        timer = threading.Timer(0.7, send)
        timer.start()
        try:
            answer = session.check() if kind == "check" else session.optimise()
            raise SystemExit(f"nothing was raised: {{answer.status}}")
        except KeyboardInterrupt as stop:
            print("interrupted after", time.monotonic() - sent[-1])
            if kind != "check":
                assert breaches(problem, stop.result.assignment) == []
                assert (stop.result.status, stop.result.reason) == (SolveStatus.FEASIBLE, "interrupted")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if kind == "check":
        assert session.check(["row 0"]).status is Satisfiability.SATISFIABLE
    session.close()
    session.close()
    try:
        session.check()
    except EngineError as error:
        print("closed:", error)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(("engine", "kind"), CASES)
def test_ctrl_c_ends_a_long_search_at_once(engine, kind):
    """Twice on one session, which answers and closes afterwards."""
    code = textwrap.dedent(INTERRUPTED.format(engine=engine, kind=kind))
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    first, second, closed = ran.stdout.splitlines()
    assert float(first.split()[-1]) < SLACK
    assert float(second.split()[-1]) < SLACK
    assert closed.startswith("closed: ")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("engine", ENGINES)
def test_ctrl_c_inside_the_reader_of_incumbents_comes_through(engine):
    """An exception of the caller's own ends the search too."""

    def stop(assignment, bound):
        raise KeyboardInterrupt

    started = time.monotonic()
    with open_session(long_to_optimise(engine), engine) as session, pytest.raises(KeyboardInterrupt):
        session.optimise(incumbent=stop, budget=Budget(seconds=20))
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("engine", ENGINES)
def test_a_closed_session_answers_no_more(engine):
    session = open_session(Problem("", (Constraint("c", BoolVar("a")),)), engine)
    session.close()
    session.close()
    for ask in (session.check, session.optimise):
        with pytest.raises(EngineError, match="closed"):
            ask()
    with pytest.raises(EngineError, match="closed"):
        session.extend([], [Constraint("d", BoolVar("b"))])


@pytest.mark.parametrize("engine", ENGINES)
def test_many_sessions_side_by_side_do_not_disturb_each_other(engine):
    a = BoolVar("a")
    problem = Problem("", (Constraint("yes", a, group="yes"), Constraint("no", Not(a), group="no")))
    sessions = [open_session(problem, engine) for _ in range(20)]
    for number, session in enumerate(sessions):
        assert session.check(["yes"] if number % 2 else ["no"]).assignment == {"a": bool(number % 2)}
        if number % 3 == 0:
            session.close()
    for number, session in enumerate(sessions):
        if number % 3:
            assert session.check().core.groups == {"yes", "no"}
            session.close()
