"""What every session does alike, wherever its solver runs: questions, acceptance of assignments, the best so far, results."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from encoders.errors import EngineError, UnknownNameError, VerificationError
from encoders.evaluate import breaches, evaluate
from encoders.result import ObjectiveValue, Result, SolveStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective, Problem
    from encoders.result import Assignment
    from encoders.session import Incumbent


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a session: the switchable groups that hold, and the value of every parameter."""

    on: frozenset[str]
    values: Mapping[str, Number]


class BaseSession(ABC):
    """A problem, its switchable groups, and what a question to them means. `_release` gives back what answers it."""

    engine: str = ""

    def __init__(self, problem: Problem, switchable: Iterable[str] | None, strategy: str, why: str) -> None:
        wanted = set(problem.groups if switchable is None else switchable)
        if unknown := wanted - set(problem.groups):
            raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
        self.problem = problem
        self.strategy, self.why = strategy, why
        self.switchable = tuple([group for group in problem.groups if group in wanted])
        self._open = False

    @abstractmethod
    def _release(self) -> None:
        """Give back whatever the session holds."""

    def close(self) -> None:
        """See `encoders.session.Session`."""
        if self._open:
            self._open = False
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_open", False):
            self.close()

    def _require_open(self) -> None:
        if not self._open:
            raise EngineError("the session is closed; open another one")

    def _question(self, on: Iterable[str] | None, values: Mapping[str, Number] | None) -> Question:
        self._require_open()
        if on is None:
            held = frozenset(self.switchable)
        else:
            named = frozenset(on)
            if unknown := named - set(self.problem.groups):
                raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
            held = named.intersection(self.switchable)
        return Question(held, self.problem.values(values))

    def _held(self, question: Question) -> list[str] | None:
        """The groups that hold, as the evaluator takes them."""
        if len(question.on) == len(self.switchable):
            return None
        gone = set(self.switchable) - question.on
        return [group for group in self.problem.groups if group not in gone]

    def answering(self, question: Question, hint: Assignment | None) -> Assignment | None:
        """The hint's values for the problem's variables, where they answer the question."""
        if hint is None or breaches(self.problem, hint, on=self._held(question), values=question.values):
            return None
        return {variable.name: hint[variable.name] for variable in self.problem.variables}

    def _require_accepted(self, question: Question, assignment: Assignment) -> None:
        broken = breaches(self.problem, assignment, on=self._held(question), values=question.values)
        if broken:
            raise VerificationError(
                f"the evaluator refuses what {self.engine} answers: {broken[0].says}", where=broken[0].constraint
            )

    def _extended(
        self, variables: Sequence[Variable], constraints: Sequence[Constraint]
    ) -> tuple[Problem, list[Variable]]:
        """The problem with more in it, and the variables that are new."""
        known = {id(variable) for variable in self.problem.variables}
        problem = replace(
            self.problem,
            constraints=(*self.problem.constraints, *constraints),
            declared=(*self.problem.variables, *[v for v in variables if id(v) not in known]),
        )
        return problem, [variable for variable in problem.variables if id(variable) not in known]


class Lead:
    """The best assignment so far; told on as it gets better."""

    def __init__(self, goals: Sequence[Objective], values: Mapping[str, Number], incumbent: Incumbent | None) -> None:
        self.best: Assignment | None = None
        self._goals, self._values, self._incumbent = goals, values, incumbent
        self._key: list[Number] = []

    def offer(self, assignment: Assignment, bound: Number | None) -> bool:
        """Take an accepted assignment if it is better, objectives in order; says whether it was."""
        key = [
            number_of(goal, assignment, self._values) * (1 if goal.sense == "minimise" else -1) for goal in self._goals
        ]
        if self.best is not None and key >= self._key:
            return False
        self.best, self._key = assignment, key
        if self._incumbent is not None:
            self._incumbent(assignment, bound)
        return True


def result_of(
    goals: Sequence[Objective],
    question: Question,
    best: Assignment,
    bounds: Sequence[Number | None],
    reason: str,
) -> Result:
    """The best assignment with its objectives; with a reason why it is not proved best, if it is not."""
    known = [*bounds, *[None] * (len(goals) - len(bounds))]
    values = [
        ObjectiveValue(goal.name, number_of(goal, best, question.values), bound)
        for goal, bound in zip(goals, known, strict=True)
    ]
    status = SolveStatus.FEASIBLE if reason else SolveStatus.OPTIMAL
    return Result(status, best, tuple(values), proof="exact", reason=reason)


def number_of(goal: Objective, assignment: Assignment, values: Mapping[str, Number]) -> Number:
    """An objective's exact value; a truth value counts 0 or 1."""
    value = evaluate(goal.expression, assignment, values)
    return int(value) if isinstance(value, bool) else value
