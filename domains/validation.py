"""Content from files and other programs as pydantic models, with errors that name the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from encoders.errors import InputError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], content: object, what: str) -> M:
    """The content as a model; `what` is what it should be ("a roster"). Raises InputError naming the first wrong field."""
    if not isinstance(content, (dict, BaseModel)):
        raise InputError(f"{what} is a mapping of fields, not {type(content).__name__}")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"not {what}: {said(first)}", where="/".join(str(part) for part in first["loc"])) from error


def said(error: ErrorDetails) -> str:
    """What one error of pydantic says, without the words that name its class."""
    return error["msg"].removeprefix("Value error, ")
