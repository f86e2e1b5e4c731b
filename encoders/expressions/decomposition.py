"""Global constraints said with comparisons and truth values only, for where an engine has nothing of its own for them.

What stands here is equivalent, also under a negation. The evaluator does not use it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.expressions.arithmetic import Product, Sum
from encoders.expressions.leaves import FALSE, Const
from encoders.expressions.logic import And, Compare, Not, Or, PseudoBoolean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.expressions.base import Expression
    from encoders.expressions.global_constraints import Circuit, Cumulative, Reservoir, Task
    from encoders.numbers import Number


def cumulative_parts(node: Cumulative) -> Expression:
    """The limit can only be passed where a task starts: what runs there, itself included, fits."""
    rules: list[Expression] = [Compare(node.capacity, ">=", Const(0))]
    for place, (here, own) in enumerate(zip(node.tasks, node.demands, strict=True)):
        used: list[tuple[Number, Expression]] = [(-1, node.capacity), (1, own)]
        for n, (other, demand) in enumerate(zip(node.tasks, node.demands, strict=True)):
            if n != place:
                used.append(weighed(running(other, here), demand))
        fits = Compare(Sum(tuple(used)), "<=", Const(0))
        idle = idle_ways(here)
        rules.append(Or(*idle, fits) if idle else fits)
    return And(*rules)


def running(other: Task, here: Task) -> Expression:
    """Whether a task runs at the moment at which another one starts."""
    started = Compare(Sum(((1, here.start), (-1, other.start))), ">=", Const(0))
    going = Compare(Sum(((1, here.start), (-1, other.start), (-1, other.duration))), "<", Const(0))
    return And(other.presence, started, going) if other.optional else And(started, going)


def idle_ways(t: Task) -> list[Expression]:
    """The ways in which a task uses nothing: it is absent, or has no length."""
    found: list[Expression] = [Not(t.presence)] if t.optional else []
    if not t.duration.bounds[0]:
        found.append(Compare(t.duration, "<=", Const(0)))
    return found


def weighed(condition: Expression, amount: Expression) -> tuple[Number, Expression]:
    """An amount where a condition holds, else 0, as a term of a sum."""
    if isinstance(amount, Const):
        return (int(amount.value) if isinstance(amount.value, bool) else amount.value), condition
    return 1, Product((condition, amount))


def reservoir_parts(node: Reservoir) -> Expression:
    """The level changes only at events: at each one that happens, all that have happened by then are within the limits."""
    zero = Const(0)
    rules: list[Expression] = [Compare(node.low, "<=", zero), Compare(node.high, ">=", zero)]
    for time, _, presence in node.events:
        level: list[tuple[Number, Expression]] = []
        for other, amount, happens in node.events:
            if other is time and happens is presence:
                level.append((1, amount))
            else:
                before = Compare(Sum(((1, other), (-1, time))), "<=", zero)
                level.append(weighed(before if _certain(happens) else And(happens, before), amount))
        within = And(
            Compare(Sum((*level, (-1, node.high))), "<=", zero), Compare(Sum((*level, (-1, node.low))), ">=", zero)
        )
        rules.append(within if _certain(presence) else Or(Not(presence), within))
    return And(*rules)


def _certain(presence: Expression) -> bool:
    return isinstance(presence, Const) and bool(presence.value)


def one_each_way(node: Circuit) -> list[list[Expression]]:
    """Sets of arcs of which exactly one holds: those that leave a node, and those that arrive."""
    leaving: list[list[Expression]] = [[] for _ in range(node.nodes)]
    arriving: list[list[Expression]] = [[] for _ in range(node.nodes)]
    for start, end, literal in node.arcs:
        leaving[start].append(literal)
        arriving[end].append(literal)
    return [*leaving, *arriving]


def left_out(node: Circuit) -> list[Expression | None]:
    """For each node the truth value that leaves it out; None where nothing can."""
    found: list[list[Expression]] = [[] for _ in range(node.nodes)]
    for start, end, literal in node.arcs:
        if start == end:
            found[start].append(literal)
    return [(loops[0] if len(loops) == 1 else Or(*loops)) if loops else None for loops in found]


def first_stops(node: Circuit, loops: Sequence[Expression | None]) -> dict[int, Expression | None]:
    """Nodes at which the tour may be said to start, with the condition for it (None: always).

    That is a node which cannot be left out, else the first that is not.
    """
    fixed = next((place for place, loop in enumerate(loops) if loop is None), None)
    if fixed is not None:
        return {fixed: None}
    found: dict[int, Expression | None] = {}
    before: list[Expression] = []
    for place, loop in enumerate(loops):
        assert loop is not None
        found[place] = And(*before, Not(loop))
        before.append(loop)
    return found


def circuit_parts(node: Circuit) -> Expression:
    """One arc leaves and one arrives everywhere, and every node is reached from the first within so many steps."""
    rules: list[Expression] = [
        PseudoBoolean(tuple([(1, literal) for literal in arcs]), "==", 1) for arcs in one_each_way(node)
    ]
    loops = left_out(node)
    stops = first_stops(node, loops)
    into: list[list[tuple[int, Expression]]] = [[] for _ in range(node.nodes)]
    for start, end, literal in node.arcs:
        if start != end:
            into[end].append((start, literal))
    reached: list[Expression] = []
    for place in range(node.nodes):
        condition = stops.get(place, FALSE)
        reached.append(And() if condition is None else condition)
    for _ in range(node.nodes - 1):
        reached = [
            Or(reached[place], *[And(reached[start], literal) for start, literal in into[place]])
            for place in range(node.nodes)
        ]
    for place, loop in enumerate(loops):
        rules.append(reached[place] if loop is None else Or(loop, reached[place]))
    return And(*rules)
