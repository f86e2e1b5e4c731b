"""From an assignment back to a trip, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.data import Flight
from domains.travel.plan import Day, Leg, Place, TravelPlan
from domains.travel.problem.build import Handles
from domains.travel.problem.build import holds as literal_holds
from domains.travel.problem.stays import bed_cost, meal_cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.base import Built
    from domains.travel.data import Restaurant
    from domains.travel.problem.stays import Slot
    from domains.travel.rides import Ride
    from encoders.result import Assignment
    from encoders.structures.rules import Lit

    Holds = Callable[[Lit], bool]


def decode(built: Built, assignment: Assignment) -> TravelPlan:
    """The plan an assignment means: which meal gets which of its city's restaurants is free, so the cheapest come first."""
    handles = built.handles
    assert isinstance(handles, Handles)

    def holds(literal: Lit) -> bool:
        return literal_holds(assignment, handles.variables, literal)

    route, stays, people = handles.route, handles.stays, handles.request.people
    rides = _rides(handles, holds)
    meals = _meals(handles, holds)
    visits = _visits(handles, holds)
    days = []
    start = next(offset for offset, literal in route.starts.items() if holds(literal))
    for day, date in enumerate(handles.request.dates_from(handles.request.starts[start])):
        here = next((c for c in route.cities if day < route.days - 1 and holds(route.sleeps_in(day, c))), None)
        bed = next((h for h, _, literal in stays.beds if h.city == here and holds(literal)), None)
        ride = rides.get(day)
        days.append(
            Day(
                day=day + 1,
                date=date,
                city=None if ride else here,
                leg=_leg(ride) if ride else None,
                visits=visits.get(day, []),
                bed=Place(name=bed.name, city=bed.city) if bed else None,
                breakfast=_place(meals.get((day, "breakfast"))),
                lunch=_place(meals.get((day, "lunch"))),
                dinner=_place(meals.get((day, "dinner"))),
            )
        )
    transport = sum([ride.cost for ride in rides.values()])
    food = sum([meal_cost(restaurant, people) for restaurant in meals.values()])
    rooms = sum([bed_cost(hotel, nights, people) for hotel, nights, literal in stays.beds if holds(literal)])
    policy = handles.data.policy
    if policy.meal_rate is not None:
        food += policy.meal_rate * policy.meals_a_day * route.days * people
    if policy.night_rate is not None:
        rooms += policy.night_rate * (route.days - 1) * people
    cost = {"transport": transport, "meals": food, "rooms": rooms, "total": transport + food + rooms}
    return TravelPlan(days=days, cost=cost)


def _rides(handles: Handles, holds: Holds) -> dict[int, Ride]:
    """The ride of each day that has one."""
    found = {}
    for leg, rides in enumerate(handles.route.rides):
        day = next(d for d, literal in handles.route.leg_on[leg].items() if holds(literal))
        found[day] = next(ride for ride, literal in rides if holds(literal))
    return found


def _meals(handles: Handles, holds: Holds) -> dict[tuple[int, str], Restaurant]:
    """The restaurant of each meal, by (day from 0, meal): first the seats of meals that a wish looks at, then the rest."""
    stays = handles.stays
    found = {key: r for key, seats in stays.seats.items() for r, literal in seats if holds(literal)}
    for city, tables in stays.tables.items():
        free = sorted([r for r, literal in tables if holds(literal)], key=lambda r: (r.price, r.name))
        slots = [(slot.day, slot.kind) for slot in stays.meals if holds(slot.places.get(city, False))]
        for taken in [found[key] for key in slots if key in found]:
            free.remove(taken)
        found.update(zip([key for key in slots if key not in found], free, strict=True))
    return found


def _visits(handles: Handles, holds: Holds) -> dict[int, list[Place]]:
    """The chosen sights, or where none is chosen those of the data in their order, none twice while they last."""
    found: dict[int, list[Place]] = {}
    for city in handles.route.cities:
        sights = handles.data.attractions.get(city, ())
        if handles.stays.sights is not None:
            sights = tuple([sight for sight, literal in handles.stays.sights[city] if holds(literal)])
        slots: list[Slot] = sorted(
            [s for s in handles.stays.visits if holds(s.places.get(city, False))], key=lambda slot: slot.day
        )
        for number, slot in enumerate(slots):
            sight = sights[number % len(sights)]
            found.setdefault(slot.day, []).append(Place(name=sight.name, city=city))
    return found


def _place(restaurant: Restaurant | None) -> Place | None:
    return None if restaurant is None else Place(name=restaurant.name, city=restaurant.city)


def _leg(ride: Ride) -> Leg:
    return Leg(
        mode=ride.mode,
        origin=ride.origin,
        destination=ride.destination,
        number=ride.offer.number if isinstance(ride.offer, Flight) else None,
        departure=None if ride.departure is None else clock(ride.departure),
        arrival=None if ride.arrival is None else clock(ride.arrival),
        lands_after_days=ride.lands_after_days,
        minutes=ride.minutes,
        cost=ride.cost,
    )


def clock(minutes: int) -> str:
    """Minutes after midnight as HH:MM."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
