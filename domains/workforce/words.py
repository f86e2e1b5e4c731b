"""Short pieces of English about rosters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.numbers import Number


def a_count(number: Number, noun: str, plural: str = "") -> str:
    """ "1 shift", "3 shifts", "2 people"."""
    return f"{show(number)} {noun if number == 1 else plural or noun + 's'}"


def at(name: str) -> str:
    """ "on Mon1", "on the early shift"."""
    return f"on {name}"


def money(value: Number, currency: str) -> str:
    """ "$1,400", "12 points"."""
    if len(currency) != 1 or currency.isalpha():
        return f"{show(value)} {currency}"
    whole, point, cents = show(value).partition(".")
    return f"{currency}{whole}{point}{cents.ljust(2, '0') if point else ''}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"; "nobody" for none."""
    if not words:
        return "nobody"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
