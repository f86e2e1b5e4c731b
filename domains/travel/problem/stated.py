"""What a plan states beside its decisions: numbers of days, where one is, the times and the costs of rides, and the bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.problem.decode import clock
from encoders.expressions import equals

if TYPE_CHECKING:
    from domains.base import Built
    from domains.travel.plan import Day, Leg, TravelPlan
    from domains.travel.rides import Ride
    from encoders.expressions import Expression

_BILL = ("transport", "meals", "rooms", "total")


def days_fit(plan: TravelPlan) -> bool:
    """Whether days are numbered in order, and the cities that they state are those of their legs."""
    return all([day.day == number and _is_where_it_says(day) for number, day in enumerate(plan.days, start=1)])


def _is_where_it_says(day: Day) -> bool:
    """A day states one city, or the one it leaves and the one it reaches; a leg alone says both."""
    if day.leaves is None and day.reaches is None:
        return day.leg is None or day.city is None
    told = (day.leaves, day.reaches)
    if day.leg is not None:
        return told == (day.leg.origin, day.leg.destination)
    return None not in told and day.leaves == day.reaches


def city_of(day: Day) -> str | None:
    """The city of a day without a leg."""
    return day.city if day.reaches is None else day.reaches


def states(leg: Leg, ride: Ride) -> bool:
    """Whether everything that is stated of a leg is so of the ride; nothing is known of the times of some."""
    told = [(leg.minutes, ride.minutes), (leg.cost, ride.cost)]
    if ride.departure is not None and ride.arrival is not None:
        told += [(leg.departure, clock(ride.departure)), (leg.arrival, clock(ride.arrival))]  # type: ignore[list-item]
        if leg.arrival is not None:
            told.append((leg.lands_after_days, ride.lands_after_days))
    return all([stated in (None, true) for stated, true in told])


def bill(built: Built, plan: TravelPlan) -> tuple[Expression, ...] | None:
    """That the trip costs what the plan says it does; None where it speaks of costs that no trip has."""
    if not set(plan.cost) <= set(_BILL):
        return None
    return tuple([equals(built.observables[name], amount) for name, amount in plan.cost.items()])
