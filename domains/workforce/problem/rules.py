"""Rules over the calendar: shifts of one day, shifts at the same time, rest, and days in a row."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from domains.workforce.roster import span_of
from domains.workforce.words import a_count
from encoders.expressions import And, Compare, Not, Or, Parameter, Sum
from encoders.numbers import show
from encoders.problem import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domains.workforce.problem.build import Model
    from domains.workforce.roster import Day
    from encoders.expressions import Expression
    from encoders.problem import Origin


def calendar_rules(model: Model) -> Iterator[Constraint]:
    """One group for each rule that forbids anything."""
    roster, request = model.roster, model.roster.request
    most = roster.shifts_a_day
    yield from _group(
        model, "shifts a day", request.shifts_a_day is not None, f"Nobody has more than {a_count(most, 'shift')} a day.",
        _of_one_day(model), otherwise="commonsense",
    )  # fmt: skip
    yield from _group(
        model, "same time", False, "Nobody is on two shifts at the same time.", _at_once(model), otherwise="commonsense"
    )
    if roster.rest_shifts:
        free = "the next shift is" if roster.rest_shifts == 1 else f"the next {roster.rest_shifts} shifts are"
        says = f"After a shift, {free} free for whoever worked it."
        yield from _group(model, "rest shifts", request.rest_shifts is not None, says, _free_shifts(model))
    if roster.rest_hours:
        says = f"Between two shifts of a worker there are at least {show(roster.rest_hours)} hours."
        yield from _group(model, "rest hours", request.rest_hours is not None, says, _free_hours(model))
    if roster.days_in_a_row is not None:
        says = f"Nobody works more than {a_count(roster.days_in_a_row, 'day')} in a row."
        yield from _group(model, "days in a row", request.days_in_a_row is not None, says, _rows(model))


def _group(
    model: Model, path: str, asked: bool, says: str, rules: Iterable[Expression], otherwise: Origin = "data"
) -> Iterator[Constraint]:
    """A rule of the request stands even where it forbids nothing, so that it is seen to be understood."""
    found = list(rules)
    if found or asked:
        yield Constraint(path, And(*found), says, "request" if asked else otherwise, group=path)


def _of_one_day(model: Model) -> Iterator[Expression]:
    path = "shifts a day"
    limit = Parameter(path, model.roster.shifts_a_day, "", path)
    for worker in model.roster.workers:
        for day in model.roster.days:
            there = [model.works[worker, s] for s in day.shifts if (worker, s) in model.works]
            if len(there) > 1:
                yield Compare(Sum(tuple([(1, x) for x in there])), "<=", limit)


def _not_both(model: Model, first: str, second: str) -> Iterator[Expression]:
    for worker in model.roster.workers:
        if (worker, first) in model.works and (worker, second) in model.works:
            yield Or(Not(model.works[worker, first]), Not(model.works[worker, second]))


def _at_once(model: Model) -> Iterator[Expression]:
    for day in model.roster.days:
        spans = {s.name: span_of(s) for s in model.roster.shifts if s.name in day.shifts}
        for first, second in combinations(day.shifts, 2):
            one, other = spans[first], spans[second]
            if one is not None and other is not None and one[0] < other[1] and other[0] < one[1]:
                yield from _not_both(model, first, second)


def _free_shifts(model: Model) -> Iterator[Expression]:
    names = model.roster.names
    for place, first in enumerate(names):
        for second in names[place + 1 : place + 1 + model.roster.rest_shifts]:
            yield from _not_both(model, first, second)


def _free_hours(model: Model) -> Iterator[Expression]:
    """Days without a date follow one another."""
    roster = model.roster
    begin = [
        place if day.date is None or roster.days[0].date is None else (day.date - roster.days[0].date).days
        for place, day in enumerate(roster.days)
    ]
    timed = []
    for shift in roster.shifts:
        span = span_of(shift)
        if span is not None:
            midnight = begin[roster.day_of[shift.name]] * 24 * 60
            timed.append((midnight + span[0], midnight + span[1], shift.name))
    timed.sort()
    for place, (_, end, first) in enumerate(timed):
        for start, _, second in timed[place + 1 :]:
            if start - end < roster.rest_hours * 60:
                yield from _not_both(model, first, second)


def _rows(model: Model) -> Iterator[Expression]:
    roster = model.roster
    assert roster.days_in_a_row is not None
    length = roster.days_in_a_row + 1
    for place in range(len(roster.days)):
        days = roster.row(place, length)
        for worker in roster.workers if days else ():
            working = [_working(model, worker, day) for day in days]
            if None not in working:
                yield Or(*[Not(found) for found in working if found is not None])


def _working(model: Model, worker: str, day: Day) -> Expression | None:
    """Whether a worker works on a day; None where he or she cannot."""
    there = [model.works[worker, s] for s in day.shifts if (worker, s) in model.works]
    if not there:
        return None
    return there[0] if len(there) == 1 else Or(*there)
