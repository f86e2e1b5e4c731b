"""A roster as a problem: for each worker and shift, whether the one works the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from domains.base import Built
from domains.extra import extra_constraints
from domains.workforce.problem.frame import frame
from domains.workforce.problem.rules import calendar_rules
from domains.workforce.problem.wishes import wishes
from domains.workforce.request import Assigned, RosterPlan
from domains.workforce.roster import Roster, settled
from encoders.expressions import FALSE, BoolVar, Max, Min, Not, Sum, equals
from encoders.problem import Objective, Problem

if TYPE_CHECKING:
    from domains.workforce.data import WorkforceData
    from domains.workforce.request import RosterRequest
    from encoders.expressions import Expression
    from encoders.result import Assignment


@dataclass(frozen=True)
class Model:
    """The roster and its decisions: a worker has one for each shift that he or she can take."""

    roster: Roster
    works: dict[tuple[str, str], BoolVar]

    def on(self, worker: str, shift: str) -> Expression:
        """Whether a worker works a shift; false where he or she is not available."""
        return self.works.get((worker, shift), FALSE)

    def shifts_of(self, worker: str) -> Sum:
        """How many shifts a worker has."""
        return Sum(tuple([(1, self.works[worker, s]) for s in self.roster.names if (worker, s) in self.works]))

    @cached_property
    def everything(self) -> Sum:
        """How many shifts everybody has together."""
        return Sum(tuple([(1, x) for x in self.works.values()]))

    def staff(self, shift: str, skill: str | None = None) -> Sum:
        """How many people a shift has, or how many with a skill."""
        return Sum(
            tuple(
                [
                    (1, self.works[w, shift])
                    for w in self.roster.workers
                    if (w, shift) in self.works and (skill is None or skill in self.roster.skills.get(w, ()))
                ]
            )
        )


def build(request: RosterRequest, data: WorkforceData) -> Built:
    """Needs, limits and wishes are groups; who there is, when, at what pay, and who is available are the frame."""
    roster = settled(request, data)
    works = {
        (worker, shift): BoolVar(f"works[{worker}, {shift}]")
        for shift in roster.names
        for worker in roster.workers
        if shift in roster.available[worker]
    }
    model = Model(roster, works)
    counts = [model.shifts_of(worker) for worker in roster.workers]
    cost = Sum(tuple([(roster.cost(w, s), x) for (w, s), x in works.items() if roster.cost(w, s)]))
    spread = Sum(((1, Max(*counts)), (-1, Min(*counts))))
    observables: dict[str, Expression] = {}
    if roster.pay:
        observables["cost"] = cost
    observables["spread"] = spread
    observables |= {f"shifts[{worker}]": count for worker, count in zip(roster.workers, counts, strict=True)}
    observables |= {f"staff[{shift}]": model.staff(shift) for shift in roster.names}
    observables |= {
        f"works[{worker}, {shift}]": model.on(worker, shift) for shift in roster.names for worker in roster.workers
    }
    constraints = [*wishes(model, cost), *calendar_rules(model), *extra_constraints(request.extra, observables)]
    goals = {
        "cost": Objective("cost", "minimise", cost, "All pay together is as little as possible.", roster.currency),
        "fairness": Objective(
            "fairness", "minimise", spread,
            "The shifts are shared as evenly as possible: the busiest worker has as few more than the idlest as can be.",
            "shifts between the busiest and the idlest worker",
        ),
    }  # fmt: skip
    chosen = tuple([goals[goal] for goal in roster.goals])
    problem = Problem("roster", tuple(constraints), chosen, tuple(works.values()))
    return Built(problem, observables, tuple(frame(roster)), model)


def decode(built: Built, assignment: Assignment) -> RosterPlan:
    """The roster an assignment means, in the order of the shifts and of the workers."""
    model: Model = built.handles
    roster = model.roster
    there = [(w, s) for (w, s), x in model.works.items() if assignment[x.name]]
    cost = sum([roster.cost(w, s) for w, s in there]) if roster.pay else None
    return RosterPlan(assignments=[Assigned(worker=w, shift=s) for w, s in there], cost=cost)


def pin(built: Built, plan: RosterPlan) -> tuple[Expression, ...] | None:
    """That exactly these people work, at this cost; None where the plan has somebody twice, or where nobody may be."""
    model: Model = built.handles
    there = {(entry.worker, entry.shift) for entry in plan.assignments}
    if len(there) != len(plan.assignments) or not there <= set(model.works):
        return None
    pinned: list[Expression] = [x if place in there else Not(x) for place, x in model.works.items()]
    if plan.cost is not None:
        if "cost" not in built.observables:
            return None
        pinned.append(equals(built.observables["cost"], plan.cost))
    return tuple(pinned)
