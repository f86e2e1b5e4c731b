"""A lower bound for the last end: each machine alone, with heads and tails, work cut up as one likes.

Source: Jackson's preemptive schedule (Carlier, "The one-machine sequencing problem", 1982).
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.heuristics.graph import Graph
    from encoders.heuristics.windows import Windows
    from encoders.numbers import Number


def lower_bound(graph: Graph, windows: Windows) -> Number | None:
    """No plan has a smaller objective; None where the objective is not read."""
    goal = graph.goal
    if goal is None:
        return None
    least = goal.value(windows.early)
    if len(goal.parts) != 1:
        return least
    tails = tails_of(graph)
    for machine in graph.machines:
        work = [
            (windows.early[node], length, tail - length)
            for node, length in machine
            if (tail := tails[node]) is not None
        ]
        if work:
            least = max(least, goal.constant + goal.parts[0].weight * jackson(work))
    weight = goal.parts[0].weight
    for resource in graph.resources:
        work = [
            (windows.early[node], length * demand, tail - length)
            for node, length, demand in resource.tasks
            if (tail := tails[node]) is not None and node not in resource.optional
        ]
        if work and resource.capacity > 0:
            energy = -(-sum([amount for _, amount, _ in work]) // resource.capacity)
            together = min([head for head, _, _ in work]) + energy + min([tail for _, _, tail in work])
            least = max(least, goal.constant + weight * together)
    return least


def tails_of(graph: Graph) -> list[int | None]:
    """The least time from a start to the last end, by node; None where nothing counts after it. Only for one part."""
    assert graph.goal is not None
    tails: list[int | None] = [None] * len(graph.starts)
    before: list[list[tuple[int, int]]] = [[] for _ in graph.starts]
    for arc in graph.arcs:
        if not arc.when and arc.gap > 0:
            before[arc.then].append((arc.first, arc.gap))
    moved = []
    for node, offset in graph.goal.parts[0].ends:
        if node is not None:
            known = tails[node]
            tails[node] = offset if known is None else max(offset, known)
            moved.append(node)
    for _ in range(len(graph.starts) * len(graph.starts) + 1):
        if not moved:
            break
        node = moved.pop()
        at = tails[node]
        assert at is not None
        for other, gap in before[node]:
            old = tails[other]
            if old is None or at + gap > old:
                tails[other] = at + gap
                moved.append(other)
    return tails


def jackson(work: Sequence[tuple[int, int, int]]) -> int:
    """The least possible of the greatest end + tail, for work (head, duration, tail) on one machine, preemption allowed.

    Tails may be negative; there is at least one piece of work.
    """
    order = sorted(work)
    ready: list[tuple[int, int]] = []
    now, place = order[0][0], 0
    best = max([head + length + tail for head, length, tail in order])
    while ready or place < len(order):
        if not ready:
            now = max(now, order[place][0])
        while place < len(order) and order[place][0] <= now:
            heappush(ready, (-order[place][2], order[place][1]))
            place += 1
        tail, left = heappop(ready)
        run = left if place == len(order) else min(left, order[place][0] - now)
        now += run
        if run < left:
            heappush(ready, (tail, left - run))
        else:
            best = max(best, now - tail)
    return best
