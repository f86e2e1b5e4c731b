"""Optima: those of counting through, the same in both engines, whatever the order of constraints and whatever the hint."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.engines import ENGINES
from support.expressions import NUMBERS, Scope, Seeded, assigned, seeds
from support.problems import Brute, Small, small_problems

from encoders.engines.z3 import pseudo_boolean
from encoders.evaluate import breaches, evaluate
from encoders.expressions import BoolVar, Const, IntVar, Max, Parameter, Sum, differs
from encoders.problem import Constraint, Objective, Problem
from encoders.result import SolveStatus
from encoders.session import open_session


def solved(problem, engine, **options):
    """The result of one fresh session."""
    with open_session(problem, engine, switchable=()) as session:
        return session.optimise(**options)


def values_of(result):
    """The objectives' values."""
    return tuple([entry.value for entry in result.objectives])


@pytest.mark.parametrize("engine", ENGINES)
def test_the_optimum_is_that_of_counting_through(engine):
    @settings(max_examples=100 if engine == "sat" else 300)
    @given(small_problems(groups=3, objectives=3, depth=4))
    def holds(small):
        brute, result = Brute(small), solved(small.problem, engine)
        best = brute.best()
        if best is None:
            assert result.status is SolveStatus.INFEASIBLE
            return
        assert result.status is SolveStatus.OPTIMAL
        assert result.proof == "exact"
        assert values_of(result) == best
        assert [entry.bound for entry in result.objectives] == list(best)
        assert not breaches(small.problem, result.assignment)

    holds()


@pytest.mark.parametrize("turn_below", [2000, 10**9])
def test_the_optimum_from_below_is_that_of_counting_through(turn_below, monkeypatch):
    """Yes-or-no decisions only, with steps so short that Z3's core-guided search gets its turn, and with long ones ends it."""
    monkeypatch.setattr(pseudo_boolean, "FIRST_TURN", 1)
    from_below, ended = pseudo_boolean._from_below, []

    def counted(*arguments):
        found = from_below(*arguments[:-1], turn_below)
        ended.append(found.proved)
        return found

    monkeypatch.setattr(pseudo_boolean, "_from_below", counted)

    @settings(max_examples=200)
    @given(seeds())
    def holds(seed):
        dice = Seeded(seed)
        literals = [BoolVar(name) for name in "abcdefg"]
        wider = [*literals, *[~v for v in literals], literals[0] & literals[1], Const(True)]

        def weighted():
            terms = tuple([(dice.pick(NUMBERS), dice.pick(wider)) for _ in range(dice.upto(1, 6))])
            return Sum(terms, dice.pick(NUMBERS))

        constraints = [Constraint(f"c{n}", weighted() <= dice.pick(NUMBERS)) for n in range(dice.upto(0, 3))]
        constraints.append(Constraint("p", weighted() >= Parameter("p", dice.pick(NUMBERS))))
        goals = [Objective(f"o{n}", dice.pick(("minimise", "maximise")), weighted()) for n in range(dice.upto(1, 3))]
        problem = Problem("", tuple(constraints), tuple(goals), tuple(literals))
        small = Small(problem, Scope(bools=literals), ())
        brute = Brute(small)
        with open_session(problem, "z3") as session:
            assert session.strategy == "pseudo-Boolean"
            for value in (problem.values()["p"], -2, 1):
                result, best = session.optimise(values={"p": value}), brute.best(values={"p": value})
                assert result.status is (SolveStatus.INFEASIBLE if best is None else SolveStatus.OPTIMAL)
                assert best is None or values_of(result) == best

    holds()
    assert any(ended)
    assert turn_below > 2000 or not all(ended)


@settings(max_examples=2000)
@given(small_problems(groups=3, depth=3, width=9))
def test_both_engines_agree(small):
    first, second = solved(small.problem, "z3"), solved(small.problem, "cpsat")
    assert first.status is second.status
    assert first.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)
    assert values_of(first) == values_of(second)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_order_of_constraints_changes_no_status_and_no_optimum(engine):
    @settings(max_examples=100)
    @given(small_problems(depth=4, width=5), st.integers(0, 2**16))
    def holds(small, seed):
        constraints = list(small.problem.constraints)
        random.Random(seed).shuffle(constraints)
        other = replace(small.problem, constraints=tuple(constraints))
        first, second = solved(small.problem, engine), solved(other, engine)
        assert first.status is second.status
        assert values_of(first) == values_of(second)

    holds()


def hints_for(small, rng):
    """Assignments good and bad, and things that are no assignments."""
    dice = Seeded(rng.random())
    good = assigned(dice, small.scope)
    yield good
    yield {}
    yield {name: value for name, value in good.items() if rng.random() < 0.5}
    yield {**good, "nobody": 3}
    yield {name: rng.choice((None, "red", True, 10**30, -(2**63), Fraction(1, 2), 7)) for name in good}


