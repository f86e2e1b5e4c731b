"""Tasks and tours in CP-SAT's own constraints: intervals, cumulatives, reservoirs and circuits.

Each is enforced by its guard as a whole, so that constraints share the intervals of their tasks. Tasks that may have no length
also get their pairs, which CP-SAT's intervals do not see.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from encoders.engines.cpsat.forms import common
from encoders.engines.cpsat.model import opposite
from encoders.expressions import Compare, Const, Or, Sum
from encoders.expressions.decomposition import one_each_way

if TYPE_CHECKING:
    from encoders.engines.cpsat.lowering import Lowering
    from encoders.engines.cpsat.model import Literal
    from encoders.expressions import Circuit, Cumulative, Expression, NoOverlap, Reservoir, Task
    from encoders.numbers import Number


class Scheduling:
    """Intervals of one model, made once for each start, length and presence."""

    def __init__(self, lowering: Lowering) -> None:
        self._lowering = lowering
        self._intervals: dict[tuple[object, ...], int] = {}

    def no_overlap(self, node: NoOverlap, guard: Literal | None) -> None:
        """Of any two present tasks, one ends no later than the other starts."""
        x = self._lowering
        tasks = [t for t in node.tasks if longest(t) > 0]
        if len(tasks) > 1:
            x.model.no_overlap([self.interval(t) for t in tasks], guard)
        points = {id(t) for t in node.tasks if shortest(t) <= 0}
        for a, b in combinations(node.tasks, 2) if points else ():
            if id(a) in points or id(b) in points:
                x.require(Or(*self.apart(a, b)), guard)

    def apart(self, a: Task, b: Task) -> list[Expression]:
        """The ways in which two tasks do not overlap."""
        ways: list[Expression] = [~t.presence for t in (a, b) if t.optional]
        for first, then in ((a, b), (b, a)):
            ways.append(Compare(Sum(((1, then.start), (-1, first.start), (-1, first.duration))), ">=", Const(0)))
        self._lowering.keep(ways)
        return ways

    def cumulative(self, node: Cumulative, guard: Literal | None) -> None:
        """At every moment the demands of what runs fit into the capacity."""
        x = self._lowering
        capacity, *demands = common([x.form(node.capacity), *[x.form(demand) for demand in node.demands]])
        x.model.compare(capacity, ">=", 0, guard)
        used = [(t, demand) for t, demand in zip(node.tasks, demands, strict=True) if demand.terms or demand.constant]
        if used:
            intervals = [self.interval(t) for t, _ in used]
            x.model.cumulative(intervals, [demand for _, demand in used], capacity, guard)

    def interval(self, t: Task) -> int:
        """The interval of a task, present where the task is."""
        x = self._lowering
        start, length = x.form(t.start), x.form(t.duration)
        present = x.literal(t.presence) if t.optional else None
        key = (start.terms, length.terms, length.constant, present)
        found = self._intervals.get(key)
        if found is None:
            found = self._intervals[key] = x.model.interval(start, length, present)
        return found

    def reservoir(self, node: Reservoir, guard: Literal | None) -> None:
        """The level stays within limits; where these are decisions, it is said event by event."""
        x = self._lowering
        low, high, *changes = common([x.form(part) for part in (node.low, node.high, *[c for _, c, _ in node.events])])
        if low.terms or high.terms:
            x.require(node.parts, guard)
        elif low.constant > 0 or high.constant < 0:
            x.model.clause([], guard)
        elif node.events:
            times = common([x.form(time) for time, _, _ in node.events])
            present = [x.literal(presence) for _, _, presence in node.events]
            x.model.reservoir(list(zip(times, changes, present, strict=True)), low.constant, high.constant, guard)

    def circuit(self, node: Circuit, guard: Literal | None) -> None:
        """One closed tour through everything that is not left out."""
        x = self._lowering
        if not all(one_each_way(node)):  # a node without arcs is an error to CP-SAT
            x.model.clause([], guard)
            return
        ways: dict[tuple[int, int], list[Literal]] = {}
        for start, end, literal in node.arcs:
            ways.setdefault((start, end), []).append(x.literal(literal))
        for same in ways.values():  # CP-SAT takes one arc between two nodes
            for one, other in combinations(same, 2):
                x.model.clause([opposite(one), opposite(other)], guard)
        if node.nodes:
            one_way = [(*pair, same[0] if len(same) == 1 else x.model.any_of(same)) for pair, same in ways.items()]
            x.model.circuit(one_way, guard)


def shortest(t: Task) -> Number:
    """The least duration."""
    return t.duration.bounds[0] or 0


def longest(t: Task) -> Number:
    """The greatest duration; 1 where it is not known."""
    most = t.duration.bounds[1]
    return 1 if most is None else most
