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

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from domains.travel.layouts.fields import day, whole_number
from domains.travel.request import TravelRequest
from encoders.errors import InputError
from encoders.numbers import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_KNOWN_TRANSPORT = ("no flight", "no self-driving", "flight")
_IGNORED = {"id", "idx", "level", "query", "reference_information", "annotated_plan", "plan"}
_FIELDS = ("org", "dest", "days", "visiting_city_number", "date", "people_number", "local_constraint", "budget")
_WISHES = ("house rule", "cuisine", "room type", "transportation")
_REFERENCE = re.compile(r"(?:^|[\s\[{,:])[&*]\S")
_LONGEST_TEXT = 4000
"""Characters of a list or mapping written as text; the benchmark's have some hundred."""


def recognises(content: Mapping[str, Any]) -> bool:
    """Whether a mapping is, or holds under "request", a request of this shape."""
    return "org" in _inner(content)


def _inner(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The request of a row {"id", "request", ...}, or the content itself."""
    request = content.get("request")
    return request if "org" not in content and isinstance(request, dict) else content


# ---------------------------------------------------------------- reading


def read(content: object) -> TravelRequest:
    """A request. Raises InputError naming the field that is missing or of no such shape."""
    if not isinstance(content, dict):
        raise InputError(f"expected a mapping with {', '.join(_FIELDS)}")
    fields = _inner(content)
    unknown = next((key for key in fields if key not in _FIELDS and key not in _IGNORED), None)
    if unknown is not None:
        raise InputError(f"the field is not known; there are {', '.join(_FIELDS)}", where=str(unknown))
    start, days = _dates(fields)
    wishes = _wishes(fields.get("local_constraint"))
    try:
        return TravelRequest.model_validate(
            {
                "origin": _text(fields, "org"),
                "destination": _text(fields, "dest"),
                "city count": _count(fields, "visiting_city_number"),
                "start": start,
                "days": days,
                "people": _count(fields, "people_number"),
                "budget": fields.get("budget"),
                **wishes,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        names = {"city count": "visiting_city_number", "people": "people_number", "start": "date"}
        where = f"local_constraint, {field}" if field in _WISHES else names.get(field, field)
        given = f", found {first['input']!r}" if first["loc"] else ""
        raise InputError(f"not a request of the benchmark: {first['msg']}{given}", where=where) from error


def _need(fields: Mapping[str, Any], name: str) -> Any:
    value = fields.get(name)
    if value is None:
        raise InputError("the field is missing or empty: fill it", where=name)
    return value


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = _need(fields, name)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"expected the name of a place, found {value!r}", where=name)
    return value.strip()


def _count(fields: Mapping[str, Any], name: str) -> int:
    value = _need(fields, name)
    try:
        return whole_number(value)
    except InputError as error:
        raise InputError(error.message, where=name) from error


def _dates(fields: Mapping[str, Any]) -> tuple[date, int]:
    """The first day and how many there are; where both say it, `date` and `days` must agree."""
    listed = _need(fields, "date")
    if isinstance(listed, str):
        listed = _literal(listed, "date") if listed.strip().startswith("[") else [listed]
    if not isinstance(listed, list) or not listed or not all(isinstance(entry, str) for entry in listed):
        raise InputError("expected a list of dates such as ['2022-03-16', '2022-03-17']", where="date")
    try:
        dates = [day(entry) for entry in listed]
    except InputError as error:
        raise InputError(error.message, where="date") from error
    if fields.get("days") is None:
        return dates[0], len(dates)
    days = _count(fields, "days")
    if len(dates) > 1 and dates != [dates[0] + timedelta(days=i) for i in range(len(dates))]:
        raise InputError("the dates do not follow each other day by day", where="date")
    if len(dates) > 1 and len(dates) != days:
        raise InputError(f"{len(dates)} dates are listed, but the trip has {days} days", where="date")
    return dates[0], days


def _wishes(content: Any) -> dict[str, Any]:
    if isinstance(content, str):
        content = _literal(content, "local_constraint") if content.strip() not in ("", "-") else None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise InputError(f"expected a mapping with {', '.join(_WISHES)}", where="local_constraint")
    found: dict[str, Any] = {}
    for name, value in content.items():
        if value is None or value in ("", "-"):
            continue
        if name not in _WISHES:
            raise InputError(
                f"no such wish is known; there are {', '.join(_WISHES)}", where=f"local_constraint, {name}"
            )
        found[name] = value
    return found


def _literal(text: str, where: str) -> Any:
    """The list or mapping that a text writes out, in JSON or as Python prints it; nothing is ever run."""
    if len(text) > _LONGEST_TEXT:
        raise InputError(f"the text is too long ({len(text):,} characters); write the list itself", where=where)
    import yaml  # both ways of writing are also YAML; as plain text only None has to be told apart

    refusal = InputError(f"expected a list or mapping, found the text {text[:60]!r}", where=where)
    if _REFERENCE.search(text):  # YAML's anchors and references, which could make a short text huge
        raise refusal
    try:
        # This loader makes text, lists and mappings only.
        found = _without_none(yaml.load(text, Loader=yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError) as error:
        raise refusal from error
    if not isinstance(found, (list, dict)):
        raise refusal
    return found


def _without_none(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _without_none(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_without_none(item) for item in content]
    return None if content in ("None", "null", "") else content


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
