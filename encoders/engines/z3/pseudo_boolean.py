"""Search for weighted sums over Booleans: one step down at a time, and core-guided where that gets stuck.

Each step down is proved or refused quickly, while a bound in the middle of large weights is as hard as the optimum itself. The
last refusal can be out of reach that way; then Z3's MaxSAT search (RC2, Ignatiev et al. 2019), which comes from below, gets a
turn, after the linear relaxation, which often closes the gap at once. Turns are counted in deterministic work and each is four
times as long as the one before, so nothing is lost for long.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.engines.ground import bounds_under
from encoders.engines.linear import linear
from encoders.engines.local import Climb, Fixed, Question
from encoders.engines.z3 import relaxation
from encoders.engines.z3.api import FALSE, TRUE
from encoders.engines.z3.limits import FIRST_TURN, reason_of
from encoders.engines.z3.optimizer import Optimizer
from encoders.errors import EngineError, VerificationError
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from encoders.engines.z3.api import Handle
    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number
    from encoders.problem import Objective
    from encoders.result import Assignment, Deadline

NAME = "pseudo-Boolean"
_LONGER = 4


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
    bound = bounds_under(goal.expression, question.values)[0 if sign == 1 else 1]
    turn = FIRST_TURN
    while True:
        better: list[Handle] = []
        value: Number = 0
        if best is not None:
            value = session.value(goal, best, question)
            if value == bound:
                return Climb(best, proved=True)
            better.append(session.cut(goal, value - sign * exact(Fraction(1, step)), question.values))
        if deadline.expired:
            return Climb(best, bound, reason=deadline.reason)
        work = turn if better else session.first_turn(question, best)
        answer = session.ask([*held, *better], deadline, work)
        if answer == TRUE:
            found = session.assignment()
            if best is not None and sign * session.value(goal, found, question) >= sign * value:
                raise VerificationError(f"Z3's answer has not the value of {goal.name!r} that it was asked for")
            best = found
            if report is not None:
                report(best, bound)
        elif answer == FALSE:
            return Climb(best, proved=True) if best is not None else Climb(None, core=session.core())
        elif best is None or not session.gave_up(deadline):
            return Climb(best, bound, reason=session.reason(deadline))
        else:
            if turn == FIRST_TURN:
                bound = _tighter(bound, relaxation.bound(session, question, goal, fixed, deadline, turn), sign, step)
                if bound is not None and sign * bound >= sign * value:
                    return Climb(best, proved=True)
            below = _from_below(session, question, goal, held, deadline, turn)
            if below.assignment is not None:
                return below
            bound = _tighter(bound, below.bound, sign, step)
            if deadline.expired or below.reason:
                return Climb(best, bound, reason=below.reason or deadline.reason)
            turn *= _LONGER


def _from_below(
    session: Z3Session, question: Question, goal: Objective, held: Sequence[Handle], deadline: Deadline, turn: int
) -> Climb:
    """The optimum by unsatisfiable cores of what would cost nothing; without one, the bound that was reached."""
    sign = 1 if goal.sense == "minimise" else -1
    form = linear(((sign, goal.expression),), question.values)
    scale = form.scale()
    terms, constant = form.scaled(scale)
    if not terms:
        return Climb(None, exact(Fraction(sign * constant, scale)))
    with Optimizer(session, (*session.asserted, *held)) as optimizer:
        for weight, term in terms:
            literal = session.lowering.literal(term, question.values)
            if weight < 0:
                constant, weight, literal = constant + weight, -weight, session.lowering.negated(literal)
            optimizer.avoid(literal, weight)
        answer = optimizer.ask(deadline, turn, maxsat_engine="rc2")
        if answer == FALSE:
            raise EngineError("Z3's optimiser contradicts its solver: it finds no assignment where there is one")
        infinite, cost, _ = optimizer.bound(minimise=True)
        reached = None if infinite else exact(Fraction(sign * (constant + cost), scale))
        if answer == TRUE:
            found = optimizer.assignment()
            if session.value(goal, found, question) != reached:
                raise EngineError("Z3's optimiser gives an assignment that has not the value it claims")
            return Climb(found, reached, proved=True)
        reason = reason_of(optimizer.reason(), deadline)
    return Climb(None, reached, reason="" if reason in ("timeout", "work limit") else reason)


def _tighter(known: Number | None, found: Number | None, sign: int, step: int) -> Number | None:
    """The better of two bounds; what was found is first rounded to the next value that the objective can take."""
    if found is None:
        return known
    rounded = exact(Fraction(-sign * (-sign * Fraction(found) * step // 1), step))
    return rounded if known is None or sign * rounded > sign * known else known
