"""Changes of a travel request, and other values worth searching for one of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from domains.travel.request import TravelRequest
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.base import Change
    from domains.travel.data import TravelData

_LISTS = ("house rule", "cuisine", "transportation", "objective", "cities", "extra")


def edit(request: TravelRequest, changes: Sequence[Change]) -> TravelRequest:
    """The request with changes applied in order.

    A path is a field ("budget") or a field and one of its values ("cuisine/French"); after=None removes. Raises
    InputError for a path that does not exist or a value that does not fit.
    """
    content: dict[str, Any] = request.model_dump(by_alias=True)
    for change in changes:
        field, _, member = change.path.partition("/")
        if field not in content:
            raise InputError(f"a travel request has no field {field!r}", where=change.path)
        if not member:
            content[field] = change.after
        elif field not in _LISTS:
            raise InputError(f"{field!r} holds one value, so there is no {change.path!r}", where=change.path)
        else:
            content[field] = _replaced(content[field], member, change)
    try:
        return TravelRequest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            f"the change does not fit: {first['msg']}", where=changes[-1].path if changes else ""
        ) from error


def _replaced(values: list[Any], member: str, change: Change) -> list[Any]:
    if change.before is None:
        return [*values, change.after]
    if member not in map(str, values):
        raise InputError(f"{member!r} is not among {', '.join(map(str, values)) or 'nothing'}", where=change.path)
    swapped = [change.after if str(item) == member else item for item in values]
    return [item for item in swapped if item is not None]


def alternatives(request: TravelRequest, data: TravelData, path: str) -> Iterator[Any]:
    """Values the data offer for a field, the one in the request left out: cuisines, cities, kinds of room."""
    field = path.partition("/")[0]
    if field == "room type":
        known: list[str] = ["entire room", "private room", "shared room", "not shared room"]
        yield from [kind for kind in known if kind != request.room_type]
    elif field == "cuisine":
        served = sorted({c for rows in data.restaurants.values() for r in rows for c in r.cuisines})
        yield from [cuisine for cuisine in served if cuisine not in request.cuisine]
    elif field in ("destination", "cities", "origin"):
        taken = {request.origin, request.destination, *request.cities}
        here = data.states.get(request.destination, request.destination)
        others = [city for city in data.states if city not in taken]
        yield from sorted(others, key=lambda city: (data.states[city] != here, city))
