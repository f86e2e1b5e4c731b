"""Solvers in processes of their own: the same answers, limits that hold, and nothing lost when a worker dies."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.engines import ENGINES
from support.hard import knapsack, market_split
from support.large_shops import large_shop

from encoders import interrupts
from encoders.errors import EngineError, InputError, UnknownNameError, UnsupportedError
from encoders.expressions import BoolVar, Compare, Const, IntVar, Not, Parameter, RealVar, Sum
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget, Satisfiability, SolveStatus
from encoders.session import Corrector, News, open_session
from encoders.testing import EngineContract
from encoders.workers import messages
from encoders.workers import session as workers
from encoders.workers.pool import Pool
from encoders.workers.process import Process
from encoders.workers.session import Limits, open_worker_session

pytestmark = pytest.mark.skipif(os.name != "posix", reason="workers need POSIX")
SLACK = 3.0
"""Seconds over a limit that a busy machine may take."""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pool():
    with Pool(2) as found:
        yield found


def process_of(session):
    return session._contenders[0].process


class TestZ3InAWorker(EngineContract):
    engine = "z3"

    def opened(self, problem):
        return open_session(problem, self.engine, transport="worker")


class TestCpSatInAWorker(TestZ3InAWorker):
    engine = "cpsat"


# ---------------------------------------------------------------- messages


exact_numbers = st.one_of(st.integers(), st.fractions().filter(lambda q: q.denominator != 1))
values = st.dictionaries(st.text(max_size=5), st.one_of(st.booleans(), exact_numbers, st.text(max_size=5)))


@given(values, exact_numbers)
def test_values_travel_exactly(assignment, bound):
    message = messages.message_in(messages.line_of(messages.news_message(3, News("goal", assignment, bound))))
    news = messages.news_in(message)
    assert (news.objective, news.assignment, news.bound) == ("goal", assignment, bound)
    assert [type(value) for value in news.assignment.values()] == [type(value) for value in assignment.values()]


def test_what_is_no_message_is_refused():
    for line in (b"hello", b"[1]", b'{"a":'):
        with pytest.raises(EngineError, match="worker"):
            messages.message_in(line)


# ---------------------------------------------------------------- the same answers


def test_objectives_amounts_and_extensions_of_a_live_session(pool):
    x, y = IntVar("x", 0, 10), IntVar("y", 0, 10)
    most = Parameter("most", Fraction(15, 2))
    rules = (Constraint("most", Compare(Sum(((1, x), (1, y))), "<=", most), group="most"),)
    problem = Problem("", rules, (Objective("x", "maximise", x), Objective("y", "maximise", y)))
    for engine in ("z3", "cpsat"):
        with open_worker_session(problem, engine, pool=pool) as session:
            values_of = lambda result: [entry.value for entry in result.objectives]  # noqa: E731
            assert values_of(session.optimise()) == [7, 0]
            assert values_of(session.optimise(values={"most": Fraction(23, 2)})) == [10, 1]
            other = (Objective("less", "minimise", Sum(((1, x), (2, y)))),)
            assert values_of(session.optimise(objectives=other)) == [0]
            assert values_of(session.optimise([], objectives=problem.objectives)) == [10, 10]
            z = IntVar("z", 0, 3)
            session.extend([z], [Constraint("more", Compare(Sum(((1, x), (-1, z))), "<=", Const(2)), group="new")])
            assert values_of(session.optimise()) == [5, 2]
            first = process_of(session)
            os.kill(first.pid, signal.SIGKILL)
            assert values_of(session.optimise()) == [5, 2]
            assert process_of(session) is not first
            outcome = session.check(values={"most": -1})
            assert outcome.status is Satisfiability.UNSATISFIABLE
            assert (outcome.core.groups, outcome.core.parameters) == ({"most"}, {"most"})


def test_what_an_engine_cannot_express_is_refused_before_any_worker_starts(pool):
    x = RealVar("x", 0, 1)
    problem = Problem("", (Constraint("c", Compare(x, "<=", Const(1))),))
    with pytest.raises(UnsupportedError, match="real"):
        open_worker_session(problem, "cpsat", pool=pool)
    with pytest.raises(UnknownNameError, match="no engine is called 'nobody'"):
        open_worker_session(problem, "nobody", pool=pool)
    whole = Problem("", (Constraint("c", Compare(IntVar("n", 0, 1), "<=", Const(1))),))
    with open_worker_session(whole, "cpsat", pool=pool) as session:
        with pytest.raises(UnsupportedError, match="real"):
            session.extend([x], [Constraint("d", Compare(x, "<=", Const(1)))])
        assert session.check().assignment == {"n": session.check().assignment["n"]}


@pytest.mark.skipif("sat" not in ENGINES, reason="the SAT engine is an extra")
def test_only_a_corrector_is_one_in_a_worker(pool):
    a = BoolVar("a")
    problem = Problem("", (Constraint("yes", a, group="yes"), Constraint("no", Not(a), group="no")))
    with open_worker_session(problem, "sat", pool=pool) as session:
        assert isinstance(session, Corrector)
        given_up = session.correct({"yes": 3, "no": 2}, [])
        assert given_up.proved
        assert given_up.assignment == {"a": True}
    with open_worker_session(problem, "z3", pool=pool) as session:
        assert not isinstance(session, Corrector)


def test_workers_are_used_again():
    problem = Problem("", (Constraint("c", BoolVar("a")),))
    with Pool(1) as own:
        own.prepare(1)
        seen = set()
        for _ in range(3):
            with open_worker_session(problem, "z3", pool=own) as session:
                assert session.check().assignment == {"a": True}
                seen.add(process_of(session).pid)
        assert len(seen) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(seen.pop(), 0)


# ---------------------------------------------------------------- limits


def test_a_worker_that_does_not_react_is_killed_when_time_is_over(pool):
    """Stopped by the system, it can neither search nor answer; what it had said before is kept."""
    problem = large_shop(10, 10)
    with open_worker_session(problem, "cpsat", pool=pool) as session:
        seen = []

        def incumbent(assignment, bound):
            if not seen:
                os.kill(process_of(session).pid, signal.SIGSTOP)
            seen.append(assignment)

        started = time.monotonic()
        result = session.optimise(budget=Budget(seconds=1.5), incumbent=incumbent)
        assert time.monotonic() - started < 1.5 + SLACK
        assert (result.status, result.reason) == (SolveStatus.FEASIBLE, "timeout")
        assert result.assignment == seen[-1]
        assert session.check([]).status is Satisfiability.SATISFIABLE  # by a new worker


def test_a_memory_limit_ends_the_worker_with_the_best_so_far(pool, monkeypatch):
    """What the worker uses is made up, so that it passes the limit at the first plan."""
    problem, seen = large_shop(12, 12), []
    monkeypatch.setattr(Process, "memory", lambda process: 200_000_000 if seen else 1)
    with open_worker_session(problem, "cpsat", pool=pool, limits=Limits(memory=150_000_000)) as session:
        result = session.optimise(
            budget=Budget(seconds=60), incumbent=lambda assignment, bound: seen.append(assignment)
        )
        assert (result.status, result.reason) == (SolveStatus.FEASIBLE, "memory limit")
        assert result.assignment == seen[-1]
        assert process_of(session) is None
        seen.clear()
        assert session.check([]).status is Satisfiability.SATISFIABLE  # by a new worker


def test_a_problem_too_large_for_the_memory_ends_its_worker(monkeypatch):
    """How closely the limit is kept is a matter of time on a busy machine: `benchmarks/limits.py` measures it."""
    monkeypatch.setattr(workers, "LEAST_MEMORY", 1)
    limit, used = 50_000_000, []
    real = Process.memory
    monkeypatch.setattr(Process, "memory", lambda process: used.append(real(process)) or used[-1])
    problem = Problem("", tuple([Constraint(f"c{n}", Not(BoolVar(f"a{n}"))) for n in range(20_000)]))
    with (
        Pool(1) as own,
        open_worker_session(problem, "z3", pool=own, limits=Limits(memory=limit)) as session,
    ):
        assert session.check(budget=Budget(seconds=60)).reason == "memory limit"
    assert 0.8 * limit < max(used) < 2 * limit


def test_processor_time_is_limited(pool):
    with open_worker_session(market_split(), "z3", pool=pool, limits=Limits(cpu=1)) as session:
        assert session.check(budget=Budget(seconds=60)).reason == "CPU limit"
        assert session.check([]).status is Satisfiability.SATISFIABLE


@pytest.mark.parametrize("limits", [{"memory": 10_000}, {"cpu": 0}])
def test_limits_too_small_for_any_work_are_refused(limits):
    with pytest.raises(InputError):
        Limits(**limits)


# ---------------------------------------------------------------- killed workers


@pytest.mark.parametrize("engine", ["z3", "cpsat"])
def test_a_worker_killed_at_any_moment_costs_no_answer(engine, pool):
    """Before it is asked, while it loads, while it searches, and between questions."""
    rng, problem = random.Random(3), knapsack(22)
    with open_session(problem, engine) as session:
        wanted = session.optimise().objectives
    lost = 0
    for _ in range(6):
        with open_worker_session(problem, engine, pool=pool) as session:
            delay = rng.random() * 0.25
            stopper = threading.Timer(delay, lambda s=session: kill_now(s))
            stopper.start()
            for _ in range(2):
                result = session.optimise()
                assert (result.status, result.objectives) == (SolveStatus.OPTIMAL, wanted)
                lost += result.statistics.get("restarts", 0)
            stopper.join()
    assert lost <= 6


def kill_now(session):
    process = process_of(session)
    if process is not None and process.alive:
        os.kill(process.pid, signal.SIGKILL)


def test_the_best_so_far_outlives_its_worker(pool):
    """The second worker begins with what the first had found, and the answer says how many were lost."""
    problem = large_shop(15, 15)
    with open_worker_session(problem, "cpsat", pool=pool) as session:
        values = []

        def incumbent(assignment, bound):
            values.append(assignment)
            if len(values) in (1, 3):
                os.kill(process_of(session).pid, signal.SIGKILL)

        result = session.optimise(budget=Budget(seconds=3), incumbent=incumbent)
        assert result.status is SolveStatus.FEASIBLE
        assert result.assignment == values[-1]
        assert result.statistics["restarts"] == 2
        assert result.objectives[0].bound is not None


def test_a_worker_that_dies_every_time_is_given_up_with_the_reason(pool):
    problem = large_shop(10, 10)
    with open_worker_session(problem, "cpsat", pool=pool) as session:

        def incumbent(assignment, bound):
            os.kill(process_of(session).pid, signal.SIGSEGV)

        result = session.optimise(budget=Budget(seconds=30), incumbent=incumbent)
        assert result.status is SolveStatus.FEASIBLE
        assert "ended 3 times, last by SIGSEGV" in result.reason


def test_a_worker_that_fills_the_machine_is_not_opened_again(pool, monkeypatch):
    """The system's own end of a process that takes too much looks like any kill -9."""
    monkeypatch.setattr("encoders.workers.contender.machine_memory", lambda: 1_000_000)
    with open_worker_session(large_shop(10, 10), "cpsat", pool=pool) as session:

        def incumbent(assignment, bound):
            os.kill(process_of(session).pid, signal.SIGKILL)

        result = session.optimise(budget=Budget(seconds=30), incumbent=incumbent)
    assert (result.status, result.reason) == (SolveStatus.FEASIBLE, "the memory of this machine did not suffice")


