"""Exact numbers at the edges: int or Fraction inside, JSON integers or strings such as "12.5" and "1/3" outside."""

import re
import reprlib
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from encoders.errors import InputError

Number = int | Fraction

_MAX_DIGITS = 400
"""Longest literal accepted: a longer one is an attack or a slip, and huge exponents would exhaust memory."""

_NUMBER = re.compile(
    r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?([eE][+-]?[0-9]+)?|[+-]?\.[0-9]+|[+-]?[0-9]+ ?/ ?[0-9]+"
)
"""Digits, commas only between thousands ("12,5" may mean twelve and a half: it is not read as 125), or a fraction."""


def exact(value: object) -> Number:
    """The exact number meant by an int, Fraction, Decimal or numeric string; whole numbers come back as int.

    Floats are refused: a binary float is not the number its text shows. Raises InputError.
    """
    if isinstance(value, bool):
        raise InputError(f"expected a number, found the truth value {value}")
    if isinstance(value, int):
        return value
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else value
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > _MAX_DIGITS:
            raise InputError(f"expected a finite number of reasonable size, found {value}")
        return exact(Fraction(value))
    if isinstance(value, str):
        return _parse(value)
    raise InputError(f"expected a whole number or a string such as '12.5' or '1/3', found {reprlib.repr(value)}")


def _parse(text: str) -> Number:
    cleaned = text.strip()
    if len(cleaned) > _MAX_DIGITS:
        raise InputError(f"the number {cleaned[:20]!r}... is too long")
    if not _NUMBER.fullmatch(cleaned):
        raise InputError(f"{text!r} is not a number")
    cleaned = cleaned.replace(",", "")
    try:
        if "/" in cleaned:
            above, below = cleaned.split("/")
            return exact(Fraction(int(above), int(below)))
        return exact(Decimal(cleaned))
    except (ValueError, InvalidOperation, ZeroDivisionError) as error:
        raise InputError(f"{text!r} is not a number") from error


def magnitude(value: Number) -> Number:
    """The absolute value (`abs` of a union is no number to a type checker)."""
    return -value if value < 0 else value


def to_json(value: Number) -> int | str:
    """An int as it is; a fraction as a terminating decimal where it has one, else as "n/d"."""
    if isinstance(value, int):
        return value
    if value.denominator == 1:
        return value.numerator
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = 0
    scaled = value
    while scaled.denominator != 1:
        scaled, digits = scaled * 10, digits + 1
    sign = "-" if value < 0 else ""
    text = str(abs(scaled.numerator)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}"


def show(value: Number) -> str:
    """For people: thousands separated, at most the decimals there are ("1,400", "12.5", "1/3")."""
    if isinstance(value, int):
        return f"{value:,}"
    text = str(to_json(value))
    if "/" in text or "." not in text:
        return text
    whole, decimals = text.split(".")
    grouped = f"{abs(int(whole)):,}"
    return f"{'-' if text.startswith('-') else ''}{grouped}.{decimals}"
