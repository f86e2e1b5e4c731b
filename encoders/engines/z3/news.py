"""What another search over the same question has found (`Ascent.news`), read before a check and, in another thread, during it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from encoders.evaluate import evaluate

if TYPE_CHECKING:
    from fractions import Fraction

    from encoders.engines.local import Ascent
    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number
    from encoders.result import Assignment

_PERIOD = 0.1
"""Seconds between two looks while a check runs."""


def accepted(session: Z3Session, ascent: Ascent, assignment: Assignment) -> Assignment | None:
    """The assignment's values where the evaluator accepts them and earlier objectives stay as good as they were proved to be."""
    found = session.answering(ascent.question, assignment)
    if found is None:
        return None
    for entry in ascent.fixed:
        sign = 1 if entry.objective.sense == "minimise" else -1
        value = evaluate(entry.objective.expression, found, ascent.question.values)
        if sign * value > sign * entry.value:
            return None
    return found


def heard(session: Z3Session, ascent: Ascent) -> tuple[Assignment | None, Number | None]:
    """An accepted assignment of another search, and the best value that it has not excluded."""
    news = ascent.news() if ascent.news is not None else None
    if news is None or news.objective != ascent.goal.name:
        return None, None
    found = accepted(session, ascent, news.assignment) if news.assignment is not None else None
    return found, news.bound


class Listening:
    """While a check runs, looks for news that make it pointless, from a thread of its own, and then interrupts the check.

    Use it as a context manager around one check. `probe` is the greatest value (turned so that less is better) that the check
    asks for, None where it asks for any plan. `interrupted` says afterwards whether there were such news. Checks that nobody has
    news for run as long as they need: cutting them into turns makes a search a third slower (measured on ten shops).
    """

    def __init__(self, session: Z3Session, ascent: Ascent, probe: Fraction | None) -> None:
        self.interrupted = False
        self._session, self._ascent, self._probe = session, ascent, probe
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._last: tuple[object, bool] = (None, False)

    def __enter__(self) -> Self:
        if self._ascent.news is not None:
            self._thread = threading.Thread(target=self._run, name="planproof-news", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        context = self._session.context
        while not self._over.wait(_PERIOD):
            if self.interrupted or self._pointless():
                self.interrupted = True
                context.lib.interrupt(context.ref)  # again and again: before the check began it has no effect

    def _pointless(self) -> bool:
        try:
            news = self._ascent.news() if self._ascent.news is not None else None
            if news is None or news.objective != self._ascent.goal.name:
                return False
            sign = self._ascent.sign
            if news.bound is not None and self._probe is not None and sign * news.bound > self._probe:
                return True
            if news.assignment is None:
                return False
            if self._last[0] is not news.assignment:
                value = sign * self._ascent.value(news.assignment)
                self._last = (news.assignment, self._probe is None or value <= self._probe)
            return self._last[1]
        except Exception:  # whoever reads the news next, in the search's own thread, raises it
            return True
