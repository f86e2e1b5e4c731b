"""Exchanges written down, to be read by people and replayed without any model.

A recording is a file of JSON lines. Each has the model, the day, the stage, the question (messages, schema, parameters), its key
and the reply; the key is of everything that the reply depends on, so that another question is never answered by chance.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.structured import parse_json
from planner.llm.errors import LlmError
from planner.llm.exchange import Question, Said, key_of
from planner.llm.lines import append_line
from planner.llm.rungs import RUNGS
from planner.llm.usage import Meter, Tokens

if TYPE_CHECKING:
    from planner.llm.redaction import Redaction
    from planner.llm.rungs import Rung

FORMAT = 1
_FIELDS = ("model", "date", "stage", "key", "messages", "schema", "parameters", "reply")


class Recorder:
    """Appends exchanges to a file; without one it does nothing."""

    def __init__(self, path: str | None, model: str, redaction: Redaction) -> None:
        self._path = path
        self._model = model
        self._redaction = redaction

    def write(self, question: Question, said: Said) -> None:
        """One exchange."""
        if self._path is None:
            return
        asked = self._redaction.content(question.content)
        line = {
            "format": FORMAT,
            "model": said.by or self._model,
            "date": time.strftime("%Y-%m-%d"),
            "rung": said.rung,
            "stage": question.stage,
            "key": key_of(asked),
            **asked,
            "reply": {
                "content": self._redaction.text(said.content),
                "finish": said.finish,
                "input_tokens": said.tokens.input,
                "output_tokens": said.tokens.output,
                "estimated": said.tokens.estimated,
            },
        }
        append_line(self._path, line, "--record")


class Replay:
    """A transport that answers from a recording. A question asked again gets the next of its replies, then the last one."""

    def __init__(self, path: str, meter: Meter) -> None:
        self._path = path
        self._meter = meter
        self._lines = _lines(path)
        self.name = str(self._lines[0]["model"])
        self._replies: dict[str, list[dict[str, Any]]] = {}
        for line in self._lines:
            self._replies.setdefault(str(line["key"]), []).append(line["reply"])
        self._asked: dict[str, int] = {}

    def exchange(self, question: Question, seconds: float) -> Said:
        """The recorded reply. Raises LlmError where there is none, with what differs from the recorded questions of the stage."""
        asked = question.content
        key = key_of(asked)
        replies = self._replies.get(key)
        if replies is None:
            raise LlmError(
                f"the recording {self._path} holds no reply to this question: {self._difference(question, asked)}. Record it "
                f"again with --record, or ask a model",
                where=f"stage {question.stage}",
                reason="recording",
            )
        turn = self._asked.get(key, 0)
        self._asked[key] = turn + 1
        reply = replies[min(turn, len(replies) - 1)]
        tokens = Tokens(reply["input_tokens"], reply["output_tokens"], reply.get("estimated", False))
        self._meter.count(question.stage, tokens)
        return Said(reply["content"], tokens, reply["finish"])

    def rung(self, seconds: float) -> Rung | None:
        """The rung that was recorded first."""
        rung = self._lines[0].get("rung")
        return rung if rung in RUNGS else None

    def unenforced(self) -> None:
        """A recording stays as it is."""

    def _difference(self, question: Question, asked: dict[str, Any]) -> str:
        same = [line for line in self._lines if line["stage"] == question.stage]
        if not same:
            stages = ", ".join(dict.fromkeys([str(line["stage"]) for line in self._lines]))
            return f"nothing of the stage {question.stage!r} is recorded, only of {stages}"
        parts = ("messages", "schema", "parameters")
        differing = min([[part for part in parts if line[part] != asked[part]] for line in same], key=len)
        return f"it differs in its {' and '.join(differing) or 'key'} from what was recorded at the stage {question.stage!r}"


def _lines(path: str) -> list[dict[str, Any]]:
    place = f"replay:{path}"
    try:
        texts = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"the recording {path} cannot be read ({reason})", where=place) from error
    found = []
    for number, text in enumerate(texts, 1):
        if text.strip():
            line = parse_json(text, f"{place}, line {number}")
            if not _is_line(line):
                needed = ", ".join(_FIELDS)
                raise InputError(f"this is no line of a recording (it has {needed})", where=f"{place}, line {number}")
            found.append(line)
    if not found:
        raise InputError(f"the recording {path} is empty", where=place)
    return found


def _is_line(line: Any) -> bool:
    if not isinstance(line, dict) or line.get("format") != FORMAT or not all([name in line for name in _FIELDS]):
        return False
    reply = line["reply"]
    return (
        isinstance(reply, dict)
        and isinstance(reply.get("content"), str)
        and reply.get("finish") in ("stop", "length", "refusal")
        and all([isinstance(reply.get(name), int) for name in ("input_tokens", "output_tokens")])
    )
