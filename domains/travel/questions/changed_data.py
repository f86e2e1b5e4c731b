"""The data with one offer gone or at another price: what a question supposes, and what a replanning has met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from domains.travel.data import Flight, Hotel, Restaurant, TravelData
    from encoders.numbers import Number

Row = TypeVar("Row")


def without_flight(data: TravelData, number: str, days: Iterable[date] | None = None) -> TravelData:
    """The data where a flight of this number is cancelled, on some days or on all."""
    return _with_flights(data, number, lambda _: None, days)


def with_fare(data: TravelData, number: str, price: Number, days: Iterable[date] | None = None) -> TravelData:
    """The data where a flight of this number costs this much for each traveller."""
    return _with_flights(data, number, lambda flight: replace(flight, price=price), days)


def without_hotel(data: TravelData, name: str, city: str | None = None) -> TravelData:
    """The data without the hotels of this name, in one city or in all."""
    return replace(data, hotels=_changed(data.hotels, name, city, lambda _: None))


def with_room_price(data: TravelData, name: str, price: Number, city: str | None = None) -> TravelData:
    """The data where a room of this hotel costs this much a night."""

    def priced(hotel: Hotel) -> Hotel:
        return replace(hotel, price=price)

    return replace(data, hotels=_changed(data.hotels, name, city, priced))


def without_restaurant(data: TravelData, name: str, city: str | None = None) -> TravelData:
    """The data without the restaurants of this name, in one city or in all."""
    return replace(data, restaurants=_changed(data.restaurants, name, city, lambda _: None))


def with_meal_price(data: TravelData, name: str, price: Number, city: str | None = None) -> TravelData:
    """The data where a meal at this restaurant costs this much for each traveller."""

    def priced(table: Restaurant) -> Restaurant:
        return replace(table, price=price)

    return replace(data, restaurants=_changed(data.restaurants, name, city, priced))


def without_sight(data: TravelData, name: str, city: str | None = None) -> TravelData:
    """The data without the sights of this name, in one city or in all."""
    return replace(data, attractions=_changed(data.attractions, name, city, lambda _: None))


def _changed(
    offers: Mapping[str, tuple[Row, ...]], name: str, city: str | None, change: Callable[[Row], Row | None]
) -> dict[str, tuple[Row, ...]]:
    return {
        where: tuple(
            [
                row
                for offer in rows
                if (row := change(offer) if getattr(offer, "name", "") == name and city in (None, where) else offer)
                is not None
            ]
        )
        for where, rows in offers.items()
    }


def _with_flights(
    data: TravelData, number: str, change: Callable[[Flight], Flight | None], days: Iterable[date] | None
) -> TravelData:
    return replace(
        data, flights=_ChangedFlights(data.flights, number, change, None if days is None else frozenset(days))
    )


class _ChangedFlights(Mapping[tuple[str, str, date], "tuple[Flight, ...]"]):
    """Flights of a mapping, which may be too large to copy, with those of one number changed or left out."""

    def __init__(
        self,
        flights: Mapping[tuple[str, str, date], tuple[Flight, ...]],
        number: str,
        change: Callable[[Flight], Flight | None],
        days: frozenset[date] | None,
    ) -> None:
        self._flights, self._number, self._change, self._days = flights, number, change, days

    def __getitem__(self, key: tuple[str, str, date]) -> tuple[Flight, ...]:
        rows = self._flights[key]
        if self._days is not None and key[2] not in self._days:
            return rows
        changed = [self._change(flight) if flight.number == self._number else flight for flight in rows]
        return tuple([flight for flight in changed if flight is not None])

    def __iter__(self) -> Iterator[tuple[str, str, date]]:
        return iter(self._flights)

    def __len__(self) -> int:
        return len(self._flights)
