"""What an endpoint's answer means: a reply, something to wait for, something to ask differently, or the end."""

from __future__ import annotations

import email.utils
import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.structured import parse_json
from planner.llm.errors import LlmError, Reason
from planner.llm.exchange import Finish, Said
from planner.llm.json_text import DEEPEST
from planner.llm.sending import Broken, Received
from planner.llm.usage import Tokens, estimated_tokens

if TYPE_CHECKING:
    from planner.llm.access import Access

_TOO_LONG = re.compile(
    r"context[_ ](?:length|window|size|limit)|maximum context|n_ctx|prompt (?:is )?too long|too many (?:input )?tokens"
    r"|reduce the length|exceeds? .{0,40}tokens"
)
_TOO_MUCH_ROOM = re.compile(
    r"max_(?:completion_)?tokens.{0,60}(?:too large|at most|maximum|less than|greater than|exceed)"
)
_QUOTA = re.compile(r"insufficient_quota|billing|exceeded your current quota")
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)
"""Brackets, and strings, which are passed over once even where they are not closed."""
_ENVELOPE = 16
"""Levels of an endpoint's own around a reply."""
_TRUNCATED_AT = 1_000
_FEW_TOKENS = 8
"""Characters per token that no text has: a prompt counted shorter was cut."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing usable now; `seconds` is how long the endpoint asks to wait. `billed`: a model may have worked on it."""

    reason: Reason
    says: str
    seconds: float | None = None
    billed: bool = False
    received: int = 0
    tries: int | None = None
    """At most so many tries."""


@dataclass(frozen=True, slots=True)
class Declined:
    """A request that the endpoint does not take in this form; `about` is what it says, in lower case."""

    status: int
    says: str
    about: str

    @property
    def too_long(self) -> bool:
        """Whether the request does not fit the model's context."""
        return self.status == 413 or bool(_TOO_LONG.search(self.about))

    @property
    def too_much_room(self) -> bool:
        """Whether the reply would be allowed to be longer than the model can make it."""
        return bool(_TOO_MUCH_ROOM.search(self.about))


Outcome = Said | Wait | Declined


def outcome(came: Received | Broken, access: Access, asked: int, spoken: int) -> Outcome:
    """What came, understood; `asked` is how many characters the request has, `spoken` how many of them are its messages.

    Raises LlmError where asking again is no use.
    """
    if isinstance(came, Broken):
        return _broken(came, access)
    if 200 <= came.status < 300:
        return _completion(came, access, asked, spoken)
    return _status(came.status, _error_in(came.body), came.headers, access)


def _broken(broken: Broken, access: Access) -> Wait:
    if broken.kind == "too large":
        raise LlmError(
            f"the endpoint sends a reply of more than {broken.received:,} bytes, which is not read to its end",
            where=access.host,
            reason="too large",
        )
    if broken.kind == "compressed":
        raise LlmError(
            f"the endpoint sends a compressed reply ({broken.says}) that nobody asked for",
            where=access.host,
            reason="not an API",
        )
    if broken.kind == "timeout":
        return Wait("timeout", "no whole reply came in time", billed=True, received=broken.received, tries=2)
    if broken.kind == "unreachable":
        return Wait("unreachable", f"the endpoint cannot be reached ({broken.says}); see OPENAI_BASE_URL", tries=2)
    return Wait("unavailable", f"the connection broke ({broken.says})", billed=True, received=broken.received)


def _status(status: int, error: dict[str, Any], headers: Any, access: Access) -> Outcome:
    message = access.redaction.text(" ".join(str(error.get("message") or "").split())[:400])
    about = f"{message} {error.get('param') or ''} {error.get('code') or ''} {error.get('type') or ''}".lower()
    told = f": {message}" if message else ""
    if status in (401, 403):
        raise LlmError(
            f"the endpoint rejects the key (status {status}){told}; see OPENAI_API_KEY", where=access.host, reason="key"
        )
    if 300 <= status < 400:
        raise LlmError(
            f"the endpoint redirects to {_address(headers.get('location', ''), access)}, and nothing was sent there; if that is "
            f"the right place, name it in OPENAI_BASE_URL",
            where=access.host,
            reason="redirect",
        )
    if status == 404 and "model" in about:
        raise LlmError(f"the endpoint does not know the model{told}; see --llm", where=access.host, reason="no model")
    if status == 404:
        raise LlmError(
            f"there is no chat API at {access.base_url} (status 404); OPENAI_BASE_URL mostly ends with /v1",
            where=access.host,
            reason="not an API",
        )
    if status == 429:
        if _QUOTA.search(about):
            raise LlmError(f"the quota at the endpoint is used up{told}", where=access.host, reason="rate limit")
        return Wait("rate limit", f"the endpoint is busy (status 429){told}", _wait(headers))
    if status in (408, 409, 425) or status >= 500:
        return Wait("unavailable", f"the endpoint fails (status {status}){told}", _wait(headers), billed=status >= 500)
    return Declined(status, f"the endpoint refuses the request (status {status}){told}", about)


