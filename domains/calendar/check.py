"""Whether a time suits: every rule judged on the day and the times of the plan themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Violation
from domains.calendar import times
from domains.calendar.sentences import busy_times, called, hours_of, length_says, verb
from domains.calendar.wishes import parse_wish
from domains.extra import extra_violations

if TYPE_CHECKING:
    from domains.calendar.data import CalendarData
    from domains.calendar.request import CalendarPlan, CalendarRequest, Person
    from domains.calendar.wishes import Wish
    from encoders.numbers import Number


def check(plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> list[Violation]:
    """Every rule that the time breaks."""
    where = f"{plan.day} {plan.start}-{plan.end}"
    start, end = times.clock(plan.start), times.clock(plan.end)
    found: list[Violation] = []
    if end - start != request.minutes:
        found.append(Violation("minutes", f"It is {end - start} minutes long. {length_says(request.minutes)}", where))
    if plan.day not in request.days:
        found.append(Violation("days", f"{times.spoken(plan.day)} is not one of the days asked for.", where))
    opens, closes = times.stretch(request.hours)
    if start < opens or end > closes:
        found.append(Violation("hours", f"It is outside the work hours. {hours_of(request.hours)}", where))
    for person in request.people:
        if not person.optional:
            found += [Violation(f"people/{person.name}", says, where) for says in _clashes(person, plan, request, data)]
    for text in request.wishes:
        wish = parse_wish(text)
        if not meets(plan, wish):
            found.append(Violation(f"wishes/{text}", f"It does not hold: {wish.says()}", where))
    if not found:
        found += extra_violations(request.extra, observe(plan, request, data))
    return found


def _clashes(person: Person, plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> list[str]:
    """What a person has at that time, as sentences."""
    start, end = times.clock(plan.start), times.clock(plan.end)
    busy = busy_times(person, [plan.day], data.busy(person.name, [plan.day], request.zone))
    said = []
    for begins, over in busy.get(plan.day, ()):
        if start < over + request.buffer and end > begins - request.buffer:
            near = "" if start < over and end > begins else f", less than {request.buffer} minutes apart"
            is_busy = f"{called(person.name)} {verb(person.name, 'are', 'is')} busy"
            said.append(f"{is_busy} from {times.show(begins)} to {times.show(over)}{near}.")
    if person.hours is not None:
        opens, closes = times.stretch(person.hours)
        if start < opens or end > closes:
            said.append(
                f"{called(person.name)} {verb(person.name, 'work', 'works')} from {times.show(opens)} to {times.show(closes)}."
            )
    return said


def meets(plan: CalendarPlan, wish: Wish) -> bool:
    """Whether the time is as a wish wants it."""
    start, end = times.clock(plan.start), times.clock(plan.end)
    if wish.kind in ("from", "by"):
        moment = (times.midnight(wish.days[0]), wish.start)
        if wish.kind == "from":
            return (times.midnight(plan.day), start) >= moment
        return times.midnight(plan.day) + end <= sum(moment)
    meant = not wish.days or any([times.applies(day, plan.day) for day in wish.days])
    if wish.kind == "only":
        return meant and wish.start <= start and end <= wish.end
    return not (meant and start < wish.end and end > wish.start)


def measure(plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> dict[str, Number]:
    """People who cannot come, preferences not met, and how long after the first possible start it is, each where it is asked."""
    found: dict[str, Number] = {}
    optional = [person for person in request.people if person.optional]
    if optional:
        found["absences"] = sum([bool(_clashes(person, plan, request, data)) for person in optional])
    if request.preferences:
        found["preferences"] = sum([not meets(plan, parse_wish(text)) for text in request.preferences])
    if request.earliest:
        first = 0 if not times.is_dated(request.days[0]) else times.midnight(request.days[0])
        found["earliest"] = times.midnight(plan.day) + times.clock(plan.start) - first
    return found


def observe(plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> dict[str, Any]:
    """When it is in minutes, on which day, and who is free then."""
    start, end = times.clock(plan.start), times.clock(plan.end)
    at = times.midnight(plan.day)
    found: dict[str, Any] = {"start": at + start, "end": at + end, "time": start}
    for person in request.people:
        found[f"free[{person.name}]"] = not _clashes(person, plan, request, data)
    for name in request.days:
        found[f"on[{name}]"] = name == plan.day
    return found


def absent(plan: CalendarPlan, request: CalendarRequest, data: CalendarData) -> list[str]:
    """Those who need not come and cannot."""
    return [person.name for person in request.people if person.optional and _clashes(person, plan, request, data)]
