"""What was understood, told from the problem that is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.answer import Understood
from planner.blame import ContradictionError
from planner.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.base import Built, Fact, FactKind, Reading, Span


def understood(built: Built, reading: Reading, domain: str) -> list[Understood]:
    """The frame, then one entry for each wish in the problem, then the objectives, with the words they were read from.

    A wish that the reading has but the problem lacks is a defect of the domain and raises ContradictionError.
    """
    facts = {fact.path: fact for fact in reversed(reading.facts)}
    problem = built.problem
    entries = [_entry(item.path, "fact", item.says, facts.get(item.path)) for item in built.frame if item.says]
    for group in problem.groups_of("request"):
        rules = problem.groups[group]
        entry = _entry(group, "constraint", sentences(rules), facts.get(group))
        source = rules[0].source
        if entry.span is None and source is not None:
            entry = entry.model_copy(update={"quote": source.quote, "span": (source.start, source.end)})
        entries.append(entry)
    for goal in problem.objectives:
        path = f"objective/{goal.name}"
        fact = facts.get(path) or facts.get(goal.name) or facts.get("objective")
        entries.append(_entry(path, "goal", goal.says or f"{goal.name} ({goal.sense})", fact))
    _nothing_lost(entries, reading.facts, domain)
    return entries


def _entry(path: str, kind: FactKind, says: str, fact: Fact | None) -> Understood:
    span: Span | None = fact.span if fact is not None else None
    if span is None:
        return Understood(constraint=path, kind=kind, says=says)
    return Understood(constraint=path, kind=kind, says=says, quote=span.quote, span=(span.start, span.end))


def _nothing_lost(entries: Sequence[Understood], facts: Iterable[Fact], domain: str) -> None:
    told = {entry.constraint for entry in entries}
    lost = [fact for fact in facts if fact.kind == "constraint" and fact.path not in told]
    if lost:
        raise ContradictionError(
            f"“{lost[0].says}” was read but is not in the problem", domain=domain, where=lost[0].path
        )


def told(reading: Reading) -> list[Understood]:
    """The facts of a reading that gave no problem, for an answer that has to ask back."""
    return [_entry(fact.path, fact.kind, fact.says, fact) for fact in reading.facts]
