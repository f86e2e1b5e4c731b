"""Why there is no plan, and what would make one possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.conflicts import Diagnosis, conflict
from encoders.errors import EngineError
from encoders.result import SolveStatus
from planner.answer import INTERRUPTED_REASON, Conflicting
from planner.suggest import alternatives, suggestions
from planner.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import BaseModel

    from domains.base import Built, Domain
    from encoders.result import Result
    from encoders.session import Session
    from planner.answer import Suggestion
    from planner.call import Call


def conflicting_wishes(call: Call, built: Built, session: Session, result: Result) -> Conflicting:
    """The smallest set of the request's wishes that cannot hold together, as far as the time allows."""
    call.tell("no plan is possible: looking for the smallest conflict")
    groups = built.problem.groups
    try:
        diagnosis = conflict(built.problem, session=session, core=result.core, budget=call.deadline.rest())
    except KeyboardInterrupt:
        if not call.answer_interrupts:
            raise
        diagnosis = Diagnosis(SolveStatus.INFEASIBLE, reason=INTERRUPTED_REASON)
    if diagnosis.status is SolveStatus.FEASIBLE:
        raise EngineError(f"{session.engine} called the request impossible and then found a plan")
    found = diagnosis.conflict
    if found is not None:
        return Conflicting(
            constraints=list(found.groups),
            says=[sentences(groups[group]) for group in found.groups],
            minimal=found.minimal,
            background=found.background,
        )
    call.statistics["reason"] = diagnosis.reason or "the conflict could not be made smaller within the limit"
    wishes = built.problem.groups_of("request")
    members = [group for group in wishes if result.core is None or group in result.core.groups]
    return Conflicting(constraints=members, says=[sentences(groups[group]) for group in members], minimal=False)


def ways_out(
    call: Call,
    domain: Domain,
    built: Built,
    session: Session,
    request: BaseModel,
    data: Any,
    keep: Sequence[str],
    conflicting: Conflicting,
) -> list[Suggestion]:
    """The cheapest suggestions that the time allows; where no wish is to blame, other values of the frame."""
    if call.statistics.get("reason") == INTERRUPTED_REASON:
        return []
    call.tell("looking for the cheapest ways out")
    ways: Iterable[Suggestion] = (
        alternatives(domain, built, request, data, call.options.engine, call.deadline)
        if conflicting.background
        else suggestions(domain, built, session, request, data, keep, call.deadline, conflicting.constraints)
    )
    offered = []
    try:
        for suggestion in ways:
            offered.append(suggestion)
            call.tell(f"way out {len(offered)}: {suggestion.says}")
    except KeyboardInterrupt:
        if not call.answer_interrupts:
            raise
        call.statistics["reason"] = INTERRUPTED_REASON
        return offered
    if call.deadline.expired:
        call.statistics["deterministic"] = False
        call.statistics["reason"] = f"the time limit of {call.options.time_limit:g} s ended the search for ways out"
    elif keep and not offered:
        call.statistics["reason"] = f"every way out would touch a wish that is to be kept ({', '.join(keep)})"
    return offered
