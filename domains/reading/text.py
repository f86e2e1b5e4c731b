"""A request's text as tokens in sentences; every token knows where it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from domains.base import Span
from domains.reading.contractions import ENDINGS, LETTERS, MEANT, SPLIT, meant

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
    (?P<mark> (?<![^\n]) [ \t]* \(? (?: \d{1,2} | [a-h] ) [.)] (?=[ \t]) | [•▪◦‣●] )
  | (?P<year> (?<=[a-z\d,\s]) ['’] \d{2} (?![\d\w]) )
  | (?P<date> (?<![\d/.]) (?: (?<!-)\d{4}-\d{1,2}-\d{1,2} | \d{4}/\d{1,2}/\d{1,2} | \d{1,2}/\d{1,2}/(?:\d{4}|\d{2})
                            | \d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2}) | (?<!-)\d{1,2}-\d{1,2}-\d{4} | \d{1,2}/\d{1,2} ) (?![\d/]) )
  | (?P<ordinal> \d{1,2}(?:st|nd|rd|th)\b )
  | (?P<number> \d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d) | \d+(?:\.\d+)? )
  | (?P<short> \b w/ (?: o\b | (?=[\s\w]) ) )
  | (?P<word> [^\W\d_]+(?:['’][^\W\d_]+)* )
  | (?P<arrow> [-–—=]+> | → | ⇒ | ➔ | ➜ )
  | (?P<limit> <= | >= )
  | (?P<break> \n [ \t]* (?= \n ) | \n (?= [ \t]* (?: [-*•–][ \t] | \(? \d{1,2}[.)][ \t] | [^\W\d_][\w ]{0,24}: ) ) )
  | (?P<line> \n )
  | (?P<other> \S )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTH_OR_DAY = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun")
"""How names of months and weekdays begin; the hyphen before one joins two dates."""
_ENDS = frozenset(".!?;…")
_HYPHENS = frozenset("-‐‑")
_DASHES = frozenset("-‐‑–—−")
_DECORATION = re.compile(
    "[\U0001f600-\U0001f64f\U0001f90d\U0001f90e\U0001f90f-\U0001f91f\U0001f923-\U0001f92f\U0001f970-\U0001f97a\U0001fae0-\U0001fae8"
    "\U0001f499-\U0001f49f\U0001f44b-\U0001f450\U0001f3fb-\U0001f3ff\U0001f31e\U0001f31f\u2600\u2728\u2764\u2708\U0001f6eb\U0001f6ec"
    "\U0001f9f3\U0001f5fa\U0001f30d-\U0001f310\U0001f4aa\U0001f4ab\u2b50\u2705\u2714\ufe0e\ufe0f\u200d\u200b\u00a0\u263a]"
)
"""Faces, hands, hearts, stars and suitcases, which say nothing; a dog or a sign that forbids may mean a wish, so it stays."""
_QUOTES = frozenset("\"'“”„‘’`«»*_")

_SHORT_LINE = 50
"""Characters of a line that stands for itself; a longer one may go on in the next."""

LONGEST = 10_000
"""Characters of a request that are read. A longer text is no request for a plan; its rest is reported as unread."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign. `norm` is lower case; the words of a contraction share their place in the text."""

    norm: str
    start: int
    end: int
    kind: str
    """word, number, ordinal, date or other"""
    capital: bool = False
    upper: bool = False
    """All of it in capitals, and more than one letter."""


@dataclass(frozen=True)
class Text:
    """The text of a request; `lower` has the same length, so places in one are places in the other."""

    raw: str
    lower: str
    sentences: tuple[tuple[Token, ...], ...] = field(default=())
    marks: tuple[tuple[int, int], ...] = ()
    """Numbers and bullets that only count the lines of a list, and faces and hearts."""

    @cached_property
    def has_capitals(self) -> bool:
        """Whether capital letters tell names apart: some are used, and not for everything."""
        letters = [c for c in self.raw[:LONGEST] if c.isalpha()]
        upper = sum(c.isupper() for c in letters)
        return 0 < upper <= len(letters) // 2

    def span(self, start: int, end: int) -> Span:
        """The characters start..end with their words."""
        return Span(start, end, self.raw[start:end])


def parse(raw: str) -> Text:
    """Tokens of the first `LONGEST` characters, sentence by sentence."""
    lower = raw.lower() if raw.isascii() else "".join([_lower(c) for c in raw])
    sentences: list[tuple[Token, ...]] = []
    sentence: list[Token] = []
    marks: list[tuple[int, int]] = []
    for token in _tokens(lower, raw):
        if token.kind in ("mark", "decoration"):
            marks.append((token.start, token.end))
        if token.kind == "decoration":
            continue
        if token.kind in ("break", "mark") or token.norm in _ENDS:
            if _abbreviates(sentence, token, raw):
                continue
            if _labels(sentence, token, raw):
                sentence.append(replace(token, norm=":"))
                continue
            if sentence:
                sentences.append(tuple(sentence))
            sentence = []
        else:
            sentence.append(token)
    if sentence:
        sentences.append(tuple(sentence))
    return Text(raw, lower, tuple([_with_contractions(found) for found in sentences]), tuple(marks))


def _with_contractions(sentence: tuple[Token, ...]) -> tuple[Token, ...]:
    """The sentence with "id like", "wed love" and "were two people" written out."""
    words = [token.norm for token in sentence]
    if MEANT.isdisjoint(words):
        return sentence
    found: list[Token] = []
    for at, token in enumerate(sentence):
        found += [replace(token, norm=part) for part in meant(words, at)] or [token]
    return tuple(found)


