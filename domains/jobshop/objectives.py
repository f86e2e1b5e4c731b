"""What a shop makes small, over the ends of its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.expressions import Const, Max, Sum
from encoders.problem import Objective

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.jobshop.request import JobShopRequest
    from encoders.expressions import Expression

_SAYS = {
    "makespan": "Everything is finished as early as possible.",
    "tardiness": "The jobs are late as little as possible.",
    "completion": "The jobs are finished as early as possible, all told.",
}
_WEIGHTED = {
    "tardiness": "The jobs are late as little as possible, each by its weight.",
    "completion": "The jobs are finished as early as possible, each by its weight.",
}


def objectives(request: JobShopRequest, ends: Mapping[str, Expression], makespan: Expression) -> tuple[Objective, ...]:
    """The request's objectives in their order."""
    late = [(job.weight, Max(Const(0), ends[job.name] - job.due)) for job in request.jobs if job.due is not None]
    sums: dict[str, Expression] = {
        "makespan": makespan,
        "tardiness": Sum(tuple(late)) if late else Const(0),
        "completion": Sum(tuple([(job.weight, ends[job.name]) for job in request.jobs])),
    }
    weighted = any([job.weight != 1 for job in request.jobs])
    units = request.unit or "units of time"
    found = []
    for goal in request.objectives:
        says = (_WEIGHTED if weighted and goal in _WEIGHTED else _SAYS)[goal]
        found.append(Objective(goal, "minimise", sums[goal], says, "" if weighted and goal in _WEIGHTED else units))
    return tuple(found)
