"""How much work a problem's texts mean, counted before anything is expanded."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.spec.indexed.data import MOST_MEMBERS
from encoders.spec.indexed.spread import Spreads
from encoders.spec.indexed.syntax import Add, Braces, Call, Family, Inside, Loop, Node, Range, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.spec.indexed.data import Data
    from encoders.spec.indexed.scope import Rule
    from encoders.spec.indexed.spread import Bound

MOST_STEPS = 3_000_000
"""Parts that are visited while a problem is built: some seconds."""


def require_moderate(rules: Iterable[Rule], data: Data, variables: Mapping[str, Sequence[str]]) -> None:
    """Raise InputError naming the text with which the work gets too much."""
    total = 0
    count = _Count(data)
    for rule in rules:
        bound: Bound = {}
        times = 1
        if rule.place.startswith("variables"):
            index = variables[rule.place.partition("] ")[2].partition(",")[0]]
            bound = {name: count.spreads.of_set(group) for name, group in zip(rule.names, index, strict=False)}
            times = prod([len(data.sets[group].members) for group in index])
        steps = times * count.steps(rule.node, bound)
        total += steps
        if total > MOST_STEPS:
            raise InputError(
                f"this comes to {_about(steps)} parts when it is written out"
                + (f", {_about(total)} with what stands before" if total != steps else "")
                + f", more than the {MOST_STEPS:,} that can be built; use smaller sets or fewer nested for",
                where=f"{rule.place}, {rule.node.place}",
            )


def require_few(members: object, place: str) -> None:
    """Raise InputError for a range that is too long to be listed."""
    if isinstance(members, range) and members.stop - members.start > MOST_MEMBERS:
        raise InputError(
            f"this goes over {members.stop - members.start:,} numbers; a for or a set has at most {MOST_MEMBERS:,}",
            where=place,
        )


def _about(steps: int) -> str:
    return f"{steps:,}" if steps < 10**15 else "more than 10^15"


class _Count:
    def __init__(self, data: Data) -> None:
        self._sets = data.sets
        self.spreads = Spreads(data, self.size)

    def steps(self, node: Node, bound: Bound) -> int:
        """Visits of a part, at most; `bound` are the names of loops around it."""
        if isinstance(node, Family):
            return self._looped(node.loops, (node.body,), bound)
        if isinstance(node, Call) and node.function in ("first", "last", "len"):
            return 1 + self.size(node.operands[0], bound)
        if isinstance(node, Call):
            return 1 + self._looped(node.loops, node.operands, bound)
        if isinstance(node, Inside):
            listed = 0 if isinstance(node.members, Range) else self.size(node.members, bound)
            return 1 + self.steps(node.operand, bound) + listed
        return 1 + sum([self.steps(child, bound) for child in node.children])

    def _looped(self, loops: tuple[Loop, ...], bodies: tuple[Node, ...], bound: Bound) -> int:
        if not loops:
            return sum([self.steps(body, bound) for body in bodies])
        first, *rest = loops
        inner = {**bound, first.name: self.spreads.of_members(first.members, bound)}
        each = 1 + sum([self.steps(found, inner) for found in first.filters]) + self._looped(tuple(rest), bodies, inner)
        return max(1, self.size(first.members, bound)) * each

    def size(self, node: Node, bound: Bound) -> int:
        """Members of a set expression, at most."""
        if isinstance(node, Ref) and node.name in self._sets and node.name not in bound:
            return len(self._sets[node.name].members)
        if isinstance(node, Braces):
            return sum([self.size(item, bound) for item in node.items])
        if isinstance(node, Range):
            spread = self.spreads.of_members(node, bound)
            return MOST_MEMBERS if spread is None else max(0, int(spread[1] - spread[0]) + 1)
        if isinstance(node, Add):
            return sum(
                [self.size(part, bound) for sign, part in zip(node.signs, node.operands, strict=True) if sign > 0]
            )
        return 1
