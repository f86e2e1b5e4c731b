"""Random small worlds by air: weekly flights with airlines, sights with categories, fixed rates for meals and nights."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from domains.travel.data import Attraction, Flight, TravelData
from domains.travel.layouts.weekly_flights import WeeklyFlight, WeeklyFlights
from domains.travel.policy import Policy
from domains.travel.request import TravelRequest

HOME, START = "Home", date(2030, 5, 6)
AIRLINES = ("Ajax", "Borea", "Ceres")
CATEGORIES = ("Museum", "Park", "Temple")


def air_world(seed: int) -> tuple[TravelRequest, TravelData]:
    """At most 2 cities, 3 flights from city to city, 3 sights a city, 4 wishes."""
    rng = random.Random(seed)
    count = rng.choice((1, 1, 2))
    cities = ["Alba", "Bern", "Como"][: count + rng.choice((0, 0, 1))]
    travel = rng.choice((0, 1))
    policy = Policy(
        name="air",
        meals={},
        visits_on_full_days=rng.choice((1, 1, 0)),
        visits_on_travel_days=travel,
        visits_at_most=rng.choice((1, 1, 2, None) if len(cities) < 3 else (1,)),
        leg_day_counts_until=rng.choice((None, 1080, 1080, 600)),
        attraction_once=rng.random() < 0.8,
        never_together=[],
        roads={},
        wait_for_arrival=rng.random() < 0.3,
        minimum_nights=False,
        meal_rate=rng.choice((0, 7)),
        meals_a_day=rng.choice((2, 3)),
        night_rate=rng.choice((20, "12.5")),
    )
    places = [HOME, *cities]
    timetable = {}
    for a in places:
        for b in places:
            if a != b:
                many = rng.choice((2, 3, 3)) if count == 1 else rng.choice((1, 2, 2, 2, 0))
                timetable[a, b] = tuple(_flight(rng, a, b, number) for number in range(many))
    sights = {
        city: tuple(
            Attraction(f"Sight {city} {i}", city, tuple(rng.sample(CATEGORIES, rng.choice((0, 1, 1, 2)))))
            for i in range(rng.randint(2, 3) if count == 1 else rng.randint(1, 2))
        )
        for city in cities
    }
    data = TravelData(
        policy=policy,
        flights=WeeklyFlights(timetable),
        attractions=sights,
        source="air",
        airlines=AIRLINES,
        candidates=tuple(cities),
    )
    people = rng.randint(1, 3)
    wishes: list[tuple[str, Any]] = [
        ("flight rule", "non-stop"),
        ("airlines", rng.sample(AIRLINES, rng.choice((1, 2, 2)))),
        ("attraction category", rng.sample(CATEGORIES, rng.choice((1, 1, 2)))),
        ("budget", people * rng.randrange(120, 320)),
    ]
    request = {
        "origin": HOME,
        "destination": cities[0],
        "cities": rng.choice((cities[:count], cities[:count], [])) if count > 1 else cities[:1],
        "city count": count,
        "start": START,
        "days": 3 if count == 1 else 4,
        "people": people,
        "objective": rng.choice((["cheapest"], ["cheapest"], ["fewest travel hours", "cheapest"])),
        **dict(rng.sample(wishes, rng.randint(1, 4))),
    }
    return TravelRequest.model_validate(request), data


def _flight(rng: random.Random, a: str, b: str, number: int) -> WeeklyFlight:
    leave, took = rng.randrange(60, 1380), rng.randrange(60, 900)
    later = (leave + took) // 1440
    offer = Flight(
        number=f"{a}-{b} {number + 1}",
        origin=a,
        destination=b,
        date=START,
        departure=leave,
        arrival=(leave + took) % 1440,
        lands_after_days=later,
        minutes=took,
        price=0,
        airline=rng.choice((*AIRLINES, *AIRLINES, "")),
        non_stop=rng.choice((True, True, True, False, None)),
    )
    base = rng.randrange(20, 120)
    return WeeklyFlight(offer, tuple([base + rng.choice((0, 0, 5, 30)) for _ in range(7)]))


def air_offers(data: TravelData) -> list[str]:
    """The names of everything on offer."""
    flights = [row.offer.number for rows in data.flights.timetable.values() for row in rows]
    return [*flights, *[sight.name for sights in data.attractions.values() for sight in sights]]
