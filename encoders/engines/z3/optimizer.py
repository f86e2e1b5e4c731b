"""One use of Z3's Optimize: loaded, asked once, and freed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Self

from encoders.engines.z3.api import Handle, handles
from encoders.engines.z3.limits import limits
from encoders.engines.z3.models import assignment_in
from encoders.interrupts import stopping
from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.engines.z3.session import Z3Session
    from encoders.numbers import Number
    from encoders.result import Assignment, Deadline

_SOFT = "cost"
"""Name of the one set of soft constraints."""


class Optimizer:
    """Holds some assertions in the session's context; use it as a context manager."""

    def __init__(self, session: Z3Session, assertions: Sequence[Handle]) -> None:
        self.session, context = session, session.context
        self._lib, self._ref = context.lib, context.ref
        self._handle: Handle = context.require(self._lib.mk_optimize(self._ref))
        self._lib.optimize_inc_ref(self._ref, self._handle)
        for term in assertions:
            self._lib.optimize_assert(self._ref, self._handle, term)
        self._goal = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._lib.optimize_dec_ref(self._ref, self._handle)

    def aim(self, number: Handle, *, minimise: bool) -> None:
        """Make an arithmetic term small or large."""
        add = self._lib.optimize_minimize if minimise else self._lib.optimize_maximize
        self._goal = add(self._ref, self._handle, number)

    def avoid(self, literal: Handle, weight: int) -> None:
        """Count a weight against every assignment in which the literal holds; the sum of these is made small."""
        off = self.session.lowering.negated(literal)
        symbol = self.session.context.symbol(_SOFT)
        self._goal = self._lib.optimize_assert_soft(self._ref, self._handle, off, str(weight).encode(), symbol)

    def ask(self, deadline: Deadline, work: int | None = None, **settings: bool | int | str) -> int:
        """TRUE where an optimum was found or known to have no attained value, 0 where a limit ended the search."""
        context = self.session.context
        params = context.parameters({**settings, **limits(deadline, work)})
        self._lib.optimize_set_params(self._ref, self._handle, params)
        self._lib.params_dec_ref(self._ref, params)
        with stopping(lambda: self._lib.interrupt(self._ref)):
            answer: int = self._lib.optimize_check(self._ref, self._handle, 0, handles([]))
        if deadline.budget.work is not None:
            self.session.spend(self._lib.optimize_get_statistics(self._ref, self._handle), deadline)
        return answer

    def reason(self) -> bytes | None:
        """Why the last answer was unknown, in Z3's words."""
        found: bytes | None = self._lib.optimize_get_reason_unknown(self._ref, self._handle)
        return found

    def assignment(self) -> Assignment:
        """The assignment of the last answer."""
        model = self.session.context.require(self._lib.optimize_get_model(self._ref, self._handle))
        self._lib.model_inc_ref(self._ref, model)
        try:
            return assignment_in(model, self.session.lowering)
        finally:
            self._lib.model_dec_ref(self._ref, model)

    def bound(self, *, minimise: bool) -> tuple[Number, Number, Number]:
        """The limit of the objective as (times infinity, number, times an infinitely small amount)."""
        read = self._lib.optimize_get_lower_as_vector if minimise else self._lib.optimize_get_upper_as_vector
        terms = self.session.context.items(read(self._ref, self._handle, self._goal))
        infinite, number, epsilon = [self._number(term) for term in terms]
        return infinite, number, epsilon

    def _number(self, term: Handle) -> Number:
        return exact(Fraction(self._lib.get_numeral_string(self._ref, term).decode()))
