"""A problem's weighted sums as a program for Z3's simplex: yes-or-no decisions are numbers from 0 to 1, whole or not.

What is not linear is left out, so the program may allow more than the problem: what it refuses is refused, and what it finds has
to be looked at by the evaluator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.z3.api import Handle, handles
from encoders.expressions import And, Clauses, Compare, Expression, Implies, Not, Or, PseudoBoolean
from encoders.linear import Linear, linear
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from encoders.engines.local import Ascent
    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number

_Row = tuple[Linear, str]
"""A linear form that compares so with 0."""


class Program:
    """Constants for whatever the rows add up, each within the bounds of what it stands for; `whole` makes them integers."""

    def __init__(self, session: Z3Session, ascent: Ascent, *, whole: bool) -> None:
        self._lowering, self._context, self._whole = session.lowering, session.context, whole
        self._numbers: dict[int, Handle] = {}
        self._nodes: dict[Handle, Expression] = {}
        self.terms: list[Handle] = []
        """Everything required."""
        question = ascent.question
        for constraint in session.problem.constraints:
            group = constraint.group
            if group is None or group not in session.switchable or group in question.on:
                for form, operator in rows(constraint.expression, question.values):
                    if form.terms and not (whole and form.real):
                        self.terms.append(self.row(form, operator))
        for entry in ascent.fixed:
            form = linear(((1, entry.objective.expression),), question.values)
            if form.terms and not (whole and form.real):
                limit = Linear(form.terms, form.constant - entry.value)
                self.terms.append(self.row(limit, "<=" if entry.objective.sense == "minimise" else ">="))

    def row(self, form: Linear, operator: str) -> Handle:
        """A form with terms compares so with 0."""
        context, scale = self._context, form.scale()
        make = {"<=": context.lib.mk_le, ">=": context.lib.mk_ge, "==": context.lib.mk_eq}[operator]
        terms, constant = form.scaled(scale)
        return context.require(make(context.ref, self.sum(terms), self._numeral(-constant)))

    def sum(self, terms: list[tuple[int, Expression]]) -> Handle:
        """The sum of weighted terms, of which there is at least one."""
        lib, ref = self._context.lib, self._context.ref
        parts = []
        for weight, term in terms:
            factors = handles([self._numeral(weight), self._number(term)])
            parts.append(self._context.require(lib.mk_mul(ref, 2, factors)))
        return self._context.require(lib.mk_add(ref, len(parts), handles(parts)))

    @property
    def numbers(self) -> dict[Handle, Expression]:
        """The constants, each with what it stands for."""
        return self._nodes

    def _numeral(self, value: Number) -> Handle:
        return self._lowering.numeral(value, not self._whole)

    def _number(self, node: Expression) -> Handle:
        found = self._numbers.get(id(node))
        if found is None:
            lib, ref = self._context.lib, self._context.ref
            if isinstance(node, Not):
                less = self._context.require(lib.mk_unary_minus(ref, self._number(node.operand)))
                found = self._context.require(lib.mk_add(ref, 2, handles([self._numeral(1), less])))
            else:
                found = self._context.constant(self._context.int_sort if self._whole else self._context.real_sort)
                self._nodes[found] = node
                for limit, make in zip(node.bounds, (lib.mk_ge, lib.mk_le), strict=True):
                    if limit is not None:
                        self.terms.append(make(ref, found, self._numeral(exact(limit))))
            self._numbers[id(node)] = found
        return found


def rows(root: Expression, values: Mapping[str, Number]) -> Iterator[_Row]:
    """What an expression demands of weighted sums; the parts that demand nothing of the kind are left out."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, And):
            stack += node.operands
        elif isinstance(node, Clauses):
            for row in node.rows():
                negative = sum([number < 0 for number in row])
                terms = tuple([(1 if number > 0 else -1, node.variables[abs(number) - 1]) for number in row])
                yield Linear(terms, negative - 1), ">="
        elif isinstance(node, Or):
            form = linear([(1, operand) for operand in node.operands], values)
            yield Linear(form.terms, form.constant - 1), ">="
        elif isinstance(node, Implies):
            yield linear(((1, node.consequence), (-1, node.condition)), values), ">="
        elif isinstance(node, PseudoBoolean):
            form = linear(node.terms, values)
            yield Linear(form.terms, form.constant - node.bound), node.operator
        elif isinstance(node, Compare) and node.operator != "!=":
            strict = {"<": "<=", ">": ">="}
            yield linear(((1, node.left), (-1, node.right)), values), strict.get(node.operator, node.operator)
