"""UnsatChristmas's request shape, read leniently.

    {"org", "dest": [city, ...], "days", "visiting_city_number", "date", "people_number", "budget",
     "local_constraint": {"flight rule": "non-stop" | null, "airlines": [...] | null, "attraction_category": [...] | null}}

Every city of `dest` is visited, in any order. `date` lists every day of the trip; the first day alone will do. `dest`, `date` and
`local_constraint` may also be text, as in the benchmark's table ("['Paris', 'London']"); its further columns (unsat_number, ...)
are ignored. One row of the table holds airlines in the place of the flight rule; a list there is read as the airlines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from domains.travel.exporters.request_fields import (
    FIELDS,
    count_of,
    days_of,
    inner,
    need,
    only_known,
    refusal,
    text_of,
    wishes_of,
    written_out,
)
from domains.travel.request import TravelRequest
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

_IGNORED = {"id", "idx", "index", "level", "query", "unsat_number", "unsat_reason", "plan"}
_WISHES = ("flight rule", "airlines", "attraction_category")


def recognises(content: Mapping[str, Any]) -> bool:
    """Whether a mapping is, or holds under "request", a request that only this shape can mean."""
    fields = inner(content)
    wishes = fields.get("local_constraint")
    named = wishes if isinstance(wishes, (str, dict)) else ()
    return "org" in fields and (_is_list(fields.get("dest")) or any(wish in named for wish in _WISHES))


def _is_list(value: object) -> bool:
    return isinstance(value, list) or (isinstance(value, str) and value.strip().startswith("["))


def read(content: object) -> TravelRequest:
    """A request. Raises InputError naming the field that is missing or of no such shape."""
    if not isinstance(content, dict):
        raise InputError(f"expected a mapping with {', '.join(FIELDS)}")
    fields = inner(content)
    only_known(fields, _IGNORED)
    start, days = days_of(fields)
    cities = _cities(fields)
    rule, airlines, categories = _wishes(wishes_of(fields, _WISHES))
    try:
        return TravelRequest.model_validate(
            {
                "origin": text_of(fields, "org"),
                "destination": cities[0],
                "cities": cities,
                "city count": len(cities),
                "start": start,
                "days": days,
                "people": count_of(fields, "people_number"),
                "budget": fields.get("budget"),
                "flight rule": rule,
                "airlines": airlines,
                "attraction category": categories,
            }
        )
    except ValidationError as error:
        raise refusal(error, _WISHES) from error


def _cities(fields: Mapping[str, Any]) -> list[str]:
    """The cities to visit; `visiting_city_number`, where it is given, must say how many they are."""
    listed = need(fields, "dest")
    cities = _names(listed, "dest")
    if fields.get("visiting_city_number") is not None:
        number = count_of(fields, "visiting_city_number")
        if number != len(cities):
            are = "1 city is" if len(cities) == 1 else f"{len(cities)} cities are"
            raise InputError(f"{are} listed in dest, but {number} to be visited", where="visiting_city_number")
    return cities


def _wishes(found: Mapping[str, Any]) -> tuple[str | None, list[str], list[str]]:
    """Flight rule, airlines and categories."""
    rule = found.get("flight rule")
    airlines = _wished(found, "airlines")
    if _is_list(rule):
        if airlines:
            raise InputError(
                "the flight rule is a list, as if it named airlines, but airlines are given too: write 'non-stop' or null",
                where="local_constraint, flight rule",
            )
        rule, airlines = None, _names(rule, "local_constraint, flight rule")
    elif rule not in (None, "non-stop"):
        raise InputError(f"expected 'non-stop' or null, found {rule!r}", where="local_constraint, flight rule")
    return rule, airlines, _wished(found, "attraction_category")


def _wished(found: Mapping[str, Any], name: str) -> list[str]:
    value = found.get(name)
    return [] if value is None or value == [] else _names(value, f"local_constraint, {name}")


def _names(value: object, where: str) -> list[str]:
    """A list of names, a text that writes one out, or a single name. Raises InputError."""
    if isinstance(value, str) and _is_list(value):
        value = written_out(value, where)
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not listed:
        raise InputError(f"expected a list of names such as ['Alba', 'Bern'], found {value!r}", where=where)
    names = [name.strip() if isinstance(name, str) else "" for name in listed]
    if not all(names):
        raise InputError(f"expected a list of names such as ['Alba', 'Bern'], found {value!r}", where=where)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"{twice!r} is listed twice: keep it once", where=where)
    return names
