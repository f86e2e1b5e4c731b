"""How late and how early something is, and weighted sums of that; terms of objectives and of limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.expressions import Compare, Const, Max, Sum, lift

if TYPE_CHECKING:
    from collections.abc import Iterable

    from encoders.expressions import Expression, Operand
    from encoders.numbers import Number


def tardiness(end: Expression, due: Operand) -> Expression:
    """By how much an end is later than due, at least 0."""
    return Max(Const(0), Sum(((1, end), (-1, lift(due)))))


def earliness(end: Expression, due: Operand) -> Expression:
    """By how much an end is earlier than due, at least 0."""
    return Max(Const(0), Sum(((-1, end), (1, lift(due)))))


def late(end: Expression, due: Operand) -> Expression:
    """Whether an end is later than due; counts 1 in a sum."""
    return Compare(end, ">", lift(due))


def weighted(terms: Iterable[tuple[Number, Expression]]) -> Expression:
    """The sum of weight x amount, without those of weight 0."""
    return Sum(tuple([(weight, amount) for weight, amount in terms if weight]))
