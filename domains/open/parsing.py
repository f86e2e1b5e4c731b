"""An open problem from parsed JSON or YAML, with errors that name the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from domains.open.request import OpenRequest
from domains.validation import said
from encoders.errors import InputError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def request_of(content: object) -> OpenRequest:
    """The problem. Raises InputError with `where` such as "constraints[2] capacity, rule"."""
    if isinstance(content, BaseModel):
        content = content.model_dump()
    if not isinstance(content, dict):
        raise InputError(f"an open problem is a mapping of fields, not {type(content).__name__}")
    try:
        return OpenRequest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"not an open problem: {_said(first)}", where=_place(first, content)) from error


def _said(first: ErrorDetails) -> str:
    if first["type"] == "extra_forbidden":
        return f"there is no field {str(first['loc'][-1])!r} here"
    return f"the field {str(first['loc'][-1])!r} is missing" if first["type"] == "missing" else said(first)


def _place(first: ErrorDetails, content: object) -> str:
    """Steps into the problem: entries of lists by place and name."""
    told: list[str] = []
    for step in first["loc"]:
        if isinstance(step, int) and isinstance(content, list) and told and step < len(content):
            content = content[step]
            name = content.get("name") if isinstance(content, dict) else None
            told[-1] += f"[{step}]" + (f" {name}" if isinstance(name, str) else "")
            continue
        told.append(str(step))
        content = content.get(step) if isinstance(content, dict) else None
    return ", ".join(told)
