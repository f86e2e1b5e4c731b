"""What is on offer where, and when, a trip may go: the names that a wish or a question can mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.cities import candidate_cities
from domains.travel.data import Flight
from domains.travel.day_parts import MEALS, NAMED
from domains.travel.rides import rides_between
from domains.travel.vocabulary import KINDS, named_offers
from encoders.errors import InputError
from encoders.spec.names import close_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest
    from encoders.spec import Name


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
        for word, index in [*named_offers([name]), *_of_a_meal(name)]:
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


def _of_a_meal(name: Name) -> list[tuple[str, str]]:
    """The cuisine or the restaurant that a day's meal is asked about: dinner[3].cuisine[Seafood]."""
    if len(name.parts) != 2 or name.parts[0][0] not in MEALS:
        return []
    part, index = name.parts[1]
    return [(NAMED[part], index)] if part in NAMED and index not in (None, "*") else []
