"""A text of the expression language as an Expression over named ones."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.expressions import (
    Abs,
    And,
    ChoiceVar,
    Compare,
    Const,
    Expression,
    Implies,
    Max,
    Min,
    Not,
    Or,
    Sum,
    lift,
    total,
)
from encoders.numbers import exact
from encoders.spec.names import choice, placed, unknown
from encoders.spec.parse import constant, require_truth
from encoders.spec.syntax import (
    Add,
    Both,
    Call,
    Chain,
    Condition,
    Denial,
    Either,
    Member,
    Name,
    Negative,
    Node,
    Num,
    Scale,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def lower(node: Node, observables: Mapping[str, Expression], *, where: str = "", wish: bool = True) -> Expression:
    """The expression that a text means. With `wish` it must be something that holds or not.

    Raises InputError naming the place for a name that no observable has, or a number where a truth value is needed.
    """
    try:
        return _Lowering(observables).truth(node) if wish else _Lowering(observables).any(node)
    except InputError as error:
        raise placed(error, where) from error


class _Lowering:
    def __init__(self, observables: Mapping[str, Expression]) -> None:
        self._known = observables

    def truth(self, node: Node) -> Expression:
        require_truth(node)
        found = self.any(node)
        if found.sort != "bool":
            raise InputError(
                f"{node.text if isinstance(node, Name) else 'this'} is a number, but something that holds or not is "
                "needed: compare it",
                where=node.place,
            )
        return found

    def any(self, node: Node) -> Expression:
        if isinstance(node, Num):
            return Const(node.value)
        if isinstance(node, Truth):
            return Const(node.value)
        if isinstance(node, Name):
            return self._name(node)
        if isinstance(node, Negative):
            return Sum(((-1, self.any(node.operand)),))
        if isinstance(node, Add):
            return Sum(tuple([(s, self.any(o)) for s, o in zip(node.signs, node.operands, strict=True)]))
        if isinstance(node, Scale):
            return self._scale(node)
        if isinstance(node, Call):
            return self._call(node)
        if isinstance(node, Chain):
            return self._chain(node)
        if isinstance(node, Member):
            operand = self.any(node.operand)
            if node.negated:
                return And(*[Compare(operand, "!=", lift(value)) for value in node.values])
            return Or(*[Compare(operand, "==", lift(value)) for value in node.values])
        if isinstance(node, Denial):
            return Not(self.truth(node.operand))
        if isinstance(node, Both):
            return And(*[self.truth(operand) for operand in node.operands])
        if isinstance(node, Either):
            return Or(*[self.truth(operand) for operand in node.operands])
        assert isinstance(node, Condition)
        return Implies(self.truth(node.left), self.truth(node.right))

    def _name(self, node: Name) -> Expression:
        found = self._known.get(node.text)
        if found is None:
            raise unknown(node, list(self._known))
        if isinstance(found, ChoiceVar):
            raise choice(node)
        return found

    def _family(self, node: Name) -> list[Expression]:
        before, _, after = node.text.partition("[*]")
        found = [
            expression
            for name, expression in self._known.items()
            if name.startswith(f"{before}[") and name.endswith(f"]{after}") and len(name) > len(before) + len(after) + 2
        ]
        if not found:
            raise unknown(node, list(self._known))
        return found

    def _scale(self, node: Scale) -> Expression:
        factor, operand = constant(node.right), node.left
        if factor is None:
            factor, operand = constant(node.left), node.right
        assert factor is not None
        if node.operator == "/":
            factor = exact(1 / Fraction(factor))
        return Sum(((factor, self.any(operand)),))

    def _call(self, node: Call) -> Expression:
        operands: list[Expression] = []
        for operand in node.operands:
            operands += self._family(operand) if isinstance(operand, Name) and operand.several else [self.any(operand)]
        if node.function == "sum":
            return total(operands)
        if node.function == "abs":
            if len(operands) > 1:
                raise InputError("abs takes one number, not several", where=node.place)
            return Abs(operands[0])
        return Min(*operands) if node.function == "min" else Max(*operands)

    def _chain(self, node: Chain) -> Expression:
        operands = [self.any(operand) for operand in node.operands]
        parts = [
            Compare(left, operator, right)
            for left, operator, right in zip(operands, node.operators, operands[1:], strict=False)
        ]
        return parts[0] if len(parts) == 1 else And(*parts)
