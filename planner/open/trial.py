"""A formulation solved once before it is believed: impossible and unlimited problems are looked at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.open import domain
from domains.open.request import OpenRequest
from encoders.result import Budget, SolveStatus
from encoders.session import open_session
from planner.limits import UnlimitedError, require_limited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.open.data import OpenData
    from encoders.numbers import Number
    from encoders.spec.indexed.model import ProblemSpec

_NOT_REACHED = "is not reached"
"""Part of the reason that engines give for it."""
LONGEST = 20.0
"""Seconds of one trial."""


@dataclass(frozen=True)
class Trial:
    """What a formulation comes to. `conflict` are the paths of rules that cannot hold together, where that is so."""

    status: SolveStatus
    objectives: Mapping[str, Number] = field(default_factory=dict)
    conflict: tuple[str, ...] = ()
    unlimited: str = ""
    """Which way nothing limits the goal, in words; empty where something does."""
    unreached: bool = False
    """Whether the best value can be approached without end and is not reached: a strict comparison of fractions."""

    @property
    def value(self) -> Number | None:
        """The first objective."""
        return next(iter(self.objectives.values()), None)


def request_of(spec: ProblemSpec) -> OpenRequest:
    """The open world's request for a problem."""
    return OpenRequest.model_validate(spec.model_dump())


def tried(spec: ProblemSpec, data: OpenData, budget: Budget | None = None) -> Trial:
    """Solve it, within `LONGEST` seconds or what is left of the budget. Raises InputError, UnsupportedError, EngineError."""
    left = LONGEST if budget is None or budget.seconds is None else min(LONGEST, budget.seconds)
    limited = Budget(left, seed=0 if budget is None else budget.seed)
    built = domain.problem(request_of(spec), data)
    problem = built.problem
    with open_session(problem, "auto", switchable=problem.groups_of("request"), budget=limited) as session:
        result = session.optimise(budget=limited)
        try:
            require_limited(domain, built, result, limited)
        except UnlimitedError as error:
            return Trial(result.status, unlimited=error.message)
        if result.status is SolveStatus.INFEASIBLE:
            from encoders.conflicts import conflict

            found = conflict(problem, session=session, core=result.core, budget=limited).conflict
            return Trial(result.status, conflict=() if found is None else found.groups)
    values = {entry.name: entry.value for entry in result.objectives}
    return Trial(result.status, values, unreached=_NOT_REACHED in result.reason)
