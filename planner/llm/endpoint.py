"""The transport to an OpenAI-compatible endpoint: the best rung of the ladder, retries within the budget, everything counted."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from planner.llm import capabilities
from planner.llm.answers import Declined, Outcome, Wait, outcome
from planner.llm.capabilities import LENGTHS, Capability
from planner.llm.errors import LlmError
from planner.llm.exchange import Question, Said
from planner.llm.probing import PROBE_STAGE, probe_body, probed_rung
from planner.llm.rungs import ENFORCING, below, form, spelled
from planner.llm.sending import Sender
from planner.llm.usage import Tokens, estimated_tokens

if TYPE_CHECKING:
    from planner.llm.access import Access
    from planner.llm.rungs import Rung
    from planner.llm.settings import LlmSettings
    from planner.llm.usage import Meter

_LONGEST_WAIT = 30.0
_TOLD = 2.0
"""Seconds of waiting that somebody should know of."""
_LEAST_TOKENS = 64
_SHORTER, _SHORTEST = 4, 64
_FORMS = ("response_format", "json_schema", "schema", "tool", "function", "strict", "grammar")
"""Words of a refusal that is about how the schema is asked for."""


class Endpoint:
    """The transport "NAME"."""

    def __init__(self, access: Access, settings: LlmSettings, meter: Meter) -> None:
        self.name = access.model
        self._access = access
        self._settings = settings
        self._meter = meter
        self._sender = Sender(access, settings.reply_bytes)
        self._capability: Capability | None = None
        self._remembered = False
        self._spell_out = False

    def exchange(self, question: Question, seconds: float) -> Said:
        """The reply to a question. Raises LlmError."""
        until = time.monotonic() + seconds
        self._require_capability(until)
        try:
            return self._answered(question, until)
        except LlmError as error:
            if error.reason != "unavailable" or not self._remembered:
                raise
        capabilities.remember(self._access, None)  # another server may stand there now
        self._capability = None
        self._capability = self._probed(until, tries=1)
        return self._answered(question, until)

    def unenforced(self) -> None:
        """From now on the schema stands in the prompt too, whatever the endpoint says that it enforces."""
        self._spell_out = True

    def probe(self, seconds: float) -> Capability:
        """What the endpoint can do, found out now and remembered. Raises LlmError."""
        return self._probed(time.monotonic() + seconds)

    def rung(self, seconds: float) -> Rung:
        """How the endpoint is made to follow schemas, found out where that is not known yet. Raises LlmError."""
        self._require_capability(time.monotonic() + seconds)
        return self._known.rung

    # ------------------------------------------------------------ one question

    def _answered(self, question: Question, until: float) -> Said:
        shorter = 1
        while True:
            capability = self._known
            enforced = capability.rung in ENFORCING and not self._spell_out
            shown = (question.wider if enforced else None) or question.schema
            messages = spelled(capability.rung, question.messages, shown, always=self._spell_out)
            body = {"model": self.name, "messages": messages, **form(capability.rung, question.schema)}
            body |= self._parameters(question, max(_LEAST_TOKENS, question.max_tokens // shorter), body)
            found = self._sent(question.stage, body, until)
            if isinstance(found, Said):
                content = self._access.redaction.exact(found.content)
                return replace(found, content=content, rung=capability.rung)
            if found.too_much_room and shorter < _SHORTEST:
                shorter *= _SHORTER
                continue
            if found.too_long:
                if shorter > 1 or not capability.length:
                    raise LlmError(
                        f"the request does not fit the context of {self.name}; shorten it or use a model with a longer one",
                        where=self._access.host,
                        reason="too long",
                    )
                shorter = _SHORTER
                continue
            self._adapt(found)
            capabilities.remember(self._access, self._known)

    def _parameters(self, question: Question, most: int, body: dict[str, Any]) -> dict[str, Any]:
        known = self._known
        found: dict[str, Any] = {}
        if known.length:
            found[known.length] = self._room(most, _characters(body))
        if known.temperature:
            found["temperature"] = question.temperature
        if known.seed:
            found["seed"] = question.seed
        return found

    def _room(self, most: int, characters: int) -> int:
        """Tokens that a reply may have within the budget. Raises LlmError where there is no room for one."""
        usage = self._meter.usage()
        asked = estimated_tokens(characters)
        left = self._settings.tokens - usage.input_tokens - usage.output_tokens - asked
        if left < _LEAST_TOKENS:
            raise LlmError(
                f"the {self._settings.tokens:,} tokens for the language model are used up; allow more with --llm-budget",
                where=self._access.host,
                reason="budget",
            )
        price, limit = self._meter.price, self._settings.cost
        if price is not None and limit is not None:
            spent = usage.cost or Fraction(0)
            rest = limit - spent - price.of(asked, 0)
            if rest < price.of(0, _LEAST_TOKENS):
                raise LlmError(
                    "what the language model may cost is used up; allow more with --llm-cost",
                    where=self._access.host,
                    reason="budget",
                )
            if price.output:
                left = min(left, int(rest * 10**6 / price.output))
        return min(most, left)

    # ------------------------------------------------------------ sending with patience

    def _sent(self, stage: str, body: dict[str, Any], until: float, tries: int | None = None) -> Said | Declined:
        """What comes of a request, sent again while the endpoint is busy or breaks off. Raises LlmError.

        `tries` limits those of a request that the endpoint fails on.
        """
        done = 0
        while True:
            done += 1
            self._room(_LEAST_TOKENS, _characters(body))
            found = self._once(stage, body, until)
            if not isinstance(found, Wait):
                return found
            wait = self._settings.first_wait * 2 ** (done - 1) * random.uniform(0.75, 1.25)
            wait = min(wait, _LONGEST_WAIT) if found.seconds is None else found.seconds
            left = until - time.monotonic()
            most = min(self._settings.tries, found.tries or done + 1)
            if done >= (tries if tries is not None and found.reason == "unavailable" else most) or wait >= left:
                raise LlmError(
                    f"{found.says}{_gave_up(done, found, wait, left)}", where=self._access.host, reason=found.reason
                )
            if wait >= _TOLD:
                self._settings.told(f"waiting {wait:,.0f} s, since {found.says}")
            time.sleep(wait)

    def _once(self, stage: str, body: dict[str, Any], until: float) -> Outcome:
        """One try, counted whatever comes of it."""
        asked = _characters(body)
        seconds = max(0.05, min(self._settings.call_seconds, until - time.monotonic()))
        came = self._sender.send(body, seconds)
        try:
            found = outcome(came, self._access, asked, _characters(body["messages"]))
        except LlmError as error:
            self._meter.count(stage, self._of_failure(error, asked), failed=True)
            raise
        if isinstance(found, Said):
            self._meter.count(stage, found.tokens, failed=found.finish != "stop")
        elif isinstance(found, Wait) and found.billed:
            tokens = Tokens(estimated_tokens(asked), estimated_tokens(found.received), True)
            self._meter.count(stage, tokens, failed=True)
        else:
            self._meter.count(stage, Tokens(), failed=True)
        return found

    def _of_failure(self, error: LlmError, asked: int) -> Tokens:
        """Tokens of a call that ended the asking: only a model's own words cost any."""
        if error.reason == "too large":
            return Tokens(estimated_tokens(asked), estimated_tokens(self._settings.reply_bytes), True)
        return Tokens(estimated_tokens(asked), 0, True) if error.reason == "too long" else Tokens()

    # ------------------------------------------------------------ what the endpoint takes

    @property
    def _known(self) -> Capability:
        return self._capability or Capability()

    def _require_capability(self, until: float) -> None:
        if self._capability is not None:
            return
        found = capabilities.remembered(self._access)
        self._remembered = found is not None
        self._capability = found if found is not None else self._probed(until)

    def _probed(self, until: float, tries: int = 2) -> Capability:
        """The first rung that a tiny question shows to be enforced, else the best that is taken."""
        self._remembered = False
        self._capability = Capability()

        def tried(rung: Rung) -> Said | None:
            """What a rung says; None where it is refused."""
            self._change(rung=rung)
            try:
                while True:
                    body = probe_body(self.name, rung)
                    if self._known.length:
                        body[self._known.length] = self._room(1024, _characters(body))
                    found = self._sent(PROBE_STAGE, body, until, tries=None if rung == "plain" else tries)
                    if isinstance(found, Said):
                        return found
                    before = self._known
                    self._adapt(found)
                    if self._known.rung != before.rung:
                        return None
            except LlmError as error:
                if rung == "plain" or error.reason not in ("unavailable", "refused by the endpoint"):
                    raise
                return None

        self._change(rung=probed_rung(tried))
        capabilities.remember(self._access, self._known)
        return self._known

    def _adapt(self, declined: Declined) -> None:
        """Take from the request what the endpoint says it does not take. Raises LlmError where that is nothing of it."""
        known, about = self._known, declined.about
        if known.length and ("max_tokens" in about or "max_completion_tokens" in about):
            self._change(length=LENGTHS[LENGTHS.index(known.length) + 1])
        elif known.temperature and "temperature" in about:
            self._change(temperature=False)
        elif known.seed and "seed" in about:
            self._change(seed=False)
        elif below(known.rung) is not None and any([word in about for word in _FORMS]):
            self._change(rung=below(known.rung))
        else:
            raise LlmError(declined.says, where=self._access.host, reason="refused by the endpoint")

    def _change(self, **changes: Any) -> None:
        self._capability = replace(self._known, **changes)


def _characters(part: Any) -> int:
    return len(json.dumps(part, ensure_ascii=False))


def _gave_up(done: int, found: Wait, wait: float, left: float) -> str:
    if found.seconds is not None and wait >= left:
        return f"; it asks to wait {wait:,.0f} s, and {max(0.0, left):,.0f} s are left for the language model"
    return f"; tried {done} times" if done > 1 else ""
