"""A tour through places with travel times, time windows, visits that may be left out, and prizes for those that are made.

The windows given here always hold. A window that is a wish is a constraint of its own over `Route.times`: an arc is left out only
where the windows given here forbid it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.errors import ModelError
from encoders.expressions import (
    TRUE,
    And,
    BoolVar,
    Circuit,
    Compare,
    Const,
    Implies,
    IntVar,
    Or,
    Sum,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from encoders.expressions import Expression
    from encoders.numbers import Number


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to visit: the visit starts within earliest..latest and takes `stay`."""

    name: str
    earliest: int
    latest: int
    stay: int = 0
    optional: bool = False
    prize: Number = 0


@dataclass(frozen=True, slots=True)
class Route:
    """A tour from the first stop through the others. `rules` hold in every plan; they say what a tour is."""

    times: Mapping[str, IntVar]
    """When the visit of each stop starts; the earliest time where it is left out."""
    visited: Mapping[str, Expression]
    goes: Mapping[tuple[str, str], BoolVar]
    """Whether the tour goes from one stop directly to another."""
    back: IntVar | None
    """When it is back at the first stop; None for a tour that ends at its last visit."""
    rules: tuple[Expression, ...]
    travel: Expression
    """The sum of the travel times."""
    prizes: Expression
    """The sum of the prizes of the visits."""


def route(
    name: str,
    stops: Sequence[Stop],
    travel: Mapping[tuple[str, str], int],
    *,
    back_by: int | None = None,
    returns: bool = True,
) -> Route:
    """A tour that begins at the first stop; waiting is allowed. A pair without a travel time cannot be gone directly.

    Variables are NAME.STOP.at, NAME.STOP.visited for optional stops, NAME.A>B for going from A to B, and NAME.back. With
    `returns` the tour ends at the first stop again, by `back_by`. Raises ModelError for stops of the same name, no stops, an
    optional first stop, a negative travel time, or one that has to be back before it begins.
    """
    _require(name, stops, travel)
    first = stops[0]
    last = max([stop.latest + stop.stay + max(travel.values(), default=0) for stop in stops])
    limit = last if back_by is None else back_by
    if limit < first.earliest:
        raise ModelError(f"route {name!r} cannot be back by {limit}, before it begins at {first.earliest}")
    times = {stop.name: IntVar(f"{name}.{stop.name}.at", stop.earliest, stop.latest) for stop in stops}
    visited = {s.name: BoolVar(f"{name}.{s.name}.visited") if s.optional else TRUE for s in stops}
    back = IntVar(f"{name}.back", first.earliest, limit) if returns else None
    rules: list[Expression] = []
    arcs: list[tuple[int, int, Expression]] = []
    goes: dict[tuple[str, str], BoolVar] = {}
    for a, here in enumerate(stops):
        if here.optional:
            flag = visited[here.name]
            arcs.append((a, a, ~flag))
            rules.append(Or(flag, Compare(times[here.name], "<=", Const(here.earliest))))
        for b, there in enumerate(stops):
            if a == b:
                continue
            pair = (here.name, there.name)
            takes, until = travel.get(pair), limit if b == 0 else there.latest
            if b == 0 and not returns:
                takes = 0
            elif takes is None or here.earliest + here.stay + takes > until:
                continue
            went = goes[pair] = BoolVar(f"{name}.{here.name}>{there.name}")
            arcs.append((a, b, went))
            arrival = times[there.name] if b else back
            if arrival is not None:
                gap = Sum(((1, arrival), (-1, times[here.name])), -here.stay - takes)
                rules.append(Implies(went, Compare(gap, ">=", Const(0))))
    alone = BoolVar(f"{name}.nowhere") if all([stop.optional for stop in stops[1:]]) else None
    if alone is not None:  # only the first stop: no arc leaves it, which to a circuit is leaving it out
        arcs.append((0, 0, alone))
        rules += [Implies(alone, And(*[~visited[stop.name] for stop in stops[1:]]))]
        if back is not None:
            rules.append(Compare(Sum(((1, back), (-1, times[first.name]))), ">=", Const(first.stay)))
    rules.insert(0, Circuit(len(stops), arcs))
    paid = {pair: went for pair, went in goes.items() if returns or pair[1] != first.name}
    costs: Expression = Sum(tuple([(travel[pair], went) for pair, went in paid.items()]))
    prizes = Sum(tuple([(stop.prize, visited[stop.name]) for stop in stops if stop.prize]))
    return Route(times, visited, goes, back, tuple(rules), costs, prizes)


def _require(name: str, stops: Sequence[Stop], travel: Mapping[tuple[str, str], int]) -> None:
    names = [stop.name for stop in stops]
    if not stops or len(set(names)) < len(names):
        raise ModelError(f"route {name!r} needs stops with different names")
    if stops[0].optional:
        raise ModelError(f"route {name!r} begins at {names[0]!r}, which cannot be optional")
    for pair, takes in travel.items():
        if takes < 0:
            raise ModelError(f"route {name!r} has a negative travel time from {pair[0]!r} to {pair[1]!r}")
