"""The quantities of `thresholds` in a problem: sums over its decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.data import Flight
from domains.travel.problem.stays import named_tables
from domains.travel.thresholds import THRESHOLDS, limit_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domains.travel.problem.route import Route
    from domains.travel.problem.stays import Stays
    from encoders.expressions import Sum
    from encoders.numbers import Number
    from encoders.structures.rules import Lit, Rules


def thresholds_in_problem(rules: Rules, route: Route, stays: Stays, asked: Iterable[tuple[str, str]]) -> dict[str, Sum]:
    """How many flights, meals and nights lie beyond each limit."""
    return {f"{word}[{index}]": _beyond(rules, route, stays, word, index) for word, index in asked}


def _beyond(rules: Rules, route: Route, stays: Stays, word: str, index: str) -> Sum:
    side, limit = THRESHOLDS[word], limit_of(word, index)
    rows: list[tuple[int, Number, Lit]] = []
    if side.counted == "flights":
        for ride, literal in [entry for leg in route.rides for entry in leg]:
            if isinstance(ride.offer, Flight) and ride.span is not None:
                rows.append((1, ride.span[0] if side.measure == "leaves" else ride.span[1], literal))
    elif side.counted == "meals":
        tables = named_tables(stays.tables)
        rows = [(1, r.price if side.measure == "price" else r.rating, literal) for r, literal in tables]
    else:
        rows = [(nights, h.price if side.measure == "price" else h.rating, lit) for h, nights, lit in stays.beds]
    return rules.sum([(count, literal) for count, value, literal in rows if side.holds(value, limit)])
