"""A bound from the linear relaxation: yes-or-no decisions become numbers from 0 to 1, and Z3's exact simplex does the rest.

Where offers are nearly interchangeable the relaxation is often as good as the problem, and proves in milliseconds what a search
over their combinations does not prove in minutes. What is not linear is left out, which can only make the bound weaker.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.engines.z3.api import TRUE
from encoders.engines.z3.optimizer import Optimizer
from encoders.engines.z3.program import Program
from encoders.linear import linear
from encoders.numbers import exact

if TYPE_CHECKING:
    from encoders.engines.local import Ascent
    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number


def bound(session: Z3Session, ascent: Ascent, turn: int) -> Number | None:
    """No assignment is better than this; None where the relaxation has no limit or was not solved in its turn."""
    target = linear(((1, ascent.goal.expression),), ascent.question.values)
    minimise = ascent.sign == 1
    if not target.terms:
        return target.constant
    program = Program(session, ascent, whole=False)
    scale = target.scale()
    terms, constant = target.scaled(scale)
    goal = program.sum(terms)
    with Optimizer(session, program.terms) as optimizer:
        optimizer.aim(goal, minimise=minimise)
        if optimizer.ask(ascent.deadline, turn) != TRUE:
            return None
        infinite, value, _ = optimizer.bound(minimise=minimise)
    return None if infinite else exact(Fraction(value + constant) / scale)
