"""One row of a batch: its text as it came, and its Answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.structured import parse_json
from planner.failures import failed
from planner.options import OPERATORS, make
from planner.pipeline import respond
from planner.sources import Given, data_argument, decoded, given_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.answer import Answer
    from planner.datasets import Datasets
    from planner.registry import Registry

FIELDS = ("id", "domain", "text", "request", "data", "options")
_FORM = 'a row is one object {"id", "domain"?, "text" or "request", "data"?, "options"?} on one line'


def answer_row(
    row: bytes, number: int, registry: Registry, datasets: Datasets, model: Mapping[str, str | bool] | None = None
) -> Answer:
    """The Answer to a row of a batch; `number` is its line in the file. Every failure is an Answer too.

    `model` are the options about language models: whoever runs the batch chooses them, not a row.
    """
    place = f"line {number}"
    found: str | int | None = None
    try:
        content = _content(row, place)
        found = _id(content.get("id"), place)
        given = _given(content, place)
        answer = respond(given, make({**_named(content, place), **(model or {})}), registry=registry, datasets=datasets)
    except InputError as error:
        answer = failed(error)
    return answer.model_copy(update={"id": found})


def id_of(row: bytes) -> str | int | None:
    """The id of a row, None where it has none that can be read."""
    try:
        content = parse_json(decoded(row, ""))
        return _id(content.get("id"), "") if isinstance(content, dict) else None
    except InputError:
        return None


def _content(row: bytes, place: str) -> dict[str, Any]:
    try:
        content = parse_json(decoded(row, place), place)
    except InputError as error:
        raise InputError(f"{error.message}; {_FORM}", where=error.where) from error
    if not isinstance(content, dict):
        raise InputError(f"this is no object; {_FORM}", where=place)
    unknown = [name for name in content if name not in FIELDS]
    if unknown:
        raise InputError(f"a row has no field {unknown[0]!r}; there are {', '.join(FIELDS)}", where=place)
    return {name: value for name, value in content.items() if value is not None}


def _id(value: Any, place: str) -> str | int | None:
    if value is None or (isinstance(value, (str, int)) and not isinstance(value, bool)):
        return value
    raise InputError(f"an id is text or a whole number, not {value}", where=place)


def _given(content: dict[str, Any], place: str) -> Given:
    if ("text" in content) == ("request" in content):
        which = "both" if "text" in content else "neither"
        raise InputError(f'a row has either "text" or "request"; this one has {which}', where=place)
    if "request" in content:
        return Given(content=content["request"], place=place)
    if not isinstance(content["text"], str):
        raise InputError('"text" is the request in words; give a structured one as "request"', where=place)
    return given_text(content["text"], place)


def _named(content: dict[str, Any], place: str) -> dict[str, Any]:
    """The row's options by their long names; paths are relative to the current directory, as on the command line."""
    options = content.get("options", {})
    if not isinstance(options, dict):
        raise InputError('"options" is an object such as {"time-limit": 10}', where=place)
    for name in OPERATORS:
        if name in options:
            raise InputError(
                f"{name!r} is chosen for the whole batch (`planproof batch --{name}`), not by a row", where=place
            )
    for name in ("domain", "data"):
        if name in options and name in content:
            raise InputError(f"{name!r} stands in the row and in its options; keep one of them", where=place)
    named = {**options, **{name: content[name] for name in ("domain", "data") if name in content}}
    data = named.get("data")
    if isinstance(data, str):
        named["data"] = data_argument(data)
    elif data is not None and not isinstance(data, dict):
        raise InputError('"data" is the path of a folder or an object', where=place)
    return named
