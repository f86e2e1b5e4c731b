"""When somebody is busy by their calendar: repeated and moved events, time zones, all-day and floating times.

Events that take no time (transparent, cancelled, shown as free) do not count; those that are only tentative do. An all-day event
takes the whole day wherever one is; floating times are those of the organiser's zone (RFC 5545, 3.3.5).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from domains.calendar.ics.library import parsed, recurring, zone_named
from domains.calendar.times import DAY
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

_MOST = 20_000
"""Events of one calendar on the days asked for."""
_parsed = lru_cache(maxsize=64)(parsed)


def opened(text: str, name: str) -> tuple[str, dict[str, int]]:
    """Whose calendar it is, and how many of its entries take no time, by reason. Raises InputError, UnsupportedError."""
    calendar = _parsed(text, name)
    left_out: dict[str, int] = {}
    for event in calendar.walk("VEVENT"):
        reason = _takes_none(event)
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
        if event.get("DTSTART") is None:
            raise InputError("an event of this calendar has no start (DTSTART)", where=name)
    return _person(calendar, name), left_out


def _person(calendar: Any, name: str) -> str:
    called = str(calendar.get("X-WR-CALNAME") or "").strip()
    words = name.replace("_", " ").replace("-", " ").split()
    spoken = " ".join([word if any([c.isupper() for c in word]) else word.capitalize() for word in words])
    return called if called and called.casefold() == spoken.casefold() else spoken


def zones_of(text: str, name: str) -> list[str]:
    """The IANA names of the zones that a calendar speaks of, its own first; UTC where it speaks of no other."""
    calendar = _parsed(text, name)
    found = [str(calendar.get("X-WR-TIMEZONE") or "").strip()]
    found += [str(zone.get("TZID")) for zone in calendar.walk("VTIMEZONE")]
    moments = [event["DTSTART"] for event in calendar.walk("VEVENT") if "DTSTART" in event]
    found += [str(moment.params.get("TZID") or "") for moment in moments]
    known = []
    for zone in found:
        try:
            known += [zone_named(zone).key] if zone else []
        except InputError:  # a zone of its own making says nothing about where somebody is
            continue
    if not known and any([getattr(moment.dt, "tzinfo", None) is not None for moment in moments]):
        known = ["UTC"]
    return list(dict.fromkeys(known))


@lru_cache(maxsize=512)
def busy_on(text: str, name: str, days: tuple[str, ...], zone: str | None) -> dict[str, list[tuple[int, int]]]:
    """Busy times on each of the days in minutes after midnight of the zone (wall-clock time).

    Raises InputError for days that are only weekdays, a calendar with time zones while the organiser's is not known, and
    repetitions that cannot be followed.
    """
    try:
        dates = [date.fromisoformat(day) for day in days]
    except ValueError as error:
        raise InputError(
            "with calendars the days of the meeting are dates, such as 2026-03-02", where="days"
        ) from error
    here = None if zone is None else zone_named(zone)
    found: dict[str, list[tuple[int, int]]] = {day.isoformat(): [] for day in dates}
    for start, end in _intervals(text, name, min(dates) - timedelta(days=1), max(dates) + timedelta(days=2), here):
        day = start.date()
        while day <= end.date():
            if day.isoformat() in found:
                midnight = datetime(day.year, day.month, day.day)
                first = max(0, _minute(start - midnight, up=False))
                last = min(DAY, _minute(end - midnight, up=True))
                if first < last:
                    found[day.isoformat()].append((first, last))
            day += timedelta(days=1)
    return {day: sorted(set(busy)) for day, busy in found.items() if busy}


def _minute(passed: timedelta, *, up: bool) -> int:
    seconds = passed // timedelta(seconds=1)
    return -(-seconds // 60) if up else seconds // 60


def _intervals(
    text: str, name: str, first: date, last: date, zone: ZoneInfo | None
) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of everything that takes time, in wall-clock time of the zone."""
    calendar = _parsed(text, name)
    try:
        events = recurring().of(calendar).between(first, last)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise InputError(f"the events of this calendar cannot be repeated: {error}", where=name) from error
    if len(events) > _MOST:
        raise InputError(
            f"this calendar has {len(events):,} events on these days; at most {_MOST:,} are read", where=name
        )
    for event in events:
        if _takes_none(event):
            continue
        start, end = event.start, event.end
        if not isinstance(start, datetime):
            yield datetime(start.year, start.month, start.day), datetime(end.year, end.month, end.day)
        elif start < end:
            yield from _wall(start, end, zone, name)
    for free_busy in calendar.walk("VFREEBUSY"):
        for start, end in _periods(free_busy):
            yield from _wall(start, end, zone, name)


def _takes_none(event: Any) -> str:
    """Why an event takes no time; "" where it takes some."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return "cancelled"
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return "takes no time (TRANSP)"
    if str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE":
        return "shown as free"
    return ""


def _periods(free_busy: Any) -> Iterator[tuple[datetime, datetime]]:
    told = free_busy.get("FREEBUSY", [])
    for entry in told if isinstance(told, list) else [told]:
        if str(entry.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        for period in getattr(entry, "dts", None) or [entry]:
            start, end = period.dt if hasattr(period, "dt") else period
            yield start, start + end if isinstance(end, timedelta) else end


def _wall(start: datetime, end: datetime, zone: ZoneInfo | None, name: str) -> Iterator[tuple[datetime, datetime]]:
    """The wall-clock times of an interval; where clocks are put forward or back in it, of each part."""
    if start.tzinfo is None:
        yield start, end.replace(tzinfo=None)
        return
    if zone is None:
        raise InputError(
            "this calendar has time zones; say in which zone the work hours are (zone: Europe/Berlin)", where=name
        )
    begin, over = start.astimezone(UTC), end.astimezone(UTC)
    while begin < over:
        until = _same_offset(begin, over, zone)
        shift = begin.astimezone(zone).utcoffset() or timedelta(0)
        yield (begin + shift).replace(tzinfo=None), (until + shift).replace(tzinfo=None)
        begin = until


def _same_offset(begin: datetime, over: datetime, zone: tzinfo) -> datetime:
    """How far from `begin` the clocks stay as they are, at most to `over`."""
    offset = begin.astimezone(zone).utcoffset()
    at = begin
    while at < over and min(at + timedelta(days=1), over).astimezone(zone).utcoffset() == offset:
        at = min(at + timedelta(days=1), over)
    if at >= over:
        return over
    low, high = at, min(at + timedelta(days=1), over)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
    return high.replace(microsecond=0)
