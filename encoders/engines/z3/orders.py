"""A solver for one question about the order of tasks, in which everything that holds in the question is a fact.

It is loaded without guards, and without what the windows of the starts already decide. It must be thrown away with the question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.ground import bounds_under
from encoders.engines.z3.extrema import StandIns
from encoders.engines.z3.solver import LiveSolver
from encoders.expressions import And, IntVar, NoOverlap
from encoders.heuristics.windows import A_FIRST, APART, B_FIRST, OPEN
from encoders.linear import linear
from encoders.numbers import exact
from encoders.problem import task_constraints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from encoders.engines.local import Ascent
    from encoders.engines.z3.api import Handle
    from encoders.engines.z3.lowering import Clause
    from encoders.engines.z3.session import Z3Session
    from encoders.expressions import Expression
    from encoders.heuristics.graph import Graph
    from encoders.heuristics.windows import Windows
    from encoders.problem import Constraint


class Orders:
    """The question of an ascent in a solver of its own. `windows` hold for every plan that is still looked for."""

    def __init__(self, session: Z3Session, ascent: Ascent, graph: Graph, windows: Windows) -> None:
        self._session, self._ascent, self._graph = session, ascent, graph
        self._lowering, self._values = session.lowering, ascent.question.values
        seed = ascent.deadline.budget.seed
        self.solver = LiveSolver(self._lowering, session.work, session.special, seed)
        self._stand_ins = StandIns(self._lowering, self.solver.add)
        for clause in self._bounds(windows):
            self.solver.add(clause)
        for part in _parts(self._held()):
            if not (isinstance(part, NoOverlap) and self._is_read(part)):
                for clause in self._lowering.clauses(part, self._values):
                    self.solver.add(clause)
        for number, order in enumerate(windows.order):
            self.order(number, order)
        for entry in ascent.fixed:
            sign = 1 if entry.objective.sense == "minimise" else -1
            form = linear(((sign, entry.objective.expression),), self._values)
            self.solver.add((self._stand_ins.at_most(form, sign * entry.value, self._values),))

    def close(self) -> None:
        """Give the solver's memory back."""
        self.solver.close()

    def at_most(self, amount: Fraction) -> None:
        """From now on the objective (turned so that less is better) is at most this."""
        self.solver.add((self._cut(amount),))

    def more_than(self, amount: Fraction) -> None:
        """From now on the objective (turned so that less is better) is more than this, as it was found to be."""
        self.solver.add((self._lowering.negated(self._cut(amount)),))

    def probe(self, amount: Fraction, known: Windows, tighter: Windows) -> Handle:
        """A literal under which the objective is at most this, and the pairs are in the order that this decides."""
        context = self._session.context
        below = context.constant(context.bool_sort)
        off = self._lowering.negated(below)
        self.solver.add((off, self._cut(amount)))
        for number, (before, after) in enumerate(zip(known.order, tighter.order, strict=True)):
            if before != after and after != APART:
                self.order(number, after, off)
        return below

    def order(self, number: int, stands: int, *unless: Handle) -> None:
        """Assert the order of a pair as far as it is known."""
        pair, starts, lowering = self._graph.pairs[number], self._graph.starts, self._lowering
        if stands == APART or (stands == OPEN and not pair.whole):
            return
        clause = [*unless, *[lowering.negated(lowering.literal(condition, self._values)) for condition in pair.when]]
        if stands != B_FIRST:
            clause.append(lowering.apart(starts[pair.a], starts[pair.b], pair.a_first))
        if stands != A_FIRST:
            clause.append(lowering.apart(starts[pair.b], starts[pair.a], pair.b_first))
        self.solver.add(tuple(clause))

    def _cut(self, amount: Fraction) -> Handle:
        form = linear(((self._ascent.sign, self._ascent.goal.expression),), self._values)
        return self._stand_ins.at_most(form, exact(amount), self._values)

    def _bounds(self, windows: Windows) -> Iterator[Clause]:
        """The bounds of the variables; of the starts only those that no arc and no cut implies."""
        graph, lowering = self._graph, self._lowering
        arcs = [arc for arc in graph.arcs if not arc.when and arc.gap > 0]
        after = {arc.then for arc in arcs if graph.release[arc.first] + arc.gap >= graph.release[arc.then]}
        before = {arc.first for arc in arcs if graph.latest[arc.then] - arc.gap <= graph.latest[arc.first]}
        for variable in self._session.problem.variables:
            node = graph.number.get(variable) if isinstance(variable, IntVar) else None
            if node is None:
                yield from lowering.bounds[variable.name]
                continue
            if node not in after:
                yield (lowering.bound(graph.starts[node], ">=", graph.release[node]),)
            if node not in before and windows.late[node] >= graph.latest[node]:
                yield (lowering.bound(graph.starts[node], "<=", graph.latest[node]),)

    def _held(self) -> Iterator[Constraint]:
        problem, on, switchable = self._session.problem, self._ascent.question.on, set(self._session.switchable)
        for constraint in (*problem.constraints, *task_constraints(problem)):
            if constraint.group not in switchable or constraint.group in on:
                yield constraint

    def _is_read(self, node: NoOverlap) -> bool:
        """Whether the pairs of the graph say all of it."""
        reaches = [bounds_under(t.duration, self._values) for t in node.tasks]
        starts = {id(t.start) for t in node.tasks}
        return len(starts) == len(node.tasks) and all([low == high for low, high in reaches])


def _parts(constraints: Iterable[Constraint]) -> Iterator[Expression]:
    """What the constraints demand together, conjunctions taken apart."""
    stack = [constraint.expression for constraint in constraints]
    stack.reverse()
    while stack:
        node = stack.pop()
        if isinstance(node, And):
            stack += reversed(node.operands)
        else:
            yield node
