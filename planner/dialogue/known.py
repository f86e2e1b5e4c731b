"""What is proved about one problem, and what follows from it for another question without asking a solver.

A question is a set of groups with the values of their amounts. One is weaker than another if each of its groups holds there too,
with amounts at least as strict. What a weaker question cannot have, no stricter one has; and the best plan of a weaker question
is the best of every stricter one that it satisfies. An amount that bounds what the first objective makes small anyway never
changes the best plan, it only decides whether there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from encoders.evaluate import breaches, evaluate
from encoders.result import Core, Result, SolveStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.amounts import Amount
    from encoders.numbers import Number
    from encoders.problem import Objective, Problem
    from encoders.result import Assignment

_REMEMBERED = 64
"""Results that are kept; the oldest go first."""
_TRIED = 8
"""Plans that are tried as a start of a search, the latest first."""


@dataclass(frozen=True)
class Asked:
    """A question: groups that hold, every parameter's value, and the objectives in order."""

    on: frozenset[str]
    values: Mapping[str, Number]
    goals: tuple[Objective, ...]


@dataclass
class Known:
    """The results so far of one problem's questions."""

    problem: Problem
    amounts: Mapping[str, Amount]
    results: list[tuple[Asked, Result]] = field(default_factory=list)

    def note(self, asked: Asked, result: Result) -> None:
        """Remember what was found."""
        if result.status is not SolveStatus.UNKNOWN:
            self.results.append((asked, result))
            del self.results[:-_REMEMBERED]

    def answer(self, asked: Asked) -> Result | None:
        """The result that follows from what is known, None where nothing does."""
        for earlier, result in reversed(self.results):
            if result.proof != "exact":
                continue
            if result.status is SolveStatus.INFEASIBLE:
                if self._weaker(earlier.on, earlier, asked):
                    return result
            elif result.status is SolveStatus.OPTIMAL and _same_goals(earlier, asked):
                found = self._from_best(earlier, result, asked)
                if found is not None:
                    return found
        return None

    def start(self, asked: Asked) -> Assignment | None:
        """The best plan known that answers the question."""
        best: Assignment | None = None
        least: list[Number] = []
        tried = [result.assignment for _, result in reversed(self.results) if result.assignment is not None][:_TRIED]
        for assignment in tried:
            if self._holds(assignment, asked):
                key = []
                for goal in asked.goals:
                    value = evaluate(goal.expression, assignment, asked.values)
                    key.append(value if goal.sense == "minimise" else -value)
                if best is None or key < least:
                    best, least = assignment, key
        return best

    def _from_best(self, earlier: Asked, result: Result, asked: Asked) -> Result | None:
        free = self._implied(earlier)
        if not self._weaker(earlier.on - free, earlier, asked):
            return None
        assert result.assignment is not None
        if self._still_holds(result.assignment, earlier, asked):
            named = [replace(o, name=goal.name) for o, goal in zip(result.objectives, asked.goals, strict=True)]
            return replace(result, objectives=tuple(named))
        implied = self._implied(asked)
        for group in implied:
            amount = self.amounts[group]
            best = result.objectives[0].value
            if not amount.met_by(best, asked.values[amount.parameter.name]):
                core = Core((earlier.on - free) | {group}, frozenset([amount.parameter.name]))
                return Result(SolveStatus.INFEASIBLE, core=core, proof="exact")
        return None

    def _implied(self, asked: Asked) -> frozenset[str]:
        """Groups that bound the first objective itself."""
        if not asked.goals:
            return frozenset()
        first = asked.goals[0]
        return frozenset(
            [
                group
                for group in asked.on
                if (amount := self.amounts.get(group)) is not None
                and amount.expression is first.expression
                and amount.sense == first.sense
            ]
        )

    def _weaker(self, groups: frozenset[str], earlier: Asked, asked: Asked) -> bool:
        """Whether these groups of an earlier question hold in this one too, with amounts at least as strict."""
        if not groups <= asked.on:
            return False
        for group in groups:
            amount = self.amounts.get(group)
            if amount is not None:
                name = amount.parameter.name
                if not amount.met_by(asked.values[name], earlier.values[name]):
                    return False
        bound = {self.amounts[group].parameter.name for group in self.amounts}
        return all([earlier.values[name] == value for name, value in asked.values.items() if name not in bound])

    def _still_holds(self, assignment: Assignment, earlier: Asked, asked: Asked) -> bool:
        """Whether the plan of an earlier question answers this one, where only other groups and amounts can differ."""
        for group in asked.on:
            amount = self.amounts.get(group)
            if group in earlier.on and (
                amount is None or asked.values[amount.parameter.name] == earlier.values[amount.parameter.name]
            ):
                continue
            for constraint in self.problem.groups[group]:
                if evaluate(constraint.expression, assignment, asked.values) is not True:
                    return False
        return True

    def _holds(self, assignment: Assignment, asked: Asked) -> bool:
        wishes = set(self.problem.groups_of("request"))
        on = [group for group in self.problem.groups if group in asked.on or group not in wishes]
        return not breaches(self.problem, assignment, on=on, values=asked.values)


def _same_goals(one: Asked, other: Asked) -> bool:
    return len(one.goals) == len(other.goals) and all(
        [a.expression is b.expression and a.sense == b.sense for a, b in zip(one.goals, other.goals, strict=True)]
    )
