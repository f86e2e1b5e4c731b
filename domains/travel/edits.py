"""Changes of a travel request, and other values worth searching for one of its fields."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from domains.travel.request import RoomType, TravelRequest
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from domains.base import Change
    from domains.travel.data import TravelData

_LISTS = ("house rule", "cuisine", "transportation", "objective", "cities", "extra")
_DAYS_AROUND = 14
"""How far from the wished start other dates are looked for."""


def edit(request: TravelRequest, changes: Sequence[Change]) -> TravelRequest:
    """The request with changes applied in order.

    A path is a field ("budget"), a field and one of its values ("cuisine/French"), or a further wish by its place in the
    request as it was ("extra/0"); after=None removes. Raises InputError for a path that does not exist or a value that does
    not fit.
    """
    content: dict[str, Any] = request.model_dump(by_alias=True)
    for change in changes:
        field, _, member = change.path.partition("/")
        if field not in content:
            raise InputError(
                f"a travel request has no field {field!r}; there are {', '.join(content)}", where=change.path
            )
        if not member:
            content[field] = change.after
        elif field not in _LISTS:
            raise InputError(f"{field!r} holds one value, so there is no {change.path!r}", where=change.path)
        else:
            content[field] = _replaced(content[field], member, change)
    for field in _LISTS:
        if isinstance(content[field], list):
            content[field] = [value for value in content[field] if value is not None]
    try:
        return TravelRequest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(map(str, first["loc"][:1])) or (changes[-1].path if changes else "")
        raise InputError(f"the change does not fit: {first['msg']}", where=where) from error


def _replaced(values: list[Any] | None, member: str, change: Change) -> list[Any]:
    """The list with one member replaced, None in its place where it is removed, or one more at its end."""
    values = values or []
    if change.before is None:
        return [*values, change.after]
    if change.path.startswith("extra/") and member.isdecimal() and int(member) < len(values):
        return [change.after if index == int(member) else item for index, item in enumerate(values)]
    if member not in map(str, values):
        raise InputError(f"{member!r} is not among {', '.join(map(str, values)) or 'nothing'}", where=change.path)
    return [change.after if str(item) == member else item for item in values]


def alternatives(request: TravelRequest, data: TravelData, path: str) -> Iterator[Any]:
    """Values the data offer for a field, the one in the request left out, nearest first.

    Where one lives and how many travel are no matter of choice, and amounts are for repairs to find: these have none.
    """
    field, _, member = path.partition("/")
    if field == "room type":
        yield from [kind for kind in get_args(RoomType) if kind != request.room_type]
    elif field == "cuisine":
        yield from _cuisines(request, data)
    elif field == "destination":
        yield from _destinations(request, data)
    elif field == "cities":
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


def _destinations(request: TravelRequest, data: TravelData) -> list[str]:
    """Other cities for a city, those of its state first; other states for a state."""
    described = {*data.states, *data.hotels}
    if request.destination in described and request.city_count == 1:
        here = data.states.get(request.destination)
        others = described - {request.origin, request.destination, *request.cities}
        return sorted(others, key=lambda city: (data.states.get(city) != here, city))
    return sorted(set(data.states.values()) - {request.destination})


def _other_cities(request: TravelRequest, data: TravelData, member: str) -> Iterator[Any]:
    """Another city for the one named by `member`; without it, the whole list with one city replaced."""
    described = {*data.states, *data.hotels}
    others = described - {request.origin, *request.cities}
    replaced = [member] if member else request.cities
    for city in replaced:
        here = data.states.get(city)
        for other in sorted(others, key=lambda name: (data.states.get(name) != here, name)):
            yield other if member else [other if name == city else name for name in request.cities]


def _places(request: TravelRequest, data: TravelData) -> list[str]:
    """The cities that a trip may go to: those named, the destination, or all that lie in it."""
    if request.cities:
        return list(request.cities)
    inside = [city for city, state in data.states.items() if state == request.destination]
    named = [request.destination] if request.destination in {*data.states, *data.hotels} else []
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
