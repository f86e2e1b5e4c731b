"""Why rules clash, in the user's words and the data's: computed from the problem on its live session, nothing is guessed.

For every amount in a conflict the session says how far it has to go while the others hold, and without each of them; what in the
data binds, the domain says (`domains.ways.Reasoning`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.ways import Reasoning
from encoders.amounts import amounts_of
from encoders.problem import Objective
from planner.wording import amount, field_name, listed, meant, sentences, you_wrote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.amounts import Amount
    from encoders.numbers import Number
    from planner.suggest.case import Case


def reasons(case: Case, groups: Sequence[str]) -> list[str]:
    """Sentences that say why these groups cannot hold together; none where nothing more is known than that."""
    known = amounts_of(case.built.problem)
    found: list[str] = []
    for group in groups:
        if group in known and group in case.session.switchable and not case.deadline.expired:
            found += _of_amount(case, known[group], [other for other in groups if other != group])
    if isinstance(case.domain, Reasoning):
        found += case.domain.reasons(case.request, case.data, groups)
    return list(dict.fromkeys(found))


def _of_amount(case: Case, limit: Amount, others: Sequence[str]) -> list[str]:
    """ "While “pets” and “private room” hold, the budget has to be at least $1,512. Without “pets” $1,100 is enough."."""
    held = _reach(case, limit, others)
    if held is None or limit.met_by(held, limit.parameter.value):
        return []
    unit = limit.parameter.unit
    name = _name(case, limit)
    side = "has to be at least" if limit.sense == "minimise" else "can be at most"
    quote = case.quotes.get(limit.group)
    stated = you_wrote(quote) or f" (it is {amount(limit.parameter.value, unit)})"
    given = f"While {listed([_meant(case, group) for group in others])} hold" if others else "Whatever else is given up"
    if len(others) == 1:
        given += "s"
    found = [f"{given}, {name} {side} {amount(held, unit)}{stated}."]
    freed = []
    for group in others if len(others) > 1 else ():
        rest = _reach(case, limit, [other for other in others if other != group])
        if rest is not None and limit.met_by(rest, limit.parameter.value):
            enough = "is enough" if limit.sense == "minimise" else "can be reached"
            reached = "it does not matter" if rest in limit.expression.bounds else f"{amount(rest, unit)} {enough}"
            freed.append(f"without {_meant(case, group)} {reached}")
    if freed:
        said = "; ".join(freed)
        found.append(f"{said[:1].upper()}{said[1:]}.")
    return found


def _name(case: Case, limit: Amount) -> str:
    """ "the budget"; an amount below a field is told by its rule: "the number in “J1 ends by 12”"."""
    path = limit.parameter.path or limit.group
    return (
        f"the number in {meant(sentences(case.built.problem.groups[limit.group]), None)}"
        if "/" in path
        else field_name(path)
    )


def _reach(case: Case, limit: Amount, groups: Sequence[str]) -> Number | None:
    """How far the amount has to go where only these wishes hold; None where that is not proved."""
    if case.deadline.expired:
        return None
    goal = Objective(limit.group, limit.sense, limit.expression)
    result = case.session.optimise(groups, budget=case.deadline.rest(), objectives=(goal,))
    return result.objectives[0].bound if result.objectives else None


def _meant(case: Case, group: str) -> str:
    return meant(sentences(case.built.problem.groups[group]), case.quotes.get(group))
