"""A neutral layout for a traveller's own offers: six CSV files and policy.yaml in one folder, all in UTF-8.

    cities.csv       city, region
    flights.csv      number, origin, destination, date, departure, arrival, duration, price [, airline, non-stop]
    roads.csv        origin, destination, km, duration                 one way; each known direction is a row
    hotels.csv       name, city, room type, price, sleeps, minimum nights, not allowed, rating
    restaurants.csv  name, city, price, cuisines, rating
    attractions.csv  name, city [, categories]
    policy.yaml      the fields of `Policy`; times of day may be written "07:30"

Dates are YYYY-MM-DD; times are local and HH:MM, an arrival on the next day is "00:40+1"; durations are H:MM or
"2 hours 5 mins". Prices are in the policy's currency: of a flight for one person, of a room for a night, of a restaurant for
one meal of one person. `room type` is entire room, private room or shared room; `non-stop` is yes, no, or empty where that is
not known. `not allowed`, `cuisines` and `categories` are lists separated by ";". A name may occur once in its city (write
"Hotel Alma, double" and "Hotel Alma, suite"), a flight's number once a day. Further columns are ignored.

A broken row is an error, because a traveller's own file should be put right: the message names file, row, column and way out.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import ValidationError

from domains.travel.data import Attraction, Flight, Hotel, Restaurant, Road, TravelData
from domains.travel.layouts.csv_table import read_table
from domains.travel.layouts.fields import clock, day, duration, is_empty, number, whole_number
from domains.travel.policy import Policy
from domains.travel.request import HouseRule
from encoders.errors import InputError
from encoders.structured import require_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from encoders.numbers import Number

FILES = (
    "cities.csv", "flights.csv", "roads.csv", "hotels.csv", "restaurants.csv", "attractions.csv", "policy.yaml",
)  # fmt: skip
_ROOM_TYPES = ("entire room", "private room", "shared room")
_FLIGHT_COLUMNS = ("number", "origin", "destination", "date", "departure", "arrival", "duration", "price")
_HOTEL_COLUMNS = ("name", "city", "room type", "price", "sleeps", "minimum nights", "not allowed", "rating")

T = TypeVar("T")


def is_neutral(folder: Path) -> bool:
    """Whether the folder holds at least one file of this layout."""
    return any((folder / name).is_file() for name in FILES)


def load(folder: Path) -> TravelData:
    """All offers of the folder. Raises InputError."""
    policy = _policy(folder / "policy.yaml")
    regions: dict[str, str] = {}
    for row in _rows(folder, "cities.csv", ("city", "region")):
        row.once(regions, row.text("city"), "city")
        regions[row.text("city")] = row.text("region")
    flights = _flights(folder, regions)
    return TravelData(
        policy=policy,
        flights=flights,
        roads=_roads(folder, regions),
        hotels=_by_city(_hotels(folder, regions)),
        restaurants=_by_city(_restaurants(folder, regions)),
        attractions=_by_city(_attractions(folder, regions)),
        states=regions,
        source=str(folder),
        airlines=tuple(sorted({flight.airline for rows in flights.values() for flight in rows if flight.airline})),
    )


class _Row:
    """One row, whose cells are read by meaning."""

    def __init__(self, file: str, line: int, cells: Mapping[str, str]) -> None:
        self.file, self.line, self.cells = file, line, cells

    def fail(self, column: str, message: str) -> InputError:
        return InputError(message, where=f"{self.file}, row {self.line}, column {column!r}")

    def text(self, column: str) -> str:
        if is_empty(self.cells[column]):
            raise self.fail(column, "the cell is empty: fill it, or delete the row")
        return self.cells[column].strip()

    def read(self, column: str, reader: Callable[[str], T]) -> T:
        try:
            return reader(self.text(column))
        except InputError as error:
            if error.where:
                raise
            raise self.fail(column, error.message) from error

    def amount(self, column: str, *, least: int = 0) -> Number:
        found = self.read(column, number)
        if found < least:
            raise self.fail(column, f"expected a number of at least {least}, found {self.text(column)}")
        return found

    def count(self, column: str, *, least: int) -> int:
        found = self.read(column, whole_number)
        if found < least:
            raise self.fail(column, f"expected a whole number of at least {least}, found {found}")
        return found

    def items(self, column: str) -> tuple[str, ...]:
        return tuple([part.strip() for part in self.cells[column].split(";") if part.strip()])

    def yes_or_no(self, column: str) -> bool | None:
        """None where the cell, or the column, is empty."""
        found = self.cells.get(column, "").strip().lower()
        if found not in ("", "yes", "no"):
            raise self.fail(column, f"expected yes, no, or nothing where it is not known, found {found!r}")
        return found == "yes" if found else None

    def city(self, column: str, regions: Mapping[str, str]) -> str:
        found = self.text(column)
        if found not in regions:
            raise self.fail(column, f"cities.csv has no city {found!r}: add it there, or correct the name")
        return found

    def pair(self, regions: Mapping[str, str]) -> tuple[str, str]:
        """Where a ride starts and ends."""
        origin, destination = self.city("origin", regions), self.city("destination", regions)
        if origin == destination:
            raise self.fail("destination", f"the ride goes from {origin} to {origin}: correct one of the two")
        return origin, destination

    def once(self, known: Mapping[Any, object] | set[Any], key: Any, column: str) -> None:
        if key in known:
            raise self.fail(
                column, f"{self.text(column)!r} is listed twice: keep one row, or give the other its own name"
            )


def _rows(folder: Path, file: str, columns: tuple[str, ...]) -> Iterator[_Row]:
    for line, cells in read_table(folder / file, columns):
        yield _Row(file, line, cells)


def _flights(folder: Path, regions: Mapping[str, str]) -> dict[tuple[str, str, date], tuple[Flight, ...]]:
    found: dict[tuple[str, str, date], list[Flight]] = {}
    seen: set[tuple[str, date]] = set()
    for row in _rows(folder, "flights.csv", _FLIGHT_COLUMNS):
        departure, later = row.read("departure", clock)
        if later:
            raise row.fail("departure", "the date is the day of departure: write the time alone")
        arrival, days_later = row.read("arrival", clock)
        if days_later == 0 and arrival <= departure:
            raise row.fail("arrival", "the flight arrives before it departs: write 00:40+1 for the next day")
        origin, destination = row.pair(regions)
        flight = Flight(
            number=row.text("number"),
            origin=origin,
            destination=destination,
            date=row.read("date", day),
            departure=departure,
            arrival=arrival,
            lands_after_days=days_later,
            minutes=row.read("duration", duration),
            price=row.amount("price"),
            airline=row.cells.get("airline", "").strip(),
            non_stop=row.yes_or_no("non-stop"),
        )
        row.once(seen, (flight.number, flight.date), "number")
        seen.add((flight.number, flight.date))
        found.setdefault((flight.origin, flight.destination, flight.date), []).append(flight)
    return {key: tuple(flights) for key, flights in found.items()}


def _roads(folder: Path, regions: Mapping[str, str]) -> dict[tuple[str, str], Road]:
    found: dict[tuple[str, str], Road] = {}
    for row in _rows(folder, "roads.csv", ("origin", "destination", "km", "duration")):
        pair = row.pair(regions)
        row.once(found, pair, "destination")
        found[pair] = Road(*pair, row.read("duration", duration), row.amount("km"))
    return found


def _hotels(folder: Path, regions: Mapping[str, str]) -> Iterator[Hotel]:
    seen: set[tuple[str, str]] = set()
    rules = get_args(HouseRule)
    for row in _rows(folder, "hotels.csv", _HOTEL_COLUMNS):
        room_type, forbids = row.text("room type"), row.items("not allowed")
        if room_type not in _ROOM_TYPES:
            raise row.fail("room type", f"expected {', '.join(_ROOM_TYPES)}, found {room_type!r}")
        for rule in forbids:
            if rule not in rules:
                raise row.fail(
                    "not allowed", f"expected a list such as 'pets; smoking' of {', '.join(rules)}, found {rule!r}"
                )
        hotel = Hotel(
            name=row.text("name"),
            city=row.city("city", regions),
            room_type=room_type,
            price=row.amount("price"),
            occupancy=row.count("sleeps", least=1),
            minimum_nights=row.count("minimum nights", least=0),
            forbids=frozenset(forbids),
            rating=row.amount("rating"),
        )
        row.once(seen, (hotel.name, hotel.city), "name")
        seen.add((hotel.name, hotel.city))
        yield hotel


def _restaurants(folder: Path, regions: Mapping[str, str]) -> Iterator[Restaurant]:
    seen: set[tuple[str, str]] = set()
    for row in _rows(folder, "restaurants.csv", ("name", "city", "price", "cuisines", "rating")):
        restaurant = Restaurant(
            row.text("name"),
            row.city("city", regions),
            row.amount("price"),
            row.items("cuisines"),
            row.amount("rating"),
        )
        row.once(seen, (restaurant.name, restaurant.city), "name")
        seen.add((restaurant.name, restaurant.city))
        yield restaurant


def _attractions(folder: Path, regions: Mapping[str, str]) -> Iterator[Attraction]:
    seen: set[tuple[str, str]] = set()
    for row in _rows(folder, "attractions.csv", ("name", "city")):
        categories = row.items("categories") if "categories" in row.cells else ()
        sight = Attraction(row.text("name"), row.city("city", regions), categories)
        row.once(seen, (sight.name, sight.city), "name")
        seen.add((sight.name, sight.city))
        yield sight


Place = TypeVar("Place", Hotel, Restaurant, Attraction)


def _by_city(offers: Iterable[Place]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for offer in offers:
        found.setdefault(offer.city, []).append(offer)
    return {city: tuple(places) for city, places in found.items()}


def _policy(path: Path) -> Policy:
    content = _yaml(path)
    if not isinstance(content, dict):
        raise InputError("expected fields such as 'name: my world'", where=str(path))
    try:
        return Policy.model_validate(_with_minutes(content))
    except ValidationError as error:
        first = error.errors()[0]
        field = " > ".join(str(part) for part in first["loc"])
        raise InputError(f"policy.yaml, {field}: {first['msg']}", where=str(path)) from error


def _yaml(path: Path) -> Any:
    """The file's content; decimals stay exact."""
    import yaml

    class Exact(yaml.SafeLoader):
        """Safe YAML whose decimals are Decimals."""

    Exact.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(str(node.value)))
    try:
        text = path.read_text(encoding="utf-8-sig")
        require_short(text, "policy.yaml", str(path))
        return yaml.load(text, Loader=Exact)
    except InputError:
        raise
    except RecursionError as error:
        raise InputError("policy.yaml is nested too deeply", where=str(path)) from error
    except FileNotFoundError as error:
        raise InputError("the file policy.yaml is missing: it states the world's rules", where=str(path)) from error
    except (OSError, ValueError, ArithmeticError, yaml.YAMLError) as error:
        raise InputError(f"policy.yaml cannot be read: {error}", where=str(path)) from error


def _with_minutes(content: dict[str, Any]) -> dict[str, Any]:
    """The fields with times of day such as "07:30" as minutes after midnight."""

    def minutes(value: object, field: str) -> object:
        if not isinstance(value, str):
            return value
        try:
            return clock(value)[0]
        except InputError as error:
            raise InputError(error.message, where=f"policy.yaml, {field}") from error

    found = dict(content)
    for field in ("road_departure", "leg_day_counts_until"):
        if field in found:
            found[field] = minutes(found[field], field)
    if isinstance(found.get("meals"), dict):
        found["meals"] = {
            meal: {key: minutes(value, f"meals > {meal} > {key}") for key, value in window.items()}
            if isinstance(window, dict)
            else window
            for meal, window in found["meals"].items()
        }
    return found
