"""Problems whose objective has no limit: told as what is wrong with them, never as an optimum at a bound that nobody stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.ways import Limiting
from encoders.errors import InputError
from encoders.result import SolveStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Built
    from encoders.problem import Objective
    from encoders.result import Budget, Result

_WAY_OUT = "add a rule that limits it, or give the decisions an `upper` (or `lower`) bound"


class UnlimitedError(InputError):
    """Nothing limits what a request asks for, so that there is no best plan; or plans lie where nobody said that any may."""


def require_limited(domain: object, built: Built, result: Result, budget: Budget | None = None) -> None:
    """Raise UnlimitedError where a result of a problem, with all of its rules, rests on bounds that nobody stated.

    A plan that is not proved best claims nothing that such a bound could make wrong.
    """
    if not isinstance(domain, Limiting):
        return
    goals = built.problem.objectives
    if "no limit" in result.reason:
        raise UnlimitedError(f"{_nothing_limits(goals, ())}; {_WAY_OUT}", where=_where(goals))
    if result.status not in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE):
        return
    from encoders.spec.indexed.reach import reach  # only such domains need the language of indexed problems

    indexed = domain.indexed(built)
    found = reach(indexed, result, budget=budget)
    if found.kind == "unlimited":
        raise UnlimitedError(f"{_nothing_limits(goals, found.variables)}; {_WAY_OUT}", where=_where(goals))
    if found.kind == "beyond":
        raise UnlimitedError(f"{found.says}; give the decisions bounds as wide as they need", where="variables")
    if found.kind == "unsure":
        names = ", ".join(dict.fromkeys([entry.variable.partition("[")[0] for entry in indexed.assumed_bounds]))
        raise UnlimitedError(
            f"it could not be told whether anything limits {names}; give the decisions an `upper` bound",
            where="variables",
        )


def _where(goals: Sequence[Objective]) -> str:
    return f"objectives/{goals[0].name}" if goals else ""


def _nothing_limits(goals: Sequence[Objective], grown: Sequence[str]) -> str:
    """ "nothing limits cost: it can be made as small as one likes by moving ship[s1, r1]"."""
    if not goals:
        return "nothing limits the objective"
    size = "small" if goals[0].sense == "minimise" else "large"
    names = ", ".join(grown[:3]) + (", ..." if len(grown) > 3 else "")
    how = f" by moving {names}" if names else ""
    return f"nothing limits {goals[0].name}: it can be made as {size} as one likes{how}"
