"""Changes of a travel request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from domains.travel.request import TravelRequest
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Change

_LISTS = (
    "house rule", "cuisine", "transportation", "airlines", "attraction category", "objective", "cities", "extra",
)  # fmt: skip


def edit(request: TravelRequest, changes: Sequence[Change]) -> TravelRequest:
    """The request with changes applied in order.

    A path is a field ("budget"), a field and one of its values ("cuisine/French"), or a further wish by its place in the
    request as it was ("extra/0"); after=None removes. Where the destination is one of the listed cities, each follows the other.
    Raises InputError for a path that does not exist or a value that does
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
    _follow(content, request, {change.path.partition("/")[0] for change in changes})
    try:
        return TravelRequest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(map(str, first["loc"][:1])) or (changes[-1].path if changes else "")
        raise InputError(f"the change does not fit: {first['msg']}", where=where) from error


def _follow(content: dict[str, Any], request: TravelRequest, changed: set[str]) -> None:
    """Keep destination and listed cities together, where one names the other and only one of them was changed."""
    if request.destination not in request.cities:
        return
    if "cities" in changed and "destination" not in changed:
        cities, place = content["cities"], request.cities.index(request.destination)
        if isinstance(cities, list) and cities:
            content["destination"] = cities[place] if place < len(cities) else cities[0]
    elif "destination" in changed and "cities" not in changed and len(request.cities) == 1:
        content["cities"] = [content["destination"]]


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
