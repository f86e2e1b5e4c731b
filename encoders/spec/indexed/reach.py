"""Whether assumed bounds matter: an objective without a limit must never be answered with a false optimum.

Whole numbers without a stated bound get a wide one. Interval arithmetic over the linear rules, together with "no worse than the
plan found", shows for most problems that no plan as good lies beyond it: then nothing was assumed. Where it does not, a ray that
improves the objective is looked for (`rays`): without one the objective has a limit; with one that no rule can block it has none.
Where that cannot be told, the problem is solved once more with bounds a thousand times as far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from encoders.numbers import show
from encoders.result import Budget, Satisfiability, SolveStatus
from encoders.session import open_session
from encoders.spec.indexed.build import BuiltSpec, widened
from encoders.spec.indexed.intervals import outside
from encoders.spec.indexed.rays import Ray, improving_ray

if TYPE_CHECKING:
    from encoders.result import Result

WIDER = 1_000
Kind = Literal["within", "unlimited", "beyond", "unsure"]


@dataclass(frozen=True, slots=True)
class Reach:
    """What the assumed bounds mean for a result.

    within: none of them matters; unlimited: the objective gets better without end; beyond: there are plans, or better ones,
    farther out than was assumed (`build` with a larger factor finds them); unsure: the time was not enough to tell. `proved`
    where interval arithmetic alone shows it.
    """

    kind: Kind
    proved: bool
    says: str = ""
    variables: tuple[str, ...] = ()


def reach(built: BuiltSpec, result: Result, *, engine: str = "z3", budget: Budget | None = None) -> Reach:
    """Whether the assumed bounds of a problem matter for a result of it with every rule held.

    `budget` is for each of the questions asked (default: 5 seconds).
    """
    limit = budget or Budget(seconds=5)
    if "no limit" in result.reason:
        return Reach("unlimited", True, "the objective has no limit: it can be made better without end")
    if not built.assumed_bounds or result.status is SolveStatus.UNKNOWN:
        return Reach("within", not built.assumed_bounds)
    cut = (result.objectives[0].value,) if result.objectives else ()
    if not outside(built.problem, built.assumed_bounds, cut):
        return Reach("within", True)
    if result.status is SolveStatus.INFEASIBLE:
        return _infeasible(built, engine, limit)
    if not built.problem.objectives:
        return Reach("within", True)
    ray = improving_ray(built.problem, built.assumed_bounds, limit)
    if ray is None:
        return Reach("within", False)
    if isinstance(ray, Ray) and ray.free:
        return Reach("unlimited", True, _without_limit(built, ray.objective, ray.variables), ray.variables)
    wide = widened(built, WIDER)
    with open_session(wide.problem, engine, switchable=()) as session:
        farther = session.optimise(budget=limit, hint=result.assignment)
    return _judged(built, wide, result, farther)


def _infeasible(built: BuiltSpec, engine: str, limit: Budget) -> Reach:
    """No plan within the bounds: is there one farther out?"""
    with open_session(widened(built, WIDER).problem, engine, switchable=()) as session:
        outcome = session.check(budget=limit)
    if outcome.status is Satisfiability.SATISFIABLE:
        return Reach("beyond", True, f"there are plans, but only with numbers beyond {_farthest(built)}")
    return Reach("within", False)


def unbounded(built: BuiltSpec, result: Result, *, engine: str = "z3", budget: Budget | None = None) -> str:
    """The sentence that says an objective has no limit, naming the decisions that grow; empty where it has one."""
    found = reach(built, result, engine=engine, budget=budget)
    return found.says if found.kind == "unlimited" else ""


def _judged(built: BuiltSpec, wide: BuiltSpec, result: Result, farther: Result) -> Reach:
    if farther.assignment is None:
        return Reach("unsure", False)
    for goal, near, far in zip(built.problem.objectives, result.objectives, farther.objectives, strict=True):
        if (far.value < near.value) if goal.sense == "minimise" else (far.value > near.value):
            if not outside(wide.problem, wide.assumed_bounds, [goal.value for goal in farther.objectives]):
                return Reach("beyond", True, f"there is a better plan, but only with numbers beyond {_farthest(built)}")
            grown = tuple(
                [a.variable for a in built.assumed_bounds if _passed(a.side, a.value, farther.assignment[a.variable])]
            )
            return Reach("unlimited", False, _without_limit(built, goal.name, grown), grown)
        if far.value != near.value:
            break
    return Reach("within" if farther.status is SolveStatus.OPTIMAL else "unsure", False)


def _without_limit(built: BuiltSpec, objective: str, variables: tuple[str, ...]) -> str:
    goal = next(goal for goal in built.problem.objectives if goal.name == objective)
    more = "small" if goal.sense == "minimise" else "large"
    names = ", ".join(variables[:3]) + (", ..." if len(variables) > 3 else "")
    moved = f" by moving {names}" if names else ""
    says = f"the objective {objective} has no limit: it can be made as {more} as one likes{moved}"
    return f"{says}; a rule that limits it is missing"


def _passed(side: str, limit: int, value: object) -> bool:
    if isinstance(value, (bool, str)) or not isinstance(value, int):
        return False
    return value > limit if side == "upper" else value < limit


def _farthest(built: BuiltSpec) -> str:
    return show(max([abs(assumed.value) for assumed in built.assumed_bounds]))
