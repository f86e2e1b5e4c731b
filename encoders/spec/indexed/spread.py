"""Between which numbers a constant text can lie, without computing it for every member: how long a range can be."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.spec.indexed.syntax import Add, Alternative, Braces, Call, Negative, Node, Num, Over, Range, Ref, Times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from encoders.numbers import Number
    from encoders.spec.indexed.data import Data

Spread = tuple["Number", "Number"]
"""The least and the greatest value."""
Bound = dict[str, "Spread | None"]
"""Names that loops bind, each with the numbers it stands for; None where they are names, or cannot be told."""


class Spreads:
    """Interval arithmetic over the parameters of a problem. `size` counts the members of a set expression."""

    def __init__(self, data: Data, size: Callable[[Node, Bound], int]) -> None:
        self._data = data
        self._size = size
        self._of_parameter: dict[str, Spread | None] = {}
        self._of_members: dict[int, Spread | None] = {}
        """By node: each stands at one place, under the same names; sums in ranges in sums would double the work per level."""

    def of_set(self, name: str) -> Spread | None:
        """The least and greatest member of a declared set of whole numbers."""
        group = self._data.sets[name]
        return _hull([(member, member) for member in group.members if isinstance(member, int)]) if group.whole else None

    def of_members(self, node: Node, bound: Bound) -> Spread | None:
        """Of the members of a set expression."""
        if id(node) not in self._of_members:
            self._of_members[id(node)] = self._members(node, bound)
        return self._of_members[id(node)]

    def _members(self, node: Node, bound: Bound) -> Spread | None:
        if isinstance(node, Ref) and node.name in self._data.sets and node.name not in bound:
            return self.of_set(node.name)
        if isinstance(node, Range):
            low, high = [self.of(end, bound) for end in (node.low, node.high)]
            return None if low is None or high is None else (low[0], high[1])
        if isinstance(node, Braces):
            return _hull([self.of_members(item, bound) for item in node.items])
        if isinstance(node, Add) and self._is_set(node.operands[0], bound):
            parts = zip(node.signs, node.operands, strict=True)
            return _hull([self.of_members(part, bound) for sign, part in parts if sign > 0])
        return self.of(node, bound)

    def of(self, node: Node, bound: Bound) -> Spread | None:
        """Of a number; None where it cannot be told."""
        match node:
            case Num(value=value):
                return value, value
            case Ref(name=name):
                return bound[name] if name in bound else self._parameter(name)
            case Negative(operand=operand):
                return _times(self.of(operand, bound), (-1, -1))
            case Add(signs=signs, operands=operands):
                return _sum([_times(self.of(o, bound), (s, s)) for s, o in zip(signs, operands, strict=True)])
            case Times(left=left, right=right):
                return _times(self.of(left, bound), self.of(right, bound))
            case Over(left=left, right=right):
                below = self.of(right, bound)
                if below is None or below[0] <= 0 <= below[1]:
                    return None
                return _times(self.of(left, bound), (1 / Fraction(below[1]), 1 / Fraction(below[0])))
            case Alternative(then=then, otherwise=otherwise):
                return _hull([self.of(then, bound), self.of(otherwise, bound)])
            case Call():
                return self._called(node, bound)
        return None

    def _called(self, node: Call, bound: Bound) -> Spread | None:
        if node.function in ("first", "last"):
            return self.of_members(node.operands[0], bound)
        if node.function == "len":
            return 0, self._size(node.operands[0], bound)
        inner, count = dict(bound), 1
        for loop in node.loops:
            count *= self._size(loop.members, inner)
            inner[loop.name] = self.of_members(loop.members, inner)
        found = [self.of(operand, inner) for operand in node.operands]
        if node.function == "sum":
            several = (0, count)
            return _sum([_times(part, several) for part in found])
        whole = _hull(found)
        if whole is None or node.function not in ("min", "max", "abs", "ceil", "floor", "round"):
            return None
        if node.function == "abs":
            most = max(-whole[0], whole[1])
            return -most, most
        return whole if node.function in ("min", "max") else (whole[0] - 1, whole[1] + 1)

    def _parameter(self, name: str) -> Spread | None:
        if name not in self._of_parameter:
            numbers = self._data.parameters.get(name)
            self._of_parameter[name] = None if not numbers else (min(numbers.values()), max(numbers.values()))
        return self._of_parameter[name]

    def _is_set(self, node: Node, bound: Bound) -> bool:
        if isinstance(node, Add):
            return self._is_set(node.operands[0], bound)
        declared = isinstance(node, Ref) and node.name in self._data.sets and node.name not in bound
        return declared or isinstance(node, (Range, Braces))


def _hull(parts: Iterable[Spread | None]) -> Spread | None:
    found = list(parts)
    known = [part for part in found if part is not None]
    if not known or len(known) != len(found):
        return None
    return min([low for low, _ in known]), max([high for _, high in known])


def _sum(parts: Iterable[Spread | None]) -> Spread | None:
    found = list(parts)
    known = [part for part in found if part is not None]
    if len(known) != len(found):
        return None
    return sum([low for low, _ in known], 0), sum([high for _, high in known], 0)


def _times(left: Spread | None, right: Spread | None) -> Spread | None:
    if left is None or right is None:
        return None
    ends = [a * b for a in left for b in right]
    return min(ends), max(ends)
