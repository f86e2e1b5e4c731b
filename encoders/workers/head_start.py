"""The first moments of a race, while its workers still start: one contender begins here, and its worker is asked afterwards.

Many a question is answered before a worker could have read it. Whatever is found goes to the workers as a hint and as bounds.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from encoders.engines.choose import opener
from encoders.errors import EngineError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.engines.questions import Question
    from encoders.problem import Objective, Problem
    from encoders.result import Assignment, Budget, Deadline, Outcome, Result
    from encoders.session import Session
    from encoders.workers.process import Process

ENGINE = "cpsat"
"""CP-SAT gives the interpreter free while it runs and stops in time."""
_LIBRARY = "ortools.sat.python.cp_model_helper"
_STARTING = 0.4
"""Seconds after its start from which on a worker is taken to be ready."""
_PART = 0.5
"""At most this part of the time that a question has."""


class HeadStart:
    """A session in this process for one problem, opened when it is first needed."""

    def __init__(self, problem: Problem, switchable: Sequence[str]) -> None:
        self._problem, self._switchable = problem, switchable
        self._session: Session | None = None

    def seconds(self, processes: Sequence[Process], deadline: Deadline) -> float:
        """How long to try here; 0 where the workers are ready, or the solver would have to be loaded first.

        A budget of work is the same wherever a question is answered, and is left to the workers.
        """
        if _LIBRARY not in sys.modules or deadline.budget.work is not None or not processes:
            return 0.0
        left = _STARTING - min([process.age for process in processes])
        return max(0.0, left if deadline.remaining is None else min(left, _PART * deadline.remaining))

    def answer(
        self,
        question: Question,
        hint: Assignment | None,
        objectives: Sequence[Objective] | None,
        budget: Budget,
        *,
        optimise: bool,
    ) -> Outcome | Result | None:
        """What is found in the budget's time; None where it cannot be asked here."""
        try:
            if self._session is None:
                self._session = opener(self._problem, ENGINE)(self._problem, switchable=self._switchable)
            if not optimise:
                return self._session.check(question.on, values=question.values, hint=hint, budget=budget)
            return self._session.optimise(
                question.on, values=question.values, hint=hint, budget=budget, objectives=objectives
            )
        except (EngineError, UnsupportedError, MemoryError):
            return None

    def close(self) -> None:
        """Give the solver's memory back."""
        if self._session is not None:
            self._session.close()
        self._session = None
