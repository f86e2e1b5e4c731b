"""Search for weighted sums over Booleans: one step down at a time, and in other ways where that gets stuck.

Each step down is proved or refused quickly, while a bound in the middle of large weights is as hard as the optimum itself. The
last refusal can be out of reach that way. Then the linear relaxation is asked for a bound, which often closes the gap at once,
and others get their turns: the integer program (`integers`), which sees what is like a knapsack, and Z3's MaxSAT search (RC2,
Ignatiev et al. 2019), which comes from below. Turns are counted in deterministic work and each round's are four times as long as
those before, so nothing is lost for long.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.engines.ground import bounds_under
from encoders.engines.local import Climb
from encoders.engines.z3 import relaxation
from encoders.engines.z3.api import FALSE, TRUE
from encoders.engines.z3.integers import IntegerProgram
from encoders.engines.z3.limits import FIRST_TURN, reason_of
from encoders.engines.z3.optimizer import Optimizer
from encoders.errors import EngineError, VerificationError
from encoders.linear import linear
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.engines.local import Ascent
    from encoders.engines.z3.api import Handle
    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number

NAME = "pseudo-Boolean"
_LONGER = 4
_SIMPLEX = 16
"""Z3 counts this much more work in a second of simplex than in a second of clauses."""


def climb(session: Z3Session, ascent: Ascent, step: int) -> Climb:
    """Ask for one step better until that is refused; values are multiples of 1/step."""
    goal, sign, deadline, best = ascent.goal, ascent.sign, ascent.deadline, ascent.best
    held = session.assumptions(ascent.question, ascent.fixed)
    bound = bounds_under(goal.expression, ascent.question.values)[0 if sign == 1 else 1]
    program = IntegerProgram(session, ascent, step)
    turn = FIRST_TURN
    while True:
        better: list[Handle] = []
        value: Number = 0
        if best is not None:
            value = ascent.value(best)
            if value == bound:
                return Climb(best, proved=True)
            better.append(session.cut(goal, value - sign * exact(Fraction(1, step)), ascent.question.values))
        if deadline.expired:
            return Climb(best, bound, reason=deadline.reason)
        work = turn if better else session.first_turn(ascent.question, best)
        answer = session.ask([*held, *better], deadline, work)
        if answer == TRUE:
            found = session.assignment()
            if best is not None and sign * ascent.value(found) >= sign * value:
                raise VerificationError(f"Z3's answer has not the value of {goal.name!r} that it was asked for")
            best = found
            ascent.tell(best, bound)
        elif answer == FALSE:
            return Climb(best, proved=True) if best is not None else Climb(None, core=session.core())
        elif best is None or not session.gave_up(deadline):
            return Climb(best, bound, reason=session.reason(deadline))
        else:
            if turn == FIRST_TURN:
                bound = _tighter(bound, relaxation.bound(session, ascent, turn), sign, step)
            if bound is not None:
                improved = program.improve(best, bound, turn * _SIMPLEX)
                if improved.proved:
                    return improved
                best, bound = improved.assignment, improved.bound
            below = _from_below(session, ascent, held, turn)
            if below.assignment is not None:
                return below
            bound = _tighter(bound, below.bound, sign, step)
            if deadline.expired or below.reason:
                return Climb(best, bound, reason=below.reason or deadline.reason)
            turn *= _LONGER


def _from_below(session: Z3Session, ascent: Ascent, held: Sequence[Handle], turn: int) -> Climb:
    """The optimum by unsatisfiable cores of what would cost nothing; without one, the bound that was reached."""
    sign, values = ascent.sign, ascent.question.values
    form = linear(((sign, ascent.goal.expression),), values)
    scale = form.scale()
    terms, constant = form.scaled(scale)
    if not terms:
        return Climb(None, exact(Fraction(sign * constant, scale)))
    with Optimizer(session, (*session.asserted, *held)) as optimizer:
        for weight, term in terms:
            literal = session.lowering.literal(term, values)
            if weight < 0:
                constant, weight, literal = constant + weight, -weight, session.lowering.negated(literal)
            optimizer.avoid(literal, weight)
        answer = optimizer.ask(ascent.deadline, turn, maxsat_engine="rc2")
        if answer == FALSE:
            raise EngineError("Z3's optimiser contradicts its solver: it finds no assignment where there is one")
        infinite, cost, _ = optimizer.bound(minimise=True)
        reached = None if infinite else exact(Fraction(sign * (constant + cost), scale))
        if answer == TRUE:
            found = optimizer.assignment()
            if ascent.value(found) != reached:
                raise EngineError("Z3's optimiser gives an assignment that has not the value it claims")
            return Climb(found, reached, proved=True)
        reason = reason_of(optimizer.reason(), ascent.deadline)
    return Climb(None, reached, reason="" if reason in ("timeout", "work limit") else reason)


def _tighter(known: Number | None, found: Number | None, sign: int, step: int) -> Number | None:
    """The better of two bounds; what was found is first rounded to the next value that the objective can take."""
    if found is None:
        return known
    rounded = exact(Fraction(-sign * (-sign * Fraction(found) * step // 1), step))
    return rounded if known is None or sign * rounded > sign * known else known