def test_workers_end_with_their_parent():
    code = """
        import os, signal, sys
        from support.hard import market_split
        from encoders.session import open_session
        session = open_session(market_split(soft="whole"), "z3", transport="worker")
        def incumbent(assignment, bound):
            print(session._contenders[0].process.pid, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        session.optimise(incumbent=incumbent)
    """
    ran = in_python(code)
    assert ran.returncode == -signal.SIGKILL
    child = int(ran.stdout)
    for _ in range(100):
        try:
            os.kill(child, 0)
            if Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
        except (ProcessLookupError, FileNotFoundError):
            return
        time.sleep(0.05)
    pytest.fail("the worker outlives its parent")


def in_python(code):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        check=False,
    )


# ---------------------------------------------------------------- Ctrl-C


@pytest.mark.parametrize("engine", ["z3", "cpsat", "race"])
def test_ctrl_c_gives_the_best_so_far_and_the_session_goes_on(engine):
    code = f"""
        import os, signal, threading, time
        from support.large_shops import large_shop
        from encoders.evaluate import breaches
        from encoders.interrupts import Interrupted
        from encoders.result import Budget, Satisfiability
        from encoders.session import open_session
        problem, seen = large_shop(12, 12), []
        session = open_session(problem, {engine!r}, transport="worker")
        def incumbent(assignment, bound):
            if not seen:
                threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
            seen.append(time.monotonic())
        try:
            session.optimise(incumbent=incumbent)
        except Interrupted as stop:
            assert time.monotonic() - seen[0] < 3
            assert not breaches(problem, stop.result.assignment)
            assert stop.result.reason == "interrupted"
            assert session.check([]).status is Satisfiability.SATISFIABLE
            session.close()
            print("well")
    """
    ran = in_python(code)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("well\n", "", 0)


def test_an_error_of_whoever_reads_incumbents_comes_through(pool):
    def stop(assignment, bound):
        raise KeyError("mine")

    with open_worker_session(large_shop(8, 8), "cpsat", pool=pool) as session:
        with pytest.raises(KeyError, match="mine"):
            session.optimise(incumbent=stop)
        assert session.check([]).status is Satisfiability.SATISFIABLE


def test_a_halt_stops_what_runs_and_what_is_about_to(monkeypatch):
    monkeypatch.setattr(interrupts, "_halts", None)
    halts, stopped = interrupts.heed_halts(), []
    with pytest.raises(KeyboardInterrupt), interrupts.stopping(lambda: stopped.append(1)):
        halts.halt()
    assert stopped
    with pytest.raises(KeyboardInterrupt), interrupts.stopping(lambda: None):
        pytest.fail("it was halted before it began")
    halts.clear()
    with interrupts.stopping(lambda: None):
        pass


def test_signals_held_back_are_noted():
    with interrupts.held_back() as signals:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
    assert signals == [signal.SIGINT]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
