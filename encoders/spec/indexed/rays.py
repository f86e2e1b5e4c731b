"""Directions in which plans go on without end while an objective gets better.

A feasible mixed-integer problem over rational numbers has no limit exactly if its linear relaxation has such a direction (Meyer
1974): one along which no row gets worse. Only rows count; where a rule over unbounded numbers is no row, a direction may be
blocked by it, but none is missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.expressions import And, BoolVar, Compare, Const, IntVar, RealVar, Sum, walk
from encoders.linear import linear
from encoders.problem import Constraint, Problem
from encoders.result import Satisfiability
from encoders.session import open_session
from encoders.spec.indexed.intervals import implied, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.result import Budget
    from encoders.spec.indexed.declare import Assumed


@dataclass(frozen=True, slots=True)
class Ray:
    """A direction that improves an objective; `free` where no other rule can block it. `variables` move along it."""

    objective: str
    variables: tuple[str, ...]
    free: bool


def improving_ray(problem: Problem, assumed: Sequence[Assumed], budget: Budget | None = None) -> Ray | bool | None:
    """A ray, None where there is none, False where it cannot be told: an objective that is not linear, or the time."""
    names = {entry.variable for entry in assumed}
    steps = _steps(problem, assumed)
    values = problem.values()
    rules: list[Constraint] = []
    free = True
    for constraint in problem.constraints:
        rows = list(rows_of(constraint, values, names))
        for number, row in enumerate(rows):
            terms = tuple([(factor, steps[name]) for factor, name in row.terms if name in steps])
            if terms:
                rules.append(
                    Constraint(f"{constraint.id} {number}", Compare(Sum(terms), "<=", Const(0)), origin="data")
                )
        free = free and (_covered(constraint.expression, len(rows)) or not _mentions(constraint.expression, steps))
    for goal in problem.objectives:
        form = linear(((1, goal.expression),), values)
        if any([not isinstance(term, (IntVar, RealVar, BoolVar)) and _mentions(term, steps) for _, term in form.terms]):
            return False
        terms = tuple(
            [(factor, steps[name]) for factor, term in form.terms if (name := getattr(term, "name", "")) in steps]
        )
        better = Compare(Sum(terms), "<" if goal.sense == "minimise" else ">", Const(0))
        with open_session(Problem("ray", (*rules, Constraint("better", better, origin="data"))), "z3") as session:
            outcome = session.check(budget=budget)
        if outcome.status is Satisfiability.UNKNOWN:
            return False
        if outcome.assignment is not None:
            moving = tuple([name for name, step in steps.items() if outcome.assignment.get(step.name, 0) != 0])
            return Ray(goal.name, moving, free)
        rules.append(Constraint(f"kept {goal.name}", Compare(Sum(terms), "==", Const(0)), origin="data"))
    return None


def _steps(problem: Problem, assumed: Sequence[Assumed]) -> dict[str, RealVar]:
    """How far each variable without an end moves, at most 1 each way."""
    found = implied(problem, assumed, problem.constraints)
    steps: dict[str, RealVar] = {}
    for variable in problem.variables:
        if isinstance(variable, (IntVar, RealVar)):
            low: Number = -1 if found.low[variable.name] is None else 0
            high: Number = 1 if found.high[variable.name] is None else 0
            if low != high:
                steps[variable.name] = RealVar(variable.name, low, high)
    return steps


def _mentions(expression: Expression, steps: dict[str, RealVar]) -> bool:
    return any([getattr(node, "name", None) in steps for node in walk([expression])])


def _covered(expression: Expression, rows: int) -> bool:
    """Whether the rows say all that a constraint says."""
    parts, pending = 0, [expression]
    while pending:
        found = pending.pop()
        if isinstance(found, And):
            pending += found.children
        elif isinstance(found, Compare) and found.operator != "!=":
            parts += 2 if found.operator == "==" else 1
        else:
            return False
    return parts == rows
