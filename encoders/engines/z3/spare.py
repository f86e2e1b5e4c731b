"""A context made in advance: making one fills a table of 8 MB, which takes as long as a small question.

When a session is closed, a thread makes a context for the next one while nobody waits for it. It is as fresh as any other, so
answers do not depend on where a session's context comes from. Whoever finds none ready makes one.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Spare:
    """At most one thing made in advance by `make`, which gives None where that fails."""

    def __init__(self, make: Callable[[], int | None]) -> None:
        self._make = make
        self._ready: deque[int] = deque()
        self._over = False
        self._begin()
        atexit.register(self._end)
        if hasattr(
            os, "register_at_fork"
        ):  # a child must not be born in the midst of it: it would find locks held for ever
            os.register_at_fork(
                before=lambda: self._making.acquire(),
                after_in_parent=lambda: self._making.release(),
                after_in_child=self._begin,
            )

    def _begin(self) -> None:
        """Without a thread, as at first and in a forked child."""
        self._making, self._wanted = threading.Lock(), threading.Event()
        self._thread: threading.Thread | None = None

    def take(self) -> int | None:
        """What is ready, if anything is."""
        try:
            return self._ready.pop()
        except IndexError:
            return None

    def prepare(self) -> None:
        """Have one made, unless one is ready."""
        if self._ready or self._over:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="planproof-spare", daemon=True)
            self._thread.start()
        self._wanted.set()

    def _run(self) -> None:
        wanted, making = self._wanted, self._making
        while True:
            wanted.wait()
            wanted.clear()
            with making:
                if self._over:
                    return
                if not self._ready:
                    found = self._make()
                    if found:
                        self._ready.append(found)

    def _end(self) -> None:
        """Nothing may be in the making when the program ends."""
        self._over = True
        with self._making:
            pass
