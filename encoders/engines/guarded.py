"""Sessions whose questions are sets of literals: a guard for each group, each set of parameter values, each proved objective.

What is stated under a guard holds only in questions that hold the guard, so nothing has to be taken back. A constraint with
parameters is stated anew, under a guard of its own, for each set of their values that is asked for.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from encoders.engines.local import LocalSession
from encoders.errors import UnsupportedError
from encoders.expressions import parameters_of
from encoders.result import Core

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.engines.local import Fixed, Question
    from encoders.expressions import Expression, Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective, Problem

Literal = int


class GuardedSession(LocalSession):
    """Engines fill in how a literal is made, how a constraint or a cut is stated under one, and what they cannot express."""

    called: str = ""
    """The engine's name in sentences."""

    def __init__(self, problem: Problem, switchable: Iterable[str] | None, strategy: str, why: str) -> None:
        super().__init__(problem, switchable, strategy, why)
        self._guards: dict[str, Literal] = {}
        self._meaning: dict[Literal, tuple[str | None, tuple[str, ...]]] = {}
        """Guard -> its group and parameters; an objective's cut has neither."""
        self._parametric: list[tuple[Constraint, tuple[str, ...]]] = []
        self._instances: dict[tuple[str, tuple[Number, ...]], Literal] = {}
        self._cuts: dict[tuple[int, str, Number, tuple[Number, ...]], Literal] = {}
        self._kept: list[Objective] = []
        """Holds the objectives that cuts are about, so that none is freed and its identity reused."""
        self._stated = problem.values()
        """The parameters' own values, for which the whole problem was found expressible when the engine was chosen."""
        self._loaded = False

    # ---------------------------------------------------------------- what engines fill in

    @abstractmethod
    def _declare(self, variable: Variable) -> None:
        """Make a variable of the problem."""

    @abstractmethod
    def _fresh(self) -> Literal:
        """A new literal."""

    @abstractmethod
    def _state(self, expression: Expression, guard: Literal | None, values: Mapping[str, Number]) -> None:
        """State a constraint where the guard holds; `values` is empty where it uses no parameter."""

    @abstractmethod
    def _state_cut(self, goal: Objective, value: Number, values: Mapping[str, Number], guard: Literal) -> None:
        """State, where the guard holds, that an objective is at least as good as a value."""

    @abstractmethod
    def _refusal(self, problem: Problem) -> str:
        """Why a problem cannot be expressed; empty where it can."""

    @abstractmethod
    def _refusal_of(self, expression: Expression, values: Mapping[str, Number]) -> str:
        """Why an expression cannot be expressed under these values; empty where it can."""

    # ---------------------------------------------------------------- loading

    def _load(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        for variable in variables:
            self._declare(variable)
        plain = not self._stated and not self._loaded  # then nothing that is loaded has a parameter
        for constraint in constraints:
            used = () if plain else parameters_of(constraint.expression)
            if used:
                self._parametric.append((constraint, used))
            else:
                self._state(constraint.expression, self._guard(constraint.group), {})
        self._loaded = True

    def _guard(self, group: str | None) -> Literal | None:
        """The literal that switches a group on; None where the group always holds."""
        if group is None or group not in self.switchable:
            return None
        found = self._guards.get(group)
        if found is None:
            found = self._guards[group] = self._fresh()
            self._meaning[found] = (group, ())
        return found

    def _require_loadable(self, problem: Problem) -> None:
        self._require_no(self._refusal(problem))

    def _require_no(self, reason: str) -> None:
        if reason:
            raise UnsupportedError(f"{self.called} cannot express this: {reason}; use z3")

    # ---------------------------------------------------------------- asking

    def _literals(self, question: Question, fixed: Sequence[Fixed] = ()) -> list[Literal]:
        """The literals that say what holds in this question."""
        found = [self._guards[group] for group in self.switchable if group in question.on and group in self._guards]
        for constraint, used in self._parametric:
            group = constraint.group
            if group is None or group not in self.switchable or group in question.on:
                found.append(self._instance(constraint, used, question.values))
        return found + [self._cut(entry, question.values) for entry in fixed]

    def _instance(self, constraint: Constraint, used: tuple[str, ...], values: Mapping[str, Number]) -> Literal:
        key = (constraint.id, tuple([values[name] for name in used]))
        found = self._instances.get(key)
        if found is None:
            if self._changed(used, values):
                self._require_no(self._refusal_of(constraint.expression, values))
            found = self._instances[key] = self._fresh()
            group = constraint.group if constraint.group in self.switchable else None
            self._meaning[found] = (group, used)
            self._state(constraint.expression, found, values)
        return found

    def _cut(self, entry: Fixed, values: Mapping[str, Number]) -> Literal:
        """A literal that demands an objective at least as good as it was proved."""
        goal, used = entry.objective, parameters_of(entry.objective.expression)
        key = (id(goal.expression), goal.sense, entry.value, tuple([values[name] for name in used]))
        found = self._cuts.get(key)
        if found is None:
            found = self._cuts[key] = self._fresh()
            self._kept.append(goal)
            self._state_cut(goal, entry.value, values, found)
        return found

    def _changed(self, used: Iterable[str], values: Mapping[str, Number]) -> bool:
        """Whether some of these parameters have other values than the problem states."""
        return any([values[name] != self._stated.get(name) for name in used])

    def _core_of(self, literals: Iterable[Literal]) -> Core:
        """The groups and parameters that some guards stand for."""
        groups: set[str] = set()
        parameters: set[str] = set()
        for literal in literals:
            group, used = self._meaning.get(literal, (None, ()))
            if group is not None:
                groups.add(group)
            parameters.update(used)
        return Core(frozenset(groups), frozenset(parameters))
