"""The trace: every attempt as a line of JSON, with what was asked, what was said and how it was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.llm.lines import append_line

if TYPE_CHECKING:
    from planner.llm.exchange import Question, Said
    from planner.llm.redaction import Redaction


class Trace:
    """Appends to a file; without one it does nothing."""

    def __init__(self, path: str | None, model: str, redaction: Redaction) -> None:
        self._path = path
        self._model = model
        self._redaction = redaction

    def write(self, question: Question, said: Said | None, seconds: float, verdict: str) -> None:
        """One attempt; `said` is None where nothing came."""
        if self._path is None:
            return
        usage = None
        if said is not None:
            usage = {
                "input_tokens": said.tokens.input,
                "output_tokens": said.tokens.output,
                "estimated": said.tokens.estimated,
            }
        content = {
            "stage": question.stage,
            "attempt": question.attempt,
            "model": self._model,
            "messages": [message.to_dict() for message in question.messages],
            "reply": None if said is None else said.content,
            "usage": usage,
            "seconds": str(round(seconds, 3)),
            "verdict": verdict,
        }
        append_line(self._path, self._redaction.content(content), "--trace")
