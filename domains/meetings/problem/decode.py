"""From an assignment to the plan, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domains.meetings.problem.build import facts
from domains.meetings.request import Meeting, MeetingsPlan
from domains.meetings.times import clock, show
from encoders.expressions import BoolVar, equals

if TYPE_CHECKING:
    from domains.base import Built
    from domains.meetings.problem.build import Day, Visit
    from encoders.expressions import Expression
    from encoders.result import Assignment


def decode(built: Built, assignment: Assignment) -> MeetingsPlan:
    """The meetings that are held."""
    day: Day = built.handles
    meetings = [
        Meeting(
            person=visit.friend.name,
            location=visit.friend.place,
            start=show(int(assignment[visit.start.name])),
            end=show(int(assignment[visit.over[0].name]) + visit.over[1]),
        )
        for visit in day.visits
        if isinstance(visit.met, BoolVar) and assignment[visit.met.name]
    ]
    return MeetingsPlan(meetings=meetings)


def pinned(built: Built, plan: MeetingsPlan) -> tuple[Expression, ...] | None:
    """That these meetings are held and no others; None where somebody is told twice, unknown, or elsewhere.

    A meeting that is longer than the problem has it keeps the others that much further away: the facts are told once more for it.
    """
    day: Day = built.handles
    told = {meeting.person: meeting for meeting in plan.meetings}
    if len(told) < len(plan.meetings) or not told.keys() <= {visit.friend.name for visit in day.visits}:
        return None
    rules: list[Expression] = []
    as_told: list[Visit] = []
    for visit in day.visits:
        meeting = told.get(visit.friend.name)
        as_told.append(visit)
        if meeting is None:
            rules.append(visit.unmet)
            continue
        start, end = clock(meeting.start), clock(meeting.end)
        if (
            meeting.location != visit.friend.place
            or not visit.possible
            or not visit.start.lo <= start <= visit.start.hi
        ):
            return None
        rules += [visit.met, equals(visit.start, start)]
        if visit.end is None:
            if end - start < visit.minutes or end > visit.until:
                return None
            as_told[-1] = replace(visit, minutes=end - start)
        elif end < visit.end.lo:
            return None
        else:
            rules.append(equals(visit.end, end))
    if tuple(as_told) != day.visits:
        rules += [fact.expression for fact in facts(replace(day, visits=tuple(as_told)))]
    return tuple(rules)
