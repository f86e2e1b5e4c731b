"""The two independent checks that every plan passes before it is shown: the evaluator, and the rules of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.errors import VerificationError
from encoders.evaluate import breaches, evaluate

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
    """The plan that an assignment means, accepted by both checkers. Raises VerificationError.

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
        raise VerificationError(f"the rules of {domain.name} refuse the plan: {first.says}", where=first.constraint)
    measured = domain.measure(plan, request, data)
    for name, value in reported.items():
        if measured.get(name) != value:
            raise VerificationError(
                f"the plan measures {measured.get(name)} where the solver reports {value}", where=name
            )
    return plan
