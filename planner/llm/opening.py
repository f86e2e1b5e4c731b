"""From a name to a language model: an endpoint's model, a mailbox, a recording, or what the environment says."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from encoders.errors import InputError
from planner.llm.settings import LlmSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.llm.exchange import Transport
    from planner.llm.messages import LanguageModel
    from planner.llm.redaction import Redaction
    from planner.llm.usage import Meter

MODEL = "PLANPROOF_MODEL"
MAILBOX, REPLAY = "mailbox:", "replay:"


def open_model(
    spec: str | None,
    settings: LlmSettings | None = None,
    *,
    environment: Mapping[str, str] | None = None,
) -> LanguageModel | None:
    """The model that `spec` names: "NAME" at the endpoint of the environment, "mailbox:DIR", "replay:FILE".

    None means what PLANPROOF_MODEL says; None comes back where that is not set. The endpoint is OPENAI_BASE_URL with
    OPENAI_API_KEY, from the environment alone. No call is made yet. Raises InputError where a setting cannot be used.
    """
    known = os.environ if environment is None else environment
    settings = settings or LlmSettings()
    name = (spec if spec is not None else known.get(MODEL, "")).strip()
    if not name:
        return None
    if settings.record is not None and name.startswith(REPLAY):
        raise InputError("a replay makes no new exchanges to record; leave --record out", where="--record")
    _require_files(settings)
    if name.startswith(MAILBOX):
        return _mailbox(_place(name, MAILBOX), settings)
    if name.startswith(REPLAY):
        return _replay(_place(name, REPLAY), settings)
    return _endpoint(name, settings, known)


def _require_files(settings: LlmSettings) -> None:
    from planner.llm.lines import require_appendable

    for path, option in ((settings.record, "--record"), (settings.trace, "--trace")):
        if path is not None:
            require_appendable(path, option)


def _mailbox(folder: str, settings: LlmSettings) -> LanguageModel:
    from planner.llm.mailbox import Mailbox
    from planner.llm.prices import FREE
    from planner.llm.redaction import Redaction
    from planner.llm.usage import Meter

    meter = Meter("mailbox", FREE)
    mailbox = Mailbox(folder, meter, settings)
    return _asked(mailbox, settings, meter, Redaction(), settings.mailbox_seconds)


def _replay(path: str, settings: LlmSettings) -> LanguageModel:
    from planner.llm.prices import FREE
    from planner.llm.recording import Replay
    from planner.llm.redaction import Redaction
    from planner.llm.usage import Meter

    meter = Meter(None, FREE)
    replay = Replay(path, meter)
    meter.model = replay.name
    return _asked(replay, settings, meter, Redaction(), settings.seconds)


def _endpoint(name: str, settings: LlmSettings, environment: Mapping[str, str]) -> LanguageModel:
    from planner.llm.access import access, adjusted
    from planner.llm.endpoint import Endpoint
    from planner.llm.prices import PRICES, price_of
    from planner.llm.usage import Meter

    if find_spec("openai") is None:
        raise InputError("endpoints need the extra `llm`: run `pip install 'planproof[llm]'`", where="--llm")
    found = access(name, environment)
    settings = adjusted(settings, environment)
    price = price_of(name, environment)
    if settings.cost is not None and price is None:
        raise InputError(
            f"the price of {name} is not known, so no cost can be kept; name a table of prices in {PRICES}",
            where="--llm-cost",
        )
    meter = Meter(name, price)
    return _asked(Endpoint(found, settings, meter), settings, meter, found.redaction, settings.seconds)


def _asked(
    transport: Transport, settings: LlmSettings, meter: Meter, redaction: Redaction, seconds: float
) -> LanguageModel:
    from planner.llm.asking import Asked
    from planner.llm.recording import Recorder
    from planner.llm.trace import Trace

    recorder = Recorder(settings.record, transport.name, redaction)
    trace = Trace(settings.trace, transport.name, redaction)
    return Asked(transport, settings, meter, recorder, trace, seconds)


def _place(name: str, prefix: str) -> str:
    place = name.removeprefix(prefix)
    if not place:
        raise InputError(f"{name!r} names no place; write {prefix}PATH", where="--llm")
    return place
