"""Seconds spent in each part of a call."""

from __future__ import annotations

import time
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from encoders.numbers import Number

PARTS = ("read", "build", "solve", "explain")


class Stopwatch:
    """Wall time by part, in seconds; `total` runs from the start to the moment of asking."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._spent = dict.fromkeys(PARTS, 0.0)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count what happens inside to one part."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._spent[name] += time.perf_counter() - start

    def seconds(self) -> dict[str, Number]:
        """Every part and the total, exact to the millisecond."""
        spent = {**self._spent, "total": time.perf_counter() - self._start}
        return {name: _milliseconds(value) for name, value in spent.items()}


def _milliseconds(seconds: float) -> Number:
    value = Fraction(round(seconds * 1000), 1000)
    return value.numerator if value.denominator == 1 else value
