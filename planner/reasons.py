"""Why rules clash, in the user's words and the data's: computed from the problem on its live session, nothing is guessed.

For every amount in a conflict the session says how far it has to go while the others hold, and without each of them; what in the
data binds, the domain says (`domains.ways.Reasoning`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from domains.ways import Limiting, Reasoning
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
    named = _Named(case, groups)
    found: list[str] = []
    told: set[str] = set()
    for group in groups:
        if group not in known or group not in case.session.switchable or case.deadline.expired:
            continue
        quote = case.quotes.get(group)
        if quote is not None and quote in told:
            continue  # one wish of the user's, of which another rule was told
        said = _of_amount(case, known[group], named)
        found += said
        if said and quote is not None:
            told.add(quote)
    if isinstance(case.domain, Reasoning):
        found += case.domain.reasons(case.request, case.data, groups)
    return list(dict.fromkeys(found))


class _Named:
    """What the rules of a conflict are called: by the user's words where these mean no other rule, else by ours."""

    def __init__(self, case: Case, groups: Sequence[str]) -> None:
        self.case, self.groups = case, groups
        self._sharing = Counter([case.quotes[group] for group in groups if group in case.quotes])

    def one(self, group: str) -> str:
        """A rule by itself."""
        quote = self.case.quotes.get(group)
        alone = quote is not None and self._sharing[quote] == 1
        return meant(sentences(self.case.built.problem.groups[group]), quote if alone else None)

    def several(self, groups: Sequence[str]) -> list[str]:
        """Rules beside each other: words of the user's that mean several of them once, where all of these are there."""
        there = Counter([self.case.quotes[group] for group in groups if group in self.case.quotes])
        found = []
        for group in groups:
            quote = self.case.quotes.get(group)
            whole = quote is not None and there[quote] == self._sharing[quote]
            found.append(meant("", quote) if whole else self.one(group))
        return list(dict.fromkeys(found))


def _of_amount(case: Case, limit: Amount, named: _Named) -> list[str]:
    """ "While “pets” and “private room” hold, the budget must be at least $1,512. Without “pets” $1,100 is enough."."""
    others = [group for group in named.groups if group != limit.group]
    held = _reach(case, limit, others)
    if held is None or limit.met_by(held, limit.parameter.value):
        return []
    unit = limit.parameter.unit
    name = _name(case, limit)
    side = "must be at least" if limit.sense == "minimise" else "can be at most"
    quote = case.quotes.get(limit.group)
    stated = you_wrote(quote) or f" (stated: {amount(limit.parameter.value, unit)})"
    given = "Whatever else is given up"
    if others:
        holding = named.several(others)
        given = f"While {listed(holding)} {'holds' if len(holding) == 1 else 'hold'}"
    found = [f"{given}, {name} {side} {amount(held, unit)}{stated}."]
    freed: dict[str, list[str]] = {}
    for group in others if len(others) > 1 else ():
        rest = _reach(case, limit, [other for other in others if other != group])
        if rest is not None and limit.met_by(rest, limit.parameter.value):
            enough = "is enough" if limit.sense == "minimise" else "can be reached"
            reached = "it does not matter" if rest in limit.expression.bounds else f"{amount(rest, unit)} {enough}"
            freed.setdefault(reached, []).append(group)
    if freed:
        said = "; ".join([f"without {_any_of(named, without, others)} {reached}" for reached, without in freed.items()])
        found.append(f"{said[:1].upper()}{said[1:]}.")
    return found


def _any_of(named: _Named, groups: Sequence[str], others: Sequence[str]) -> str:
    """ "“A” or “B”"; of more than two that are all there are, "any one of these rules"."""
    whole = len(groups) > 2 and len(groups) == len(others)
    return "any one of these rules" if whole else listed([named.one(group) for group in groups], "or")


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
    if isinstance(case.domain, Limiting) and case.domain.endless(case.built, result.assignment or {}):
        return limit.expression.bounds[0 if limit.sense == "minimise" else 1]
    return result.objectives[0].bound if result.objectives else None
