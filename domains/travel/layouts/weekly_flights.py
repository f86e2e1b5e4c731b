"""Flights that repeat every week, each with a price for every weekday."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domains.travel.data import Flight
    from encoders.numbers import Number

_SHOWN = date(2024, 1, 1)
"""A Monday: the week that stands for every other one where keys are listed."""


@dataclass(frozen=True, slots=True)
class WeeklyFlight:
    """One flight of the timetable; `prices` are for one traveller, Monday first; the date and price of `offer` mean nothing."""

    offer: Flight
    prices: tuple[Number, ...]


@dataclass(frozen=True)
class WeeklyFlights(Mapping[tuple[str, str, date], "tuple[Flight, ...]"]):
    """Flights by (origin, destination, date) for any date whatever; listing the keys shows one week."""

    timetable: Mapping[tuple[str, str], tuple[WeeklyFlight, ...]]
    _known: dict[tuple[str, str, date], tuple[Flight, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, key: tuple[str, str, date]) -> tuple[Flight, ...]:
        found = self._known.get(key)
        if found is None:
            origin, destination, on = key
            rows = self.timetable[origin, destination]
            found = tuple([replace(row.offer, date=on, price=row.prices[on.weekday()]) for row in rows])
            self._known[key] = found
        return found

    def __iter__(self) -> Iterator[tuple[str, str, date]]:
        for pair in self.timetable:
            yield from ((*pair, _SHOWN + timedelta(days=day)) for day in range(7))

    def __len__(self) -> int:
        return 7 * len(self.timetable)
