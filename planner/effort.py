"""Best effort: the best plan that leaves the cheapest set of wishes unmet, each of them with the conflict that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.conflicts import minimal_core
from encoders.partial import best_partial
from encoders.result import Satisfiability, SolveStatus
from planner.answer import BestEffort, Unmet, dump, measured
from planner.limits import UnlimitedError
from planner.reasons import reasons
from planner.suggest.changes import as_edit, given_up
from planner.verify import verified_plan
from planner.wording import listed, meant, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

    from encoders.partial import Partial
    from planner.suggest.case import Case


def best_effort(case: Case, core: Sequence[str] = ()) -> tuple[BestEffort, BaseModel] | str:
    """The partial plan, as it stands in the answer and as the domain's own; or why there is none.

    `core` are groups that are already proved impossible together, none where that is not known.
    """
    found = best_partial(
        case.session,
        keep=case.kept_groups(case.built.problem),
        weights=case.prices.weights(case.built.problem),
        cores=[core] if core else [],
        budget=case.deadline.rest(),
    )
    if found is None:
        if case.deadline.expired:
            return "the time was over before a plan was found that leaves some wishes unmet"
        return "no plan is possible even without every wish that may be given up"
    try:
        return _answer(case, found)
    except UnlimitedError as error:
        return error.message


def _answer(case: Case, found: Partial) -> tuple[BestEffort, BaseModel]:
    result = found.result
    assert result.assignment is not None
    changes = [given_up(group, case.built, case.request) for group in found.dropped]
    edited = case.domain.edit(case.request, changes)
    plan = verified_plan(
        case.domain, case.built, result.assignment, result.objectives, edited, case.data, dropped=found.dropped
    )
    answer = BestEffort(
        plan=dump(plan),
        objective=[measured(entry.name, entry.value, entry.bound) for entry in result.objectives],
        unmet=[_unmet(case, group, found.dropped) for group in found.dropped],
        changes=[as_edit(change, "drop") for change in changes],
        price=found.price,
        request=dump(edited),
        proved=found.proved and result.status is SolveStatus.OPTIMAL,
    )
    return answer, plan


def _unmet(case: Case, group: str, dropped: Sequence[str]) -> Unmet:
    """Why one wish is unmet: what it clashes with among the wishes that are met."""
    session, problem = case.session, case.built.problem
    says = sentences(problem.groups[group])
    on = [other for other in session.switchable if other == group or other not in dropped]
    outcome = session.check(on, budget=case.deadline.rest())
    if outcome.status is not Satisfiability.UNSATISFIABLE or outcome.core is None:
        return Unmet(constraint=group, says=says, conflict=[], because=[])
    found = minimal_core(session, outcome.core.groups.intersection(on), case.deadline)
    others = [meant(sentences(problem.groups[g]), case.quotes.get(g)) for g in found.groups if g != group]
    wish = meant(says, case.quotes.get(group))
    first = f"{wish} cannot be met together with {listed(others)}." if others else f"{wish} cannot be met at all."
    return Unmet(
        constraint=group, says=says, conflict=list(found.groups), because=[first, *reasons(case, found.groups)]
    )
