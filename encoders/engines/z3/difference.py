"""Problems whose only arithmetic is the difference of two whole numbers: Z3 has a solver for these that is several times faster.

Of anything else that solver says "unknown", never something wrong; the session then goes on with the default one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.linear import Linear, linear
from encoders.expressions import (
    And,
    BoolVar,
    ChoiceVar,
    Clauses,
    Compare,
    Const,
    Count,
    Iff,
    Implies,
    IntVar,
    Is,
    NoOverlap,
    Not,
    Or,
    Parameter,
    PseudoBoolean,
    Sum,
)
from encoders.numbers import magnitude

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.numbers import Number
    from encoders.problem import Problem

SETTINGS: dict[str, bool | int | str] = {"arith.solver": 1, "auto_config": False}
"""Z3's solver for difference logic."""
_LARGEST = 2**30
_SHAPES = frozenset(
    (And, BoolVar, ChoiceVar, Clauses, Const, Count, Iff, Implies, Is, Not, Or, Parameter, PseudoBoolean, Sum)
)


def differences_only(problem: Problem) -> bool:
    """Whether every constraint and objective becomes truth values and bounds on a number or on a difference of two."""
    values = problem.values()
    numbers = False
    for node in problem.nodes:
        if isinstance(node, Compare):
            if not _is_difference(linear(((1, node.left), (-1, node.right)), values)):
                return False
        elif isinstance(node, NoOverlap):
            if not _orders_by_differences(node, values):
                return False
        elif isinstance(node, IntVar):
            numbers = True
            if max(abs(node.lo), abs(node.hi)) > _LARGEST:
                return False
        elif type(node) not in _SHAPES:
            return False
    return numbers and all([_is_difference(linear(((1, goal.expression),), values)) for goal in problem.objectives])


def _orders_by_differences(node: NoOverlap, values: Mapping[str, Number]) -> bool:
    forms = [linear(((1, task.duration),), values) for task in node.tasks]
    return all([not form.terms and magnitude(form.constant) <= _LARGEST for form in forms])


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
