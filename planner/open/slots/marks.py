"""What a text says in numbers, and in comparisons without one: each is a mark that has to be given a meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from encoders.errors import InputError
from planner.open.numbers import mentions, says_something
from planner.open.slots.phrases import (
    ANEW,
    AS_MANY,
    BREAK,
    COMPARISON,
    CURRENCY,
    DENIED,
    HEAD,
    JOINED,
    MULTIPLES,
    PER,
    PRONOUN,
    SENTENCE,
    STRICT,
    TIMES_AS,
    WAYS,
    alike,
    most_alike,
    stems,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.numbers import Number
    from planner.open.numbers import Mention
    from planner.open.slots.phrases import Way

Kind = Literal["amount", "bound", "multiple", "share", "comparison"]
"""A number of something; "at least 5"; "twice", "3 times as many"; 30%, a third; "must be more than", without a number."""
MOST_MARKS = 60
"""Places of a text that a small model can be asked about."""
_NEAR = 300
"""Characters before and after a place that can belong to it."""
_AFTER = 5
"""Words after a number that are shown with it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the text. `number` is what it says, None for a comparison without a number.

    `words` show it to the model: its sentence up to there, the place itself in brackets. `before` and `after` are the words that
    belong to it, `ways` the ways that it says it limits, `unit` what it counts ("$", or the stems of words; empty where it does
    not say).
    """

    words: str
    start: int
    end: int
    number: Number | None
    kind: Kind
    sentence: tuple[int, int]
    before: str = ""
    after: str = ""
    ways: tuple[Way, ...] = ()
    unit: frozenset[str] = frozenset()
    pair: tuple[str, str] = ("", "")
    """The words for the two things that it compares: "twice as many [...] as [...]", "the number of [...] must exceed [...]"."""
    strict: bool = False
    """Whether its limit does not count itself in: more than, less than."""

    @property
    def money(self) -> bool:
        """Whether it is an amount of money."""
        return any([CURRENCY.fullmatch(word) for word in self.unit])

    def about(self, names: Sequence[str]) -> list[str]:
        """Those names that the words behind a number mention; where nothing stands there, those that the words before it do."""
        if self.money or not stems(self.after):
            return most_alike(names, self.after) or most_alike(names, self.before)
        return most_alike(names, self.after)


def marks(text: str, decisions: Sequence[str]) -> list[Mark]:
    """Every place of a text that has to be given a meaning, in order; `decisions` are the names of what is decided.

    Raises InputError where there are more than `MOST_MARKS`.
    """
    sentences = [(match.start(), match.end()) for match in SENTENCE.finditer(text)]
    named = [match.span() for name in decisions for match in re.finditer(re.escape(name), text, re.IGNORECASE)]
    numbers = [
        mention
        for mention in mentions(text)
        if _is_amount(mention, len(decisions)) and not any([start <= mention.start < end for start, end in named])
    ]
    places: list[tuple[int, int, Number | None]] = [(mention.start, mention.end, mention.meant) for mention in numbers]
    for match in COMPARISON.finditer(text):
        if not any([match.start() <= mention.start < match.end() for mention in numbers]):
            places.append((match.start(), match.end(), None))
    if len(places) > MOST_MARKS:
        raise InputError(f"the request has {len(places)} numbers and comparisons; a small model takes {MOST_MARKS}")
    places.sort(key=lambda place: place[:2])
    found: list[Mark] = []
    for at, (start, end, number) in enumerate(places):
        sentence = next(((first, last) for first, last in sentences if first <= start < last), (0, len(text)))
        sentence = max(sentence[0], start - _NEAR), min(sentence[1], end + _NEAR)
        since = max(sentence[0], places[at - 1][1] if at else 0)
        until = min(sentence[1], places[at + 1][0] if at + 1 < len(places) else len(text))
        mark = _mark(text, (start, end), number, sentence, (since, max(until, end)))
        if mark.kind == "amount" and found and _goes_on(text[found[-1].end : start], found[-1], mark):
            mark = replace(mark, kind="bound", ways=found[-1].ways)
        if mark.kind == "amount" and _of_no_decision(mark, decisions):
            mark = replace(mark, kind="bound")
        found.append(mark)
    return _told_apart(found)


def _mark(
    text: str, place: tuple[int, int], number: Number | None, sentence: tuple[int, int], alone: tuple[int, int]
) -> Mark:
    """`alone` is where nothing but this place has a number."""
    start, end = place
    clause = text[alone[0] : end] + BREAK.split(text[end : alone[1]])[0]
    ways = tuple([way for way, words in WAYS.items() if words.search(clause)])
    after = PER.split(text[end : alone[1]])[0]
    currency = text[start - 1 : start]
    kind = _kind(text, start, end, number, ways)
    words_after = text[end : alone[1]].split() if kind == "share" else text[end : sentence[1]].split()[:_AFTER]
    counted = next((found for part in HEAD.split(after) if (found := stems(part))), [])
    return Mark(
        words=_plain(f"{text[sentence[0] : start]}[{text[start:end]}] {' '.join(words_after)}"),
        start=start,
        end=end,
        number=number,
        kind=kind,
        sentence=sentence,
        before=BREAK.split(text[alone[0] : start])[-1],
        after=after,
        ways=ways,
        pair=_pair(text[sentence[0] : start], text[start : sentence[1]]),
        strict=STRICT.search(clause) is not None and DENIED.search(clause) is None,
        unit=frozenset([currency] if CURRENCY.fullmatch(currency) else counted),
    )


def _pair(before: str, on: str) -> tuple[str, str]:
    """What is compared, and with what; empty where the form of the words does not say it."""
    if found := AS_MANY.search(on):
        return found[1], found[2]
    found = COMPARISON.match(on)
    return (BREAK.split(before)[-1], on.partition("than")[2] or on.partition("exceed")[2]) if found else ("", "")


def _is_amount(mention: Mention, decisions: int) -> bool:
    """Whether a number does not only count the things at hand."""
    if not mention.meant:
        return False  # what is decided is never negative here
    if mention.digits or not isinstance(mention.meant, int):
        return True
    return mention.written.casefold() in MULTIPLES or says_something(mention, decisions)


def _kind(text: str, start: int, end: int, number: Number | None, ways: tuple[Way, ...]) -> Kind:
    if number is None:
        return "comparison"
    written = text[start:end].casefold()
    if written in MULTIPLES or TIMES_AS.match(text, end):
        return "multiple"
    if written.endswith(("%", "percent", "per cent")) or (isinstance(number, Fraction) and not written[0].isdigit()):
        return "share"
    return "bound" if ways else "amount"


def _goes_on(between: str, before: Mark, mark: Mark) -> bool:
    """Whether a number only continues the limit before it: "at least 90 units of iron and 100 units of zinc"."""
    if len(between) > _NEAR:
        return False
    joined = JOINED.fullmatch(between) is not None and ANEW.search(between) is None
    return joined and before.kind == "bound" and before.start >= mark.sentence[0] and before.sentence[1] >= mark.end


def _of_no_decision(mark: Mark, decisions: Sequence[str]) -> bool:
    """Whether a number is said of none of the decisions, so that it is no amount of one of them."""
    return not PRONOUN.search(mark.words) and not any([alike(name, mark.words) for name in decisions])


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[\"\\]+", " ", words).split())


def _told_apart(found: list[Mark]) -> list[Mark]:
    """Marks whose words are all different: those of a repeated one are counted."""
    seen: dict[str, int] = {}
    apart = []
    for mark in found:
        count = seen[mark.words] = seen.get(mark.words, 0) + 1
        apart.append(mark if count == 1 else replace(mark, words=f"{mark.words} ({count})"))
    return apart
