"""Ctrl-C while a solver runs: a handler of our own, and a thread that tells the solver to stop.

Solvers swallow SIGINT in different ways and Python's own handler has to wait until they return. So while a solver runs, our
handler notes the signal and a watching thread, woken through a pipe, calls the solver's own way to stop. Afterwards
KeyboardInterrupt is raised where the solver was called.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from encoders.result import Result


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a search that had already found something: `result` is the best of it, accepted by the evaluator."""

    def __init__(self, result: Result) -> None:
        super().__init__("interrupted")
        self.result = result


class _Watch:
    """The pipe and the thread, made at the first need and kept."""

    def __init__(self) -> None:
        self._stop: Callable[[], None] | None = None
        self._lock = threading.Lock()
        self.read_end, self.write_end = os.pipe()
        os.set_blocking(self.write_end, False)
        threading.Thread(target=self._run, name="planproof-interrupts", daemon=True).start()

    def _run(self) -> None:
        while os.read(self.read_end, 64):
            with self._lock:
                if self._stop is not None:
                    self._stop()

    def during(self, stop: Callable[[], None] | None) -> None:
        """What to stop from now on."""
        with self._lock:
            self._stop = stop


_watch: _Watch | None = None


def _fresh_after_fork() -> None:
    """A forked child has the pipe but not the thread: it makes its own."""
    global _watch
    _watch = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_fresh_after_fork)


@contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[None]:
    """While inside, SIGINT calls `stop` (from another thread); on leaving, KeyboardInterrupt is raised if it came.

    Outside the main thread, and where somebody else handles SIGINT, nothing changes.
    """
    global _watch
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    if _watch is None:
        _watch = _Watch()
    watch, seen = _watch, []

    def note(number: int, frame: Any) -> None:
        seen.append(number)

    signal.signal(signal.SIGINT, note)
    before = signal.set_wakeup_fd(watch.write_end, warn_on_full_buffer=False)
    watch.during(stop)
    try:
        yield
    finally:
        watch.during(None)
        signal.set_wakeup_fd(before)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if seen:
            raise KeyboardInterrupt