def _lower(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


_BEFORE_NAMES = frozenset(("st", "ste", "mt", "ft", "mr", "mrs", "ms", "dr"))
_ABBREVIATED = frozenset(
    (
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "approx",
        "max",
        "min",
        "incl",
    )
)


def _abbreviates(sentence: list[Token], stop: Token, raw: str) -> bool:
    """Whether a full stop belongs to the word before it: "St. Louis", "Mar. 3", "D.C."."""
    if stop.norm != "." or not sentence or sentence[-1].end != stop.start:
        return False
    before, after = sentence[-1], raw[stop.end : stop.end + 1]
    following = raw[stop.end : stop.end + 8].lstrip(" ")[:1]
    if before.norm in _BEFORE_NAMES:
        return following.isalpha()
    goes_on = after.isalpha() or (bool(following) and not following.isupper() and not following.isspace())
    return goes_on and (before.norm in _ABBREVIATED or (before.kind == "word" and len(before.norm) == 1))


_ASKED = frozenset(
    """
    accommodation budget cost cuisine dates days destination duration flights food from headcount home hotel how
    length lodging meals money origin parties party people pets price room rooms smoking start to transport
    travelers travellers visitors what when where who
    """.split()  # noqa: SIM905
)
"""Words that a short question of one's own begins with, and more of its words."""
_ASKED_MORE = frozenset(("far", "from", "long", "many", "much", "people", "date", "to", "type", "where"))


def _labels(sentence: list[Token], stop: Token, raw: str) -> bool:
    """Whether a short question is answered at once by its asker: "Where? Colorado. How much? $900."."""
    if stop.norm != "?" or not 1 <= len(sentence) <= 3 or raw[stop.end : stop.end + 1] != " ":
        return False
    return sentence[0].norm in _ASKED and all([token.norm in _ASKED_MORE for token in sentence[1:]])


def _tokens(lower: str, raw: str) -> Iterator[Token]:
    end = min(len(lower), LONGEST)
    while 0 < end < len(lower) and lower[end - 1].isalnum() and lower[end].isalnum():
        end -= 1
        if end == LONGEST - 100:  # one endless word: it may as well be cut
            break
    for match in _TOKEN.finditer(lower, 0, end):
        kind = match.lastgroup or "other"
        start, stop, norm = match.start(), match.end(), match[0]
        if kind == "word":
            yield from _words(norm.replace("’", "'"), start, stop, raw)
        elif kind == "short":
            yield Token("without" if norm == "w/o" else "with", start, stop, "word")
        elif kind == "arrow":
            yield Token("to", start, stop, "word")
        elif kind == "year":
            yield Token("20" + norm[1:], start, stop, "number")
        elif kind == "line":
            if _is_item(raw, start):
                yield Token("\n", start, stop, "break")
        elif kind == "other":
            if _DECORATION.fullmatch(norm):
                yield Token(norm, start, stop, "decoration")
                continue
            if norm in _QUOTES or (norm in _HYPHENS and _joins(lower, start)):
                continue
            if norm == "&" and lower[start - 1 : start].isspace() and lower[stop : stop + 1].isspace():
                norm = "and"
            yield Token("-" if norm in _DASHES else norm, start, stop, kind)
        else:
            yield Token(
                norm.replace(",", "") if kind == "number" else norm, start, stop, "other" if kind == "limit" else kind
            )


def _is_item(raw: str, at: int) -> bool:
    """Whether a line's end also ends what it says: a short line, and the next one begins anew."""
    line = raw[max(0, at - _SHORT_LINE - 1) : at].rpartition("\n")
    following = raw[at + 1 : at + 20].lstrip(" \t")[:1]
    is_short = bool(line[1]) or at <= _SHORT_LINE
    return (
        is_short
        and line[2].rstrip()[-1:] not in (",", ":", "-", "–", "")
        and (following.isupper() or following.isdigit() or following in "$€£")
    )


def _words(norm: str, start: int, end: int, raw: str) -> Iterator[Token]:
    """One word, or the words that a contraction stands for."""
    capital = raw[start].isupper()
    if norm in SPLIT:
        for part in SPLIT[norm]:
            yield Token(part, start, end, "word", capital)
        return
    if norm in LETTERS and not capital:
        yield Token(LETTERS[norm], start, end, "word")
        return
    for ending, second in ENDINGS.items():
        if norm.endswith(ending) and len(norm) > len(ending):
            middle = end - len(ending)
            yield Token(norm[: -len(ending)], start, middle, "word", capital)
            yield Token(second, middle, end, "word")
            return
    yield Token(norm.replace("'", ""), start, end, "word", capital, end - start > 1 and raw[start:end].isupper())


def _joins(lower: str, at: int) -> bool:
    """Whether a hyphen only joins a compound ("pet-friendly", "5-day"), rather than two dates or numbers."""
    before, after = lower[at - 1 : at], lower[at + 1 : at + 2]
    if not before.isalnum() or not after.isalpha():
        return False
    if _MONTH_OR_DAY.match(lower, at + 1) is None:
        return True
    return before.isalpha() and _MONTH_OR_DAY.match(_word_before(lower, at)) is None


def _word_before(lower: str, at: int) -> str:
    start = at
    while start > 0 and at - start < 10 and lower[start - 1].isalpha():
        start -= 1
    return lower[start:at]
