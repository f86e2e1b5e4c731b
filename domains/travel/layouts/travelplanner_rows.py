"""TravelPlanner's rows and rules, shared by its two layouts.

Source: TravelPlanner (ICML 2024). A row with an empty column is not offered, because the benchmark's evaluator does not know
it; it is counted by reason. Where a city lists a name twice, the first complete row is the one on offer, as the benchmark's
evaluator looks a name up and takes the first row it finds.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from domains.travel.data import Attraction, Flight, Hotel, Restaurant
from domains.travel.layouts.fields import clock, duration, is_empty, number, whole_number
from domains.travel.policy import Policy, RoadRate
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

HOTEL_COLUMNS = (
    "NAME", "price", "room type", "house_rules", "minimum nights", "maximum occupancy", "review rate number", "city",
)  # fmt: skip
RESTAURANT_COLUMNS = ("Name", "Average Cost", "Cuisines", "Aggregate Rating", "City")
ATTRACTION_COLUMNS = ("Name", "City")
FLIGHT_COLUMNS = (
    "Flight Number", "Price", "DepTime", "ArrTime", "ActualElapsedTime", "FlightDate", "OriginCityName", "DestCityName",
)  # fmt: skip
ROOM_TYPES = {"Entire home/apt": "entire room", "Private room": "private room", "Shared room": "shared room"}


def policy() -> Policy:
    """The benchmark's world.

    Self-driving costs int(km x 0.05) for each car of five, a taxi int(km) for each of four. Of the eight fields a day has
    (its number and its city are two of them) the benchmark asks for half of six, that is 3/8.
    """
    return Policy(
        name="travelplanner",
        travel_day_meals="optional",
        visits_on_full_days=1,
        visits_on_travel_days=0,
        never_together=[("self-driving", "flight"), ("self-driving", "taxi")],
        roads={
            "self-driving": RoadRate(per_km=Fraction(1, 20), seats=5, rounding="down"),
            "taxi": RoadRate(per_km=1, seats=4, rounding="down"),
        },
        wait_for_arrival=False,  # the benchmark's rules do not look at it
        longest_road_minutes=1439,
        minimum_nights=True,
        least_filled=Fraction(3, 8),
        stay_in_state_days=3,
        currency="$",
    )


class Reader:
    """Turns rows into offers and counts in `report` those that are not offered."""

    def __init__(self) -> None:
        self.report: Counter[str] = Counter()

    def hotels(self, rows: Iterable[Mapping[str, Any]], city: str) -> tuple[Hotel, ...]:
        """Rooms of one city."""
        return self._offers("hotel", HOTEL_COLUMNS, rows, lambda row: _hotel(row, city))

    def restaurants(self, rows: Iterable[Mapping[str, Any]], city: str) -> tuple[Restaurant, ...]:
        """Restaurants of one city."""
        return self._offers("restaurant", RESTAURANT_COLUMNS, rows, lambda row: _restaurant(row, city))

    def attractions(self, rows: Iterable[Mapping[str, Any]], city: str) -> tuple[Attraction, ...]:
        """Sights of one city."""
        return self._offers("attraction", ATTRACTION_COLUMNS, rows, lambda row: Attraction(row["Name"], city))

    def flights(self, rows: Iterable[Mapping[str, Any]], pair: tuple[str, str], on: date) -> tuple[Flight, ...]:
        """Flights from one city to another on one day."""
        return self._offers(
            "flight", FLIGHT_COLUMNS, rows, lambda row: _flight(row, pair, on), lambda flight: flight.number
        )

    def _offers(
        self,
        kind: str,
        columns: Sequence[str],
        rows: Iterable[Mapping[str, Any]],
        make: Callable[[Mapping[str, Any]], Any],
        name: Callable[[Any], str] = lambda offer: offer.name,
    ) -> tuple[Any, ...]:
        found: dict[str, Any] = {}
        for row in rows:
            empty = next((column or "number" for column, value in row.items() if is_empty(value)), None)
            missing = next((column for column in columns if column not in row), None)
            if missing is not None:
                raise InputError(f"a {kind} has no {missing!r}: add that column", where=str(row.get("Name", ""))[:60])
            if empty is not None:
                self.report[f"{kind} without {empty}"] += 1
                continue
            try:
                offer = make(row)
            except InputError as error:
                self.report[f"{kind} not readable: {error.message}"] += 1
                continue
            if name(offer) in found:
                self.report[f"{kind} listed twice in its city"] += 1
                continue
            found[name(offer)] = offer
        return tuple(found.values())


def forbidden(house_rules: str) -> frozenset[str]:
    """What "No parties & No pets" forbids: parties and pets."""
    parts = (part.strip() for part in house_rules.split("&"))
    return frozenset(part.removeprefix("No ").strip().lower() for part in parts if part)


def _hotel(row: Mapping[str, Any], city: str) -> Hotel:
    occupancy = whole_number(row["maximum occupancy"])
    if occupancy < 1:
        raise InputError("a room for nobody")
    return Hotel(
        name=str(row["NAME"]),
        city=city,
        room_type=ROOM_TYPES.get(row["room type"], str(row["room type"]).lower()),
        price=number(row["price"]),
        occupancy=occupancy,
        minimum_nights=whole_number(row["minimum nights"]),
        forbids=forbidden(str(row["house_rules"])),
        rating=number(row["review rate number"]),
    )


def _restaurant(row: Mapping[str, Any], city: str) -> Restaurant:
    return Restaurant(
        name=str(row["Name"]),
        city=city,
        price=number(row["Average Cost"]),
        cuisines=tuple(part.strip() for part in str(row["Cuisines"]).split(",") if part.strip()),
        rating=number(row["Aggregate Rating"]),
    )


def _flight(row: Mapping[str, Any], pair: tuple[str, str], on: date) -> Flight:
    departure, _ = clock(str(row["DepTime"]))
    arrival, _ = clock(str(row["ArrTime"]))
    return Flight(
        number=str(row["Flight Number"]),
        origin=pair[0],
        destination=pair[1],
        date=on,
        departure=departure,
        arrival=arrival,
        lands_after_days=0 if arrival > departure else 1,
        minutes=duration(str(row["ActualElapsedTime"])),
        price=number(row["Price"]),
    )