@pytest.mark.parametrize("engine", ENGINES)
def test_hints_never_change_the_result(engine):
    @settings(max_examples=100)
    @given(small_problems(), st.integers(0, 2**16))
    def holds(small, seed):
        rng, brute = random.Random(seed), Brute(small)
        best = brute.best()
        names = {variable.name for variable in small.problem.variables}
        with open_session(small.problem, engine, switchable=()) as session:
            for hint in hints_for(small, rng):
                result = session.optimise(hint=hint)
                assert (result.status is SolveStatus.OPTIMAL) == (best is not None)
                if best is not None:
                    assert values_of(result) == best
                outcome = session.check(hint=hint)
                assert (outcome.assignment is not None) == (best is not None)
                for assignment in (result.assignment, outcome.assignment):
                    assert assignment is None or set(assignment) == names

    holds()


@pytest.mark.parametrize("engine", ENGINES)
def test_incumbents_are_accepted_and_improve_and_the_bound_holds(engine):
    @settings(max_examples=150)
    @given(small_problems(groups=2, depth=3, width=9), st.booleans(), seeds())
    def holds(small, hinted, seed):
        if not small.problem.objectives:
            return
        brute = Brute(small)
        best, seen = brute.best(), []
        hint = assigned(Seeded(seed), small.scope) if hinted else None
        result = solved(small.problem, engine, hint=hint, incumbent=lambda a, bound: seen.append((dict(a), bound)))
        if best is None:
            assert not seen
            return
        goals, own = small.problem.objectives, small.problem.values()
        keys = [brute.key(assignment, own, goals) for assignment, _ in seen]
        assert all([later < earlier for earlier, later in pairwise(keys)])
        first_best = best[0] if goals[0].sense == "minimise" else -best[0]
        for assignment, bound in seen:
            assert not breaches(small.problem, assignment)
            if bound is not None:
                assert (bound if goals[0].sense == "minimise" else -bound) <= first_best
        assert seen, "the last incumbent is the answer"
        assert brute.told(keys[-1], goals) == best
        assert result.assignment == seen[-1][0]

    holds()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_failing_incumbent_callback_is_not_swallowed(engine):
    x, y = IntVar("x", 0, 50), IntVar("y", 0, 50)
    problem = Problem("", (Constraint("c", x + y >= 30),), (Objective("o", "minimise", x + 2 * y),))

    def failing(assignment, bound):
        raise LookupError("the reader has gone")

    with pytest.raises(LookupError, match="gone"):
        solved(problem, engine, incumbent=failing)


@pytest.mark.parametrize("engine", ENGINES)
def test_other_objectives_for_one_question(engine):
    @settings(max_examples=60)
    @given(small_problems(groups=2, objectives=1), seeds())
    def holds(small, seed):
        brute, dice = Brute(small), Seeded(seed)
        with open_session(small.problem, engine, switchable=()) as session:
            for _ in range(3):
                terms = tuple([(dice.pick(NUMBERS), v) for v in (*small.scope.ints, *small.scope.bools)])
                goals = (Objective("other", dice.pick(("minimise", "maximise")), Sum(terms)), *small.problem.objectives)
                best, result = brute.best(objectives=goals), session.optimise(objectives=goals)
                assert result.status is (SolveStatus.INFEASIBLE if best is None else SolveStatus.OPTIMAL)
                assert best is None or values_of(result) == best

    holds()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("sense", ["minimise", "maximise"])
def test_a_constant_objective_is_optimal_at_once(engine, sense):
    problem = Problem("", (Constraint("c", BoolVar("a")),), (Objective("o", sense, Sum((), Fraction(7, 3))),))
    result = solved(problem, engine)
    assert result.status is SolveStatus.OPTIMAL
    assert values_of(result) == (Fraction(7, 3),)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_truth_value_is_an_objective_of_0_or_1(engine):
    a, b = BoolVar("a"), BoolVar("b")
    problem = Problem("", (Constraint("c", a | b),), (Objective("o", "minimise", a), Objective("p", "minimise", b)))
    result = solved(problem, engine)
    assert values_of(result) == (0, 1)
    assert all([type(value) is int for value in values_of(result)])


@pytest.mark.parametrize("engine", ENGINES)
def test_without_objectives_any_answer_is_optimal(engine):
    x = IntVar("x", 0, 3)
    result = solved(Problem("", (Constraint("c", differs(x, 0)),)), engine)
    assert result.status is SolveStatus.OPTIMAL
    assert result.objectives == ()
    assert result.assignment["x"] in (1, 2, 3)


@pytest.mark.parametrize("engine", ENGINES)
def test_values_are_whole_where_they_are_whole_and_never_floats(engine):
    x, y = IntVar("x", 0, 9), IntVar("y", 0, 9)
    third = Sum(((Fraction(1, 3), x), (Fraction(1, 6), y)))
    problem = Problem("", (Constraint("c", third >= Fraction(5, 2)),), (Objective("o", "minimise", Max(third, y)),))
    result = solved(problem, engine)
    assert values_of(result) == (Fraction(5, 2),)
    assert evaluate(third, result.assignment) >= Fraction(5, 2)
    assert {type(value) for value in result.assignment.values()} == {int}
