"""One engine of a race (or the only one): its worker, loaded with the problem, and how far it has come in a question."""

from __future__ import annotations

import time
from signal import SIGKILL, SIGXCPU
from typing import TYPE_CHECKING, Any

from encoders.errors import EngineError, PlanproofError
from encoders.workers.process import machine_memory, signal_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.numbers import Number
    from encoders.workers.messages import Message
    from encoders.workers.pool import Pool
    from encoders.workers.process import Process

_PATIENCE = 0.3
"""Seconds that a worker may take to leave its last question before it is replaced."""
_KILLS, _CRASHES = 30, 2
"""How often a worker is opened again in one question: after kill -9 of somebody else, and after a crash of its own."""
_FULL = 0.8
"""Part of the memory limit from which on a crash is taken for its consequence."""
MEMORY, CPU = "memory limit", "CPU limit"


class Contender:
    """`load` is what the worker is given first."""

    def __init__(self, engine: str, pool: Pool, load: Message) -> None:
        self.engine = engine
        self.process: Process | None = None
        self._pool, self._load = pool, load
        self._setup: set[int] = set()
        """Numbers of messages that are only answered if they fail."""
        self._number = self._last_of_before = 0
        self.running = self.again = False
        """Whether it works on the question, and whether it was stopped to be asked again with what is known now."""
        self.error: PlanproofError | None = None
        self.reason = ""
        self.unread: list[Message] = []
        """What it has said and nobody has looked at."""
        self.lost = 0
        """Workers lost in this question."""
        self.since = self._worked = 0.0
        self.values: dict[str, Number] = {}
        self.bounds: dict[str, Number] = {}
        """What it found by itself since it was asked, by objective."""

    def begin(self) -> None:
        """A new question."""
        self.error, self.reason, self.lost, self.again = None, "", 0, False

    def ask(self, message: Mapping[str, Any]) -> None:
        """Put the question to the worker, a new one where there is none that can answer."""
        process = self._ready()
        self._last_of_before = process.asked if not self._setup else min(self._setup) - 1
        self._number = process.ask(message)
        self.running, self.again, self.since = True, False, time.monotonic()
        self._worked = process.worked()
        self.values, self.bounds, self.unread = {}, {}, []

    @property
    def worked(self) -> float:
        """Seconds of processor time spent on the question since it was last asked."""
        return self.process.worked() - self._worked if self.process is not None else 0.0

    def halt(self) -> None:
        """Tell the worker to leave the question."""
        if self.running and self.process is not None:
            self.process.urge("halt", {})

    def leave(self) -> None:
        """The question is over for this contender, whatever its worker still does."""
        self.halt()
        self.running = False

    def kill(self, reason: str) -> None:
        """End the worker; the question is over for this contender."""
        if self.process is not None:
            self.process.close()
        self.process, self.running, self.reason = None, False, reason

    def extend(self, message: Message, load: Message) -> None:
        """More in the problem: for the worker that has it, and for every worker to come."""
        self._load = load
        if self.process is not None:
            self._setup.add(self.process.ask(message))

    def close(self) -> None:
        """Give the worker back."""
        self.leave()
        if self.process is not None:
            self._pool.give_back(self.process)
        self.process = None

    @property
    def stuck(self) -> bool:
        """Whether the worker does not leave the question before."""
        process = self.process
        if process is None or process.answered >= self._last_of_before:
            return False
        return time.monotonic() - self.since > _PATIENCE

    # ---------------------------------------------------------------- hearing

    def hear(self) -> list[Message]:
        """What the worker says to the question."""
        process = self.process
        if process is None:
            return []
        found = []
        for message in process.receive():
            if message["number"] in self._setup:
                self._setup.discard(message["number"])
                if message["is"] != "error":
                    continue
            elif message["number"] != self._number:
                continue
            found.append(message)
        return found

    def after_end(self, limit: int | None) -> bool:
        """The worker has ended by itself: whether it is to be opened again; if not, `reason` or `error` says why."""
        process = self.process
        assert process is not None
        number, most = process.bury(), process.most
        words = process.last_words()
        self.process = None
        process.close()
        self.lost += 1
        if number == SIGXCPU:
            return self._ends(CPU)
        if limit is not None and most >= _FULL * limit:
            return self._ends(MEMORY)
        if number == SIGKILL and 2 * most > machine_memory():
            return self._ends("the memory of this machine did not suffice")
        if self.lost <= (_KILLS if number == SIGKILL else _CRASHES):
            return True
        if number:
            return self._ends(f"the solver's process was ended {self.lost} times, last by {signal_name(number)}")
        self.running = False
        self.error = EngineError(f"its process ended {self.lost} times{f': {words}' if words else ''}")
        return False

    def _ends(self, reason: str) -> bool:
        self.running, self.reason = False, reason
        return False

    # ---------------------------------------------------------------- the worker

    def _ready(self) -> Process:
        if self.process is not None:
            self.hear()
            if not self.process.alive:
                self.kill("")
        if self.process is None:
            self.process = self._pool.take()
            self._setup = {self.process.ask(self._load)}
        return self.process
