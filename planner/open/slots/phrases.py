"""Words of English that tell what a number is: which way it limits, whether it multiplies, where something else begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Way = Literal["at most", "at least"]

_MUST = r"\b(?:must|should|have to|has to|needs? to)\b"
WAYS: dict[Way, re.Pattern[str]] = {
    "at least": re.compile(
        rf"\bat least\b|\bminimum of\b|\bnot? (?:less|fewer) than\b|\bor more\b|{_MUST} exceed\b"
        rf"|{_MUST}.*\b(?:more|larger|greater|higher)\b.*\bthan\b",
        re.IGNORECASE,
    ),
    "at most": re.compile(
        r"\bat most\b|\bmaximum of\b|\bnot? more than\b|\bup to\b|\b(?:cannot|not|never) exceed\b|\bor (?:less|fewer)\b"
        rf"|{_MUST}.*\b(?:less|fewer|smaller|lower)\b.*\bthan\b|\bavailable\b|\bbudget\b",
        re.IGNORECASE,
    ),
}
"""Which way a number limits something."""
STRICT = re.compile(
    r"\b(?:more|less|fewer|larger|smaller|greater|higher|lower)\b[^.;]*\bthan\b|\bexceeds?\b", re.IGNORECASE
)
DENIED = re.compile(r"\b(?:no|not|cannot|can't|never|nor)\b", re.IGNORECASE)
EXACT = re.compile(r"\b(?:exactly|precisely|equals?|must be|sums?|in total|altogether|all)\b", re.IGNORECASE)
COMPARISON = re.compile(
    r"\b(?:must|should|has to|have to|needs? to|cannot|can not|can't|may not)\b[^.;]{0,60}?"
    r"\b(?:exceed\w*|(?:more|less|fewer|larger|smaller|greater|higher|lower)\b[^.;]{0,60}?\bthan)\b[^.;,]*"
)
"""A comparison of two things, with or without a number in it."""
MULTIPLES = ("twice", "double", "doubled", "triple", "thrice")
TIMES_AS = re.compile(r"\s*times\s+(?:as|more|the|that|larger|greater|higher|bigger)\b", re.IGNORECASE)
"""What follows a number that multiplies: not "4 times a decade"."""
AS_MANY = re.compile(r"\bas (?:many|much)\b([^.;,]*?)\b(?:as|than|compared to)\b([^.;,]*)", re.IGNORECASE)
"""Twice as many of these as of those."""
SENTENCE = re.compile(r"[^.!?\n]+(?:\.\d[^.!?\n]*)*[.!?]?")
BREAK = re.compile(r"[,;:]|\b(?:and|while|whereas|but|or)\b", re.IGNORECASE)
"""Where the words about one number end."""
PER = re.compile(rf"{BREAK.pattern}|\b(?:per|each|every)\b", re.IGNORECASE)
"""Where the words behind a number begin to say of what it is: boxes per trip."""
HEAD = re.compile(r"\b(?:of|for|to|in|on|that|from|at|with|is|are|can|will|must|were|was|if|when)\b", re.IGNORECASE)
"""Where the name of what is counted ends: minutes of work."""
JOINED = re.compile(r"[\w\s$€£-]*,?\s*\band\b[\w\s$€£-]*")
ANEW = re.compile(
    r"\b(?:each|per|every|requires?|takes?|costs?|needs?|contains?|has|have|can|must|is|are|while|but|with|for|brings?)\b",
    re.IGNORECASE,
)
"""Words that begin something else."""
PRONOUN = re.compile(
    r"\b(?:it|they|them|this|these|those|each|every|per|one|former|latter|other|both)\b", re.IGNORECASE
)
"""Words that may stand for what is decided."""
ONE = re.compile(r"\b(?:an?|each|every|one|per)\b", re.IGNORECASE)
CURRENCY = re.compile(r"[$€£]")
NUMBER_OF = re.compile(r"\b(?:number|count) of\b", re.IGNORECASE)
ASKED = re.compile(r"\b(?:minimi[sz]\w*|maximi[sz]\w*)\s+([^.?!;]+)", re.IGNORECASE)
SMALL = re.compile(r"\bminimi[sz]", re.IGNORECASE)
LARGE = re.compile(r"\bmaximi[sz]", re.IGNORECASE)

_LITTLE = frozenset((
    "a", "an", "the", "of", "per", "for", "in", "on", "and", "or", "to", "by", "with", "at", "is", "are", "be", "can", "each",
    "every", "total", "average", "unit", "units", "number", "amount",
))  # fmt: skip

_LETTER = re.compile(r"\w A\Z")


def stems(words: str) -> list[str]:
    """The words without the endings that number gives them, to compare; little words left out, but not the A of "plan A"."""
    found = [
        word[0].casefold()
        for word in re.finditer(r"[^\W\d_]+|\d+", words)
        if word[0].casefold() not in _LITTLE or _LETTER.match(words[max(0, word.start() - 2) : word.end()])
    ]
    return [re.sub(r"(?:ies|es|s|y|e)$", "", word) if len(word) > 3 else word for word in found]


def alike(name: str, words: str) -> int:
    """How many words of a name stand in a text, in this form or another."""
    return count_in(stems(name), words)


def count_in(own: Iterable[str], words: str) -> int:
    """How many of these stems a text has, in this form or another."""
    there = stems(words)
    return sum([any([stem == word or (len(stem) > 4 and word.startswith(stem[:5])) for word in there]) for stem in own])


def most_alike(names: Sequence[str], words: str) -> list[str]:
    """The names of which most words stand in a text; none where no word does."""
    found = {name: alike(name, words) for name in names}
    most = max(found.values(), default=0)
    return [name for name, count in found.items() if count == most > 0]
