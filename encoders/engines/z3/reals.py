"""Objectives over real variables: Z3's Optimize, whose answers are exact but need reading.

`sat` also covers an objective without a best value: it may fall without end, or come as near to a value as one likes without
taking it. Both are answers here: a feasible assignment and what is known of the bound.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.engines.local import Climb, Fixed, Question
from encoders.engines.z3.api import FALSE, TRUE, handles
from encoders.interrupts import stopping
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from encoders.engines.z3.api import Handle
    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number
    from encoders.problem import Objective
    from encoders.result import Assignment, Deadline


def climb(
    session: Z3Session,
    question: Question,
    goal: Objective,
    fixed: Sequence[Fixed],
    best: Assignment | None,
    deadline: Deadline,
    report: Callable[[Assignment, Number | None], None] | None,
) -> Climb:
    """The optimum, if it is attained; the live solver answers whether there is any assignment, and with which core."""
    held = session.assumptions(question, fixed)
    if best is None:
        if deadline.expired:
            return Climb(None, reason="timeout")
        answer = session.ask(held, deadline)
        if answer == FALSE:
            return Climb(None, core=session.core())
        if answer != TRUE:
            return Climb(None, reason=session.reason())
        best = session.assignment()
        if report is not None:
            report(best, None)
    if deadline.expired:
        return Climb(best, reason="timeout")
    return _optimise(session, question, goal, held, best, deadline)


def _optimise(
    session: Z3Session,
    question: Question,
    goal: Objective,
    held: Sequence[Handle],
    best: Assignment,
    deadline: Deadline,
) -> Climb:
    context, lib, ref = session.context, session.context.lib, session.context.ref
    minimise = goal.sense == "minimise"
    number = session.lowering.number(goal.expression, question.values)
    optimize = context.require(lib.mk_optimize(ref))
    lib.optimize_inc_ref(ref, optimize)
    try:
        remaining = deadline.remaining
        settings: dict[str, bool | int] = {"ctrl_c": False}
        if remaining is not None:
            settings["timeout"] = max(1, int(remaining * 1000))
        if deadline.budget.work is not None:
            settings["rlimit"] = deadline.budget.work
        params = context.parameters(settings)
        lib.optimize_set_params(ref, optimize, params)
        lib.params_dec_ref(ref, params)
        for term in (*session.asserted, *held):
            lib.optimize_assert(ref, optimize, term)
        goal_index = (lib.optimize_minimize if minimise else lib.optimize_maximize)(ref, optimize, number)
        with stopping(lambda: lib.interrupt(ref)):
            answer = lib.optimize_check(ref, optimize, 0, handles([]))
        if answer != TRUE:
            return Climb(best, reason="timeout" if answer == 0 else "Z3's optimiser contradicts its solver")
        model = context.require(lib.optimize_get_model(ref, optimize))
        lib.model_inc_ref(ref, model)
        found = session.lowering.read(model)
        lib.model_dec_ref(ref, model)
        read = lib.optimize_get_lower_as_vector if minimise else lib.optimize_get_upper_as_vector
        infinite, value, epsilon = [_number(session, term) for term in context.items(read(ref, optimize, goal_index))]
    finally:
        lib.optimize_dec_ref(ref, optimize)
    reached = session.value(goal, found, question)
    sign = 1 if minimise else -1
    better = found if sign * reached <= sign * session.value(goal, best, question) else best
    if infinite:
        return Climb(better, reason="the objective has no limit: it can be made better without end")
    if epsilon or reached != value:
        return Climb(better, value, reason="the best value can be approached as near as one likes but is not reached")
    return Climb(found, value, proved=True)


def _number(session: Z3Session, term: Handle) -> Number:
    return exact(Fraction(session.context.lib.get_numeral_string(session.context.ref, term).decode()))
