"""From an assignment to the plan, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.trip.request import Stay, TripPlan
from encoders.expressions import equals

if TYPE_CHECKING:
    from domains.base import Built
    from domains.trip.problem.route import Route
    from encoders.expressions import Expression
    from encoders.result import Assignment


def decode(built: Built, assignment: Assignment) -> TripPlan:
    """The cities that are visited."""
    way: Route = built.handles
    stays = []
    for name, stay in way.stays.items():
        if assignment[stay.visited.name]:
            end, more = stay.after_start(0)
            stays.append(
                Stay(city=name, start_day=int(assignment[stay.start.name]), end_day=int(assignment[end.name]) + more)
            )
    return TripPlan(stays=stays)


def pinned(built: Built, plan: TripPlan) -> tuple[Expression, ...] | None:
    """Exactly these cities on these days; None where a city is told twice, unknown, or its days cannot be."""
    way: Route = built.handles
    told = {stay.city: stay for stay in plan.stays}
    if len(told) < len(plan.stays) or not told.keys() <= way.stays.keys():
        return None
    rules: list[Expression] = []
    for name, stay in way.stays.items():
        found = told.get(name)
        if found is None:
            rules.append(~stay.visited)
            continue
        rules.append(stay.visited)
        end, more = stay.after_start(0)
        for variable, value in ((stay.start, found.start_day), (end, found.end_day - more)):
            if not variable.lo <= value <= variable.hi:
                return None
            rules.append(equals(variable, value))
    return tuple(rules)
