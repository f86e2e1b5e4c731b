"""Whether a text that no world understands belongs to one all the same, or is a problem of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from planner.llm import Message
from planner.open.prompting import framed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Domain, Reading
    from planner.llm import LanguageModel

OPEN = "open"
_ENOUGH_FACTS = 3
"""Different fields of a request."""
_ENOUGH_OF_TEXT = 0.25
_LONGEST = 4_000
"""Characters of a text that are enough to tell what it is about."""


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore")


def foreign(text: str, reading: Reading) -> bool:
    """Whether a world's own reader found next to nothing in a text that it should know."""
    spans = [fact.span for fact in reading.facts if fact.span is not None]
    covered = {at for span in spans for at in range(span.start, span.end)}
    return len({fact.path for fact in reading.facts}) < _ENOUGH_FACTS and len(covered) < _ENOUGH_OF_TEXT * len(
        text.strip()
    )


def world_of(text: str, domains: Sequence[Domain], model: LanguageModel) -> str:
    """The name of the world that a text is about, "open" for none of them. Raises LlmError."""
    kinds = {domain.name: domain.summary for domain in domains if domain.name != OPEN}
    kinds[OPEN] = (
        "any other problem of decisions, rules and a goal, such as production, blending, transport, investment, assignment"
    )
    kind: Any = Literal[tuple(kinds)]
    reply_type: type[Any] = create_model("World", __base__=_Reply, kind=(kind, ...))
    listed = "\n".join([f"- {name}: {summary}" for name, summary in kinds.items()])
    message = framed("world", kinds=listed, request=text[:_LONGEST])
    reply = model.ask("world", (Message("user", message),), reply_type)
    return str(reply.model_dump()["kind"])
