"""Problems whose only arithmetic is the difference of two whole numbers: Z3 has a solver for these that is several times faster.

Of anything else that solver says "unknown", never something wrong; the session then goes on with the default one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.z3.extrema import Splits, stands_out
from encoders.expressions import (
    And,
    BoolVar,
    ChoiceVar,
    Clauses,
    Compare,
    Const,
    Count,
    Cumulative,
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
    PseudoBoolean,
    Sum,
)
from encoders.linear import Linear, linear
from encoders.numbers import magnitude

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from encoders.expressions import Expression, Task
    from encoders.numbers import Number
    from encoders.problem import Objective, Problem

SETTINGS: dict[str, bool | int | str] = {"arith.solver": 1, "auto_config": False}
"""Z3's solver for difference logic."""
_LARGEST = 2**30
_SHAPES = frozenset(
    (And, BoolVar, ChoiceVar, Clauses, Const, Count, Iff, Implies, Is, Max, Min, Not, Or, Parameter, PseudoBoolean, Sum)
)


def differences_only(problem: Problem, splits: Splits | None = None) -> bool:
    """Whether every constraint and objective becomes truth values and bounds on a number or on a difference of two.

    `splits` keeps the comparisons that are taken apart on the way.
    """
    values, splits = problem.values(), splits or Splits()
    numbers = False
    for node in problem.nodes:
        if isinstance(node, Compare):
            if not all([_is_difference(leaf.form) for leaf in splits.of(node, values).leaves()]):
                return False
        elif isinstance(node, NoOverlap):
            if not _orders_by_differences(node.tasks, values):
                return False
        elif isinstance(node, Cumulative):
            if not _orders_by_differences(node.tasks, values) or not _fixed((node.capacity, *node.demands), values):
                return False
        elif isinstance(node, IntVar):
            numbers = True
            if max(abs(node.lo), abs(node.hi)) > _LARGEST:
                return False
        elif type(node) not in _SHAPES:
            return False
    return numbers and all([_goal_is_difference(goal, values) for goal in problem.objectives])


def _goal_is_difference(goal: Objective, values: Mapping[str, Number]) -> bool:
    """With stand-ins (`extrema`): every operand of an extreme is a start and a number, as the objective is itself."""
    form = linear(((1 if goal.sense == "minimise" else -1, goal.expression),), values)
    if len(form.terms) != 1 or not stands_out(*form.terms[0]):
        return _is_difference(form)
    (factor, term) = form.terms[0]
    assert isinstance(term, (Max, Min))
    parts = [linear(((1, operand),), values) for operand in term.operands]
    return magnitude(factor) == 1 and all([len(part.terms) <= 1 and _is_difference(part) for part in parts])


def _orders_by_differences(tasks: Sequence[Task], values: Mapping[str, Number]) -> bool:
    forms = [linear(((1, task.duration),), values) for task in tasks]
    return all([not form.terms and magnitude(form.constant) <= _LARGEST for form in forms])


def _fixed(amounts: Sequence[Expression], values: Mapping[str, Number]) -> bool:
    """Whether amounts are known, so that what runs at a start is a weighted sum of truth values (`scheduling.fitting`)."""
    return all([not linear(((1, amount),), values).terms for amount in amounts])


def _is_difference(form: Linear) -> bool:
    if magnitude(form.constant) > _LARGEST:
        return False
    if form.boolean:
        return True
    if not all([isinstance(term, IntVar) for _, term in form.terms]):
        return False
    factors = [value for value, _ in form.terms]
    return factors in ([1], [-1], [1, -1], [-1, 1]) and _whole(form.constant)


def _whole(value: Number) -> bool:
    return value.denominator == 1


def too_general(reason: bytes | None) -> bool:
    """Whether the solver for differences says that a question is beyond it."""
    return b"difference-logic" in (reason or b"")
