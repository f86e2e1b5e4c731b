"""A day of meetings for people: how it goes, whom it leaves out, and a lane for each friend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.documents import Bar, Document, Heading, Mark, Paragraph, Timeline
from domains.meetings.check import way_minutes
from domains.meetings.request import spoken
from domains.meetings.times import clock, show

if TYPE_CHECKING:
    from collections.abc import Collection

    from domains.meetings.request import MeetingsPlan, MeetingsRequest


def render(plan: MeetingsPlan, request: MeetingsRequest) -> Document:
    """A title, the day in sentences, and a timeline."""
    number = len(plan.meetings)
    title = f"{number} of {len(request.friends)} friends" if number else "Nobody can be met"
    return Document((Heading(title), *[Paragraph(line) for line in _story(plan, request)], timeline(plan, request)))


def render_conflict(plan: MeetingsPlan, request: MeetingsRequest, members: Collection[str]) -> Document:
    """The timeline of a plan that gives way somewhere, with the friends of the conflict marked."""
    return Document((Heading("The day as far as it goes"), timeline(plan, request, members)))


def _story(plan: MeetingsPlan, request: MeetingsRequest) -> list[str]:
    at, now = request.place, clock(request.arrive)
    told = [f"{show(now)}: you are at {spoken(at)}."]
    for meeting in plan.meetings:
        minutes = way_minutes(request, at, meeting.location) or 0
        start = clock(meeting.start)
        way = f"go to {spoken(meeting.location)} ({minutes} minutes), " if meeting.location != at or minutes else ""
        wait = start - now - minutes
        waits = f"wait {wait} minutes, " if wait > 0 else ""
        friend = request.friend(meeting.person)
        longer = friend is not None and clock(meeting.end) - start > friend.minutes
        least = f" ({friend.minutes} minutes are asked for)" if longer and friend is not None else ""
        told.append(f"{show(now)}: {way}{waits}meet {meeting.person} from {meeting.start} to {meeting.end}{least}.")
        at, now = meeting.location, clock(meeting.end)
    if request.latest_return is not None and plan.meetings:
        minutes = way_minutes(request, at, request.place) or 0
        told.append(
            f"{show(now)}: go back to {spoken(request.place)} ({minutes} minutes), there at {show(now + minutes)}."
        )
    met = {meeting.person for meeting in plan.meetings}
    missing = [friend.name for friend in request.friends if friend.name not in met]
    if missing:
        told.append(f"Not met: {', '.join(missing)}.")
    return told


def timeline(plan: MeetingsPlan, request: MeetingsRequest, members: Collection[str] = ()) -> Timeline:
    """When each friend is there, the meeting within it, and the ways in a lane of their own."""
    bars: list[Bar] = []
    at, now = request.place, clock(request.arrive)
    for meeting in plan.meetings:
        minutes = way_minutes(request, at, meeting.location) or 0
        if minutes:
            bars.append(Bar("on the way", meeting.location, now, now + minutes, "way"))
        at, now = meeting.location, clock(meeting.end)
    first, last = clock(request.arrive), max([now, *[clock(friend.until) for friend in request.friends]])
    lanes = ["on the way"]
    for friend in request.friends:
        lane = f"{friend.name} ({friend.place})"
        lanes.append(lane)
        touched = {f"must/{friend.name}", f"friends/{friend.name}/minutes", f"skip/{friend.name}"} & set(members)
        since = max(first, clock(friend.since))
        if since < clock(friend.until):
            bars.append(Bar(lane, "there", since, min(last, clock(friend.until)), "there", clashes=bool(touched)))
        bars += [
            Bar(lane, "meeting", clock(meeting.start), clock(meeting.end), "meeting")
            for meeting in plan.meetings
            if meeting.person == friend.name
        ]
    marks = [
        Mark(clock(value), says, None, field in members)
        for field, value, says in (
            ("latest_end", request.latest_end, "end of the last meeting"),
            ("latest_return", request.latest_return, "back"),
        )
        if value is not None
    ]
    return Timeline(tuple(lanes), tuple(bars), tuple(marks), "clock")
