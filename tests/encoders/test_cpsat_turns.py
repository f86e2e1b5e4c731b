"""A short first turn of CP-SAT ends the turn, never the search: without a limit the answer is proved."""

from __future__ import annotations

import random

import pytest

from encoders.engines.cpsat import session as cpsat
from encoders.expressions import BoolVar, Compare, Parameter, Sum
from encoders.problem import Constraint, Objective, Problem
from encoders.result import SolveStatus
from encoders.session import open_session


@pytest.mark.parametrize("turn", [0.0001, 0.001, 0.003, 0.01])
def test_a_turn_that_ends_with_a_plan_is_gone_on_from(monkeypatch, turn):
    monkeypatch.setattr(cpsat, "_FIRST_TURN", turn)
    rng = random.Random(3)
    items = [(rng.randrange(20, 99), rng.randrange(20, 99), BoolVar(f"x{n}")) for n in range(24)]
    weight = Sum(tuple([(w, x) for w, _, x in items]))
    worth = Sum(tuple([(v, x) for _, v, x in items]))
    problem = Problem(
        "sack",
        (
            Constraint("least", Compare(worth, ">=", Parameter("least", 500)), origin="request", group="least"),
            Constraint("no pairs", Compare(Sum(tuple([(1, x) for _, _, x in items])), "<=", Parameter("most", 9))),
        ),
        (Objective("weight", "minimise", weight),),
    )
    with open_session(problem, "cpsat") as session:
        result = session.optimise()
    assert result.status is SolveStatus.OPTIMAL
    with open_session(problem, "z3") as session:
        assert session.optimise().objectives[0].value == result.objectives[0].value
