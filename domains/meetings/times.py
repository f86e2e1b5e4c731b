"""Times of day as requests and plans write them ("09:30"), and as minutes after midnight."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

DAY = 24 * 60
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


@lru_cache(maxsize=4096)
def clock(text: str) -> int:
    """Minutes after midnight. Raises ValueError."""
    match = _CLOCK.fullmatch(text.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match else DAY + 1
    if match is None or int(match[2]) > 59 or minutes > DAY:
        raise ValueError(f"{text!r} is no time of day; write HH:MM, from 00:00 to 24:00")
    return minutes


def show(minutes: int) -> str:
    """ "09:30"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _written(value: Any) -> str:
    """A time as it is written here; whole minutes after midnight, as repairs give them, are taken too."""
    if isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= DAY:
            raise ValueError(f"{value} minutes after midnight is no time of this day")
        return show(value)
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no time of day; write HH:MM")
    return show(clock(value))


Clock = Annotated[str, BeforeValidator(_written), WithJsonSchema({"type": "string", "examples": ["09:30"]})]
"""A field that holds a time of day as HH:MM, 24 hours."""
