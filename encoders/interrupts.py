"""Ctrl-C while a solver runs: a handler of our own, and a thread that tells the solver to stop.

Solvers swallow SIGINT in different ways and Python's own handler has to wait until they return. So while a solver runs, our
handler notes the signal and a watching thread, woken through a pipe, calls the solver's own way to stop. Afterwards
KeyboardInterrupt is raised where the solver was called.

A process that works for another one (`encoders.workers.child`) has no Ctrl-C of its own: another thread's word (`Halts`) takes
the signal's place.
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


@contextmanager
def held_back() -> Iterator[list[int]]:
    """While inside, Ctrl-C interrupts nothing: the signals stand in the list. For the last steps to an answer that is there.

    Outside the main thread, and where somebody else handles SIGINT, nothing changes.
    """
    seen: list[int] = []
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield seen
        return

    def note(number: int, frame: Any) -> None:
        seen.append(number)

    signal.signal(signal.SIGINT, note)
    try:
        yield seen
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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


class Halts:
    """Lets another thread end what the main thread's solver does; made by `heed_halts`."""

    def __init__(self) -> None:
        self._stop: Callable[[], None] | None = None
        self._halted = False
        self._lock = threading.Lock()
        self._left = threading.Event()

    def halt(self) -> None:
        """Stop the solver, now or as soon as it is called; KeyboardInterrupt is then raised where it was called."""
        with self._lock:
            self._halted = True
        for _ in range(_ATTEMPTS):  # a solver that has not quite begun may miss the first word
            with self._lock:
                if self._stop is None:
                    return
                self._stop()
            if self._left.wait(_BETWEEN):
                return

    def clear(self) -> None:
        """Whatever was halted is over: solvers may run again."""
        with self._lock:
            self._halted = False

    @contextmanager
    def during(self, stop: Callable[[], None]) -> Iterator[None]:
        """While inside, `stop` is what `halt` calls."""
        with self._lock:
            if self._halted:
                raise KeyboardInterrupt
            self._stop = stop
            self._left.clear()
        try:
            yield
        finally:
            with self._lock:
                self._stop = None
                self._left.set()
        if self._halted:
            raise KeyboardInterrupt


_ATTEMPTS, _BETWEEN = 50, 0.02
_halts: Halts | None = None
_watch: _Watch | None = None


def heed_halts() -> Halts:
    """From now on solvers in this process are stopped by the `Halts` it gives, not by SIGINT."""
    global _halts
    _halts = _halts or Halts()
    return _halts


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
    if _halts is not None:
        with _halts.during(stop):
            yield
        return
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
