"""UnsatChristmas's tables: flights that repeat every week, and sights with their categories.

    flights.csv or flights/all.csv
        Origin, Destination, Sun, Mon, Tu, Wed, Thu, Fri, Sat, Airline, Time, Duration, non-stop, new day
    attractions.csv or attractions/attractions.csv
        city, name, category, ...

A price is one traveller's on that weekday; `Time` is departure and arrival, local ("8:55-12:40"); `new day` says that the flight
lands on the next day. Rows with an empty column are not offered, nor are those that cannot be read; both are counted by reason.

The world's rules: always by air; three meals at 30 a day and 100 a night for each traveller; one visit a day, none twice; a day
with a leg counts for the city flown to if the flight lands on the same day by 18:00, else for the city left.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domains.travel.data import Attraction, Flight, TravelData
from domains.travel.layouts.csv_table import read_table
from domains.travel.layouts.fields import clock, is_empty, number, show_clock
from domains.travel.layouts.weekly_flights import WeeklyFlight, WeeklyFlights
from domains.travel.policy import Policy
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_WEEKDAYS = ("Mon", "Tu", "Wed", "Thu", "Fri", "Sat", "Sun")
_FLIGHT_COLUMNS = ("Origin", "Destination", *_WEEKDAYS, "Airline", "Time", "Duration", "non-stop", "new day")
_SIGHT_COLUMNS = ("city", "name", "category")
_TELLING = {"Origin", "Destination", "new day"}
"""Columns that no other layout has."""
_DURATION = re.compile(r"(?:(\d+)\s*hr)?\s*(?:(\d+)\s*min)?")
_NO_DATE = date.min


def policy() -> Policy:
    """The benchmark's world."""
    return Policy(
        name="unsat-christmas",
        meals={},
        visits_on_full_days=1,
        visits_on_travel_days=1,
        visits_at_most=1,
        leg_day_counts_until=18 * 60,
        never_together=[],
        roads={},
        wait_for_arrival=False,  # the benchmark's rules do not look at it
        minimum_nights=False,
        meal_rate=30,
        meals_a_day=3,
        night_rate=100,
        currency="$",
    )


def find(folder: Path) -> tuple[Path, Path] | None:
    """The tables of flights and sights; None where the folder is in another layout."""
    flights = _either(folder, "flights.csv", "flights/all.csv")
    try:
        with flights.open(encoding="utf-8-sig") as file:
            header = {name.strip() for name in file.readline().split(",")}
    except (OSError, UnicodeDecodeError):
        return None
    return (flights, _either(folder, "attractions.csv", "attractions/attractions.csv")) if header >= _TELLING else None


def _either(folder: Path, *names: str) -> Path:
    paths = [folder / name for name in names]
    return next((path for path in paths if path.is_file()), paths[0])


def load(tables: tuple[Path, Path], source: str) -> TravelData:
    """All offers. Raises InputError naming a file or column that is missing."""
    report: Counter[str] = Counter()
    timetable = _flights(tables[0], report)
    sights = _sights(tables[1], report)
    cities = dict.fromkeys([*sights, *[city for pair in timetable for city in pair]])
    return TravelData(
        policy=policy(),
        flights=WeeklyFlights(timetable),
        attractions={city: tuple(sights.get(city, ())) for city in cities},
        report=dict(report),
        source=source,
        airlines=tuple(sorted({row.offer.airline for rows in timetable.values() for row in rows})),
        candidates=tuple(cities),
    )


def _flights(path: Path, report: Counter[str]) -> dict[tuple[str, str], tuple[WeeklyFlight, ...]]:
    found: dict[tuple[str, str], dict[str, WeeklyFlight]] = {}
    for _, row in read_table(path, _FLIGHT_COLUMNS):
        empty = next((column for column, value in row.items() if is_empty(value)), None)
        if empty is not None:
            report[f"flight without {empty}"] += 1
            continue
        try:
            flight = _flight(row)
        except InputError as error:
            report[f"flight not readable: {error.message}"] += 1
            continue
        rows = found.setdefault((flight.offer.origin, flight.offer.destination), {})
        if flight.offer.number in rows:
            report["flight listed twice"] += 1
        else:
            rows[flight.offer.number] = flight
    return {pair: tuple(rows.values()) for pair, rows in found.items()}


def _flight(row: Mapping[str, str]) -> WeeklyFlight:
    """One flight. The table has no flight numbers: airline, time and cities name it, as they do on a departure board."""
    times = row["Time"].split("-")
    if len(times) != 2:
        raise InputError(f"expected times such as 8:55-12:40, found {row['Time']!r}")
    (departure, _), (arrival, _) = clock(times[0]), clock(times[1])
    origin, destination, airline = row["Origin"].strip(), row["Destination"].strip(), row["Airline"].strip()
    prices = tuple([number(row[day]) for day in _WEEKDAYS])
    if min(prices) < 0:
        raise InputError("a price is below zero")
    offer = Flight(
        number=f"{airline} {show_clock(departure)}-{show_clock(arrival)} {origin}-{destination}",
        origin=origin,
        destination=destination,
        date=_NO_DATE,
        departure=departure,
        arrival=arrival,
        lands_after_days=int(_yes(row, "new day")),
        minutes=_minutes(row["Duration"]),
        price=0,
        airline=airline,
        non_stop=_yes(row, "non-stop"),
    )
    return WeeklyFlight(offer, prices)


def _yes(row: Mapping[str, str], column: str) -> bool:
    value = row[column].strip().lower()
    if value not in ("yes", "no"):
        raise InputError(f"expected yes or no in {column!r}, found {row[column]!r}")
    return value == "yes"


def _minutes(text: str) -> int:
    """Minutes of "6hr45min"."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        raise InputError(f"expected a duration such as 6hr45min, found {text!r}")
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def _sights(path: Path, report: Counter[str]) -> dict[str, list[Attraction]]:
    found: dict[str, dict[str, Attraction]] = {}
    for _, row in read_table(path, _SIGHT_COLUMNS):
        empty = next((column for column, value in row.items() if is_empty(value)), None)
        if empty is not None:
            report[f"attraction without {empty}"] += 1
            continue
        sight = Attraction(row["name"].strip(), row["city"].strip(), (row["category"].strip(),))
        rows = found.setdefault(sight.city, {})
        if (known := rows.get(sight.name)) is not None:
            report["attraction listed twice in its city"] += 1
            sight = replace(known, categories=tuple(dict.fromkeys((*known.categories, *sight.categories))))
        rows[sight.name] = sight
    return {city: list(rows.values()) for city, rows in found.items()}
