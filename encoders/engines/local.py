"""What every engine's session in this process does alike: hints, objectives in order, hard decisions by amounts."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from encoders.amounts import amounts_of
from encoders.engines.questions import BaseSession, Lead, Question, number_of, result_of
from encoders.interrupts import Interrupted
from encoders.problem import Objective, task_constraints
from encoders.result import Budget, Core, Outcome, Result, Satisfiability, SolveStatus
from encoders.session import News

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from encoders.amounts import Amount
    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Problem
    from encoders.result import Assignment, Deadline
    from encoders.session import Incumbent

    Report = Callable[[Assignment | None, Number | None], None]
    """Takes each better assignment and the objective's bound; either may be missing."""

__all__ = ["Ascent", "Climb", "Fixed", "LocalSession", "Question"]


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
    unsearched: bool = False
    """Proved by a lower bound that we computed: the engine itself had nothing to search."""


@dataclass(frozen=True, slots=True)
class Ascent:
    """One objective to improve: in which question, with which earlier ones fixed, from where, for how long."""

    question: Question
    goal: Objective
    fixed: tuple[Fixed, ...]
    best: Assignment | None
    deadline: Deadline
    report: Report | None
    """Takes each better assignment or bound; None where nobody wants to know."""
    trail: list[Assignment] = field(default_factory=list)
    """The last better assignment found, for an answer to Ctrl-C."""
    news: Callable[[], News | None] | None = None
    """What another search has learnt of this question by now (`encoders.session.News`)."""
    aim: Number | None = None
    """Where nothing more is asked than whether this value can be reached: a climb may stop when it knows."""

    @property
    def sign(self) -> int:
        """1 where less is better, else -1."""
        return 1 if self.goal.sense == "minimise" else -1

    def value(self, assignment: Assignment) -> Number:
        """The objective's exact value."""
        return number_of(self.goal, assignment, self.question.values)

    def tell(self, assignment: Assignment, bound: Number | None) -> None:
        """Report a better assignment."""
        self.trail[:] = [assignment]
        if self.report is not None:
            self.report(assignment, bound)

    def tell_bound(self, bound: Number | None) -> None:
        """Report a better bound."""
        if self.report is not None and bound is not None:
            self.report(None, bound)


class LocalSession(BaseSession):
    """A session whose solver runs in this process; engines fill in `_decide`, `_climb`, `_load` and `_release`."""

    def __init__(self, problem: Problem, switchable: Iterable[str] | None, strategy: str, why: str) -> None:
        super().__init__(problem, switchable, strategy, why)
        self._amounts: list[Amount] | None = None

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
        news: Callable[[str], News | None] | None = None,
        learnt: Callable[[News], None] | None = None,
    ) -> Result:
        """See `encoders.session.Session`. A hint that answers the question is the first incumbent.

        `learnt` is told of every better assignment and bound, of whichever objective is being improved; only those at the end
        of each objective have been accepted.
        """
        question, deadline = self._question(on, values), (budget or Budget()).start()
        goals = self.problem.objectives if objectives is None else tuple(objectives)
        known = self.answering(question, hint)
        if not goals:
            return self._any(question, known, hint, deadline)
        lead = Lead(goals, question.values, incumbent)
        if known is not None:
            lead.offer(known, None)

        def take(assignment: Assignment, bound: Number | None) -> None:
            self._require_accepted(question, assignment)
            lead.offer(assignment, bounds[0] if bounds else bound)

        def report(assignment: Assignment | None, bound: Number | None) -> None:
            if incumbent is not None and assignment is not None:
                take(assignment, bound)
            if learnt is not None:  # whoever is told accepts it or not
                learnt(News(goals[len(bounds)].name, assignment, bound))

        bounds: list[Number | None] = []
        trail: list[Assignment] = []
        try:
            fixed: list[Fixed] = []
            unsearched = True
            for goal in goals:
                told = None if incumbent is None and learnt is None else report
                heard = None if news is None else partial(news, goal.name)
                climb = self._climbed(Ascent(question, goal, tuple(fixed), lead.best, deadline, told, trail, heard))
                if climb.assignment is not None and climb.assignment is not lead.best:
                    take(climb.assignment, climb.bound)
                    if learnt is not None:
                        learnt(News(goal.name, climb.assignment, climb.bound))
                if lead.best is None:
                    if climb.core is not None:
                        return Result(SolveStatus.INFEASIBLE, core=climb.core, proof="exact")
                    return Result(SolveStatus.UNKNOWN, reason=climb.reason)
                value = number_of(goal, lead.best, question.values)
                bound = value if climb.proved else climb.bound
                if learnt is not None and bound is not None:
                    learnt(News(goal.name, None, bound))
                bounds.append(bound)
                if not climb.proved:
                    return result_of(goals, question, lead.best, bounds, climb.reason or "the engine gives no reason")
                unsearched = unsearched and climb.unsearched
                fixed.append(Fixed(goal, value))
        except KeyboardInterrupt as stop:
            if trail:
                self._require_accepted(question, trail[-1])
                lead.offer(trail[-1], None)
            if lead.best is None:
                raise
            raise Interrupted(result_of(goals, question, lead.best, bounds, "interrupted")) from stop
        assert lead.best is not None
        result = result_of(goals, question, lead.best, bounds, "")
        return replace(result, statistics={"unsearched": True}) if unsearched else result

    def extend(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        """See `encoders.session.Session`. New groups are not switchable: they hold in every question."""
        self._require_open()
        problem, fresh = self._extended(variables, constraints)
        self._require_loadable(problem)
        self._load(fresh, [*constraints, *task_constraints(problem, self.problem)])
        self.problem = problem
        self._amounts = None

    # ---------------------------------------------------------------- shared pieces

    def _require_loadable(self, problem: Problem) -> None:
        """Raise UnsupportedError if the engine cannot express an extended problem."""

    def _load_all(self) -> None:
        """Give the solver, which is there by now, the whole problem."""
        self._open = True
        self._load(self.problem.variables, [*self.problem.constraints, *task_constraints(self.problem)])

    def _amount_in(self, question: Question) -> Amount | None:
        """An amount among what can be switched off and holds in a question."""
        if self._amounts is None:
            known = amounts_of(self.problem) if self.problem.parameters else {}
            self._amounts = [known[g] for g in self.switchable if g in known and not known[g].several]
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
        limit = question.values[amount.parameter.name]
        climb = self._climbed(Ascent(rest, goal, (), None, deadline, None, aim=limit))
        if climb.core is not None:
            return Outcome(Satisfiability.UNSATISFIABLE, core=climb.core)
        if climb.assignment is not None:
            value = number_of(goal, climb.assignment, question.values)
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
