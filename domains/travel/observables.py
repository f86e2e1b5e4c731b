"""Quantities that a wish or a question may name beside the sums of a trip: modes, times, and single offers by their names.

    flights, self_driving, taxis         legs by that mode                     leg[1].flight, leg[1].self_driving, leg[1].taxi
    leg[1].departure, leg[1].arrival     minutes after the midnight before; a road without times takes any part of its day, so
                                         it counts as the whole of it, 0 to 1440
    flight[F1]  airline[Air One]  nights_at[The Inn]  meals_at[The Table]  cuisine[French]  visits_at[The Tower]  category[Museum]
                                         how often an offer, or one of a kind of offers, is used

Offers are too many to name them all: those that the request's further wishes mention are there, from the problem (`in_problem`)
and from a plan (`in_plan`), written apart so that one checks the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.data import Flight
from domains.travel.prices import find_restaurant
from domains.travel.route import candidate_cities, rides_between
from domains.travel.stays import named_tables
from domains.travel.whereabouts import follow
from encoders.errors import InputError
from encoders.spec.names import close_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from domains.travel.data import TravelData
    from domains.travel.plan import Place, TravelPlan
    from domains.travel.request import TravelRequest
    from domains.travel.route import Route
    from domains.travel.stays import Stays
    from encoders.expressions import Sum
    from encoders.numbers import Number
    from encoders.spec import Name
    from encoders.structures.rules import Lit, Rules

MODES = {"flight": "flights", "self-driving": "self_driving", "taxi": "taxis"}
"""The quantity that counts the legs by a mode."""
KINDS = {
    "flight": "flight", "airline": "airline", "nights_at": "hotel", "meals_at": "restaurant", "cuisine": "cuisine",
    "visits_at": "sight", "category": "category of sights",
}  # fmt: skip
"""What a word's index is the name of."""
ALL_DAY = (0, 1440)


def named_offers(names: Iterable[Name]) -> list[tuple[str, str]]:
    """(word, index) of every name that speaks of one offer, or of one kind of offers."""
    found = [name.parts[0] for name in names if len(name.parts) == 1 and name.parts[0][0] in KINDS]
    return [(word, index) for word, index in dict.fromkeys(found) if index is not None and index != "*"]


def in_problem(rules: Rules, route: Route, stays: Stays, offers: Iterable[tuple[str, str]]) -> dict[str, Sum]:
    """The quantities of a problem, those of the named offers among them."""
    found: dict[str, Sum] = {}
    rides = [entry for leg in route.rides for entry in leg]
    for mode, name in MODES.items():
        found[name] = rules.sum([(1, literal) for ride, literal in rides if ride.mode == mode])
    for number, leg in enumerate(route.rides, 1):
        for mode in MODES:
            name = f"leg[{number}].{mode.replace('-', '_')}"
            found[name] = rules.sum([(1, literal) for ride, literal in leg if ride.mode == mode])
        spans = [(ride.span or ALL_DAY, literal) for ride, literal in leg]
        found[f"leg[{number}].departure"] = rules.sum([(span[0], literal) for span, literal in spans])
        found[f"leg[{number}].arrival"] = rules.sum([(span[1], literal) for span, literal in spans])
    flights = [(ride.offer, literal) for ride, literal in rides if isinstance(ride.offer, Flight)]
    tables, sights = named_tables(stays.tables), stays.chosen_sights()
    used: dict[str, Callable[[str], list[tuple[int, Lit]]]] = {
        "flight": lambda index: [(1, literal) for flight, literal in flights if flight.number == index],
        "airline": lambda index: [(1, literal) for flight, literal in flights if flight.airline == index],
        "nights_at": lambda index: [(nights, literal) for hotel, nights, literal in stays.beds if hotel.name == index],
        "meals_at": lambda index: [(1, literal) for table, literal in tables if table.name == index],
        "cuisine": lambda index: [(1, literal) for table, literal in tables if index in table.cuisines],
        "visits_at": lambda index: [(1, literal) for sight, literal in sights if sight.name == index],
        "category": lambda index: [(1, literal) for sight, literal in sights if index in sight.categories],
    }
    found.update({f"{word}[{index}]": rules.sum(used[word](index)) for word, index in offers})
    return found


