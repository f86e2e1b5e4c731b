"""Worlds that do not describe their fields: the model says words again in plain English, which the world's own reader reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.vocabulary import Field, Quantity, Vocabulary, Words
from encoders.errors import InputError, PlanproofError
from encoders.spec import parse, write
from planner.interpret.llm.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domains.base import Domain
    from planner.interpret.llm.said import Said

PLAIN = "plain"
_LONGEST = 300
_MOST = 40
"""Most indices of one quantity that are named."""


def words_of(domain: Domain, text: str, request: Any | None, data: Any) -> Words:
    """A world's own vocabulary; else plain sentences about its request, and the quantities of its problem where that is known."""
    if isinstance(domain, Vocabulary):
        return domain.vocabulary(text, request, data)
    listed = "; ".join(
        [
            f"{info.alias or name}: {info.description}"
            for name, info in domain.Request.model_fields.items()
            if info.description and name != "extra"
        ]
    )
    meaning = (
        f"The same said again in short plain English sentences, with the same numbers, names and limits. {domain.summary} "
        f"What can be said is: {listed}"
    )
    field = Field(PLAIN, meaning, "plain", frozenset(), says=_sentence, several=True)
    quantities, names = _quantities(domain, request, data)
    return Words((field,), quantities, (), names)


def echo_of(domain: Domain, wish: str) -> str:
    """A wish in English, or as it is written where the world has no words for it. Raises InputError."""
    return domain.echo(wish) if isinstance(domain, Vocabulary) else f"It holds that {write(parse(wish))}."


def _sentence(value: str) -> str:
    text = value.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _quantities(
    domain: Domain, request: Any | None, data: Any
) -> tuple[tuple[Quantity, ...], dict[str, tuple[str, ...]]]:
    """The observables of a complete request, one for each word, and the indices they have."""
    if request is None or not hasattr(request, "extra"):
        return (), {}
    try:
        observables = domain.problem(request, data).observables
    except PlanproofError:  # the request itself is told about elsewhere
        return (), {}
    forms: dict[str, Quantity] = {}
    names: dict[str, dict[str, None]] = {}
    for name in observables:
        word, bracket, rest = name.partition("[")
        index, _, after = rest.partition("]")
        form = f"{word}[I]{after.partition('[')[0]}" if bracket else word
        forms.setdefault(form, Quantity(form, "", frozenset()))
        if bracket and len(names.setdefault(word, {})) < _MOST:
            names[word][index] = None
    return tuple(forms.values()), {word: tuple(indices) for word, indices in names.items()}


def require_same(value: str, quote: str) -> None:
    """Raise InputError where a plain sentence has a number, a day or a name that its quote has not, or the other way round."""
    if not value.strip() or len(value) > _LONGEST:
        raise InputError(f"the plain sentence is empty or longer than {_LONGEST} characters")
    told, words = said(value), said(quote)
    for kind, ours, theirs in (("numbers", _numbers(told), _numbers(words)), ("days", _days(told), _days(words))):
        if ours != theirs:
            raise InputError(f"the plain sentence has other {kind} than the quoted words")
    known = set(words.norms)
    for at, token in enumerate(told.tokens):
        if at and token.capital and token.norm not in known and token.norm != "i":
            raise InputError(f"{token.norm!r} does not stand in the quoted words")


def _numbers(words: Said) -> list[str]:
    return sorted([str(mention.value) for mention in words.numbers])


def _days(words: Said) -> list[str]:
    return sorted(_shown(words.days))


def _shown(mentions: Iterable[Any]) -> list[str]:
    return [repr(mention.value) for mention in mentions]
