"""A sentence as signs: names, times, amounts, and words with what they do in a sentence about rosters (`lexicon.txt`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from domains.reading.courtesy import by_first_word, courtesies, phrase_at
from domains.reading.money import money_at
from domains.reading.numerals import number_at
from domains.reading.tables import read_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from domains.reading.courtesy import Phrases
    from domains.reading.text import Token
    from domains.workforce.reader.times import Times

    Names = Callable[[Sequence[Token], int], tuple[str, int] | None]


@dataclass(frozen=True, slots=True)
class Sign:
    """Part of a sentence: `kind` is a role of the lexicon, or worker, when, number, money, percent; empty for an unknown word."""

    kind: str
    text: str
    start: int
    end: int
    value: Any = None


@cache
def _roles() -> tuple[tuple[str, Phrases], ...]:
    text = resources.files("domains.workforce.reader").joinpath("lexicon.txt").read_text(encoding="utf-8")
    lists = read_lists(text)
    return tuple(
        [
            (role, by_first_word([p.strip() for line in lines for p in line.split("|") if p.strip()]))
            for role, lines in lists.items()
        ]
    )


@cache
def known_words() -> frozenset[str]:
    """Every word of the lexicon."""
    return frozenset(
        [word for _, phrases in _roles() for found in phrases.values() for phrase in found for word in phrase]
    )


def signs_of(tokens: Sequence[Token], names: Names, times: Times, without: Collection[str] = ()) -> list[Sign]:
    """The signs of a sentence; roles in `without` do not count."""
    found: list[Sign] = []
    at = 0
    while at < len(tokens):
        sign, after = _sign(tokens, at, names, times, without)
        found.append(sign)
        at = after
    return found


def _sign(tokens: Sequence[Token], at: int, names: Names, times: Times, without: Collection[str]) -> tuple[Sign, int]:
    named = names(tokens, at)
    if named is not None:
        return _made("worker", tokens, at, named[1], named[0]), named[1]
    role, after = _role(tokens, at, without)
    when = times.at(tokens, at)
    if when is not None and when[1] >= after:
        return _made("when", tokens, at, when[1], when[0]), when[1]
    money = money_at(tokens, at)
    if money is not None and money[1] > after:
        kind = "money" if money[0].currency else "number"
        return _made(kind, tokens, at, money[1], money[0].amount), money[1]
    number = number_at(tokens, at)
    if number is not None and number[1] > after - 1 and (role == "" or number[1] >= after):
        if number[1] < len(tokens) and tokens[number[1]].norm in ("%", "percent"):
            return _made("percent", tokens, at, number[1] + 1, number[0]), number[1] + 1
        return _made("number", tokens, at, number[1], number[0]), number[1]
    if role:
        return _made(role, tokens, at, after), after
    polite = phrase_at(tokens, at, courtesies())  # type: ignore[arg-type]
    if polite is not None:
        return _made("filler", tokens, at, polite), polite
    return _made("", tokens, at, at + 1), at + 1


def _role(tokens: Sequence[Token], at: int, without: Collection[str]) -> tuple[str, int]:
    """The role with the longest phrase from a word on; of equal ones the first of the file."""
    best, after = "", at
    for role, phrases in _roles():
        if role in without:
            continue
        for words in phrases.get(tokens[at].norm, ()):
            end = at + len(words)
            if end > after and tuple([token.norm for token in tokens[at:end]]) == words:
                best, after = role, end
    if not best and tokens[at].kind == "word":
        best = next((role for stem in _stems(tokens[at].norm) if (role := _of_word(stem)) and role not in without), "")
        after = at + 1 if best else at
    return best, after


@cache
def _of_word(word: str) -> str:
    """The role of a single word."""
    return next((role for role, phrases in _roles() if (word,) in phrases.get(word, ())), "")


def _stems(word: str) -> list[str]:
    """What a word may be a form of: "affected" of "affect", "capping" of "cap"."""
    found: list[str] = []
    for ending in ("s", "es", "d", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            found += [stem, stem + "e", *([stem[:-1]] if stem[-1] == stem[-2] else [])]
    return [*found, word[:-3] + "y"] if word.endswith(("ies", "ied")) else found


def _made(kind: str, tokens: Sequence[Token], start: int, end: int, value: Any = None) -> Sign:
    text = " ".join([token.norm for token in tokens[start:end]])
    return Sign(kind, text, tokens[start].start, tokens[end - 1].end, value)
