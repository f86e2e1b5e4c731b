"""The tree of an indexed expression as text again, which parses to the same tree."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.numbers import to_json
from encoders.spec.indexed.syntax import (
    Add,
    Alternative,
    Both,
    Braces,
    Call,
    Chain,
    Condition,
    Denial,
    Either,
    Equivalence,
    Family,
    Inside,
    Loop,
    Negative,
    Node,
    Num,
    Over,
    Power,
    Range,
    Ref,
    Text,
    Times,
    Truth,
)
from encoders.spec.texts import quoted

if TYPE_CHECKING:
    from encoders.numbers import Number

_ORDER: tuple[type[Node] | tuple[type[Node], ...], ...] = (
    Alternative, Equivalence, Condition, Either, Both, Denial, (Chain, Inside), Range, Add, (Times, Over), Negative, Power,
)  # fmt: skip
"""From the loosest to the tightest; every other node stands by itself."""
_ANY, _IFF, _IMPLIED, _EITHER, _BOTH, _DENIAL, _COMPARED, _SPAN, _ADD, _TIMES, _SIGNED, _POWER, _ATOM = range(13)


def write(node: Node) -> str:
    """The text of a tree, with the brackets it needs."""
    match node:
        case Num(value=value):
            return write_number(value)
        case Truth(value=value):
            return "true" if value else "false"
        case Text(value=value):
            return quoted(value)
        case Ref(name=name, indices=indices):
            return f"{name}[{', '.join(map(write, indices))}]" if indices else name
        case Call(function=function, operands=operands, loops=loops):
            return f"{function}({', '.join(map(write, operands))}{_loops(loops)})"
        case Family(body=body, loops=loops):
            return f"{write(body)}{_loops(loops)}"
        case Braces(items=items):
            return f"{{{', '.join([_inside(item, _SPAN) for item in items])}}}"
        case Range(low=low, high=high):
            return f"{_inside(low, _ADD)}..{_inside(high, _ADD)}"
        case Negative(operand=operand):
            return f"-{_inside(operand, _SIGNED)}"
        case Power(base=base, exponent=exponent):
            return f"{_inside(base, _ATOM)} ** {_inside(exponent, _SIGNED)}"
        case Add(signs=signs, operands=operands):
            said = [
                f" {'+' if sign > 0 else '-'} {_inside(o, _TIMES)}" for sign, o in zip(signs, operands, strict=True)
            ]
            return "".join(said).removeprefix(" + ")
        case Times(left=left, right=right):
            return f"{_inside(left, _TIMES)} * {_inside(right, _SIGNED)}"
        case Over(left=left, right=right):
            return f"{_inside(left, _TIMES)} / {_inside(right, _SIGNED)}"
        case _:
            return _write_truth(node)


def _write_truth(node: Node) -> str:
    match node:
        case Chain(operands=operands, operators=operators):
            first, *others = [_inside(operand, _ADD) for operand in operands]
            return " ".join([first, *[f"{o} {other}" for o, other in zip(operators, others, strict=True)]])
        case Inside(operand=operand, members=members, negated=negated):
            return f"{_inside(operand, _ADD)} {'not in' if negated else 'in'} {_inside(members, _SPAN)}"
        case Denial(operand=operand):
            return f"not {_inside(operand, _DENIAL)}"
        case Both(operands=operands):
            return " and ".join([_inside(operand, _DENIAL) for operand in operands])
        case Either(operands=operands):
            return " or ".join([_inside(operand, _BOTH) for operand in operands])
        case Condition(left=left, right=right):
            return f"{_inside(left, _EITHER)} implies {_inside(right, _IMPLIED)}"
        case Equivalence(left=left, right=right):
            return f"{_inside(left, _IMPLIED)} iff {_inside(right, _IFF)}"
        case Alternative(then=then, condition=condition, otherwise=otherwise):
            return f"{_inside(then, _IFF)} if {_inside(condition, _IFF)} else {_inside(otherwise, _ANY)}"
    raise TypeError(f"{type(node).__name__} is no part of the language")


def write_number(value: Number) -> str:
    """A constant that stands by itself: 3, 12.5, (1/3)."""
    text = str(to_json(value)) if isinstance(value, Fraction) else str(value)
    return f"({text})" if "/" in text else text


def _loops(loops: tuple[Loop, ...]) -> str:
    return "".join(
        [
            f" for {loop.name} in {_inside(loop.members, _SPAN)}"
            + "".join([f" if {_inside(found, _IFF)}" for found in loop.filters])
            for loop in loops
        ]
    )


def _inside(node: Node, place: int) -> str:
    """A part in a place that takes nodes of this level or tighter ones without brackets."""
    loose = next((level for level, kind in enumerate(_ORDER) if isinstance(node, kind)), len(_ORDER))
    return f"({write(node)})" if loose < place else write(node)
