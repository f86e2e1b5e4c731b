"""A meeting for people: when it is, who comes, and everybody's day around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.calendar import times
from domains.calendar.check import absent, meets
from domains.calendar.request import ME
from domains.calendar.sentences import busy_times
from domains.calendar.wishes import parse_wish
from domains.documents import Bar, Document, Heading, Mark, Paragraph, Timeline

if TYPE_CHECKING:
    from collections.abc import Collection

    from domains.calendar.data import CalendarData
    from domains.calendar.request import CalendarPlan, CalendarRequest


_HOURS = "hours"
"""The lane of the work hours, which all others are seen against."""


def render(plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> Document:
    """A sentence, and a lane for each person on the day of the meeting."""
    return Document((Heading(_title(request)), Paragraph(_says(plan, request, data)), timeline(plan, request, data)))


def render_conflict(
    plan: CalendarPlan, request: CalendarRequest, data: CalendarData, members: Collection[str]
) -> Document:
    """The same for a plan that gives way somewhere; the people and wishes of the conflict are marked."""
    return Document((Heading(_title(request)), timeline(plan, request, data, members)))


def _title(request: CalendarRequest) -> str:
    return request.title[:1].upper() + request.title[1:] if request.title else "Meeting"


def _says(plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> str:
    missing = absent(plan, request, data)
    coming = ["you" if person.name == ME else person.name for person in request.people if person.name not in missing]
    zone = f" ({request.zone})" if request.zone else ""
    text = f"{times.spoken(plan.day)}, {plan.start} to {plan.end}{zone}"
    text += f", with {' and '.join([', '.join(coming[:-1]), coming[-1]] if coming[1:] else coming)}." if coming else "."
    if missing:
        text += f" {', '.join(missing)} cannot come."
    unmet = [wish.says() for wish in map(parse_wish, request.preferences) if not meets(plan, wish)]
    return text + "".join([f" Not met: {said[0].lower()}{said[1:]}" for said in unmet])


def timeline(
    plan: CalendarPlan, request: CalendarRequest, data: CalendarData, members: Collection[str] = ()
) -> Timeline:
    """The day of the meeting: what people have, within the work hours, and the meeting in the lane of everybody who comes."""
    opens, closes = times.stretch(request.hours)
    start, end = times.clock(plan.start), times.clock(plan.end)
    missing = absent(plan, request, data)
    lanes = ["you" if person.name == ME else person.name for person in request.people] or ["meeting"]
    bars: list[Bar] = []
    for person, lane in zip(request.people, lanes, strict=False):
        busy = busy_times(person, [plan.day], data.busy(person.name, [plan.day], request.zone))
        clashes = f"people/{person.name}" in members
        for begins, over in busy.get(plan.day, ()):
            first, last = max(begins, opens), min(over, closes)
            if first < last:
                bars.append(Bar(lane, "busy", first, last, "busy", clashes=clashes))
    coming = [lane for person, lane in zip(request.people, lanes, strict=False) if person.name not in missing] or lanes
    bars += [Bar(lane, "meeting", start, end, "meeting") for lane in coming]
    bars.insert(0, Bar(_HOURS, "work hours", opens, closes, "hours"))
    marks: list[Mark] = []
    for text in request.wishes:
        wish = parse_wish(text)
        on_day = not wish.days or any([times.applies(day, plan.day) for day in wish.days])
        if wish.kind == "not" and on_day:
            at = wish.start if wish.start > opens else wish.end
            if opens < at < closes:
                whose = next(
                    (lane for p, lane in zip(request.people, lanes, strict=False) if p.name == wish.person), None
                )
                marks.append(Mark(at, text.rpartition(": ")[2], whose, clashes=f"wishes/{text}" in members))
    return Timeline((_HOURS, *lanes), tuple(bars), tuple(marks), "clock", times.spoken(plan.day))
