"""Where the endpoint is and with which key: from the operator's environment alone, never from a request or from data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from encoders.errors import InputError
from planner.llm.redaction import Redaction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.llm.settings import LlmSettings

BASE_URL, API_KEY = "OPENAI_BASE_URL", "OPENAI_API_KEY"
TIMEOUT, MAX_TOKENS, TEMPERATURE = "PLANPROOF_LLM_TIMEOUT", "PLANPROOF_LLM_MAX_TOKENS", "PLANPROOF_LLM_TEMPERATURE"
SIZE = "PLANPROOF_LLM_SIZE"
DEFAULT_URL = "https://api.openai.com/v1"
NO_KEY = "none"
"""What a local server gets that wants no key."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Access:
    """A model at an endpoint."""

    model: str
    base_url: str
    key: SecretStr
    redaction: Redaction

    @property
    def host(self) -> str:
        """The endpoint's host, as messages name it."""
        return urlsplit(self.base_url).netloc

    @property
    def local(self) -> bool:
        """Whether the endpoint is on this machine."""
        return urlsplit(self.base_url).hostname in _LOOPBACK


def access(model: str, environment: Mapping[str, str]) -> Access:
    """The endpoint that the environment names, for a model. Raises InputError where the environment does not do."""
    url = environment.get(BASE_URL, "").strip()
    key = environment.get(API_KEY, "").strip()
    if not url and not key:
        raise InputError(
            f"there is no endpoint for the model {model!r}: set {BASE_URL} to an OpenAI-compatible server, or {API_KEY} to use "
            f"{DEFAULT_URL}",
            where="--llm",
        )
    if not all([character.isascii() and character.isprintable() and character != " " for character in key]):
        raise InputError("the key holds characters that no key has (blanks, line breaks, accents)", where=API_KEY)
    if not model.isprintable() or len(model) > 200:
        raise InputError("the name of the model is no name", where="--llm")
    return Access(model, _url(url or DEFAULT_URL), SecretStr(key or NO_KEY), Redaction(key))


def _url(text: str) -> str:
    """The address, checked; what it holds beside scheme, host and path could be a secret and is not repeated."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not text.isprintable() or " " in text:
        raise InputError("the endpoint's address has the form http(s)://HOST[:PORT]/PATH", where=BASE_URL)
    if parts.username is not None or parts.query or parts.fragment:
        raise InputError(
            f"the endpoint's address holds a user, a query or a fragment; give the address alone and the key in {API_KEY}",
            where=BASE_URL,
        )
    return text.rstrip("/")


def adjusted(settings: LlmSettings, environment: Mapping[str, str]) -> LlmSettings:
    """The settings with what the environment says of single calls. Raises InputError."""
    changes: dict[str, Any] = {}
    if (seconds := _number(TIMEOUT, environment, 0.1, 86_400)) is not None:
        changes["call_seconds"] = seconds
    if (tokens := _number(MAX_TOKENS, environment, 64, 10**6)) is not None:
        changes["max_output"] = int(tokens)
    if (temperature := _number(TEMPERATURE, environment, 0, 2)) is not None:
        changes["temperature"] = temperature
    size = environment.get(SIZE, "").strip()
    if size not in ("", "small", "large"):
        raise InputError(f"expected small or large, found {size[:40]!r}", where=SIZE)
    if size:
        changes["size"] = size
    return replace(settings, **changes)


def _number(name: str, environment: Mapping[str, str], least: float, most: float) -> float | None:
    text = environment.get(name, "").strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise InputError(f"expected a number from {least:g} to {most:g}, found {text[:40]!r}", where=name)
    return number
