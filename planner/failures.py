"""From an exception to an Answer: every failure is a sentence, and nothing is hidden."""

from __future__ import annotations

import os
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from encoders.errors import (
    EngineError,
    InputError,
    PlanproofError,
    UnknownNameError,
    UnsupportedError,
    VerificationError,
)
from planner.answer import Answer, ErrorKind, Failure
from planner.blame import defect_of
from planner.llm.errors import LlmError

if TYPE_CHECKING:
    from planner.registry import Registry


_LONGEST, _LONGEST_PLACE = 4_000, 500
"""Characters of a sentence and of a place: both may repeat a name or a row from outside, of any length."""


def kind_of(error: BaseException) -> ErrorKind:
    """Whose turn it is: the user's (input), the endpoint's (llm), nobody's yet (unsupported), or ours (internal)."""
    if isinstance(error, LlmError):
        return "llm"
    if isinstance(error, UnsupportedError):
        return "unsupported"
    if isinstance(error, (InputError, UnknownNameError)):
        return "input"
    return "internal"


def failed(
    error: BaseException,
    *,
    id: str | int | None = None,
    domain: str | None = None,
    registry: Registry | None = None,
) -> Answer:
    """The Answer for an exception; details of defects go to the log, whose place the sentence names.

    `registry` has the domains of other distributions that may be to blame (default: the installed ones).
    """
    kind = kind_of(error)
    where = _short(error.where, _LONGEST_PLACE) if isinstance(error, PlanproofError) else ""
    says = _short(_sentence(error), _LONGEST)
    if kind == "internal":
        place = log(error)
        from planner.registry import installed

        whose = defect_of(error, registry or installed())
        says = f"{says} This is a defect of {whose}, not of your request; the details are in {place}."
    return Answer(status="error", id=id, domain=domain, error=Failure(kind=kind, says=says, where=where))


def _short(text: str, most: int) -> str:
    """The text, its middle left out where it is too long: what to do stands at its end."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half]} [...] {text[-half:]}"


def _sentence(error: BaseException) -> str:
    if isinstance(error, PlanproofError):
        text = error.message
    elif isinstance(error, MemoryError):
        text = "the memory of this machine did not suffice"
    elif isinstance(error, RecursionError):
        text = "something is nested too deeply"
    else:
        text = f"something unexpected went wrong ({type(error).__name__}: {error})"
    if isinstance(error, VerificationError):
        text = f"a result failed its independent check and is not shown: {text}"
    elif isinstance(error, EngineError):
        text = f"the solver failed: {text}"
    text = " ".join(text.split())
    if text.split(" ")[0].isalpha():  # the name of a file or a field stays as it is
        text = text[:1].upper() + text[1:]
    return text.rstrip(".") + ("" if text.endswith(("?", "!")) else ".")


def log(error: BaseException) -> str:
    """Append the traceback to the log of errors and give the log's path, or say that it could not be written."""
    stamp = time.strftime("%Y-%m-%d %H:%M:%S")
    text = f"--- {stamp}\n{''.join(traceback.format_exception(error))}\n"
    for folder in _log_folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(folder / "errors.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with open(handle, "a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            continue
        return str(folder / "errors.log")
    return "no file (none could be written); run the command again with --debug"


def _log_folders() -> list[Path]:
    state = os.environ.get("XDG_STATE_HOME")
    home = [Path(state)] if state else [Path(os.path.expanduser("~"), ".local", "state")]
    return [folder / "planproof" for folder in (*home, Path(tempfile.gettempdir()))]
