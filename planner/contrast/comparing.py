"""Two plans side by side: their fields that differ, what the other one costs more, and the answer in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.numbers import exact
from encoders.result import SolveStatus
from planner.answer import Difference
from planner.wording import amount, is_clock, listed, step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Asked, Element
    from encoders.numbers import Number
    from encoders.problem import Objective
    from encoders.result import Result
    from planner.answer import Conflicting


def differences(before: Sequence[Element], after: Sequence[Element]) -> list[Difference]:
    """The places where two plans do not say the same, in the order of the first, those of the second alone after them."""
    there = {entry.where: entry.says for entry in before}
    here = {entry.where: entry.says for entry in after}
    return [
        Difference(where=where, before=there.get(where), after=here.get(where))
        for where in dict.fromkeys([*there, *here])
        if there.get(where) != here.get(where)
    ]


def price_of(fact: Result, foil: Result) -> Number | None:
    """What the first objective changes by; None unless both plans are proved best and look at the same one."""
    proved = fact.status is SolveStatus.OPTIMAL and foil.status is SolveStatus.OPTIMAL
    if not proved or not fact.objectives or not foil.objectives or fact.objectives[0].name != foil.objectives[0].name:
        return None
    return exact(foil.objectives[0].value - fact.objectives[0].value)


def sentence(
    asked: Asked,
    goals: Sequence[Objective],
    fact: Result | None,
    foil: Result,
    conflict: Conflicting | None,
    others: Sequence[str] = (),
) -> str:
    """The answer in one sentence. `others` are what the members of the conflict say, without the question's own."""
    supposed = f"{asked.says[:1].upper()}{asked.says[1:]}"
    if foil.status is SolveStatus.UNKNOWN:
        return f"{supposed}: neither a plan nor a proof that there is none was found."
    if foil.status is SolveStatus.INFEASIBLE:
        return f"{supposed} there is no plan{_because(conflict, others, with_question=bool(asked.wish))}."
    found = "the best plan" if foil.status is SolveStatus.OPTIMAL else "the best plan found"
    if fact is None or not fact.objectives:
        values = listed([_named(goal, _value(foil, goal), len(goals) > 1) for goal in goals])
        return f"{supposed} there is a plan{f', {found} comes to {values}' if values else ''}."
    note = "" if fact.status is SolveStatus.OPTIMAL else " The request's own plan is not proved to be its best."
    compared = [_compared(goal, _value(fact, goal), _value(foil, goal), len(goals) > 1) for goal in goals]
    if all([_value(fact, goal) == _value(foil, goal) for goal in goals]):
        return f"{supposed} {found} is as good: {listed(compared)}.{note}"
    return f"{supposed} {found} comes to {listed(compared)}.{note}"


def _because(conflict: Conflicting | None, others: Sequence[str], *, with_question: bool) -> str:
    """The members of the conflict: beside the question's own rule, or by themselves where the question changes something."""
    if conflict is None:
        return ""
    if conflict.background or not others:
        return ", whatever wish is given up" if conflict.minimal or conflict.background else ""
    quoted = listed(["“" + says.rstrip(".") + "”" for says in others])
    if with_question:
        return f": it cannot hold together with {quoted}"
    return f": {quoted} cannot {'be met' if len(others) == 1 else 'hold together'}"


def _value(result: Result, goal: Objective) -> Any:
    return next((entry.value for entry in result.objectives if entry.name == goal.name), None)


def _named(goal: Objective, value: Any, several: bool) -> str:
    shown = "?" if value is None else amount(value, goal.unit)
    return f"{shown} ({goal.name})" if several else shown


def _compared(goal: Objective, before: Any, after: Any, several: bool) -> str:
    if before is None or after is None or before == after:
        return _named(goal, after, several)
    unit = (
        goal.unit if len(goal.unit) == 1 or is_clock(goal.unit) else ""
    )  # a word is said once, a sign with every amount
    more = step(exact(after - before), goal.unit, alone=False)
    return f"{_named(goal, after, several)} instead of {amount(before, unit)}, {more}"
