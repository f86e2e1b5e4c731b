"""Whether a day of meetings can be lived as it is planned: replayed from one meeting to the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from domains.base import Violation
from domains.extra import extra_violations
from domains.meetings.request import order_of, spoken
from domains.meetings.times import clock, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.meetings.request import Friend, Meeting, MeetingsPlan, MeetingsRequest
    from encoders.numbers import Number


def check(plan: MeetingsPlan, request: MeetingsRequest) -> list[Violation]:
    """Every rule that the plan breaks."""
    found: list[Violation] = []
    seen: set[str] = set()
    for meeting in plan.meetings:
        friend = request.friend(meeting.person)
        if friend is None:
            found.append(Violation("friends", f"Nobody called {meeting.person} is among the friends.", _when(meeting)))
            continue
        if friend.name in seen:
            found.append(Violation("friends", f"{friend.name} is met twice.", _when(meeting)))
        seen.add(friend.name)
        found += _meeting(meeting, friend)
    found += _replay(plan, request)
    if not found:
        found += _wishes(plan, request)
        found += extra_violations(request.extra, observe(plan, request))
    return found


def _when(meeting: Meeting) -> str:
    return f"{meeting.person}, {meeting.start}-{meeting.end}"


def _meeting(meeting: Meeting, friend: Friend) -> Iterator[Violation]:
    where = _when(meeting)
    start, end = clock(meeting.start), clock(meeting.end)
    if meeting.location != friend.place:
        yield Violation(
            "friends", f"{friend.name} is at {spoken(friend.place)}, not at {spoken(meeting.location)}.", where
        )
    if start < clock(friend.since) or end > clock(friend.until):
        says = f"{friend.name} is there from {friend.since} to {friend.until} only."
        yield Violation(f"friends/{friend.name}/until", says, where)
    if end - start < friend.minutes:
        says = f"It takes {end - start} minutes; a meeting with {friend.name} takes at least {friend.minutes}."
        yield Violation(f"friends/{friend.name}/minutes", says, where)


def _replay(plan: MeetingsPlan, request: MeetingsRequest) -> Iterator[Violation]:
    """From the first place to each meeting in turn, by direct ways."""
    at, free = request.place, clock(request.arrive)
    for meeting in plan.meetings:
        minutes = way_minutes(request, at, meeting.location)
        if minutes is None:
            yield Violation(
                "travel", f"No way from {spoken(at)} to {spoken(meeting.location)} was told.", _when(meeting)
            )
        elif free + minutes > clock(meeting.start):
            there = f"{spoken(meeting.location)} before {_late(free + minutes)}"
            says = f"One is at {spoken(at)} until {show(free)} and cannot be at {there}."
            yield Violation("travel", says, _when(meeting))
        at, free = meeting.location, max(free, clock(meeting.end))


def _late(minutes: int) -> str:
    return show(minutes) if minutes <= 24 * 60 else f"{show(minutes - 24 * 60)} on the next day"


def way_minutes(request: MeetingsRequest, start: str, end: str) -> int | None:
    """Minutes of the direct way, none for staying where one is; None where no way was told."""
    return 0 if start == end and end not in request.travel.get(start, {}) else request.travel.get(start, {}).get(end)


def _wishes(plan: MeetingsPlan, request: MeetingsRequest) -> Iterator[Violation]:
    at = {meeting.person: place for place, meeting in enumerate(plan.meetings)}
    for name in request.must:
        if name not in at:
            yield Violation(f"must/{name}", f"{name} is not met.")
    for name in request.skip:
        if name in at:
            yield Violation(f"skip/{name}", f"{name} is met.", _when(plan.meetings[at[name]]))
    for text in request.order:
        one, how, other = order_of(text)
        if how == "before":
            kept = one not in at or other not in at or at[one] < at[other]
        else:
            kept = one in at and at[one] == (0 if how == "first" else len(at) - 1)
        if not kept:
            yield Violation(f"order/{text}", f"It does not hold: {text}.")
    if request.number_met is not None and len(at) < request.number_met:
        yield Violation("number_met", f"{len(at)} {'person is' if len(at) == 1 else 'people are'} met.")
    over, back = _finish(plan, request), _back(plan, request)
    if request.latest_end is not None and over > clock(request.latest_end):
        yield Violation("latest_end", f"The last meeting ends at {show(over)}.")
    if request.latest_return is not None and (back is None or back > clock(request.latest_return)):
        says = "No way back was told." if back is None else f"One is back at {_late(back)}."
        yield Violation("latest_return", says)


def _finish(plan: MeetingsPlan, request: MeetingsRequest) -> int:
    return max([clock(request.arrive), *[clock(meeting.end) for meeting in plan.meetings]])


def _back(plan: MeetingsPlan, request: MeetingsRequest) -> int | None:
    """When one is back at the first place; None where there is no way back."""
    if not plan.meetings:
        return clock(request.arrive)
    minutes = way_minutes(request, plan.meetings[-1].location, request.place)
    return None if minutes is None else _finish(plan, request) + minutes


def measure(plan: MeetingsPlan, request: MeetingsRequest) -> dict[str, Number]:
    """The objectives, from the plan."""
    places = [request.place, *[meeting.location for meeting in plan.meetings]]
    legs = [way_minutes(request, a, b) or 0 for a, b in pairwise(places)]
    friends = [request.friend(meeting.person) for meeting in plan.meetings]
    return {
        "people": len(plan.meetings),
        "importance": sum([friend.weight for friend in friends if friend is not None]),
        "end": _finish(plan, request),
        "back": _back(plan, request) or 0,
        "travel": sum(legs),
        "time": sum([clock(meeting.end) - clock(meeting.start) for meeting in plan.meetings]),
    }


def observe(plan: MeetingsPlan, request: MeetingsRequest) -> dict[str, Any]:
    """Who is met, and when: 0 for somebody who is not."""
    told = {meeting.person: meeting for meeting in plan.meetings}
    found: dict[str, Any] = {"people": len(told), "finish": _finish(plan, request)}
    found["time"] = measure(plan, request)["time"]
    for friend in request.friends:
        meeting = told.get(friend.name)
        found[f"met[{friend.name}]"] = meeting is not None
        found[f"start[{friend.name}]"] = 0 if meeting is None else clock(meeting.start)
        found[f"end[{friend.name}]"] = 0 if meeting is None else clock(meeting.end)
    return found
