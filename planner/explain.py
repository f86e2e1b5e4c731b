"""Why there is no plan, and what would make one possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.ways import kinds_of
from encoders.conflicts import Diagnosis, conflict
from encoders.errors import EngineError
from encoders.result import SolveStatus
from planner.answer import INTERRUPTED_REASON, Conflicting
from planner.drawing import Drawing, conflict_drawn, ways_drawn
from planner.effort import best_effort
from planner.naming import priced_paths
from planner.reasons import reasons
from planner.suggest import Case, Offer, Prices, Search, best, repaired
from planner.wording import sentences, you_wrote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel

    from domains.base import Built, Domain
    from domains.documents import Document
    from encoders.result import Result
    from encoders.session import Session
    from planner.answer import BestEffort, Suggestion
    from planner.call import Call


def explanation(
    call: Call,
    domain: Domain,
    built: Built,
    session: Session,
    request: BaseModel,
    data: Any,
    keep: Sequence[str],
    result: Result,
) -> dict[str, Any]:
    """The conflict, the ways out, and with `--best-effort` the best partial plan: parts of the answer by name.

    `keep` are paths of the request that no way out touches.
    """
    conflicting = conflicting_wishes(call, built, session, result)
    prices = Prices(kinds_of(domain), priced_paths(call.options.prices, call.known.get("understood", []), domain))
    quotes = _quotes(call)
    engine, memory = call.options.engine, call.options.memory
    case = Case(domain, built, session, request, data, call.deadline, keep, prices, quotes, engine, memory)
    found: dict[str, Any] = {"suggestions": []}
    if call.statistics.get("reason") != INTERRUPTED_REASON:
        try:
            _add_to(found, call, case, conflicting)
        except KeyboardInterrupt:
            if not call.answer_interrupts:
                raise
            call.statistics["reason"] = INTERRUPTED_REASON
    conflicts = [found.pop("conflict", conflicting)]
    document = found.pop("document", None)
    if call.drawn is not None:
        units = {goal.name: goal.unit for goal in built.problem.objectives}
        conflict = conflict_drawn(domain, request, data, conflicts, found["suggestions"])
        call.drawn(Drawing(document, units, conflict, ways_drawn(domain, data, found["suggestions"])))
    return {"conflicts": conflicts, **found}


def _add_to(found: dict[str, Any], call: Call, case: Case, conflicting: Conflicting) -> None:
    """What is found is there even if Ctrl-C ends the work on the rest."""
    core = () if conflicting.background else conflicting.constraints
    if call.options.best_effort:
        partial = _partial(call, case, core)
        if partial is not None:
            found["best_effort"], found["document"] = partial
    offers: list[Offer] = []
    try:
        limit = _ways_out(call, case, conflicting, offers)
    finally:
        found["suggestions"] = best(offers, case.prices)
    _reason(call, case, found["suggestions"], limit)
    found["conflict"] = conflicting.model_copy(update={"because": reasons(case, conflicting.constraints)})


def conflicting_wishes(call: Call, built: Built, session: Session, result: Result) -> Conflicting:
    """The smallest set of the request's wishes that cannot hold together, as far as the time allows."""
    call.tell("no plan is possible: looking for the smallest conflict")
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
            says=_said(call, built, found.groups),
            minimal=found.minimal,
            background=found.background,
        )
    call.statistics["reason"] = diagnosis.reason or "the conflict could not be made smaller within the limit"
    wishes = built.problem.groups_of("request")
    members = [group for group in wishes if result.core is None or group in result.core.groups]
    return Conflicting(constraints=members, says=_said(call, built, members), minimal=False)


def _quotes(call: Call) -> dict[str, str]:
    """The user's words by path."""
    return {entry.constraint: entry.quote for entry in call.known.get("understood", []) if entry.quote}


def _said(call: Call, built: Built, groups: Sequence[str]) -> list[str]:
    """Rules in our words, with the user's: "Every hotel allows pets (you wrote “with our dog”)."."""
    quotes = _quotes(call)
    told = [(sentences(built.problem.groups[group]), quotes.get(group)) for group in groups]
    return [f"{says.rstrip('.')}{you_wrote(quote)}." if quote else says for says, quote in told]


def _partial(call: Call, case: Case, core: Sequence[str]) -> tuple[BestEffort, Document | None] | None:
    """The partial plan, and how it is drawn where that is wanted."""
    call.tell("looking for the best plan that leaves some wishes unmet")
    partial = best_effort(case, core)
    if isinstance(partial, str):
        call.statistics["reason"] = f"no best effort: {partial}"
        return None
    answer, plan = partial
    if call.drawn is None:
        return answer, None
    return answer, case.domain.render(plan, case.domain.Request.model_validate(answer.request), case.data)


def _ways_out(call: Call, case: Case, conflicting: Conflicting, offers: list[Offer]) -> str:
    """Amounts and wishes first, on the live session; then other values that the data offer. Gives what cut the search short."""
    call.tell("looking for the cheapest ways out")
    if not conflicting.background:
        _collect(call, repaired(case, conflicting.constraints), offers)
    call.tell("looking for other values that the data offer")
    search = Search(case, tuple(offers))
    _collect(call, search.run(), offers)
    return search.limit


def _collect(call: Call, ways: Iterator[Offer], offers: list[Offer]) -> None:
    for offer in ways:
        offers.append(offer)
        call.tell(f"way out {len(offers)}: {offer.suggestion.says}")


def _reason(call: Call, case: Case, offered: Sequence[Suggestion], limit: str) -> None:
    """Why there are no more ways out, where a limit or the user's own will is the reason."""
    if call.deadline.expired:
        call.statistics["deterministic"] = False
        call.statistics["reason"] = f"the time limit of {call.options.time_limit:g} s ended the search for ways out"
    elif case.keep and not offered and not limit:
        call.statistics["reason"] = f"every way out would touch a wish that is to be kept ({', '.join(case.keep)})"
    elif limit:
        call.statistics.setdefault("reason", limit)
