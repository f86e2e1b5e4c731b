"""What can go wrong with a language model: the endpoint fails, or its replies are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from encoders.errors import InputError, PlanproofError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.llm.messages import Message

Reason = Literal[
    "key",
    "rate limit",
    "unavailable",
    "unreachable",
    "timeout",
    "redirect",
    "not an API",
    "no model",
    "refused by the endpoint",
    "too large",
    "too long",
    "truncated",
    "refused",
    "empty",
    "malformed",
    "wrong schema",
    "budget",
    "recording",
    "mailbox",
]
"""Why no usable reply came:

key           the endpoint rejects the key or has no access for it (401, 403)
rate limit    429, beyond what the budget of time allows, or a quota that is used up
unavailable   5xx, resets and broken replies, after all tries
unreachable   no connection
timeout       no whole reply within the time of one call, after all tries
redirect      the endpoint sends elsewhere; nothing was sent there
not an API    a 200 that is no reply of a chat (HTML, other JSON), or a 404
no model      the endpoint does not know the model
refused by the endpoint   another 4xx, or one that no form of the request avoids
too large     a reply above the limit of bytes
too long      the request does not fit the model's context
truncated refused empty malformed "wrong schema"   what the model said, after all attempts
budget        tokens, money or time are used up
recording     a replay does not hold the question
mailbox       the folder cannot be used
"""


class LlmError(PlanproofError, RuntimeError):
    """The language model gave no usable reply: status error, kind "llm", exit code 5. `reason` says why in a word."""

    def __init__(self, message: str, *, where: str = "", reason: Reason = "unavailable") -> None:
        super().__init__(message, where=where)
        self.reason: Reason = reason


class Rejected(InputError):
    """Well-formed replies that `accept` refused, until the attempts were used up.

    `reply` is the last one (a pydantic model), `messages` what the model was sent for it.
    """

    def __init__(self, message: str, *, where: str = "", reply: Any = None, messages: Sequence[Message] = ()) -> None:
        super().__init__(message, where=where)
        self.reply = reply
        self.messages = tuple(messages)
