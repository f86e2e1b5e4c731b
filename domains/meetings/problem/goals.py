"""Objectives: most people, the most important ones, an early end, little travel, much time together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.meetings.problem.wishes import ending
from encoders.expressions import BoolVar, Circuit, Compare, Const, If, IntVar, Or, Sum, total
from encoders.problem import Constraint, Objective

if TYPE_CHECKING:
    from domains.meetings.problem.build import Day
    from encoders.expressions import Expression


def objectives(day: Day) -> tuple[tuple[Objective, ...], list[Constraint]]:
    """The objectives in their order, and the constraints that they need. Their names are those of `measure`."""
    from domains.meetings.problem.build import LATEST

    goals: list[Objective] = []
    rules: list[Constraint] = []
    for name in day.request.objective:
        if name == "people":
            met = total([visit.met for visit in day.visits])
            goals.append(Objective(name, "maximise", met, "You meet as many friends as possible."))
        elif name == "importance":
            weights = Sum(tuple([(visit.friend.weight, visit.met) for visit in day.visits]))
            goals.append(Objective(name, "maximise", weights, "You meet those who matter most.", "points"))
        elif name == "time":
            spent = [If(visit.met, visit.end - visit.start, Const(0)) for visit in day.visits if visit.end is not None]
            goals.append(
                Objective(name, "maximise", total(spent), "You have as much time together as possible.", "minutes")
            )
        elif name == "travel":
            minutes, more = _travel(day)
            rules += more
            goals.append(Objective(name, "minimise", minutes, "You travel as little as possible.", "minutes"))
        else:
            over = IntVar(f"{name}.time", day.arrive, LATEST)
            rules += ending(day, over, f"{name}.time", back=name == "back")
            says = (
                "You are back as early as possible."
                if name == "back"
                else "The last meeting ends as early as possible."
            )
            goals.append(Objective(name, "minimise", over, says, "clock"))
    return tuple(goals), rules


def _travel(day: Day) -> tuple[Expression, list[Constraint]]:
    """Minutes on the way, with the tour that they add up over: from the first place through the meetings, and no way back."""
    from domains.meetings.problem.build import later

    arcs: list[tuple[int, int, Expression]] = []
    terms: list[tuple[int, Expression]] = []
    rules: list[Constraint] = []
    nowhere = BoolVar("nowhere")
    arcs.append((0, 0, nowhere))
    for n, here in enumerate(day.visits, start=1):
        arcs.append((n, n, here.unmet))
        if not here.possible:
            continue
        rules.append(Constraint(f"tour/{here.friend.name}", Or(~nowhere, here.unmet), origin="commonsense"))
        arcs.append((n, 0, BoolVar(f"{here.friend.name}>")))
        direct = day.ways.direct.get((day.request.place, here.friend.place))
        if direct is not None:
            goes = BoolVar(f">{here.friend.name}")
            arcs.append((0, n, goes))
            terms.append((direct, goes))
            rule = Or(~goes, Compare(here.start, ">=", Const(day.arrive + direct)))
            rules.append(Constraint(f"goes/{here.friend.name}", rule, origin="commonsense"))
        for m, there in enumerate(day.visits, start=1):
            way = day.ways.direct.get((here.friend.place, there.friend.place))
            if n == m or not there.possible or way is None or here.since + here.shortest + way >= there.until:
                continue
            goes = BoolVar(f"{here.friend.name}>{there.friend.name}")
            arcs.append((n, m, goes))
            terms.append((way, goes))
            rule = Or(~goes, later(there.start, here.over, way))
            rules.append(Constraint(f"goes/{here.friend.name}/{there.friend.name}", rule, origin="commonsense"))
    rules.insert(0, Constraint("tour", Circuit(len(day.visits) + 1, arcs), origin="commonsense"))
    return Sum(tuple(terms)), rules
