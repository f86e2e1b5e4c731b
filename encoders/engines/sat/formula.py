"""A growing list of clauses, and what numbers in order encoding come to in clauses."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import TYPE_CHECKING

from encoders.engines.sat.orders import NO, YES, Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.numbers import Number

Clause = list[int]
"""Literals of which one must hold."""

_PAIRWISE = 6
"""Up to so many literals, "at most one" is said for each pair."""


class Formula:
    """Clauses over numbered variables; the first variable is true."""

    def __init__(self) -> None:
        self.top = 1
        self.clauses: list[Clause] = [[YES]]

    def fresh(self) -> int:
        """A new variable."""
        self.top += 1
        return self.top

    def add(self, clause: Clause) -> None:
        """Add a clause; literals that never hold are left out, a clause that always holds is not added."""
        if YES in clause:
            return
        self.clauses.append([literal for literal in clause if literal != NO] if NO in clause else clause)

    def number(self, values: Sequence[Number]) -> Order:
        """A new number with these ascending values."""
        first = self.top + 1
        self.top += len(values) - 1
        self.clauses += [[k, -k - 1] for k in range(first, self.top)]
        return Order(values, range(first, self.top + 1))

    # ---------------------------------------------------------------- weighted sums

    def at_most(self, terms: Sequence[tuple[Number, Order]], bound: Number, *, strict: bool = False) -> list[Clause]:
        """Clauses that together demand: sum of coefficient x number <= bound (or < bound).

        A decision diagram over the numbers (Abio and Stuckey 2014), one way only: its nodes imply what they stand for. For two
        numbers it is the usual encoding of a difference, without any node in between.
        """
        parts = [order.times(factor) for factor, order in terms if factor and len(order.values) > 1]
        rest = bound - sum([factor * order.values[0] for factor, order in terms if factor and len(order.values) == 1])
        if isinstance(rest, int) and all([isinstance(part.values, range) for part in parts]):
            whole: list[Sequence[int]] = [part.values for part in parts if isinstance(part.values, range)]
            most = rest - 1 if strict else rest
        else:
            scale = lcm(*[value.denominator for part in parts for value in part.values], 1)
            whole = [[int(value * scale) for value in part.values] for part in parts]
            limit = Fraction(rest) * scale
            most = -(-limit.numerator // limit.denominator) - 1 if strict else limit.numerator // limit.denominator
        steps = [_Level(values, part.literals) for values, part in zip(whole, parts, strict=True)]
        if len(steps) > 1 and all([len(level.values) == 2 for level in steps]):
            quick = self._cardinality(steps, most)
            if quick is not None:
                return quick
        steps.sort(key=lambda level: (len(level.values), level.values[0] - level.values[-1]))
        if len(steps) > 2:
            steps.sort(key=lambda level: level.values[0] - level.values[-1])
        return _Diagram(self, steps).demand(most)

    def _cardinality(self, steps: Sequence[_Level], most: int) -> list[Clause] | None:
        """Truth values of one weight, where "not all" or "at most one" is meant."""
        sizes = {level.values[1] - level.values[0] for level in steps}
        if len(sizes) != 1:
            return None
        allowed = (most - sum([level.values[0] for level in steps])) // sizes.pop()
        literals = [level.literals[0] for level in steps]
        if allowed == len(literals) - 1:
            return [[-literal for literal in literals]]
        if allowed == 1 and len(literals) <= _PAIRWISE:
            return [[-a, -b] for a, b in combinations(literals, 2)]
        return [[-literal] for literal in literals] if allowed == 0 else None

    def total(self, first: Order, second: Order) -> Order:
        """The sum of two numbers as a number."""
        if len(first.values) == 1:
            return second.plus(first.values[0])
        if len(second.values) == 1:
            return first.plus(second.values[0])
        values = sorted({a + b for a in first.values for b in second.values})
        found = self.number(values)
        for i, a in enumerate(first.values):
            for j, b in enumerate(second.values):
                reached = [-first.at_least(a), -second.at_least(b)] if i or j else [NO]
                self.add([*reached, found.at_least(a + b)])
                self.add([first.above(a), second.above(b), -found.above(a + b)])
        return found


@dataclass(slots=True)
class _Level:
    """One number of a sum: its ascending contributions, and the literals that say "at least the k-th"."""

    values: Sequence[int]
    literals: Sequence[int]

    @property
    def consecutive(self) -> bool:
        """Whether both go up by ones, so that a literal can be computed from a value."""
        return isinstance(self.values, range) and isinstance(self.literals, range) and self.values.step == 1


@dataclass(slots=True)
class _Frame:
    """A node being made: what the rest may come to, and what was found for each contribution so far."""

    level: int
    budget: int
    place: int = 0
    children: list[int] = field(default_factory=list)
    low: float = float("-inf")
    high: float = float("inf")


class _Diagram:
    """Nodes "the numbers from here on come to at most this", shared between all budgets they are equal for."""

    def __init__(self, formula: Formula, levels: Sequence[_Level]) -> None:
        self.formula, self.levels = formula, levels
        self.least, self.most = [0], [0]
        for level in reversed(levels):
            self.least.insert(0, self.least[0] + level.values[0])
            self.most.insert(0, self.most[0] + level.values[-1])
        self.starts: list[list[float]] = [[] for _ in levels]
        self.nodes: list[list[tuple[float, float, int]]] = [[] for _ in levels]

    def demand(self, budget: int) -> list[Clause]:
        """Clauses that keep all the numbers within a budget."""
        if budget >= self.most[0]:
            return []
        if budget < self.least[0]:
            return [[]]
        if len(self.levels) == 1:
            return [[self._last(budget)[0]]]
        if len(self.levels) == 2:
            return self._of_two(budget)
        frame = _Frame(0, budget)
        self._fill(frame)
        return self._clauses(frame)

    def _of_two(self, budget: int) -> list[Clause]:
        """The same for two numbers, without nodes: the more the first is, the less the second may be."""
        first, second = self.levels
        if first.consecutive and second.consecutive:
            return _of_consecutive(first, second, budget)
        found: list[Clause] = []
        place, before = len(second.values), len(second.values)
        for step, spent in enumerate(first.values):
            while place and second.values[place - 1] + spent > budget:
                place -= 1
            if place != before:
                clause = [-first.literals[step - 1]] if step else []
                if not place:
                    found.append(clause)
                    break
                clause.append(-second.literals[place - 1])
                found.append(clause)
                before = place
        return found

    def _known(self, level: int, budget: int) -> tuple[int, float, float] | None:
        """The literal of a node and the budgets it is good for."""
        if budget >= self.most[level]:
            return YES, self.most[level], float("inf")
        if budget < self.least[level]:
            return NO, float("-inf"), self.least[level] - 1
        if level == len(self.levels) - 1:
            return self._last(budget)
        place = bisect_right(self.starts[level], budget) - 1
        if place >= 0:
            low, high, literal = self.nodes[level][place]
            if budget <= high:
                return literal, low, high
        return None

    def _last(self, budget: int) -> tuple[int, float, float]:
        level = self.levels[-1]
        place = bisect_right(level.values, budget)
        return -level.literals[place - 1], level.values[place - 1], level.values[place] - 1

    def _fill(self, root: _Frame) -> None:
        """Find the children of a node, making what is missing (no recursion: a sum may have a thousand terms)."""
        stack = [root]
        while stack:
            frame = stack[-1]
            values = self.levels[frame.level].values
            while frame.place < len(values):
                spent = values[frame.place]
                known = self._known(frame.level + 1, frame.budget - spent)
                if known is None:
                    stack.append(_Frame(frame.level + 1, frame.budget - spent))
                    break
                literal, low, high = known
                frame.children.append(literal)
                frame.low, frame.high = max(frame.low, low + spent), min(frame.high, high + spent)
                frame.place = len(values) if literal == NO else frame.place + 1
            else:
                stack.pop()
                if stack:
                    self._keep(frame)

    def _keep(self, frame: _Frame) -> None:
        node = self.formula.fresh()
        for clause in self._clauses(frame):
            self.formula.add([-node, *clause])
        place = bisect_right(self.starts[frame.level], frame.low)
        self.starts[frame.level].insert(place, frame.low)
        self.nodes[frame.level].insert(place, (frame.low, frame.high, node))

    def _clauses(self, frame: _Frame) -> list[Clause]:
        """For each contribution: if the number comes to that, the rest stays within what is left."""
        literals, found, before = self.levels[frame.level].literals, [], YES
        for place, child in enumerate(frame.children):
            if child != before:
                condition = [-literals[place - 1]] if place else []
                found.append(condition if child == NO else [*condition, child])
            before = child
        return found


def _of_consecutive(first: _Level, second: _Level, budget: int) -> list[Clause]:
    """`_Diagram._of_two` where every literal is a sum: for each value of the first, the second is at most the rest."""
    count = len(second.values)
    shift = budget - first.values[0] - second.values[0] + 1
    """How many values of the second fit beside the first's least; one less with each step."""
    start, end = max(0, shift - count + 1), min(len(first.values), shift)
    a, b = first.literals[0] - 1, second.literals[0] - 1 + shift
    found = [[-a - step, step - b] for step in range(max(1, start), end)]
    if start == 0:
        found.insert(0, [-b])
    if end < len(first.values):
        found.append([-a - end])
    return found
