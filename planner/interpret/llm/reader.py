"""Reads a request's text with a language model where the domain's own reader does not understand all of it.

The model proposes what words say, item by item, each with a quote; the words themselves have to show it (`claims`), or a second
look among known rows (`confirm`) has to confirm it, or somebody is asked. The domain's own reader then reads it all (`merge`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from domains.base import Reading, Span
from planner.interpret.llm.asking import claims_of
from planner.interpret.llm.confirm import Row, confirmed
from planner.interpret.llm.merge import Merging
from planner.interpret.llm.plain import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domains.base import Domain
    from planner.interpret.llm.claims import Claim
    from planner.llm import LanguageModel

LONGEST = 6_000
"""Characters of a text that a model is asked about."""
_QUESTIONS = 3


Opened = Callable[[], "LanguageModel | None"]
"""Opens the language model when it is first needed; None where none is configured."""


def completed(
    alone: Reading, text: str, domain: Domain, data: Any, today: date, reader: str, opened: Opened
) -> Reading:
    """A domain's own reading, completed by the model: where words are unread ("auto"), always ("llm"), or never ("rules").

    The model is opened only where it is asked. Raises LlmError where its endpoint fails.
    """
    if reader == "rules" or (reader == "auto" and not alone.unread):
        return alone
    model = opened()
    if model is None:
        return alone
    return read_with_model(text, domain, data, today, alone, model, whole=reader == "llm")


def read_with_model(
    text: str, domain: Domain, data: Any, today: date, alone: Reading, model: LanguageModel, *, whole: bool = False
) -> Reading:
    """The reading of a text whose own reading is `alone`; the model is asked about what is unread, with `whole` about all of it.

    Raises LlmError where the endpoint fails. What neither evidence nor a second look settles stays unread, with at most three
    questions about it.
    """
    near = (Span(0, len(text), text),) if whole else alone.unread
    if not near or len(text) > LONGEST:
        return alone
    words = words_of(domain, text, alone.request, data)
    judged, failure = claims_of(text, near, words, domain, alone.request, data, today, model)
    evident = [claim for claim in judged.claims if not claim.doubt and claim.kind != "impossible"]
    doubtful = [claim for claim in judged.claims if claim.doubt]
    merging = Merging(text, domain, words, alone, data, lambda said: domain.read(said, data, today))
    verdicts = [False] * len(doubtful)
    if doubtful and _clear(supposed := merging.merged([*evident, *doubtful])):  # else somebody has to be asked anyway
        verdicts = confirmed([Row(claim.quote, _told(claim, supposed)) for claim in doubtful], model, text)
    sure = [claim for claim, same in zip(doubtful, verdicts, strict=True) if same]
    reading = merging.merged([*evident, *sure])
    assumptions = [*reading.assumptions, *[assumed(claim, _told(claim, reading)) for claim in sure], *failure]
    questions = list(reading.questions)
    if whole and reading.request is not None:  # what the reader understood, the model may understand otherwise
        questions += merging.lost(reading.request, [c for c in doubtful if c not in sure and c.kind == "field"])
    if reading.unread or questions:
        unsettled = [
            claim for claim, same in zip(doubtful, verdicts, strict=True) if not same and claim.kind != "nothing"
        ]
        questions += asking_about(
            unsettled, [claim for claim in judged.claims if claim.kind == "impossible"], reading.unread
        )
    return Reading(reading.request, reading.facts, reading.unread, tuple(assumptions), tuple(dict.fromkeys(questions)))


def _clear(reading: Reading) -> bool:
    return reading.request is not None and not reading.unread and not reading.questions


def _told(claim: Claim, reading: Reading) -> str:
    """What the reader makes of a claim, in its own words; the claim's where it makes nothing of its own."""
    facts = [
        fact
        for fact in reading.facts
        if fact.span is not None and (fact.span.start, fact.span.end) == (claim.start, claim.end)
    ]
    return " ".join(dict.fromkeys([fact.says for fact in facts])) or claim.says


def assumed(claim: Claim, says: str) -> str:
    """The assumption that a confirmed claim is."""
    if claim.kind == "nothing":
        return f"“{claim.quote}” is taken to ask for nothing."
    return f"“{claim.quote}” is taken to mean: {says}"


def asking_about(unsettled: Sequence[Claim], impossible: Sequence[Claim], unread: Sequence[Span]) -> list[str]:
    """At most three questions, about words that are still unread."""
    found = []
    for claim in impossible:
        if _touches(claim, unread):
            why = f" ({claim.value})" if claim.value else ""
            found.append(f"“{claim.quote}” cannot be planned for here{why}: leave it out, or say what to do instead.")
    for claim in unsettled:
        if _touches(claim, unread):
            found.append(f"Is “{claim.quote}” meant so: {claim.says} If it is, say it in these words.")
    return found[:_QUESTIONS]


def _touches(claim: Claim, spans: Sequence[Span]) -> bool:
    return any([claim.start < span.end and span.start < claim.end for span in spans])
