"""The ladder: the ways to have a reply follow a schema, from the strictest down, as requests of the chat API.

json_schema         response_format with the schema, strict
json_object+schema  JSON mode with the schema beside it, as llama.cpp's servers enforce it
tool                a tool whose parameters are the schema, which has to be called
json_object         JSON mode; the schema stands in the prompt
plain               nothing; the schema stands in the prompt
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.llm.messages import Message
    from planner.llm.schema import ReplySchema

Rung = Literal["json_schema", "json_object+schema", "tool", "json_object", "plain"]
RUNGS: tuple[Rung, ...] = get_args(Rung)
ENFORCING: tuple[Rung, ...] = ("json_schema", "json_object+schema", "tool")
_UNSEEN: tuple[Rung, ...] = ("json_object+schema", "json_object", "plain")
"""Rungs where the model does not see the schema by itself."""


def below(rung: Rung) -> Rung | None:
    """The next rung down."""
    place = RUNGS.index(rung) + 1
    return RUNGS[place] if place < len(RUNGS) else None


def form(rung: Rung, schema: ReplySchema) -> dict[str, Any]:
    """The part of a request that asks for the schema."""
    if rung == "json_schema":
        inner = {"name": schema.name, "strict": schema.strict, "schema": schema.content}
        return {"response_format": {"type": "json_schema", "json_schema": inner}}
    if rung == "tool":
        function = {
            "name": schema.name,
            "description": "Gives the reply.",
            "parameters": schema.content,
            "strict": schema.strict,
        }
        return {
            "tools": [{"type": "function", "function": function}],
            "tool_choice": {"type": "function", "function": {"name": schema.name}},
        }
    if rung == "json_object+schema":
        return {"response_format": {"type": "json_object", "schema": schema.content}}
    return {"response_format": {"type": "json_object"}} if rung == "json_object" else {}


def spelled(
    rung: Rung, messages: Sequence[Message], schema: ReplySchema, *, always: bool = False
) -> list[dict[str, str]]:
    """The messages, with the schema at the end of the instructions where the model would not see it."""
    found = [message.to_dict() for message in messages]
    if rung not in _UNSEEN and not always:
        return found
    text = json.dumps(schema.content, ensure_ascii=False, separators=(",", ":"))
    note = f"Reply with one JSON object and nothing else. It follows this JSON schema:\n{text}"
    if found and found[0]["role"] == "system":
        found[0]["content"] += f"\n\n{note}"
        return found
    return [{"role": "system", "content": note}, *found]
