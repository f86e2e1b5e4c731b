"""The first checker: exact values by hand, and everything an assignment can break."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.expressions import Seeded, assigned, seeds
from support.problems import small_problem

from encoders.errors import UnknownNameError
from encoders.evaluate import Evaluator, breaches, evaluate
from encoders.expressions import (
    Abs,
    AllDifferent,
    And,
    BoolVar,
    ChoiceVar,
    Clauses,
    Compare,
    Const,
    Count,
    Element,
    If,
    Iff,
    Implies,
    IntVar,
    Is,
    Max,
    Min,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Product,
    PseudoBoolean,
    RealVar,
    Sum,
    Table,
    task,
)
from encoders.problem import Constraint, Problem

A, B = BoolVar("a"), BoolVar("b")
X, Y = IntVar("x", 0, 5), IntVar("y", -3, 3)
R, K, P = RealVar("r", 0, 1), ChoiceVar("k", ("red", "green")), Parameter("p", 3)
HERE = {"a": True, "b": False, "x": 4, "y": -2, "r": Fraction(1, 3), "k": "red"}

VALUES = [
    (Const(True), True),
    (Const(Fraction(1, 2)), Fraction(1, 2)),
    (P, 3),
    (Not(A), False),
    (And(), True),
    (And(A, B), False),
    (Or(), False),
    (Or(B, A), True),
    (Implies(B, Const(False)), True),
    (Implies(A, B), False),
    (Iff(A, B), False),
    (Iff(B, B), True),
    (If(A, X, Y), 4),
    (If(B, A, B), False),
    (If(A, A, Y), 1),
    (X <= P, False),
    (Compare(X, "!=", Const(Fraction(9, 2))), True),
    (Compare(A, "==", Const(1)), True),
    (PseudoBoolean(((2, A), (-3, Not(B))), "==", -1), True),
    (PseudoBoolean((), ">=", 0), True),
    (PseudoBoolean((), "==", 1), False),
    (Clauses([A, B], [[-1, 2], [1]]), False),
    (Clauses([A, B], [[-1, -2], [1]]), True),
    (Clauses([A], [[]]), False),
    (Clauses([], []), True),
    (Sum(((2, X), (Fraction(1, 2), Y), (3, A)), Fraction(1, 3)), Fraction(31, 3)),
    (Sum(((3, R),)), 1),
    (Sum(()), 0),
    (Product(()), 1),
    (Product((X, Y, A)), -8),
    (Product((B, R)), 0),
    (Min(X, Y, A), -2),
    (Max(A, B), 1),
    (Abs(Y), 2),
    (Abs(A), 1),
    (Count(), 0),
    (Count(A, B, A), 2),
    (Element((7, 8, Fraction(1, 2)), A), 8),
    (Is(K, "red"), True),
    (Is(K, "green"), False),
    (AllDifferent(), True),
    (AllDifferent(X, Y, A), True),
    (AllDifferent(A, Const(1)), False),
    (Table((X, A), ((4, 1), (0, 0))), True),
    (Table((X,), ()), False),
    (Table((), ((),)), True),
    (Table((R,), ((Fraction(2, 6),),)), True),
    (NoOverlap(()), True),
]


@pytest.mark.parametrize(("expression", "value"), VALUES)
def test_values_by_hand(expression, value):
    found = evaluate(expression, HERE)
    assert found == value
    assert type(found) is type(value)


def test_parameters_take_the_given_values():
    assert evaluate(X + P, HERE) == 7
    assert evaluate(X + P, HERE, {"p": Fraction(1, 2)}) == Fraction(9, 2)
    assert evaluate(X + P, HERE, {"other": 5}) == 7


@pytest.mark.parametrize(
    "root", [X, Sum(((1, A), (1, B))), Clauses([A, B], [[1]]), Is(K, "red"), PseudoBoolean(((1, B),), "<=", 1)]
)
def test_a_missing_variable_is_named(root):
    with pytest.raises(UnknownNameError, match="no value") as caught:
        evaluate(root, {"a": True})
    assert any([name in str(caught.value) for name in ("'x'", "'b'", "'k'")])


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("a", 1, "truth value"),
        ("a", None, "no value"),
        ("a", "yes", "truth value"),
        ("x", True, "whole"),
        ("x", Fraction(1, 2), "whole"),
        ("x", 1.0, "whole"),
        ("x", "4", "whole"),
        ("x", 6, "outside"),
        ("x", -1, "outside"),
        ("r", 0.5, "exact"),
        ("r", Fraction(4, 3), "outside"),
        ("r", True, "exact"),
        ("k", "blue", "none of its options"),
        ("k", 0, "none of its options"),
        ("k", None, "no value"),
    ],
)
def test_values_that_a_variable_cannot_have(name, value, says):
    problem = Problem("", (Constraint("c", Or(A, Not(A))),), declared=(X, Y, R, K))
    assert breaches(problem, {k: v for k, v in HERE.items() if k != "b"}) == []
    found = breaches(problem, {**HERE, name: value})
    assert [breach.constraint for breach in found] == [name]
    assert says in found[0].says


@settings(max_examples=150)
@given(seeds(), st.booleans())
def test_breaches_are_the_constraints_that_do_not_hold(seed, own):
    """Each one evaluated by itself, with a fresh evaluator; groups that are off are not looked at."""
    dice = Seeded(seed)
    small = small_problem(dice)
    problem, assignment = small.problem, assigned(dice, small.scope)
    values = problem.values() if own else {name: dice.pick((-2, 0, Fraction(3, 2))) for name in problem.values()}
    on = [group for group in problem.groups if dice.upto(0, 1)]
    held = [c for c in problem.constraints if c.group is None or c.group in on]
    expected = ["task" for rule in problem.task_rules if not evaluate(rule, assignment, values)]
    expected += [c.id for c in held if not evaluate(c.expression, assignment, values)]
    assert [breach.constraint for breach in breaches(problem, assignment, on=on, values=values)] == expected
    everything = [b.constraint for b in breaches(problem, assignment, values=values) if b.constraint != "task"]
    assert everything == [c.id for c in problem.constraints if not evaluate(c.expression, assignment, values)]


@settings(max_examples=50)
@given(seeds())
def test_one_evaluator_for_many_expressions_gives_the_same_values(seed):
    dice = Seeded(seed)
    small = small_problem(dice)
    assignment = assigned(dice, small.scope)
    shared = Evaluator(assignment)
    roots = [c.expression for c in small.problem.constraints] * 2
    assert [shared(root) for root in roots] == [evaluate(root, assignment) for root in roots]


def test_an_evaluator_outlives_its_expressions():
    """Values are kept by identity: a freed node's identity must not come back as another node's."""
    value = Evaluator({"x": 3})
    assert [value(Sum(((1, X),), n)) for n in range(2000)] == [3 + n for n in range(2000)]


def test_absent_tasks_start_at_their_earliest():
    one = task("one", 2, earliest=1, latest=4, optional=True)
    problem = Problem("", (Constraint("c", NoOverlap((one,)), group="g"),))
    assert [b.constraint for b in breaches(problem, {"one.start": 2, "one.present": False})] == ["task"]
    assert breaches(problem, {"one.start": 1, "one.present": False}) == []
    assert breaches(problem, {"one.start": 2, "one.present": True}) == []


def test_the_evaluator_imports_no_solver():
    code = (
        "import sys, encoders.evaluate, encoders.problem, encoders.problem_json, encoders.expressions, encoders.session\n"
        "bad = [m for m in sys.modules if m.split('.')[0] in ('z3', 'ortools') or m.startswith('encoders.engines')]\n"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
