"""The conflict with the fewest members, by implicit hitting sets (Ignatiev, Previti, Liffiton, Marques-Silva 2015: FORQES).

A conflict has a member of every correction. So a smallest set that hits the corrections met so far is a smallest conflict as soon
as it is impossible; while it is possible, it grows to a maximal satisfiable subset, whose complement is one more correction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from encoders.conflicts.answers import Conflict, Diagnosis
from encoders.conflicts.deletion import confirm, shrunk
from encoders.conflicts.growth import grown
from encoders.conflicts.hitting import cheapest_hitting_set
from encoders.conflicts.scope import Knowledge, scoped
from encoders.conflicts.single import without_wishes
from encoders.result import Satisfiability, SolveStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from encoders.conflicts.answers import Over
    from encoders.conflicts.scope import Scope
    from encoders.problem import Problem
    from encoders.result import Assignment, Budget
    from encoders.session import Session


def smallest_conflict(
    problem: Problem,
    *,
    over: Over | Iterable[str] = "request",
    session: Session | None = None,
    engine: str = "auto",
    budget: Budget | None = None,
) -> Diagnosis:
    """A conflict with as few members as any has.

    When the budget runs out: a minimal conflict that is not proved the smallest, or the last proved core, marked not minimal.
    Where the background is impossible by itself, its minimal conflict is given.
    """
    with scoped(problem, over, session, engine, budget) as scope:
        outcome = scope.ask(scope.members)
        if outcome.status is Satisfiability.SATISFIABLE:
            return Diagnosis(SolveStatus.FEASIBLE)
        if outcome.core is None:
            return Diagnosis(SolveStatus.UNKNOWN, reason=outcome.reason)
        search = _Search(scope, scope.core(outcome))
        found, reason = search.run()
        if not found.groups:
            background = without_wishes(scope, engine) if over == "request" else replace(found, background=True)
            return Diagnosis(SolveStatus.INFEASIBLE, background, "" if background.minimal else scope.deadline.reason)
        return Diagnosis(SolveStatus.INFEASIBLE, found, reason)


class _Search:
    def __init__(self, scope: Scope, core: Iterable[str]) -> None:
        self.scope = scope
        self.knows = Knowledge()
        self.core = core
        self.witnesses: list[tuple[list[str], Assignment]] = []

    def run(self) -> tuple[Conflict, str]:
        """The best conflict, and the reason why it is not proved to be the smallest, if it is not."""
        scope, deadline = self.scope, self.scope.deadline
        best = shrunk(scope, self.core, witness=lambda groups, model: self.witnesses.append((groups, model)))
        if not best.minimal:
            return best, deadline.reason
        self.knows.refuse(scope.mask(best.groups))
        for groups, assignment in self.witnesses:
            if not self.knows.possible(scope.mask(groups)) and not self._learn(groups, assignment):
                return best, deadline.reason
        while True:
            hitting = cheapest_hitting_set(self.knows.corrections, [1] * len(scope.members), deadline)
            if hitting.mask is None:
                return best, hitting.reason
            if hitting.bound >= len(best.groups):
                return replace(best, smallest=True), ""
            groups = list(scope.groups(hitting.mask))
            outcome = scope.ask(groups)
            if outcome.status is Satisfiability.UNSATISFIABLE:
                if not scope.core(outcome) >= set(groups):
                    confirm(scope, groups)
                return Conflict(tuple(groups), minimal=True, smallest=True), ""
            if outcome.assignment is None:
                return best, outcome.reason
            if not self._learn(groups, outcome.assignment):
                return best, deadline.reason
            best = self._improved(best)

    def _improved(self, best: Conflict) -> Conflict:
        """A smaller conflict, where a core met on the way has fewer members."""
        least = min(self.knows.impossible, key=int.bit_count)
        if least.bit_count() >= len(best.groups):
            return best
        found = shrunk(self.scope, self.scope.groups(least), self.knows)
        return found if found.minimal else best

    def _learn(self, groups: list[str], assignment: Assignment) -> bool:
        """One more correction; False where the budget ran out."""
        more = grown(self.scope, groups, assignment, self.knows)
        gone = self.scope.everything & ~more.kept
        if gone:
            self.knows.corrections.append(gone)  # hit by every conflict, whether or not it is minimal
        return more.maximal
