"""Comparisons with Max and Min without if-then-else: Max(a, b) <= c is a <= c and b <= c; and stand-ins for objectives.

Both keep differences of two starts what they are, which Z3's solver for difference logic needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from encoders.expressions import Const, IntVar, Max, Min, Sum, parameters_of
from encoders.linear import Linear, linear

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from encoders.engines.z3.api import Handle
    from encoders.engines.z3.lowering import Clause, Lowering
    from encoders.expressions import Compare, Expression
    from encoders.numbers import Number

_MOST_PARTS = 1024
_DEEPEST = 50
"""Max and Min inside one another that are taken apart."""


@dataclass(frozen=True, slots=True)
class Split:
    """form OP 0, or all (any) of some parts."""

    form: Linear
    operator: str
    every: bool = True
    parts: tuple[Split, ...] = ()

    def leaves(self) -> list[Split]:
        """The comparisons it comes to."""
        if not self.parts:
            return [self]
        found, stack = [], [self]
        while stack:
            node = stack.pop()
            if node.parts:
                stack += reversed(node.parts)
            else:
                found.append(node)
        return found


def split(form: Linear, operator: str, values: Mapping[str, Number]) -> Split:
    """form OP 0 with every Max and Min taken apart; a comparison that would fall into very many parts stays whole."""
    whole = Split(form, operator)
    return _split(form, operator, values, [_MOST_PARTS]) or whole


class Splits:
    """Comparisons taken apart, each once where no parameter can come in."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Compare, Split]] = {}
        """With the node, so that none is freed and its identity reused."""

    def of(self, node: Compare, values: Mapping[str, Number]) -> Split:
        """left - right OP 0, every Max and Min taken apart; without values nothing may depend on any."""
        if values:
            return split(linear(((1, node.left), (-1, node.right)), values), node.operator, values)
        known = self._known.get(id(node))
        if known is None:
            left, right = node.left, node.right
            if type(left) is IntVar and type(right) is Const and type(right.value) is int:
                found = Split(Linear(((1, left),), -right.value), node.operator)
            else:
                found = split(linear(((1, left), (-1, right)), values), node.operator, values)
            known = self._known[id(node)] = (node, found)
        return known[1]


def _split(form: Linear, operator: str, values: Mapping[str, Number], left: list[int], depth: int = 0) -> Split | None:
    """The same, None where more parts are needed than are left: shared operands of nested ones would double them a level."""
    sizes = [len(term.operands) for _, term in form.terms if isinstance(term, (Max, Min))]
    left[0] -= 1
    if left[0] < 0 or depth > _DEEPEST or prod(sizes) > _MOST_PARTS:
        return None
    if not sizes or operator == "!=":
        return Split(form, operator)
    every = True
    if operator == "==":
        wanted = [(form, "<="), (form, ">=")]
    else:
        place = next(k for k, (_, term) in enumerate(form.terms) if isinstance(term, (Max, Min)))
        factor, term = form.terms[place]
        assert isinstance(term, (Max, Min))
        rest = Sum((*form.terms[:place], *form.terms[place + 1 :]), form.constant)
        every = (isinstance(term, Max) == (factor > 0)) == (operator in ("<=", "<"))
        wanted = [(linear(((1, rest), (factor, part)), values), operator) for part in term.operands]
    parts = []
    for part_form, part_operator in wanted:
        part = _split(part_form, part_operator, values, left, depth + 1)
        if part is None:
            return None
        parts.append(part)
    return Split(form, operator, every, tuple(parts))


class StandIns:
    """Whole numbers that are at least every operand of a Max (at most every operand of a Min), as one solver knows them.

    What is asserted of them says nothing of other variables, since a great (small) enough number keeps it.
    """

    def __init__(self, lowering: Lowering, add: Callable[[Clause], None]) -> None:
        self._lowering, self._add = lowering, add
        self._known: dict[tuple[int, tuple[tuple[str, Number], ...]], IntVar] = {}
        self._kept: list[Expression] = []
        """Holds what they stand for, so that no node is freed and its identity reused."""

    def below(self, form: Linear, values: Mapping[str, Number]) -> Linear:
        """A form that can be as small as the given one, with a stand-in for each Max that is added and each Min taken away."""
        terms: list[tuple[Number, Expression]] = []
        for factor, term in form.terms:
            if stands_out(factor, term):
                assert isinstance(term, (Max, Min))
                term = self._of(term, values)
            terms.append((factor, term))
        return Linear(tuple(terms), form.constant)

    def at_most(self, form: Linear, bound: Number, values: Mapping[str, Number]) -> Handle:
        """A term under which the form can be at most this, and without which nothing follows."""
        below = self.below(form, values)
        ground = self._lowering.ground(Sum(below.terms), values)
        return self._lowering.compared(below.terms, "<=", bound - below.constant, ground)

    def _of(self, term: Max | Min, values: Mapping[str, Number]) -> IntVar:
        key = (id(term), tuple([(name, values[name]) for name in parameters_of(term)]))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._lowering.stand_in()
            self._kept.append(term)
            sign = 1 if isinstance(term, Max) else -1
            for operand in term.operands:
                self._add((self.at_most(linear(((sign, operand), (-sign, found)), values), 0, values),))
        return found


def stands_out(factor: Number, term: Expression) -> bool:
    """Whether a term of a form that is made small can be replaced by a stand-in."""
    if term.sort != "int":
        return False
    return (isinstance(term, Max) and factor > 0) or (isinstance(term, Min) and factor < 0)
