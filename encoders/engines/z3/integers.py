"""Search for weighted sums as an integer program: Z3's simplex sees all of them at once, where a search over clauses sees one.

What a knapsack with many nearly equal offers hides from clause learning for minutes, such as the best rated meals within a
budget, the simplex with branches and cuts decides in tenths of a second. It is slower where clauses decide, so it gets its turns
beside them (`pseudo_boolean`).
"""

from __future__ import annotations

import ctypes
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from encoders.engines.local import Climb
from encoders.engines.z3.api import FALSE, TRUE, Handle, handles
from encoders.engines.z3.limits import limits
from encoders.engines.z3.program import Program
from encoders.expressions import BoolVar, IntVar
from encoders.interrupts import stopping
from encoders.linear import Linear, linear
from encoders.numbers import exact

if TYPE_CHECKING:
    from encoders.engines.local import Ascent
    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number
    from encoders.result import Assignment, Deadline

_SMALLER = 4
"""A step that is too hard is tried again this much smaller."""


class IntegerProgram:
    """One objective, a weighted sum of truth values, as an integer program in the session's context."""

    def __init__(self, session: Z3Session, ascent: Ascent, step: int) -> None:
        self._session, self._ascent, self._step = session, ascent, step
        self._goal = linear(((1, ascent.goal.expression),), ascent.question.values)
        self._program: Program | None = None
        self._over = not self._goal.terms
        """The program has nothing more to say: it allows what the problem does not."""

    def improve(self, best: Assignment, bound: Number, turn: int) -> Climb:
        """Halve what lies between the best value and the bound, each question for at most this work, until one is too hard."""
        ascent, sign, step = self._ascent, self._ascent.sign, self._step
        shares = 2
        while not self._over and not ascent.deadline.expired:
            value = ascent.value(best)
            steps = int(sign * (value - bound) * step)
            if steps == 0:
                return Climb(best, proved=True)
            jump = max(1, steps // shares)
            target = exact(value - sign * Fraction(jump, step))
            with _Solver(self._session, self._terms(target)) as solver:
                answer = solver.ask(ascent.deadline, turn)
                found = self._found(solver, best) if answer == TRUE else None
            if found is not None and sign * ascent.value(found) <= sign * target:
                best = found
                ascent.tell(best, bound)
            elif answer == FALSE:
                bound = exact(target + sign * Fraction(1, step))
            elif answer == TRUE:
                self._over = True
            elif jump == 1:
                break
            else:
                shares *= _SMALLER
        return Climb(best, bound)

    def _terms(self, target: Number) -> list[Handle]:
        """What asks for a value at least this good."""
        if self._program is None:
            self._program = Program(self._session, self._ascent, whole=True)
        form = Linear(self._goal.terms, exact(self._goal.constant - target))
        better = self._program.row(form, "<=" if self._ascent.sign == 1 else ">=")
        return [*self._program.terms, better]

    def _found(self, solver: _Solver, best: Assignment) -> Assignment | None:
        """What a solver found, if the evaluator accepts it; variables that the program does not speak of stay as they are."""
        assert self._program is not None
        numbers = {h: n for h, n in self._program.numbers.items() if isinstance(n, (BoolVar, IntVar))}
        values = solver.values(list(numbers))
        found = dict(best)
        for node, value in zip(numbers.values(), values, strict=True):
            found[node.name] = bool(value) if isinstance(node, BoolVar) else value
        return self._session.answering(self._ascent.question, found)


class _Solver:
    """A solver of its own for one question: what another question taught it would make it slower. A context manager."""

    def __init__(self, session: Z3Session, terms: list[Handle]) -> None:
        self._session, self._lib, self._ref = session, session.context.lib, session.context.ref
        self._solver: Handle = session.context.require(self._lib.mk_simple_solver(self._ref))
        self._lib.solver_inc_ref(self._ref, self._solver)
        for term in terms:
            self._lib.solver_assert(self._ref, self._solver, term)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._lib.solver_dec_ref(self._ref, self._solver)

    def ask(self, deadline: Deadline, work: int) -> int:
        """TRUE, FALSE, or 0 where a limit ended the search."""
        context = self._session.context
        params = context.parameters({"random_seed": deadline.budget.seed, **limits(deadline, work)})
        self._lib.solver_set_params(self._ref, self._solver, params)
        self._lib.params_dec_ref(self._ref, params)
        with stopping(lambda: self._lib.interrupt(self._ref)):
            answer: int = self._lib.solver_check_assumptions(self._ref, self._solver, 0, handles([]))
        if deadline.budget.work is not None:
            self._session.spend(self._lib.solver_get_statistics(self._ref, self._solver), deadline)
        return answer

    def values(self, numbers: list[Handle]) -> list[int]:
        """The values of integer constants in the last answer."""
        model = self._session.context.require(self._lib.solver_get_model(self._ref, self._solver))
        self._lib.model_inc_ref(self._ref, model)
        out, found = ctypes.c_void_p(), []
        try:
            for number in numbers:
                self._lib.model_value(self._ref, model, number, True, ctypes.byref(out))
                found.append(int(self._lib.get_numeral_string(self._ref, out.value)))
        finally:
            self._lib.model_dec_ref(self._ref, model)
        return found
