"""The invitation to a meeting as an .ics file, and the plan that such a file holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from domains.calendar import times
from domains.calendar.ics.library import icalendar, parsed, zone_named
from domains.calendar.request import ME, CalendarPlan
from encoders.errors import InputError

if TYPE_CHECKING:
    from domains.calendar.request import CalendarRequest

_AROUND = timedelta(days=400)
"""Days before and after the meeting for which the changes of its time zone are told."""
_PRODUCT = "-//planproof//calendar//EN"


def invitation(plan: CalendarPlan, request: CalendarRequest) -> str:
    """One event with a lasting UID, its time zone spelt out (VTIMEZONE).

    Raises InputError for a weekday without a date and where the organiser's zone is not known: calendars read such times as UTC.
    """
    if not times.is_dated(plan.day):
        raise InputError(
            f"an invitation needs a date, and {plan.day} is any; ask for dates, such as 2026-03-02", where="days"
        )
    if request.zone is None:
        raise InputError(
            "an invitation needs the organiser's time zone; say it in the request (zone: Europe/Berlin)", where="zone"
        )
    library, zone = icalendar(), zone_named(request.zone)
    start, end = [_moment(plan.day, clock).replace(tzinfo=zone) for clock in (plan.start, plan.end)]
    names = [person.name for person in request.people if person.name != ME]
    title = request.title or (
        f"Meeting with {' and '.join([', '.join(names[:-1]), names[-1]] if names[1:] else names)}"
        if names
        else "Meeting"
    )
    key = f"{request.title or ''}|{'|'.join(sorted(names))}|{'|'.join(request.days)}|{request.minutes}"
    event = library.Event.new(
        summary=title,
        start=start,
        end=end,
        uid=f"{uuid5(NAMESPACE_URL, f'planproof:calendar:{key}')}@planproof",
        stamp=datetime.now(UTC).replace(microsecond=0),
        description=f"With {', '.join(names)}." if names else None,
    )
    calendar = library.Calendar.new(prodid=_PRODUCT, method="PUBLISH")
    calendar.add_component(event)
    calendar.pop("UID", None)  # the library makes one up; the event's own is the one that lasts
    calendar.add_missing_timezones(first_date=start.date() - _AROUND, last_date=end.date() + _AROUND)
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def _moment(day: str, clock: str) -> datetime:
    found = date.fromisoformat(day)
    return datetime(found.year, found.month, found.day) + timedelta(minutes=times.clock(clock))


def plan_in(text: str, request: CalendarRequest) -> CalendarPlan:
    """The plan that an invitation holds, in the request's time zone. Raises InputError."""
    events = list(parsed(text, "the plan").walk("VEVENT"))
    if len(events) != 1:
        raise InputError(f"an invitation holds one event, this file {len(events)}", where="the plan")
    start, end = events[0].start, events[0].end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        raise InputError("this event takes whole days; a meeting has times", where="the plan")
    if start.tzinfo is not None:
        if request.zone is None:
            raise InputError(
                "this event has a time zone; say in which zone the request's times are (zone: Europe/Berlin)",
                where="zone",
            )
        start, end = start.astimezone(zone_named(request.zone)), end.astimezone(zone_named(request.zone))
    midnight = datetime(start.year, start.month, start.day)
    minutes = [(moment.replace(tzinfo=None) - midnight) // timedelta(minutes=1) for moment in (start, end)]
    if not 0 <= minutes[1] <= times.DAY:
        raise InputError("this event goes on into the next day; a meeting lies within one day", where="the plan")
    return CalendarPlan(day=start.date().isoformat(), start=times.show(minutes[0]), end=times.show(minutes[1]))
