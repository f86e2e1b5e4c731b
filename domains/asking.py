"""The common ground of questions about plans: names and numbers of a sentence as slots, for a table of phrases.

    "What if the Locanda dei Pescatori costs €90?"  ->  "what if <hotel> costs <number>"

A closed world: a sentence is understood when all of it matches a phrase, and is asked back otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from domains.reading.money import money_at
from domains.reading.names import NameIndex
from domains.reading.numerals import number_at
from domains.reading.text import parse
from domains.reading.words import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domains.base import QuestionKind
    from domains.reading.text import Token

_DROPPED = frozenset(("the", "a", "an", "our", "your", "my", "this", "these", "please", "then", ",", ":", "-", "'s"))
"""Words that change nothing about what is asked."""
_LONGEST = 500
"""Characters of a question."""

_LEADS: dict[QuestionKind, re.Pattern[str]] = {
    "why": re.compile(
        r"(?:and |but |so )?(?:why|how come|what for)(?: (?:do|did|does|are|is|was|were|should|would|must|have|has))?"
        r"(?: (?:we|you|i|it|they|plan|trip|there))?(?= |$)"
    ),
    "why-not": re.compile(
        r"(?:and |but |so )?(?:why not|why (?:do|did|does|are|is|should|could|can|would|have)"
        r"(?: (?:we|you|i|it|they|plan|there))? not(?: (?:we|you|i|it|they|plan))?)(?= |$)"
    ),
    "what-if": re.compile(
        r"(?:and |but |so )?(?:what if|what would (?:happen|change|it cost|it be) if|what happens if|how about if|suppose|if|"
        r"assume|say)(?: that)?(?= |$)"
    ),
}


@dataclass(frozen=True, slots=True)
class Slotted:
    """A question with slots for its names, numbers and dates; `values` are what stood there, in order, by kind and value."""

    text: str
    values: tuple[tuple[str, Any], ...]

    def all(self, kind: str) -> list[Any]:
        """What stood in the slots of one kind."""
        return [value for found, value in self.values if found == kind]

    def first(self, kind: str) -> Any:
        """What stood in the first slot of a kind; None where there is none."""
        return next(iter(self.all(kind)), None)


def slotted(question: str, names: Mapping[str, Sequence[str]]) -> Iterator[Slotted]:
    """The ways to take a question: `names` are the known names by kind; a name of two kinds gives two ways."""
    kinds: dict[str, list[str]] = {}
    for kind, known in names.items():
        for name in known:
            kinds.setdefault(name, []).append(kind)
    index = NameIndex(kinds)
    tokens = [token for sentence in parse(question[:_LONGEST]).sentences for token in sentence]
    words: list[str] = []
    options: list[list[tuple[str, Any]]] = []
    at = 0
    while at < len(tokens):
        found, at = _slot(tokens, at, index, kinds)
        if isinstance(found, str):
            if found not in _DROPPED:
                words.append(found)
        else:
            words.append(f"<{len(options)}>")
            options.append(found)
    for chosen in product(*options):
        text = " ".join(words)
        for number, (kind, _) in enumerate(chosen):
            text = text.replace(f"<{number}>", f"<{kind}>")
        yield Slotted(text, tuple(chosen))


def _slot(
    tokens: Sequence[Token], at: int, index: NameIndex, kinds: Mapping[str, Sequence[str]]
) -> tuple[str | list[tuple[str, Any]], int]:
    named = index.at(tokens, at)
    if named is not None:
        return [(kind, named[0].name) for kind in dict.fromkeys(kinds[named[0].name])], named[1]
    money = money_at(tokens, at)
    if money is not None:
        return [("money" if money[0].currency else "number", money[0])], money[1]
    number = number_at(tokens, at)
    if number is not None:
        return [("number", number[0])], number[1]
    token = tokens[at]
    if token.kind == "date":
        try:
            return [("date", date.fromisoformat(token.norm))], at + 1
        except ValueError:
            return token.norm, at + 1
    return token.norm, at + 1


def without_lead(kind: QuestionKind, text: str) -> str:
    """A slotted question without "why", "why not" or "what if", which the kind of the question says already."""
    if kind == "why" and _LEADS["why-not"].match(text):
        return text
    return _LEADS[kind].sub("", text, count=1).strip()


def statement_in(question: str) -> str:
    """What a what-if question supposes, in its own words: "What if we are three?" supposes "we are three"."""
    return re.sub(
        r"(?i)^\s*(?:and |but |so )?(?:what if|what would happen if|what happens if|how about if|suppose|if|assume)(?: that)?\s+",
        "",
        question,
    ).strip(" ?")


def names_close_to(question: str, names: Mapping[str, Sequence[str]], limit: int = 4) -> list[str]:
    """Known names that a part of a question may mean, likeliest first."""
    from rapidfuzz import fuzz, process, utils

    known = list(dict.fromkeys(name for found in names.values() for name in found if len(name) > 2))
    words = [token.norm for sentence in parse(question[:_LONGEST]).sentences for token in sentence]
    telling = [word for word in words if len(word) > 4 and word not in english().known]
    scores: dict[str, float] = {}
    for said in (question, *telling):
        cutoff = 75 if said == question else 82
        close = process.extract(
            said, known, scorer=fuzz.partial_ratio, processor=utils.default_process, score_cutoff=cutoff, limit=limit
        )
        for name, score, _ in close:
            scores[name] = max(score, scores.get(name, 0))
    return sorted(scores, key=lambda name: -scores[name])[:limit]


_EXPRESSION = re.compile(r"<=|>=|==|!=|[<>≤≥≠]|\bimplies\b|\bin\s*\{|\w\[[^\]]+\]")


def expression_in(kind: QuestionKind, question: str) -> str | None:
    """The expression of a question that is one, with or without its lead ("what if `total <= 1300`"); None for English."""
    text = question.strip().rstrip("?").strip()
    lead = re.match(r"(?i)(?:why\s+not|why|what\s+if)\b\s*", text)
    inner = text[lead.end() :] if lead else text
    inner = inner.strip().strip("`“”'").strip() if inner[:1] in "`“'" else inner
    return inner if _EXPRESSION.search(inner) else None
