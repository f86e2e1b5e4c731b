"""The two independent checks that every plan passes before it is shown: the evaluator, and the rules of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.ways import Limiting
from encoders.errors import VerificationError
from encoders.evaluate import breaches, evaluate
from encoders.result import Result, SolveStatus
from planner.blame import ContradictionError
from planner.limits import require_limited

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pydantic import BaseModel

    from domains.base import Built, Domain
    from encoders.numbers import Number
    from encoders.result import Assignment, ObjectiveValue


def verified_plan(
    domain: Domain,
    built: Built,
    assignment: Assignment,
    objectives: Sequence[ObjectiveValue],
    request: Any,
    data: Any,
    *,
    values: Mapping[str, Number] | None = None,
    dropped: Iterable[str] = (),
) -> BaseModel:
    """The plan that an assignment means, accepted by both checkers.

    Raises VerificationError, ContradictionError; UnlimitedError where nothing limits what the request asks for.

    `request` is what the plan must satisfy: for a repair the edited request, with the parameters' changed `values` and the
    `dropped` groups on the side of the problem.
    """
    problem = built.problem
    gone = set(dropped)
    on = [group for group in problem.groups if group not in gone] if gone else None
    broken = breaches(problem, assignment, on=on, values=values)
    if broken:
        raise VerificationError(
            f"the evaluator refuses the solver's plan: {broken[0].says}", where=broken[0].constraint
        )
    known = problem.values(values)
    reported = {objective.name: objective.value for objective in objectives}
    for goal in problem.objectives:
        value = evaluate(goal.expression, assignment, known)
        if goal.name not in reported or reported[goal.name] != value:
            raise VerificationError(
                f"the solver reports {reported.get(goal.name)} where the evaluator finds {value}", where=goal.name
            )
    plan = domain.plan(built, assignment)
    violations = domain.check(plan, request, data)
    if violations:
        first = violations[0]
        raise ContradictionError(
            f"the check of {domain.name} refuses a plan that its problem allows: {first.says}",
            domain=domain.name,
            where=first.constraint,
        )
    measured = domain.measure(plan, request, data)
    for name, value in reported.items():
        if measured.get(name) != value:
            raise ContradictionError(
                f"the plan measures {measured.get(name)} where its problem has {value}", domain=domain.name, where=name
            )
    if isinstance(domain, Limiting) and all([entry.value == entry.bound for entry in objectives]):
        result = Result(SolveStatus.OPTIMAL, assignment, tuple(objectives))
        require_limited(domain, domain.problem(request, data), result)
    return plan
