"""Workers that are there before they are needed, and used again: starting one takes longer than many a problem."""

from __future__ import annotations

import atexit
import os
import threading
from typing import Self

from encoders.workers.process import Process

_KEPT = 2
"""Idle workers that the shared pool keeps: as many as a race needs."""
_LARGEST = 400_000_000
"""Bytes: a worker that has grown larger is not used again, since solvers do not give all memory back."""


class Pool:
    """Idle workers. A context manager: on leaving, every idle worker is ended."""

    def __init__(self, keep: int = _KEPT) -> None:
        self._keep = keep
        self._idle: list[Process] = []
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def prepare(self, count: int = 1) -> None:
        """Start workers ahead, so that as many as `count` are idle."""
        with self._lock:
            self._after_fork()
            while len(self._idle) < min(count, self._keep):
                self._idle.append(Process())

    def take(self) -> Process:
        """A worker without a problem: an idle one, rather one that has left its last question already, else a new one."""
        with self._lock:
            self._after_fork()
            for process in self._idle:
                process.flush()
                process.receive()
            for process in sorted(self._idle, key=lambda p: not p.quiet):
                self._idle.remove(process)
                if process.memory() <= _LARGEST and process.alive:
                    return process
                process.close()
        return Process()

    def give_back(self, process: Process) -> None:
        """Keep a worker for another session; one that is still busy was told to stop."""
        process.send({"do": "close"})
        with self._lock:
            self._after_fork()
            if process.alive and len(self._idle) < self._keep:
                self._idle.append(process)
                return
        process.close()

    def close(self) -> None:
        """End every idle worker."""
        with self._lock:
            self._after_fork()
            while self._idle:
                self._idle.pop().close()

    def _after_fork(self) -> None:
        """The workers of a process that forked belong to it, not to the child."""
        if self._owner != os.getpid():
            self._owner, self._idle = os.getpid(), []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


_shared: Pool | None = None
_making = threading.Lock()


def shared() -> Pool:
    """The pool of this program, ended with it."""
    global _shared
    with _making:
        if _shared is None:
            _shared = Pool()
            atexit.register(_shared.close)
        return _shared
