"""Pieces of SMT-LIB text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.numbers import Number, magnitude

if TYPE_CHECKING:
    from collections.abc import Sequence


def sort_name(real: bool) -> str:
    return "Real" if real else "Int"


def joined(operator: str, parts: Sequence[str], empty: str) -> str:
    return empty if not parts else parts[0] if len(parts) == 1 else f"({operator} {' '.join(parts)})"


def total_of(terms: Sequence[str], zero: str) -> str:
    return joined("+", terms, zero)


def digits(value: Number, real: bool) -> str:
    """A numeral, negative ones by the function -, fractions as quotients."""
    size = magnitude(value)
    if isinstance(size, int) or size.denominator == 1:
        digits = f"{int(size)}.0" if real else str(int(size))
    else:
        digits = f"(/ {size.numerator}.0 {size.denominator}.0)"
    return f"(- {digits})" if value < 0 else digits
