"""Which way a quantity may move without breaking a wish: what the reduction of offers has to know.

A wish that only ever gains when a quantity falls (total <= 1300) is served by a cheaper offer; one that looks at it both ways
(total == 1300) is served by offers of the same amount alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from encoders.spec.parse import constant
from encoders.spec.syntax import Add, Call, Chain, Condition, Denial, Member, Name, Negative, Node, Scale

if TYPE_CHECKING:
    from collections.abc import Iterator

Direction = Literal["down", "up", "both"]
"""A truth stays true when the quantity goes down; when it goes up; only where it stays as it is."""


def directions(node: Node) -> dict[str, Direction]:
    """For every name in a wish, the way it may move while the wish keeps holding."""
    signs: dict[str, set[int]] = {}
    for name, sign in _moves(node, 1):
        signs.setdefault(name, set()).update((1, -1) if sign == 0 else (sign,))
    return {name: "both" if len(found) == 2 else "up" if 1 in found else "down" for name, found in signs.items()}


def _moves(node: Node, sign: int) -> Iterator[tuple[str, int]]:
    """Names with the sign that a rise of theirs has on the node's value, times `sign`; 0 where it has no one sign."""
    if isinstance(node, Name):
        yield node.text, sign
    elif isinstance(node, (Negative, Denial)):
        yield from _moves(node.operand, -sign)
    elif isinstance(node, Add):
        for part, operand in zip(node.signs, node.operands, strict=True):
            yield from _moves(operand, sign * part)
    elif isinstance(node, Scale):
        left, right = constant(node.left), constant(node.right)
        factor, operand = (right, node.left) if right is not None else (left, node.right)
        yield from _moves(operand, sign * _sign(factor))
    elif isinstance(node, Chain):
        for left_side, operator, right_side in zip(node.operands, node.operators, node.operands[1:], strict=False):
            rising = {"<": -1, "<=": -1, ">": 1, ">=": 1}.get(operator, 0)
            yield from _moves(left_side, sign * rising)
            yield from _moves(right_side, -sign * rising)
    elif isinstance(node, Condition):
        yield from _moves(node.left, -sign)
        yield from _moves(node.right, sign)
    else:
        unclear = isinstance(node, Member) or (isinstance(node, Call) and node.function == "abs")
        for operand in node.children:
            yield from _moves(operand, 0 if unclear else sign)


def _sign(factor: object) -> int:
    if not isinstance(factor, int) and not hasattr(factor, "numerator"):
        return 0
    return (factor > 0) - (factor < 0)  # type: ignore[operator]
