"""What a solver is asked to spend and what it answers, free of any solver's types."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.numbers import Number

Value = bool | int | str
"""Value of one variable: bool, int, Fraction, or the option of a choice."""
Assignment = dict[str, "bool | Number | str"]
"""Variable name -> value: never a solver's object, never a float."""


class SolveStatus(StrEnum):
    """What is known about a problem; all four are answers, none is an error."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Satisfiability(StrEnum):
    """Answer of one check."""

    SATISFIABLE = "satisfiable"
    UNSATISFIABLE = "unsatisfiable"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Meter:
    """Work done so far on one budget, by all the calls that share it."""

    spent: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one whole call, however many solver checks it makes.

    `seconds` is wall time; `work` is a deterministic limit in the engine's own unit (z3 rlimit, CP-SAT deterministic time
    in thousandths); None means no limit. `meter` is shared by the parts of a call (`Deadline.rest`).
    """

    seconds: float | None = None
    work: int | None = None
    seed: int = 0
    meter: Meter | None = field(default=None, compare=False, repr=False)

    def start(self) -> Deadline:
        """Begin to spend."""
        end = None if self.seconds is None else time.monotonic() + self.seconds
        return Deadline(self, end, self.meter or Meter())


@dataclass(frozen=True, slots=True)
class Deadline:
    """A budget being spent."""

    budget: Budget
    end: float | None
    meter: Meter = field(default_factory=Meter)

    @property
    def remaining(self) -> float | None:
        """Seconds left (never below 0), or None without a limit."""
        return None if self.end is None else max(0.0, self.end - time.monotonic())

    @property
    def work_left(self) -> int | None:
        """Work left (never below 0), or None without a limit."""
        return None if self.budget.work is None else max(0, self.budget.work - self.meter.spent)

    @property
    def expired(self) -> bool:
        """Whether the time or the work is used up."""
        return self.work_left == 0 or (self.end is not None and time.monotonic() >= self.end)

    @property
    def reason(self) -> str:
        """Which limit it is that was hit."""
        return "work limit" if self.work_left == 0 else "timeout"

    def rest(self) -> Budget:
        """What is left, as a budget for a part of the work."""
        return Budget(self.remaining, self.budget.work, self.budget.seed, self.meter)


@dataclass(frozen=True, slots=True)
class Core:
    """Groups and parameters that cannot hold together (not necessarily minimal)."""

    groups: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Answer of `Session.check`. An assignment iff satisfiable, a core iff unsatisfiable, a reason iff unknown."""

    status: Satisfiability
    assignment: Assignment | None = None
    core: Core | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ObjectiveValue:
    """Value of one objective in the plan, and the best value that has not been excluded (equal when proved)."""

    name: str
    value: Number
    bound: Number | None


@dataclass(frozen=True, slots=True)
class Result:
    """Answer of `Session.optimise`.

    `assignment` is there iff the status is optimal or feasible, `core` iff infeasible. `proof` says how the claim was
    proved: "exact", or "tolerance" (branch and bound in floats, the point re-evaluated exactly).
    """

    status: SolveStatus
    assignment: Assignment | None = None
    objectives: tuple[ObjectiveValue, ...] = ()
    core: Core | None = None
    proof: Literal["exact", "tolerance"] | None = None
    reason: str = ""
    statistics: Mapping[str, int | float | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        solved = self.status in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE)
        if solved != (self.assignment is not None):
            raise ValueError(f"a result that is {self.status} must {'' if solved else 'not '}have an assignment")
