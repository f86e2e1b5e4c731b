"""Reads sentences that change a shop's limits: "raise the deadline to 60", "J2 is due by 14", "no deadline"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from domains.base import Change
from domains.changes import ChangeReading
from domains.reading.clauses import explain
from domains.reading.items import COMMON, items_of
from domains.reading.ledger import Ledger
from domains.reading.names import NameIndex
from domains.reading.patterns import Table
from domains.reading.pieces import Vocabulary
from domains.reading.tables import read_phrases
from domains.reading.text import parse
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.jobshop.request import JobShopRequest
    from domains.reading.clauses import Finding
    from domains.reading.items import Item
    from domains.reading.text import Token

LONGEST = 1_000
"""Characters of a change."""

_PHRASES = """
[limit: deadline to]
(raise|increase|extend|move|set|change|make|put|push|lower|reduce|shorten|tighten|bring) [the|our|it] deadline
    [back|forward|up|down]* [to|at] N
[the] deadline (is|can be|may be|to|at|of|:)* [now] N
(finish|be finished|end|be done|be ready|done|ready) [everything|all|with everything]* by N
(everything|all) (ends|end|is done|is finished|is ready|must end|has to end|must be done)* by N
[limit: deadline by]
(raise|increase|extend|move|push|lower|reduce|shorten|tighten) [the|our] deadline [back]* by N
[limit: deadline none]
(no|drop|remove|without|forget|forget about|scrap) [the|our|a] deadline
[limit: due to]
JOB [is|must be|has to be|can be|should be]* (due|ready|done|finished) (by|at|before) N
JOB (ends|end|must end|can end|may end) by N
(set|move|change|raise|lower|extend|make) [the] (due date|due time) of JOB to N
[limit: due none]
(no|drop|remove|forget|forget about) [the] (due date|due time) (of|for) JOB
JOB (has no|does not have a|is not) (due date|due time|due)
"""
_LOWER = ("lower", "reduce", "shorten", "tighten")


@cache
def _vocabulary() -> Vocabulary:
    none: frozenset[str] = frozenset()
    general = frozenset(("now", "instead", "again", "ok", "okay", "then", "after", "all", "too", "please", "rather"))
    return Vocabulary(Table(read_phrases(_PHRASES), {}), {}, {}, general, none, none, none)


def read_change(text: str, request: JobShopRequest) -> ChangeReading:
    """See `domains.changes.ReadsChanges`."""
    if len(text) > LONGEST:
        return ChangeReading(questions=(f"That has {len(text):,} characters: which one change is meant?",))
    parsed = parse(text)
    index = NameIndex([job.name for job in request.jobs])

    def job_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        found = index.at(tokens, at)
        return None if found is None else (found[0].name, found[1])

    numbers = [(kind, extract) for kind, extract in COMMON if kind == "N"]
    sentences: list[tuple[Item, ...]] = [items_of(tokens, (*numbers, ("JOB", job_at))) for tokens in parsed.sentences]
    explained = explain(sentences, _vocabulary())
    ledger = Ledger(parsed)
    for start, end in (*explained.courtesies, *explained.scenes, *explained.tasks):
        ledger.read(start, end)
    for finding in explained.findings:
        ledger.read(finding.start, finding.end)
    for start, end in explained.unread:
        ledger.unread(start, end)
    if unread := ledger.spans():
        return ChangeReading(unread=unread)
    changes, says = [], []
    for finding in explained.findings:
        change = _change(finding, request)
        if change is None:
            return ChangeReading(questions=("There is no deadline yet: by when is everything to end?",))
        target = "the deadline" if change.path == "deadline" else f"the due date of {change.path.partition('/')[2]}"
        says.append(f"{target} is given up" if change.after is None else f"{target} is {change.after}")
        if change.before != change.after:
            changes.append(change)
    if not changes:
        return ChangeReading(says=tuple(says))
    from domains.jobshop import domain

    try:
        edited = domain.edit(request, changes)
    except InputError as error:
        return ChangeReading(questions=(f"That does not fit ({error.message}): what is meant?",))
    return ChangeReading(edited, tuple(changes), tuple(says))


def _change(finding: Finding, request: JobShopRequest) -> Change | None:
    match = finding.match
    field, _, how = match.phrase.gives.partition(" ")
    job = match.slot("JOB")
    path = "deadline" if field == "deadline" else f"due/{job}"
    before = request.deadline if field == "deadline" else next(j.due for j in request.jobs if j.name == job)
    if how == "none":
        return Change(path, before, None)
    number = match.slot("N")
    if how == "by":
        if before is None:
            return None
        return Change(path, before, before - number if match.has(*_LOWER) else before + number)
    return Change(path, before, number)


def change_examples(request: JobShopRequest) -> tuple[str, ...]:
    """Sentences that fit this request."""
    deadline = (
        "everything ends by 60" if request.deadline is None else f"raise the deadline to {request.deadline * 6 // 5}"
    )
    return (deadline, f"{request.jobs[0].name} is due by 20", "no deadline")
