"""Amounts of money: "$1,400", "1400 dollars", "USD 1,400", "1.4k", "€ 900", "fifteen hundred bucks"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.reading.numerals import number_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.text import Token
    from encoders.numbers import Number

_SYMBOLS = {"$": "$", "€": "€", "£": "£", "¥": "¥", "₹": "₹", "₩": "₩", "₽": "₽"}
_WORDS = {
    "dollar": "$", "dollars": "$", "buck": "$", "bucks": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€",
    "pound": "£", "pounds": "£", "gbp": "£", "quid": "£", "yen": "¥", "jpy": "¥", "rupees": "₹", "inr": "₹", "francs": "CHF",
    "chf": "CHF", "cad": "CAD", "aud": "AUD", "nzd": "NZD", "cny": "CNY", "yuan": "CNY", "pesos": "pesos", "kronor": "SEK",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "zloty": "PLN", "pln": "PLN",
}  # fmt: skip
_DOLLARS_OF = {
    "us": "$",
    "ca": "CAD",
    "c": "CAD",
    "au": "AUD",
    "a": "AUD",
    "nz": "NZD",
    "american": "$",
    "canadian": "CAD",
    "australian": "AUD",
}
_MONEY_SCALES = frozenset(("k", "grand"))
"""Scales that people count money by: "12.3k" is an amount without a currency's name."""
_POINTS_FOR_COMMAS = re.compile(r"\d{1,3}\.\d{3}")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; `currency` is a sign or code, "" where none was said ("four grand"). `doubtful`: 1.400 may be 1400."""

    amount: Number
    currency: str = ""
    doubtful: bool = False


def same_currency(one: str, other: str) -> bool:
    """Whether two names of currencies mean the same; the dollar without a country is the US dollar."""
    return _canonical(one) == _canonical(other)


def _canonical(name: str) -> str:
    return _WORDS.get(name.lower(), _SYMBOLS.get(name, name))


def money_at(tokens: Sequence[Token], at: int) -> tuple[Money, int] | None:
    """The amount that starts at a token, and the index after it. A number without a currency is none."""
    currency, index = _currency_before(tokens, at)
    if index >= len(tokens):
        return None
    sign = -1 if index > at and tokens[index].norm == "-" else 1
    if sign < 0:
        index += 1
    elif tokens[index].norm == "-" and not currency:
        ahead, after = _currency_before(tokens, index + 1) if index + 1 < len(tokens) else ("", index)
        if (
            ahead
            and tokens[index].end == tokens[index + 1].start
            and (at == 0 or tokens[at - 1].end < tokens[at].start)
        ):
            currency, index, sign = ahead, after, -1
    if index >= len(tokens):
        return None
    found = number_at(tokens, index)
    if found is None:
        return None
    amount, after = found
    doubtful = _POINTS_FOR_COMMAS.fullmatch(tokens[index].norm) is not None and after == index + 1
    named, after = _currency_after(tokens, after)
    if currency and named and currency != named:
        named, after = ("", after) if currency == "$" and named in ("CAD", "AUD", "NZD") else (currency, found[1])
        currency = _currency_after(tokens, found[1])[0] if not named else currency
    if not currency and not named and tokens[after - 1].norm not in _MONEY_SCALES:
        return None
    return Money(sign * amount, currency or named, doubtful), after


def _currency_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    norm = tokens[at].norm
    if norm in _SYMBOLS:
        return _SYMBOLS[norm], at + 1
    following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    if norm in _DOLLARS_OF and following == "$" and tokens[at].end == tokens[at + 1].start:
        return _DOLLARS_OF[norm], at + 2
    if norm in _WORDS and len(norm) == 3 and at + 1 < len(tokens) and tokens[at + 1].kind == "number":
        return _WORDS[norm], at + 1
    return "", at


def _currency_after(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    if at >= len(tokens):
        return "", at
    norm = tokens[at].norm
    if norm in _SYMBOLS and at > 0 and tokens[at - 1].end == tokens[at].start:
        return _SYMBOLS[norm], at + 1
    if norm in _SYMBOLS and (at + 1 >= len(tokens) or tokens[at + 1].kind != "number"):
        return _SYMBOLS[norm], at + 1
    following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    if norm in _DOLLARS_OF and norm != "a" and following in ("dollars", "dollar", "$"):
        return _DOLLARS_OF[norm], at + 2
    return (_WORDS[norm], at + 1) if norm in _WORDS else ("", at)
