"""A request's text as tokens in sentences; every token knows where it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.base import Span

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
_QUOTES = frozenset("\"'“”„‘’`«»*_")

_SPLIT = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"),
    "cant": ("can", "not"), "wont": ("will", "not"), "dont": ("do", "not"), "doesnt": ("does", "not"),
    "didnt": ("did", "not"), "isnt": ("is", "not"), "arent": ("are", "not"), "wouldnt": ("would", "not"),
    "shouldnt": ("should", "not"), "im": ("i", "am"), "ive": ("i", "have"), "let's": ("let", "us"),
    "it's": ("it", "is"), "that's": ("that", "is"), "there's": ("there", "is"), "what's": ("what", "is"),
    "here's": ("here", "is"), "who's": ("who", "is"), "he's": ("he", "is"), "she's": ("she", "is"),
    "everyone's": ("everyone", "is"), "nobody's": ("nobody", "is"), "gotta": ("have", "to"), "gonna": ("going", "to"),
    "wanna": ("want", "to"), "lemme": ("let", "me"), "gimme": ("give", "me"), "kinda": ("kind", "of"), "sorta": ("sort", "of"),
    "thru": ("through",), "ain't": ("is", "not"), "aint": ("is", "not"), "havent": ("have", "not"),
    "hasnt": ("has", "not"), "wasnt": ("was", "not"),
    "couldnt": ("could", "not"), "neednt": ("need", "not"), "mustnt": ("must", "not"),
    "theres": ("there", "is"), "thats": ("that", "is"), "whats": ("what", "is"), "weve": ("we", "have"),
    "youve": ("you", "have"), "theyre": ("they", "are"), "youre": ("you", "are"), "'em": ("them",),
    "y'all": ("you", "all"), "hows": ("how", "is"), "how's": ("how", "is"), "where's": ("where", "is"),
}  # fmt: skip
_ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am", "'s": "'s"}
"""Second words of contractions; what is left is the first. "'s" stays a word of its own: it is a genitive as often as not."""

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
    """Numbers and bullets that only count the lines of a list."""

    @property
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
        if token.kind == "mark":
            marks.append((token.start, token.end))
        if token.kind in ("break", "mark") or token.norm in _ENDS:
            if _abbreviates(sentence, token, raw):
                continue
            if sentence:
                sentences.append(tuple(sentence))
            sentence = []
        else:
            sentence.append(token)
    if sentence:
        sentences.append(tuple(sentence))
    return Text(raw, lower, tuple(sentences), tuple(marks))


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
        elif kind == "arrow":
            yield Token("to", start, stop, "word")
        elif kind == "year":
            yield Token("20" + norm[1:], start, stop, "number")
        elif kind == "line":
            if _is_item(raw, start):
                yield Token("\n", start, stop, "break")
        elif kind == "other":
            if norm in _QUOTES or (norm in _HYPHENS and _joins(lower, start)):
                continue
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
    if norm in _SPLIT:
        for part in _SPLIT[norm]:
            yield Token(part, start, end, "word", capital)
        return
    for ending, second in _ENDINGS.items():
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