def _address(text: str, access: Access) -> str:
    """Where a redirect leads, without what may be secret in it."""
    return access.redaction.text(text.partition("?")[0][:200]) or "nowhere"


def _wait(headers: Any) -> float | None:
    """Seconds of Retry-After: a number, or a date."""
    text = str(headers.get("retry-after", "")).strip()
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _error_in(body: bytes) -> dict[str, Any]:
    """The error that a body tells, in the shapes that servers use."""
    try:
        content = _parsed(body)
    except InputError:
        return {}
    if not isinstance(content, dict):
        return {}
    error = content.get("error", content)
    if isinstance(error, dict):
        return error if "message" in error else {**error, "message": content.get("message") or content.get("detail")}
    return {"message": error}


def _parsed(body: bytes) -> Any:
    """JSON of bounded depth, with exact numbers. Raises InputError."""
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    if _depth_above(text, DEEPEST + _ENVELOPE):
        raise InputError("nested too deeply")
    return parse_json(text)


def _depth_above(text: str, most: int) -> bool:
    depth = 0
    for mark in _MARKS.finditer(text):
        first = mark[0][0]
        depth += 1 if first in "[{" else -1 if first in "]}" else 0
        if depth > most:
            return True
    return False


def _completion(came: Received, access: Access, asked: int, spoken: int) -> Outcome:
    """A 200: a completion, an error in its clothes, half of one, or a page."""
    try:
        content = _parsed(came.body)
    except InputError as error:
        start = came.body.lstrip()[:1]
        if start == b"{" and error.message != "nested too deeply":
            return Wait("unavailable", "the endpoint sent half a reply", billed=True, received=len(came.body))
        raise _no_api(access, "a page of HTML" if start == b"<" else "something that is no JSON of a chat") from None
    if not isinstance(content, dict):
        raise _no_api(access, "JSON that is no reply of a chat")
    tokens = _tokens(content.get("usage"))
    if content.get("error") and not content.get("choices"):
        told = _error_in(came.body)
        code = told.get("code")
        status = code if isinstance(code, int) and 300 <= code < 600 else 400
        return _status(status, told, came.headers, access)
    choices = content.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    message = choice.get("message")
    if not isinstance(message, dict):
        raise _no_api(access, "JSON that is no reply of a chat")
    refusal = message.get("refusal")
    if refusal or choice.get("finish_reason") == "content_filter":
        return Said(str(refusal or ""), tokens or _estimated(asked, str(refusal or "")), "refusal")
    text = _text(message)
    finish: Finish = "length" if choice.get("finish_reason") == "length" else "stop"
    found = Said(text, tokens or _estimated(asked, text), finish)
    _require_read(found.tokens, access, spoken)
    return found


def _require_read(tokens: Tokens, access: Access, asked: int) -> None:
    """Some servers cut a long request silently. Raises LlmError where the count of its messages says so.

    A schema beside them is no part of what is counted everywhere.
    """
    if not tokens.estimated and _TRUNCATED_AT <= tokens.input < asked // _FEW_TOKENS:
        raise LlmError(
            f"the endpoint read only {tokens.input:,} tokens of about {estimated_tokens(asked):,}: it cuts long requests; give "
            "it a larger context (num_ctx)",
            where=access.host,
            reason="too long",
        )


def _no_api(access: Access, what: str) -> LlmError:
    return LlmError(
        f"{access.base_url} answered with {what}; OPENAI_BASE_URL is to name an OpenAI-compatible API, mostly ending with /v1",
        where=access.host,
        reason="not an API",
    )


def _text(message: dict[str, Any]) -> str:
    """What a message says: the arguments of its call, or its content, in one piece or several."""
    calls = message.get("tool_calls")
    if isinstance(calls, list) and calls and isinstance(calls[0], dict):
        function = calls[0].get("function")
        arguments = function.get("arguments") if isinstance(function, dict) else None
        if arguments:
            return arguments if isinstance(arguments, str) else json.dumps(arguments, default=str)
    content = message.get("content")
    if isinstance(content, list):
        return "".join([str(part.get("text") or "") for part in content if isinstance(part, dict)])
    return content if isinstance(content, str) else ""


def _tokens(usage: Any) -> Tokens | None:
    if not isinstance(usage, dict):
        return None
    asked, said = [_count(usage.get(name)) for name in ("prompt_tokens", "completion_tokens")]
    return None if asked is None or said is None else Tokens(asked, said)


def _count(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12
    return int(value) if whole else None


def _estimated(asked: int, text: str) -> Tokens:
    return Tokens(estimated_tokens(asked), estimated_tokens(len(text)), True)
