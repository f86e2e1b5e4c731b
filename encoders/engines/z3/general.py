"""Search for any other objective with whole steps: probes a third of the way from the best value to the bound.

A third loses least on schedules: a refused probe proves a bound, an accepted one usually lands well below it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.engines.ground import bounds_under
from encoders.engines.local import Climb
from encoders.engines.z3.api import FALSE, TRUE
from encoders.engines.z3.news import Listening, heard
from encoders.errors import VerificationError
from encoders.numbers import exact

if TYPE_CHECKING:
    from encoders.engines.local import Ascent
    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number

NAME = "general"


def climb(session: Z3Session, ascent: Ascent, step: int) -> Climb:
    """Close the gap between the best value and the bound; values are multiples of 1/step."""
    goal, sign, deadline, best = ascent.goal, ascent.sign, ascent.deadline, ascent.best
    held = session.assumptions(ascent.question, ascent.fixed)
    limit = bounds_under(goal.expression, ascent.question.values)[0 if sign == 1 else 1]
    # Everything below counts in whole steps, downwards: `low` is the least value not excluded, `value` the best one found.
    low = None if limit is None else _ceil(sign * limit * step)
    value = None if best is None else int(sign * ascent.value(best) * step)

    def bound() -> Number | None:
        return None if low is None else exact(Fraction(sign * low, step))

    while True:
        news, outside = heard(session, ascent)
        if outside is not None and (low is None or _ceil(sign * outside * step) > low):
            low = _ceil(sign * outside * step)
        if news is not None and (value is None or sign * ascent.value(news) * step < value):
            best, value = news, int(sign * ascent.value(news) * step)
            ascent.tell(best, bound())
        if best is not None and value is not None and low is not None and low >= value:
            return Climb(best, proved=True)
        if deadline.expired:
            return Climb(best, bound(), reason=deadline.reason)
        probe = None
        cut = []
        if value is not None:
            probe = value - 1 if low is None else value - max(1, (value - low) // 3)
            cut = [session.cut(goal, exact(Fraction(sign * probe, step)), ascent.question.values)]
        with Listening(session, ascent, None if probe is None else Fraction(probe, step)) as listening:
            answer = session.ask([*held, *cut], deadline, session.first_turn(ascent.question, best))
        if answer == TRUE:
            best = session.assignment()
            reached = int(sign * ascent.value(best) * step)
            if probe is not None and reached > probe:
                raise VerificationError(f"Z3's answer has not the value of {goal.name!r} that it was asked for")
            value = reached
            ascent.tell(best, bound())
        elif answer == FALSE:
            if probe is None:
                return Climb(None, core=session.core())
            low = probe + 1
            ascent.tell_bound(bound())
        elif not listening.interrupted:
            return Climb(best, bound(), reason=session.reason(deadline))


def _ceil(value: Number) -> int:
    return -(-value.numerator // value.denominator)
