"""The least cost of a trip by air under each set of wishes, by trying every order of cities, every date and every flight.

Written from the rules alone: nothing of the project is imported. The tables are read as they are (flights.csv, attractions.csv).
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise, permutations, product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_WEEKDAYS = ("Mon", "Tu", "Wed", "Thu", "Fri", "Sat", "Sun")
_MEALS_A_DAY, _NIGHT, _EVENING = 3 * 30, 100, 18 * 60


class Tables:
    """Flights by pair of cities, and the categories of each city's sights; rows with an empty cell do not count."""

    def __init__(self, folder: Path) -> None:
        self.flights: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in _complete(folder / "flights.csv"):
            self.flights.setdefault((row["Origin"], row["Destination"]), []).append(row)
        sights: dict[str, dict[str, str]] = {}
        for row in _complete(folder / "attractions.csv"):
            sights.setdefault(row["city"], {}).setdefault(row["name"], row["category"])
        self.sights = {city: Counter(named.values()) for city, named in sights.items()}


def _complete(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if all((cell or "").strip() for cell in row.values())]


def least_costs(request: Mapping[str, Any], tables: Tables) -> dict[frozenset[str], int]:
    """Set of wishes (no budget) -> the least cost of a trip that meets them; a set that no trip meets is missing.

    `request` has org, dest, days, date (the first), people, non_stop (a Boolean), airlines and categories (lists).
    """
    wished = [f"attraction category/{name}" for name in request["categories"]]
    wished += [*(["flight rule"] if request["non_stop"] else []), *(["airlines"] if request["airlines"] else [])]
    trips: dict[tuple[bool, bool, tuple[tuple[str, int], ...]], int] = {}
    for non_stop, airline, visits, cost in _trips(request, tables):
        key = (non_stop, airline, visits)
        trips[key] = min(cost, trips.get(key, cost))
    found: dict[frozenset[str], int] = {}
    for size in range(len(wished) + 1):
        for subset in map(frozenset, combinations(wished, size)):
            categories = [name for name in request["categories"] if f"attraction category/{name}" in subset]
            costs = [
                cost
                for (non_stop, airline, visits), cost in trips.items()
                if (non_stop or "flight rule" not in subset)
                and (airline or "airlines" not in subset)
                and _can_visit(dict(visits), categories, tables)
            ]
            if costs:
                found[subset] = min(costs)
    return found


def _trips(request: Mapping[str, Any], tables: Tables) -> Iterable[tuple[bool, bool, tuple[tuple[str, int], ...], int]]:
    """Whether each flight is non-stop, and by a wished airline; how many visits each city has; what it costs."""
    first, last, people = date.fromisoformat(request["date"]), request["days"] - 1, request["people"]
    daily = people * (_MEALS_A_DAY * request["days"] + _NIGHT * last)
    for order in permutations(request["dest"]):
        stops = [request["org"], *order, request["org"]]
        for inner in combinations(range(1, last), len(order) - 1):
            days = [0, *inner, last]
            offers = [tables.flights.get(pair, []) for pair in pairwise(stops)]
            for flights in product(*offers):
                fares = [
                    int(flight[_WEEKDAYS[(first + timedelta(days=day)).weekday()]])
                    for flight, day in zip(flights, days, strict=True)
                ]
                visits = _visits(stops, days, flights, last)
                visits.pop(request["org"], None)
                yield (
                    all(flight["non-stop"] == "yes" for flight in flights),
                    all(flight["Airline"] in request["airlines"] for flight in flights),
                    tuple(sorted(visits.items())),
                    people * sum(fares) + daily,
                )


def _visits(stops: Sequence[str], days: Sequence[int], flights: Sequence[Mapping[str, str]], last: int) -> Counter[str]:
    """One visit a day, in the city of the day; those at home are counted under its name."""
    found: Counter[str] = Counter()
    for day in range(last + 1):
        if day in days:
            leg = days.index(day)
            hours, minutes = flights[leg]["Time"].split("-")[1].split(":")
            in_time = flights[leg]["new day"] == "no" and int(hours) * 60 + int(minutes) <= _EVENING
            found[stops[leg + 1] if in_time else stops[leg]] += 1
        else:
            found[stops[sum(on < day for on in days)]] += 1
    return found


def _can_visit(visits: Mapping[str, int], categories: Sequence[str], tables: Tables) -> bool:
    """Whether the cities have sights for all visits, and each category can be met by another one of them."""
    if any(count > sum(tables.sights.get(city, Counter()).values()) for city, count in visits.items()):
        return False
    for cities in product(visits, repeat=len(categories)):
        used = Counter(cities)
        there = all(tables.sights[city][category] for city, category in zip(cities, categories, strict=True))
        if there and all(used[city] <= visits[city] for city in used):
            return True
    return False
