"""TravelPlanner's `database` folder (or the folder that holds it): one table for all cities.

    accommodations/clean_accommodations_2022.csv    restaurants/clean_restaurant_2022.csv    attractions/attractions.csv
    googleDistanceMatrix/distance.csv               background/citySet_with_states.txt
    flights/*.csv or Flights/*.csv                  optional; read on first use

Roads that the table gives twice are taken from the first row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from domains.travel.data import Flight, Road, TravelData
from domains.travel.layouts.csv_table import read_table, require_columns
from domains.travel.layouts.fields import day, distance, duration, is_empty
from domains.travel.layouts.travelplanner_rows import (
    ATTRACTION_COLUMNS,
    FLIGHT_COLUMNS,
    HOTEL_COLUMNS,
    RESTAURANT_COLUMNS,
    Reader,
    policy,
)  # fmt: skip
from domains.travel.layouts.us_states import REGIONS
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HOTELS = "accommodations/clean_accommodations_2022.csv"
_RESTAURANTS = "restaurants/clean_restaurant_2022.csv"
_ATTRACTIONS = "attractions/attractions.csv"
_ROADS = "googleDistanceMatrix/distance.csv"
_STATES = "background/citySet_with_states.txt"


def find(folder: Path) -> Path | None:
    """The folder with the tables: this one or its `database`; None where neither is one."""
    return next((f for f in (folder, folder / "database") if (f / "accommodations").is_dir()), None)


def load(folder: Path) -> TravelData:
    """All offers. Raises InputError naming a file or column that is missing."""
    reader = Reader()
    hotels = _by_city(folder / _HOTELS, "city", HOTEL_COLUMNS)
    restaurants = _by_city(folder / _RESTAURANTS, "City", RESTAURANT_COLUMNS)
    attractions = _by_city(folder / _ATTRACTIONS, "City", ATTRACTION_COLUMNS)
    roads = _roads(folder / _ROADS, reader)
    flight_tables = sorted(path for name in ("flights", "Flights") for path in folder.glob(f"{name}/*.csv"))
    return TravelData(
        policy=policy(),
        flights=FlightTables(flight_tables) if flight_tables else {},
        roads=roads,
        hotels={city: reader.hotels(rows, city) for city, rows in hotels.items()},
        restaurants={city: reader.restaurants(rows, city) for city, rows in restaurants.items()},
        attractions={city: reader.attractions(rows, city) for city, rows in attractions.items()},
        states=_states(folder / _STATES),
        report=dict(reader.report),
        source=str(folder),
        regions=REGIONS,
    )


def _by_city(path: Path, city_column: str, columns: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for _, row in read_table(path, columns):
        row.pop("", None)  # the row number that the tables start with
        found.setdefault(row[city_column], []).append(row)
    return found


def _roads(path: Path, reader: Reader) -> dict[tuple[str, str], Road]:
    found: dict[tuple[str, str], Road] = {}
    for line, row in read_table(path, ("origin", "destination", "duration", "distance")):
        pair = (row["origin"], row["destination"])
        if pair in found:
            reader.report["road listed twice"] += 1
        elif is_empty(row["duration"]) or is_empty(row["distance"]):
            reader.report["road without duration or distance"] += 1
        else:
            try:
                found[pair] = Road(*pair, duration(row["duration"]), distance(row["distance"]))
            except InputError as error:
                raise InputError(error.message, where=f"{path.name}, row {line}") from error
    return found


def _states(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the table {path.name} is missing or cannot be read: restore it", where=str(path)) from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        city, tab, state = line.partition("\t")
        if not tab:
            raise InputError("expected a city, a tab and its state", where=f"{path.name}, row {number}")
        found[city.strip()] = state.strip()
    return found


class FlightTables(Mapping[tuple[str, str, date], tuple[Flight, ...]]):
    """Flights of tables too large to hold: the first look-up notes where each pair's rows start, later ones read them.

    Raises InputError where a table cannot be read. Rows must each stand on a line of their own; rows that are not usable are
    not offered, and not counted, because nobody has read them when the data are loaded.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self._places: dict[tuple[str, str], list[tuple[int, int]]] | None = None
        self._headers: list[list[str]] = []
        self._first: date | None = None
        self._read: dict[tuple[str, str], dict[date, tuple[Flight, ...]]] = {}

    def __getitem__(self, key: tuple[str, str, date]) -> tuple[Flight, ...]:
        return self._pair(key[:2])[key[2]]

    def __iter__(self) -> Iterator[tuple[str, str, date]]:
        for pair in self._index():
            yield from ((*pair, on) for on in self._pair(pair))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def first_date(self) -> date | None:
        """The first day with a flight, without looking at every pair."""
        self._index()
        return self._first

    def _index(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        if self._places is None:
            places: dict[tuple[str, str], list[tuple[int, int]]] = {}
            headers: list[list[str]] = []
            dates: set[str] = set()
            for table, path in enumerate(self.paths):
                with _open(path) as file:
                    header = _cells(file.readline())
                    require_columns(path, header, FLIGHT_COLUMNS)
                    headers.append(header)
                    origin, destination, on = (
                        header.index(column) for column in ("OriginCityName", "DestCityName", "FlightDate")
                    )
                    start = file.tell()
                    for line in file:
                        cells = _cells(line)
                        if len(cells) == len(header):
                            places.setdefault((cells[origin], cells[destination]), []).append((table, start))
                            dates.add(cells[on])
                        start += len(line)
            self._places, self._headers = places, headers
            self._first = min([day(text) for text in dates if not is_empty(text)], default=None)
        return self._places

    def _pair(self, pair: tuple[str, str]) -> dict[date, tuple[Flight, ...]]:
        if pair not in self._read:
            by_date: dict[date, list[dict[str, str]]] = {}
            places = self._index().get(pair, ())
            files = {table: _open(self.paths[table]) for table in dict(places)}
            try:
                for table, start in places:
                    files[table].seek(start)
                    row = dict(zip(self._headers[table], _cells(files[table].readline()), strict=True))
                    row.pop("", None)
                    if not is_empty(row["FlightDate"]):
                        by_date.setdefault(day(row["FlightDate"]), []).append(row)
            finally:
                for file in files.values():
                    file.close()
            self._read[pair] = {on: Reader().flights(rows, pair, on) for on, rows in by_date.items()}
        return self._read[pair]


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"the table {path.name} cannot be read: {error.strerror}", where=str(path)) from error


def _cells(line: bytes) -> list[str]:
    text = line.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    return next(csv.reader([text]), []) if '"' in text else text.split(",")
