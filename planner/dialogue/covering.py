"""One problem for several requests: which groups, amounts and objectives of a wider request's problem make up a narrower request.

Requests of one frame (who, where, when, how long) differ in their wishes only, and every wish is a group. So a problem built for
a request with more wishes answers those with fewer: the others are switched off. The reduction of offers respects every wish of
the wider request, so none that the narrower one needs is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from encoders.amounts import amounts_of
from encoders.errors import InputError
from encoders.expressions import Compare, Parameter
from encoders.numbers import exact
from encoders.problem import Problem
from planner.wording import amount as worded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from domains.base import Built
    from encoders.amounts import Amount
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective

_GOALS, _FURTHER = "objective", "extra"
"""The fields of every request that are no ordinary wishes: goals in order, and wishes that are known by their place."""
_CARRIED = 3
"""Wishes of earlier requests that a problem goes on protecting; each makes it larger."""


@dataclass(frozen=True)
class Focus:
    """A request within a wider problem: `groups` maps its own group ids to those of the problem, in the request's order."""

    groups: Mapping[str, str]
    values: Mapping[str, Number]
    """Amounts that differ from the problem's own, by parameter."""
    problem: Problem
    """The request's own problem, of the wider problem's nodes."""


@dataclass(frozen=True)
class Wide:
    """A request and its problem, ready to answer narrower requests."""

    request: BaseModel
    built: Built
    amounts: Mapping[str, Amount]
    wishes: tuple[str, ...]

    @staticmethod
    def of(request: BaseModel, built: Built) -> Wide:
        """Look at a problem once."""
        return Wide(request, built, amounts_of(built.problem), built.problem.groups_of("request"))


def focused(wide: Wide, request: BaseModel) -> Focus | None:
    """The request within the wider problem; None where the problem cannot answer it."""
    if type(request) is not type(wide.request):
        return None
    whole, part = content_of(wide.request), content_of(request)
    groups: dict[str, str] = {}
    values: dict[str, Number] = {}
    by_path = {found.parameter.path: found for found in wide.amounts.values()}
    goals = wide.built.problem.objectives
    for field, value in part.items():
        wider = whole.get(field)
        if field == _GOALS and _is_list(value) and value != wider:
            found = _in_order(goals, value)
            if found is None:
                return None
            goals = found
        elif _is_list(value) and isinstance(wider, list) and _is_list(wider):
            members = _members(wide, field, value, wider)
            if members is None:
                return None
            groups.update(members)
        elif value == wider:
            groups.update({g: g for g in wide.wishes if g.partition("/")[0] == field})
        elif field in wide.wishes and value is None:
            continue
        elif field in by_path and by_path[field].group in wide.wishes and value is not None and wider is not None:
            number = _number(value)
            if number is None:
                return None
            groups[by_path[field].group] = by_path[field].group
            values[by_path[field].parameter.name] = number
        else:
            return None
    nested = {group for group in wide.wishes if group.partition("/")[0] not in part}
    groups.update({group: group for group in nested})
    order = {group: place for place, group in enumerate(wide.wishes)}
    if list(groups.values()) != sorted(groups.values(), key=order.__getitem__):
        groups = _sorted(groups, wide.wishes)
    problem = _narrowed(wide, groups, values, goals)
    return None if problem is None else Focus(groups, values, problem)


def widened(wide: Wide, request: BaseModel) -> BaseModel:
    """The request with wishes of earlier ones beside its own, for a problem that answers both; the request itself where
    the two have different frames."""
    whole, part = content_of(wide.request), content_of(request)
    if type(request) is not type(wide.request) or any(
        [whole.get(item.path) != part.get(item.path) for item in wide.built.frame]
    ):
        return request
    carried = 0
    for field, value in part.items():
        wider = whole.get(field)
        if _is_list(value) and isinstance(wider, list) and _is_list(wider):
            if field == _GOALS or not all([_group(field, wider, member) in wide.wishes for member in wider]):
                continue
            more = [member for member in wider if member not in value][: _CARRIED - carried]
            part[field] = [*value, *more]
            carried += len(more)
        elif value is None and wider is not None and field in wide.wishes:
            part[field] = wider
    try:
        return type(request).model_validate(part)
    except ValidationError:  # wishes that no request may have together
        return request


def content_of(request: BaseModel) -> dict[str, Any]:
    """A request's fields under the names that paths use."""
    return request.model_dump(by_alias=True)


# ---------------------------------------------------------------- pieces


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all([isinstance(item, str) for item in value])


def _number(value: Any) -> Number | None:
    try:
        return None if isinstance(value, bool) else exact(value)
    except InputError:
        return None


def _group(field: str, members: Sequence[str], member: str) -> str:
    return f"{field}/{members.index(member) if field == _FURTHER else member}"


def _members(wide: Wide, field: str, part: Sequence[str], whole: Sequence[str]) -> dict[str, str] | None:
    """The groups of a list field's values: own id -> the problem's; None where the problem lacks one of them."""
    every = {member: _group(field, whole, member) for member in whole}
    if list(part) == list(whole):
        return {group: group for group in every.values() if group in wide.wishes}
    if not set(part) <= set(whole) or not all([group in wide.wishes for group in every.values()]):
        return None
    return {_group(field, part, member): every[member] for member in part}


def _in_order(goals: Sequence[Objective], names: Sequence[str]) -> tuple[Objective, ...] | None:
    by_name = {goal.name: goal for goal in goals}
    return tuple([by_name[name] for name in names]) if all([name in by_name for name in names]) else None


def _sorted(groups: Mapping[str, str], wishes: Sequence[str]) -> dict[str, str]:
    """Fields as the problem has them, values of one field as the request has them."""
    fields = list(dict.fromkeys([wish.partition("/")[0] for wish in wishes]))
    own = list(groups)
    return {
        group: groups[group]
        for group in sorted(own, key=lambda group: (fields.index(group.partition("/")[0]), own.index(group)))
    }


def _narrowed(
    wide: Wide, groups: Mapping[str, str], values: Mapping[str, Number], goals: Sequence[Objective]
) -> Problem | None:
    """The problem of these groups alone, under the request's own ids and with its amounts."""
    whole = wide.built.problem
    if not values and tuple(goals) == whole.objectives and list(groups.items()) == [(w, w) for w in wide.wishes]:
        return whole
    wishes = set(wide.wishes)
    rest = [c for c in whole.constraints if c.group is None or c.group not in wishes]
    own: list[Constraint] = []
    for group, wider in groups.items():
        for constraint in whole.groups[wider]:
            changed = _valued(constraint, wide.amounts.get(wider), values)
            if changed is None:
                return None
            if group != wider:
                changed = replace(changed, id=changed.id.replace(wider, group, 1), group=group)
            own.append(changed)
    return Problem(whole.name, (*rest, *own), tuple(goals), whole.variables)


def _valued(constraint: Constraint, amount: Amount | None, values: Mapping[str, Number]) -> Constraint | None:
    """The constraint with its amount at another value, in its expression and in its sentence; None where that is unclear."""
    if amount is None or amount.parameter.name not in values:
        return constraint
    compared = constraint.expression
    if not isinstance(compared, Compare):
        return None
    old = amount.parameter
    new = Parameter(old.name, values[old.name], old.unit, old.path)
    before, after = worded(old.value, old.unit), worded(new.value, new.unit)
    if constraint.says and constraint.says.count(before) != 1:
        return None
    left = new if compared.left is old else compared.left
    right = new if compared.right is old else compared.right
    return replace(
        constraint,
        expression=Compare(left, compared.operator, right),
        says=constraint.says.replace(before, after),
    )
