"""A live Z3 solver: every question is a check under assumptions, and nothing is ever asserted that a question could take back.

Each switchable group has a guard literal. A constraint with parameters has one guard literal for each set of their values, made
when the values are first asked for. An objective cut has its own. What Z3 learns carries these literals by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.linear import granularity, linear
from encoders.engines.local import Ascent, Climb, Fixed, LocalSession, Question
from encoders.engines.z3 import general, pseudo_boolean, reals
from encoders.engines.z3.api import FALSE, TRUE, Context, Handle, handles
from encoders.engines.z3.difference import SETTINGS, differences_only, too_general
from encoders.engines.z3.limits import FIRST_TURN, limits, reason_of, stopped
from encoders.engines.z3.lowering import Lowering
from encoders.expressions import parameters_of
from encoders.interrupts import stopping
from encoders.result import Budget, Core, Outcome, Satisfiability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.engines.z3.lowering import Clause
    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective, Problem
    from encoders.result import Assignment, Deadline


class Z3Session(LocalSession):
    """One problem in one Z3 context. `strategy` is "pseudo-Boolean" or "general"."""

    engine = "z3"

    def __init__(self, problem: Problem, switchable: Iterable[str] | None, strategy: str, why: str) -> None:
        super().__init__(problem, switchable, strategy, why)
        self.context = Context()
        lib, ref = self.context.lib, self.context.ref
        self.lowering = Lowering(self.context)
        self.solver: Handle = self.context.require(lib.mk_simple_solver(ref))
        lib.solver_inc_ref(ref, self.solver)
        self._special: dict[str, bool | int | str] = SETTINGS if differences_only(problem) else {}
        """Settings that only this kind of problem allows."""
        self.asserted: list[Handle] = []
        """Everything the solver holds, for the solver that optimises over the reals."""
        self._guards: dict[str, Handle] = {}
        self._meaning: dict[Handle, tuple[str | None, tuple[str, ...]]] = {}
        """Guard literal -> its group and parameters."""
        self._parametric: list[tuple[Constraint, tuple[str, ...]]] = []
        self._instances: dict[tuple[str, tuple[Number, ...]], Handle] = {}
        self._cuts: dict[tuple[int, str, tuple[Number, ...], Number], Handle] = {}
        self._cut_goals: list[Objective] = []
        """Holds the objectives that cuts are about, so that none is freed and its identity reused."""
        self._settings: dict[str, bool | int | str] = {}
        self._work = 0
        """Work done by Z3 in this context when it was last looked at."""
        if self._special:
            self._set_limits(Budget().start(), None)  # Z3 chooses its theories at the first assertion
        self._load_all()

    # ---------------------------------------------------------------- loading

    def _load(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        lowering = self.lowering
        known = len(lowering.axioms)
        for variable in variables:
            lowering.declare(variable)
        for clause in lowering.axioms[known:]:
            self.add(clause)
        for constraint in constraints:
            used = parameters_of(constraint.expression)
            if used:
                self._parametric.append((constraint, used))
                continue
            guard = self._guard(constraint.group)
            self._assert_all(lowering.clauses(constraint.expression, {}), guard)

    def _guard(self, group: str | None) -> Handle | None:
        """The literal that switches a group on; None where the group always holds."""
        if group is None or group not in self.switchable:
            return None
        found = self._guards.get(group)
        if found is None:
            found = self._guards[group] = self.context.constant(self.context.bool_sort)
            self._meaning[found] = (group, ())
        return found

    def _assert_all(self, clauses: Iterable[Clause], guard: Handle | None = None) -> None:
        if guard is None:
            for clause in clauses:
                self.add(clause)
        else:
            off = self.lowering.negated(guard)
            for clause in clauses:
                self.add((off, *clause))

    def add(self, clause: Clause) -> None:
        """Assert a clause."""
        term = self.lowering.disjunction(clause)
        self.asserted.append(term)
        self.context.lib.solver_assert(self.context.ref, self.solver, term)

    # ---------------------------------------------------------------- asking

    def assumptions(self, question: Question, fixed: Sequence[Fixed] = ()) -> list[Handle]:
        """The literals that say what holds in this question."""
        found = [self._guards[group] for group in self.switchable if group in question.on and group in self._guards]
        for constraint, used in self._parametric:
            group = constraint.group
            if group is None or group not in self.switchable or group in question.on:
                found.append(self._instance(constraint, used, question.values))
        found += [self.cut(entry.objective, entry.value, question.values) for entry in fixed]
        return found

    def _instance(self, constraint: Constraint, used: tuple[str, ...], values: Mapping[str, Number]) -> Handle:
        key = (constraint.id, tuple([values[name] for name in used]))
        found = self._instances.get(key)
        if found is None:
            found = self.context.constant(self.context.bool_sort)
            self._instances[key] = found
            group = constraint.group if constraint.group in self.switchable else None
            self._meaning[found] = (group, used)
            self._assert_all(self.lowering.clauses(constraint.expression, values), found)
        return found

    def cut(self, goal: Objective, value: Number, values: Mapping[str, Number]) -> Handle:
        """A literal that demands an objective at least as good as a value."""
        used = parameters_of(goal.expression)
        key = (id(goal.expression), goal.sense, tuple([values[name] for name in used]), value)
        found = self._cuts.get(key)
        if found is None:
            sign = 1 if goal.sense == "minimise" else -1
            found = self._cuts[key] = self.context.constant(self.context.bool_sort)
            self._cut_goals.append(goal)
            atom = self.lowering.at_most(goal.expression, sign, sign * value, values)
            self.add((self.lowering.negated(found), atom))
        return found

    def ask(self, assumptions: Sequence[Handle], deadline: Deadline, work: int | None = None) -> int:
        """TRUE, FALSE or 0 (unknown; see `reason`), after at most this work. Raises KeyboardInterrupt after Ctrl-C."""
        context = self.context
        self._set_limits(deadline, work)
        with stopping(lambda: context.lib.interrupt(context.ref)):
            answer: int = context.lib.solver_check_assumptions(
                context.ref, self.solver, len(assumptions), handles(assumptions)
            )
        if answer == 0 and self._special and too_general(self._reason_text()):
            self._generalise()
            return self.ask(assumptions, deadline, work)
        if deadline.budget.work is not None:
            self.spend(context.lib.solver_get_statistics(context.ref, self.solver), deadline)
        return answer

    def _generalise(self) -> None:
        """Go on with a solver for every kind of arithmetic: something was added that the special one cannot decide."""
        lib, ref = self.context.lib, self.context.ref
        lib.solver_dec_ref(ref, self.solver)
        self.solver = self.context.require(lib.mk_simple_solver(ref))
        lib.solver_inc_ref(ref, self.solver)
        self._special, self._settings = {}, {}
        for term in self.asserted:
            lib.solver_assert(ref, self.solver, term)

    def spend(self, statistics: Handle, deadline: Deadline) -> None:
        """Put the work done since the last time on the budget's meter."""
        done = self.context.work(statistics)
        deadline.meter.spent += max(1, done - self._work)
        self._work = done

    def _set_limits(self, deadline: Deadline, work: int | None) -> None:
        settings: dict[str, bool | int | str] = {
            "random_seed": deadline.budget.seed,
            **self._special,
            **limits(deadline, work),
        }
        if settings != self._settings:
            params = self.context.parameters(settings)
            self.context.lib.solver_set_params(self.context.ref, self.solver, params)
            self.context.lib.params_dec_ref(self.context.ref, params)
            self._settings = settings

    def first_turn(self, question: Question, best: Assignment | None) -> int | None:
        """The work for a first assignment: limited where there is another way to come by one (`_settle`)."""
        return FIRST_TURN if best is None and self._amount_in(question) is not None else None

    def gave_up(self, deadline: Deadline) -> bool:
        """Whether the last answer is unknown only because its turn was over."""
        return not deadline.expired and stopped(self._reason_text())

    def reason(self, deadline: Deadline) -> str:
        """Why the last answer was unknown."""
        return reason_of(self._reason_text(), deadline)

    def _reason_text(self) -> bytes | None:
        text: bytes | None = self.context.lib.solver_get_reason_unknown(self.context.ref, self.solver)
        return text

    def assignment(self) -> Assignment:
        """The assignment of the last answer."""
        lib, ref = self.context.lib, self.context.ref
        model = self.context.require(lib.solver_get_model(ref, self.solver))
        lib.model_inc_ref(ref, model)
        try:
            return self.lowering.read(model)
        finally:
            lib.model_dec_ref(ref, model)

    def core(self) -> Core:
        """The groups and parameters of the last refusal; an objective's cut is neither."""
        lib, ref = self.context.lib, self.context.ref
        groups: set[str] = set()
        parameters: set[str] = set()
        for literal in self.context.items(lib.solver_get_unsat_core(ref, self.solver)):
            group, used = self._meaning.get(literal, (None, ()))
            if group is not None:
                groups.add(group)
            parameters.update(used)
        return Core(frozenset(groups), frozenset(parameters))

    def _decide(self, question: Question, hint: Assignment | None, deadline: Deadline, *, brief: bool) -> Outcome:
        if deadline.expired:
            return Outcome(Satisfiability.UNKNOWN, reason=deadline.reason)
        answer = self.ask(self.assumptions(question), deadline, FIRST_TURN if brief else None)
        if answer == TRUE:
            return Outcome(Satisfiability.SATISFIABLE, self.assignment())
        if answer == FALSE:
            return Outcome(Satisfiability.UNSATISFIABLE, core=self.core())
        return Outcome(Satisfiability.UNKNOWN, reason=self.reason(deadline))

    def _climb(self, ascent: Ascent) -> Climb:
        goal, values = ascent.goal.expression, ascent.question.values
        step = granularity(goal, values)
        if step is None:
            return reals.climb(self, ascent)
        search = pseudo_boolean.climb if linear(((1, goal),), values).boolean else general.climb
        return search(self, ascent, step)

    def _release(self) -> None:
        if self.solver:
            self.context.lib.solver_dec_ref(self.context.ref, self.solver)
            self.solver = 0
        self.context.close()
