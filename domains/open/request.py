"""What a request to the open world is: a problem spec with numbers that stand in place of a table's; and its plans."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from domains.base import ExactNumber  # noqa: TC001 (the model needs it when it is made)
from encoders.errors import InputError
from encoders.numbers import Number, exact, to_json
from encoders.spec.indexed.model import ProblemSpec

MOST_ENTRIES = 200_000
"""Values of a plan, amounts of a request."""


def _value(value: Any) -> bool | Number:
    return value if isinstance(value, bool) else exact(value)


def _written(value: bool | Number) -> bool | int | str:
    return value if isinstance(value, bool) else to_json(value)


def _moderate(content: Any) -> Any:
    """Looked at before each entry is: an error for every one of millions would fill the memory."""
    if isinstance(content, dict) and len(content) > MOST_ENTRIES:
        raise InputError(f"there are {len(content):,} entries, more than the {MOST_ENTRIES:,} that a problem can have")
    return content


Value = Annotated[
    bool | Number,
    BeforeValidator(_value),
    PlainSerializer(_written),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "integer"}, {"type": "string"}]}),
]
"""What a decision is set to: yes or no, or an exact number."""


class OpenRequest(ProblemSpec):
    """Any problem of sets, numbers, decisions and rules. See `encoders.spec.indexed.model`."""

    amounts: Annotated[dict[str, ExactNumber], BeforeValidator(_moderate)] = Field(
        default={},
        description="Numbers that stand in place of those of a table, by element: `capacity[s2]`.",
    )


class OpenPlan(BaseModel):
    """What every decision is set to, by its name: `ship[s1, r2]`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    values: Annotated[dict[str, Value], BeforeValidator(_moderate)]
