"""Maximal satisfiable subsets in order of preference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.amounts import amounts_of
from encoders.conflicts.answers import Relief
from encoders.conflicts.scope import ranked, scoped
from encoders.result import Satisfiability, SolveStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.conflicts.answers import Over
    from encoders.conflicts.scope import Scope
    from encoders.problem import Problem
    from encoders.result import Budget
    from encoders.session import Session


def maximal_subset(
    problem: Problem,
    *,
    over: Over | Iterable[str] = "request",
    prefer: Sequence[str] | None = None,
    session: Session | None = None,
    engine: str = "auto",
    budget: Budget | None = None,
) -> Relief:
    """As many members as can hold together, each kept where it can be beside all that are preferred to it.

    `prefer` names the most wanted first. Without it, and after it, the order of the text counts, groups with an amount last: an
    amount is moved more easily than a wish is dropped. What is not kept is a minimal correction. When the budget runs out, what
    was found to hold together is given, marked not minimal.
    """
    with scoped(problem, over, session, engine, budget) as scope:
        order = ranked(scope, prefer) if prefer is not None else list(scope.members)
        amounts = amounts_of(problem)
        first = set(prefer or ())
        order.sort(key=lambda group: group in amounts and group not in first)
        return _in_order(scope, order)


def _in_order(scope: Scope, order: Sequence[str]) -> Relief:
    outcome = scope.ask(())
    if outcome.status is Satisfiability.UNSATISFIABLE:
        return Relief(SolveStatus.INFEASIBLE)
    if outcome.assignment is None:
        return Relief(SolveStatus.UNKNOWN, reason=outcome.reason)
    kept: list[str] = []
    waiting, assignment = list(order), outcome.assignment
    while waiting:
        satisfied = set(scope.satisfied(assignment, waiting))
        while waiting and waiting[0] in satisfied:
            kept.append(waiting.pop(0))
        if not waiting:
            break
        outcome = scope.ask([*kept, waiting[0]])
        if outcome.status is Satisfiability.UNKNOWN:
            kept += [group for group in waiting if group in satisfied]
            return Relief(
                SolveStatus.FEASIBLE, scope.correction(kept, assignment, minimal=False), reason=outcome.reason
            )
        tried = waiting.pop(0)
        if outcome.assignment is not None:
            kept.append(tried)
            assignment = outcome.assignment
    return Relief(SolveStatus.FEASIBLE, scope.correction(kept, assignment, minimal=True))
