"""Tabu search over the orders of machines: swaps at the ends of critical blocks, the length of each estimated.

Source: Nowicki, Smutnicki, "A fast taboo search algorithm for the job shop problem" (1996); the estimate is Taillard's (1994). It
works on what is a job shop: each start on at most one machine, distances forwards only, the last end to be made early. Some
hundred steps cost less than one probe of a solver and often save many.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.heuristics.graph import Graph

_NONE = -1
_FAR = 2**62
_TENURE = (6, 12)
"""For so many steps a swapped pair is not swapped back."""
_PATIENCE = 250
"""Steps without a better schedule before the search goes back to the best one and shakes it."""
_SHAKES = (2, 6)


def shop_of(graph: Graph) -> Shop | None:
    """The graph as a job shop; None where it is none."""
    goal = graph.goal
    if goal is None or len(goal.parts) != 1 or not graph.machines:
        return None
    count = len(graph.starts)
    machine, length = [_NONE] * count, [0] * count
    for number, members in enumerate(graph.machines):
        for node, duration in members:
            if machine[node] != _NONE:
                return None
            machine[node], length[node] = number, duration
    if len(graph.pairs) != sum([len(m) * (len(m) - 1) // 2 for m in graph.machines]):
        return None
    if any([pair.when for pair in graph.pairs]) or any([arc.when or arc.gap < 0 for arc in graph.arcs]):
        return None
    return Shop(graph, machine, length)


class Shop:
    """A schedule of a job shop that can be changed step by step."""

    def __init__(self, graph: Graph, machine: list[int], length: list[int]) -> None:
        count = len(graph.starts)
        self._graph, self._machine, self._length = graph, machine, length
        self._release = list(graph.release)
        self._before: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self._after: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        for arc in graph.arcs:
            self._before[arc.then].append((arc.first, arc.gap))
            self._after[arc.first].append((arc.then, arc.gap))
        assert graph.goal is not None
        self._own = [-_FAR] * count
        self.least = 0
        """The last end can be no earlier than this whatever the order is."""
        for node, offset in graph.goal.parts[0].ends:
            if node is None:
                self.least = max(self.least, offset)
            else:
                self._own[node] = max(self._own[node], offset)
        self._left, self._right = [_NONE] * count, [_NONE] * count
        self._order: list[int] = []
        self._place = [0] * count
        self._head, self._tail = [0] * count, [0] * count

    def load(self, starts: Sequence[int]) -> None:
        """Take over the order of a schedule that keeps everything."""
        count, length = len(starts), self._length
        self._order = self._sorted(starts)
        self._left, self._right = [_NONE] * count, [_NONE] * count
        last: dict[int, int] = {}
        for place, node in enumerate(self._order):
            self._place[node] = place
            number = self._machine[node]
            if number != _NONE:
                before = last.get(number, _NONE)
                self._left[node] = before
                if before != _NONE:
                    self._right[before] = node
                last[number] = node
        assert len(length) == count
        self._heads(0)
        self._tails(count - 1)

    def _sorted(self, starts: Sequence[int]) -> list[int]:
        """Nodes by start; among those of one start, along the arcs, and what takes no time first."""
        waits = [len(arcs) for arcs in self._before]
        rank = [0] * len(starts)
        ready = [node for node, count in enumerate(waits) if not count]
        number = 0
        while ready:
            node = ready.pop()
            number += 1
            rank[node] = number
            for other, _ in self._after[node]:
                waits[other] -= 1
                if not waits[other]:
                    ready.append(other)
        return sorted(
            range(len(starts)), key=lambda node: (starts[node], starts[node] + self._length[node], rank[node])
        )

    def starts(self) -> list[int]:
        """The earliest starts in this order."""
        return list(self._head)

    def last_end(self) -> int:
        """The last end."""
        return max(self.least, max([head + tail for head, tail in zip(self._head, self._tail, strict=True)]))

    def _heads(self, place: int) -> None:
        head, left, length, before, release = self._head, self._left, self._length, self._before, self._release
        for node in self._order[place:]:
            at = release[node]
            for other, gap in before[node]:
                reached = head[other] + gap
                if reached > at:
                    at = reached
            other = left[node]
            if other >= 0:
                reached = head[other] + length[other]
                if reached > at:
                    at = reached
            head[node] = at

    def _tails(self, place: int) -> None:
        tail, right, length, after, own = self._tail, self._right, self._length, self._after, self._own
        for node in self._order[place::-1]:
            most = own[node]
            for other, gap in after[node]:
                reached = tail[other] + gap
                if reached > most:
                    most = reached
            other = right[node]
            if other >= 0:
                reached = tail[other] + length[node]
                if reached > most:
                    most = reached
            tail[node] = most

    def swap(self, first: int, then: int) -> bool:
        """Exchange two neighbours on a machine; False, with nothing changed, where a circle would come of it."""
        order, place, left, right = self._order, self._place, self._left, self._right
        low, high = place[first], place[then]
        moved, kept, marked = [first], [], {first}
        for node in order[low + 1 : high]:
            before = left[node]
            if before in marked or any([other in marked for other, _ in self._before[node]]):
                marked.add(node)
                moved.append(node)
            else:
                kept.append(node)
        if any([other in marked for other, _ in self._before[then]]):
            return False
        order[low : high + 1] = [*kept, then, *moved]
        for offset in range(low, high + 1):
            place[order[offset]] = offset
        before, after = left[first], right[then]
        left[then], right[then], left[first], right[first] = before, first, then, after
        if before >= 0:
            right[before] = then
        if after >= 0:
            left[after] = first
        self._heads(low)
        self._tails(high)
        return True

    def estimate(self, first: int, then: int) -> int:
        """About the last end after a swap: the longest way through one of the two."""
        head, tail, length = self._head, self._tail, self._length
        at, later = self._release[then], self._release[first]
        rest, more = self._own[first], self._own[then]
        for other, gap in self._before[then]:
            if head[other] + gap > at:
                at = head[other] + gap
        other = self._left[first]
        if other >= 0 and head[other] + length[other] > at:
            at = head[other] + length[other]
        for other, gap in self._before[first]:
            if head[other] + gap > later:
                later = head[other] + gap
        if at + length[then] > later:
            later = at + length[then]
        for other, gap in self._after[first]:
            if tail[other] + gap > rest:
                rest = tail[other] + gap
        other = self._right[then]
        if other >= 0 and tail[other] + length[first] > rest:
            rest = tail[other] + length[first]
        for other, gap in self._after[then]:
            if tail[other] + gap > more:
                more = tail[other] + gap
        return max(at + more, at + length[then] + rest, later + rest)

    def swaps(self, rng: Random) -> list[tuple[int, int]]:
        """The first and last neighbours of each block of one critical path."""
        head, tail, right, length = self._head, self._tail, self._right, self._length
        last = max([h + t for h, t in zip(head, tail, strict=True)])
        critical = [node for node in self._order if head[node] + tail[node] == last]
        first = [node for node in critical if head[node] == self._release[node]]
        blocks: list[list[int]] = []
        node = first[rng.randrange(len(first))] if first else critical[0]
        while True:
            if not blocks or self._machine[blocks[-1][-1]] != self._machine[node]:
                blocks.append([node])
            else:
                blocks[-1].append(node)
            ways = []
            at, rest = head[node], tail[node]
            other = right[node]
            if other >= 0 and head[other] == at + length[node] and tail[other] + length[node] == rest:
                ways.append(other)
            ways += [o for o, gap in self._after[node] if head[o] == at + gap and tail[o] + gap == rest]
            if not ways:
                break
            node = ways[0] if len(ways) == 1 else ways[rng.randrange(len(ways))]
        found: dict[tuple[int, int], None] = {}
        for number, block in enumerate(blocks):
            if len(block) > 1:
                if number or len(blocks) == 1:
                    found[block[0], block[1]] = None
                if number < len(blocks) - 1 or len(blocks) == 1:
                    found[block[-2], block[-1]] = None
        return [(a, b) for a, b in found if right[a] == b]


def improved(shop: Shop, starts: Sequence[int], *, steps: int, seed: int = 0, enough: int | None = None) -> list[int]:
    """The best schedule found in so many steps from this one, at least as good; ends early where its last end is `enough`."""
    rng = Random(seed)
    shop.load(starts)
    best, best_starts = shop.last_end(), shop.starts()
    tabu: dict[tuple[int, int], int] = {}
    stale = 0
    for step in range(steps):
        if enough is not None and best <= enough:
            break
        if stale > _PATIENCE:
            shop.load(best_starts)
            tabu.clear()
            stale = 0
            for _ in range(rng.randint(*_SHAKES)):
                ways = shop.swaps(rng)
                if ways:
                    shop.swap(*ways[rng.randrange(len(ways))])
        ways = shop.swaps(rng)
        if not ways:
            if stale == 0:
                break  # one machine, or one chain of work, decides the last end: nothing is better
            stale = _PATIENCE + 1
            continue
        a, b = ways[rng.randrange(len(ways))]
        least = _FAR
        for way in ways:
            about = shop.estimate(*way)
            if about < least and (about < best or tabu.get(way, 0) <= step):
                least, (a, b) = about, way
        if not shop.swap(a, b):
            tabu[a, b] = step + _TENURE[1]
            stale += 1
            continue
        tabu[b, a] = step + rng.randint(*_TENURE)
        last = shop.last_end()
        if last < best:
            best, best_starts, stale = last, shop.starts(), 0
        else:
            stale += 1
    return best_starts
