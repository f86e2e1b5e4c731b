"""Questions about a roster, from English or the expression language to what is to be compared with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.asking import expression_in, names_close_to
from domains.base import Asked
from domains.questions import of_expression
from domains.workforce.checks.measure import observe
from domains.workforce.questions.about import about
from domains.workforce.reader.changes import examples, sentences_of, understood
from domains.workforce.roster import settled

if TYPE_CHECKING:
    from domains.base import QuestionKind
    from domains.workforce.data import WorkforceData
    from domains.workforce.request import RosterPlan, RosterRequest
    from domains.workforce.roster import Roster

_LONGEST = 500
"""Characters of a question."""


def ask(
    world: Any, kind: QuestionKind, question: str, plan: RosterPlan | None, request: RosterRequest, data: WorkforceData
) -> Asked:
    """Understand a question; see `domains.base.Contrasting.ask`."""
    roster = settled(request, data)
    observed = None if plan is None else observe(plan, request, data)
    expression = expression_in(kind, question)
    if expression is not None:
        return of_expression(kind, expression, observed)
    text = question[:_LONGEST]
    if kind != "what-if":
        found = about(kind, sentences_of(text, roster), roster, observed)
        return found if found is not None else _asked_back(kind, question, roster)
    edits, unread = understood(text, roster, question=True)
    if unread or not (edits.changes or edits.questions or edits.says):
        changed = world.read_change(_statement(text), request, plan, data, None)
        if changed.understood and changed.changes:
            return Asked(f"where {_joined(changed.says)}", changes=changed.changes)
        strange = [f"“{' '.join(span.quote.split())}”" for span in unread]
        return _asked_back(kind, question, roster, ", ".join(strange))
    if edits.questions:
        return Asked("", questions=tuple(edits.questions))
    says = f"where {_joined(tuple(edits.says))}"
    if not edits.changes:
        return Asked("", questions=(f"The roster is so already ({says}). What is to be different?",))
    return Asked(says, changes=tuple(edits.changes), assumptions=tuple(dict.fromkeys(edits.assumptions)))


def _joined(says: tuple[str, ...]) -> str:
    """Several sentences in one; a long list is cut."""
    parts = [said.rstrip(".") for said in says]
    if len(parts) > 4:
        parts = [*parts[:3], f"{len(parts) - 3} more things hold"]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _statement(question: str) -> str:
    from domains.asking import statement_in

    return statement_in(question)


def _asked_back(kind: QuestionKind, question: str, roster: Roster, strange: str = "") -> Asked:
    names = {"worker": list(roster.workers), "shift": list(roster.names)}
    near = [name for name in names_close_to(question, names) if name.casefold() not in question.casefold()]
    close = f" Names that are close: {'; '.join(near)}." if near else ""
    meant = f"{strange} in “{' '.join(question.split())}”" if strange else f"“{' '.join(question.split())}”"
    worker, shift = roster.workers[0], roster.names[0]
    said = {
        "what-if": f"Say for example: what if {'; '.join(examples(roster.merged))}.",
        "why": f"Ask for example: why does {worker} work on {shift}; why does {worker} work so many shifts; why does it cost "
        "so much.",
        "why-not": f"Ask for example: why does {worker} not work on {shift}; why not more shifts for {worker}.",
    }[kind]
    return Asked("", questions=(f"What is meant by {meant}?{close} {said}",))
