"""What CP-SAT can express: whole numbers well inside 64 bits. Looked at before anything is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.linear import granularity
from encoders.expressions import (
    Compare,
    Element,
    Expression,
    If,
    IntVar,
    Max,
    Min,
    Product,
    PseudoBoolean,
    RealVar,
    Sum,
    Table,
)
from encoders.numbers import magnitude

if TYPE_CHECKING:
    from encoders.numbers import Number
    from encoders.problem import Problem

LARGEST = 2**60
"""Numbers, bounds and sums beyond this are declined: CP-SAT would answer MODEL_INVALID, and rounding is no answer."""


def refusal(problem: Problem) -> str:
    """Why CP-SAT cannot take the problem; empty where it can."""
    values = problem.values()
    for node in problem.nodes:
        if isinstance(node, RealVar):
            return f"{node.name!r} is a real number"
        if isinstance(node, IntVar) and max(abs(node.lo), abs(node.hi)) > LARGEST:
            return f"the bounds of {node.name!r} are beyond 2^60"
        if isinstance(node, PseudoBoolean) and sum([abs(c) for c, _ in node.terms]) + abs(node.bound) > LARGEST:
            return "the weights of a pseudo-Boolean constraint add up to more than 2^60"
        if isinstance(node, Compare) and _too_large(Sum(((1, node.left), (-1, node.right))), values):
            return "the numbers of a comparison add up to more than 2^60"
        if isinstance(node, (Sum, Product, Min, Max, If, Element)) and node.sort != "bool" and _too_large(node, values):
            return "a sum can grow beyond 2^60"
        if isinstance(node, Table) and any([magnitude(value) > LARGEST for row in node.rows for value in row]):
            return "a table holds numbers beyond 2^60"
    return ""


def _too_large(node: Expression, values: dict[str, Number]) -> bool:
    """Whether the scaled value can leave the range; every partial sum is counted, since CP-SAT counts it."""
    scale = granularity(node, values)
    if scale is None:
        return True
    return _magnitude(node, values) * scale > LARGEST


def _magnitude(node: Expression, values: dict[str, Number]) -> Number:
    if isinstance(node, Sum):
        return magnitude(node.constant) + sum(
            [magnitude(value) * _magnitude(term, values) for value, term in node.terms]
        )
    low, high = node.bounds
    if low is None or high is None:
        name = getattr(node, "name", None)
        return magnitude(values[name]) if name in values else LARGEST + 1
    return max(magnitude(low), magnitude(high))
