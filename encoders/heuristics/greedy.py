"""Schedules of projects with resources: tasks one after the other, each at the first time at which everything allows it.

Source: the serial schedule generation scheme with priority rules (Kolisch, "Serial and parallel resource-constrained project
scheduling methods revisited", 1996). It takes any graph: resources, pairs that must be apart, distances forwards.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from encoders.heuristics.graph import Graph
    from encoders.heuristics.windows import Windows

TRIES = 60
"""Schedules made before the best of them is taken."""


class Yard:
    """What placing tasks needs of a graph, made once; conditions count as if they held."""

    def __init__(self, graph: Graph, release: Sequence[int]) -> None:
        count = len(graph.starts)
        self._release, self._graph = list(release), graph
        self.before: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        """Nodes that come earlier, and the gap from them."""
        same = {(arc.first, arc.then) for arc in graph.arcs if arc.gap == 0}
        for arc in graph.arcs:
            together = arc.gap == 0 and arc.first > arc.then and (arc.then, arc.first) in same
            if arc.gap >= 0 and not together:
                self.before[arc.then].append((arc.first, arc.gap))
        self._apart: list[list[tuple[int, int, int]]] = [[] for _ in range(count)]
        for pair in graph.pairs:
            self._apart[pair.a].append((pair.b, pair.a_first, pair.b_first))
            self._apart[pair.b].append((pair.a, pair.b_first, pair.a_first))
        self._uses: list[list[tuple[int, int, int]]] = [[] for _ in range(count)]
        for number, resource in enumerate(graph.resources):
            for node, duration, demand in resource.tasks:
                if duration and demand:
                    self._uses[node].append((number, duration, demand))
        self.fixed = [node for node in range(count) if graph.release[node] == graph.latest[node]]

    def placed(self, rank: Callable[[int], float], latest: Sequence[int] | None = None) -> list[int] | None:
        """The starts where the free task of least rank is always the next.

        None where distances lead in a circle, and as soon as a task starts after its latest start, where these are given.
        """
        count = len(self._release)
        starts: list[int | None] = [None] * count
        running: list[list[tuple[int, int, int]]] = [[] for _ in self._graph.resources]
        for node in self.fixed:
            self._put(node, self._graph.release[node], starts, running)
        left = [node for node in range(count) if starts[node] is None]
        while left:
            free = [node for node in left if all([starts[other] is not None for other, _ in self.before[node]])]
            if not free:
                return None
            node = min(free, key=rank)
            left.remove(node)
            start = self._first(node, starts, running)
            if latest is not None and start > latest[node]:
                return None
            self._put(node, start, starts, running)
        return [start for start in starts if start is not None]

    def _put(self, node: int, start: int, starts: list[int | None], running: list[list[tuple[int, int, int]]]) -> None:
        starts[node] = start
        for number, duration, demand in self._uses[node]:
            running[number].append((start, start + duration, demand))

    def _first(self, node: int, starts: list[int | None], running: list[list[tuple[int, int, int]]]) -> int:
        """The first start that everything placed so far allows."""
        at = self._release[node]
        for other, gap in self.before[node]:
            start = starts[other]
            if start is not None:
                at = max(at, start + gap)
        while True:
            later = at
            for other, gap, back in self._apart[node]:
                start = starts[other]
                if start is not None and later + gap > start and start + back > later:
                    later = start + back
            for number, duration, demand in self._uses[node]:
                later = max(later, self._room(later, duration, demand, number, running[number]))
            if later == at:
                return at
            at = later

    def _room(self, at: int, duration: int, demand: int, number: int, running: list[tuple[int, int, int]]) -> int:
        """The first time from `at` on at which the resource has room, as far as one look tells."""
        capacity = self._graph.resources[number].capacity
        near = [entry for entry in running if entry[0] < at + duration and at < entry[1]]
        for moment in {at, *[start for start, _, _ in near if start > at]}:
            over = [(end, used) for start, end, used in near if start <= moment < end]
            if sum([used for _, used in over]) + demand > capacity and over:
                return min([end for end, _ in over])
        return at


def projects(graph: Graph, windows: Windows, seed: int = 0, tries: int = TRIES) -> Iterator[list[int]]:
    """Starts of many schedules: by least late start, then the same shaken."""
    yard, rng = Yard(graph, windows.early), Random(seed)
    late = windows.late
    width = max([1, *[high - low for low, high in zip(windows.early, late, strict=True)]])
    tails = [float(value) for value in late]
    for number in range(tries):
        shake = 0.0 if number == 0 else 0.3 * width * rng.random()
        weight = [value + shake * rng.random() for value in tails]
        found = yard.placed(weight.__getitem__)
        if found is None:
            return
        yield found


def in_order(graph: Graph, starts: Sequence[int]) -> list[int] | None:
    """The schedule that comes of placing the tasks by their starts: none is later, where only distances forwards were kept."""
    return Yard(graph, graph.release).placed(starts.__getitem__)
