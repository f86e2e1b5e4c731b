"""The exact value of a text of the expression language over named numbers: the second checker of what `lower` builds."""

from __future__ import annotations

import operator as arithmetic
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.spec.names import choice, placed, unknown
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
    from collections.abc import Callable, Mapping

    from encoders.numbers import Number

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "<": arithmetic.lt, "<=": arithmetic.le, "==": arithmetic.eq, "!=": arithmetic.ne, ">=": arithmetic.ge,
    ">": arithmetic.gt,
}  # fmt: skip


def value(node: Node, numbers: Mapping[str, Any], *, where: str = "") -> bool | Number:
    """What a text comes to. Raises InputError naming the place for a name without a number, or a number taken for a truth."""
    try:
        found = _value(node, numbers)
    except InputError as error:
        raise placed(error, where) from error
    if isinstance(found, Fraction) and found.denominator == 1:
        return found.numerator
    return found


def _value(node: Node, numbers: Mapping[str, bool | Number]) -> bool | Number:
    match node:
        case Num(value=value) | Truth(value=value):
            return value
        case Name():
            if node.text not in numbers:
                raise unknown(node, list(numbers))
            if isinstance(numbers[node.text], str):
                raise choice(node)
            return numbers[node.text]
        case Negative(operand=operand):
            return -_number(operand, numbers)
        case Add(signs=signs, operands=operands):
            return sum([sign * _number(operand, numbers) for sign, operand in zip(signs, operands, strict=True)])
        case Scale(left=left, operator="*", right=right):
            return _number(left, numbers) * _number(right, numbers)
        case Scale(left=left, right=right):
            return _number(left, numbers) / _number(right, numbers)
        case Call(function=function, operands=operands):
            return _called(function, [found for operand in operands for found in _listed(operand, numbers)], node)
        case Chain(operands=operands, operators=operators):
            values = [_number(operand, numbers) for operand in operands]
            return all([_COMPARED[o](a, b) for o, a, b in zip(operators, values, values[1:], strict=False)])
        case Member(operand=operand, values=values, negated=negated):
            return (_number(operand, numbers) in [Fraction(value) for value in values]) != negated
        case Denial(operand=operand):
            return not _truth(operand, numbers)
        case Both(operands=operands):
            return all([_truth(operand, numbers) for operand in operands])
        case Either(operands=operands):
            return any([_truth(operand, numbers) for operand in operands])
        case Condition(left=left, right=right):
            premise, conclusion = _truth(left, numbers), _truth(right, numbers)
            return conclusion or not premise
    raise TypeError(f"{type(node).__name__} is no part of the language")


def _number(node: Node, numbers: Mapping[str, bool | Number]) -> Fraction:
    """A truth value counts 1 or 0."""
    return Fraction(_value(node, numbers))


def _truth(node: Node, numbers: Mapping[str, bool | Number]) -> bool:
    found = _value(node, numbers)
    if not isinstance(found, bool):
        raise InputError("this is a number, but something that holds or not is needed: compare it", where=node.place)
    return found


def _listed(node: Node, numbers: Mapping[str, bool | Number]) -> list[Fraction]:
    """One number, or those of a family."""
    if not isinstance(node, Name) or not node.several:
        return [_number(node, numbers)]
    start, end = node.text.split("*", 1)
    inside = [name for name in numbers if name.startswith(start) and name[len(start) :].endswith(end)]
    found = [Fraction(numbers[name]) for name in inside if len(name) > len(start) + len(end)]
    if not found:
        raise unknown(node, list(numbers))
    return found


def _called(function: str, values: list[Fraction], node: Node) -> Fraction:
    if function == "abs":
        if len(values) > 1:
            raise InputError("abs takes one number, not several", where=node.place)
        return abs(values[0])
    if function == "sum":
        return sum(values, Fraction(0))
    return min(values) if function == "min" else max(values)
