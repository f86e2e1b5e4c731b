"""The numbers a text mentions, and which of them a problem uses: nothing may be forgotten, nothing invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from domains.reading.numerals import number_at
from domains.reading.text import parse
from encoders.errors import InputError
from encoders.numbers import Number, exact, show
from encoders.spec.indexed.syntax import Num, every

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.reading.text import Token
    from encoders.spec.indexed.scope import Checked

_DIGITS = re.compile(r"(?<![\w.])(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3}(?!\w))?")
"""Digits that begin no word's tail ("A1"); a unit may follow at once ("5kg"), an ordinal's ending may not ("1st")."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_NEAR = re.compile(
    r"(?:\s*/\s*(?P<below>\d+))?(?:\s*(?P<percent>%|\\%|percent\b|per cent\b))?"
    r"\s*(?P<scale>(?:k|m|bn|thousand|million|hundred|billion|dozen)\b)?",
    re.IGNORECASE,
)
_COUNTING = re.compile(r"(?:table|figure|step|constraint|equation|no\.?|question|part)\s*[\d.\-]*$", re.IGNORECASE)
_SCALES = {
    "k": 1000,
    "m": 10**6,
    "bn": 10**9,
    "thousand": 1000,
    "million": 10**6,
    "hundred": 100,
    "billion": 10**9,
    "dozen": 12,
}
_PARTS: dict[str, Number] = {
    "half": Fraction(1, 2), "halves": Fraction(1, 2), "third": Fraction(1, 3), "thirds": Fraction(1, 3),
    "quarter": Fraction(1, 4), "quarters": Fraction(1, 4), "fourth": Fraction(1, 4), "fifth": Fraction(1, 5),
    "tenth": Fraction(1, 10), "twice": 2, "double": 2, "doubled": 2, "triple": 3, "thrice": 3, "dozen": 12,
    "couple": 2, "pair": 2, "both": 2, "single": 1, "once": 1,
}  # fmt: skip
_COMMON = frozenset((0, 1, 2, 10, 100, 1000, 10**6, 60, 3600, 24, 7, 12, 30, 52, 365, 16))
"""Numbers that need not stand in a text: none, one, a pair, percents, and conversions of units."""
_FACTORS = (1, 100, 1000, 60)
"""What a number may be multiplied or divided by: percents, prefixes of units, minutes."""
_SHOWN = 60
_FEW = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A number where it stands in a text. `readings` are what it can mean: "20%" is 20 and 1/5; `digits` where it is no word.

    `meant` is the reading that the words beside it speak for: 1/5.
    """

    start: int
    end: int
    written: str
    readings: tuple[Number, ...]
    digits: bool
    meant: Number


def mentions(text: str) -> list[Mention]:
    """Every number of a text, in digits or in words, in order."""
    found = [*_in_digits(text), *_in_words(text)]
    return sorted(found, key=lambda mention: mention.start)


def _in_digits(text: str) -> Iterable[Mention]:
    for match in _DIGITS.finditer(text):
        written = match[0]
        try:
            value = exact(written)
        except InputError:
            continue
        readings = [value]
        if "," in written:
            readings += [exact(part) for part in written.split(",") if part.replace(".", "", 1).isdigit()]
        near = _NEAR.match(text, match.end())
        if near is None or _ORDINAL.match(text, match.end()):
            continue
        end, meant = match.end(), value
        if near["below"] and len(near["below"]) < _FEW and int(near["below"]):
            readings.append(meant := exact(Fraction(value) / int(near["below"])))
        if near["percent"]:
            readings.append(meant := exact(Fraction(value) / 100))
            end = near.end("percent")
        if near["scale"]:
            readings.append(meant := exact(value * _SCALES[near["scale"].lower()]))
            end = near.end("scale")
        yield Mention(match.start(), end, written, tuple(readings), True, meant)


def _in_words(text: str) -> Iterable[Mention]:
    """Number words, line by line and in pieces that the tokeniser reads whole."""
    for line in re.finditer(r"[^\n]{1,4000}", text):
        for sentence in parse(line[0]).sentences:
            at = 0
            while at < len(sentence):
                token = sentence[at]
                start, end = line.start() + token.start, line.start() + token.end
                if token.kind == "word" and (number := number_at(sentence, at)) is not None:
                    value, at = number
                    end = line.start() + sentence[at - 1].end
                    part = _part_after(sentence, at)
                    readings = (value,) if part is None else (value, exact(Fraction(value) * part))
                    yield Mention(start, end, text[start:end], readings, False, readings[-1])
                    continue
                if token.norm in _PARTS:
                    yield Mention(start, end, text[start:end], (_PARTS[token.norm],), False, _PARTS[token.norm])
                at += 1


def _part_after(tokens: Sequence[Token], at: int) -> Number | None:
    """The part that a number word counts: quarters in "three quarters", thirds in "two-thirds"."""
    words = [token.norm for token in tokens[at : at + 2]]
    return _PARTS.get(next((word for word in words if word not in ("-", "of")), ""))


# ---------------------------------------------------------------- what a problem uses


def numbers_used(known: Checked) -> set[Number]:
    """Every number that stands in the problem: of parameters that are no table's, and in its texts."""
    rules = (*known.constraints, *known.objectives, *known.bounds.values())
    found = {part.value for rule in rules for part in every(rule.node) if isinstance(part, Num)}
    for name, numbers in known.data.parameters.items():
        if all([entry.table is None for entry in known.spec.parameters if entry.name == name]):
            found.update(numbers.values())
    return found


