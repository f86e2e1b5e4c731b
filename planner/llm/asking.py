"""Asks until a reply is right: what is wrong goes back to the model with the reply, within bounds; everything is counted."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from encoders.errors import InputError
from planner.llm.errors import LlmError, Rejected
from planner.llm.exchange import Question, Said
from planner.llm.json_text import object_in
from planner.llm.messages import Message, T
from planner.llm.schema import reply_schema
from planner.llm.validate import valid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import BaseModel

    from planner.llm.errors import Reason
    from planner.llm.exchange import Transport
    from planner.llm.recording import Recorder
    from planner.llm.rungs import Rung
    from planner.llm.settings import LlmSettings, Size
    from planner.llm.trace import Trace
    from planner.llm.usage import Meter, Usage

_LONGEST_REPLY_BACK = 6_000
_LONGEST_FAULT = 3_000
_LONGEST_SHOWN = 600
_LARGER = 2
"""How much more room a reply gets that was cut off."""


class _Unusable(Exception):
    """What is wrong with a reply, in words for the model and for people. No `reason`: it is well formed, and not accepted."""

    def __init__(self, reason: Reason | None, says: str, *, reply: object = None) -> None:
        super().__init__(says)
        self.reason: Reason | None = reason
        self.says = says
        self.reply = reply


class Asked:
    """A language model over a transport."""

    def __init__(
        self,
        transport: Transport,
        settings: LlmSettings,
        meter: Meter,
        recorder: Recorder,
        trace: Trace,
        seconds: float,
    ) -> None:
        self._transport = transport
        self._settings = settings
        self._meter = meter
        self._recorder = recorder
        self._trace = trace
        self._seconds = seconds

    @property
    def name(self) -> str:
        """The model's name."""
        return self._transport.name

    def rung(self) -> Rung | None:
        """How an endpoint is made to follow schemas; see `LanguageModel.rung`."""
        began = time.monotonic()
        try:
            return self._transport.rung(self._left("probe"))
        finally:
            self._meter.took(time.monotonic() - began)

    @property
    def size(self) -> Size | None:
        """What the operator says of the model; see `LanguageModel.size`."""
        return self._settings.size

    @property
    def usage(self) -> Usage:
        """What was used so far, over every attempt."""
        return self._meter.usage()

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
        """A valid reply; see `LanguageModel.ask`."""
        most = max(1, attempts or self._settings.attempts)
        schema = reply_schema(reply)
        shown = None if wider is None else reply_schema(wider)
        messages = [Message(message.role, _clean(message.content)) for message in messages]
        asked = tuple(messages)
        room = self._settings.max_output
        attempt = 0
        while True:
            attempt += 1
            question = Question(
                stage, attempt, asked, schema, self._settings.temperature, self._settings.seed, room, shown
            )
            said, seconds = self._exchanged(question)
            try:
                found = self._judged(said, reply, accept)
            except _Unusable as fault:
                self._trace.write(question, said, seconds, f"{fault.reason or 'rejected'}: {fault.says}")
                if fault.reason == "wrong schema":
                    self._transport.unenforced()
                if attempt == most or fault.reason == "refused":
                    raise _given_up(fault, stage, attempt, asked) from None
                if fault.reason == "truncated":
                    room *= _LARGER
                asked = _again(messages, said, fault, attempt + 1, most)
            else:
                self._trace.write(question, said, seconds, "accepted")
                return found

    def _exchanged(self, question: Question) -> tuple[Said, float]:
        began = time.monotonic()
        seconds = self._left(question.stage)
        try:
            said = self._transport.exchange(question, seconds)
            said = replace(said, content=_clean(said.content))
        except LlmError as error:
            took = time.monotonic() - began
            self._meter.took(took)
            self._trace.write(question, None, took, f"{error.reason}: {error.message}")
            raise
        took = time.monotonic() - began
        self._meter.took(took)
        self._recorder.write(question, said)
        return said, took

    def _left(self, stage: str) -> float:
        """Seconds for the next exchange. Raises LlmError where none are left."""
        usage = self._meter.usage()
        if usage.input_tokens + usage.output_tokens >= self._settings.tokens:
            raise LlmError(
                f"the {self._settings.tokens:,} tokens for the language model are used up; allow more with --llm-budget",
                where=f"stage {stage}",
                reason="budget",
            )
        left = self._seconds - self._meter.seconds
        whole = self._settings.left() if self._settings.left is not None else None
        if whole is not None and whole < left:
            if whole <= 0:
                raise LlmError(
                    "the time limit was reached while the language model was needed; allow more with --time-limit",
                    where=f"stage {stage}",
                    reason="budget",
                )
            return whole
        if left <= 0:
            raise LlmError(
                f"the {self._seconds:g} s for the language model are used up; allow more with --llm-time",
                where=f"stage {stage}",
                reason="budget",
            )
        return left

    def _judged(self, said: Said, reply: type[T], accept: Callable[[T], None] | None) -> T:
        if said.finish == "refusal":
            words = " ".join(said.content.split())[:_LONGEST_FAULT]
            raise _Unusable("refused", f"the model refuses to answer{f': {words}' if words else ''}")
        if said.finish == "length":
            raise _Unusable("truncated", "the reply was cut off before its end; give a shorter one")
        if not said.content.strip():
            raise _Unusable("empty", "the reply was empty")
        try:
            content = object_in(said.content)
        except InputError as error:
            raise _Unusable("malformed", str(error)) from None
        try:
            found = valid(content, reply)
        except InputError as error:
            raise _Unusable("wrong schema", str(error)) from None
        if accept is not None:
            try:
                accept(found)
            except InputError as error:
                raise _Unusable(None, str(error), reply=found) from None
        return found


def _given_up(fault: _Unusable, stage: str, attempts: int, messages: Sequence[Message]) -> LlmError | Rejected:
    where = f"stage {stage}"
    times = "" if attempts == 1 else f" after {attempts} attempts"
    says = fault.says[:_LONGEST_FAULT]
    if fault.reason is None:
        return Rejected(
            f"the language model's reply is not accepted{times}: {says}",
            where=where,
            reply=fault.reply,
            messages=messages,
        )
    if fault.reason == "refused":
        return LlmError(
            f"{says[:_LONGEST_SHOWN]}; say it in other words, or ask another model", where=where, reason="refused"
        )
    return LlmError(
        f"the language model gave no usable reply{times}: {says[:_LONGEST_SHOWN]}; try a more capable model (--llm)",
        where=where,
        reason=fault.reason,
    )


def _again(original: Sequence[Message], said: Said, fault: _Unusable, attempt: int, most: int) -> tuple[Message, ...]:
    """The question with its last reply and what is wrong with it: never the same question twice."""
    note = (
        f"That reply cannot be used: {fault.says[:_LONGEST_FAULT]}\n"
        f"Give the whole reply again with this put right (attempt {attempt} of {most})."
    )
    reply = said.content.strip()
    if not reply or fault.reason == "truncated":
        return (*original, Message("user", note))
    if len(reply) > _LONGEST_REPLY_BACK:
        reply = f"{reply[:_LONGEST_REPLY_BACK]} [...]"
    return (*original, Message("assistant", reply), Message("user", note))


def _clean(text: str) -> str:
    """The text without halves of characters, which no transport could carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
