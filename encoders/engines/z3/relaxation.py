"""A bound from the linear relaxation: yes-or-no decisions become numbers from 0 to 1, and Z3's exact simplex does the rest.

Where offers are nearly interchangeable the relaxation is often as good as the problem, and proves in milliseconds what a search
over their combinations does not prove in minutes. What is not linear is left out, which can only make the bound weaker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.linear import Linear, linear
from encoders.engines.z3.api import TRUE, Handle, handles
from encoders.engines.z3.optimizer import Optimizer
from encoders.expressions import And, Clauses, Compare, Expression, Implies, Not, Or, PseudoBoolean
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from encoders.engines.local import Ascent
    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number

_Row = tuple[Linear, str]
"""A linear form that compares so with 0."""


def bound(session: Z3Session, ascent: Ascent, turn: int) -> Number | None:
    """No assignment is better than this; None where the relaxation has no limit or was not solved in its turn."""
    program, question = _Program(session), ascent.question
    for constraint in session.problem.constraints:
        group = constraint.group
        if group is None or group not in session.switchable or group in question.on:
            for form, operator in rows(constraint.expression, question.values):
                program.require(form, operator)
    for entry in ascent.fixed:
        form = linear(((1, entry.objective.expression),), question.values)
        limit = Linear(form.terms, form.constant - entry.value)
        program.require(limit, "<=" if entry.objective.sense == "minimise" else ">=")
    target = linear(((1, ascent.goal.expression),), question.values)
    minimise = ascent.sign == 1
    if not target.terms:
        return target.constant
    with Optimizer(session, program.finished()) as optimizer:
        optimizer.aim(program.sum(target), minimise=minimise)
        if optimizer.ask(ascent.deadline, turn) != TRUE:
            return None
        infinite, value, _ = optimizer.bound(minimise=minimise)
    return None if infinite else exact(value + target.constant)


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


class _Program:
    """Real constants for whatever the rows add up: each lies within the bounds of what it stands for."""

    def __init__(self, session: Z3Session) -> None:
        self._lowering, self._context = session.lowering, session.context
        self._numbers: dict[int, Handle] = {}
        self._terms: list[Handle] = []

    def require(self, form: Linear, operator: str) -> None:
        """A form compares so with 0."""
        lib, ref = self._context.lib, self._context.ref
        if form.terms:
            make = {"<=": lib.mk_le, ">=": lib.mk_ge, "==": lib.mk_eq}[operator]
            right = self._lowering.numeral(exact(-form.constant), True)
            self._terms.append(self._context.require(make(ref, self.sum(form), right)))

    def sum(self, form: Linear) -> Handle:
        """The weighted terms of a form, its constant left out."""
        lib, ref = self._context.lib, self._context.ref
        parts = []
        for weight, term in form.terms:
            factor = self._lowering.numeral(exact(weight), True)
            parts.append(self._context.require(lib.mk_mul(ref, 2, handles([factor, self._number(term)]))))
        return self._context.require(lib.mk_add(ref, len(parts), handles(parts)))

    def _number(self, node: Expression) -> Handle:
        found = self._numbers.get(id(node))
        if found is None:
            lib, ref = self._context.lib, self._context.ref
            if isinstance(node, Not):
                one = self._lowering.numeral(1, True)
                less = self._context.require(lib.mk_unary_minus(ref, self._number(node.operand)))
                found = self._context.require(lib.mk_add(ref, 2, handles([one, less])))
            else:
                found = self._context.constant(self._context.real_sort)
                for limit, make in zip(node.bounds, (lib.mk_ge, lib.mk_le), strict=True):
                    if limit is not None:
                        self._terms.append(make(ref, found, self._lowering.numeral(limit, True)))
            self._numbers[id(node)] = found
        return found

    def finished(self) -> list[Handle]:
        """Everything required."""
        return self._terms
