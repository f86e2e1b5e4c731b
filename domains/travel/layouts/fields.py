"""Values of one cell: numbers, clock times, durations and dates, as the layouts write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.numbers import exact

if TYPE_CHECKING:
    from encoders.numbers import Number

_CLOCK = re.compile(r"\s*(\d{1,2}):(\d{2})(?::00)?\s*(?:\+\s*(\d))?\s*")
_DURATION_CLOCK = re.compile(r"\s*(\d{1,3}):(\d{2})\s*")
_DURATION_PART = re.compile(r"(\d+)\s*(day|hour|min)[a-z]*")
_DURATION_WORDS = re.compile(r"\s*(?:\d+\s*(?:days?|hours?|min(?:ute)?s?)[\s,]*)+")
_DISTANCE = re.compile(r"\s*([\d,]+(?:\.\d+)?)\s*(km|m)\s*")


def is_empty(value: object) -> bool:
    """Whether a cell holds nothing: None, blank text, or a not-a-number as other programs write it."""
    if value is None:
        return True
    if isinstance(value, str):
        return value.strip().lower() in {"", "nan"}
    return isinstance(value, float) and value != value


def number(value: object) -> Number:
    """An exact number from text, int, Decimal or a float of parsed JSON (the number its shortest text shows).

    Raises InputError.
    """
    if isinstance(value, float):
        return exact(Decimal(repr(value)))
    return _number_of_text(value) if isinstance(value, str) else exact(value)


@lru_cache(maxsize=65536)
def _number_of_text(text: str) -> Number:
    return exact(text)


def whole_number(value: object) -> int:
    """A whole number; "2.0" is 2. Raises InputError."""
    found = number(value)
    if not isinstance(found, int):
        raise InputError(f"expected a whole number, found {value!r}")
    return found


@lru_cache(maxsize=8192)
def clock(text: str) -> tuple[int, int]:
    """Minutes after midnight and days later: "08:10" is (490, 0), "00:42+1" is (42, 1). Raises InputError."""
    match = _CLOCK.fullmatch(text)
    if match is None or not (int(match[1]) < 24 or (int(match[1]) == 24 and match[2] == "00")) or int(match[2]) > 59:
        raise InputError(f"expected a time such as 08:10, found {text!r}")
    return int(match[1]) * 60 + int(match[2]), int(match[3] or 0)


@lru_cache(maxsize=65536)
def duration(text: str) -> int:
    """Minutes of "2:05", "1 day 3 hours", "7 hours 46 mins" or "1 hours 27 minutes". Raises InputError."""
    match = _DURATION_CLOCK.fullmatch(text)
    if match is not None and int(match[2]) <= 59:
        return int(match[1]) * 60 + int(match[2])
    if match is None and _DURATION_WORDS.fullmatch(text):
        minutes_of = {"day": 1440, "hour": 60, "min": 1}
        return sum(int(part[1]) * minutes_of[part[2]] for part in _DURATION_PART.finditer(text))
    raise InputError(f"expected a duration such as 2:05 or '2 hours 5 mins', found {text!r}")


@lru_cache(maxsize=65536)
def distance(text: str) -> Number:
    """Kilometres of "1,136 km", "31.9 km" or "1 m". Raises InputError."""
    match = _DISTANCE.fullmatch(text)
    if match is None:
        raise InputError(f"expected a distance such as '1,136 km', found {text!r}")
    km = exact(match[1])
    return km if match[2] == "km" else exact(exact(f"{km}/1000"))


@lru_cache(maxsize=4096)
def day(text: str) -> date:
    """A date written YYYY-MM-DD. Raises InputError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(f"expected a date such as 2022-03-16, found {text!r}") from error


def show_clock(minutes: int) -> str:
    """HH:MM of minutes after midnight."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
