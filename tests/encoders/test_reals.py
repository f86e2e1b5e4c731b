"""Real decisions: exact rationals, and nothing is called optimal that is not reached."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from support.expressions import SMALL_FRACTIONS, WHOLE, Seeded, seeds

from encoders.evaluate import breaches
from encoders.expressions import (
    Abs,
    BoolVar,
    If,
    IntVar,
    Max,
    Min,
    Not,
    Or,
    Parameter,
    Product,
    RealVar,
    Sum,
    differs,
    equals,
)
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget, SolveStatus
from encoders.session import open_session

A, X = BoolVar("a"), IntVar("x", 0, 5)
R, S = RealVar("r"), RealVar("s")


def optimised(constraints, *goals, **options):
    """The result for objectives given as (sense, expression)."""
    rules = tuple([Constraint(f"c{n}", rule) for n, rule in enumerate(constraints)])
    objectives = tuple([Objective(f"o{n}", sense, goal) for n, (sense, goal) in enumerate(goals)])
    problem = Problem("", rules, objectives)
    with open_session(problem, "z3") as session:
        result = session.optimise(**options)
    assert result.assignment is None or not breaches(problem, result.assignment)
    assert all([type(value) in (bool, int, Fraction, str) for value in (result.assignment or {}).values()])
    return result


def told(result):
    return [(entry.value, entry.bound) for entry in result.objectives]


def test_an_optimum_is_an_exact_fraction():
    result = optimised([3 * R + 7 * S >= 1, R >= 0, S >= 0, Fraction(1, 11) >= S], ("minimise", R + 3 * S))
    assert result.status is SolveStatus.OPTIMAL
    assert result.proof == "exact"
    third = Fraction(1, 3)
    assert told(result) == [(third, third)]
    assert result.assignment == {"r": third, "s": 0}


def test_large_and_tiny_numbers_stay_exact():
    tiny, huge = Fraction(1, 3**50), 7**60
    result = optimised([huge * R >= tiny], ("minimise", R))
    assert told(result) == [(tiny / huge, tiny / huge)]


@pytest.mark.parametrize(("sense", "rule"), [("maximise", R >= 0), ("minimise", R <= 0)])
def test_an_objective_without_limit_is_feasible_and_says_so(sense, rule):
    result = optimised([rule], (sense, R))
    assert result.status is SolveStatus.FEASIBLE
    assert result.assignment is not None
    assert result.objectives[0].bound is None
    assert "without end" in result.reason


@pytest.mark.parametrize(
    ("sense", "rule", "limit"),
    [("maximise", R < 3, 3), ("minimise", Fraction(1, 7) < R, Fraction(1, 7)), ("maximise", Not(R >= 3), 3)],
)
def test_a_limit_that_is_not_reached_is_a_bound_and_no_optimum(sense, rule, limit):
    result = optimised([rule], (sense, R))
    assert result.status is SolveStatus.FEASIBLE
    assert result.objectives[0].bound == limit
    assert result.objectives[0].value != limit
    assert "not reached" in result.reason


def test_what_comes_after_an_objective_without_optimum_is_not_claimed():
    result = optimised([R < 3, X >= 2], ("maximise", R), ("minimise", X))
    assert result.status is SolveStatus.FEASIBLE
    assert result.objectives[1].bound is None


def test_an_objective_without_limit_may_come_second():
    result = optimised([R >= X], ("minimise", X), ("maximise", R))
    assert result.status is SolveStatus.FEASIBLE
    assert told(result)[0] == (0, 0)
    assert result.objectives[1].bound is None


def test_infeasible_with_its_core():
    rules = (
        Constraint("low", R <= 1, group="low"),
        Constraint("high", Parameter("p", 2) <= R, group="high"),
        Constraint("idle", S >= 0, group="idle"),
    )
    with open_session(Problem("", rules, (Objective("o", "minimise", S),)), "z3") as session:
        result = session.optimise()
        assert result.status is SolveStatus.INFEASIBLE
        assert result.core.groups == {"low", "high"}
        assert result.core.parameters == {"p"}
        assert session.optimise(values={"p": 1}).status is SolveStatus.OPTIMAL
        assert session.optimise(["low", "idle"]).status is SolveStatus.OPTIMAL


def test_lexicographic_objectives_over_reals_and_whole_numbers():
    result = optimised(
        [Fraction(7, 2) <= R + X, R >= 0, S >= R, S <= 10],
        ("minimise", X + 2 * R),
        ("maximise", S),
        ("minimise", X),
    )
    assert result.status is SolveStatus.OPTIMAL
    assert [value for value, _ in told(result)] == [4, 10, 3]
    assert result.assignment == {"r": Fraction(1, 2), "x": 3, "s": 10}


def test_a_hint_is_an_incumbent_and_changes_nothing():
    seen = []
    hint = {"r": Fraction(5, 2)}
    result = optimised(
        [Fraction(1, 3) <= R], ("minimise", R), hint=hint, incumbent=lambda a, b: seen.append((a["r"], b))
    )
    assert told(result) == [(Fraction(1, 3), Fraction(1, 3))]
    assert [value for value, _ in seen] == [Fraction(5, 2), Fraction(1, 3)]


def test_a_parameter_moves_a_real_optimum():
    problem = Problem("", (Constraint("c", Parameter("p", 1) <= R),), (Objective("o", "minimise", 3 * R),))
    with open_session(problem, "z3") as session:
        for value in (1, Fraction(2, 7), -5, 0, Fraction(2, 7), 10**20):
            assert told(session.optimise(values={"p": value})) == [(3 * value, 3 * value)]


def test_no_time_is_no_claim():
    problem = Problem("", (Constraint("c", R >= 0),), (Objective("o", "minimise", R),))
    with open_session(problem, "z3") as session:
        assert session.optimise(budget=Budget(seconds=0.0)).status is SolveStatus.UNKNOWN


@pytest.mark.parametrize(
    ("goal", "value"),
    [
        (Max(R, S, Sum((), Fraction(1, 3))), Fraction(1, 2)),
        (Min(R, S), 0),
        (Abs(R - S), 0),
        (If(A, R, S + 1), Fraction(1, 2)),
        (Product((A, R)) + S, 0),
        (Product((X, R)), 0),
    ],
)
def test_every_kind_of_real_number_can_be_small(goal, value):
    rules = [Fraction(1, 2) <= R, R <= 4, S >= 0, S <= 3, Or(A, S >= 0)]
    result = optimised(rules, ("minimise", goal))
    assert result.status is SolveStatus.OPTIMAL
    assert told(result) == [(value, value)]


def vertices(lines):
    """Exact intersections of pairs of lines ax + by = c."""
    for (a, b, c), (d, e, f) in product(lines, repeat=2):
        determinant = Fraction(a * e - b * d)
        if determinant:
            yield (Fraction(c * e - b * f) / determinant, Fraction(a * f - c * d) / determinant)


@settings(max_examples=150)
@given(seeds())
def test_linear_programs_have_their_best_vertex_as_optimum(seed):
    """Two real decisions in a box under random limits, and a truth value that switches one of them."""
    dice = Seeded(seed)
    r, s, switch = RealVar("r", -5, 5), RealVar("s", Fraction(-1, 3), 7), BoolVar("switch")
    number = lambda: dice.pick(WHOLE + SMALL_FRACTIONS)  # noqa: E731
    limits = [(number(), number(), number() + 2) for _ in range(dice.upto(0, 4))]
    switched = (number(), number(), number())
    cost = (number(), number(), number())

    def at_most(line):
        return Sum(((line[0], r), (line[1], s))) <= line[2]

    rules = [*[at_most(line) for line in limits], Or(~switch, at_most(switched))]
    sense = dice.pick(("minimise", "maximise"))
    result = optimised(rules, (sense, Sum(((cost[0], r), (cost[1], s), (cost[2], switch)))))
    box = [(1, 0, -5), (1, 0, 5), (0, 1, Fraction(-1, 3)), (0, 1, 7)]
    values = []
    for on in (False, True):
        half = [*limits, *([switched] if on else [])]
        for x, y in vertices([*box, *half]):
            inside = -5 <= x <= 5 and Fraction(-1, 3) <= y <= 7
            if inside and all([a * x + b * y <= c for a, b, c in half]):
                values.append(cost[0] * x + cost[1] * y + cost[2] * on)
    if not values:
        assert result.status is SolveStatus.INFEASIBLE
        return
    best = min(values) if sense == "minimise" else max(values)
    assert result.status is SolveStatus.OPTIMAL
    assert told(result) == [(best, best)]


def test_strictness_inside_a_disjunction():
    """One branch is open at 3, the other holds at 2 only: the supremum 3 is not reached."""
    result = optimised([Or(R < 3, equals(R, 2)), R >= 0, differs(R, 1)], ("maximise", R))
    assert result.status is SolveStatus.FEASIBLE
    assert result.objectives[0].bound == 3
