"""What is wished for, one group each: whom to meet, in which order, how many, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.meetings.request import order_of, spoken
from encoders.expressions import And, Compare, IntVar, Or, Parameter, total
from encoders.problem import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.meetings.problem.build import Day, Visit
    from encoders.expressions import Expression


def wishes(day: Day) -> Iterator[Constraint]:
    """Groups by their paths in the request."""
    request = day.request
    for name in request.must:
        path = f"must/{name}"
        yield Constraint(path, day.visit(name).met, f"You meet {name}.", group=path)
    for name in request.skip:
        path = f"skip/{name}"
        yield Constraint(path, day.visit(name).unmet, f"You do not meet {name}.", group=path)
    for text in request.order:
        path = f"order/{text}"
        yield Constraint(path, _ordered(day, text), order_says(text), group=path)
    if request.number_met is not None:
        limit = Parameter("number_met", request.number_met, "people", "number_met")
        says = f"You meet at least {request.number_met} {'person' if request.number_met == 1 else 'people'}."
        met = total([visit.met for visit in day.visits])
        yield Constraint("number_met", Compare(met, ">=", limit), says, group="number_met")
    if request.latest_end is not None:
        yield from _limit(day, "latest_end", request.latest_end)
    if request.latest_return is not None:
        yield from _limit(day, "latest_return", request.latest_return)


def order_says(text: str) -> str:
    """ "You meet Ann before Bob." """
    one, how, other = order_of(text)
    if how == "before":
        return f"You meet {one} before {other}, if both."
    return f"{one} is the {how} one you meet."


def _ordered(day: Day, text: str) -> Expression:
    """That one is met before another where both are; the first and the last one is met."""
    one, how, other = order_of(text)
    visit = day.visit(one)
    if how == "before":
        return _before(visit, day.visit(other))
    others = [found for found in day.possible if found is not visit]
    rules = [_before(visit, found) if how == "first" else _before(found, visit) for found in others]
    return And(visit.met, *rules)


def _before(first: Visit, then: Visit) -> Expression:
    from domains.meetings.problem.build import later

    return Or(first.unmet, then.unmet, later(then.start, first.over, 0))


def _limit(day: Day, path: str, text: str) -> Iterator[Constraint]:
    """When the day is over, as a time of its own that repairs can move."""
    from domains.meetings.problem.build import LATEST
    from domains.meetings.times import clock

    over = IntVar(f"{path}.time", day.arrive, LATEST)
    yield from ending(day, over, path, back=path == "latest_return")
    limit = Parameter(path, clock(text), "clock", path)
    says = (
        f"You are back at {spoken(day.request.place)} by {text}."
        if path == "latest_return"
        else f"The last meeting ends by {text}."
    )
    yield Constraint(path, Compare(over, "<=", limit), says, group=path)


def ending(day: Day, over: IntVar, name: str, *, back: bool) -> Iterator[Constraint]:
    """That a time is not before the end of any meeting, with the way back to the first place if one is to be there again."""
    from domains.meetings.problem.build import later

    for visit in day.possible:
        direct = day.ways.direct.get((visit.friend.place, day.request.place)) if back else 0
        parts: list[Expression] = [visit.unmet]
        if direct is not None:
            parts.append(later(over, visit.over, direct))
        if back and day.ways.shortened(visit.friend.place, day.request.place):
            between = day.between(visit, None)
            if between is not None:
                parts.append(between)
        yield Constraint(f"{name}/{visit.friend.name}", Or(*parts), origin="commonsense")
