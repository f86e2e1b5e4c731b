"""Which cities a trip may go to, by its request and what the data describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.rides import rides_between
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest


def candidate_cities(request: TravelRequest, data: TravelData) -> list[tuple[str, ...]]:
    """The cities each position may take. Raises InputError for a place the data do not know."""
    described = set(data.hotels) | set(data.restaurants) | set(data.attractions) | set(data.states)
    if (
        request.origin not in described
        and not any(request.origin in pair for pair in data.roads)
        and not any(request.origin in key[:2] for key in data.flights)
    ):
        raise InputError(f"the data know no city {request.origin!r}", where="origin")
    named = named_cities(request, data)
    for city in named:
        if city not in described:
            raise InputError(f"the data know no city {city!r}", where="cities" if request.cities else "destination")
    pool = list(named)
    if len(named) < request.city_count:
        pool += [city for city in _cities_of(request, data) if city not in named]
    pool = [city for city in pool if city != request.origin]
    if len(pool) < request.city_count:
        raise InputError(
            f"{request.city_count} cities are to be visited, but the data describe only {len(pool)} in {request.destination}",
            where="city count",
        )
    reach = _reachable(request, data, pool)
    return reach if all(reach) else [tuple(pool)] * request.city_count


def named_cities(request: TravelRequest, data: TravelData) -> list[str]:
    """Cities that the trip must visit: those listed, or the destination where it is a city.

    A name that a city shares with a state (New York) means the city where one stop is made, else the state.
    """
    if request.cities:
        return list(request.cities)
    is_city = request.destination in {*data.hotels, *data.restaurants, *data.attractions, *data.states}
    may_be_state = not data.states or request.destination in data.states.values()
    return [request.destination] if is_city and (request.city_count == 1 or not may_be_state) else []


def _cities_of(request: TravelRequest, data: TravelData) -> list[str]:
    """Cities of the destination: those of the state (its own, where it is a city), or all that data without states describe."""
    wanted = request.destination
    state = wanted if wanted in data.states.values() else data.states.get(wanted, wanted)
    of_state = [city for city, where in data.states.items() if where == state]
    if data.candidates is not None:
        known = [city for city in data.candidates if city in data.states]
        return [c for c in data.candidates if c in of_state] if known and of_state else list(data.candidates)
    if not of_state:
        raise InputError(f"the data know no city or state {request.destination!r}", where="destination")
    return of_state


def _reachable(request: TravelRequest, data: TravelData, pool: Sequence[str]) -> list[tuple[str, ...]]:
    """Per position, the cities that some chain of known rides from home and back home can pass."""
    count = request.city_count
    nights = request.days - 1

    def linked(a: str, b: str, leg: int) -> bool:
        return any(rides_between(a, b, leg, request, data))

    if nights < count:
        return [()] * count
    forward: list[list[str]] = []
    before = [request.origin]
    for leg in range(count):
        before = [city for city in pool if any(linked(a, city, leg) for a in before if a != city)]
        forward.append(before)
    after = [request.origin]
    reach: list[tuple[str, ...]] = [()] * count
    for leg in range(count, 0, -1):
        after = [city for city in forward[leg - 1] if any(linked(city, b, leg) for b in after if b != city)]
        reach[leg - 1] = tuple(after)
    return reach
