"""The nearest plan of a problem against counting through all assignments."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.expressions import Seeded, assigned, fixing, seeds
from support.problems import Brute, small_problem

from encoders.errors import UnknownNameError
from encoders.evaluate import Evaluator, breaches
from encoders.expressions import FALSE, TRUE, BoolVar, Compare, Const, IntVar
from encoders.problem import Constraint, Objective, Problem
from encoders.replan import FEWEST_CHANGES, Field, nearest, pin_path
from encoders.result import SolveStatus
from encoders.session import open_session


@settings(max_examples=150)
@given(seeds(), st.sampled_from(["z3", "cpsat"]))
def test_the_nearest_plan_changes_least_and_is_the_best_of_those(seed, engine):
    dice = Seeded(seed)
    small = small_problem(dice, parameters=False)
    old, problem, brute = assigned(dice, small.scope), small.problem, Brute(small)
    fields = [Field(v.name, fixing(v, old[v.name])) for v in small.scope.variables]
    fields += [Field("always", TRUE), Field("never", FALSE)]
    pinned = [field for field in fields if dice.upto(0, 3) == 0]
    near = nearest(problem, fields, pinned={field.name: f"{field.name} stays." for field in pinned})
    assert [near.groups[pin_path(f.name)][0].says for f in pinned] == [f"{f.name} stays." for f in pinned]
    with open_session(near, engine) as session:
        result = session.optimise()

    wanted, values = brute.wanted(None), problem.values()
    best = None
    for assignment, mask in zip(brute.assignments, brute.under(values), strict=True):
        value = Evaluator(assignment, values)
        if mask >= 0 and mask & wanted == wanted and all([value(field.kept) for field in pinned]):
            changed = sum([not value(field.kept) for field in fields])
            key = (changed, *brute.key(assignment, values, problem.objectives))
            best = key if best is None or key < best else best
    if best is None:
        assert result.status is SolveStatus.INFEASIBLE
        return
    assert result.status is SolveStatus.OPTIMAL
    assert breaches(near, result.assignment) == []
    found = {entry.name: entry.value for entry in result.objectives}
    assert found.pop(FEWEST_CHANGES) == best[0] >= 1
    assert tuple(found.values()) == brute.told(best[1:], problem.objectives)


def test_truths_that_are_defined_elsewhere_are_used_as_they_are():
    x, kept = IntVar("x", 0, 5), BoolVar("x as it was")
    tie = Constraint("tie", Compare(kept, "==", Compare(x, "==", Const(3))), origin="data")
    problem = Problem("p", (), (Objective("x", "minimise", x),))
    near = nearest(problem, [Field("x", kept)], ties=[tie])
    assert [v.name for v in near.variables] == ["x", "x as it was"]
    with open_session(near, "z3") as session:
        assert session.optimise().assignment == {"x": 3, "x as it was": True}


def test_only_fields_of_the_plan_can_be_pinned():
    with pytest.raises(UnknownNameError, match="no field 'y'; it has x"):
        nearest(Problem("p"), [Field("x", BoolVar("a"))], pinned={"y": ""})
