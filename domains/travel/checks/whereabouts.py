"""Where a plan says one is, day by day, and which moments are spent there: the common ground of the checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.travel.checks.prices import find_ride
from domains.travel.data import Flight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date as Date

    from domains.travel.data import Road, TravelData
    from domains.travel.plan import Day, Place, TravelPlan
    from domains.travel.policy import Policy
    from domains.travel.request import TravelRequest


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One day of a plan. `start` and `end` are the cities where the day begins and ends, None where the plan is silent.

    `ride` is the offer that the leg uses (None: no leg, or none that the data know). Times are minutes after midnight, None
    where nothing states them.
    """

    number: int
    date: Date | None
    day: Day
    start: str | None
    end: str | None
    ride: Flight | Road | None
    departure: int | None
    arrival: int | None
    lands_after_days: int

    @property
    def where(self) -> str:
        """How violations name the day."""
        return f"day {self.number}"

    @property
    def travels(self) -> bool:
        """Whether the plan leaves a city on this day, with or without saying how."""
        return self.day.leg is not None or self.start != self.end

    @property
    def cities(self) -> tuple[str, ...]:
        """The one or two cities of the day."""
        return tuple(dict.fromkeys(city for city in (self.start, self.end) if city is not None))

    def spends(self, city: str, opens: int, closes: int) -> bool:
        """Whether some moment between these minutes, both included, is spent in the city by the times of the leg.

        A leg without times hinders nothing; nothing is spent at its end on the day of a leg that arrives later.
        """
        if not self.travels:
            return city == self.end
        before = city == self.start and (self.departure is None or self.departure >= opens)
        after = city == self.end and (self.arrival is None or (self.lands_after_days == 0 and self.arrival <= closes))
        return before or after


def visit_cities(day: Whereabouts, policy: Policy) -> tuple[str, ...]:
    """The cities in which the visits of a day may be, home among them where it is one."""
    if not day.travels:
        return day.cities
    until = policy.leg_day_counts_until
    if until is None:
        return tuple([city for city in day.cities if day.spends(city, 0, 1440)])
    in_time = day.lands_after_days == 0 and (day.arrival is None or day.arrival <= until)
    city = day.end if in_time else day.start
    return () if city is None else (city,)


def follow(plan: TravelPlan, request: TravelRequest, data: TravelData) -> list[Whereabouts]:
    """Every day of a plan with the times of its leg, by the data."""
    dates = request.dates_of(plan.first_date)
    found: list[Whereabouts] = []
    for index, day in enumerate(plan.days):
        on = dates[index] if index < len(dates) else None
        ride = None if day.leg is None else find_ride(day.leg, on, data)
        departure, arrival, later = _times(ride, data)
        start, end = _cities(day)
        found.append(Whereabouts(index + 1, on, day, start, end, ride, departure, arrival, later))
    return found


def _cities(day: Day) -> tuple[str | None, str | None]:
    if day.leaves is not None or day.reaches is not None:
        return day.leaves, day.reaches
    if day.city is not None:
        return day.city, day.city
    return (day.leg.origin, day.leg.destination) if day.leg is not None else (None, None)


def _times(ride: Flight | Road | None, data: TravelData) -> tuple[int | None, int | None, int]:
    if isinstance(ride, Flight):
        return ride.departure, ride.arrival, ride.lands_after_days
    if ride is None or data.policy.road_departure is None:
        return None, None, 0
    reached = data.policy.road_departure + ride.minutes
    return data.policy.road_departure, reached % 1440, reached // 1440


def runs(days: Sequence[Whereabouts]) -> Iterator[tuple[Whereabouts, Place, int]]:
    """Stays: the first day of each run of nights in one bed, the bed, and how many nights."""
    first: Whereabouts | None = None
    nights = 0
    for day in days:
        if first is not None and first.day.bed is not None and day.day.bed == first.day.bed:
            nights += 1
            continue
        if first is not None and first.day.bed is not None:
            yield first, first.day.bed, nights
        first, nights = day, 1
    if first is not None and first.day.bed is not None:
        yield first, first.day.bed, nights
