"""Plans that break exactly one rule of a problem, found by whoever solves: for tests that ask whether a check names that rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from encoders.expressions import And, BoolVar, ChoiceVar, Clauses, Const, Expression, Not, walk
from encoders.problem import Constraint, Problem
from encoders.problem_json import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from encoders.result import Assignment

_RULE, _BROKEN = "rule: ", "broken: "


@dataclass(frozen=True, slots=True)
class Breach:
    """One constraint to break: the groups of `breakable` that then hold, and the group (None: a rule of the world) it is of."""

    constraint: Constraint
    on: frozenset[str]
    on_alone: frozenset[str]
    """The same without any other wish of the request: for where the wishes leave no such plan."""

    @property
    def group(self) -> str | None:
        """The group that is broken."""
        return self.constraint.group


def breakable(problem: Problem) -> Problem:
    """The problem with every rule a group of its own kind of name, and beside each constraint a group that says the opposite.

    Objectives are left out: any plan will do.
    """
    rules = [replace(c, group=_RULE + (c.group or c.id)) for c in problem.constraints]
    broken = [Constraint(_BROKEN + c.id, Not(c.expression), group=_BROKEN + c.id) for c in problem.constraints]
    return Problem(problem.name, (*rules, *broken), (), problem.variables)


def breaches_of(problem: Problem, most: int) -> Iterator[Breach]:
    """For each group and each rule without one, up to `most` of its constraints, evenly spread over it."""
    families: dict[str, list[Constraint]] = {}
    for constraint in problem.constraints:
        families.setdefault(_RULE + (constraint.group or constraint.id), []).append(constraint)
    wishes = {_RULE + group for group in problem.groups_of("request")}
    for name, members in families.items():
        others = frozenset(families) - {name}
        step = max(1, len(members) // most)
        for constraint in members[::step][:most]:
            denied = frozenset({_BROKEN + constraint.id})
            yield Breach(constraint, others | denied, (others - wishes) | denied)


def unlike(problem: Problem, pins: Iterable[Expression], lawful: Assignment, number: int) -> Expression:
    """What the next try must satisfy, where a plan turned out to keep all rules by another choice of auxiliary variables.

    Its plan breaks some rule under that choice: variables that a plan's `pins` do not mention have their values in `lawful`.
    Lists of clauses hold variables and no constants, so theirs are held by variables of their own, named by the try's `number`.
    """
    fixed = {id(node) for node in walk(pins)}
    in_clauses = {
        id(v) for c in problem.constraints for n in walk([c.expression]) if isinstance(n, Clauses) for v in n.variables
    }
    held: list[Expression] = []
    known: dict[str, Expression] = {leaf.name: leaf for leaf in (*problem.variables, *problem.parameters)}
    for variable in problem.variables:
        value = lawful.get(variable.name)
        if (
            id(variable) not in fixed
            and not isinstance(variable, ChoiceVar)
            and not isinstance(value, (str, type(None)))
        ):
            if id(variable) in in_clauses:
                own = BoolVar(f"{variable.name} (try {number})")
                held.append(own if value else Not(own))
            known[variable.name] = own if id(variable) in in_clauses else Const(value)
    rules = load(Problem(problem.name, problem.constraints).to_json(), known).constraints
    return And(Not(And(*[rule.expression for rule in rules])), *held)
