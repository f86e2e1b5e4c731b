"""A grounded problem: labelled constraints over decision variables, and objectives in order of importance."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from encoders.errors import ModelError, UnknownNameError
from encoders.expressions import (
    BoolVar,
    ChoiceVar,
    Cumulative,
    Expression,
    IntVar,
    NoOverlap,
    Parameter,
    RealVar,
    Task,
    Variable,
    describe,
    walk,
)
from encoders.numbers import Number, exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Origin = Literal["request", "commonsense", "data"]
Sense = Literal["minimise", "maximise"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a constraint was said: the quoted words and their character span in the request's text."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constraint:
    """One labelled rule that every plan obeys.

    `says` is one plain sentence; `group` is the user-level rule it belongs to (one element of a conflict), None for a rule
    that can never be switched off; `weight` is the price of giving the group up, used by repairs only; `keep` forbids that.
    """

    id: str
    expression: Expression
    says: str = ""
    origin: Origin = "request"
    group: str | None = None
    weight: Number = 1
    keep: bool = False
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """One quantity to make small or large; earlier objectives of a problem come first (lexicographic)."""

    name: str
    sense: Sense
    expression: Expression
    says: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Problem:
    """Constraints and objectives over named variables. Raises ModelError if names clash or a root is no truth value.

    `variables` may name leaves that no constraint uses; all others are collected from the expressions.
    """

    name: str
    constraints: tuple[Constraint, ...] = ()
    objectives: tuple[Objective, ...] = ()
    declared: tuple[Variable, ...] = field(default=())

    def __post_init__(self) -> None:
        ids: set[str] = set()
        for constraint in self.constraints:
            if constraint.id in ids:
                raise ModelError(f"two constraints have the id {constraint.id!r}")
            ids.add(constraint.id)
            if constraint.origin not in ("request", "commonsense", "data"):
                raise ModelError(f"constraint {constraint.id!r} has the unknown origin {constraint.origin!r}")
            if constraint.expression.sort != "bool" or isinstance(constraint.expression, ChoiceVar):
                raise ModelError(f"constraint {constraint.id!r} is not a truth value")
        names: set[str] = set()
        for objective in self.objectives:
            if objective.name in names:
                raise ModelError(f"two objectives are called {objective.name!r}")
            names.add(objective.name)
            if objective.sense not in ("minimise", "maximise"):
                raise ModelError(
                    f"objective {objective.name!r} is to be minimised or maximised, not {objective.sense!r}"
                )
            if not objective.expression.counts:
                raise ModelError(f"objective {objective.name!r} is no number")
        for variable in self.declared:
            if not isinstance(variable, (BoolVar, IntVar, RealVar, ChoiceVar)):
                raise ModelError(f"only variables can be declared, not {describe(variable)}")
        seen: dict[str, Expression] = {}
        for leaf in (*self.variables, *self.parameters):
            if not isinstance(leaf.name, str):
                raise ModelError(f"{leaf.name!r} is no name")
            if seen.setdefault(leaf.name, leaf) is not leaf:
                raise ModelError(f"two variables or parameters are called {leaf.name!r}")

    @cached_property
    def nodes(self) -> tuple[Expression, ...]:
        """Every node once, operands first."""
        roots: list[Expression] = list(self.declared)
        roots += [constraint.expression for constraint in self.constraints]
        roots += [objective.expression for objective in self.objectives]
        return tuple(walk(roots))

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """All decision variables in order of first use."""
        return tuple([n for n in self.nodes if isinstance(n, (BoolVar, IntVar, RealVar, ChoiceVar))])

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters in order of first use."""
        return tuple([n for n in self.nodes if isinstance(n, Parameter)])

    @cached_property
    def task_rules(self) -> tuple[Expression, ...]:
        """What makes absent tasks total; holds in every plan without belonging to any constraint."""
        return tuple([t.rule for t in tasks_of(self) if t.optional and not t.shared])

    @cached_property
    def groups(self) -> dict[str, tuple[Constraint, ...]]:
        """Constraints by group, in problem order; constraints without a group are left out."""
        found: dict[str, list[Constraint]] = {}
        for constraint in self.constraints:
            if constraint.group is not None:
                found.setdefault(constraint.group, []).append(constraint)
        return {group: tuple(members) for group, members in found.items()}

    def groups_of(self, *origins: Origin) -> tuple[str, ...]:
        """The groups whose first constraint has one of these origins, in problem order."""
        return tuple([group for group, members in self.groups.items() if members[0].origin in origins])

    def constraint(self, constraint_id: str) -> Constraint:
        """The constraint with this id. Raises UnknownNameError."""
        for constraint in self.constraints:
            if constraint.id == constraint_id:
                return constraint
        raise UnknownNameError(f"no constraint has the id {constraint_id!r}")

    def values(self, changed: Mapping[str, Number] | None = None) -> dict[str, Number]:
        """The value of every parameter, with some of them changed. Raises UnknownNameError."""
        known = {parameter.name: parameter.value for parameter in self.parameters}
        for name, value in (changed or {}).items():
            if name not in known:
                raise UnknownNameError(f"no parameter is called {name!r}; there are {', '.join(known) or 'none'}")
            known[name] = exact(value)
        return known

    def without(self, groups: Iterable[str]) -> Problem:
        """The same problem with whole groups left out; tasks that only they mention keep the rule of absent tasks."""
        gone = set(groups)
        if unknown := gone - set(self.groups):
            raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
        kept = tuple([c for c in self.constraints if c.group is None or c.group not in gone])
        rest = replace(self, constraints=kept, declared=self.variables)
        return replace(rest, constraints=(*kept, *task_constraints(self, rest)))

    def with_sources(self, sources: Mapping[str, Source]) -> Problem:
        """The same problem with the words of the request attached to the groups they belong to."""
        return replace(
            self,
            constraints=tuple(
                [replace(c, source=sources[c.group]) if c.group and c.group in sources else c for c in self.constraints]
            ),
        )

    def to_json(self) -> str:
        """Canonical JSON, lossless: the same problem always gives the same text."""
        from encoders.problem_json import dump

        return dump(self)

    @staticmethod
    def from_json(text: str) -> Problem:
        """The problem that `to_json` wrote. Raises InputError."""
        from encoders.problem_json import load

        return load(text)


def tasks_of(problem: Problem) -> tuple[Task, ...]:
    """The tasks that the problem's global constraints mention, in order."""
    found = {id(t): t for n in problem.nodes if isinstance(n, (NoOverlap, Cumulative)) for t in n.tasks}
    return tuple(found.values())


def task_constraints(problem: Problem, known: Problem | None = None) -> list[Constraint]:
    """The rules of absent tasks as constraints without a group, for tasks that another problem does not know."""
    there = {id(t) for t in tasks_of(known)} if known is not None else set()
    return [
        Constraint(f"task {number}, {t.name}: starts at its earliest where absent", t.rule, origin="data")
        for number, t in enumerate(tasks_of(problem))
        if t.optional and not t.shared and id(t) not in there
    ]
