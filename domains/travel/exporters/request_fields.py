"""What the benchmarks' request shapes share: the columns of a row, leniently read, with errors that name the field."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from domains.travel.layouts.fields import day, whole_number
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from pydantic import ValidationError

FIELDS = ("org", "dest", "days", "visiting_city_number", "date", "people_number", "local_constraint", "budget")
_REFERENCE = re.compile(r"(?:^|[\s\[{,:])[&*]\S")
_LONGEST_TEXT = 4000
"""Characters of a list or mapping written as text; the benchmarks' have some hundred."""


def inner(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The request of a row {"id", "request", ...}, or the content itself."""
    request = content.get("request")
    return request if "org" not in content and isinstance(request, dict) else content


def need(fields: Mapping[str, Any], name: str) -> Any:
    """A field that must be there. Raises InputError."""
    value = fields.get(name)
    if value is None:
        raise InputError("the field is missing or empty: fill it", where=name)
    return value


def text_of(fields: Mapping[str, Any], name: str) -> str:
    """The name of a place. Raises InputError."""
    value = need(fields, name)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"expected the name of a place, found {value!r}", where=name)
    return value.strip()


def count_of(fields: Mapping[str, Any], name: str) -> int:
    """A whole number. Raises InputError."""
    value = need(fields, name)
    try:
        return whole_number(value)
    except InputError as error:
        raise InputError(error.message, where=name) from error


def days_of(fields: Mapping[str, Any]) -> tuple[date, int]:
    """The first day and how many there are; where both say it, `date` and `days` must agree. Raises InputError."""
    listed = need(fields, "date")
    if isinstance(listed, str):
        listed = written_out(listed, "date") if listed.strip().startswith("[") else [listed]
    if not isinstance(listed, list) or not listed or not all(isinstance(entry, str) for entry in listed):
        raise InputError("expected a list of dates such as ['2022-03-16', '2022-03-17']", where="date")
    try:
        dates = [day(entry) for entry in listed]
    except InputError as error:
        raise InputError(error.message, where="date") from error
    if fields.get("days") is None:
        return dates[0], len(dates)
    days = count_of(fields, "days")
    if len(dates) > 1 and dates != [dates[0] + timedelta(days=i) for i in range(len(dates))]:
        raise InputError("the dates do not follow each other day by day", where="date")
    if len(dates) > 1 and len(dates) != days:
        raise InputError(f"{len(dates)} dates are listed, but the trip has {days} days", where="date")
    return dates[0], days


def only_known(fields: Mapping[str, Any], ignored: Collection[str]) -> None:
    """Raises InputError for a field that means nothing here."""
    unknown = next((key for key in fields if key not in FIELDS and key not in ignored), None)
    if unknown is not None:
        raise InputError(f"the field is not known; there are {', '.join(FIELDS)}", where=str(unknown))


def wishes_of(fields: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """The wishes of `local_constraint` that say something. Raises InputError for one that is not known."""
    content = fields.get("local_constraint")
    if isinstance(content, str):
        content = written_out(content, "local_constraint") if content.strip() not in ("", "-") else None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise InputError(f"expected a mapping with {', '.join(known)}", where="local_constraint")
    found: dict[str, Any] = {}
    for name, value in content.items():
        if value is None or value in ("", "-"):
            continue
        if name not in known:
            raise InputError(f"no such wish is known; there are {', '.join(known)}", where=f"local_constraint, {name}")
        found[name] = value
    return found


def refusal(error: ValidationError, wishes: Collection[str]) -> InputError:
    """The error for what does not fit a request, in the names of the row's columns."""
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    names = {"city count": "visiting_city_number", "people": "people_number", "start": "date", "cities": "dest"}
    where = f"local_constraint, {field}" if field in wishes else names.get(field, field)
    given = f", found {first['input']!r}" if first["loc"] else ""
    return InputError(f"not a request of the benchmark: {first['msg']}{given}", where=where)


def written_out(text: str, where: str) -> Any:
    """The list or mapping that a text writes out, in JSON or as Python prints it; nothing is ever run. Raises InputError."""
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
