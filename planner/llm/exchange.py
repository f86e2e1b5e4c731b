"""What travels between asking and a transport: one question, and what was said to it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from planner.llm.messages import Message
    from planner.llm.rungs import Rung
    from planner.llm.schema import ReplySchema
    from planner.llm.usage import Tokens

Finish = Literal["stop", "length", "refusal"]


@dataclass(frozen=True, slots=True)
class Question:
    """One request for a reply, whichever way it is sent."""

    stage: str
    attempt: int
    messages: tuple[Message, ...]
    schema: ReplySchema
    temperature: float
    seed: int
    max_tokens: int
    wider: ReplySchema | None = None
    """Shown to the model instead of the schema where the endpoint enforces that one: see `LanguageModel.ask`."""

    @property
    def content(self) -> dict[str, Any]:
        """Everything that the reply depends on, beside the model."""
        return {
            "messages": [message.to_dict() for message in self.messages],
            "schema": self.schema.content,
            "parameters": {"temperature": self.temperature, "seed": self.seed, "max_tokens": self.max_tokens},
        }


@dataclass(frozen=True, slots=True)
class Said:
    """A reply: its text, how it ended, what it took, who gave it where that is not the transport's model, and on which rung."""

    content: str
    tokens: Tokens
    finish: Finish = "stop"
    by: str | None = None
    rung: Rung | None = None


class Transport(Protocol):
    """One way to a model. `name` is the model's."""

    name: str

    def exchange(self, question: Question, seconds: float) -> Said:
        """The reply to a question, within so many seconds; what it took is counted. Raises LlmError."""

    def rung(self, seconds: float) -> Rung | None:
        """How it is made to follow schemas; None where no server does that. Raises LlmError."""

    def unenforced(self) -> None:
        """Told when a reply did not fit the schema that it was asked for with."""


def key_of(content: dict[str, Any]) -> str:
    """The key of a question's content: the same for the same messages, schema and parameters."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
