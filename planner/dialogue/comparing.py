"""What differs between two states of a dialogue: the values that count, and the fields of the plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Contrasting
from encoders.errors import PlanproofError
from encoders.numbers import exact
from planner.answer import Difference, dump
from planner.contrast.comparing import differences
from planner.wording import amount, step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domains.base import Domain
    from planner.answer import Answer


def compared(domain: Domain, before: Answer, after: Answer, data: Any) -> list[Difference]:
    """The fields in which two plans differ; nothing where one of the answers has none."""
    if before.plan is None or after.plan is None or before.plan == after.plan:
        return []
    try:
        if isinstance(domain, Contrasting):
            sides = []
            for answer in (before, after):
                plan, request = domain.Plan.model_validate(answer.plan), domain.Request.model_validate(answer.request)
                sides.append(domain.elements(plan, request, data))
            return differences(*sides)
    except PlanproofError:  # the plan was made from other data: its content is compared as it stands
        pass
    there, here = _flat(before.plan), _flat(after.plan)
    return [
        Difference(where=where, before=there.get(where), after=here.get(where))
        for where in dict.fromkeys([*there, *here])
        if there.get(where) != here.get(where)
    ]


def aligned(domain: Domain, before: Answer, after: Answer, data: Any) -> Answer:
    """The answer with its plan told as near to the one before as interchangeable parts allow; checked like any plan."""
    if before.plan is None or after.plan is None or before.plan == after.plan or not isinstance(domain, Contrasting):
        return after
    try:
        like, plan = domain.Plan.model_validate(before.plan), domain.Plan.model_validate(after.plan)
        request = domain.Request.model_validate(after.request)
        near = domain.aligned(plan, like)
        if near == plan or domain.check(near, request, data):
            return after
        measured = domain.measure(near, request, data)
    except PlanproofError:
        return after
    if any([measured.get(goal.name) != goal.value for goal in after.objective]):
        return after
    return after.model_copy(update={"plan": dump(near)})


def values_told(before: Answer, after: Answer, units: Mapping[str, str]) -> list[str]:
    """How the objectives changed: "cheapest, proved: $1,702 instead of $1,650, $52 more"."""
    old = {goal.name: goal.value for goal in before.objective}
    told = []
    for goal in after.objective:
        was, unit = old.get(goal.name), units.get(goal.name, "")
        if goal.value is None or was is None or was == goal.value:
            continue
        more = step(exact(goal.value - was), unit)
        proved = ", proved" if after.status == "optimal" else ""
        told.append(f"{goal.name}{proved}: {amount(goal.value, unit)} instead of {amount(was, unit)}, {more}")
    return told


def _flat(content: Any, where: str = "") -> dict[str, str]:
    """Every single value of JSON content with its place."""
    if isinstance(content, dict):
        return {k: v for name, part in content.items() for k, v in _flat(part, f"{where} {name}".strip()).items()}
    if isinstance(content, list):
        named = [(_name_of(part, number), part) for number, part in enumerate(content, 1)]
        return {k: v for name, part in named for k, v in _flat(part, f"{where} {name}".strip()).items()}
    return {} if content is None else {where: str(content)}


def _name_of(part: Any, number: int) -> str:
    """An item of a list by what it calls itself, else by its number."""
    if isinstance(part, dict):
        for key in ("task", "person", "name", "city"):
            if isinstance(part.get(key), (str, int)):
                return " ".join([str(part[k]) for k in ("job", key) if part.get(k) is not None])
    return str(number)
