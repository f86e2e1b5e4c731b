"""From a request to its problem: one start, a group for each person's calendar and for each wish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.base import Built, FrameItem
from domains.calendar import times
from domains.calendar.problem.windows import Starts, within, without
from domains.calendar.request import CalendarPlan
from domains.calendar.sentences import attends, hours_of, length_says, optional_says
from domains.calendar.wishes import parse_wish
from domains.extra import extra_constraints
from encoders.expressions import FALSE, IntVar, Not, total
from encoders.problem import Constraint, Objective, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.calendar.data import CalendarData
    from domains.calendar.request import CalendarRequest, Person
    from domains.calendar.wishes import Wish
    from encoders.expressions import Expression
    from encoders.result import Assignment


@dataclass(frozen=True, slots=True)
class Handles:
    """What turns a start back into a day."""

    days: tuple[str, ...]
    minutes: int


def build(request: CalendarRequest, data: CalendarData) -> Built:
    """Days, hours, length and who attends are the frame. Raises InputError for calendars that cannot be read."""
    minutes = request.minutes
    begin, end = times.stretch(request.hours)
    midnights = [times.midnight(name) for name in request.days]
    open_starts = [(at + begin, at + end - minutes) for at in midnights if end - begin >= minutes]
    if not open_starts:
        return _too_long(request, midnights[0])
    start = IntVar("start", open_starts[0][0], open_starts[-1][1])
    starts = Starts(start, open_starts)
    constraints = []
    if len(open_starts) > 1:
        says = "The meeting lies within the work hours of one of the days."
        constraints.append(Constraint("hours", starts.stretches(), says, origin="commonsense"))
    frame = [
        FrameItem("minutes", length_says(minutes)),
        FrameItem("days", f"It is on {' or '.join([times.spoken(name) for name in request.days])}."),
        FrameItem("hours", hours_of(request.hours)),
    ]
    if request.buffer:
        frame.append(
            FrameItem("buffer", f"{request.buffer} minutes are free before and after, towards other meetings.")
        )
    absences: list[Expression] = []
    observables: dict[str, Expression] = {"start": start, "end": start + minutes}
    for person in request.people:
        path = f"people/{person.name}"
        busy = data.busy(person.name, request.days, request.zone)
        taken = list(_taken(person, request, busy))
        rule = starts.rule(without(open_starts, taken, minutes))
        observables[f"free[{person.name}]"] = rule
        if person.optional:
            absences.append(Not(rule))
            frame.append(FrameItem(path, optional_says(person, request.days, busy)))
        elif taken:
            says = attends(person, request.days, busy)
            constraints.append(Constraint(path, rule, says, group=path))
        else:
            frame.append(FrameItem(path, attends(person, request.days, busy)))
    for text in request.wishes:
        wish = parse_wish(text)
        path = f"wishes/{text}"
        constraints.append(Constraint(path, starts.rule(_left(wish, starts, request)), wish.says(), group=path))
    unmet = [Not(starts.rule(_left(parse_wish(text), starts, request))) for text in request.preferences]
    frame += [FrameItem(f"preferences/{text}", parse_wish(text).says(soft=True)) for text in request.preferences]
    for name, at in zip(request.days, midnights, strict=True):
        observables[f"on[{name}]"] = starts.rule(
            [(first, last) for first, last in open_starts if at <= first < at + times.DAY]
        )
    if request.extra:
        observables["time"] = _time(request, midnights, observables, start)
        constraints += extra_constraints(request.extra, observables)
    objectives = _objectives(request, absences, unmet, start)
    if request.title:
        frame.append(FrameItem("title", f"It is called “{request.title}”."))
    if request.zone:
        frame.append(FrameItem("zone", f"Times are those of {request.zone}."))
    problem = Problem("meeting", tuple(constraints), objectives, (start,))
    if not request.extra:
        observables["time"] = _time(request, midnights, observables, start)
    return Built(problem, observables, tuple(frame), Handles(tuple(request.days), minutes))


def _objectives(
    request: CalendarRequest, absences: Sequence[Expression], unmet: Sequence[Expression], start: IntVar
) -> tuple[Objective, ...]:
    found = []
    if absences:
        says = "As many of those who need not come as possible are free."
        found.append(Objective("absences", "minimise", total(absences), says, "people who cannot come"))
    if unmet:
        says = "As many preferences as possible are met."
        found.append(Objective("preferences", "minimise", total(unmet), says, "preferences not met"))
    if request.earliest:
        # counted from a midnight that other hours and further days do not move, so that ways out can be compared
        first = request.days[0] if times.is_dated(request.days[0]) else times.WEEKDAYS[0]
        says = "The meeting is as early as possible."
        earliest = start - times.midnight(first)
        found.append(Objective("earliest", "minimise", earliest, says, f"clock from {first}"))
    return tuple(found)


def _time(
    request: CalendarRequest, midnights: list[int], observables: Mapping[str, Expression], start: IntVar
) -> Expression:
    """Minutes after midnight at which it starts."""
    expression: Expression = start - midnights[0]
    for name, at in zip(request.days[1:], midnights[1:], strict=True):
        expression = expression - observables[f"on[{name}]"] * (at - midnights[0])
    return expression


def _too_long(request: CalendarRequest, at: int) -> Built:
    """A meeting that no day has room for."""
    start = IntVar("start", at, at)
    says = f"{length_says(request.minutes)} {hours_of(request.hours)}"
    constraints = [Constraint("minutes", FALSE, says, group="minutes", keep=True)]
    frame = [FrameItem("days", f"It is on {' or '.join([times.spoken(name) for name in request.days])}.")]
    frame += [FrameItem(name, hours_of(request.hours)) for name in ("hours",)]
    constraints += [
        Constraint(f"wishes/{w}", start >= at, parse_wish(w).says(), group=f"wishes/{w}") for w in request.wishes
    ]
    frame += [FrameItem(f"people/{person.name}", f"{person.name} attends.") for person in request.people]
    problem = Problem("meeting", tuple(constraints), _objectives(request, [], [], start), (start,))
    return Built(problem, {"start": start}, tuple(frame), Handles(tuple(request.days), request.minutes))


def _taken(
    person: Person, request: CalendarRequest, calendar: Mapping[str, list[tuple[int, int]]]
) -> list[tuple[int, int]]:
    """What a person's lists, calendar and own hours take of the days, with the buffer, in minutes counted through the days."""
    found = []
    for name in request.days:
        at = times.midnight(name)
        told = [times.stretch(text) for day, texts in person.busy.items() if times.applies(day, name) for text in texts]
        for start, end in [*told, *calendar.get(name, ())]:
            found.append((at + start - request.buffer, at + end + request.buffer))
        if person.hours is not None:
            start, end = times.stretch(person.hours)
            found += [(at, at + start), (at + end, at + times.DAY)]
    return found


