"""What a language model is to the rest: messages go in, data of an asked-for type come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.llm.rungs import Rung
    from planner.llm.settings import Size
    from planner.llm.usage import Usage

Role = Literal["system", "user", "assistant"]
T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Role
    content: str

    def to_dict(self) -> dict[str, str]:
        """As an endpoint, a recording and a mailbox have it."""
        return {"role": self.role, "content": self.content}


class LanguageModel(Protocol):
    """A model that can be asked; `usage` is what it took so far, failed attempts included."""

    @property
    def name(self) -> str:
        """The model's name; "mailbox" for a folder, the recorded model's name for a replay."""

    @property
    def size(self) -> Size | None:
        """Whether the operator calls the model small or large; None where nothing is said."""

    @property
    def usage(self) -> Usage:
        """What was used so far."""

    def rung(self) -> Rung | None:
        """How the endpoint is made to follow schemas, found out where it is not known yet; None where that is nobody's matter.

        Raises LlmError.
        """

    def ask(
        self,
        stage: str,
        messages: Sequence[Message],
        reply: type[T],
        *,
        accept: Callable[[T], None] | None = None,
        attempts: int | None = None,
        wider: type[BaseModel] | None = None,
    ) -> T:
        """A valid reply of the type `reply`. `stage` names the purpose in the trace and the usage.

        `accept` raises InputError where a well-formed reply is wrong; its message goes back to the model with the reply, as
        does what is wrong with a reply that is not well formed, `attempts` times in all (default: the settings').

        `wider` is the type of the questions before, of which `reply` is a part: where the endpoint holds replies to `reply`, the
        messages go on showing `wider`, so that a server's cache of what it has read stays good.

        Raises Rejected where `accept` refused the last one, LlmError for everything else that gives no reply.
        """
