"""Claims about a problem as scripts: what is declared, what is asserted under which name, and what a solver must answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from encoders.errors import ModelError, UnknownNameError
from encoders.expressions import Const
from encoders.smtlib.symbols import Symbols
from encoders.smtlib.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective, Problem
    from encoders.result import Assignment

    Status = Literal["sat", "unsat"]

_SENTENCE = 300
"""Longest comment about one rule."""


@dataclass(frozen=True, slots=True)
class Script:
    """A claim: what it says in words, what `check-sat` must answer, and the script. Each group is one named assertion."""

    says: str
    status: Status
    text: str


def impossible(
    problem: Problem,
    groups: Iterable[str] | None = None,
    *,
    values: Mapping[str, Number] | None = None,
    says: str = "",
) -> Script:
    """That groups cannot hold together with everything that has no group; None: all groups. Raises UnknownNameError."""
    held = _held(problem, groups)
    return _Writer(problem, values).script(
        held, "unsat", says or f"These rules cannot hold together: {', '.join(held)}."
    )


def possible(
    problem: Problem,
    groups: Iterable[str] | None = None,
    *,
    values: Mapping[str, Number] | None = None,
    assignment: Assignment | None = None,
    reached: Mapping[str, Number] | None = None,
    says: str = "",
) -> Script:
    """That groups can hold together: somehow, or as an assignment, with these values of objectives.

    Raises UnknownNameError.
    """
    writer = _Writer(problem, values)
    goals = {goal.name: goal for goal in problem.objectives}
    for name, value in (reached or {}).items():
        if name not in goals:
            raise UnknownNameError(f"no objective is called {name!r}; there are {', '.join(goals) or 'none'}")
        writer.compare(goals[name], "=", value, f"value of {name}")
    if assignment is not None:
        for variable in problem.variables:
            if variable.name not in assignment:
                raise UnknownNameError(f"the assignment gives {variable.name!r} no value")
            writer.extra(writer.terms.assigned(variable, assignment[variable.name]))
    held = _held(problem, groups)
    return writer.script(held, "sat", says or f"These rules can hold together: {', '.join(held)}.")


def no_better(
    problem: Problem,
    best: Sequence[tuple[str, Number]],
    groups: Iterable[str] | None = None,
    *,
    values: Mapping[str, Number] | None = None,
    says: str = "",
) -> Script:
    """That no plan with these values of the objectives, but for the last, comes before the last one's value.

    `best` are names and values in order of importance. Raises UnknownNameError, ModelError where nothing is claimed.
    """
    writer = _Writer(problem, values)
    goals = {goal.name: goal for goal in problem.objectives}
    for name, _ in best:
        if name not in goals:
            raise UnknownNameError(f"no objective is called {name!r}; there are {', '.join(goals) or 'none'}")
    if not best:
        raise ModelError("a claim that nothing is better names the objectives and their values")
    for name, value in best[:-1]:
        writer.compare(goals[name], "=", value, f"best {name}")
    name, value = best[-1]
    writer.compare(goals[name], "<" if goals[name].sense == "minimise" else ">", value, f"better {name}")
    return writer.script(_held(problem, groups), "unsat", says or f"No plan has a better {name} than {value}.")


def _held(problem: Problem, groups: Iterable[str] | None) -> list[str]:
    """The groups in problem order."""
    wanted = set(problem.groups) if groups is None else set(groups)
    if unknown := wanted - set(problem.groups):
        raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
    return [group for group in problem.groups if group in wanted]


class _Writer:
    """One script; the names of groups come first, so that they stay as they are."""

    def __init__(self, problem: Problem, values: Mapping[str, Number] | None) -> None:
        self.problem, self.symbols = problem, Symbols()
        self.groups = {group: self.symbols.new(group) for group in problem.groups}
        self.terms = Terms(problem, self.symbols, problem.values(values))
        self.asserted: list[str] = []

    def extra(self, term: str) -> None:
        """Assert a term without a name."""
        self.asserted.append(f"(assert {term})")

    def compare(self, goal: Objective, relation: str, value: Number, name: str) -> None:
        """Assert that an objective has, or beats, a value."""
        real = self.terms.is_real(goal.expression) or not isinstance(value, int)
        left = self.terms.number(goal.expression, real=real)
        self._named(f"({relation} {left} {self.terms.value(value, real=real)})", self.symbols.new(name))

    def _named(self, term: str, symbol: str) -> None:
        self.asserted.append(f"(assert (! {term} :named {symbol}))")

    def script(self, held: Sequence[str], status: Status, says: str) -> Script:
        """Background first, then the groups that hold, each under its name with its sentence."""
        terms, problem = self.terms, self.problem
        own, self.asserted = self.asserted, []
        for rule in problem.task_rules:
            self.extra(terms.boolean(rule))
        for constraint in problem.constraints:
            if constraint.group is None:
                self._comment(constraint.says or constraint.id)
                self.extra(terms.boolean(constraint.expression))
        for group in held:
            members = problem.groups[group]
            for sentence in dict.fromkeys([rule.says for rule in members if rule.says]):
                self._comment(sentence)
            self._named(self._all(members), self.groups[group])
        lines = [
            *[f"; {line}" for line in _lines(says)],
            "(set-info :smt-lib-version 2.6)",
            f"(set-logic {terms.logic})",
            f"(set-info :status {status})",
            *terms.lines,
            *self.asserted,
            *own,
            "(check-sat)",
            "(exit)",
        ]
        return Script(says, status, "\n".join([*lines, ""]))

    def _all(self, members: Sequence[Constraint]) -> str:
        parts = [self.terms.boolean(rule.expression) for rule in members]
        term = parts[0] if len(parts) == 1 else f"(and {' '.join(parts)})"
        return term if parts else self.terms.boolean(Const(True))

    def _comment(self, sentence: str) -> None:
        told = " ".join(sentence.split())
        shown = told if len(told) <= _SENTENCE else f"{told[: _SENTENCE - 1]}…"
        self.asserted += [f"; {line}" for line in _lines(shown)]


def _lines(text: str) -> list[str]:
    """Lines of a comment, without anything that ends one."""
    return [line.strip() for line in "".join([c if c.isprintable() or c == "\n" else " " for c in text]).splitlines()]
