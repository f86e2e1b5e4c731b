"""What some words of a text say by themselves: their numbers, times of day, days, and the words that nothing accounts for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from domains.reading.clocks import bare_clock_at, clock_at
from domains.reading.dates import RangeMention, date_at, range_at
from domains.reading.numerals import number_at
from domains.reading.text import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from domains.reading.dates import DateMention
    from domains.reading.text import Token
    from encoders.numbers import Number

DENIALS = frozenset(
    (
        "no",
        "not",
        "never",
        "nobody",
        "none",
        "nothing",
        "nowhere",
        "neither",
        "nor",
        "without",
        "except",
        "unless",
        "avoid",
        "avoiding",
        "skip",
        "hate",
        "refuse",
        "against",
        "cannot",
        "instead",
        "rather",
    )
)
"""Words that turn what is said around them, or may."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, a time of day (minutes after midnight) or a day, from token `first` to before `after`."""

    value: Number | DateMention
    first: int
    after: int
    role: str = ""
    """Of a day in a range: "start" or "end"."""


@dataclass(frozen=True, slots=True)
class Said:
    """Tokens of a quote, and what they mention."""

    tokens: tuple[Token, ...]
    numbers: tuple[Mention, ...]
    days: tuple[Mention, ...]

    @property
    def norms(self) -> tuple[str, ...]:
        """The words in lower case."""
        return tuple([token.norm for token in self.tokens])

    @property
    def denied(self) -> bool:
        """Whether some word may turn the rest into its opposite."""
        return not DENIALS.isdisjoint(self.norms)


def said(quote: str) -> Said:
    """Look at a quote."""
    tokens = tuple([token for sentence in parse(quote).sentences for token in sentence])
    numbers: list[Mention] = []
    days: list[Mention] = []
    at = 0
    while at < len(tokens):
        ranged, single = range_at(tokens, at), date_at(tokens, at)
        if ranged is not None:
            pair, after = ranged
            assert isinstance(pair, RangeMention)
            days += [Mention(pair.first, at, after, "start"), Mention(pair.last, at, after, "end")]
            at = after
        elif single is not None:
            days.append(Mention(single[0], at, single[1]))
            at = single[1]
        elif (number := number_at(tokens, at)) is not None:
            numbers.append(Mention(number[0], at, number[1]))
            at = number[1]
        else:
            at += 1
    return Said(tokens, tuple(numbers), tuple(days))


def clocks(tokens: Sequence[Token], *, bare: bool) -> list[Mention]:
    """The times of day among the tokens; with `bare`, an hour alone is one too ("before 9")."""
    found, at = [], 0
    while at < len(tokens):
        clock = bare_clock_at(tokens, at) if bare else clock_at(tokens, at)
        if clock is None:
            at += 1
            continue
        minutes, after = clock[0].minutes, clock[1]
        words = [token.norm for token in tokens[after : after + 3]]
        if words[:2] == ["in", "the"] and words[2:3] in (["morning"], ["afternoon"], ["evening"]):
            if words[2] != "morning" and minutes < 720:
                minutes += 720
            after += 3
        found.append(Mention(minutes, at, after))
        at = after
    return found


def places_of(name: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where a name stands among the tokens, word for word."""
    words = [token.norm for sentence in parse(name).sentences for token in sentence]
    if not words:
        return []
    norms = [token.norm for token in tokens]
    return [(at, at + len(words)) for at in range(len(norms)) if norms[at : at + len(words)] == words]


def speaks(norm: str, cues: Iterable[str]) -> bool:
    """Whether a word is one of the cues; "visit*" stands for every word that begins so."""
    return any([norm.startswith(cue[:-1]) if cue.endswith("*") else norm == cue for cue in cues])


@cache
def fillers() -> frozenset[str]:
    """Words that add nothing."""
    text = resources.files("planner.interpret.llm").joinpath("fillers.txt").read_text(encoding="utf-8")
    return frozenset([word for line in text.splitlines() if not line.startswith("#") for word in line.split()])


def left_over(tokens: Sequence[Token], taken: Collection[int], cues: Iterable[str]) -> list[str]:
    """The words that neither a value (the indices `taken`), nor a cue, nor their adding nothing accounts for."""
    known = tuple(cues)
    return [
        token.norm
        for index, token in enumerate(tokens)
        if index not in taken
        and any([character.isalnum() for character in token.norm])
        and token.norm not in fillers()
        and not speaks(token.norm, known)
    ]
