"""Every trip by air that a small world could hold, right or wrong: enumerated without looking at the problem."""

from __future__ import annotations

from itertools import combinations, permutations, product

from domains.travel import domain as travel
from domains.travel.plan import Day, Leg, Place, TravelPlan
from domains.travel.problem.decode import clock

WISHES = ("flight rule", "airlines", "attraction category", "budget")


def every_trip(request, data):
    """Plans over all orders of cities, days of legs, flights and visits; costs are left to be computed."""
    last = request.days - 1
    for cities in permutations(data.attractions, request.city_count):
        stops = [request.origin, *cities, request.origin]
        for inner in combinations(range(1, last), request.city_count - 1):
            days_of_legs = [0, *inner, last]
            rides = [
                data.flights.get((a, b, request.dates[day]), ())
                for a, b, day in zip(stops, stops[1:], days_of_legs, strict=False)
            ]
            for flights in product(*rides):
                legs = dict(zip(days_of_legs, flights, strict=True))
                for visits in product(
                    *[visits_of_day(day, legs, cities, days_of_legs, data) for day in range(last + 1)]
                ):
                    yield plan(request, cities, days_of_legs, legs, visits)


def visits_of_day(day, legs, cities, days_of_legs, data):
    """Nothing, one sight or two in the cities of the day (nothing else can be right)."""
    position = sum([start <= day for start in days_of_legs]) - 1
    near = (
        [*cities[max(0, position - 1) : position], *cities[position : position + 1]]
        if day in legs
        else [cities[position]]
    )
    singles = [Place(name=s.name, city=city) for city in near for s in data.attractions[city]]
    pairs = list(combinations(singles, 2)) if data.policy.visits_at_most != 1 else []
    return [(), *[(place,) for place in singles], *pairs]


def plan(request, cities, days_of_legs, legs, visits):
    """One trip as a plan."""
    days = []
    for day, on in enumerate(request.dates):
        flight = legs.get(day)
        position = sum([start <= day for start in days_of_legs]) - 1
        leg = flight and Leg(
            mode="flight", origin=flight.origin, destination=flight.destination, number=flight.number,
            departure=clock(flight.departure), arrival=clock(flight.arrival), lands_after_days=flight.lands_after_days,
        )  # fmt: skip
        city = None if flight else cities[position]
        days.append(Day(day=day + 1, date=on, city=city, leg=leg, visits=list(visits[day])))
    return TravelPlan(days=days)


def outcomes(request, data):
    """For each trip that breaks no rule of the world: the wishes it breaks, and its objectives."""
    found = {}
    for trip in every_trip(request, data):
        broken = {violation.constraint for violation in travel.check(trip, request, data)}
        if all(rule.partition("/")[0] in WISHES for rule in broken):
            values = tuple(travel.measure(trip, request, data).values())
            key = frozenset(broken)
            found[key] = min(found.get(key, values), values)
    return found


def minimal_conflicts(wishes, possible):
    """The smallest sets of wishes that `possible` refuses."""
    found = []
    for size in range(len(wishes) + 1):
        for subset in map(frozenset, combinations(wishes, size)):
            if not any(known <= subset for known in found) and not possible(subset):
                found.append(subset)
    return set(found)
