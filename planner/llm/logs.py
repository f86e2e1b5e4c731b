"""Keeps keys out of what the HTTP libraries log: with debugging on they log headers, and an endpoint may repeat a key in one."""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.llm.redaction import Redaction

_LOGGERS = (
    "openai", "openai._base_client", "httpx2", "httpcore2", "httpcore2.connection", "httpcore2.http11", "httpcore2.http2",
    "httpcore2.proxy", "httpcore2.socks",
)  # fmt: skip


class _Redacting(logging.Filter):
    """Takes the known keys out of every record."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._known: dict[str, Redaction] = {}

    def know(self, key: str, redaction: Redaction) -> None:
        """One more key."""
        with self._lock:
            self._known = {**self._known, key: redaction}

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes, without keys."""
        text = record.getMessage()
        clean = text
        for redaction in self._known.values():
            clean = redaction.text(clean)
        if clean != text:
            record.msg, record.args = clean, ()
        return True

    def __repr__(self) -> str:
        return "_Redacting()"


_redacting = _Redacting()


def redact_logs(key: str, redaction: Redaction) -> None:
    """From now on the key does not stand in the logs of the HTTP libraries."""
    _redacting.know(key, redaction)
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if _redacting not in logger.filters:
            logger.addFilter(_redacting)
