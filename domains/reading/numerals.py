"""Numbers in digits and in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.numbers import Number, exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.text import Token

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ONES = {word: value for value, word in enumerate(_SMALL)}
_DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: 10 * value for value, word in enumerate(_DECADES, start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000, "million": 1_000_000}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip


def number_at(tokens: Sequence[Token], at: int) -> tuple[Number, int] | None:
    """The number that starts at a token and the index after it: "3", "-2", "1,400", "twenty-one", "two thousand", "a dozen"."""
    token = tokens[at]
    if token.norm in ("-", "minus") and _is_sign(tokens, at):
        found = number_at(tokens, at + 1)
        return None if found is None else (-found[0], found[1])
    if token.kind == "number":
        return _digits(tokens, at)
    if token.kind != "word":
        return None
    return _words(tokens, at)


def _is_sign(tokens: Sequence[Token], at: int) -> bool:
    """A minus sign touches its number, and what is before it is no number or date that it could join."""
    if at + 1 >= len(tokens):
        return False
    if tokens[at].norm == "minus":
        return True
    touches = tokens[at].end == tokens[at + 1].start and tokens[at + 1].kind == "number"
    return touches and (at == 0 or (tokens[at - 1].end < tokens[at].start and tokens[at - 1].kind == "word"))


def _digits(tokens: Sequence[Token], at: int) -> tuple[Number, int] | None:
    try:
        value = exact(tokens[at].norm)
    except InputError:  # hundreds of digits: no number that a plan could hold
        return None
    after = at + 1
    if after < len(tokens) and tokens[after].norm in ("k", "thousand", "grand", "hundred", "million"):
        return exact(value * _SCALES[tokens[after].norm]), after + 1
    return value, after


_FIRST = frozenset((*_ONES, *_TENS, "a", "half", "dozen"))
"""What a number in words begins with."""


def _words(tokens: Sequence[Token], at: int) -> tuple[Number, int] | None:
    if tokens[at].norm not in _FIRST:
        return None
    words = [token.norm for token in tokens[at : at + 3]]
    for phrase, value in ((["half", "a", "dozen"], 6), (["half", "dozen"], 6), (["a", "dozen"], 12), (["dozen"], 12)):
        if words[: len(phrase)] == phrase:
            return value, at + len(phrase)
    if words[:2] in (["a", "hundred"], ["a", "thousand"], ["a", "grand"]):
        scale = _SCALES[words[1]]
        return _compose(tokens, at + 2, (0, scale) if scale == 100 else (scale, 0), at + 2)
    found = _compose(tokens, at, (0, 0), at)
    return found if found is None else _and_a_half(tokens, found)


def _and_a_half(tokens: Sequence[Token], found: tuple[int, int]) -> tuple[Number, int]:
    """ "four and a half thousand"; without a scale after it, "and a half" is not taken up."""
    value, after = found
    words = [token.norm for token in tokens[after : after + 4]]
    if value < 1000 and words[:3] == ["and", "a", "half"] and words[-1] in ("thousand", "grand", "million", "k"):
        return exact((value + Fraction(1, 2)) * _SCALES[words[-1]]), after + 4
    return found


def _compose(tokens: Sequence[Token], first: int, begun: tuple[int, int], used: int) -> tuple[int, int] | None:
    """Tens and ones with hundreds and thousands ("two thousand three hundred and fifty"), and the index after them.

    `begun` are the thousands and the rest that the words before `first` gave.
    """
    total, part = begun
    index = first
    while index < len(tokens):
        word = tokens[index].norm
        if word == "and" and part >= 100 and index + 1 < len(tokens):
            if tokens[index + 1].norm not in _ONES and tokens[index + 1].norm not in _TENS:
                break
            index += 1
            continue
        if word in _ONES and _takes_ones(part, _ONES[word]):
            part += _ONES[word]
        elif word in _TENS and part % 100 == 0:
            part += _TENS[word]
        elif word == "hundred" and 0 < part < 100:
            part *= 100
        elif word in ("thousand", "grand") and 0 < part < 1000 and total == 0:
            total, part = part * 1000, 0
        else:
            break
        index += 1
        used = index
    return (total + part, used) if used > first or begun != (0, 0) else None


def _takes_ones(part: int, ones: int) -> bool:
    """Whether "five" can follow what was said: "twenty five" and "hundred five", but not "ten five" or "five five"."""
    tens = part % 100
    return tens == 0 or (tens >= 20 and tens % 10 == 0 and ones < 10)


def ordinal_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A day's number as an ordinal, and the index after it: "3rd", "third", "twenty-third"."""
    token = tokens[at]
    if token.kind == "ordinal":
        return int(token.norm[:-2]), at + 1
    if token.norm in _ORDINALS:
        return _ORDINALS[token.norm], at + 1
    if token.norm in ("twenty", "thirty") and at + 1 < len(tokens):
        ones = _ORDINALS.get(tokens[at + 1].norm, 10)
        if ones < 10:
            return _TENS[token.norm] + ones, at + 2
    return None