def _left(wish: Wish, starts: Starts, request: CalendarRequest) -> list[tuple[int, int]]:
    """The open starts that a wish leaves."""
    if wish.kind == "from":
        return without(
            starts.open, [(starts.open[0][0] - times.DAY, times.midnight(wish.days[0]) + wish.start)], request.minutes
        )
    if wish.kind == "by":
        last = starts.open[-1][1] + 2 * times.DAY
        return without(starts.open, [(times.midnight(wish.days[0]) + wish.start, last)], request.minutes)
    meant = [name for name in request.days if not wish.days or any([times.applies(day, name) for day in wish.days])]
    stretches = [(times.midnight(name) + wish.start, times.midnight(name) + wish.end) for name in meant]
    if wish.kind == "not":
        return without(starts.open, stretches, request.minutes)
    return within(starts.open, stretches, request.minutes)


def decode(built: Built, assignment: Assignment) -> CalendarPlan:
    """The day and the times of a start."""
    handles: Handles = built.handles
    start = assignment["start"]
    assert isinstance(start, int)
    name = next(name for name in handles.days if 0 <= start - times.midnight(name) < times.DAY)
    minute = start - times.midnight(name)
    return CalendarPlan(day=name, start=times.show(minute), end=times.show(minute + handles.minutes))
