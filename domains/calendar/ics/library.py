"""The libraries that read and write .ics files, or how to get them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.errors import InputError, UnsupportedError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MISSING = "reading and writing .ics files needs the extra “ics”; install it with: pip install 'planproof[ics]'"


def icalendar() -> Any:
    """The library. Raises UnsupportedError where it is not installed."""
    try:
        import icalendar as found
    except ModuleNotFoundError as error:
        raise UnsupportedError(_MISSING, where="ics") from error
    return found


def recurring() -> Any:
    """The library that repeats events. Raises UnsupportedError where it is not installed."""
    try:
        import recurring_ical_events as found
    except ModuleNotFoundError as error:
        raise UnsupportedError(_MISSING, where="ics") from error
    return found


def parsed(text: str, where: str) -> Any:
    """The calendar of a text. Raises InputError, UnsupportedError."""
    try:
        return icalendar().Calendar.from_ical(text)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise InputError(f"this is no iCalendar file that can be read: {error}", where=where) from error


def zone_named(name: str) -> ZoneInfo:
    """The time zone with an IANA name. Raises InputError."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(f"there is no time zone {name!r}; write such as Europe/Berlin or UTC", where="zone") from error
