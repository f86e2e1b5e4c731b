"""Groups that are about one amount: a limit that can be moved instead of given up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from encoders.expressions import And, Compare, Expression, Max, Min, Parameter, Sum, parameters_of
from encoders.linear import linear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.numbers import Number
    from encoders.problem import Constraint, Problem

Direction = Literal["minimise", "maximise"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A group that says `expression <= parameter` (sense "minimise") or `expression >= parameter` ("maximise").

    Where it says so of several expressions, `expression` is their maximum or minimum.
    """

    group: str
    parameter: Parameter
    expression: Expression
    sense: Direction
    several: bool = False
    """Whether the group has several rules, which may tell a solver more than their one expression does."""

    def met_by(self, value: Number, limit: Number) -> bool:
        """Whether a value of the expression keeps a limit."""
        return value <= limit if self.sense == "minimise" else value >= limit


@dataclass(frozen=True, slots=True)
class _Limit:
    """`expression <= factor x parameter`, or >=."""

    expression: Expression
    factor: Number
    parameter: Parameter
    sense: Direction


def amounts_of(problem: Problem) -> dict[str, Amount]:
    """The groups all of whose rules compare expressions with the same parameter, on the same side, that nothing else uses."""
    uses = _uses(problem)
    found: dict[str, Amount] = {}
    for group, members in problem.groups.items():
        amount = _amount(group, members, uses)
        if isinstance(amount, Amount):
            found[group] = amount
    return found


def immovable(problem: Problem) -> dict[str, str]:
    """Why a group with a parameter has no amount that a repair can move, by group; those that have one are left out."""
    uses = _uses(problem)
    found: dict[str, str] = {}
    for group, members in problem.groups.items():
        if not any([parameters_of(rule.expression) for rule in members]):
            continue
        amount = _amount(group, members, uses)
        if isinstance(amount, str):
            found[group] = amount
        elif any([rule.keep for rule in members]):
            found[group] = f"{group!r} is marked to be kept (keep=True), so no repair may touch it; leave keep out"
    return found


def _uses(problem: Problem) -> Counter[str]:
    """In how many constraints and objectives each parameter stands."""
    roots = [constraint.expression for constraint in problem.constraints]
    roots += [goal.expression for goal in problem.objectives]
    return Counter([name for root in roots for name in parameters_of(root)])


def _amount(group: str, members: Sequence[Constraint], uses: Counter[str]) -> Amount | str:
    """The group's amount, or why it has none."""
    limits: list[_Limit] = []
    for member in members:
        for rule in _parts(member.expression):
            limit = _limit(rule)
            if limit is None:
                return f"the rule {member.id!r} does not compare an expression with a parameter by <= or >="
            if limits and limit.parameter is not limits[0].parameter:
                return f"its rules have several parameters ({limits[0].parameter.name}, {limit.parameter.name})"
            if limits and limit.sense != limits[0].sense:
                return f"its rules bound expressions from above and from below by {limit.parameter.name!r}"
            limits.append(limit)
    if not limits:
        return "it has no rule"
    parameter = limits[0].parameter
    if uses[parameter.name] != len(members):
        return f"the parameter {parameter.name!r} is used outside the group too"
    own = [limit.expression for limit in limits if limit.factor == 1]
    if not own or not all([_follows(limit, own) for limit in limits if limit.factor != 1]):
        return f"a rule compares with a multiple of {parameter.name!r} that does not follow from the other rules"
    if len(own) == 1:
        return Amount(group, parameter, own[0], limits[0].sense, several=len(limits) > 1)
    extreme = Max(*own) if limits[0].sense == "minimise" else Min(*own)
    return Amount(group, parameter, extreme, limits[0].sense, several=True)


def _parts(expression: Expression) -> list[Expression]:
    """What a conjunction says one by one."""
    found: list[Expression] = []
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, And):
            stack += reversed(node.operands)
        else:
            found.append(node)
    return found


def _limit(expression: Expression) -> _Limit | None:
    if not isinstance(expression, Compare) or expression.operator not in ("<=", ">="):
        return None
    at_most = expression.operator == "<="
    for side, other, flipped in (
        (expression.right, expression.left, False),
        (expression.left, expression.right, True),
    ):
        factor, parameter = _multiple(side)
        if parameter is not None and factor > 0 and not parameters_of(other):
            return _Limit(other, factor, parameter, "minimise" if at_most != flipped else "maximise")
    return None


def _multiple(side: Expression) -> tuple[Number, Parameter | None]:
    """A parameter, or a multiple of one."""
    if isinstance(side, Parameter):
        return 1, side
    if isinstance(side, Sum) and not side.constant and len(side.terms) == 1:
        factor, term = side.terms[0]
        if isinstance(term, Parameter):
            return factor, term
    return 0, None


def _follows(limit: _Limit, own: Sequence[Expression]) -> bool:
    """Whether a limit of a multiple is the sum of the others: x + y <= 2 p, beside x <= p and y <= p."""
    if limit.factor != len(own):
        return False
    rest = linear([(1, limit.expression), *[(-1, expression) for expression in own]], {})
    return not rest.terms and not rest.constant
