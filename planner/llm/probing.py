"""Finds the best rung of an endpoint with a tiny question whose schema forbids the answer that the question asks for.

A reply that the schema allows shows that it is enforced; the asked-for one shows that it is not, although the request was taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from planner.llm.json_text import object_in
from planner.llm.messages import Message
from planner.llm.rungs import ENFORCING, Rung, form
from planner.llm.schema import ReplySchema

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.llm.exchange import Said

PROBE_STAGE = "probe"
_ALLOWED = ("amber", "teal")
PROBE = ReplySchema(
    "colour_of_probe",
    {
        "type": "object",
        "properties": {"colour": {"type": "string", "enum": list(_ALLOWED)}},
        "required": ["colour"],
        "additionalProperties": False,
    },
    strict=True,
)
_QUESTION = Message("user", 'Reply with this JSON object: {"colour": "blue"}')


def probe_body(model: str, rung: Rung) -> dict[str, Any]:
    """The request that asks for blue where only amber and teal are allowed."""
    return {"model": model, "messages": [_QUESTION.to_dict()], **form(rung, PROBE)}


def probed_rung(tried: Callable[[Rung], Said | None]) -> Rung:
    """The best rung; `tried` gives what one says, None where it is refused."""
    json_mode = False
    for rung in ENFORCING:
        said = tried(rung)
        colour = None if said is None else _colour(said)
        if colour in _ALLOWED:
            return rung
        json_mode = json_mode or (rung == "json_object+schema" and colour is not None)
    if json_mode:
        return "json_object"
    said = tried("json_object")
    if said is not None and _colour(said) is not None:
        return "json_object"
    tried("plain")
    return "plain"


def _colour(said: Said) -> str | None:
    """The colour of a reply that is JSON."""
    try:
        return str(object_in(said.content).get("colour"))
    except InputError:
        return None
