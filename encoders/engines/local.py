"""What every engine's session in this process does alike: questions, hints, acceptance of assignments, objectives in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from encoders.errors import EngineError, UnknownNameError, VerificationError
from encoders.evaluate import breaches, evaluate
from encoders.result import Budget, ObjectiveValue, Outcome, Result, Satisfiability, SolveStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective, Problem
    from encoders.result import Assignment, Core, Deadline
    from encoders.session import Incumbent

    Report = Callable[[Assignment, Number | None], None]
    """Takes each better assignment and the objective's bound."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a session: the switchable groups that hold, and the value of every parameter."""

    on: frozenset[str]
    values: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Fixed:
    """An earlier objective that must stay as good as it was proved to be."""

    objective: Objective
    value: Number


@dataclass(frozen=True, slots=True)
class Climb:
    """How far one objective came: the best assignment, the best value not excluded, and why it stopped short if it did.

    Without an assignment: a core where there is none, else the reason why nothing is known.
    """

    assignment: Assignment | None
    bound: Number | None = None
    proved: bool = False
    core: Core | None = None
    reason: str = ""


class LocalSession(ABC):
    """A session whose solver runs in this process; engines fill in `_decide`, `_climb`, `_load` and `_release`."""

    engine: str = ""

    def __init__(self, problem: Problem, switchable: Iterable[str] | None, strategy: str, why: str) -> None:
        wanted = set(problem.groups if switchable is None else switchable)
        if unknown := wanted - set(problem.groups):
            raise UnknownNameError(f"no group is called {', '.join(sorted(map(repr, unknown)))}")
        self.problem = problem
        self.strategy, self.why = strategy, why
        self.switchable = tuple([group for group in problem.groups if group in wanted])
        self._open = True

    # ---------------------------------------------------------------- what engines fill in

    @abstractmethod
    def _decide(self, question: Question, hint: Assignment | None, deadline: Deadline) -> Outcome:
        """Whether the question has an answer; with a core where it has none."""

    @abstractmethod
    def _climb(
        self,
        question: Question,
        goal: Objective,
        fixed: Sequence[Fixed],
        best: Assignment | None,
        deadline: Deadline,
        report: Report | None,
    ) -> Climb:
        """Improve one objective as far as the deadline allows, from `best` if there is one."""

    @abstractmethod
    def _load(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        """Give the solver more variables and constraints."""

    @abstractmethod
    def _release(self) -> None:
        """Give the solver's memory back."""

    # ---------------------------------------------------------------- the session protocol

    def check(
        self,
        on: Iterable[str] | None = None,
        *,
        values: Mapping[str, Number] | None = None,
        hint: Assignment | None = None,
        budget: Budget | None = None,
    ) -> Outcome:
        """See `encoders.session.Session`. A hint that answers the question is the answer."""
        question, deadline = self._question(on, values), (budget or Budget()).start()
        if hint is not None and self._accepts(question, hint):
            return Outcome(Satisfiability.SATISFIABLE, hint)
        outcome = self._decide(question, hint, deadline)
        if outcome.assignment is not None:
            self._require_accepted(question, outcome.assignment)
        return outcome

    def optimise(
        self,
        on: Iterable[str] | None = None,
        *,
        values: Mapping[str, Number] | None = None,
        hint: Assignment | None = None,
        budget: Budget | None = None,
        incumbent: Incumbent | None = None,
        objectives: Sequence[Objective] | None = None,
    ) -> Result:
        """See `encoders.session.Session`. A hint that answers the question is the first incumbent."""
        question, deadline = self._question(on, values), (budget or Budget()).start()
        goals = self.problem.objectives if objectives is None else tuple(objectives)
        best = hint if hint is not None and self._accepts(question, hint) else None
        if not goals:
            return self._any(question, best, hint, deadline)

        def accepted(assignment: Assignment, bound: Number | None) -> None:
            assert incumbent is not None
            self._require_accepted(question, assignment)
            incumbent(assignment, bound)

        report = None if incumbent is None else accepted
        fixed: list[Fixed] = []
        bounds: list[Number | None] = []
        reason = ""
        for goal in goals:
            climb = self._climb(question, goal, fixed, best, deadline, report)
            if climb.assignment is None and best is None:
                if climb.core is not None:
                    return Result(SolveStatus.INFEASIBLE, core=climb.core, proof="exact")
                return Result(SolveStatus.UNKNOWN, reason=climb.reason)
            best = climb.assignment or best
            assert best is not None
            value = evaluate(goal.expression, best, question.values)
            bounds.append(value if climb.proved else climb.bound)
            if not climb.proved:
                reason = climb.reason
                break
            fixed.append(Fixed(goal, value))
        assert best is not None
        self._require_accepted(question, best)
        bounds += [None] * (len(goals) - len(bounds))
        return Result(
            SolveStatus.FEASIBLE if reason else SolveStatus.OPTIMAL,
            best,
            tuple(
                [
                    ObjectiveValue(goal.name, evaluate(goal.expression, best, question.values), bound)
                    for goal, bound in zip(goals, bounds, strict=True)
                ]
            ),
            proof="exact",
            reason=reason,
        )

    def extend(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        """See `encoders.session.Session`. New groups are not switchable: they hold in every question."""
        known = {id(variable) for variable in self.problem.variables}
        problem = replace(
            self.problem,
            constraints=(*self.problem.constraints, *constraints),
            declared=(*self.problem.variables, *[v for v in variables if id(v) not in known]),
        )
        fresh = [variable for variable in problem.variables if id(variable) not in known]
        self._load(fresh, constraints)
        self.problem = problem

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

    # ---------------------------------------------------------------- shared pieces

    def _question(self, on: Iterable[str] | None, values: Mapping[str, Number] | None) -> Question:
        if not self._open:
            raise EngineError("the session is closed; open another one")
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

    def _accepts(self, question: Question, assignment: Assignment) -> bool:
        return not breaches(self.problem, assignment, on=self._held(question), values=question.values)

    def _require_accepted(self, question: Question, assignment: Assignment) -> None:
        broken = breaches(self.problem, assignment, on=self._held(question), values=question.values)
        if broken:
            raise VerificationError(
                f"the evaluator refuses what {self.engine} answers: {broken[0].says}", where=broken[0].constraint
            )

    def _any(self, question: Question, best: Assignment | None, hint: Assignment | None, deadline: Deadline) -> Result:
        """Without objectives every assignment is the best."""
        if best is not None:
            return Result(SolveStatus.OPTIMAL, best, proof="exact")
        outcome = self._decide(question, hint, deadline)
        if outcome.assignment is not None:
            self._require_accepted(question, outcome.assignment)
            return Result(SolveStatus.OPTIMAL, outcome.assignment, proof="exact")
        if outcome.status is Satisfiability.UNSATISFIABLE:
            return Result(SolveStatus.INFEASIBLE, core=outcome.core, proof="exact")
        return Result(SolveStatus.UNKNOWN, reason=outcome.reason)
