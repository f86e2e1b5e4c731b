"""What every engine's session in this process does alike: questions, hints, acceptance of assignments, objectives in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from encoders.amounts import amounts_of
from encoders.errors import EngineError, UnknownNameError, VerificationError
from encoders.evaluate import breaches, evaluate
from encoders.interrupts import Interrupted
from encoders.problem import Objective, task_constraints
from encoders.result import Budget, Core, ObjectiveValue, Outcome, Result, Satisfiability, SolveStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from encoders.amounts import Amount
    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Problem
    from encoders.result import Assignment, Deadline
    from encoders.session import Incumbent, News

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


@dataclass(frozen=True, slots=True)
class Ascent:
    """One objective to improve: in which question, with which earlier ones fixed, from where, for how long."""

    question: Question
    goal: Objective
    fixed: tuple[Fixed, ...]
    best: Assignment | None
    deadline: Deadline
    report: Report | None
    """Takes each better assignment; None where nobody wants to know."""
    trail: list[Assignment] = field(default_factory=list)
    """The last better assignment found, for an answer to Ctrl-C."""
    news: Callable[[], News | None] | None = None
    """What another search has learnt of this question by now (`encoders.session.News`)."""

    @property
    def sign(self) -> int:
        """1 where less is better, else -1."""
        return 1 if self.goal.sense == "minimise" else -1

    def value(self, assignment: Assignment) -> Number:
        """The objective's exact value."""
        return _number(self.goal, assignment, self.question.values)

    def tell(self, assignment: Assignment, bound: Number | None) -> None:
        """Report a better assignment."""
        self.trail[:] = [assignment]
        if self.report is not None:
            self.report(assignment, bound)


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
        self._amounts: list[Amount] | None = None
        self._open = False

    # ---------------------------------------------------------------- what engines fill in

    @abstractmethod
    def _decide(self, question: Question, hint: Assignment | None, deadline: Deadline, *, brief: bool) -> Outcome:
        """Whether the question has an answer; with a core where it has none. `brief`: give up after a short turn."""

    @abstractmethod
    def _climb(self, ascent: Ascent) -> Climb:
        """Improve one objective as far as the deadline allows, from `ascent.best` if there is one.

        Without one, a question that holds an amount (`_amount_in`) may be given up after a short turn, with nothing known.
        """

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
        known = self.answering(question, hint)
        if known is not None:
            return Outcome(Satisfiability.SATISFIABLE, known)
        outcome = self._settle(question, hint, deadline)
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
        news: Callable[[], News | None] | None = None,
    ) -> Result:
        """See `encoders.session.Session`. A hint that answers the question is the first incumbent."""
        question, deadline = self._question(on, values), (budget or Budget()).start()
        goals = self.problem.objectives if objectives is None else tuple(objectives)
        known = self.answering(question, hint)
        if not goals:
            return self._any(question, known, hint, deadline)
        lead = _Lead(goals, question.values, incumbent)
        if known is not None:
            lead.offer(known, None)

        def report(assignment: Assignment, bound: Number | None) -> None:
            self._require_accepted(question, assignment)
            lead.offer(assignment, bounds[0] if bounds else bound)

        bounds: list[Number | None] = []
        trail: list[Assignment] = []
        try:
            fixed: list[Fixed] = []
            for goal in goals:
                told = None if incumbent is None else report
                climb = self._climbed(Ascent(question, goal, tuple(fixed), lead.best, deadline, told, trail, news))
                if climb.assignment is not None and climb.assignment is not lead.best:
                    report(climb.assignment, climb.bound)
                if lead.best is None:
                    if climb.core is not None:
                        return Result(SolveStatus.INFEASIBLE, core=climb.core, proof="exact")
                    return Result(SolveStatus.UNKNOWN, reason=climb.reason)
                value = _number(goal, lead.best, question.values)
                bounds.append(value if climb.proved else climb.bound)
                if not climb.proved:
                    return _result(goals, question, lead.best, bounds, climb.reason or "the engine gives no reason")
                fixed.append(Fixed(goal, value))
        except KeyboardInterrupt as stop:
            if trail:
                self._require_accepted(question, trail[-1])
                lead.offer(trail[-1], None)
            if lead.best is None:
                raise
            raise Interrupted(_result(goals, question, lead.best, bounds, "interrupted")) from stop
        assert lead.best is not None
        return _result(goals, question, lead.best, bounds, "")

    def extend(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        """See `encoders.session.Session`. New groups are not switchable: they hold in every question."""
        self._require_open()
        known = {id(variable) for variable in self.problem.variables}
        problem = replace(
            self.problem,
            constraints=(*self.problem.constraints, *constraints),
            declared=(*self.problem.variables, *[v for v in variables if id(v) not in known]),
        )
        fresh = [variable for variable in problem.variables if id(variable) not in known]
        self._require_loadable(problem)
        self._load(fresh, [*constraints, *task_constraints(problem, self.problem)])
        self.problem = problem
        self._amounts = None

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

    def _require_loadable(self, problem: Problem) -> None:  # noqa: B027 - most engines take everything
        """Raise UnsupportedError if the engine cannot express an extended problem."""

    def _load_all(self) -> None:
        """Give the solver, which is there by now, the whole problem."""
        self._open = True
        self._load(self.problem.variables, [*self.problem.constraints, *task_constraints(self.problem)])

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

    def _amount_in(self, question: Question) -> Amount | None:
        """An amount among what can be switched off and holds in a question."""
        if self._amounts is None:
            known = amounts_of(self.problem)
            self._amounts = [known[group] for group in self.switchable if group in known]
        return next((amount for amount in self._amounts if amount.group in question.on), None)

    def _settle(self, question: Question, hint: Assignment | None, deadline: Deadline) -> Outcome:
        """Decide a question; one that resists a short turn and holds an amount is decided by how far that amount can go.

        Solvers prove "no plan costs less than this" far better than "no plan fits into that".
        """
        amount = self._amount_in(question)
        outcome = self._decide(question, hint, deadline, brief=amount is not None)
        if amount is None or outcome.status is not Satisfiability.UNKNOWN or deadline.expired:
            return outcome
        goal = Objective(amount.group, amount.sense, amount.expression)
        rest = replace(question, on=question.on - {amount.group})
        climb = self._climbed(Ascent(rest, goal, (), None, deadline, None))
        limit = question.values[amount.parameter.name]
        if climb.core is not None:
            return Outcome(Satisfiability.UNSATISFIABLE, core=climb.core)
        if climb.assignment is not None:
            value = _number(goal, climb.assignment, question.values)
            if amount.met_by(value, limit):
                return Outcome(Satisfiability.SATISFIABLE, climb.assignment)
            bound = value if climb.proved else climb.bound
            if bound is not None and not amount.met_by(bound, limit):
                core = Core(question.on, frozenset(question.values))  # the bound may rest on any of them
                return Outcome(Satisfiability.UNSATISFIABLE, core=core)
        return Outcome(Satisfiability.UNKNOWN, reason=climb.reason or deadline.reason)

    def _climbed(self, ascent: Ascent) -> Climb:
        """Climb; where that gives up before there is an assignment, settle first whether there is one."""
        climb = self._climb(ascent)
        if ascent.best is not None or climb.assignment is not None or climb.core is not None or ascent.deadline.expired:
            return climb
        if self._amount_in(ascent.question) is None:
            return climb
        outcome = self._settle(ascent.question, None, ascent.deadline)
        if outcome.assignment is None:
            return Climb(None, core=outcome.core, reason=outcome.reason)
        ascent.tell(outcome.assignment, None)
        return self._climb(replace(ascent, best=outcome.assignment))

    def _any(self, question: Question, best: Assignment | None, hint: Assignment | None, deadline: Deadline) -> Result:
        """Without objectives every assignment is the best."""
        if best is not None:
            return Result(SolveStatus.OPTIMAL, best, proof="exact")
        outcome = self._settle(question, hint, deadline)
        if outcome.assignment is not None:
            self._require_accepted(question, outcome.assignment)
            return Result(SolveStatus.OPTIMAL, outcome.assignment, proof="exact")
        if outcome.status is Satisfiability.UNSATISFIABLE:
            return Result(SolveStatus.INFEASIBLE, core=outcome.core, proof="exact")
        return Result(SolveStatus.UNKNOWN, reason=outcome.reason)


class _Lead:
    """The best assignment so far; told on as it gets better."""

    def __init__(self, goals: Sequence[Objective], values: Mapping[str, Number], incumbent: Incumbent | None) -> None:
        self.best: Assignment | None = None
        self._goals, self._values, self._incumbent = goals, values, incumbent
        self._key: list[Number] = []

    def offer(self, assignment: Assignment, bound: Number | None) -> None:
        """Take an accepted assignment if it is better, objectives in order."""
        key = [
            _number(goal, assignment, self._values) * (1 if goal.sense == "minimise" else -1) for goal in self._goals
        ]
        if self.best is None or key < self._key:
            self.best, self._key = assignment, key
            if self._incumbent is not None:
                self._incumbent(assignment, bound)


def _result(
    goals: Sequence[Objective],
    question: Question,
    best: Assignment,
    bounds: Sequence[Number | None],
    reason: str,
) -> Result:
    """The best assignment with its objectives; with a reason why it is not proved best, if it is not."""
    known = [*bounds, *[None] * (len(goals) - len(bounds))]
    values = [
        ObjectiveValue(goal.name, _number(goal, best, question.values), bound)
        for goal, bound in zip(goals, known, strict=True)
    ]
    status = SolveStatus.FEASIBLE if reason else SolveStatus.OPTIMAL
    return Result(status, best, tuple(values), proof="exact", reason=reason)


def _number(goal: Objective, assignment: Assignment, values: Mapping[str, Number]) -> Number:
    """An objective's exact value; a truth value counts 0 or 1."""
    value = evaluate(goal.expression, assignment, values)
    return int(value) if isinstance(value, bool) else value
