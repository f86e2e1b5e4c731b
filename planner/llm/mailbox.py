"""A folder as a model: questions are written into it, and whoever looks after it writes the replies.

DIR/<n>.request.json holds {"n", "stage", "messages", "schema"}: all that is needed to answer. The reply is read from
DIR/<n>.reply.json, which holds the JSON that the schema describes, or {"content": ...} around it, with a "model" beside it where
a recording is to name one. Files appear in one piece; a reply that is still being written is waited for. A wrong reply leads to
a new question with the next number.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.structured import parse_json
from planner.llm.errors import LlmError
from planner.llm.exchange import Said
from planner.llm.usage import Meter, Tokens, estimated_tokens

if TYPE_CHECKING:
    from planner.llm.exchange import Question
    from planner.llm.rungs import Rung
    from planner.llm.settings import LlmSettings

_LOOK_EVERY = 0.1
_SETTLED = 5.0
"""Seconds without change after which a reply that is no JSON counts as whole."""


class Mailbox:
    """The transport `mailbox:DIR`."""

    name = "mailbox"

    def __init__(self, folder: str, meter: Meter, settings: LlmSettings) -> None:
        self._folder = Path(folder)
        self._meter = meter
        self._settings = settings
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"the folder {folder} cannot be made ({error.strerror or error})", where=f"mailbox:{folder}"
            ) from error

    def exchange(self, question: Question, seconds: float) -> Said:
        """Write the question and wait for the reply. Raises LlmError."""
        began = time.monotonic()
        number = self._put(question)
        self._settings.told(f"waiting for {self._folder / f'{number}.reply.json'}")
        asked = estimated_tokens(sum([len(message.content) for message in question.messages]))
        try:
            text = self._reply(number, began + seconds)
        except LlmError:
            self._meter.count(question.stage, Tokens(asked, 0, True), failed=True)
            raise
        tokens = Tokens(asked, estimated_tokens(len(text)), True)
        self._meter.count(question.stage, tokens)
        content, model = _content(text, question)
        return Said(content, tokens, by=model)

    def rung(self, seconds: float) -> Rung | None:
        """Nothing makes whoever answers follow a schema."""
        return None

    def unenforced(self) -> None:
        """The schema stands in every question already."""

    def _put(self, question: Question) -> int:
        """Write the question under the first free number; several programs may share the folder."""
        number = self._last_number() + 1
        try:
            while True:
                content = {
                    "n": number,
                    "stage": question.stage,
                    "messages": [message.to_dict() for message in question.messages],
                    "schema": question.schema.content,
                }
                text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
                if self._placed(self._folder / f"{number}.request.json", text):
                    return number
                number += 1
        except OSError as error:
            raise LlmError(
                f"the folder {self._folder} cannot be written ({error.strerror or error})",
                where=f"stage {question.stage}",
                reason="mailbox",
            ) from error

    def _placed(self, target: Path, text: str) -> bool:
        """Whether the file was made, in one piece; False where there is one already."""
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".request-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
            os.chmod(name, 0o644)
            try:
                os.link(name, target)
            except FileExistsError:
                return False
            return True
        finally:
            with suppress(OSError):
                os.unlink(name)

    def _last_number(self) -> int:
        with suppress(OSError):
            names = [path.name.partition(".")[0] for path in self._folder.glob("*.re*.json")]
            return max([int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 10], default=0)
        return 0

    def _reply(self, number: int, until: float) -> str:
        path = self._folder / f"{number}.reply.json"
        seen: tuple[int, int] | None = None
        since, text = time.monotonic(), ""
        while True:
            now = time.monotonic()
            with suppress(FileNotFoundError):
                state = path.stat()
                self._require_small(state.st_size, path)
                if (state.st_mtime_ns, state.st_size) != seen:
                    seen, since = (state.st_mtime_ns, state.st_size), now
                    text = path.read_text(encoding="utf-8", errors="replace")
                    if _whole(text):
                        return text
                elif text.strip() and now - since > _SETTLED:
                    return text
            if now >= until:
                raise LlmError(
                    f"no reply came in {path} within the time for the language model; allow more with --llm-time",
                    where=f"mailbox:{self._folder}",
                    reason="timeout",
                )
            time.sleep(min(_LOOK_EVERY, max(0.0, until - now)))

    def _require_small(self, size: int, path: Path) -> None:
        if size > self._settings.reply_bytes:
            raise LlmError(
                f"the reply in {path} has {size:,} bytes; at most {self._settings.reply_bytes:,} are read",
                where=f"mailbox:{self._folder}",
                reason="too large",
            )


def _whole(text: str) -> bool:
    try:
        return isinstance(parse_json(text), dict)
    except InputError:
        return False


def _content(text: str, question: Question) -> tuple[str, str | None]:
    """What stands in {"content": ...}, else the text itself; and who says it."""
    try:
        content: Any = parse_json(text)
    except InputError:
        return text, None
    wrapped = isinstance(content, dict) and "content" in content and set(content) <= {"content", "model"}
    if not wrapped or "content" in question.schema.content.get("properties", ()):
        return text, None
    inner = content["content"]
    model = content.get("model")
    said = inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False, default=str)
    return said, model if isinstance(model, str) else None
