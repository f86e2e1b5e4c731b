"""Sentences that change a request, where the domain's own reader does not understand them: the same evidence as for requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domains.base import Change, Span
from domains.changes import ChangeReading
from encoders.errors import PlanproofError
from planner.interpret.llm.asking import claims_of
from planner.interpret.llm.confirm import Row, confirmed
from planner.interpret.llm.plain import words_of
from planner.interpret.llm.reader import asking_about, assumed
from planner.interpret.llm.said import left_over, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from pydantic import BaseModel

    from domains.base import Domain
    from planner.interpret.llm.claims import Claim
    from planner.interpret.llm.reader import Opened

LONGEST = 1_000
"""Characters of a sentence that a model is asked about."""


def changed(
    alone: ChangeReading,
    line: str,
    domain: Domain,
    request: BaseModel,
    data: Any,
    today: date,
    read: Callable[[str], ChangeReading],
    opened: Opened,
) -> ChangeReading:
    """The reading of a change that is not understood `alone`, with the model's help; `read` is the domain's own reader.

    As it was where no model is configured, or where the model's words do not settle it. Raises LlmError where the endpoint fails.
    """
    if alone.understood or not alone.unread or len(line) > LONGEST or (model := opened()) is None:
        return alone
    words = words_of(domain, line, request, data)
    judged, failure = claims_of(line, alone.unread, words, domain, request, data, today, model)
    evident = [claim for claim in judged.claims if not claim.doubt and claim.kind != "impossible"]
    doubtful = [claim for claim in judged.claims if claim.doubt]
    fields = {entry.name for entry in words.fields if entry.says is not None}

    def taken(claims: Sequence[Claim]) -> ChangeReading:
        return _taken(line, claims, fields, domain, request, data, read)

    sure: list[Claim] = []
    if doubtful and taken([*evident, *doubtful]).understood:
        verdicts = confirmed([Row(claim.quote, claim.says) for claim in doubtful], model, line)
        sure = [claim for claim, same in zip(doubtful, verdicts, strict=True) if same]
    found = taken([*evident, *sure]) if evident or sure else alone
    if found.understood:
        return replace(found, assumptions=(*found.assumptions, *[assumed(claim, claim.says) for claim in sure]))
    unsettled = [claim for claim in doubtful if claim not in sure and claim.kind != "nothing"]
    impossible = [claim for claim in judged.claims if claim.kind == "impossible"]
    questions = [*alone.questions, *asking_about(unsettled, impossible, alone.unread), *failure]
    return replace(alone, questions=tuple(dict.fromkeys(questions)))


def _taken(
    line: str,
    claims: Sequence[Claim],
    fields: set[str],
    domain: Domain,
    request: BaseModel,
    data: Any,
    read: Callable[[str], ChangeReading],
) -> ChangeReading:
    """The line with its claims said again in plain English, as the domain reads it, and with its further wishes."""
    covered = bytearray(len(line))
    for claim in claims:
        covered[claim.start : claim.end] = b"\x01" * (claim.end - claim.start)
    rest = "".join([" " if covered[at] else sign for at, sign in enumerate(line)])
    plain = [claim.says for claim in claims if claim.kind == "field" and claim.field in fields]
    kept = rest.strip(" \t\n,.;:!?") if left_over(said(rest).tokens, (), ()) else ""
    text = " ".join([part for part in (f"{kept}." if kept else "", *dict.fromkeys(plain)) if part])
    reading = read(text) if text else ChangeReading()
    if not reading.understood:
        return replace(reading, unread=(Span(0, len(line), line),))
    changes, says = list(reading.changes), list(reading.says)
    now = reading.request if reading.request is not None else request
    for claim in claims:
        change = _set(claim, now, fields)
        if change is None:
            continue
        try:
            now = domain.edit(now, [change])
            domain.problem(now, data)
        except PlanproofError as error:
            return ChangeReading(questions=(f"“{claim.quote}” cannot be taken up ({error}): what is meant?",))
        changes.append(change)
        says.append(claim.says)
    return ChangeReading(now if changes else None, tuple(changes), tuple(says), assumptions=reading.assumptions)


def _set(claim: Claim, request: BaseModel, fields: set[str]) -> Change | None:
    """The change of a claim that no plain sentence makes."""
    content = request.model_dump(mode="json", by_alias=True)
    if claim.kind == "wish":
        wishes = content.get("extra", [])
        return None if claim.value in wishes else Change(f"extra/{len(wishes)}", None, claim.value)
    if claim.kind != "field" or claim.field in fields:
        return None
    before = content.get(claim.field)
    if isinstance(before, list):
        return None if claim.value in before else Change(f"{claim.field}/{claim.value}", None, claim.value)
    return None if before == claim.value else Change(claim.field, before, claim.value)
