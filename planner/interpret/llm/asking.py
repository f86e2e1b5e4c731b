"""What a model is asked about a text, and the claims that come of it: its own, and those that plain words show by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.errors import InputError, PlanproofError
from planner.interpret.llm.claims import Judge, Judged
from planner.interpret.llm.confirm import unusable
from planner.interpret.llm.plain import echo_of
from planner.interpret.llm.prompts import filled
from planner.interpret.llm.reply import items_of
from planner.interpret.llm.sweep import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from domains.base import Domain, Span
    from domains.vocabulary import Field, Words
    from planner.interpret.llm.reply import Items
    from planner.llm import LanguageModel

_ATTEMPTS = 2
_PROBLEMS = 6
"""Most of what is wrong with a reply that goes back with it."""


def claims_of(
    text: str,
    near: Sequence[Span],
    words: Words,
    domain: Domain,
    request: Any | None,
    data: Any,
    today: date,
    model: LanguageModel,
) -> tuple[Judged, list[str]]:
    """The claims about the spans `near` of a text, and a sentence where the model says nothing that can be used.

    `request` is what is known already, None where too little is. Such a model leaves a text as unread as it was; raises LlmError
    where its endpoint fails.
    """
    judge = Judge(text, near, words, today, lambda wish: echo_of(domain, wish), _builds(domain, request, data))
    judged, failure = _asked(text, near, words, judge, model)
    if not failure:
        judged.claims += judge.evident(tried(text, near, words, today), judged.claims)
        judged.claims = judge.widened(judged.claims)
    return judged, failure


def _builds(domain: Domain, request: Any | None, data: Any) -> Callable[[str], None]:
    """Raises where the world cannot hold a wish; looks only where the rest of the request is known."""

    def builds(wish: str) -> None:
        if request is not None and hasattr(request, "extra"):
            domain.problem(request.model_copy(update={"extra": [*request.extra, wish]}), data)

    return builds


def _asked(
    text: str, near: Sequence[Span], words: Words, judge: Judge, model: LanguageModel
) -> tuple[Judged, list[str]]:
    """The claims of the model's last reply; what is wrong with one goes back with it."""
    last: list[Judged] = []

    def accept(reply: Items) -> None:
        last.append(judge.judged(reply))
        if last[-1].wrong and not judge.covers(last[-1].claims):
            raise InputError("; ".join(last[-1].wrong[:_PROBLEMS]))

    content = {"text": text, "not understood": [" ".join(span.quote.split()) for span in near]}
    messages = filled(
        "read",
        fields={entry.name: _described(entry) for entry in words.fields},
        quantities={entry.form: entry.meaning for entry in words.quantities},
        examples=[{"words": said, "wish": wish} for said, wish in words.examples],
        names={**{word: list(names) for word, names in words.names.items()}, **_names(words)},
        request=content,
    )
    try:
        reply = items_of(tuple([entry.name for entry in words.fields]), wishes=bool(words.quantities))
        model.ask("read", messages, reply, accept=accept, attempts=_ATTEMPTS)
    except InputError:  # used up on wrong items: those that are right still count
        pass
    except PlanproofError as error:
        if not unusable(error):
            raise
        if not last:
            return Judged(), [f"The language model is not used: {error.message.rstrip('.')}."]
    return (last[-1] if last else Judged()), []


def _names(words: Words) -> dict[str, list[str]]:
    """The names that fields may have: what stands before them is the same for every request, so an endpoint knows it already."""
    return {entry.name: list(entry.names) for entry in words.fields if entry.names and not entry.choices}


def _described(field: Field) -> str:
    values = f" One of: {', '.join(field.values)}." if field.choices else ""
    return f"{field.meaning}{values}"
