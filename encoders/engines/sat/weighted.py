"""What weighs least to give up: RC2 (Ignatiev, Morgado, Marques-Silva 2019), PySAT's solver for weighted MaxSAT."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from encoders.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from encoders.engines.sat.formula import Formula
    from encoders.numbers import Number
    from encoders.result import Deadline

    Ask = Callable[[Any, Sequence[int], Deadline], bool | None]
    """Asks one of PySAT's solvers under assumptions; None where the deadline passed."""


class _OutOfBudget(Exception):
    """The deadline passed in the middle of a search."""


@dataclass(frozen=True, slots=True)
class Lightest:
    """A model that breaks literals of least weight; without one `cost` is what was proved unavoidable so far."""

    model: list[int] | None
    cost: Number
    impossible: bool = False


def lightest(
    formula: Formula, held: Sequence[int], soft: Mapping[int, Number], deadline: Deadline, ask: Ask
) -> Lightest:
    """Break soft literals of least total weight (each above 0), with the held literals true."""
    from pysat.examples.rc2 import RC2Stratified
    from pysat.formula import WCNF

    class Search(RC2Stratified):  # type: ignore[misc]
        """RC2 whose every question keeps our deadline."""

        dropping = False

        def _call_oracle(self, assumptions: Sequence[int] = (), expect_interrupt: bool = False) -> bool | None:
            if self.dropping:
                answer: bool | None = self.oracle.solve_limited(assumptions=assumptions, expect_interrupt=True)
            else:
                answer = ask(self.oracle, assumptions, deadline)
            if deadline.expired or (answer is None and not self.dropping):
                raise _OutOfBudget
            return answer

        def minimize_core(self) -> None:
            self.dropping = True
            super().minimize_core()
            self.dropping = False

    scale = lcm(*[weight.denominator for weight in soft.values()], 1)
    weighted = WCNF()
    weighted.nv = formula.top
    weighted.hard = [*formula.clauses, *[[literal] for literal in held]]
    weighted.soft = [[literal] for literal in soft]
    weighted.wght = [int(weight * scale) for weight in soft.values()]
    weighted.topw = sum(weighted.wght) + 1
    with Search(weighted, solver="m22", adapt=True, exhaust=True, minz=True) as search:
        try:
            model = search.compute()
        except _OutOfBudget:
            return Lightest(None, exact(Fraction(search.cost, scale)))
        return Lightest(model, exact(Fraction(search.cost, scale)), impossible=model is None)
