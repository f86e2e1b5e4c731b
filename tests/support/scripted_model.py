"""A language model whose replies are written beforehand; everything around them is the real thing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from planner.llm.asking import Asked
from planner.llm.exchange import Question, Said
from planner.llm.opening import _asked
from planner.llm.prices import FREE
from planner.llm.redaction import Redaction
from planner.llm.settings import LlmSettings
from planner.llm.usage import Meter, Tokens

if TYPE_CHECKING:
    from planner.llm.messages import LanguageModel

Reply = dict[str, Any] | str | Callable[[Question], dict[str, Any]]


class Script:
    """The transport: replies in order; `asked` are the questions that came."""

    name = "scripted"

    def __init__(self, replies: Sequence[Reply], meter: Meter) -> None:
        self._replies = list(replies)
        self._meter = meter
        self.asked: list[Question] = []

    def exchange(self, question: Question, seconds: float) -> Said:
        """The next reply. Fails the test where there is none."""
        self.asked.append(question)
        assert self._replies, (
            f"nothing is scripted for the stage {question.stage}: {question.messages[-1].content[-1500:]}"
        )
        reply = self._replies.pop(0)
        content = reply(question) if callable(reply) else reply
        tokens = Tokens(100, 10, True)
        self._meter.count(question.stage, tokens)
        return Said(content if isinstance(content, str) else json.dumps(content), tokens)

    def rung(self, seconds: float) -> None:
        """There is no server."""

    def unenforced(self) -> None:
        """Nothing changes."""

    @property
    def stages(self) -> list[str]:
        """The stages that were asked, in order."""
        return [question.stage for question in self.asked]


def scripted(replies: Sequence[Reply]) -> tuple[LanguageModel, Script]:
    """A model with these replies, and its script."""
    meter = Meter("scripted", FREE)
    script = Script(replies, meter)
    model = _asked(script, LlmSettings(), meter, Redaction(), 100.0)
    assert isinstance(model, Asked)
    return model, script
