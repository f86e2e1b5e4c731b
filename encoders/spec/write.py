"""The tree of an expression as text again, which parses to the same tree."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.numbers import to_json
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
from encoders.spec.texts import quoted

if TYPE_CHECKING:
    from encoders.numbers import Number

_ORDER: tuple[type[Node], ...] = (Condition, Either, Both, Denial, Chain, Member, Add, Scale, Negative)
"""From the loosest to the tightest; every other node stands by itself."""


def write(node: Node) -> str:
    """The text of a tree, with the brackets it needs."""
    match node:
        case Num(value=value):
            return write_number(value)
        case Truth(value=value):
            return "true" if value else "false"
        case Name(parts=parts):
            return ".".join([word if index is None else f"{word}[{_index(index)}]" for word, index in parts])
        case Negative(operand=operand):
            return f"-{_inside(operand, Negative)}"
        case Add(signs=signs, operands=operands):
            said = [f" {'+' if sign > 0 else '-'} {_inside(o, Scale)}" for sign, o in zip(signs, operands, strict=True)]
            return "".join(said).removeprefix(" + ")
        case Scale(left=left, operator=operator, right=right):
            return f"{_inside(left, Scale)} {operator} {_inside(right, Negative)}"
        case Call(function=function, operands=operands):
            return f"{function}({', '.join(map(write, operands))})"
        case Chain(operands=operands, operators=operators):
            first, *others = [_inside(operand, Add) for operand in operands]
            return " ".join([first, *[f"{o} {other}" for o, other in zip(operators, others, strict=True)]])
        case Member(operand=operand, values=values, negated=negated):
            said_values = ", ".join([write_number(value) for value in values])
            return f"{_inside(operand, Add)} {'not in' if negated else 'in'} {{{said_values}}}"
        case Denial(operand=operand):
            return f"not {_inside(operand, Denial)}"
        case Both(operands=operands):
            return " and ".join([_inside(operand, Denial) for operand in operands])
        case Either(operands=operands):
            return " or ".join([_inside(operand, Both) for operand in operands])
        case Condition(left=left, right=right):
            return f"{_inside(left, Either)} implies {_inside(right, Condition)}"
    raise TypeError(f"{type(node).__name__} is no part of the language")


def write_name(*parts: tuple[str, str | None]) -> str:
    """A name from its words and their indices, quoted where they need it: ("flight", "F1") is flight[F1]."""
    return write(Name(1, 1, parts))


def write_number(value: Number) -> str:
    """A constant: 3, -12.5, 1/3."""
    return str(to_json(value)) if isinstance(value, Fraction) else str(value)


def _inside(node: Node, place: type[Node]) -> str:
    """A part in a place that takes this kind of node or tighter ones without brackets."""
    loose = next((level for level, kind in enumerate(_ORDER) if isinstance(node, kind)), len(_ORDER))
    return f"({write(node)})" if loose < _ORDER.index(place) else write(node)


def _index(index: str) -> str:
    """Quoted where the bare words would end too early or be read otherwise."""
    if index != index.strip() or any([sign in index for sign in '[]"\\\n']):
        return quoted(index)
    return index
