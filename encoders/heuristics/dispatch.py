"""Schedules by dispatching: the next task is one of those that could disturb the earliest end, chosen by a priority rule.

Source: Giffler, Thompson, "Algorithms for solving production-scheduling problems" (1960), over any arcs and pairs. Starts are
kept after one another by gaps of at least 0; a longest gap (an arc back) is not looked at, and the schedule may then be refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from encoders.heuristics.graph import Graph
    from encoders.heuristics.windows import Windows

    Priority = Callable[[int, int], float]
    """Node and its earliest start now -> its rank; the least goes first."""
TRIES = 300
"""Schedules made before the best of them is taken (measured: more gain nothing on shops of 10 x 10)."""
FEW_TRIES = 60
"""The same where another search goes on from the best of them."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What dispatching needs of a graph, made once."""

    release: list[int]
    after: list[list[tuple[int, int]]]
    """Gaps, at least 0, to nodes that come later."""
    waits: list[int]
    """How many of them lead to a node."""
    rivals: list[list[tuple[int, int]]]
    """Nodes of which only one is at work at a time, and the gap after this node."""
    length: list[int]
    placed: list[tuple[int, int]]
    """Nodes that cannot move, and where they are."""
    around: list[list[tuple[int, int, int]]]
    """Per node: fixed starts, the gap needed before them and the gap after them."""


def floor_of(graph: Graph, windows: Windows) -> Floor:
    """Look at the graph once; conditional arcs and pairs count as if their conditions held."""
    count = len(graph.starts)
    after: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    waits = [0] * count
    rivals: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    around: list[list[tuple[int, int, int]]] = [[] for _ in range(count)]
    fixed = [low == high for low, high in zip(graph.release, graph.latest, strict=True)]
    length = [0] * count
    same = {(arc.first, arc.then) for arc in graph.arcs if arc.gap == 0}
    for arc in graph.arcs:
        together = arc.gap == 0 and arc.first > arc.then and (arc.then, arc.first) in same
        if arc.gap >= 0 and not together:
            after[arc.first].append((arc.then, arc.gap))
            if not fixed[arc.first]:
                waits[arc.then] += 1
            length[arc.first] = length[arc.first] or arc.gap
    if graph.goal is not None:
        for part in graph.goal.parts:
            for node, offset in part.ends:
                if node is not None:
                    length[node] = length[node] or max(0, offset)
    for pair in graph.pairs:
        for first, then, gap, back in (
            (pair.a, pair.b, pair.a_first, pair.b_first),
            (pair.b, pair.a, pair.b_first, pair.a_first),
        ):
            if fixed[then]:
                around[first].append((graph.release[then], gap, back))
            elif not fixed[first]:
                rivals[first].append((then, gap))
            length[first] = gap if not length[first] else min(gap, length[first])
    placed = [(node, graph.release[node]) for node in range(count) if fixed[node]]
    for entries in around:
        entries.sort()
    return Floor(list(windows.early), after, waits, rivals, length, placed, around)


def dispatched(floor: Floor, priority: Priority) -> list[int] | None:
    """The starts of one schedule; None where the gaps lead in a circle."""
    early, waits = list(floor.release), list(floor.waits)
    after, rivals, length, around = floor.after, floor.rivals, floor.length, floor.around
    count = len(early)
    done = [False] * count
    for node, start in floor.placed:
        done[node] = True
        early[node] = start
        for other, gap in after[node]:
            early[other] = max(early[other], start + gap)
    ready = [node for node in range(count) if not done[node] and not waits[node]]
    for node in ready:
        if around[node]:
            early[node] = _beside(early[node], around[node])
    while ready:
        first = min([early[node] + length[node] for node in ready])
        lead = next(node for node in ready if early[node] + length[node] == first)
        chosen = lead
        rank: float = priority(lead, early[lead])
        for node, _ in rivals[lead]:
            if not done[node] and not waits[node] and early[node] < first:
                found = priority(node, early[node])
                if found < rank:
                    chosen, rank = node, found
        done[chosen] = True
        ready.remove(chosen)
        start = early[chosen]
        for other, gap in rivals[chosen]:
            if not done[other] and early[other] < start + gap:
                early[other] = start + gap
                if around[other] and not waits[other]:
                    early[other] = _beside(early[other], around[other])
        for other, gap in after[chosen]:
            if early[other] < start + gap:
                early[other] = start + gap
            waits[other] -= 1
            if not waits[other] and not done[other]:
                ready.append(other)
                if around[other]:
                    early[other] = _beside(early[other], around[other])
    return early if all(done) else None


def _beside(start: int, fixed: Sequence[tuple[int, int, int]]) -> int:
    """The first start from here on that keeps away from what cannot move."""
    again = True
    while again:
        again = False
        for at, gap, back in fixed:
            if start + gap > at and at + back > start:
                start, again = at + back, True
    return start


def schedules(graph: Graph, windows: Windows, seed: int = 0, tries: int = TRIES) -> Iterator[list[int]]:
    """Starts of many schedules: by most work left, shortest task, earliest start, least slack; then by work left, shaken."""
    floor = floor_of(graph, windows)
    left = _work_left(graph, floor)
    length, late, rng = floor.length, windows.late, Random(seed)
    rules: list[Priority] = [
        lambda node, start: -left[node],
        lambda node, start: length[node],
        lambda node, start: start,
        lambda node, start: late[node] - start,
        lambda node, start: -left[node] / (length[node] or 1),
    ]
    for number in range(tries):
        if number < len(rules):
            rule = rules[number]
        else:
            width = 1.2 * rng.random()
            weight = [amount * (1 + width * (rng.random() - 0.5)) for amount in left]
            rule = _by(weight)
        found = dispatched(floor, rule)
        if found is None:
            return
        yield found


def _by(weight: Sequence[float]) -> Priority:
    return lambda node, start: -weight[node]


def _work_left(graph: Graph, floor: Floor) -> list[int]:
    """The longest chain of gaps and lengths from each node."""
    left = list(floor.length)
    moved = list(range(len(left)))
    before: list[list[tuple[int, int]]] = [[] for _ in left]
    for node, arcs in enumerate(floor.after):
        for then, gap in arcs:
            before[then].append((node, gap))
    steps = len(left) * (len(left) + 1)
    while moved and steps:
        steps -= 1
        node = moved.pop()
        for other, gap in before[node]:
            if left[node] + gap > left[other]:
                left[other] = left[node] + gap
                moved.append(other)
    return left
