"""Looks whether the configured language model answers, and what its endpoint can do."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from encoders.errors import PlanproofError
from planner.llm.opening import MAILBOX, MODEL, REPLAY, open_model
from planner.llm.rungs import ENFORCING
from planner.llm.settings import LlmSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found; `doubtful` where it works, but not as well as it could."""

    well: bool
    says: str
    doubtful: bool = False


def examined(environment: Mapping[str, str] | None = None) -> Examined:
    """One finding. An endpoint is asked a tiny question or two."""
    known = os.environ if environment is None else environment
    name = known.get(MODEL, "").strip()
    if not name:
        return Examined(True, f"no language model is configured ({MODEL}); English is read without one")
    try:
        if name.startswith((MAILBOX, REPLAY)):
            model = open_model(name, environment=known)
            return Examined(True, f"the language model is {name}{'' if model is None else f' ({model.name})'}")
        return _endpoint(name, known)
    except PlanproofError as error:
        return Examined(False, f"the language model {name} cannot be used: {error}")


def _endpoint(name: str, environment: Mapping[str, str]) -> Examined:
    from planner.llm.access import access, adjusted
    from planner.llm.endpoint import Endpoint
    from planner.llm.prices import price_of
    from planner.llm.usage import Meter

    open_model(name, environment=environment)  # what is wrong without any call
    found = access(name, environment)
    settings = replace(adjusted(LlmSettings(), environment), tries=2)
    capability = Endpoint(found, settings, Meter(name, price_of(name, environment))).probe(_SECONDS)
    enforced = capability.rung in ENFORCING
    how = f"schemas are enforced ({capability.rung})" if enforced else f"no schema is enforced ({capability.rung})"
    says = f"the language model {name} at {found.host} answers; {how}"
    if found.base_url.startswith("http://") and not found.local and environment.get("OPENAI_API_KEY"):
        return Examined(True, f"{says}; the key goes there unencrypted (http)", doubtful=True)
    return Examined(True, says, doubtful=not enforced)
