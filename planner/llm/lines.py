"""Files of JSON lines that are only appended to, each line in one piece, readable by their owner alone."""

from __future__ import annotations

import json
import os
from typing import Any

from encoders.errors import InputError


def append_line(path: str, content: dict[str, Any], option: str) -> None:
    """One more line. Raises InputError, which names the option, where the file cannot be written."""
    line = (json.dumps(content, ensure_ascii=False, default=str) + "\n").encode("utf-8", "backslashreplace")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            while line:
                line = line[os.write(handle, line) :]
        finally:
            os.close(handle)
    except OSError as error:
        raise InputError(f"the file {path} cannot be written ({error.strerror or error})", where=option) from error


def require_appendable(path: str, option: str) -> None:
    """Raises InputError at once where a file cannot be appended to."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    except OSError as error:
        raise InputError(f"the file {path} cannot be written ({error.strerror or error})", where=option) from error
