"""The variables of a trip, and what every trip is: one tour, a stay begins on the day on which the one before it ends.

Connections and lengths of stay are told facts that always hold; that a city is visited at all is a wish.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from encoders.expressions import BoolVar, Circuit, Compare, Const, Implies, IntVar, Sum
from encoders.problem import Constraint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.trip.request import City, TripRequest
    from encoders.expressions import Expression
    from encoders.numbers import Number

_OPEN = 31
"""Days that a stay without a length may take, where no larger number was told."""


@dataclass(frozen=True)
class CityStay:
    """One city: `end` is `start` and a number, or a variable where the length is open."""

    city: City
    visited: BoolVar
    start: IntVar
    end: IntVar | None

    def after_start(self, days: int) -> tuple[IntVar, int]:
        """The day of the end as a variable and a number to add, `days` later."""
        if self.end is not None:
            return self.end, days
        assert self.city.days is not None
        return self.start, self.city.days - 1 + days


@dataclass(frozen=True)
class Route:
    """A trip's variables and rules; `goes` has an entry for each connection that can be used, with its price."""

    request: TripRequest
    stays: Mapping[str, CityStay]
    goes: Mapping[tuple[str, str], tuple[BoolVar, Number]]
    begins: Mapping[str, BoolVar]
    ends: Mapping[str, BoolVar]
    finish: IntVar
    rules: tuple[Constraint, ...]


def gap(later: tuple[IntVar, int], earlier: tuple[IntVar, int], operator: str, days: int) -> Compare:
    """Compare the distance of two days."""
    terms = ((1, later[0]), (-1, earlier[0]))
    return Compare(Sum(terms), operator, _number(days - later[1] + earlier[1]))  # type: ignore[arg-type]


@cache
def _number(value: int) -> Const:
    """One node for each number: a trip compares many days with few distances."""
    return Const(value)


def route(request: TripRequest) -> Route:
    """Every trip through some of the cities, by direct connections."""
    horizon = _horizon(request)
    stays = {city.name: _stay(city, horizon) for city in request.cities}
    finish = IntVar("finish", 1, horizon)
    known = request.connections()
    goes: dict[tuple[str, str], tuple[BoolVar, Number]] = {}
    begins, ends = {}, {}
    rules: list[Constraint] = []
    arcs: list[tuple[int, int, Expression]] = []
    differences: dict[tuple[str, str], Sum] = {}
    place = {name: number for number, name in enumerate(stays, start=1)}

    def rule(name: str, expression: Expression) -> None:
        rules.append(Constraint(name, expression, origin="data"))

    for name, stay in stays.items():
        here = place[name]
        first, last = begins[name], ends[name] = BoolVar(f">{name}"), BoolVar(f"{name}>")
        arcs += [(here, here, ~stay.visited), (0, here, first), (here, 0, last)]
        rule(f"begins/{name}", Implies(first, Compare(stay.start, "<=", _number(1))))
        rule(f"ends/{name}", Implies(last, gap((finish, 0), stay.after_start(0), "==", 0)))
        if stay.end is not None:
            rule(f"length/{name}", gap((stay.end, 0), (stay.start, 0), ">=", 0))
        for other, then in stays.items():
            flight = known.get((name, other))
            if flight is None or (stay.city.days == 1 and then.city.days == 1):
                continue  # two cities in a row that are left on the day of arrival: three flights on one day
            literal = BoolVar(f"{name}>{other}")
            goes[name, other] = literal, flight.price or 0
            arcs.append((here, place[other], literal))
            end, more = stay.after_start(0)
            back = differences.get((end.name, then.start.name))
            if back is None:
                away = differences[then.start.name, end.name] = Sum(((1, then.start), (-1, end)))
                same_day = Compare(away, "==", _number(more))
            else:  # the way back compares the same two days
                same_day = Compare(back, "==", _number(-more))
            rule(f"next/{name}/{other}", Implies(literal, same_day))
            if stay.city.days in (None, 1) and then.city.days in (None, 1):
                rule(f"day/{name}/{other}", Implies(literal, gap(then.after_start(0), (stay.start, 0), ">=", 1)))
    rules.insert(0, Constraint("tour", Circuit(len(stays) + 1, arcs), origin="commonsense"))
    return Route(request, stays, goes, begins, ends, finish, tuple(rules))


def _horizon(request: TripRequest) -> int:
    """A day by which every trip ends: the lengths of stay, one after the other."""
    told = [_OPEN, request.days or 0, request.most_days or 0, *[window.last for window in request.windows]]
    return sum([city.days or max(told) for city in request.cities]) - len(request.cities) + 1


def _stay(city: City, horizon: int) -> CityStay:
    start = IntVar(f"{city.name}.start", 1, max(1, horizon - (city.days or 1) + 1))
    end = IntVar(f"{city.name}.end", 1, horizon) if city.days is None else None
    return CityStay(city, BoolVar(f"{city.name}.visited"), start, end)
