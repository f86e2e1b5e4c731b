"""A project as tasks: what comes before what, resources as cumulative demands, limits that can move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.base import Built
from domains.extra import extra_constraints, reach
from domains.project import words
from domains.project.frame import framed
from domains.project.steps import Step, step_of
from encoders.expressions import (
    And,
    Compare,
    Const,
    Cumulative,
    NoOverlap,
    Parameter,
    Sum,
    Task,
)
from encoders.problem import Constraint, Objective, Problem
from encoders.structures.calendars import blocks, outside
from encoders.structures.scheduling import at_least_after, at_most_after, latest_end
from encoders.structures.tardiness import tardiness, weighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domains.project.request import Less, ProjectRequest
    from encoders.expressions import Expression
    from encoders.numbers import Number

    Steps = Mapping[str, Step]


@dataclass(frozen=True, slots=True)
class Handles:
    """Every step by the name of its activity."""

    request: ProjectRequest
    steps: Steps


def build(request: ProjectRequest, *, open_until: int = 0) -> Built:
    """Every limit and every order is a group; capacities, supplies, the budget and times are amounts that can move.

    Starts are open until everything could be done one after the other, and at least until `open_until`.
    """
    horizon = reach(request.extra, max(_horizon(request), open_until))
    breaks = [(pause.start, pause.end) for pause in request.breaks]
    steps = {activity.name: step_of(activity, horizon, breaks) for activity in request.activities}
    constraints = [Constraint(f"calendar of {name}", step.rule, "") for name, step in steps.items() if not _plain(step)]
    totals = _totals(request, steps)
    constraints += [*_orders(request, steps), *_resources(request, steps), *_limits(request, steps, totals)]
    observables: dict[str, Expression] = {**totals}
    for activity in request.activities:
        step = steps[activity.name]
        observables[f"start[{activity.name}]"] = step.whole.start
        observables[f"end[{activity.name}]"] = step.end
        if step.choice is not None:
            observables[f"mode[{activity.name}]"] = step.choice
    constraints += extra_constraints(request.extra, observables)
    variables = tuple([step.whole.start for step in steps.values()])
    problem = Problem("project", tuple(constraints), tuple(_objectives(request, totals)), variables)
    return Built(problem, observables, framed(request), Handles(request, steps))


def _plain(step: Step) -> bool:
    return isinstance(step.rule, Const) or (isinstance(step.rule, And) and not step.rule.operands)


def _horizon(request: ProjectRequest) -> int:
    """Everything one after the other ends by then; later ends are open only where the request itself speaks of them."""
    work = sum([max([mode.duration for mode in activity.modes]) for activity in request.activities])
    waits = sum([max(0, order.lag) for order in request.order])
    free = max([0, *request.release.values(), *[time.end for time in (*request.less, *request.breaks)]])
    asked = [limit for limit in (request.deadline, *request.due.values()) if limit is not None]
    return max([free + work + waits, *asked])


def _totals(request: ProjectRequest, steps: Steps) -> dict[str, Expression]:
    """What objectives and wishes are about, by name; only what the request speaks of, and the makespan."""
    found: dict[str, Expression] = {"makespan": latest_end([step.whole for step in steps.values()])}
    if request.due:
        late = [(request.weight.get(name, 1), tardiness(steps[name].end, due)) for name, due in request.due.items()]
        found["tardiness"] = weighted(late)
    elif request.soft_due:
        found["tardiness"] = Const(0)
    priced = [(mode.cost, steps[a.name].chosen(mode.mode)) for a in request.activities for mode in a.modes if mode.cost]
    if priced or request.budget is not None or "cost" in request.objectives:
        found["cost"] = _sum(priced)
    for supply in request.supplies:
        used = [(m.uses.get(supply, 0), steps[a.name].chosen(m.mode)) for a in request.activities for m in a.modes]
        found[f"used[{supply}]"] = _sum([(amount, how) for amount, how in used if amount])
    return found


def _sum(terms: list[tuple[Number, Expression]]) -> Expression:
    """Amounts of the ways that are chosen; of what has only one way the amount itself."""
    fixed = sum([amount for amount, how in terms if isinstance(how, Const)])
    return Sum(tuple([(amount, how) for amount, how in terms if not isinstance(how, Const)]), fixed)


def _orders(request: ProjectRequest, steps: Steps) -> Iterator[Constraint]:
    """One group for what comes before what, and one more, an amount, for the most that may pass between."""
    for order in request.order:
        path, first, then = f"order/{order.name}", steps[order.before].whole, steps[order.after].whole
        rule = at_least_after(first, then, order.lag, order.ends)
        yield Constraint(path, rule, words.order(order, request.unit), group=path)
        if order.within is not None:
            path = f"{path}/within"
            most = Parameter(path, order.within, request.unit, path)
            rule = at_most_after(first, then, most, order.ends)
            yield Constraint(path, rule, words.within(order, request.unit), group=path)
    for apart in request.apart:
        path = f"apart/{apart.name}"
        rule = NoOverlap(tuple([steps[name].whole for name in apart.activities]))
        yield Constraint(path, rule, words.apart(apart), group=path)


def _resources(request: ProjectRequest, steps: Steps) -> Iterator[Constraint]:
    """One group for each resource, and one for each time in which there are fewer units of it."""
    for resource, capacity in request.resources.items():
        demands = [
            (steps[activity.name].modes[mode.mode], mode.needs[resource])
            for activity in request.activities
            for mode in activity.modes
            if resource in mode.needs
        ]
        tasks = [t for t, _ in demands]
        if capacity is not None:
            path = f"resources/{resource}"
            limit = Parameter(path, capacity, "", path)
            rule: Expression = Cumulative(tasks, [demand for _, demand in demands], limit)
            yield Constraint(path, rule, words.capacity(resource, capacity), group=path)
        for less in request.less:
            if less.resource == resource:
                path = f"less/{less.name}"
                says = words.less(less, request.unit)
                yield Constraint(path, _less(less, demands), says, group=path)


def _less(less: Less, demands: list[tuple[Task, int]]) -> Expression:
    """In a time only so many units; the rule says nothing about other times, so that it stands by itself."""
    window = [(less.start, less.end)]
    if less.capacity == 0:
        return And(*[outside(t, window) for t, _ in demands if not _is_point(t)])
    most = max(less.capacity, sum([demand for _, demand in demands]))
    closed = blocks(f"less/{less.name}", window)
    amounts = [*[demand for _, demand in demands], *[most - less.capacity for _ in closed]]
    return Cumulative([*[t for t, _ in demands], *closed], amounts, most)


def _is_point(t: Task) -> bool:
    return isinstance(t.duration, Const) and t.duration.value == 0


def _limits(request: ProjectRequest, steps: Steps, totals: Mapping[str, Expression]) -> Iterator[Constraint]:
    """Releases, due dates that are no targets, the deadline, supplies and the budget: amounts that can move."""
    unit = request.unit
    for name, at in request.release.items():
        path = f"release/{name}"
        rule = Compare(steps[name].whole.start, ">=", Parameter(path, at, unit, path))
        yield Constraint(
            path, rule, f"{words.capital(words.does(name, 'starts'))} {words.earliest(at, unit)}.", group=path
        )
    for name, at in request.due.items() if not request.soft_due else ():
        path = f"due/{name}"
        rule = Compare(steps[name].end, "<=", Parameter(path, at, unit, path))
        yield Constraint(path, rule, f"{words.capital(words.does(name, 'ends'))} {words.latest(at, unit)}.", group=path)
    if request.deadline is not None:
        rule = Compare(totals["makespan"], "<=", Parameter("deadline", request.deadline, unit, "deadline"))
        says = f"Everything ends {words.latest(request.deadline, unit)}."
        yield Constraint("deadline", rule, says, group="deadline")
    for supply, amount in request.supplies.items():
        if amount is not None:
            path = f"supplies/{supply}"
            rule = Compare(totals[f"used[{supply}]"], "<=", Parameter(path, amount, "", path))
            yield Constraint(path, rule, words.supply(supply, amount), group=path)
    if request.budget is not None:
        rule = Compare(totals["cost"], "<=", Parameter("budget", request.budget, request.currency, "budget"))
        says = f"Everything costs at most {words.money(request.budget, request.currency)}."
        yield Constraint("budget", rule, says, group="budget")


def _objectives(request: ProjectRequest, totals: Mapping[str, Expression]) -> Iterator[Objective]:
    weights = any([weight != 1 for weight in request.weight.values()])
    units = request.unit or "units of time"
    for goal in request.objectives:
        says, unit = {
            "makespan": ("Everything is finished as early as possible.", units),
            "tardiness": ("As little as possible is late.", "" if weights else units),
            "cost": ("It costs as little as possible.", request.currency),
        }[goal]
        yield Objective(goal, "minimise", totals[goal], says, unit)
