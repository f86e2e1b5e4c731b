"""TravelPlanner's request shape, read leniently and written exactly.

    {"org", "dest", "days", "visiting_city_number", "date", "people_number",
     "local_constraint": {"house rule", "cuisine", "room type", "transportation"}, "budget"}

`date` lists every day of the trip; the first day alone will do. Some copies of the benchmark hold `date` and `local_constraint`
as text ("['2022-03-03', ...]"); they are read too. Further columns of the benchmark's rows (query, level, ...) are ignored.

`dest` is a city or a state, and the cities of a state are the planner's to choose: so `dest` is the request's destination and
its list of cities stays empty. The shape has no place for an objective, for cities listed by name, for a start on any of several
days, for further wishes, nor for two house rules or two transport wishes at a time: writing such a request is an InputError,
never a silent loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from domains.travel.exporters.request_fields import (
    FIELDS,
    count_of,
    days_of,
    inner,
    only_known,
    refusal,
    text_of,
    wishes_of,
)
from domains.travel.request import TravelRequest
from encoders.errors import InputError
from encoders.numbers import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

_KNOWN_TRANSPORT = ("no flight", "no self-driving", "flight")
_IGNORED = {"id", "idx", "level", "query", "reference_information", "annotated_plan", "plan"}
_WISHES = ("house rule", "cuisine", "room type", "transportation")


def recognises(content: Mapping[str, Any]) -> bool:
    """Whether a mapping is, or holds under "request", a request of this shape."""
    return "org" in inner(content)


# ---------------------------------------------------------------- reading


def read(content: object) -> TravelRequest:
    """A request. Raises InputError naming the field that is missing or of no such shape."""
    if not isinstance(content, dict):
        raise InputError(f"expected a mapping with {', '.join(FIELDS)}")
    fields = inner(content)
    only_known(fields, _IGNORED)
    start, days = days_of(fields)
    wishes = wishes_of(fields, _WISHES)
    try:
        return TravelRequest.model_validate(
            {
                "origin": text_of(fields, "org"),
                "destination": text_of(fields, "dest"),
                "city count": count_of(fields, "visiting_city_number"),
                "start": start,
                "days": days,
                "people": count_of(fields, "people_number"),
                "budget": fields.get("budget"),
                **wishes,
            }
        )
    except ValidationError as error:
        raise refusal(error, _WISHES) from error


# ---------------------------------------------------------------- writing


def write(request: TravelRequest) -> dict[str, Any]:
    """The request in the benchmark's shape. Raises InputError naming the field that has no place in it."""
    _refuse_what_has_no_place(request)
    return {
        "org": request.origin,
        "dest": request.destination,
        "days": request.days,
        "visiting_city_number": request.city_count,
        "date": [date.isoformat() for date in request.dates],
        "people_number": request.people,
        "local_constraint": {
            "house rule": request.house_rule[0] if request.house_rule else None,
            "cuisine": list(request.cuisine) or None,
            "room type": request.room_type,
            "transportation": request.transportation[0] if request.transportation else None,
        },
        "budget": None if request.budget is None else to_json(request.budget),
    }


def _refuse_what_has_no_place(request: TravelRequest) -> None:
    def refuse(path: str, why: str) -> InputError:
        return InputError(f"TravelPlanner's request {why}; give the wish up, or export another form", where=path)

    if request.cities and (request.cities != [request.destination] or request.city_count > 1):
        raise refuse("cities", f"has no place for cities by name ({', '.join(request.cities)})")
    if request.objective != ["cheapest"]:
        raise refuse("objective", f"has no place for the objective {', '.join(request.objective)}")
    if len(request.starts) > 1:
        raise refuse("latest start", "has no place for a start on any of several days")
    if request.flight_rule:
        raise refuse("flight rule", f"has no place for the flight rule {request.flight_rule!r}")
    if request.airlines:
        raise refuse("airlines", f"has no place for airlines ({', '.join(request.airlines)})")
    for category in request.attraction_category:
        raise refuse(f"attraction category/{category}", f"has no place for the category {category!r} of sights")
    if request.extra:
        raise refuse("extra/0", f"has no place for the wish {request.extra[0]!r}")
    if len(request.house_rule) > 1:
        raise refuse(f"house rule/{request.house_rule[1]}", f"holds one house rule, not {len(request.house_rule)}")
    if len(request.transportation) > 1:
        raise refuse(
            f"transportation/{request.transportation[1]}",
            f"holds one transport wish, not {len(request.transportation)}",
        )
    for wish in request.transportation:
        if wish not in _KNOWN_TRANSPORT:
            raise refuse(f"transportation/{wish}", f"knows only {', '.join(_KNOWN_TRANSPORT)}")
