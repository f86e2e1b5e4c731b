"""Corrections of least total weight: what to give up so that there is a plan.

An engine that has a way of its own takes it (`Corrector`). Every other one is asked for conflicts, and the cheapest set that hits
those met so far is the answer as soon as the rest is possible (implicit hitting sets; Davies and Bacchus 2011: MaxHS).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.conflicts.answers import Relief
from encoders.conflicts.growth import grown
from encoders.conflicts.hitting import cheapest_hitting_set
from encoders.conflicts.scope import Knowledge, scoped
from encoders.result import Satisfiability, SolveStatus
from encoders.session import Corrector

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from encoders.conflicts.answers import Correction, Over
    from encoders.conflicts.scope import Scope
    from encoders.numbers import Number
    from encoders.problem import Problem
    from encoders.result import Assignment, Budget
    from encoders.session import Session


def cheapest_correction(
    problem: Problem,
    *,
    over: Over | Iterable[str] = "request",
    session: Session | None = None,
    engine: str = "auto",
    budget: Budget | None = None,
) -> Relief:
    """The members of least total weight (`Constraint.weight` of a group's first constraint) without which there is a plan.

    `engine` "auto" takes the sat engine where it is installed and can express the problem. When the budget runs out, the lightest
    correction found so far is given, with the bound, and not marked cheapest.
    """
    if session is None and engine == "auto":
        engine = _engine_for(problem)
    with scoped(problem, over, session, engine, budget) as scope:
        return _natively(scope, scope.session) if isinstance(scope.session, Corrector) else _Search(scope).run()


def _engine_for(problem: Problem) -> str:
    from encoders.engines.sat.capability import refusal

    return "auto" if refusal(problem) else "sat"


def _natively(scope: Scope, session: Corrector) -> Relief:
    weights = {group: scope.weight(group) for group in scope.members}
    found = session.correct(weights, scope.always, budget=scope.deadline.rest())
    if found.assignment is None:
        status = SolveStatus.INFEASIBLE if found.impossible else SolveStatus.UNKNOWN
        return Relief(status, reason=found.reason)
    kept = scope.satisfied(found.assignment, scope.members)
    more = grown(scope, kept, found.assignment, Knowledge()) if _may_grow(scope, kept, found.proved) else None
    if more is None:
        best = scope.correction(kept, found.assignment, minimal=found.proved, cheapest=found.proved)
    else:
        proved = found.proved and more.maximal
        best = scope.correction(scope.groups(more.kept), more.assignment, minimal=more.maximal, cheapest=proved)
    return Relief(SolveStatus.FEASIBLE, best, best.weight if best.cheapest else found.bound, found.reason)


def _may_grow(scope: Scope, kept: Iterable[str], proved: bool) -> bool:
    """Whether more might be kept: after a proof only what costs nothing."""
    held = set(kept)
    return any([group not in held and not (proved and scope.weight(group)) for group in scope.members])


class _Search:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.cores: list[int] = []
        self.best: Correction | None = None
        self.bound: Number = 0

    def run(self) -> Relief:
        scope = self.scope
        weights = [scope.weight(group) for group in scope.members]
        while True:
            hitting = cheapest_hitting_set(self.cores, weights, scope.deadline)
            if hitting.mask is None:
                return self._early(hitting.reason)
            self.bound = max(self.bound, hitting.bound)
            if self.best is not None and self.best.weight <= self.bound:
                return self._proved(self.best.kept, self.best.assignment)
            end = self._disjoint_cores(hitting.mask)
            if end is not None:
                return end

    def _disjoint_cores(self, gone: int) -> Relief | None:
        """Refusals one after the other, each without the members of those before, until the rest is possible."""
        scope, first = self.scope, True
        while True:
            outcome = scope.ask(scope.groups(scope.everything & ~gone))
            if outcome.status is Satisfiability.UNKNOWN:
                return self._early(outcome.reason)
            if outcome.assignment is not None:
                if first:
                    return self._proved(scope.groups(scope.everything & ~gone), outcome.assignment)
                self._offer(scope.groups(scope.everything & ~gone), outcome.assignment)
                return None
            core = scope.mask(scope.core(outcome))
            if not core:
                return Relief(SolveStatus.INFEASIBLE)
            reduced = self._reduced(core)
            if reduced is None:
                return self._early(scope.deadline.reason)
            if not reduced:
                return Relief(SolveStatus.INFEASIBLE)
            self.cores.append(reduced)
            gone |= reduced
            first = False

    def _reduced(self, core: int) -> int | None:
        """The core of the core, while it gets smaller; None where the budget ran out."""
        while True:
            outcome = self.scope.ask(self.scope.groups(core))
            if outcome.core is None:
                return None
            less = self.scope.mask(self.scope.core(outcome))
            if less == core:
                return core
            core = less

    def _offer(self, kept: Iterable[str], assignment: Assignment) -> None:
        scope = self.scope
        found = scope.correction([*kept, *scope.satisfied(assignment, scope.members)], assignment, minimal=False)
        if self.best is None or found.weight < self.best.weight:
            self.best = found

    def _proved(self, kept: Collection[str], assignment: Assignment) -> Relief:
        """The cheapest; what costs nothing is kept too where it can be."""
        scope = self.scope
        more = grown(scope, kept, assignment, Knowledge()) if _may_grow(scope, kept, True) else None
        if more is None:
            best = scope.correction(kept, assignment, minimal=True, cheapest=True)
        else:
            best = scope.correction(scope.groups(more.kept), more.assignment, minimal=more.maximal, cheapest=True)
        return Relief(SolveStatus.FEASIBLE, best, best.weight)

    def _early(self, reason: str) -> Relief:
        if self.best is None:
            return Relief(SolveStatus.UNKNOWN, bound=self.bound, reason=reason)
        return Relief(SolveStatus.FEASIBLE, self.best, self.bound, reason)
