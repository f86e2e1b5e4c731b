"""Random changes of plans, drawn without looking at any rule."""

from __future__ import annotations

from domains.jobshop.request import Schedule
from domains.travel.plan import Place, TravelPlan
from domains.travel.problem.decode import clock


def mutated_trip(plan, data, rng):
    """Another hotel for a stay, other restaurants, sights, flights or modes, a meal dropped, swapped or added."""
    days = list(plan.days)
    for _ in range(rng.choice((1, 1, 2))):
        kind = rng.choice(("hotel", "meal", "meal", "drop meal", "sight", "drop sight", "leg", "swap"))
        index = rng.randrange(len(days))
        day = days[index]
        if kind == "hotel" and day.bed is not None:
            other = rng.choice(data.hotels[day.bed.city])
            days = [
                d.model_copy(update={"bed": Place(name=other.name, city=other.city)}) if d.bed == day.bed else d
                for d in days
            ]
        elif kind == "meal":
            city = (day.bed or days[index - 1].bed).city
            other = rng.choice(data.restaurants[city])
            meal = rng.choice(("breakfast", "lunch", "dinner"))
            days[index] = day.model_copy(update={meal: Place(name=other.name, city=city)})
        elif kind == "drop meal":
            days[index] = day.model_copy(update={rng.choice(("breakfast", "lunch", "dinner")): None})
        elif kind == "sight" and day.visits:
            sight = rng.choice(data.attractions[day.visits[0].city])
            days[index] = day.model_copy(update={"visits": [Place(name=sight.name, city=sight.city), *day.visits[1:]]})
        elif kind == "drop sight":
            days[index] = day.model_copy(update={"visits": day.visits[1:]})
        elif kind == "leg" and day.leg is not None:
            days[index] = day.model_copy(update={"leg": _other_leg(day, data, rng)})
        elif kind == "swap":
            days[index] = day.model_copy(update={"lunch": day.dinner, "dinner": day.lunch})
    return TravelPlan(days=days)


def mutated_air_trip(plan, data, rng):
    """Another flight, another sight in the same city or elsewhere, a sight dropped or added, two days' sights swapped."""
    days = list(plan.days)
    kinds = ["leg", "leg", "sight", "drop", "swap", *(["add"] if data.policy.visits_at_most == 1 else [])]
    for _ in range(rng.choice((1, 1, 2))):
        kind, index = rng.choice(kinds), rng.randrange(len(days))
        day, other = days[index], rng.randrange(len(days))
        sight = rng.choice([s for sights in data.attractions.values() for s in sights])
        visit = Place(name=sight.name, city=sight.city)
        if kind == "leg" and day.leg is not None:
            flight = rng.choice(data.flights[day.leg.origin, day.leg.destination, day.date])
            days[index] = day.model_copy(update={"leg": _by_flight(day.leg, flight)})
        elif kind == "sight" and day.visits:
            days[index] = day.model_copy(update={"visits": [visit, *day.visits[1:]]})
        elif kind == "add":
            days[index] = day.model_copy(update={"visits": [*day.visits, visit]})
        elif kind == "drop":
            days[index] = day.model_copy(update={"visits": day.visits[1:]})
        elif kind == "swap":
            days[index], days[other] = (
                day.model_copy(update={"visits": days[other].visits}),
                days[other].model_copy(update={"visits": day.visits}),
            )
    return TravelPlan(days=days)


def _by_flight(leg, flight):
    """The same leg with this flight's number and times, and no further statements."""
    return leg.model_copy(
        update={
            "number": flight.number,
            "departure": clock(flight.departure),
            "arrival": clock(flight.arrival),
            "lands_after_days": flight.lands_after_days,
            "minutes": None,
            "cost": None,
        }
    )


def _other_leg(day, data, rng):
    """Another flight of the day, or a road mode, between the same cities."""
    leg = day.leg
    options = [("self-driving", None), ("taxi", None)]
    options += [("flight", flight) for flight in data.flights.get((leg.origin, leg.destination, day.date), ())]
    mode, flight = rng.choice(options)
    times = {"number": None, "departure": None, "arrival": None, "lands_after_days": 0, "minutes": None, "cost": None}
    if flight is not None:
        times |= {
            "number": flight.number,
            "departure": clock(flight.departure),
            "arrival": clock(flight.arrival),
            "lands_after_days": flight.lands_after_days,
        }
    return leg.model_copy(update={"mode": mode, **times})


def mutated_schedule(plan, data, rng):
    """One task moved a little, put on another's machine, or two swapped."""
    tasks = list(plan.tasks)
    index, other = rng.randrange(len(tasks)), rng.randrange(len(tasks))
    kind = rng.choice(("shift", "shift", "shift", "machine", "swap"))
    task = tasks[index]
    if kind == "shift":
        start = max(0, task.start + rng.choice((-2, -1, 1, 2, 5, 0)))
        tasks[index] = task.model_copy(update={"start": start, "end": start + task.end - task.start})
    elif kind == "machine":
        end = task.start + rng.choice((task.end - task.start, rng.randint(1, 4)))
        tasks[index] = task.model_copy(update={"machine": tasks[other].machine, "end": end})
    else:
        there = tasks[other]
        tasks[index] = task.model_copy(update={"start": there.start, "end": there.start + task.end - task.start})
        if other != index:
            tasks[other] = there.model_copy(update={"start": task.start, "end": task.start + there.end - there.start})
    return Schedule(tasks=tasks, makespan=max(t.end for t in tasks))
