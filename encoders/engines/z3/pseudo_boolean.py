"""Search for weighted sums over Booleans: one step down at a time.

Each step is proved or refused quickly, while a bound in the middle of large weights is as hard as the optimum itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.local import Climb, Fixed, Question
from encoders.engines.z3.api import FALSE, TRUE
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number
    from encoders.problem import Objective
    from encoders.result import Assignment, Deadline

NAME = "pseudo-Boolean"


def climb(
    session: Z3Session,
    question: Question,
    goal: Objective,
    fixed: Sequence[Fixed],
    best: Assignment | None,
    deadline: Deadline,
    report: Callable[[Assignment, Number | None], None] | None,
    step: int,
) -> Climb:
    """Ask for one step better until that is refused; values are multiples of 1/step."""
    sign = 1 if goal.sense == "minimise" else -1
    held = session.assumptions(question, fixed)
    bound = goal.expression.bounds[0 if sign == 1 else 1]
    while True:
        better = (
            []
            if best is None
            else [session.cut(goal, _next(session.value(goal, best, question), sign, step), question.values)]
        )
        if deadline.expired:
            return Climb(best, bound, reason="timeout")
        answer = session.ask([*held, *better], deadline)
        if answer == TRUE:
            best = session.assignment()
            if report is not None:
                report(best, bound)
        elif answer == FALSE:
            return Climb(best, proved=True) if best is not None else Climb(None, core=session.core())
        else:
            return Climb(best, bound, reason=session.reason())


def _next(value: Number, sign: int, step: int) -> Number:
    smallest: int | Fraction = exact(f"1/{step}")
    return value - sign * smallest
