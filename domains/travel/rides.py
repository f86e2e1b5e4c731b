"""The ways to make a leg that the data offer: flights, one's own car, taxis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domains.travel.data import Flight, Road, TravelData
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number


@dataclass(frozen=True, slots=True)
class Ride:
    """One way to make a leg: a flight of one day, or a road on any day. Times are minutes after midnight of that day.

    `day` counts from the trip's first day, and `start` says how many days after the earliest start that first day is; None: any.
    """

    mode: str
    origin: str
    destination: str
    start: int | None
    day: int | None
    departure: int | None
    arrival: int | None
    lands_after_days: int
    minutes: int
    cost: Number
    offer: Flight | Road

    @property
    def span(self) -> tuple[int, int] | None:
        """Departure and arrival in minutes after the midnight before; None without times."""
        if self.departure is None or self.arrival is None:
            return None
        return self.departure, self.arrival + 1440 * self.lands_after_days

    def allows(self, opens: int, closes: int) -> tuple[bool, bool]:
        """Whether some moment of a window is spent where the ride starts, and where it ends, on the day it leaves.

        A ride without times hinders nothing; nothing happens at the destination on the day of a ride that lands later.
        """
        before = self.departure is None or self.departure >= opens
        after = self.arrival is None or (self.lands_after_days == 0 and self.arrival <= closes)
        return before, after

    def visitable(self, until: int | None) -> tuple[bool, bool]:
        """Whether the day's visits may be where the ride starts, and where it ends.

        `until` is the policy's: the day is the end's where the ride has arrived there by then, or has no times, else the start's.
        """
        if until is None:
            return self.allows(0, 1440)
        there = self.arrival is None or (self.lands_after_days == 0 and self.arrival <= until)
        return not there, there


def leg_days(leg: int, request: TravelRequest) -> range:
    """The days a leg may be made: the first and the last are fixed, the others lie strictly between in order."""
    last = request.days - 1
    if leg == 0:
        return range(1)
    if leg == request.city_count:
        return range(last, last + 1)
    return range(leg, last - (request.city_count - leg) + 1)


def rides_between(a: str, b: str, leg: int, request: TravelRequest, data: TravelData) -> list[Ride]:
    """Every offered way to make this leg between two cities."""
    policy, people, found = data.policy, request.people, []
    for start, first in enumerate(request.starts):
        dates = request.dates_from(first)
        for day in leg_days(leg, request):
            found += [
                Ride(
                    "flight",
                    a,
                    b,
                    start,
                    day,
                    f.departure,
                    f.arrival,
                    f.lands_after_days,
                    f.minutes,
                    f.price * people,
                    f,
                )
                for f in data.flights.get((a, b, dates[day]), ())
            ]
    road = data.roads.get((a, b))
    if road is not None and road.minutes <= policy.longest_road_minutes:
        departure = policy.road_departure
        arrival = None if departure is None else (departure + road.minutes) % 1440
        later = 0 if departure is None else (departure + road.minutes) // 1440
        for mode, rate in policy.roads.items():
            cost = rate.cost(road.km, people)
            found.append(Ride(mode, a, b, None, None, departure, arrival, later, road.minutes, cost, road))
    return found
