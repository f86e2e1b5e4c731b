"""Objectives over real variables: Z3's Optimize, whose answers are exact but need reading.

`sat` also covers an objective without a best value: it may fall without end, or come as near to a value as one likes without
taking it. Both are answers here: a feasible assignment and what is known of the bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.local import Climb
from encoders.engines.z3.api import FALSE, TRUE
from encoders.engines.z3.limits import reason_of
from encoders.engines.z3.optimizer import Optimizer
from encoders.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.engines.local import Ascent
    from encoders.engines.z3.api import Handle
    from encoders.engines.z3.session import Z3Session
    from encoders.result import Assignment


def climb(session: Z3Session, ascent: Ascent) -> Climb:
    """The optimum, if it is attained; the live solver answers whether there is any assignment, and with which core."""
    deadline, best = ascent.deadline, ascent.best
    held = session.assumptions(ascent.question, ascent.fixed)
    if best is None:
        if deadline.expired:
            return Climb(None, reason=deadline.reason)
        answer = session.ask(held, deadline, session.first_turn(ascent.question, best))
        if answer == FALSE:
            return Climb(None, core=session.core())
        if answer != TRUE:
            return Climb(None, reason=session.reason(deadline))
        best = session.assignment()
        ascent.tell(best, None)
    if deadline.expired:
        return Climb(best, reason=deadline.reason)
    return _optimise(session, ascent, held, best)


def _optimise(session: Z3Session, ascent: Ascent, held: Sequence[Handle], best: Assignment) -> Climb:
    minimise = ascent.sign == 1
    with Optimizer(session, (*session.asserted, *held)) as optimizer:
        optimizer.aim(session.lowering.number(ascent.goal.expression, ascent.question.values), minimise=minimise)
        answer = optimizer.ask(ascent.deadline)
        if answer == FALSE:
            raise EngineError("Z3's optimiser contradicts its solver: it finds no assignment where there is one")
        if answer != TRUE:
            return Climb(best, reason=reason_of(optimizer.reason(), ascent.deadline))
        found = optimizer.assignment()
        infinite, value, epsilon = optimizer.bound(minimise=minimise)
    reached = ascent.value(found)
    better = found if ascent.sign * reached <= ascent.sign * ascent.value(best) else best
    if infinite:
        return Climb(better, reason="the objective has no limit: it can be made better without end")
    if epsilon or reached != value:
        return Climb(better, value, reason="the best value can be approached as near as one likes but is not reached")
    return Climb(found, value, proved=True)
