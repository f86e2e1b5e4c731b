"""Other days, hours, lengths and buffers that are worth trying where no time suits, the nearest first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domains.calendar import times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.calendar.request import CalendarRequest

_LATEST, _EARLIEST = 22 * 60, 6 * 60
_MORE_DAYS = 7


def alternatives(request: CalendarRequest, path: str) -> Iterator[Any]:
    """Values for a field of the frame."""
    if path == "minutes":
        yield from _shorter(request.minutes)
    elif path == "days":
        yield from _other_days(request)
    elif path == "hours":
        yield from _longer_hours(*times.stretch(request.hours))
    elif path == "buffer" and request.buffer:
        yield from [value for value in (request.buffer // 2, 0) if value < request.buffer]


def _shorter(minutes: int) -> Iterator[int]:
    """Down to a quarter of an hour in steps of five minutes, the usual lengths among them."""
    yield from range((minutes - 1) // 5 * 5, 14, -5)


def _other_days(request: CalendarRequest) -> Iterator[str]:
    """Working days that are not asked for yet: those between and after the ones that are, then those before."""
    if not times.is_dated(request.days[0]):
        last = times.WEEKDAYS.index(request.days[-1])
        order = sorted(range(5), key=lambda number: (number < last, abs(number - last)))
        yield from [times.WEEKDAYS[number] for number in order if times.WEEKDAYS[number] not in request.days]
        return
    first = date.fromisoformat(request.days[0])
    ahead = [
        first + timedelta(days=number)
        for number in range(1, (date.fromisoformat(request.days[-1]) - first).days + _MORE_DAYS + 1)
    ]
    for day in ahead:
        if day.isoformat() not in request.days and day.weekday() < 5:
            yield day.isoformat()


def _longer_hours(start: int, end: int) -> Iterator[str]:
    """Later ends and earlier starts in steps of half an hour, by turns."""
    for more in range(30, 8 * 60, 30):
        if end + more <= _LATEST:
            yield times.show_stretch(start, end + more)
        if start - more >= _EARLIEST:
            yield times.show_stretch(start - more, end)
