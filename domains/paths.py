"""Edits of a request by path, for requests whose paths are their fields.

    deadline                 a field
    cuisine/French           a member of a list of words or numbers
    staff/Ann/hourly pay     a field of the entry with that name, in a list of entries that have a `name` (or `id`)
    pay/Ann                  an entry of a mapping
    extra/0                  the member at a place, where none is called so

`after` None gives something up: an optional field falls back to its default, a member or an entry is left out. `before` None adds
a member or an entry where there is none of that name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from domains.validation import validated
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.base import Change

M = TypeVar("M", bound=BaseModel)
_KEYS = ("name", "id")
_GONE = object()
"""Stands in a list for a member that is left out, so that the places of the others stay what they were."""


def edited(request: M, changes: Sequence[Change], what: str) -> M:
    """The request with changes applied in order. Raises InputError for a path or a value that does not fit."""
    content: Any = request.model_dump(mode="json", by_alias=True)
    for change in changes:
        steps = change.path.split("/")
        field = _field_named(type(request), steps[0], change.path)
        if len(steps) == 1:
            _set(content, field, change.after)
        else:
            content[field] = _within(content.get(field), steps[1:], change)
    return validated(type(request), _without_gone(content), what)


def _field_named(model: type[BaseModel], name: str, path: str) -> str:
    """The field's name as it stands in content: its alias where it has one."""
    for field, info in model.model_fields.items():
        if name in (field, info.alias):
            return info.alias or field
    known = ", ".join(info.alias or field for field, info in model.model_fields.items())
    raise InputError(f"the request has no field {name!r}; it has {known}", where=path)


def _set(content: dict[str, Any], key: str, after: Any) -> None:
    if after is None:
        content.pop(key, None)  # validation puts the default back, or says that the field is needed
    else:
        content[key] = to_jsonable_python(after)


def _within(value: Any, steps: Sequence[str], change: Change) -> Any:
    """A list or mapping with the change made at the steps below it."""
    after = _GONE if change.after is None else to_jsonable_python(change.after)
    if isinstance(value, dict):
        return _within_mapping(value, steps, change, after)
    if not isinstance(value, list):
        raise InputError(f"there is nothing below {change.path.rpartition('/')[0]!r} to change", where=change.path)
    at, rest = _member(value, steps)
    if at is None:
        if change.before is None and after is not _GONE and len(steps) == 1:
            return [*value, after]
        raise InputError(f"there is no {'/'.join(steps)!r} in the list; there are {_names(value)}", where=change.path)
    found = value[at]
    return [*value[:at], _within(found, rest, change) if rest else after, *value[at + 1 :]]


def _within_mapping(value: dict[str, Any], steps: Sequence[str], change: Change, after: Any) -> dict[str, Any]:
    whole = "/".join(steps)  # a key may hold a stroke itself
    if whole in value or len(steps) == 1:
        if whole not in value and change.before is not None and after is _GONE:
            raise InputError(f"there is no {whole!r}; there are {', '.join(value) or 'none'}", where=change.path)
        rest = {key: item for key, item in value.items() if key != whole}
        return rest if after is _GONE else {**value, whole: after}
    if steps[0] not in value:
        raise InputError(f"there is no {steps[0]!r}; there are {', '.join(value) or 'none'}", where=change.path)
    return {**value, steps[0]: _within(value[steps[0]], steps[1:], change)}


def _member(value: Sequence[Any], steps: Sequence[str]) -> tuple[int | None, Sequence[str]]:
    """The place of the member that the steps name, and the steps that are left; names may hold a stroke themselves."""
    for length in range(len(steps), 0, -1):
        name = "/".join(steps[:length])
        for at, item in enumerate(value):
            if name in _called(item):
                return at, steps[length:]
    if steps[0].isdecimal() and int(steps[0]) < len(value):
        return int(steps[0]), steps[1:]
    return None, steps


def _called(item: Any) -> Iterable[str]:
    if isinstance(item, dict):
        return [str(item[key]) for key in _KEYS if key in item]
    return (str(item),)


def _names(value: Sequence[Any]) -> str:
    return ", ".join([name for item in value for name in _called(item)][:12]) or "none"


def _without_gone(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _without_gone(item) for key, item in content.items()}
    if isinstance(content, list):
        return [_without_gone(item) for item in content if item is not _GONE]
    return content
