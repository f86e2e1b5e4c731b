"""The quantities of `vocabulary` in a problem: sums over its decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.data import Flight
from domains.travel.problem.stays import named_tables
from domains.travel.vocabulary import ALL_DAY, MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from domains.travel.problem.route import Route
    from domains.travel.problem.stays import Stays
    from encoders.expressions import Sum
    from encoders.structures.rules import Lit, Rules


def in_problem(rules: Rules, route: Route, stays: Stays, offers: Iterable[tuple[str, str]]) -> dict[str, Sum]:
    """The quantities of a problem, those of the named offers among them."""
    found: dict[str, Sum] = {}
    rides = [entry for leg in route.rides for entry in leg]
    for mode, name in MODES.items():
        found[name] = rules.sum([(1, literal) for ride, literal in rides if ride.mode == mode])
    for number, leg in enumerate(route.rides, 1):
        for mode in MODES:
            name = f"leg[{number}].{mode.replace('-', '_')}"
            found[name] = rules.sum([(1, literal) for ride, literal in leg if ride.mode == mode])
        spans = [(ride.span or ALL_DAY, literal) for ride, literal in leg]
        found[f"leg[{number}].departure"] = rules.sum([(span[0], literal) for span, literal in spans])
        found[f"leg[{number}].arrival"] = rules.sum([(span[1], literal) for span, literal in spans])
    flights = [(ride.offer, literal) for ride, literal in rides if isinstance(ride.offer, Flight)]
    tables, sights = named_tables(stays.tables), stays.chosen_sights()
    used: dict[str, Callable[[str], list[tuple[int, Lit]]]] = {
        "flight": lambda index: [(1, literal) for flight, literal in flights if flight.number == index],
        "airline": lambda index: [(1, literal) for flight, literal in flights if flight.airline == index],
        "nights_at": lambda index: [(nights, literal) for hotel, nights, literal in stays.beds if hotel.name == index],
        "meals_at": lambda index: [(1, literal) for table, literal in tables if table.name == index],
        "cuisine": lambda index: [(1, literal) for table, literal in tables if index in table.cuisines],
        "visits_at": lambda index: [(1, literal) for sight, literal in sights if sight.name == index],
        "category": lambda index: [(1, literal) for sight, literal in sights if index in sight.categories],
    }
    found.update({f"{word}[{index}]": rules.sum(used[word](index)) for word, index in offers})
    return found
