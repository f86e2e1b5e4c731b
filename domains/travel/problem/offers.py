"""Which rides of each leg can matter: none is left out unless another one serves every condition at no more cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.data import Flight
from domains.travel.problem.wishes import flight_wishes, meets
from domains.travel.rides import rides_between

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domains.travel.data import TravelData
    from domains.travel.problem.stays import Relevance
    from domains.travel.request import TravelRequest
    from domains.travel.rides import Ride
    from encoders.numbers import Number


def offered_rides(
    request: TravelRequest, data: TravelData, positions: Sequence[tuple[str, ...]], relevance: Relevance
) -> list[list[Ride]]:
    """The rides of each leg that some best plan or some minimal conflict may need."""
    places = [(request.origin,), *positions, (request.origin,)]
    policy = data.policy
    windows = [(w.opens, w.closes) for w in policy.meals.values()]
    meals_due = policy.travel_day_meals == "at mealtime"
    optional_visits = bool(relevance.categories) or relevance.sights > 0 or relevance.visits > 0
    visits_matter = policy.visits_on_travel_days > 0 or optional_visits
    wishes = flight_wishes(request)
    hours = relevance.hours or "fewest travel hours" in request.objective

    def serves(ride: Ride) -> frozenset[object]:
        when = ("when", ride.start, ride.day)
        met: set[object] = {("mode", ride.mode), ("from", ride.origin), ("to", ride.destination), when}
        if meals_due or relevance.travel_day_meals:
            met |= {(w, side, True) for w in windows for side, ok in enumerate(ride.allows(*w)) if ok}
        if meals_due:  # a due meal is a burden too: a ride that avoids it is not replaced by one that does not
            met |= {(w, side, False) for w in windows for side, ok in enumerate(ride.allows(*w)) if not ok}
        if visits_matter:
            met |= {("visit", side, ok) for side, ok in enumerate(ride.visitable(policy.leg_day_counts_until))}
        met |= {("meets", wish) for wish in wishes if meets(ride, wish, request)}
        return frozenset(met)

    def costs(ride: Ride) -> tuple[Number, ...]:
        return (*((ride.cost,) if relevance.money else ()), *((ride.minutes,) if hours else ()))

    every = [
        [
            ride
            for a in places[leg]
            for b in places[leg + 1]
            if a != b
            for ride in rides_between(a, b, leg, request, data)
        ]
        for leg in range(request.city_count + 1)
    ]
    legs: list[list[Ride]] = []
    for leg, rides in enumerate(every):
        connects = _connections(every, leg) if policy.wait_for_arrival else _connects_always
        kept = relevance.undominated("rides", rides, _number, lambda ride: serves(ride) | connects(ride), costs)  # noqa: B023
        legs.append([ride for ride in rides if id(ride) in kept])
    return legs


def _number(ride: Ride) -> str:
    return ride.offer.number if isinstance(ride.offer, Flight) else ""


def _connects_always(ride: Ride) -> frozenset[object]:
    """Where nobody looks at connections, they are no condition."""
    return frozenset()


def _connections(legs: Sequence[Sequence[Ride]], leg: int) -> Callable[[Ride], frozenset[object]]:
    """Which late arrivals of the leg before a ride can wait for, and which departures of the next leg it does not miss."""
    before = {r.span[1] % 1440 for r in legs[leg - 1] if r.span and r.lands_after_days} if leg else set()
    after = {r.span[0] for r in legs[leg + 1] if r.span} if leg + 1 < len(legs) else set()

    def connects(ride: Ride) -> frozenset[object]:
        if ride.span is None:
            waits, catches = before, after
        else:
            waits = {time for time in before if time <= ride.span[0]}
            late = ride.lands_after_days > 0
            catches = {time for time in after if not late or ride.span[1] % 1440 <= time}
        return frozenset([("waits for", time) for time in waits] + [("catches", time) for time in catches])

    return connects
