"""What CP-SAT can express: whole numbers well inside 64 bits. Looked at before anything is loaded."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from encoders.engines.ground import grounded
from encoders.engines.linear import grains
from encoders.expressions import (
    AllDifferent,
    Compare,
    Const,
    Cumulative,
    Element,
    Expression,
    If,
    IntVar,
    Max,
    Min,
    NoOverlap,
    Product,
    PseudoBoolean,
    RealVar,
    Reservoir,
    Sum,
    Table,
    walk,
)
from encoders.numbers import magnitude

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from encoders.numbers import Number
    from encoders.problem import Problem

LARGEST = 2**60
"""Numbers, bounds and sums beyond this are declined: CP-SAT would answer MODEL_INVALID, and rounding is no answer."""


def refusal(problem: Problem) -> str:
    """Why CP-SAT cannot take the problem; empty where it can."""
    return _refusal(problem.nodes, problem.values())


def refusal_of(root: Expression, values: Mapping[str, Number]) -> str:
    """Why CP-SAT cannot take an expression under these parameter values; empty where it can."""
    return _refusal(walk([root]), values)


def _refusal(nodes: Iterable[Expression], values: Mapping[str, Number]) -> str:
    plain = list(grounded(nodes, values))
    sizes = _Sizes(plain)
    for node in plain:
        if isinstance(node, RealVar):
            return f"{node.name!r} is a real number"
        if isinstance(node, IntVar) and max(abs(node.lo), abs(node.hi)) > LARGEST:
            return f"the bounds of {node.name!r} are beyond 2^60"
        if isinstance(node, Const) and sizes.of([node]) > LARGEST:
            return "a number is beyond 2^60"
        if isinstance(node, PseudoBoolean) and sum([abs(c) for c, _ in node.terms]) + abs(node.bound) > LARGEST:
            return "the weights of a pseudo-Boolean constraint add up to more than 2^60"
        if isinstance(node, Compare) and sizes.of([node.left, node.right]) > LARGEST:
            return "the numbers of a comparison add up to more than 2^60"
        if isinstance(node, AllDifferent) and sizes.of(node.operands) > LARGEST:
            return "numbers that must differ add up to more than 2^60"
        if isinstance(node, (NoOverlap, Cumulative)) and any(
            [sizes.of([t.start, t.duration]) > LARGEST for t in node.tasks]
        ):
            return "the times of a task are beyond 2^60"
        if isinstance(node, Cumulative) and sizes.of([node.capacity, *node.demands]) > LARGEST:
            return "the demands of tasks add up to more than 2^60"
        if isinstance(node, Reservoir):
            if sizes.of([node.low, node.high, *[change for _, change, _ in node.events]]) > LARGEST:
                return "the changes of a level add up to more than 2^60"
            if sizes.of([time for time, _, _ in node.events]) > LARGEST:
                return "the times of a level's changes add up to more than 2^60"
        if isinstance(node, (Sum, Product, Min, Max, If, Element)) and sizes.of([node]) > LARGEST:
            return "a sum can grow beyond 2^60"
        if isinstance(node, Table) and any([magnitude(value) > LARGEST for row in node.rows for value in row]):
            return "a table holds numbers beyond 2^60"
    return ""


class _Sizes:
    """How large scaled values can become; every partial sum is counted, since CP-SAT counts it."""

    def __init__(self, nodes: Iterable[Expression]) -> None:
        nodes = list(nodes)
        self._grains = grains(nodes, {})
        self._sizes: dict[int, Number | None] = {}
        for node in nodes:
            self._sizes[id(node)] = self._size(node)

    def _size(self, node: Expression) -> Number | None:
        if isinstance(node, Sum):
            parts = [(magnitude(value), self._sizes[id(term)]) for value, term in node.terms]
            known = [value * part for value, part in parts if part is not None]
            return magnitude(node.constant) + sum(known) if len(known) == len(parts) else None
        if isinstance(node, Product):  # factors are multiplied one after the other
            size: Number | None = 1
            for factor in node.factors:
                part = self._sizes[id(factor)]
                size = None if size is None or part is None else size * max(part, 1)
            return size
        low, high = node.bounds
        return None if low is None or high is None else max(magnitude(low), magnitude(high))

    def of(self, nodes: Iterable[Expression]) -> Number:
        """The size of the nodes' sum at their common scale; too large where it is unknown."""
        scale = 1
        found: Number = 0
        for node in nodes:
            grain, part = self._grains[id(node)], self._sizes[id(node)]
            if grain is None or part is None:
                return LARGEST + 1
            scale = lcm(scale, grain)
            found += part
        return found * scale
