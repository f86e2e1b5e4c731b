"""Time windows of starts, and the pairs whose order they decide.

Source: heads and tails by longest paths, and immediate selection (Carlier, Pinson, "An algorithm for solving the job-shop
problem", 1989). Everything is true of the plans that the graph and the bound allow, and of those only.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from encoders.heuristics.graph import Graph
    from encoders.numbers import Number

_MOST_STEPS = 20
OPEN, A_FIRST, B_FIRST, APART = 0, 1, 2, 3
"""Where a pair stands: undecided, decided, or apart whatever happens."""


@dataclass(slots=True)
class Windows:
    """Earliest and latest starts, and how each pair stands. `possible` is False where there is no plan."""

    early: list[int]
    late: list[int]
    order: list[int]
    possible: bool = True


class Tightening:
    """Windows of one graph that only get tighter: with objective bounds, with decided pairs."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        count = len(graph.starts)
        self._after: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self._before: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self.windows = Windows(list(graph.release), list(graph.latest), [OPEN] * len(graph.pairs), graph.possible)
        for arc in graph.arcs:
            if not arc.when:
                self._add(arc.first, arc.then, arc.gap)
        self._undecided = [k for k, pair in enumerate(graph.pairs) if not pair.when]
        self._spread(range(count), range(count))
        self._settle()

    def copy(self) -> Tightening:
        """The same, to go on with by itself."""
        found = object.__new__(Tightening)
        w = self.windows
        found.graph = self.graph
        found.windows = Windows(list(w.early), list(w.late), list(w.order), w.possible)
        found._after = [list(arcs) for arcs in self._after]
        found._before = [list(arcs) for arcs in self._before]
        found._undecided = list(self._undecided)
        return found

    def at_most(self, most: Number) -> None:
        """Tighten for plans whose objective is at most this."""
        goal, w = self.graph.goal, self.windows
        while goal is not None and w.possible:
            lowered = []
            for node, limit in goal.cut(w.early, most):
                if node is None:
                    w.possible = False
                elif limit < w.late[node]:
                    w.late[node] = limit
                    lowered.append(node)
            old = list(w.early)
            self._spread((), lowered)
            self._settle()
            if w.early == old or not lowered:
                break

    def _add(self, first: int, then: int, gap: int) -> None:
        self._after[first].append((then, gap))
        self._before[then].append((first, gap))

    def _spread(self, raised: Iterable[int], lowered: Iterable[int]) -> None:
        """Carry later early starts and earlier late starts along the arcs, until nothing moves or a window is empty."""
        w = self.windows
        early, late = w.early, w.late
        for moved, arcs, sign, bound in (
            (list(raised), self._after, 1, early),
            (list(lowered), self._before, -1, late),
        ):
            if not w.possible:
                return
            queue = deque(moved if sign == 1 else reversed(moved))
            waiting = set(moved)
            steps = _MOST_STEPS * (len(early) + len(self.graph.arcs) + len(self.graph.pairs))
            while queue and steps:
                steps -= 1  # a cycle that cannot be kept would push its starts up one by one
                node = queue.popleft()
                waiting.discard(node)
                at = bound[node]
                if early[node] > late[node]:
                    w.possible = False
                    return
                for other, gap in arcs[node]:
                    reached = at + sign * gap
                    if (reached - bound[other]) * sign > 0:
                        bound[other] = reached
                        if other not in waiting:
                            waiting.add(other)
                            queue.append(other)

    def _settle(self) -> None:
        """Decide what the windows decide, and carry the decisions on."""
        w, pairs = self.windows, self.graph.pairs
        early, late = w.early, w.late
        again = True
        while again and w.possible:
            again = False
            still = []
            raised, lowered = [], []
            for k in self._undecided:
                pair = pairs[k]
                a, b = pair.a, pair.b
                a_can, b_can = early[a] + pair.a_first <= late[b], early[b] + pair.b_first <= late[a]
                if late[a] + pair.a_first <= early[b] or late[b] + pair.b_first <= early[a]:
                    w.order[k] = APART
                elif a_can and b_can:
                    still.append(k)
                elif not a_can and not b_can:
                    w.possible = False
                    return
                elif a_can:
                    w.order[k] = A_FIRST
                    self._add(a, b, pair.a_first)
                    raised.append(a)
                    lowered.append(b)
                else:
                    w.order[k] = B_FIRST
                    self._add(b, a, pair.b_first)
                    raised.append(b)
                    lowered.append(a)
            self._undecided = still
            if raised:
                self._spread(raised, lowered)
                again = True


def longest(graph: Graph) -> Windows:
    """The windows that hold in every plan of the question."""
    return Tightening(graph).windows
