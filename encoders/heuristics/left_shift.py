"""The earliest starts with the same order: what a schedule becomes when everything moves to the left."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from encoders.expressions import Expression
    from encoders.heuristics.graph import Graph


def left_shifted(graph: Graph, starts: Sequence[int], holds: Callable[[Expression], bool] | None = None) -> list[int]:
    """No start is later than it was, and every arc and pair that was kept is still kept (a semi-active schedule).

    `holds` says whether a condition does; without it conditional arcs and pairs count as if they did. Pairs that were in
    conflict stay as they were.
    """
    truth: dict[int, bool] = {}

    def counts(when: tuple[Expression, ...]) -> bool:
        if holds is None:
            return True
        for condition in when:
            if id(condition) not in truth:
                truth[id(condition)] = holds(condition)
            if not truth[id(condition)]:
                return False
        return True

    count = len(starts)
    after: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for arc in graph.arcs:
        if starts[arc.then] - starts[arc.first] >= arc.gap and (not arc.when or counts(arc.when)):
            after[arc.first].append((arc.then, arc.gap))
    for pair in graph.pairs:
        if pair.when and not counts(pair.when):
            continue
        apart = starts[pair.b] - starts[pair.a]
        if apart >= pair.a_first:
            after[pair.a].append((pair.b, pair.a_first))
        elif -apart >= pair.b_first:
            after[pair.b].append((pair.a, pair.b_first))
    early = [min(low, start) for low, start in zip(graph.release, starts, strict=True)]
    queue = deque(sorted(range(count), key=starts.__getitem__))
    waiting = [True] * count
    while queue:
        node = queue.popleft()
        waiting[node] = False
        at = early[node]
        for other, gap in after[node]:
            if early[other] < at + gap:
                early[other] = at + gap
                if not waiting[other]:
                    waiting[other] = True
                    queue.append(other)
    return early
