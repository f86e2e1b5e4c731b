"""What an engine takes an expression to mean is what the evaluator computes, for every kind of node."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from support.engines import ENGINES
from support.expressions import KINDS, cases, fixing

from encoders.evaluate import Evaluator, evaluate
from encoders.expressions import Not, differs, equals
from encoders.problem import Constraint, Problem
from encoders.result import Satisfiability
from encoders.session import open_session

POSSIBLE = Satisfiability.SATISFIABLE
IMPOSSIBLE = Satisfiability.UNSATISFIABLE
OFTEN = (
    "PseudoBoolean",
    "Compare",
    "Sum",
    "Product",
    "Element",
    "Table",
    "NoOverlap",
    "Cumulative",
    "Circuit",
    "Reservoir",
)
"""Kinds with limits and cases, where an error of one shows at an edge only."""
PAIRS = [(engine, kind) for engine in ENGINES for kind in KINDS if engine == "z3" or kind != "RealVar"]


def fixed(case):
    """Constraints that leave the case's assignment alone; tasks' rules may refuse it."""
    return [Constraint(f"fix/{v.name}", fixing(v, case.assignment[v.name])) for v in case.scope.variables]


def meets_task_rules(problem, case):
    """Whether absent tasks start at their earliest under the assignment; otherwise nothing is possible."""
    value = Evaluator(case.assignment, case.values)
    return all([value(rule) for rule in problem.task_rules])


def statement(case):
    """What holds exactly under the assignment, and its opposite."""
    if case.root.sort == "bool":
        right, wrong = case.root, Not(case.root)
        if not evaluate(case.root, case.assignment, case.values):
            right, wrong = wrong, right
        return right, wrong
    value = evaluate(case.root, case.assignment, case.values)
    return equals(case.root, value), differs(case.root, value)


def check_meaning(engine, case):
    """Under guards, without guards, and negated."""
    right, wrong = statement(case)
    values = {p.name: case.values[p.name] for p in Problem("", (Constraint("", right),)).parameters}
    problem = Problem(
        "meaning",
        (*fixed(case), Constraint("right", right, group="right"), Constraint("wrong", wrong, group="wrong")),
    )
    expected = POSSIBLE if meets_task_rules(problem, case) else IMPOSSIBLE
    with open_session(problem, engine) as session:
        assert session.check(["wrong"], values=values).status is IMPOSSIBLE
        assert session.check(["right"], values=values).status is expected
        assert session.check([], values=values).status is expected
        assert session.check(values=values).status is IMPOSSIBLE
    for says, status in ((right, expected), (wrong, IMPOSSIBLE)):
        with open_session(Problem("plain", (*fixed(case), Constraint("says", says))), engine) as session:
            assert session.check(values=values).status is status


@pytest.mark.parametrize(("engine", "kind"), PAIRS)
def test_an_engine_means_what_the_evaluator_computes(engine, kind):
    @settings(max_examples=150 if kind in OFTEN else 40)
    @given(cases(kind, reals=engine == "z3"))
    def holds(case):
        check_meaning(engine, case)

    holds()
