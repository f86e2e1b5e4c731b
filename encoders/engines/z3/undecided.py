"""The map of an enumeration as clauses in a Z3 solver of its own; see `encoders.engines.undecided`."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from encoders.engines.z3.api import FALSE, TRUE, Context, Handle, handles
from encoders.engines.z3.limits import limits, reason_of
from encoders.interrupts import stopping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from encoders.result import Deadline


class Z3Sets:
    """One Boolean a member: whether it is in the set. Large sets come first, since Z3 guesses "in"."""

    def __init__(self, size: int) -> None:
        self.reason = ""
        self._context = Context()
        c, lib = self._context, self._context.lib
        self._solver: Handle = c.require(lib.mk_simple_solver(c.ref))
        lib.solver_inc_ref(c.ref, self._solver)
        self._inside = [c.constant(c.bool_sort) for _ in range(size)]
        self._outside = [c.require(lib.mk_not(c.ref, literal)) for literal in self._inside]
        self._work = 0

    def next(self, deadline: Deadline) -> int | None:
        """See `UndecidedSets`."""
        if deadline.expired:
            self.reason = deadline.reason
            return None
        c, lib = self._context, self._context.lib
        params = c.parameters({"phase_selection": 1, **limits(deadline)})
        lib.solver_set_params(c.ref, self._solver, params)
        lib.params_dec_ref(c.ref, params)
        with stopping(lambda: lib.interrupt(c.ref)):
            answer = lib.solver_check_assumptions(c.ref, self._solver, 0, handles(()))
        if deadline.budget.work is not None:
            done = c.work(lib.solver_get_statistics(c.ref, self._solver))
            deadline.meter.spent += max(1, done - self._work)
            self._work = done
        if answer == TRUE:
            return self._set()
        self.reason = "" if answer == FALSE else reason_of(lib.solver_get_reason_unknown(c.ref, self._solver), deadline)
        return None

    def _set(self) -> int:
        """The set of the last answer; a member on which nothing depends is in it."""
        c, lib = self._context, self._context.lib
        model = c.require(lib.solver_get_model(c.ref, self._solver))
        lib.model_inc_ref(c.ref, model)
        found, out = 0, ctypes.c_void_p()
        for place, literal in enumerate(self._inside):
            if not lib.model_value(c.ref, model, literal, False, ctypes.byref(out)):
                c.fail()
            if lib.get_bool_value(c.ref, out.value) != FALSE:
                found |= 1 << place
        lib.model_dec_ref(c.ref, model)
        return found

    def exclude_within(self, mask: int) -> None:
        """See `UndecidedSets`."""
        self._add([literal for place, literal in enumerate(self._inside) if not mask >> place & 1])

    def exclude_containing(self, mask: int) -> None:
        """See `UndecidedSets`."""
        self._add([literal for place, literal in enumerate(self._outside) if mask >> place & 1])

    def _add(self, literals: Iterable[Handle]) -> None:
        c, lib = self._context, self._context.lib
        clause = list(literals)
        term = c.require(lib.mk_or(c.ref, len(clause), handles(clause))) if clause else c.false
        lib.solver_assert(c.ref, self._solver, term)

    def close(self) -> None:
        """See `UndecidedSets`."""
        if self._solver:
            self._context.lib.solver_dec_ref(self._context.ref, self._solver)
            self._solver = 0
            self._context.close()
