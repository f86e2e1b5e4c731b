"""Days and times as requests and plans write them: "Monday" or 2026-03-02, "09:30", "09:00-17:00"."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

DAY = 24 * 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_NUMBER = {day: number for number, day in enumerate(WEEKDAYS)}


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


@lru_cache(maxsize=4096)
def stretch(text: str) -> tuple[int, int]:
    """Start and end of "09:00-17:00" in minutes after midnight. Raises ValueError."""
    start, dash, end = text.replace("–", "-").partition("-")
    if not dash:
        raise ValueError(f"{text!r} is no stretch of a day; write HH:MM-HH:MM")
    found = clock(start), clock(end)
    if found[0] >= found[1]:
        raise ValueError(f"{text!r} ends before it begins; a stretch lies within one day")
    return found


def show_stretch(start: int, end: int) -> str:
    """ "09:00-17:00"."""
    return f"{show(start)}-{show(end)}"


def day(text: str) -> str:
    """The day as it is written here: a weekday's English name or YYYY-MM-DD. Raises ValueError."""
    cleaned = text.strip()
    for name in WEEKDAYS:
        if cleaned.casefold() in (name.casefold(), name[:3].casefold()):
            return name
    try:
        return date.fromisoformat(cleaned).isoformat()
    except ValueError as error:
        raise ValueError(f"{text!r} is no day; write a weekday (Monday) or a date (2026-03-02)") from error


def is_dated(name: str) -> bool:
    """Whether a day is one of the calendar, not just a weekday."""
    return name not in _NUMBER


def midnight(name: str) -> int:
    """Minutes counted to the beginning of a day: from Monday for weekdays, from the beginning of the calendar for dates."""
    number = _NUMBER.get(name)
    return (date.fromisoformat(name).toordinal() if number is None else number) * DAY


def weekday(name: str) -> str:
    """The weekday of a day."""
    return WEEKDAYS[date.fromisoformat(name).weekday()] if is_dated(name) else name


def spoken(name: str) -> str:
    """ "Monday", "Monday 2 March 2026"."""
    if not is_dated(name):
        return name
    found = date.fromisoformat(name)
    return f"{WEEKDAYS[found.weekday()]} {found.day} {found:%B %Y}"


def applies(written: str, name: str) -> bool:
    """Whether a day of a list means this day: itself, or its weekday."""
    return written == name or (written in _NUMBER and weekday(name) == written)
