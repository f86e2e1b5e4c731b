"""What was understood, told from the problem that is solved; and the wishes that `--keep` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.errors import InputError, VerificationError
from planner.answer import Understood
from planner.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.base import Built, Fact, FactKind, Reading, Span


def understood(built: Built, reading: Reading) -> list[Understood]:
    """The frame, then one entry for each wish in the problem, then the objectives, with the words they were read from.

    A wish that the reading has but the problem lacks is a defect and raises VerificationError.
    """
    facts = {fact.path: fact for fact in reversed(reading.facts)}
    problem = built.problem
    entries = [_entry(item.path, "fact", item.says, facts.get(item.path)) for item in built.frame]
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
    _nothing_lost(entries, reading.facts)
    return entries


def _entry(path: str, kind: FactKind, says: str, fact: Fact | None) -> Understood:
    span: Span | None = fact.span if fact is not None else None
    if span is None:
        return Understood(constraint=path, kind=kind, says=says)
    return Understood(constraint=path, kind=kind, says=says, quote=span.quote, span=(span.start, span.end))


def _nothing_lost(entries: Sequence[Understood], facts: Iterable[Fact]) -> None:
    told = {entry.constraint for entry in entries}
    lost = [fact for fact in facts if fact.kind == "constraint" and fact.path not in told]
    if lost:
        raise VerificationError(f"“{lost[0].says}” was read but is not in the problem", where=lost[0].path)


def told(reading: Reading) -> list[Understood]:
    """The facts of a reading that gave no problem, for an answer that has to ask back."""
    return [_entry(fact.path, fact.kind, fact.says, fact) for fact in reading.facts]


def kept_wishes(keep: Sequence[str], entries: Sequence[Understood]) -> tuple[str, ...]:
    """The groups that `--keep` means: an id, or a part of exactly one wish's id, sentence or words. Raises InputError."""
    wishes = [entry for entry in entries if entry.kind == "constraint"]
    found: list[str] = []
    for words in keep:
        exact = [wish for wish in wishes if wish.constraint.casefold() == words.strip().casefold()]
        matching = exact or [wish for wish in wishes if _mentions(wish, words)]
        if len(matching) != 1:
            raise InputError(_which_wish(words, matching or wishes, several=bool(matching)), where=f"--keep {words}")
        found.append(matching[0].constraint)
    return tuple(dict.fromkeys(found))


def _mentions(wish: Understood, words: str) -> bool:
    part = " ".join(words.split()).casefold()
    texts = (wish.constraint, wish.says, wish.quote or "")
    return any([part in " ".join(text.split()).casefold() for text in texts])


def _which_wish(words: str, wishes: Sequence[Understood], *, several: bool) -> str:
    listing = "; ".join([f"{wish.constraint} ({wish.says.rstrip('.')})" for wish in wishes])
    if several:
        return f"{words!r} fits several wishes; name one of them: {listing}"
    return f"no wish is called {words!r}; " + (
        f"there are: {listing}" if wishes else "this request has none that could be given up"
    )
