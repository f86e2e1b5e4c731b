"""Sentences that change a roster: "Bob cannot work more than 3 shifts", "two more people on Mondays", "drop the budget"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.changes import ChangeReading
from domains.reading.names import NameIndex
from domains.reading.text import parse
from domains.workforce.reader.edits import Edits
from domains.workforce.reader.lexicon import signs_of
from domains.workforce.reader.sentences import told_by
from domains.workforce.reader.times import times_of
from domains.workforce.roster import settled
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from domains.base import Span
    from domains.reading.text import Token
    from domains.workforce.data import WorkforceData
    from domains.workforce.reader.lexicon import Sign
    from domains.workforce.request import RosterRequest
    from domains.workforce.roster import Roster

LONGEST = 1_000
"""Characters of a change."""


def names_in(roster: Roster) -> Callable[[Sequence[Token], int], tuple[str, int] | None]:
    """What finds the workers of a roster."""
    index = NameIndex(roster.workers)

    def at(tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
        found = index.at(tokens, start)
        return None if found is None else (found[0].name, found[1])

    return at


def sentences_of(text: str, roster: Roster, without: Collection[str] = ()) -> list[list[Sign]]:
    """The signs of every sentence."""
    names, times = names_in(roster), times_of(roster)
    return [signs_of(tokens, names, times, without) for tokens in parse(text).sentences if tokens]


def understood(text: str, roster: Roster, *, question: bool = False) -> tuple[Edits, list[Span]]:
    """What the sentences of a text change of a roster, and the words that are not understood.

    Of a `question` only what it supposes counts: "How would this differ if ..., and what follows?" may ask in any words.
    """
    parsed = parse(text)
    edits, unread = Edits(roster), []
    before = None
    for sentence in sentences_of(text, roster):
        signs = _supposed(sentence) if question else sentence
        told = told_by(signs, before)
        if told is None:
            strange = [sign for sign in signs if not sign.kind] or [signs[0]]
            whole = (signs[0].start, signs[-1].end)
            start, end = (strange[0].start, strange[-1].end) if not strange[0].kind else whole
            unread.append(parsed.span(start, end))
            continue
        for found in told:
            edits.take(found.meaning)
            before = found.meaning
    return edits, unread


_SUPPOSING = frozenset(
    ("if", "when", "in case", "assuming", "suppose", "supposing", "imagine", "in the event that", "where")
)
_ASKING = frozenset(("what", "how", "which", "would", "will", "what's", "is", "are", "do", "does", "can", "could"))
_TELLING = frozenset(("worker", "when", "number", "money", "percent", "neg", "nobody"))


def _supposed(signs: list[Sign]) -> list[Sign]:
    """Without the question around what is supposed, where that names nobody, no time and no number and denies nothing."""
    start = next((at for at, sign in enumerate(signs) if sign.text in _SUPPOSING), None)
    if start is not None and not any([sign.kind in _TELLING for sign in signs[:start]]):
        signs = signs[start:]
    for at in range(len(signs) - 2, 0, -1):
        tail = signs[at + 1 :]
        if signs[at].text == "," and tail[0].text in _ASKING and not any([sign.kind in _TELLING for sign in tail]):
            return signs[:at]
    return signs


def read_change(text: str, request: RosterRequest, data: WorkforceData) -> ChangeReading:
    """What a text changes of a request; see `domains.changes.ReadsChanges`."""
    if len(text) > LONGEST:
        return ChangeReading(questions=(f"That has {len(text):,} characters: which change is meant?",))
    roster = settled(request, data)
    edits, unread = understood(text, roster)
    if unread or edits.questions:
        generic = _by_fields(text, request) if unread else None
        if generic is not None:
            return generic
        return ChangeReading(unread=tuple(unread), questions=tuple(edits.questions) if not unread else ())
    says = tuple([f"{said[:1].upper()}{said[1:]}." for said in edits.says])
    if not edits.changes:
        return ChangeReading(says=says, questions=() if says else ("What is to change?",))
    from domains.paths import edited

    try:
        changed = edited(request, edits.changes, "a roster")
        settled(changed, data)
    except InputError as error:
        return ChangeReading(questions=(f"That does not fit ({error.message}): what is meant?",))
    return ChangeReading(changed, tuple(edits.changes), says, assumptions=tuple(edits.assumptions))


def _by_fields(text: str, request: RosterRequest) -> ChangeReading | None:
    """The changes of numbers that every world understands: "no budget", "raise the budget to 200"."""
    from domains.reading.field_changes import read_change as by_field
    from domains.workforce.domain import domain

    found = by_field(domain, text, request)
    return found if found.understood and (found.changes or found.says) else None


def examples(request: RosterRequest) -> tuple[str, ...]:
    """Sentences about the request's own workers and shifts."""
    if not request.workers or not request.shifts:
        return ("nobody works more than 3 shifts",)
    first, shift = request.workers[0], request.shifts[0].name
    found = [f"{first} works at most 3 shifts", f"{first} cannot work on {shift}", f"{shift} needs 2 people"]
    if len(request.workers) > 1:
        found.append(f"{first} and {request.workers[1]} cannot work on the same day")
    return tuple(found)
