"""Whether a reply is what was asked for: checked here, whatever the endpoint promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from encoders.errors import InputError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T", bound=BaseModel)
_MOST_ERRORS = 5
_LONGEST_ERROR = 200


def valid(content: dict[str, Any], model: type[T]) -> T:
    """The model's instance. A null where a field may only be left out counts as left out. Raises InputError, field by field."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        shorter = _without_nulls(content, error)
        if shorter is None:
            raise InputError(_told(error)) from None
    try:
        return model.model_validate(shorter)
    except ValidationError as error:
        raise InputError(_told(error)) from None


def _without_nulls(content: dict[str, Any], error: ValidationError) -> dict[str, Any] | None:
    """The content without the nulls that are no values of their fields; None where there is none."""
    removed = False
    found = _copied(content)
    for one in error.errors(include_url=False, include_context=False):
        if one["input"] is None:
            removed = _remove(found, one) or removed
    return found if removed else None


def _remove(content: Any, error: ErrorDetails) -> bool:
    """Delete the field at an error's place; steps that name a branch of a union lead nowhere and are passed over."""
    parent: Any = None
    name: Any = None
    here = content
    for step in error["loc"]:
        inside = (isinstance(here, dict) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        )
        if inside:
            parent, name, here = here, step, here[step]
    if isinstance(parent, dict) and parent.get(name, 0) is None:
        del parent[name]
        return True
    return False


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(inner) for name, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _told(error: ValidationError) -> str:
    errors = error.errors(include_url=False, include_context=False)
    said = [f"{'.'.join(map(str, one['loc'])) or 'the reply'}: {one['msg']}"[:_LONGEST_ERROR] for one in errors]
    more = f"; and {len(said) - _MOST_ERRORS} more" if len(said) > _MOST_ERRORS else ""
    return "; ".join(said[:_MOST_ERRORS]) + more
