"""Groups that are about one amount: a limit that can be moved instead of given up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from encoders.expressions import Compare, Expression, Parameter, parameters_of

if TYPE_CHECKING:
    from encoders.numbers import Number
    from encoders.problem import Problem


@dataclass(frozen=True, slots=True)
class Amount:
    """A group that says `expression <= parameter` (sense "minimise") or `expression >= parameter` ("maximise")."""

    group: str
    parameter: Parameter
    expression: Expression
    sense: Literal["minimise", "maximise"]

    def met_by(self, value: Number, limit: Number) -> bool:
        """Whether a value of the expression keeps a limit."""
        return value <= limit if self.sense == "minimise" else value >= limit


def amounts_of(problem: Problem) -> dict[str, Amount]:
    """The groups whose one constraint compares an expression with a parameter that nothing else uses."""
    roots = [constraint.expression for constraint in problem.constraints]
    roots += [goal.expression for goal in problem.objectives]
    uses = Counter([name for root in roots for name in parameters_of(root)])
    found: dict[str, Amount] = {}
    for group, members in problem.groups.items():
        amount = _amount(group, members[0].expression) if len(members) == 1 else None
        if amount is not None and uses[amount.parameter.name] == 1:
            found[group] = amount
    return found


def _amount(group: str, expression: Expression) -> Amount | None:
    if not isinstance(expression, Compare) or expression.operator not in ("<=", ">="):
        return None
    at_most = expression.operator == "<="
    for parameter, other, flipped in (
        (expression.right, expression.left, False),
        (expression.left, expression.right, True),
    ):
        if isinstance(parameter, Parameter) and not parameters_of(other):
            return Amount(group, parameter, other, "minimise" if at_most != flipped else "maximise")
    return None
