"""Seconds spent in each part of a call."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from encoders.numbers import Number

_LAST_STEPS = 0.05
"""Seconds for checking and printing the plan after the search."""
PARTS = ("read", "build", "solve", "explain")


_whole_process = False


def count_whole_process() -> None:
    """Say that this process is there for one command only, so that its start belongs to the command's time."""
    global _whole_process
    _whole_process = True


def already_spent() -> float:
    """Seconds of a command's time limit that are gone, or kept for its last steps; 0 where the process has other work too."""
    return since_start() + _LAST_STEPS if _whole_process else 0.0


def since_start() -> float:
    """Seconds since this process began, imports and all; 0 where the system does not say."""
    try:
        with open("/proc/self/stat", "rb") as file:
            ticks = int(file.read().rpartition(b")")[2].split()[19])
        began = ticks / os.sysconf("SC_CLK_TCK")
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - began)
    except (OSError, ValueError, IndexError, AttributeError):
        return 0.0


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
