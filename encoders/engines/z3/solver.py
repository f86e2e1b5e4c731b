"""One Z3 solver inside a context: assertions that stay, checks under assumptions within a budget, and what comes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.engines.z3.api import Context, Handle, handles
from encoders.engines.z3.difference import too_general
from encoders.engines.z3.limits import limits, reason_of, stopped
from encoders.engines.z3.models import assignment_in
from encoders.interrupts import stopping
from encoders.result import Budget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.engines.z3.lowering import Clause, Lowering
    from encoders.result import Assignment, Deadline


@dataclass(slots=True)
class Work:
    """Work done by Z3 in a context when it was last looked at."""

    seen: int = 0


class LiveSolver:
    """A solver with the terms of one lowering. `special` are settings that only some problems allow (`difference.SETTINGS`)."""

    def __init__(self, lowering: Lowering, work: Work, special: dict[str, bool | int | str], seed: int = 0) -> None:
        self.lowering: Lowering = lowering
        self.context: Context = lowering.context
        self.asserted: list[Handle] = []
        """Everything the solver holds."""
        self._work, self._special = work, special
        self._settings: dict[str, bool | int | str] = {}
        self._lib, self._ref = self.context.lib, self.context.ref
        self._handle: Handle = self.context.require(self._lib.mk_simple_solver(self._ref))
        self._lib.solver_inc_ref(self._ref, self._handle)
        if special:
            self._set_limits(Budget(seed=seed).start(), None)  # Z3 chooses its theories at the first assertion

    def close(self) -> None:
        """Give the solver's memory back; the context must still be there."""
        if self._handle:
            self._lib.solver_dec_ref(self._ref, self._handle)
            self._handle = 0

    def add(self, clause: Clause) -> None:
        """Assert a clause."""
        term = self.lowering.disjunction(clause)
        self.asserted.append(term)
        self._lib.solver_assert(self._ref, self._handle, term)

    def ask(self, assumptions: Sequence[Handle], deadline: Deadline, work: int | None = None) -> int:
        """TRUE, FALSE or 0 (unknown; see `reason`), after at most this work. Raises KeyboardInterrupt after Ctrl-C."""
        self._set_limits(deadline, work)
        with stopping(lambda: self._lib.interrupt(self._ref)):
            answer: int = self._lib.solver_check_assumptions(
                self._ref, self._handle, len(assumptions), handles(assumptions)
            )
        if answer == 0 and self._special and too_general(self.reason_text()):
            self.generalise()
            return self.ask(assumptions, deadline, work)
        if deadline.budget.work is not None:
            self.spend(self._lib.solver_get_statistics(self._ref, self._handle), deadline)
        return answer

    @property
    def work(self) -> int:
        """Work done in the context so far, in Z3's own unit."""
        return self.context.work(self._lib.solver_get_statistics(self._ref, self._handle))

    def generalise(self) -> None:
        """Go on with a solver for every kind of arithmetic: something was added that the special one cannot decide."""
        self._lib.solver_dec_ref(self._ref, self._handle)
        self._handle = self.context.require(self._lib.mk_simple_solver(self._ref))
        self._lib.solver_inc_ref(self._ref, self._handle)
        self._special, self._settings = {}, {}
        for term in self.asserted:
            self._lib.solver_assert(self._ref, self._handle, term)

    def spend(self, statistics: Handle, deadline: Deadline) -> None:
        """Put the work done since the last time on the budget's meter."""
        done = self.context.work(statistics)
        deadline.meter.spent += max(1, done - self._work.seen)
        self._work.seen = done

    def _set_limits(self, deadline: Deadline, work: int | None) -> None:
        settings: dict[str, bool | int | str] = {
            "random_seed": deadline.budget.seed,
            **self._special,
            **limits(deadline, work),
        }
        if settings != self._settings:
            params = self.context.parameters(settings)
            self._lib.solver_set_params(self._ref, self._handle, params)
            self._lib.params_dec_ref(self._ref, params)
            self._settings = settings

    def gave_up(self, deadline: Deadline) -> bool:
        """Whether the last answer is unknown only because its turn was over."""
        return not deadline.expired and stopped(self.reason_text())

    def reason(self, deadline: Deadline) -> str:
        """Why the last answer was unknown."""
        return reason_of(self.reason_text(), deadline)

    def reason_text(self) -> bytes | None:
        """Why the last answer was unknown, in Z3's words."""
        text: bytes | None = self._lib.solver_get_reason_unknown(self._ref, self._handle)
        return text

    def assignment(self) -> Assignment:
        """The assignment of the last answer."""
        model = self.context.require(self._lib.solver_get_model(self._ref, self._handle))
        self._lib.model_inc_ref(self._ref, model)
        try:
            return assignment_in(model, self.lowering)
        finally:
            self._lib.model_dec_ref(self._ref, model)

    def core(self) -> list[Handle]:
        """The assumptions that the last refusal rests on."""
        return self.context.items(self._lib.solver_get_unsat_core(self._ref, self._handle))