def _counts_of(known: Checked) -> set[Number]:
    """How many things there are, and periods that are numbers."""
    found: set[Number] = {len(known.spec.variables)}
    for group in known.data.sets.values():
        found.add(len(group.members))
        found.update([member for member in group.members if isinstance(member, int)])
    return found


def _names(known: Checked) -> str:
    """Every name of the problem in one text, in which numbers may be part of a name ("syrup 1")."""
    spec = known.spec
    parts = [
        name for entries in (spec.sets, spec.parameters, spec.variables) for name in [entry.name for entry in entries]
    ]
    return " ".join([*parts, *[str(member) for group in known.data.sets.values() for member in group.members]])


def unused(text: str, known: Checked, explained: Iterable[str]) -> list[Mention]:
    """Numbers in digits that neither the problem uses nor somebody explained; numbers in words count where they are above 2."""
    used = _reached(numbers_used(known)) | _counts_of(known)
    names = set(re.findall(r"\d+", _names(known)))
    accounted = {number for words in explained for mention in mentions(words) for number in mention.readings}
    decisions = len(known.spec.variables)
    left = []
    for mention in mentions(text):
        if not mention.digits and not says_something(mention, decisions):
            continue
        if any([number in used or number in accounted or number in (0, 1) for number in mention.readings]):
            continue
        if mention.written not in names and not _counts(mention, text):
            left.append(mention)
    return left


def says_something(mention: Mention, decisions: int) -> bool:
    """Whether a number in words may be more than a count of the things at hand ("three products", of six decisions)."""
    value = mention.readings[0]
    return isinstance(value, int) and value > 2 and not (value <= _FEW and decisions % value == 0)


def _counts(mention: Mention, text: str) -> bool:
    """A number that only counts the lines of a list: "(1) ...", "2. ...", "Table 1-4", "constraint 3"."""
    before, after = text[max(0, mention.start - 14) : mention.start], text[mention.end : mention.end + 2]
    marks = re.search(r"(?:^|\n)[\s(#*-]*$", before) is not None and after[:1] in (".", ")", ":")
    return marks or _COUNTING.search(before) is not None


def _reached(used: set[Number]) -> set[Number]:
    """The numbers used, and those that they are in other units or as percents, or the other part of a whole."""
    found: set[Number] = set()
    for number in used:
        size = -number if number < 0 else number
        for factor in _FACTORS:
            found.add(exact(Fraction(size) * factor))
            found.add(exact(Fraction(size) / factor))
        found.add(exact(1 / Fraction(size)) if size else 0)
        if size < 2:  # a share or its complement, a percentage more or less
            others = (1 - Fraction(size), Fraction(size) - 1)
            found |= {exact(other * factor) for other in others for factor in (1, 100)}
    return found


def invented(text: str, known: Checked, excused: Sequence[str]) -> list[str]:
    """Numbers of the problem that do not stand in the text, each with its place; `excused` are parameters said to be computed."""
    said = _reached({number for mention in mentions(text) for number in mention.readings}) | _COMMON
    said |= {len(group.members) for group in known.data.sets.values()}
    found = []
    for place, entry in enumerate(known.spec.parameters):
        if entry.table is not None or entry.name in excused:
            continue
        strange = [v for v in dict.fromkeys(known.data.parameters[entry.name].values()) if _size(v) not in said]
        if strange:
            found.append(f"{', '.join(map(show, strange[:_FEW]))} in parameters[{place}] {entry.name}")
    for rule in (*known.constraints, *known.objectives, *known.bounds.values()):
        strange = [part.value for part in every(rule.node) if isinstance(part, Num) and part.value not in said]
        if strange:
            found.append(f"{', '.join(map(show, strange[:_FEW]))} in {rule.place}")
    return found


def stands_in(text: str, number: Number) -> bool:
    """Whether a text mentions a number, as it is, as a percentage, or as what a percentage more or less comes to."""
    said = {value for mention in mentions(text) for value in mention.readings}
    shares = {Fraction(value) for value in said if 0 < value < 1}
    near = said | {exact(1 + share) for share in shares} | {exact(1 - share) for share in shares}
    return _size(number) in near or _size(number) in (0, 1, 2, Fraction(1, 2))


def _size(value: Number) -> Number:
    return -value if value < 0 else value


def around(text: str, mention: Mention) -> str:
    """A number with the words around it, for messages."""
    start, end = max(0, mention.start - _SHOWN), min(len(text), mention.end + _SHOWN // 2)
    return " ".join(text[start:end].split())
