"""Constraints read as bounds on one start, as differences of two, or as a choice between two differences."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from encoders.engines.ground import bounds_under
from encoders.expressions import (
    And,
    Compare,
    Const,
    Cumulative,
    If,
    Implies,
    IntVar,
    Max,
    Min,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Sum,
)
from encoders.linear import Linear, linear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.expressions import Expression, Task
    from encoders.numbers import Number

When = tuple["Expression", ...]
"""All of these hold."""
Distance = tuple["IntVar | None", "IntVar | None", int]
"""then - first >= gap; None is the number 0."""
_MOST_CASES = 4
_TURNED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}


class Reader:
    """Collects what it is given; `complete` says whether all of it could be read."""

    def __init__(self, values: Mapping[str, Number]) -> None:
        self.number: dict[IntVar, int] = {}
        self.low: dict[IntVar, int] = {}
        self.high: dict[IntVar, int] = {}
        self.arcs: list[tuple[IntVar, IntVar, int, When]] = []
        self.pairs: list[tuple[IntVar, IntVar, int, int, When]] = []
        self.machines: list[tuple[Task, ...]] = []
        self.resources: list[tuple[tuple[Task, ...], list[int], int]] = []
        """Tasks, their demands, and the capacity."""
        self.complete = True
        self.possible = True
        self._values = values

    def read(self, root: Expression) -> None:
        """Read one constraint."""
        stack = [root]
        while stack:
            node = stack.pop()
            if isinstance(node, And):
                stack += reversed(node.operands)
            elif isinstance(node, NoOverlap):
                self._no_overlap(node)
            elif isinstance(node, Cumulative):
                self._cumulative(node)
            elif isinstance(node, Compare):
                self._compare(node, ())
            elif isinstance(node, Implies):
                self._or((Not(node.condition), node.consequence))
            elif isinstance(node, Or):
                self._or(node.operands)
            elif isinstance(node, Const):
                self.possible &= bool(node.value)
            else:
                self.complete = False

    def _no_overlap(self, node: NoOverlap) -> None:
        for t in node.tasks:
            self._node(t.start)
            if not isinstance(t.duration, (Const, Parameter)):
                self.complete = False
        self.machines.append(node.tasks)

    def _cumulative(self, node: Cumulative) -> None:
        """Only with numbers for demands and capacity."""
        demands = [bounds_under(demand, self._values) for demand in node.demands]
        low, high = bounds_under(node.capacity, self._values)
        if low != high or any([least != most for least, most in demands]):
            self.complete = False
            return
        for t in node.tasks:
            self._node(t.start)
            if not isinstance(t.duration, (Const, Parameter)):
                self.complete = False
        self.resources.append((node.tasks, [ceil(least or 0) for least, _ in demands], floor(low or 0)))

    def _node(self, variable: IntVar) -> None:
        if variable not in self.number:
            self.number[variable] = len(self.number)
            self.low[variable], self.high[variable] = variable.lo, variable.hi

    def _or(self, operands: tuple[Expression, ...]) -> None:
        """Comparisons are what is chosen between; everything else are conditions under which none has to hold."""
        orders = [operand for operand in operands if isinstance(operand, Compare)]
        when = tuple([_opposite(operand) for operand in operands if not isinstance(operand, Compare)])
        if len(orders) == 1:
            self._compare(orders[0], when)
            return
        if len(orders) == 2:
            found = [self._distances(order) for order in orders]
            if all([f is not None and len(f) == 1 and not f[0][1] for f in found]):
                (a, b, gap), (c, d, other) = [f[0][0] for f in found if f]
                if a is not None and b is not None and a is d and b is c:
                    self._node(a)
                    self._node(b)
                    self.pairs.append((a, b, gap, other, when))
                    return
        self.complete = False

    def _compare(self, node: Compare, when: When) -> None:
        found = self._distances(node)
        if found is None:
            self.complete = False
            return
        for (first, then, gap), more in found:
            for variable in (first, then):
                if variable is not None:
                    self._node(variable)
            every = (*when, *more)
            if first is not None and then is not None:
                self.arcs.append((first, then, gap, every))
            elif every:
                self.complete = False
            elif then is not None:
                self.low[then] = max(self.low[then], gap)
            elif first is not None:
                self.high[first] = min(self.high[first], -gap)
            elif gap > 0:
                self.possible = False

    def _distances(self, node: Compare) -> list[tuple[Distance, When]] | None:
        """The comparison as distances that hold together, each under its own conditions; None where it is none."""
        form = linear(((1, node.left), (-1, node.right)), self._values)
        if node.operator == "!=":
            return None
        found: list[tuple[Distance, When]] = []
        for operator in ("<=", ">=") if node.operator == "==" else (node.operator,):
            part = self._at_most(form if operator in ("<=", "<") else _negative(form), operator in ("<", ">"))
            if part is None:
                return None
            found += part
        return found

    def _at_most(self, form: Linear, strict: bool) -> list[tuple[Distance, When]] | None:
        """form <= 0 (or < 0)."""
        forms: list[tuple[Linear, When]] = [(form, ())]
        found: list[tuple[Distance, When]] = []
        while forms:
            form, when = forms.pop()
            split = next((k for k, (f, t) in enumerate(form.terms) if _splits(f, t)), None)
            if split is None:
                distance = _distance(form, strict)
                if distance is None:
                    return None
                found.append((distance, when))
                continue
            factor, term = form.terms[split]
            rest = tuple([entry for k, entry in enumerate(form.terms) if k != split])
            cases: list[tuple[Expression, When]]
            if isinstance(term, If):
                cases = [(term.then, (term.condition,)), (term.otherwise, (_opposite(term.condition),))]
            else:
                cases = [(operand, ()) for operand in term.operands]  # type: ignore[attr-defined]
            for case, more in cases:
                if len(when) + len(more) > _MOST_CASES:
                    return None
                forms.append((linear(((1, Sum(rest, form.constant)), (factor, case)), self._values), (*when, *more)))
        return found


def _splits(factor: Number, term: Expression) -> bool:
    """Whether `... + factor x term <= 0` says the same as all of its cases together."""
    return isinstance(term, If) or (isinstance(term, Max) and factor > 0) or (isinstance(term, Min) and factor < 0)


def _negative(form: Linear) -> Linear:
    return Linear(tuple([(-factor, term) for factor, term in form.terms]), -form.constant)


def _distance(form: Linear, strict: bool) -> Distance | None:
    """form <= 0 as then - first >= gap."""
    if not all([isinstance(term, IntVar) for _, term in form.terms]):
        return None
    ups = [(factor, term) for factor, term in form.terms if factor > 0]
    downs = [(factor, term) for factor, term in form.terms if factor < 0]
    if len(ups) > 1 or len(downs) > 1 or (ups and downs and ups[0][0] != -downs[0][0]):
        return None
    size = ups[0][0] if ups else -downs[0][0] if downs else 1
    least = Fraction(form.constant) / size
    gap = floor(least) + 1 if strict else ceil(least)
    if not form.terms:
        gap = 1 if (form.constant > 0 or (strict and form.constant == 0)) else 0
    first, then = (ups[0][1] if ups else None), (downs[0][1] if downs else None)
    return first, then, gap  # type: ignore[return-value]


def _opposite(node: Expression) -> Expression:
    return node.operand if isinstance(node, Not) else Not(node)
