"""Resources, levels and tours for Z3: comparisons of differences, weighted sums of truth values, and positions along a tour."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from encoders.engines.ground import grounded
from encoders.expressions import FALSE, And, Compare, Const, Cumulative, NoOverlap, Or, Sum, walk
from encoders.expressions.decomposition import first_stops, idle_ways, left_out, one_each_way, running
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from encoders.engines.z3.lowering import Clause, Ground, Lowering
    from encoders.expressions import Circuit, Expression, Task
    from encoders.numbers import Number

    Use = tuple[Task, Number]
    """A task and its demand."""


def fitting(node: Cumulative, values: Mapping[str, Number]) -> Expression:
    """A Cumulative under these parameter values, as what Z3 searches well: tasks too large for each other are put in order.

    Of the rest, what runs where a task starts is a weighted sum of truth values. A demand or capacity that is a decision leaves
    the plain decomposition.
    """
    *_, plain = grounded(walk([node]), values)
    assert isinstance(plain, Cumulative)
    capacity, demands = _known(plain.capacity), [_known(demand) for demand in plain.demands]
    used = [(t, demand) for t, demand in zip(plain.tasks, demands, strict=True) if demand is not None and demand > 0]
    if capacity is None or None in demands:
        return plain.parts
    if capacity < 0:
        return FALSE
    rules = [Or(*idle_ways(t)) for t, demand in used if demand > capacity]
    used = [(t, demand) for t, demand in used if demand <= capacity]
    return And(*rules, *_in_order(used, capacity), *_at_starts(used, capacity))


def _known(amount: Expression) -> Number | None:
    """The number that an expression without parameters has under every assignment, where that is plain to see."""
    if isinstance(amount, Const):
        return int(amount.value) if isinstance(amount.value, bool) else exact(amount.value)
    low, high = amount.bounds
    return low if low == high else None


def _apart(first: Use, other: Use, capacity: Number) -> bool:
    """Whether two tasks cannot run at the same time."""
    return first[1] + other[1] > capacity


def _in_order(used: list[Use], capacity: Number) -> Iterator[Expression]:
    """Pairs that cannot run at the same time."""
    large = [use for use in used if 2 * use[1] > capacity and use[0].duration.bounds[0]]
    if len(large) > 1:
        yield NoOverlap(tuple([t for t, _ in large]))
    members = {id(use) for use in large}
    for first, other in combinations(used, 2):
        if _apart(first, other, capacity) and not (id(first) in members and id(other) in members):
            orders: list[Expression] = [
                Compare(Sum(((1, b.start), (-1, a.start), (-1, a.duration))), ">=", Const(0))
                for (a, _), (b, _) in ((first, other), (other, first))
            ]
            yield Or(*idle_ways(first[0]), *idle_ways(other[0]), *orders)


def _at_starts(used: list[Use], capacity: Number) -> Iterator[Expression]:
    """What runs where a task starts fits beside it."""
    for place, here in enumerate(used):
        others = [use for n, use in enumerate(used) if n != place and not _apart(here, use, capacity)]
        left = capacity - here[1]
        if sum([demand for _, demand in others]) > left:
            beside = Sum(tuple([(demand, running(t, here[0])) for t, demand in others]))
            yield Or(*idle_ways(here[0]), Compare(beside, "<=", Const(left)))


def circuit(x: Lowering, node: Circuit, ground: Ground) -> Iterator[Clause]:
    """One arc leaves and one arrives everywhere; along the tour, positions grow until it is back at its first stop."""
    literals = {id(literal): x.lower(literal, ground) for _, _, literal in node.arcs}
    for arcs in one_each_way(node):
        yield (x.pseudo_boolean([(1, literals[id(literal)]) for literal in arcs], "==", 1),)
    stops = first_stops(node, left_out(node))
    positions = [x.stand_in() for _ in range(node.nodes)]
    for start, end, literal in node.arcs:
        stop = stops.get(end, FALSE)
        if start == end or stop is None:
            continue
        first = [] if stop is FALSE else [x.literal(stop, ground.values)]
        yield (x.negated(literals[id(literal)]), *first, x.apart(positions[start], positions[end], 1))
