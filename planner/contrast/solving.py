"""The best plan of the asked-about problem, as near to the request's own as its price allows, and the wishes that bind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from encoders.errors import VerificationError
from encoders.evaluate import Evaluator
from encoders.expressions import Sum
from encoders.problem import Objective
from encoders.result import Result, SolveStatus
from planner.answer import Binding
from planner.verify import verified_plan
from planner.wording import sentences

if TYPE_CHECKING:
    from pydantic import BaseModel

    from domains.base import Contrasting, Domain
    from encoders.numbers import Number
    from planner.call import Call
    from planner.contrast.supposed import Supposed

_CLOSENESS = "fewest changes"


@dataclass(frozen=True)
class Foil:
    """The asked-about problem's result in its own objectives, and its plan where there is one."""

    result: Result
    plan: BaseModel | None


def best_foil(call: Call, domain: Domain, contrasting: Contrasting, supposed: Supposed, fact: BaseModel | None) -> Foil:
    """The best plan; among equally good ones the one that keeps most of the fact. It passed both checkers.

    Raises VerificationError.
    """
    problem = supposed.built.problem
    kept = () if fact is None else tuple(contrasting.likeness(supposed.built, fact))
    goals = problem.objectives
    if kept:
        goals = (*goals, Objective(_CLOSENESS, "maximise", Sum(tuple([(1, part) for part in kept]))))
    result = _told(
        supposed.session.optimise(supposed.on, values=supposed.values, budget=call.deadline.rest(), objectives=goals)
    )
    if result.assignment is None:
        return Foil(result, None)
    plan = verified_plan(
        domain,
        supposed.built,
        result.assignment,
        result.objectives,
        supposed.request,
        supposed.data,
        values=supposed.values,
        dropped=supposed.dropped,
    )
    return Foil(result, plan if fact is None else _aligned(domain, contrasting, supposed, result, plan, fact))


def _told(result: Result) -> Result:
    """A result without the nearness to the other plan, which is no objective of anybody's: proved where the others are."""
    if not any([entry.name == _CLOSENESS for entry in result.objectives]):
        return result
    values = tuple([entry for entry in result.objectives if entry.name != _CLOSENESS])
    proved = all([entry.value == entry.bound for entry in values])
    status = SolveStatus.OPTIMAL if proved else SolveStatus.FEASIBLE
    reason = "" if proved else result.reason
    return Result(status, result.assignment, values, None, result.proof, reason, result.statistics)


def _aligned(
    domain: Domain, contrasting: Contrasting, supposed: Supposed, result: Result, plan: BaseModel, fact: BaseModel
) -> BaseModel:
    """The same plan told in the other's order, looked at by both checkers again."""
    told = contrasting.aligned(plan, fact, supposed.built)
    if told == plan:
        return plan
    violations = domain.check(told, supposed.request, supposed.data)
    pins = domain.pin(supposed.built, told)
    holds = Evaluator(result.assignment or {}, supposed.built.problem.values(supposed.values))
    if violations or pins is None or not all([holds(pin) for pin in pins]):
        raise VerificationError("a plan told in another order is another plan")
    return told


def binding(call: Call, supposed: Supposed, foil: Foil) -> list[Binding]:
    """The wishes without which the first objective would be better, each with by how much: every one was solved.

    Where the time runs out the ones found so far are given.
    """
    problem = supposed.built.problem
    if foil.result.status is not SolveStatus.OPTIMAL or not problem.objectives:
        return []
    goal, reached = problem.objectives[0], foil.result.objectives[0].value
    found = []
    for group in supposed.wishes:
        if call.deadline.expired:
            call.statistics["reason"] = "the time limit ended the search for the wishes that bind"
            break
        result = supposed.session.optimise(
            [other for other in supposed.on if other != group],
            values=supposed.values,
            hint=foil.result.assignment,
            budget=call.deadline.rest(),
            objectives=(goal,),
        )
        if result.status is SolveStatus.OPTIMAL and result.objectives[0].value != reached:
            price: Number = result.objectives[0].value - reached
            rules = supposed.spoken.problem.groups.get(group, problem.groups[group])
            found.append(Binding(constraint=group, says=sentences(rules), price=_whole(price)))
    return found


def _whole(value: Any) -> Number:
    from encoders.numbers import exact

    return exact(value)
