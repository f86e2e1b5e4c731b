"""Conditions of indexed texts as expressions: as far as constants decide them, nothing is left to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.expressions import And, Compare, Expression, Iff, Implies, Not, Or, lift
from encoders.spec.indexed.combine import compared, joined, key_of
from encoders.spec.indexed.syntax import Both, Chain, Condition, Denial, Either, Equivalence, Inside

if TYPE_CHECKING:
    from collections.abc import Callable

    from encoders.spec.indexed.combine import Plain, Value
    from encoders.spec.indexed.expand import Expansion
    from encoders.spec.indexed.syntax import Node

    Bound = dict[str, Plain]

MOST_VALUES = 1_024
"""Values of a written set that a decision is compared with."""


def _chain(e: Expansion, node: Chain, bound: Bound) -> bool | Expression:
    values = [e.value(operand, bound) for operand in node.operands]
    parts = [
        compared(left, operator, right, part)
        for left, operator, right, part in zip(values, node.operators, values[1:], node.operands[1:], strict=False)
    ]
    return joined(parts)


def _inside(e: Expansion, node: Inside, bound: Bound) -> bool | Expression:
    operand, members = e.value(node.operand, bound), e.members(node.members, bound)
    if not isinstance(operand, Expression):
        plain = int(operand) if isinstance(operand, bool) else operand
        keys = members if isinstance(members, range) else {key_of(member) for member in members}
        return (key_of(plain) in keys) != node.negated
    if isinstance(members, range) and operand.sort != "real":
        found: Expression = And(
            Compare(operand, ">=", lift(members.start)), Compare(operand, "<=", lift(members.stop - 1))
        )
        return Not(found) if node.negated else found
    if len(members) > MOST_VALUES:
        raise InputError(
            f"a decision can be compared with at most {MOST_VALUES:,} values, not {len(members):,}",
            where=node.place,
        )
    options = Or(*[Compare(operand, "==", lift(member)) for member in members])  # type: ignore[arg-type]
    return Not(options) if node.negated else options


def _denial(e: Expansion, node: Denial, bound: Bound) -> bool | Expression:
    found = e.truth(node.operand, bound)
    return ~found if isinstance(found, Expression) else not found


def _both(e: Expansion, node: Both, bound: Bound) -> bool | Expression:
    parts: list[bool | Expression] = []
    for operand in node.operands:
        parts.append(e.truth(operand, bound))
        if parts[-1] is False:
            return False
    return joined(parts)


def _either(e: Expansion, node: Either, bound: Bound) -> bool | Expression:
    open_: list[Expression] = []
    for operand in node.operands:
        found = e.truth(operand, bound)
        if isinstance(found, Expression):
            open_.append(found)
        elif found:
            return True
    return (open_[0] if len(open_) == 1 else Or(*open_)) if open_ else False


def _condition(e: Expansion, node: Condition, bound: Bound) -> bool | Expression:
    premise = e.truth(node.left, bound)
    if not isinstance(premise, Expression):
        return e.truth(node.right, bound) if premise else True
    conclusion = e.truth(node.right, bound)
    if isinstance(conclusion, Expression):
        return Implies(premise, conclusion)
    return True if conclusion else ~premise


def _equivalence(e: Expansion, node: Equivalence, bound: Bound) -> bool | Expression:
    left, right = e.truth(node.left, bound), e.truth(node.right, bound)
    if isinstance(left, Expression) and isinstance(right, Expression):
        return Iff(left, right)
    if isinstance(left, Expression) or isinstance(right, Expression):
        part, known = (left, right) if isinstance(left, Expression) else (right, left)
        assert isinstance(part, Expression)
        return part if known else ~part
    return left == right


LOGIC: dict[type[Node], Callable[[Expansion, Any, Bound], Value]] = {
    Chain: _chain,
    Inside: _inside,
    Denial: _denial,
    Both: _both,
    Either: _either,
    Condition: _condition,
    Equivalence: _equivalence,
}
"""How each condition is written out, by the kind of its node."""
