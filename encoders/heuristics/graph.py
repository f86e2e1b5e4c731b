"""What of a problem is a disjunctive graph: whole-number starts, least distances between them, pairs with two possible orders.

Source of the graph: Roy, Sussmann, "Les problemes d'ordonnancement avec contraintes disjonctives" (1964). Only the constraints
that hold in one question are read. What cannot be read is left out and makes the graph incomplete: everything derived from it is
still true of the question, but a schedule made from it may be refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from encoders.engines.ground import bounds_under
from encoders.heuristics.goal import Goal, goal_of
from encoders.heuristics.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from encoders.expressions import Expression, IntVar, Task
    from encoders.numbers import Number
    from encoders.problem import Objective, Problem


@dataclass(frozen=True, slots=True)
class Arc:
    """start[then] - start[first] >= gap, where every expression of `when` holds."""

    first: int
    then: int
    gap: int
    when: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Either start[b] - start[a] >= a_first or start[a] - start[b] >= b_first, where every expression of `when` holds.

    `whole`: it comes from a NoOverlap and says all that this says of the two.
    """

    a: int
    b: int
    a_first: int
    b_first: int
    when: tuple[Expression, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Resource:
    """(node, duration, demand) of tasks that may be at work together while their demands fit the capacity."""

    tasks: tuple[tuple[int, int, int], ...]
    capacity: int
    optional: frozenset[int] = frozenset()
    """Nodes that may be absent."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Starts are nodes, by number. Windows hold in every plan of the question; arcs and pairs may have conditions.

    `machines` are sets of nodes with durations (node, duration) of which no two overlap, all present.
    """

    starts: tuple[IntVar, ...]
    release: tuple[int, ...]
    """Earliest start."""
    latest: tuple[int, ...]
    """Latest start."""
    arcs: tuple[Arc, ...]
    pairs: tuple[Pair, ...]
    machines: tuple[tuple[tuple[int, int], ...], ...]
    resources: tuple[Resource, ...]
    goal: Goal | None
    """The objective, to be minimised; None where it is no sum of ends and tardinesses."""
    complete: bool
    """Whether every constraint of the question was read."""
    possible: bool = True
    """False where some constraint cannot hold whatever the starts are."""
    number: dict[IntVar, int] = field(default_factory=dict, compare=False, repr=False)
    """Start variable -> node."""


def graph_of(
    problem: Problem,
    values: Mapping[str, Number],
    *,
    without: Iterable[str] = (),
    goal: Objective | None = None,
    switchable_only: bool = False,
) -> Graph:
    """Read what holds in a question: every constraint whose group is not among `without`.

    `values` gives every parameter's number. With `switchable_only` nothing but the declared bounds and the constraints without a
    group are read: what holds whatever is switched off.
    """
    gone = set(without)
    reader = Reader(values)
    for constraint in problem.constraints:
        if constraint.group is None or (constraint.group not in gone and not switchable_only):
            reader.read(constraint.expression)
    number = reader.number
    arcs = [Arc(number[a], number[b], gap, when) for a, b, gap, when in reader.arcs]
    pairs = [Pair(number[a], number[b], ab, ba, when) for a, b, ab, ba, when in reader.pairs]
    machines = []
    for tasks in reader.machines:
        found, more = _machine(tasks, number, values)
        pairs += more
        if len(found) > 1:
            machines.append(found)
    resources = []
    for tasks, demands, capacity in reader.resources:
        whole, more = _resource(tasks, demands, capacity, number, values)
        resources.append(whole)
        pairs += more
    aim = goal_of(goal, values, number) if goal is not None else None
    starts = tuple(number)
    return Graph(
        starts,
        tuple([reader.low.get(v, v.lo) for v in starts]),
        tuple([reader.high.get(v, v.hi) for v in starts]),
        tuple(arcs),
        tuple(pairs),
        tuple(machines),
        tuple(resources),
        aim,
        reader.complete,
        reader.possible,
        number,
    )


def _machine(
    tasks: tuple[Task, ...], number: dict[IntVar, int], values: Mapping[str, Number]
) -> tuple[tuple[tuple[int, int], ...], list[Pair]]:
    """The tasks that are always there as a machine, and all pairs; durations are the shortest ones where they vary."""
    reach = [bounds_under(t.duration, values) for t in tasks]
    lengths = [int(low or 0) for low, _ in reach]
    fixed = all([low == high for low, high in reach])
    pairs = []
    for j, b in enumerate(tasks):
        for i in range(j):
            a = tasks[i]
            if a.start is not b.start:
                when = tuple([t.presence for t in (a, b) if t.optional])
                pairs.append(Pair(number[a.start], number[b.start], lengths[i], lengths[j], when, fixed))
    there = tuple([(number[t.start], d) for t, d in zip(tasks, lengths, strict=True) if not t.optional])
    return there, pairs


def _resource(
    tasks: tuple[Task, ...],
    demands: list[int],
    capacity: int,
    number: dict[IntVar, int],
    values: Mapping[str, Number],
) -> tuple[Resource, list[Pair]]:
    """The tasks with their shortest durations, and as pairs those that do not fit beside each other."""
    entries = [
        (number[t.start], int(bounds_under(t.duration, values)[0] or 0), d) for t, d in zip(tasks, demands, strict=True)
    ]
    pairs = []
    for j, (b, b_length, b_demand) in enumerate(entries):
        for i in range(j):
            a, a_length, a_demand = entries[i]
            if a != b and a_length and b_length and a_demand + b_demand > capacity:
                when = tuple([t.presence for t in (tasks[i], tasks[j]) if t.optional])
                pairs.append(Pair(a, b, a_length, b_length, when))
    optional = frozenset([number[t.start] for t in tasks if t.optional])
    return Resource(tuple(entries), capacity, optional), pairs
