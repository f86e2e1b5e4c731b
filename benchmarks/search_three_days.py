"""The least cost of a three-day trip to one city under each set of wishes, by trying every ride out, ride home and hotel.

Written from TravelPlanner's rules alone: nothing of the project is imported. Offers are the benchmark's reference information.
Restaurants are chosen by dynamic programming over which wished cuisines are served and how many meals are taken.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MEALS = {"breakfast": (360, 600), "lunch": (660, 900), "dinner": (1020, 1320)}
_ROOMS = {"entire room": "Entire home/apt", "private room": "Private room", "shared room": "Shared room"}
_NEVER_TOGETHER = ({"Self-driving", "Flight"}, {"Self-driving", "Taxi"})


class Ride(NamedTuple):
    """A way out or home: its mode, price for all, and how many meals it leaves in the city on its day."""

    mode: str
    cost: Fraction
    meals: int


def least_costs(request: Mapping[str, Any], offers: Mapping[str, Any]) -> dict[frozenset[str], Fraction]:
    """Set of wishes (no budget) -> the least cost of a trip that meets them; a set that no trip meets is missing."""
    assert request["days"] == 3, "this search knows three-day trips"
    assert request["visiting_city_number"] == 1, "this search knows trips to one city"
    city, local = request["dest"], request["local_constraint"]
    cuisines = list(local["cuisine"] or [])
    wished = [f"cuisine/{name}" for name in cuisines]
    wished += [f"{kind}/{local[kind]}" for kind in ("house rule", "transportation") if local[kind]]
    wished += ["room type"] if local["room type"] else []
    if not _complete(offers.get(f"Attractions in {city}", [])):
        return {}
    tables = _tables(_complete(offers.get(f"Restaurants in {city}", [])), cuisines, request["people_number"])
    hotels = list(_hotels(_complete(offers.get(f"Accommodations in {city}", [])), request))
    trips = [
        (out.cost + home.cost, 3 + out.meals + home.meals, {out.mode, home.mode})
        for out, home in product(_rides(request, offers, out=True), _rides(request, offers, out=False))
        if {out.mode, home.mode} not in _NEVER_TOGETHER
    ]
    found: dict[frozenset[str], Fraction] = {}
    for size in range(len(wished) + 1):
        for subset in map(frozenset, combinations(wished, size)):
            needed = sum(1 << n for n, name in enumerate(cuisines) if f"cuisine/{name}" in subset)
            rooms = [cost for cost, broken in hotels if not broken & subset]
            rides = [(c, m) for c, m, modes in trips if f"transportation/{local['transportation']}" not in subset
                     or _modes_fit(modes, local["transportation"])]  # fmt: skip
            totals = [
                cost + min(rooms) + food
                for cost, most in rides
                for food in [_food(tables, needed, most)]
                if rooms and food is not None
            ]
            if totals:
                found[subset] = min(totals)
    return found


def _complete(rows: object) -> list[Mapping[str, Any]]:
    if not isinstance(rows, list):
        return []
    return [row for row in rows if all(str(value).strip().lower() not in ("", "none", "nan") for value in row.values())]


def _modes_fit(modes: set[str], wish: str) -> bool:
    mode = wish.removeprefix("no ").capitalize()
    return mode not in modes if wish.startswith("no ") else modes == {mode}


def _hotels(rows: Sequence[Mapping[str, Any]], request: Mapping[str, Any]) -> Iterator[tuple[Fraction, set[str]]]:
    """Price of two nights for everybody, and the wishes that the room breaks."""
    local, seen = request["local_constraint"], set()
    for row in rows:
        if row["NAME"] in seen:
            continue
        seen.add(row["NAME"])
        if row["minimum nights"] > 2:
            continue
        broken = set()
        if local["room type"]:
            not_shared = local["room type"] == "not shared room"
            fits = row["room type"] != "Shared room" if not_shared else row["room type"] == _ROOMS[local["room type"]]
            broken |= set() if fits else {"room type"}
        if local["house rule"] and f"No {local['house rule']}".lower() in row["house_rules"].lower():
            broken.add(f"house rule/{local['house rule']}")
        rooms = -(-request["people_number"] // int(row["maximum occupancy"]))
        yield 2 * rooms * Fraction(str(row["price"])), broken


def _rides(request: Mapping[str, Any], offers: Mapping[str, Any], *, out: bool) -> Iterator[Ride]:
    a, b = (request["org"], request["dest"]) if out else (request["dest"], request["org"])
    people, on = request["people_number"], request["date"][0 if out else 2]
    for row in _complete(offers.get(f"Flight from {a} to {b} on {on}", [])):
        leaves, lands = _clock(row["DepTime"]), _clock(row["ArrTime"])
        if out:
            meals = sum([lands > leaves and lands <= closes for _, closes in _MEALS.values()])
        else:
            meals = sum([leaves >= opens for opens, _ in _MEALS.values()])
        yield Ride("Flight", Fraction(str(row["Price"])) * people, meals)
    for mode, seats, rate in (("Self-driving", 5, Fraction(1, 20)), ("Taxi", 4, Fraction(1))):
        text = offers.get(f"{mode} from {a} to {b}")
        match = re.search(r"duration: (.+?), distance: ([\d,.]+) (k?m)\b", text) if isinstance(text, str) else None
        if match is None or "day" in match[1]:
            continue
        km = Fraction(match[2].replace(",", "")) / (1 if match[3] == "km" else 1000)
        yield Ride(mode, Fraction(km * rate // 1) * -(-people // seats), len(_MEALS))


def _clock(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _tables(rows: Sequence[Mapping[str, Any]], cuisines: Sequence[str], people: int) -> dict[tuple[int, int], Fraction]:
    """(number of meals, cuisines served as bits) -> the least price of so many different restaurants."""
    found: dict[tuple[int, int], Fraction] = {(0, 0): Fraction(0)}
    seen = set()
    for row in rows:
        if row["Name"] in seen:
            continue
        seen.add(row["Name"])
        served = {part.strip() for part in row["Cuisines"].split(",")}
        bits = sum(1 << n for n, name in enumerate(cuisines) if name in served)
        price = Fraction(str(row["Average Cost"])) * people
        for (meals, mask), cost in list(found.items()):
            if meals < 9:
                key = (meals + 1, mask | bits)
                found[key] = min(found.get(key, cost + price), cost + price)
    return found


def _food(tables: Mapping[tuple[int, int], Fraction], needed: int, most: int) -> Fraction | None:
    """The least price of at least three meals, and no more than there is time for, that serve what is needed."""
    return min(
        [cost for (meals, mask), cost in tables.items() if 3 <= meals <= most and mask & needed == needed], default=None
    )
