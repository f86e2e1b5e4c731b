"""How much work a problem's texts mean, counted before anything is expanded."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.spec.indexed.syntax import Add, Braces, Call, Family, Loop, Node, Num, Range, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.spec.indexed.data import Data
    from encoders.spec.indexed.scope import Rule

MOST_STEPS = 3_000_000
"""Parts that are visited while a problem is built: some seconds."""


def require_moderate(rules: Iterable[Rule], data: Data, variables: Mapping[str, Sequence[str]]) -> None:
    """Raise InputError naming the text with which the work gets too much."""
    total = 0
    sizes = {name: len(group.members) for name, group in data.sets.items()}
    longest = max([size for name, size in sizes.items() if data.sets[name].whole], default=1)
    for rule in rules:
        steps = _Count(sizes, longest).steps(rule.node)
        if rule.place.startswith("variables"):
            name = rule.place.partition("] ")[2].partition(",")[0]
            steps *= prod([sizes[group] for group in variables[name]])
        total += steps
        if total > MOST_STEPS:
            raise InputError(
                f"this comes to {steps:,} parts when it is written out"
                + (f", {total:,} with what stands before" if total != steps else "")
                + f", more than the {MOST_STEPS:,} that can be built; use smaller sets or fewer nested for",
                where=f"{rule.place}, {rule.node.place}",
            )


class _Count:
    def __init__(self, sizes: Mapping[str, int], longest: int) -> None:
        self._sizes = sizes
        self._longest = longest

    def steps(self, node: Node) -> int:
        """Visits of a part, at most."""
        if isinstance(node, Family):
            return self._looped(node.loops, self.steps(node.body))
        if isinstance(node, Call):
            return 1 + self._looped(node.loops, sum([self.steps(operand) for operand in node.operands]))
        return 1 + sum([self.steps(child) for child in node.children])

    def _looped(self, loops: tuple[Loop, ...], body: int) -> int:
        inner = body
        for loop in reversed(loops):
            each = inner + sum([self.steps(found) for found in loop.filters]) + 1
            inner = max(1, self.size(loop.members)) * each
        return inner

    def size(self, node: Node) -> int:
        """Members of a set expression, at most."""
        if isinstance(node, Ref) and node.name in self._sizes:
            return self._sizes[node.name]
        if isinstance(node, Braces):
            return sum([self.size(item) for item in node.items])
        if isinstance(node, Range):
            if isinstance(node.low, Num) and isinstance(node.high, Num):
                return max(0, int(node.high.value) - int(node.low.value) + 1)
            return self._longest
        if isinstance(node, Add):
            return sum([self.size(part) for sign, part in zip(node.signs, node.operands, strict=True) if sign > 0])
        return 1
