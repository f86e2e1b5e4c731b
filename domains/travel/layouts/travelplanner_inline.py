"""TravelPlanner's `reference_information`: one mapping with all offers for one request.

Keys are "Attractions in X", "Restaurants in X", "Accommodations in X", "Flight from A to B on YYYY-MM-DD",
"Self-driving from A to B" and "Taxi from A to B"; values are lists of rows, or for roads a sentence with duration and
distance, or a sentence that says there is nothing.

The mapping does not say which state a city lies in. Its cities were chosen for the request, so `candidates` lists them and
they are trusted to lie in the destination; `states` stays empty, which says that nothing is known. The states that a request may
name are those of the country the benchmark is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.travel.data import Road, TravelData
from domains.travel.layouts.fields import day, distance, duration
from domains.travel.layouts.travelplanner_rows import Reader, policy
from domains.travel.layouts.us_states import REGIONS
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domains.travel.data import Attraction, Flight, Hotel, Restaurant

_PLACES = re.compile(r"(Attractions|Restaurants|Accommodations) in (.+)")
_FLIGHT = re.compile(r"Flights? from (.+?) to (.+) on (\S+)")
_ROAD = re.compile(r"(Self-driving|Taxi) from (.+?) to (.+)", re.IGNORECASE)
_ROAD_TEXT = re.compile(r"duration: (.+?), distance: ([\d,.]+ k?m)\b")


def is_reference_information(content: Mapping[str, Any]) -> bool:
    """Whether some key is of this layout."""
    return any(pattern.fullmatch(key) for key in content for pattern in (_PLACES, _FLIGHT, _ROAD))


def load(content: Mapping[str, Any]) -> TravelData:
    """The offers of one request. Raises InputError for a value that is neither rows nor a sentence."""
    reader = Reader()
    hotels: dict[str, tuple[Hotel, ...]] = {}
    restaurants: dict[str, tuple[Restaurant, ...]] = {}
    attractions: dict[str, tuple[Attraction, ...]] = {}
    flights: dict[tuple[str, str, date], tuple[Flight, ...]] = {}
    roads: dict[tuple[str, str], Road] = {}
    cities: dict[str, None] = {}
    for key, value in content.items():
        if match := _PLACES.fullmatch(key):
            kind, city = match[1], match[2]
            cities[city] = None
            rows = _rows(key, value)
            if kind == "Accommodations":
                hotels[city] = reader.hotels(rows, city)
            elif kind == "Restaurants":
                restaurants[city] = reader.restaurants(rows, city)
            else:
                attractions[city] = reader.attractions(rows, city)
        elif match := _FLIGHT.fullmatch(key):
            on = day(match[3])
            flights[match[1], match[2], on] = reader.flights(_rows(key, value), (match[1], match[2]), on)
        elif match := _ROAD.fullmatch(key):
            road = _road(key, value, match[2], match[3])
            if road is not None:
                roads.setdefault((match[2], match[3]), road)
            else:
                reader.report[f"{match[1].lower()} without duration or distance"] += 1
        else:
            raise InputError(
                "expected keys such as 'Restaurants in Denver', 'Flight from Denver to Boston on 2022-03-16' or "
                "'Taxi from Denver to Boston'",
                where=repr(key),
            )
    return TravelData(
        policy=policy(),
        flights=flights,
        roads=roads,
        hotels=hotels,
        restaurants=restaurants,
        attractions=attractions,
        report=dict(reader.report),
        source="reference_information",
        regions=REGIONS,
        candidates=tuple(cities),
    )


def _rows(key: str, value: object) -> list[Mapping[str, Any]]:
    """The rows of a list; none where a sentence says that there is nothing."""
    if isinstance(value, str):
        return []
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise InputError("expected a list of rows, or a sentence that says there is nothing", where=repr(key))
    return value


def _road(key: str, value: object, origin: str, destination: str) -> Road | None:
    if not isinstance(value, str):
        raise InputError("expected a sentence with duration and distance", where=repr(key))
    match = _ROAD_TEXT.search(value)
    if match is None:
        return None
    try:
        return Road(origin, destination, duration(match[1]), distance(match[2]))
    except InputError as error:
        raise InputError(error.message, where=repr(key)) from error
