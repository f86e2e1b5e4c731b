"""Random small worlds of travel, drawn from a seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from domains.travel.data import Attraction, Flight, Hotel, Restaurant, Road, TravelData
from domains.travel.policy import Policy, RoadRate
from domains.travel.request import TravelRequest

HOME, START = "Home", date(2030, 5, 6)
CUISINES = ("Thai", "Greek", "Diner")
RULES = ("pets", "smoking", "parties")


def world(seed: int) -> tuple[TravelRequest, TravelData]:
    """At most 5 hotels and 6 restaurants a city, 4 flights a leg, 4 wishes and a budget."""
    rng = random.Random(seed)
    count = rng.choice((1, 1, 2))
    days = 3 if count == 1 else rng.choice((4, 5))
    cities = ["Alba", "Bern", "Como"][: count + rng.choice((0, 0, 1))]
    policy = Policy(
        name="random",
        roads={"self-driving": RoadRate(per_km="0.05", seats=5), "taxi": RoadRate(per_km=1, seats=4)},
        travel_day_meals=rng.choice(("optional", "optional", "at mealtime")),
        visits_on_travel_days=rng.choice((0, 0, 1)),
        road_departure=rng.choice((None, None, 540)),
        restaurant_once=rng.random() < 0.85,
        stay_in_state_days=3,
    )
    dates = [START + timedelta(days=i) for i in range(days)]
    places = [HOME, *cities]
    flights: dict[tuple[str, str, date], tuple[Flight, ...]] = {}
    roads: dict[tuple[str, str], Road] = {}
    number = 0
    for a in places:
        for b in places:
            if a == b:
                continue
            for day in dates:
                rows = []
                for _ in range(rng.choice((0, 1, 2, 4)) if rng.random() < 0.7 else 0):
                    number += 1
                    leave, took = rng.randrange(300, 1380), rng.randrange(45, 300)
                    price = rng.randrange(40, 200)
                    rows.append(
                        Flight(
                            f"F{number}", a, b, day, leave, (leave + took) % 1440, (leave + took) // 1440, took, price
                        )
                    )
                flights[a, b, day] = tuple(rows)
            if rng.random() < 0.75:
                roads[a, b] = Road(a, b, rng.randrange(60, 900), rng.randrange(40, 300))
    hotels, restaurants, sights = {}, {}, {}
    for city in cities:
        hotels[city] = tuple(
            Hotel(
                f"Hotel {city} {i}",
                city,
                rng.choice(("entire room", "private room", "shared room")),
                rng.randrange(30, 120),
                rng.randint(1, 3),
                rng.choice((1, 1, 2, 3)),
                frozenset(r for r in RULES if rng.random() < 0.4),
                Fraction(rng.randrange(10, 50), 10),
            )
            for i in range(rng.randint(1, 5))
        )
        restaurants[city] = tuple(
            Restaurant(
                f"Table {city} {i}",
                city,
                rng.randrange(5, 60),
                tuple(c for c in CUISINES if rng.random() < 0.4),
                Fraction(rng.randrange(10, 50), 10),
            )
            for i in range(rng.randint(3, 6))
        )
        sights[city] = tuple(Attraction(f"Sight {city} {i}", city) for i in range(rng.randint(2, 5)))
    data = TravelData(
        policy,
        flights,
        roads,
        hotels,
        restaurants,
        sights,
        {HOME: "Homeland", **dict.fromkeys(cities, "State")},
        {},
        "random",
        tuple(cities),
    )
    wishes: list[tuple[str, Any]] = [
        ("room type", rng.choice(("entire room", "private room", "shared room", "not shared room"))),
        ("house rule", [rng.choice(RULES)]),
        ("cuisine", rng.sample(CUISINES, rng.randint(1, 2))),
        ("transportation", [rng.choice(("no flight", "no self-driving", "flight", "no taxi"))]),
    ]
    request = {
        "origin": HOME,
        "destination": "State" if count > 1 or len(cities) > 1 else cities[0],
        "city count": count,
        "start": START,
        "days": days,
        "people": rng.randint(1, 4),
        "budget": rng.randrange(200, 2500),
        **dict(rng.sample(wishes, rng.randint(0, 3))),
        "objective": rng.choice(
            (["cheapest"], ["cheapest"], ["best rated", "cheapest"], ["fewest travel hours", "cheapest"])
        ),
    }
    return TravelRequest.model_validate(request), data


def offers(data: TravelData) -> list[str]:
    """The names of everything on offer."""
    names = [f.number for rows in data.flights.values() for f in rows]
    names += [h.name for rows in data.hotels.values() for h in rows]
    names += [r.name for rows in data.restaurants.values() for r in rows]
    return names
