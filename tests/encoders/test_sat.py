"""The sat engine: what it declines and why, sums by their diagrams, deep trees; and Z3's solver for differences."""

from __future__ import annotations

import random
import sys
from itertools import product

import pytest
from support.engines import ENGINES

from encoders.conflicts import cheapest_correction
from encoders.engines.choose import choose
from encoders.engines.z3.difference import differences_only
from encoders.errors import UnsupportedError
from encoders.expressions import (
    Abs,
    BoolVar,
    Compare,
    Const,
    Cumulative,
    Element,
    IntVar,
    NoOverlap,
    Not,
    Or,
    Parameter,
    RealVar,
    Sum,
    task,
)
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Satisfiability, SolveStatus
from encoders.session import Corrector, open_session

needs_sat = pytest.mark.skipif("sat" not in ENGINES, reason="python-sat is not installed")


def of(*rules, goal=None):
    """A problem of these rules, each a group."""
    goals = () if goal is None else (Objective("goal", "minimise", goal),)
    return Problem("", tuple([Constraint(f"c{n}", rule, group=f"g{n}") for n, rule in enumerate(rules)]), goals)


X, Y = IntVar("x", 0, 9), IntVar("y", 0, 9)
COINS = [BoolVar(f"b{n}") for n in range(60)]
RICH = Sum(tuple([(3**n + 7 * n, coin) for n, coin in enumerate(COINS)]))

DECLINED = {
    "real": (of(RealVar("r", 0, 1) + X <= 3), "'r' is a real number"),
    "wide": (of(IntVar("n", 0, 10**6) >= 5), "1,000,001 values"),
    "sum": (of(RICH <= 10**9), "clauses"),
    "goal": (of(COINS[0], goal=Abs(RICH - 5)), "values"),
}


@needs_sat
@pytest.mark.parametrize("name", DECLINED)
def test_what_would_not_fit_into_clauses_is_declined_with_the_reason(name):
    problem, reason = DECLINED[name]
    with pytest.raises(UnsupportedError, match=f"{reason}.*use z3"):
        open_session(problem, "sat")
    with open_session(problem, "z3") as session:
        assert session.check([]).status is Satisfiability.SATISFIABLE
    assert cheapest_correction(of(*[c.expression for c in problem.constraints], X >= 3)).status is SolveStatus.FEASIBLE


def test_without_the_package_the_engine_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr("encoders.engines.sat.capability.find_spec", lambda name: None)
    with pytest.raises(UnsupportedError, match="python-sat is not installed"):
        choose(of(X >= 3), "sat")
    found = cheapest_correction(of(X >= 3, X <= 1))
    assert found.correction.weight == 1
    assert found.correction.cheapest


@needs_sat
def test_the_package_is_not_imported_before_it_is_needed():
    import subprocess

    code = (
        "import sys, encoders.conflicts, encoders.engines.choose as c, encoders.problem as p;"
        "c.choose(p.Problem(''), 'auto'); c.choose(p.Problem(''), 'sat'); raise SystemExit('pysat' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@needs_sat
@pytest.mark.parametrize("seed", range(30))
def test_a_weighted_sum_allows_exactly_what_it_should(seed):
    """Every assignment of five numbers of different ranges, for one random bound and operator."""
    rng = random.Random(seed)
    numbers = [IntVar(f"n{n}", rng.randint(-2, 0), rng.randint(0, 2)) for n in range(4)] + [BoolVar("b")]
    terms = tuple([(rng.choice((-4, -3, -1, 1, 2, 3, 5)), number) for number in numbers])
    operator, bound = rng.choice(("<=", "<", ">=", ">", "==", "!=")), rng.randint(-8, 8)
    rule = Compare(Sum(terms), operator, Const(bound))
    reach = [range(n.lo, n.hi + 1) if isinstance(n, IntVar) else (False, True) for n in numbers]
    fix = [
        Constraint(f"{n.name}={v}", Compare(n, "==", Const(int(v))), group=f"{n.name}={v}")
        for n, values in zip(numbers, reach, strict=True)
        for v in values
    ]
    problem = Problem("", (*fix, Constraint("rule", rule, group="rule"), Constraint("not", Not(rule), group="not")))
    with open_session(problem, "sat") as session:
        for chosen in product(*reach):
            on = [f"{n.name}={v}" for n, v in zip(numbers, chosen, strict=True)]
            value = sum([factor * int(v) for (factor, _), v in zip(terms, chosen, strict=True)])
            holds = {
                "<=": value <= bound, "<": value < bound, ">=": value >= bound,
                ">": value > bound, "==": value == bound, "!=": value != bound,
            }[operator]  # fmt: skip
            assert (session.check([*on, "rule"]).assignment is not None) == holds
            assert (session.check([*on, "not"]).assignment is not None) == (not holds)


@needs_sat
def test_deep_trees_need_no_deep_recursion():
    deep, number = COINS[0], X
    for n in range(3000):
        deep = Or(Not(deep), COINS[n % 7]) if n % 2 else ~Or(deep, COINS[n % 5])
        number = Abs(number - 1) if n < 200 else number
    with open_session(of(deep, number >= 3), "sat") as session, open_session(of(deep, number >= 3), "z3") as other:
        assert session.check().status is other.check().status


@needs_sat
def test_tasks_without_overlap():
    tasks = [task(f"t{n}", 3, earliest=0, latest=6) for n in range(3)]
    table = Element((5, 1, 4, 2, 8, 3, 7), tasks[0].start)
    for latest, status in ((6, SolveStatus.OPTIMAL), (5, SolveStatus.INFEASIBLE)):
        ends = [t.start <= latest for t in tasks]
        with open_session(of(NoOverlap(tuple(tasks)), *ends, goal=table), "sat") as session:
            result = session.optimise()
            assert isinstance(session, Corrector)
        assert result.status is status
        assert not result.objectives or result.objectives[0].value == 2  # at 3, for starts at 0, 3 and 6


# ---------------------------------------------------------------- Z3 over differences


def test_what_counts_as_differences():
    assert differences_only(of(X - Y >= 3, Or(X <= 2, Y >= 1), goal=X - Y))
    assert differences_only(of(NoOverlap((task("a", 2, earliest=0, latest=4), task("b", 3, earliest=0, latest=4)))))
    tasks = [task("a", 2, earliest=0, latest=4), task("b", 3, earliest=0, latest=4)]
    assert differences_only(of(Cumulative(tasks, [1, 2], Parameter("crew", 2))))
    assert not differences_only(of(Cumulative(tasks, [1, X], 2)))
    assert not differences_only(of(Cumulative(tasks, [1, 2], X)))
    for rule in (X + Y <= 3, X * 2 >= Y, Abs(X) <= 2, X - Y + BoolVar("b") <= 2):
        assert not differences_only(of(rule))
    assert not differences_only(of(X - Y >= 3, goal=X + Y))
    assert not differences_only(of(BoolVar("a")))


def test_a_session_over_differences_goes_on_when_more_is_added_or_asked():
    """Z3 answers "unknown" to a sum in its solver for differences; the session must not."""
    problem = of(X - Y >= 3, Y >= 2, goal=X)
    with open_session(problem, "z3") as session:
        assert session.optimise().objectives[0].value == 5
        worth = session.optimise(objectives=[Objective("both", "maximise", X + Y)])
        assert worth.status is SolveStatus.OPTIMAL
        assert worth.objectives[0].value == 15
        session.extend([], [Constraint("sum", Sum(((2, X), (3, Y))) <= 17)])

        assert session.optimise(["g0"]).objectives[0].value == 3
        assert session.optimise(["g0", "g1"]).objectives[0].value == 5