def in_plan(
    plan: TravelPlan, request: TravelRequest, data: TravelData, offers: Iterable[tuple[str, str]]
) -> dict[str, Number]:
    """The same quantities as a plan has them."""
    legs = [day for day in follow(plan, request, data) if day.day.leg is not None]
    made = [day.day.leg for day in legs if day.day.leg is not None]
    found: dict[str, Number] = {name: sum([leg.mode == mode for leg in made]) for mode, name in MODES.items()}
    for number in range(1, request.city_count + 2):
        leg = legs[number - 1] if number <= len(legs) else None
        mode_of = None if leg is None or leg.day.leg is None else leg.day.leg.mode
        for mode in MODES:
            found[f"leg[{number}].{mode.replace('-', '_')}"] = int(mode_of == mode)
        leaves, lands = (0, 0) if leg is None else ALL_DAY
        if leg is not None and leg.departure is not None and leg.arrival is not None:
            leaves, lands = leg.departure, leg.arrival + 1440 * leg.lands_after_days
        found[f"leg[{number}].departure"], found[f"leg[{number}].arrival"] = leaves, lands
    meals = [place for day in plan.days for _, place in day.meals()]
    visits = [place for day in plan.days for place in day.visits]
    for word, index in offers:
        if word == "flight":
            count = sum([leg.mode == "flight" and leg.number == index for leg in made])
        elif word == "airline":
            count = sum([isinstance(day.ride, Flight) and day.ride.airline == index for day in legs])
        elif word == "nights_at":
            count = sum([day.bed is not None and day.bed.name == index for day in plan.days])
        elif word == "meals_at":
            count = sum([place.name == index for place in meals])
        elif word == "visits_at":
            count = sum([place.name == index for place in visits])
        elif word == "category":
            count = sum([index in _categories(place, data) for place in visits])
        else:
            tables = [find_restaurant(place, data) for place in meals]
            count = sum([table is not None and index in table.cuisines for table in tables])
        found[f"{word}[{index}]"] = count
    return found


def _categories(place: Place, data: TravelData) -> tuple[str, ...]:
    sights = data.attractions.get(place.city, ())
    return next((sight.categories for sight in sights if sight.name == place.name), ())


def offered(word: str, request: TravelRequest, data: TravelData) -> Iterator[str]:
    """The names that a word's index may have: what is on offer where, and when, the trip may go."""
    positions = candidate_cities(request, data)
    cities = dict.fromkeys(city for row in positions for city in row)
    if word in ("flight", "airline"):
        places = [(request.origin,), *positions, (request.origin,)]
        for leg in range(request.city_count + 1):
            for a in places[leg]:
                for b in places[leg + 1]:
                    rides = rides_between(a, b, leg, request, data) if a != b else []
                    flights = [ride.offer for ride in rides if isinstance(ride.offer, Flight)]
                    yield from [flight.number if word == "flight" else flight.airline for flight in flights]
    elif word == "nights_at":
        yield from [hotel.name for city in cities for hotel in data.hotels.get(city, ())]
    elif word == "meals_at":
        yield from [table.name for city in cities for table in data.restaurants.get(city, ())]
    elif word == "visits_at":
        yield from [sight.name for city in cities for sight in data.attractions.get(city, ())]
    elif word == "category":
        yield from sorted({c for city in cities for sight in data.attractions.get(city, ()) for c in sight.categories})
    else:
        yield from sorted({c for city in cities for table in data.restaurants.get(city, ()) for c in table.cuisines})


def require_offered(names: Iterable[Name], request: TravelRequest, data: TravelData, where: str) -> None:
    """Raise InputError for a name of an offer that the trip's cities and days do not have."""
    for name in names:
        for word, index in named_offers([name]):
            known = list(dict.fromkeys(offered(word, request, data)))
            if index in known:
                continue
            near = close_names(index, known)
            there = f"; did you mean {' or '.join(near)}?" if near else ""
            if len(known) <= 12 and not near:
                there = f"; there are {', '.join(known)}" if known else "; there are none"
            raise InputError(
                f"on this trip no {KINDS[word]} is called {index!r}{there}",
                where=", ".join([part for part in (where, name.place) if part]),
            )
