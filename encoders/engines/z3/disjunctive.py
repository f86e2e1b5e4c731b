"""Search for the best order of tasks: dispatched schedules first, then probes of a third of the gap in a solver of its own.

The solver (`orders`) lives for this one climb, so whatever follows from the question's groups, its parameters and the best value
so far is a fact in it; the session's own solver never hears of it, and its cores stay right. Each model is moved to the left
before the next probe. A better plan or bound of another search (`Ascent.news`) is read before every probe, and ends one that it
answers.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from encoders.engines.local import Climb
from encoders.engines.z3 import general
from encoders.engines.z3.api import FALSE, TRUE
from encoders.engines.z3.news import Listening, accepted, heard
from encoders.engines.z3.orders import Orders
from encoders.errors import VerificationError
from encoders.heuristics.bounds import lower_bound
from encoders.heuristics.dispatch import FEW_TRIES, TRIES
from encoders.heuristics.graph import graph_of
from encoders.heuristics.schedule import best_dispatched, shifted, with_starts
from encoders.heuristics.tabu import improved, shop_of
from encoders.heuristics.windows import Tightening
from encoders.numbers import exact

if TYPE_CHECKING:
    from encoders.engines.local import Ascent
    from encoders.engines.z3.session import Z3Session
    from encoders.heuristics.graph import Graph
    from encoders.numbers import Number
    from encoders.result import Assignment

NAME = "disjunctive"
_FIRST_STEPS, _MOST_STEPS = 15, 20
"""Steps of tabu search for each task: on the first plan, and at most after a probe."""
_STEP = 8
"""Work of a probe (Z3's own unit) that is matched by one task's share of a step: a sixth of the time goes into tabu search."""


def climb(session: Z3Session, ascent: Ascent, step: int) -> Climb:
    """Close the gap between the best value and the bound; values are multiples of 1/step."""
    question = ascent.question
    gone = set(session.switchable) - question.on
    graph = graph_of(session.problem, question.values, without=gone, goal=ascent.goal)
    if graph.goal is None or not (graph.pairs or graph.resources):
        return general.climb(session, ascent, step)
    tight = Tightening(graph)
    if not tight.windows.possible:
        return general.climb(session, ascent, step)  # whose core says why
    search = Search(session, ascent, step, graph, tight)
    try:
        return search.run()
    finally:
        search.close()


class Search:
    """One climb. Values count in whole steps, downwards: `low` is the least one not excluded, `value` the best one found."""

    def __init__(self, session: Z3Session, ascent: Ascent, step: int, graph: Graph, tight: Tightening) -> None:
        self.session, self.ascent, self.step, self.graph, self.tight = session, ascent, step, graph, tight
        least = lower_bound(graph, tight.windows)
        assert least is not None
        self.low = self._up(least)
        self.value = 0
        self.best: Assignment | None = None
        self._orders: Orders | None = None
        self._shop = shop_of(graph)
        self._rounds = self._work = 0

    def run(self) -> Climb:
        """Find a first plan, then improve it."""
        ascent, deadline = self.ascent, self.ascent.deadline
        first = self._first()
        if first is not None:
            return first
        self._narrow()
        while True:
            self._read_news()
            if self.low >= self.value:
                return Climb(self.best, proved=True)
            if deadline.expired:
                return Climb(self.best, self._bound(), reason=deadline.reason)
            probe = self.value - max(1, (self.value - self.low) // 3)
            if ascent.aim is not None:
                wanted = self._down(ascent.aim)
                if self.value <= wanted or self.low > wanted:
                    return Climb(self.best, self._bound(), reason="no more was asked")
                probe = max(self.low, min(self.value - 1, wanted))
            answer = self._ask(probe)
            if answer == FALSE:
                self._raise(probe + 1)
            if answer:
                self._search_near(self._steps_earned())
            elif answer == 0:
                return Climb(self.best, self._bound(), reason=self._orders_now().solver.reason(deadline))

    def close(self) -> None:
        """Give the solver's memory back."""
        if self._orders is not None:
            self._orders.close()

    # ---------------------------------------------------------------- values

    def _value(self, assignment: Assignment) -> int:
        return int(self.ascent.sign * self.ascent.value(assignment) * self.step)

    def _amount(self, steps: int) -> Fraction:
        """Steps as a value of the objective, turned so that less is better."""
        return Fraction(steps, self.step)

    def _bound(self) -> Number:
        return exact(self.ascent.sign * self._amount(min(self.low, self.value) if self.best is not None else self.low))

    def _up(self, value: Number) -> int:
        """A value (less is better) in steps, the next one that the objective can take."""
        return -(-value.numerator * self.step // value.denominator)

    def _down(self, value: Number) -> int:
        """A value of the objective in steps, the last one that is no worse."""
        scaled = self.ascent.sign * value * self.step
        return scaled.numerator // scaled.denominator

    # ---------------------------------------------------------------- plans

    def _first(self) -> Climb | None:
        """Come by a plan: the given one, a dispatched one, or any from the session's solver; a Climb where it has none."""
        session, ascent, deadline = self.session, self.ascent, self.ascent.deadline
        if ascent.best is not None:
            self.best, self.value = ascent.best, self._value(ascent.best)
            self._offer(ascent.best)
        if not ascent.fixed and (self.best is None or self.low < self.value):
            seed, windows = deadline.budget.seed, self.tight.windows
            tries = TRIES if self._shop is None else FEW_TRIES
            starts = best_dispatched(self.graph, windows, seed=seed, tries=tries, enough=self._amount(self.low))
            if starts is not None:
                self._offer(with_starts(session.problem, self.graph, starts, self.best))
        self._read_news()
        if self.best is not None:
            self._search_near(_FIRST_STEPS * len(self.graph.starts))
            return None
        if deadline.expired:
            return Climb(None, reason=deadline.reason)
        held = session.assumptions(ascent.question, ascent.fixed)
        answer = session.ask(held, deadline, session.first_turn(ascent.question, None))
        if answer == FALSE:
            return Climb(None, core=session.core())
        if answer != TRUE:
            return Climb(None, reason=session.reason(deadline))
        self._take(session.assignment(), None)
        return None

    def _offer(self, assignment: Assignment) -> bool:
        """Take an assignment as it is or moved to the left, where the evaluator accepts it and it is the best so far."""
        found = accepted(self.session, self.ascent, assignment)
        if found is None:
            return False
        problem, values = self.session.problem, self.ascent.question.values
        value = self._value(found)
        earlier = accepted(self.session, self.ascent, shifted(problem, self.graph, found, values))
        if earlier is not None and self._value(earlier) < value:
            found, value = earlier, self._value(earlier)
        if self.best is not None and value >= self.value:
            return False
        self.best, self.value = found, value
        self.ascent.tell(found, self._bound())
        return True

    def _steps_earned(self) -> int:
        """Steps of tabu search in proportion to the solver's work since the last time."""
        if self._orders is None or not self.graph.starts:
            return 0
        count, work = len(self.graph.starts), self._orders.solver.work
        done, self._work = work - self._work, work
        return min(_MOST_STEPS * count, done // (_STEP * count))

    def _search_near(self, steps: int) -> None:
        """So many steps of tabu search from the best plan; then only better plans count."""
        if not steps or self._shop is None or self.best is None or self.low >= self.value:
            return
        starts = [int(self.best[variable.name]) for variable in self.graph.starts]
        self._rounds += 1
        goal = self.graph.goal
        assert goal is not None
        enough = (self._amount(self.low) - goal.constant) / goal.parts[0].weight
        found = improved(
            self._shop,
            starts,
            steps=steps,
            seed=self.ascent.deadline.budget.seed + self._rounds,
            enough=ceil(enough),
        )
        if self._offer(with_starts(self.session.problem, self.graph, found, self.best)) and self._orders is not None:
            self._narrow()

    def _take(self, assignment: Assignment, probe: int | None) -> None:
        """Take a solver's assignment, which must be what was asked for."""
        if not self._offer(assignment) or (probe is not None and self.value > probe):
            raise VerificationError(
                f"the evaluator refuses what Z3 answers, or it has not the value of {self.ascent.goal.name!r} that was asked for"
            )

    def _read_news(self) -> None:
        """Take what another search has found, after the evaluator accepted it, and what it has excluded."""
        assignment, bound = heard(self.session, self.ascent)
        if bound is not None:
            self._raise(self._up(self.ascent.sign * bound))
        if assignment is not None and self._offer(assignment):
            self._narrow()

    # ---------------------------------------------------------------- what is known

    def _raise(self, low: int) -> None:
        """No value below this can be reached."""
        if low <= self.low:
            return
        self.low = low
        self.ascent.tell_bound(self._bound())
        if self._orders is not None:
            self._orders.more_than(self._amount(low - 1))

    def _narrow(self) -> None:
        """From now on only better plans count: what that decides becomes a fact of this search."""
        before = list(self.tight.windows.order)
        self.tight.at_most(self._amount(self.value - 1))
        if not self.tight.windows.possible:
            self._raise(self.value)
        elif self._orders is not None:
            self._orders.at_most(self._amount(self.value - 1))
            for number, (old, new) in enumerate(zip(before, self.tight.windows.order, strict=True)):
                if old != new:
                    self._orders.order(number, new)

    def _orders_now(self) -> Orders:
        """The solver, made when the first probe needs it."""
        if self._orders is None:
            self._orders = Orders(self.session, self.ascent, self.graph, self.tight.windows)
            self._orders.at_most(self._amount(self.value - 1))
        return self._orders

    def _ask(self, probe: int) -> int | None:
        """The answer to a probe; None where news came in between, 0 where a limit ended it."""
        tighter = self.tight.copy()
        tighter.at_most(self._amount(probe))
        if not tighter.windows.possible:
            return FALSE
        orders, deadline = self._orders_now(), self.ascent.deadline
        below = orders.probe(self._amount(probe), self.tight.windows, tighter.windows)
        while True:
            with Listening(self.session, self.ascent, self._amount(probe)) as outside:
                answer = orders.solver.ask([below], deadline)
            if answer == TRUE:
                self._take(orders.solver.assignment(), probe)
                orders.solver.add((below,))  # what was learnt under it stays in use
                self._narrow()
            if answer or not outside.interrupted or deadline.expired:
                return answer
            self._read_news()
            if self.low > probe or self.value <= probe:
                return None
