"""From a request to its problem: the tour, and a group for each city, window, limit and order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Built, FrameItem
from domains.extra import extra_constraints
from domains.reading.notes import joined as listed
from domains.trip.problem.route import CityStay, Route, gap, route
from domains.trip.request import order_of
from encoders.expressions import FALSE, Compare, Const, If, Or, Parameter, Sum, total
from encoders.problem import Constraint, Objective, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.trip.request import TripRequest, Window
    from encoders.expressions import Expression


def build(request: TripRequest) -> Built:
    """The problem, the names that wishes and questions may mention, and the frame. Raises InputError, UnsupportedError."""
    way = route(request)
    known = _observables(way)
    constraints = (*way.rules, *_wishes(way), *extra_constraints(request.extra, known))
    declared = [v for s in way.stays.values() for v in (s.visited, s.start, s.end) if v is not None]
    problem = Problem("trip", constraints, _objectives(way), (*declared, way.finish))
    return Built(problem, known, tuple(_frame(request)), way)


def _wishes(way: Route) -> Iterator[Constraint]:
    request = way.request
    for city in request.cities:
        if not city.optional:
            path = f"cities/{city.name}"
            spend = f"for {_days(city.days)}" if city.days is not None else ""
            says = f"You visit {city.name} {spend}".rstrip() + "."
            alone = len(request.cities) == 1
            yield Constraint(path, way.stays[city.name].visited, says, group=path, keep=alone)
    if request.days is not None:
        rule = Compare(way.finish, "==", Const(request.days))
        yield Constraint("days", rule, f"The trip takes {_days(request.days)}.", group="days")
    if request.most_days is not None:
        limit = Parameter("most_days", request.most_days, "days", "most_days")
        says = f"The trip takes at most {_days(request.most_days)}."
        yield Constraint("most_days", Compare(way.finish, "<=", limit), says, group="most_days")
    for window in request.windows:
        yield from _window(way.stays[window.city], window)
    if request.first is not None:
        yield Constraint("first", way.begins[request.first], f"The trip begins in {request.first}.", group="first")
    if request.last is not None:
        yield Constraint("last", way.ends[request.last], f"The trip ends in {request.last}.", group="last")
    for text in request.order:
        yield _order(way, text)
    if request.budget is not None:
        limit = Parameter("budget", request.budget, "$", "budget")
        says = f"All {request.by}s together cost at most ${request.budget}."
        yield Constraint("budget", Compare(_price(way), "<=", limit), says, group="budget")


def _window(stay: CityStay, window: Window) -> Iterator[Constraint]:
    path = f"windows/{window.name}"
    end, more = stay.after_start(0)
    first, last = Const(window.first), Const(window.last - more)
    says = window_says(window)
    if window.within:
        rules = (Compare(stay.start, ">=", first), Compare(end, "<=", last))
    else:
        rules = (Compare(stay.start, "<=", first), Compare(end, ">=", last))
    for number, rule in enumerate(rules):
        yield Constraint(f"{path}/{number}", Or(~stay.visited, rule), says, group=path)


def window_says(window: Window) -> str:
    """ "You are in Rome from day 3 to day 5 (wedding in Rome)."."""
    days = f"on day {window.first}" if window.first == window.last else f"from day {window.first} to day {window.last}"
    where = f"The stay in {window.city} lies within" if window.within else f"You are in {window.city}"
    when = days.removeprefix("from ").removeprefix("on ") if window.within else days
    return f"{where} {when} ({window.name})."


def _order(way: Route, text: str) -> Constraint:
    one, other, right = order_of(text)
    first, then = way.stays[one], way.stays[other]
    path = f"order/{text}"
    if right:
        arc = way.goes.get((one, other))
        rule: Expression = FALSE if arc is None else arc[0]
        says = f"You visit {other} right after {one}."
    else:
        rule = gap((then.start, 0), first.after_start(0), ">=", 0)
        says = f"You visit {one} before {other}."
    return Constraint(path, Or(~first.visited, ~then.visited, rule), says, group=path)


def _price(way: Route) -> Expression:
    return Sum(tuple([(price, goes) for goes, price in way.goes.values() if price]))


def _objectives(way: Route) -> tuple[Objective, ...]:
    """Those asked for; with optional cities, as many of them as possible."""
    names = list(way.request.objective)
    if "cities" not in names and any([city.optional for city in way.request.cities]):
        names.insert(0, "cities")
    found = []
    for name in names:
        if name == "cities":
            visited = total([stay.visited for stay in way.stays.values()])
            found.append(Objective(name, "maximise", visited, "You visit as many cities as possible.", "cities"))
        elif name == "days":
            found.append(Objective(name, "minimise", way.finish, "The trip is as short as possible.", "days"))
        else:
            says = f"The {way.request.by}s are as cheap as possible together."
            found.append(Objective(name, "minimise", _price(way), says, "$"))
    return tuple(found)


def _observables(way: Route) -> dict[str, Expression]:
    """Which cities are visited, and when: 0 for one that is not."""
    known: dict[str, Expression] = {
        "cities": total([stay.visited for stay in way.stays.values()]),
        "days": way.finish,
    }
    if any([flight.price is not None for flight in way.request.flights]):
        known["price"] = _price(way)
    for name, stay in way.stays.items():
        known[f"visited[{name}]"] = stay.visited
        known[f"start[{name}]"] = If(stay.visited, stay.start, Const(0))
        ends, more = stay.after_start(0)
        known[f"end[{name}]"] = If(stay.visited, ends + more, Const(0))
    return known


def _frame(request: TripRequest) -> Iterator[FrameItem]:
    names = [city.name for city in request.cities]
    many = "The cities are" if len(names) > 1 else "The city is"
    yield FrameItem("cities", f"{many} {listed(names)}.")  # a city that is left out is none of them any more
    number = len(request.flights)
    pairs = "" if number == 1 else "s"
    kind = "" if request.by == "connection" else f"{request.by} "
    told = f"{number or 'No'} direct {kind}connection{pairs} {'is' if number == 1 else 'are'} known"
    yield FrameItem("flights", f"{told}; only these are used.")
    if request.by != "flight":
        yield FrameItem("by", f"You travel by {request.by}." if kind else "You travel by whatever connects two cities.")
    for city in request.cities:
        if city.optional:
            length = "" if city.days is None else f", for {_days(city.days)}"
            yield FrameItem(f"cities/{city.name}", f"{city.name} is visited if it fits in{length}.")
        if city.days is not None:
            yield FrameItem(f"cities/{city.name}/days", "")  # the wish to visit it tells how long


def _days(number: int | None) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
