"""Other values that the data offer for one field of a travel request, nearest first: what repairs and questions search."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, get_args

from domains.travel.cities import candidate_cities
from domains.travel.data import Flight
from domains.travel.request import RoomType
from domains.travel.rides import rides_between
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest

_DAYS_AROUND = 14
"""How far from the wished start other dates are looked for."""


def alternatives(request: TravelRequest, data: TravelData, path: str) -> Iterator[Any]:
    """Values the data offer for a field, the one in the request left out, nearest first.

    Where one lives and how many travel are no matter of choice, amounts are for repairs to find, and a wish that was not made
    needs no other value: these have none. Cities, airlines and categories are enumerated to the end: what is not given here
    would make no further trip possible.
    """
    field, _, member = path.partition("/")
    if field == "room type" and request.room_type is not None:
        yield from [kind for kind in get_args(RoomType) if kind != request.room_type]
    elif field == "cuisine" and request.cuisine:
        yield from _cuisines(request, data)
    elif field == "airlines" and request.airlines:
        yield from _other_airlines(request, data, member)
    elif field == "attraction category" and request.attraction_category:
        yield from _categories(request, data, member)
    elif field == "destination":
        yield from _destinations(request, data)
    elif field == "cities" and request.cities:
        yield from _other_cities(request, data, member)
    elif field == "city count":
        least, most = max(1, len(request.cities)), request.days - 1
        counts = [*range(request.city_count - 1, least - 1, -1), request.city_count + 1]
        yield from [count for count in counts if least <= count <= most]
    elif field == "start":
        yield from [
            start for start in _starts(request, data, request.start) if start < request.start or not _is_open(request)
        ]
    elif field == "latest start" and _is_open(request):
        latest = request.starts[-1]
        yield from [start for start in _starts(request, data, latest) if start > latest]
    elif field == "days":
        near = [request.days + step for step in (1, -1, 2, -2)]
        yield from [days for days in near if days > request.city_count]


def _cuisines(request: TravelRequest, data: TravelData) -> list[str]:
    """Cuisines not asked for yet, those served where the trip may go first."""
    here = set(_places(request, data))
    near = {c for city, rows in data.restaurants.items() if city in here for r in rows for c in r.cuisines}
    every = {c for rows in data.restaurants.values() for r in rows for c in r.cuisines}
    return sorted(every - set(request.cuisine), key=lambda cuisine: (cuisine not in near, cuisine))


def _categories(request: TravelRequest, data: TravelData, member: str) -> list[str]:
    """Categories not asked for yet: those of sights where the trip may go first, likest names and most sights first."""
    here = set(_places(request, data))
    near: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for city, sights in data.attractions.items():
        for sight in sights:
            every.update(sight.categories)
            if city in here:
                near.update(sight.categories)
    words = set(member.lower().split())

    def order(category: str) -> tuple[Any, ...]:
        alike = len(words.intersection(category.lower().split()))
        return (category not in near, -alike, -near[category], -every[category], category)

    return sorted(every.keys() - set(request.attraction_category), key=order)


def _other_airlines(request: TravelRequest, data: TravelData, member: str) -> Iterator[Any]:
    """Another airline for the one named by `member`; without it, whole lists, those with the fewest new names first.

    Of lists with equally many new names, those that replace most come first, then those that add. Airlines that fly on no
    possible leg come last and alone: more of them make no trip possible, nor do more new airlines than there are legs.
    """
    wished = request.airlines
    on_legs = [name for name in _airlines_on_legs(request, data) if name not in wished]
    others = [*on_legs, *sorted(set(data.airlines).difference(wished, on_legs))]
    if member:
        yield from others
        return
    for count in range(1, min(request.city_count + 1, len(others)) + 1):
        for gone in range(min(count, len(wished)), -1, -1):
            for new in combinations(others if count == 1 else on_legs, count):
                for left in combinations(range(len(wished)), gone):
                    yield _with(wished, left, new)


def _with(values: Sequence[str], places: Sequence[int], new: Sequence[str]) -> list[str]:
    """The list with the values at these places replaced, those left of the new ones at its end."""
    found = list(values)
    for place, value in zip(places, new, strict=False):
        found[place] = value
    return [*found, *new[len(places) :]]


def _airlines_on_legs(request: TravelRequest, data: TravelData) -> list[str]:
    """Airlines of the flights that the trip may take: those of most legs first, then those with most flights."""
    try:
        positions = candidate_cities(request, data)
    except InputError:
        return []
    places = [(request.origin,), *positions, (request.origin,)]
    legs: Counter[str] = Counter()
    flights: Counter[str] = Counter()
    for leg, (starts, ends) in enumerate(pairwise(places)):
        rides = [ride for a in starts for b in ends if a != b for ride in rides_between(a, b, leg, request, data)]
        names = [ride.offer.airline for ride in rides if isinstance(ride.offer, Flight) and ride.offer.airline]
        flights.update(names)
        legs.update(set(names))
    return sorted(flights, key=lambda name: (-legs[name], -flights[name], name))


def _destinations(request: TravelRequest, data: TravelData) -> list[str]:
    """Other cities for a city, those of its state first; other states for a state; nothing where all cities are listed."""
    if len(request.cities) == request.city_count:
        return []
    described = _described(data)
    if request.destination in described and request.city_count == 1:
        here = data.states.get(request.destination)
        others = described - {request.origin, request.destination}
        return sorted(others, key=lambda city: (data.states.get(city) != here, city))
    return sorted(set(data.states.values()) - {request.destination})


def _described(data: TravelData) -> set[str]:
    """The cities that a trip may go to at all."""
    return {*data.states, *data.hotels, *data.restaurants, *data.attractions}


def _other_cities(request: TravelRequest, data: TravelData, member: str) -> Iterator[Any]:
    """Another city for the one named by `member`; without it, whole lists, those with the fewest new cities first.

    Among equally many, cities of the replaced ones' states come first.
    """
    others = sorted(_described(data) - {request.origin, *request.cities})
    states = data.states
    if member:
        yield from sorted(others, key=lambda city: (states.get(city) != states.get(member), city))
        return
    cities = request.cities
    for count in range(1, min(len(cities), len(others)) + 1):
        for elsewhere in range(count + 1):  # how many new cities lie in no state of those that they replace
            for places in combinations(range(len(cities)), count):
                here = {states.get(cities[place]) for place in places}
                near = [city for city in others if states.get(city) in here]
                far = [city for city in others if states.get(city) not in here]
                for nearby in combinations(near, count - elsewhere):
                    for remote in combinations(far, elsewhere):
                        yield _with(cities, places, (*nearby, *remote))


def _places(request: TravelRequest, data: TravelData) -> list[str]:
    """The cities that a trip may go to: those named, the destination, or all that lie in it."""
    if request.cities:
        return list(request.cities)
    inside = [city for city, state in data.states.items() if state == request.destination]
    named = [request.destination] if request.destination in _described(data) else []
    return [*named, *inside] or list(data.candidates or ())


def _is_open(request: TravelRequest) -> bool:
    """Whether any of several days will do for the start."""
    return len(request.starts) > 1


def _starts(request: TravelRequest, data: TravelData, wished: date) -> Iterator[date]:
    """Days near the wished one on which some flight leads out, and some flight home at the end; later ones first."""
    places, last = _places(request, data), timedelta(days=request.days - 1)
    for distance in range(1, _DAYS_AROUND + 1):
        for step in (distance, -distance):
            try:
                start = wished + timedelta(days=step)
                end = start + last
            except OverflowError:
                continue
            out = any(data.flights.get((request.origin, city, start)) for city in places)
            if out and any(data.flights.get((city, request.origin, end)) for city in places):
                yield start
