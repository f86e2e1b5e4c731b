"""What CP-SAT can express: whole numbers well inside 64 bits. Looked at before anything is loaded."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Any

from encoders.engines.ground import grounded
from encoders.expressions import (
    Abs,
    AllDifferent,
    Compare,
    Const,
    Count,
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
from encoders.linear import grain_of
from encoders.numbers import magnitude

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from encoders.numbers import Number
    from encoders.problem import Problem

LARGEST = 2**60
"""Numbers, bounds and sums beyond this are declined: CP-SAT would answer MODEL_INVALID, and rounding is no answer."""


_A_NUMBER = "a number is beyond 2^60"


def refusal(problem: Problem) -> str:
    """Why CP-SAT cannot take the problem; empty where it can."""
    return _refusal(problem.nodes, problem.values())


def refusal_of(root: Expression, values: Mapping[str, Number]) -> str:
    """Why CP-SAT cannot take an expression under these parameter values; empty where it can."""
    return _refusal(walk([root]), values)


def _refusal(nodes: Iterable[Expression], values: Mapping[str, Number]) -> str:
    sizes = _Sizes()
    for node in grounded(nodes, values) if values else nodes:
        check = _CHECKS.get(type(node))
        if check is not None and (reason := check(sizes, node)):
            return reason
    return ""


class _OneWhereMissing(dict[int, Any]):
    """Truth values, the bulk of most problems, are whole and at most 1: nothing is kept of them."""

    def __missing__(self, key: int) -> int:
        return 1


class _Sizes:
    """How large scaled values can become; every partial sum is counted, since CP-SAT counts it. Operands come first."""

    def __init__(self) -> None:
        self._grains: dict[int, int | None] = _OneWhereMissing()
        self._sizes: dict[int, Number | None] = _OneWhereMissing()

    def variable(self, node: IntVar) -> str:
        """Take a whole number."""
        size = self._sizes[id(node)] = max(abs(node.lo), abs(node.hi))
        return f"the bounds of {node.name!r} are beyond 2^60" if size > LARGEST else ""

    def constant(self, node: Const) -> str:
        """Take a given number."""
        value = node.value
        if type(value) is int:
            size = self._sizes[id(node)] = abs(value)
            return _A_NUMBER if size > LARGEST else ""
        return "" if type(value) is bool else self.number(node, _A_NUMBER)

    def number(self, node: Expression, too_large: str) -> str:
        """Take any other number; the reason where it can grow too large."""
        key = id(node)
        self._sizes[key] = self._size(node)
        if (grain := grain_of(node, self._grains, {})) != 1:
            self._grains[key] = grain
        return too_large if too_large and self.of((node,)) > LARGEST else ""

    def _size(self, node: Expression) -> Number | None:
        if isinstance(node, Sum):
            found = magnitude(node.constant)
            for value, term in node.terms:
                part = self._sizes[id(term)]
                if part is None:
                    return None
                found += magnitude(value) * part
            return found
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
            if grain != 1:
                scale = lcm(scale, grain)
            found += part
        return found * scale

    def sum_of(self, nodes: Iterable[Expression], too_large: str) -> str:
        """The reason where the nodes together can grow too large."""
        return too_large if self.of(nodes) > LARGEST else ""


def _weights(sizes: _Sizes, node: PseudoBoolean) -> str:
    reach = sum([abs(c) for c, _ in node.terms]) + abs(node.bound)
    return "the weights of a pseudo-Boolean constraint add up to more than 2^60" if reach > LARGEST else ""


def _tasks(sizes: _Sizes, node: NoOverlap | Cumulative) -> str:
    if any([sizes.of((t.start, t.duration)) > LARGEST for t in node.tasks]):
        return "the times of a task are beyond 2^60"
    if isinstance(node, Cumulative):
        return sizes.sum_of((node.capacity, *node.demands), "the demands of tasks add up to more than 2^60")
    return ""


def _levels(sizes: _Sizes, node: Reservoir) -> str:
    levels = (node.low, node.high, *[change for _, change, _ in node.events])
    return sizes.sum_of(levels, "the changes of a level add up to more than 2^60") or sizes.sum_of(
        [time for time, _, _ in node.events], "the times of a level's changes add up to more than 2^60"
    )


def _table(sizes: _Sizes, node: Table) -> str:
    beyond = any([magnitude(value) > LARGEST for row in node.rows for value in row])
    return "a table holds numbers beyond 2^60" if beyond else ""


def _sum(sizes: _Sizes, node: Expression) -> str:
    return sizes.number(node, "a sum can grow beyond 2^60")


_CHECKS: dict[type[Expression], Callable[[_Sizes, Any], str]] = {
    RealVar: lambda sizes, node: f"{node.name!r} is a real number",
    IntVar: _Sizes.variable,
    Const: _Sizes.constant,
    PseudoBoolean: _weights,
    Compare: lambda sizes, node: sizes.sum_of(
        (node.left, node.right), "the numbers of a comparison add up to more than 2^60"
    ),
    AllDifferent: lambda sizes, node: sizes.sum_of(node.operands, "numbers that must differ add up to more than 2^60"),
    NoOverlap: _tasks,
    Cumulative: _tasks,
    Reservoir: _levels,
    Table: _table,
    Sum: _sum,
    Product: _sum,
    Min: _sum,
    Max: _sum,
    If: _sum,
    Element: _sum,
    Abs: lambda sizes, node: sizes.number(node, ""),
    Count: lambda sizes, node: sizes.number(node, ""),
}
"""What is looked at; of all other nodes nothing can be too large that is not too large in their operands."""
