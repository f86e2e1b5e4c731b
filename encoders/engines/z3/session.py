"""A live Z3 solver: every question is a check under assumptions, and nothing is ever asserted that a question could take back.

Each switchable group has a guard literal. A constraint with parameters has one guard literal for each set of their values, made
when the values are first asked for. An objective cut has its own. What Z3 learns carries these literals by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.local import Ascent, Climb, Fixed, LocalSession, Question
from encoders.engines.z3 import disjunctive, general, pseudo_boolean, reals
from encoders.engines.z3.api import FALSE, TRUE, Context, Handle
from encoders.engines.z3.difference import SETTINGS, differences_only
from encoders.engines.z3.extrema import StandIns
from encoders.engines.z3.limits import FIRST_TURN
from encoders.engines.z3.lowering import Lowering
from encoders.engines.z3.solver import LiveSolver, Work
from encoders.expressions import Cumulative, NoOverlap, parameters_of
from encoders.linear import granularity, linear
from encoders.problem import Problem
from encoders.result import Core, Outcome, Satisfiability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from encoders.engines.z3.lowering import Clause
    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective
    from encoders.result import Assignment, Deadline


class Z3Session(LocalSession):
    """One problem in one Z3 context. `strategy` is "pseudo-Boolean" or "general"."""

    engine = "z3"

    def __init__(self, problem: Problem, switchable: Iterable[str] | None, strategy: str, why: str) -> None:
        super().__init__(problem, switchable, strategy, why)
        self.context = Context()
        self.lowering = Lowering(self.context)
        self.special: dict[str, bool | int | str] = SETTINGS if differences_only(problem, self.lowering.splits) else {}
        """Settings that only this kind of problem allows."""
        self.work = Work()
        self.live = LiveSolver(self.lowering, self.work, self.special)
        self._stand_ins = StandIns(self.lowering, self.add)
        self.ordering = bool(self.special) or any([isinstance(node, (NoOverlap, Cumulative)) for node in problem.nodes])
        """Whether `disjunctive` searches, in solvers of its own."""
        self._guards: dict[str, Handle] = {}
        self._meaning: dict[Handle, tuple[str | None, tuple[str, ...]]] = {}
        """Guard literal -> its group and parameters."""
        self._parametric: list[tuple[Constraint, tuple[str, ...]]] = []
        self._instances: dict[tuple[str, tuple[Number, ...]], Handle] = {}
        self._cuts: dict[tuple[int, str, tuple[Number, ...], Number], Handle] = {}
        self._cut_goals: list[Objective] = []
        """Holds the objectives that cuts are about, so that none is freed and its identity reused."""
        self._pending: list[Callable[[], None]] = []
        """What the solver is still to be given: some questions are answered without it."""
        self._loaded = False
        self._load_all()
        self._loaded = True

    # ---------------------------------------------------------------- loading

    def _load(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        for variable in variables:
            self.lowering.declare(variable)
        if (
            self._loaded
            and self.special
            and not differences_only(Problem("added", tuple(constraints), (), tuple(variables)), self.lowering.splits)
        ):
            self.live.generalise()
            self.special = {}
        axioms = [clause for variable in variables for clause in self.lowering.bounds[variable.name]]
        plain = not self._loaded and not self.problem.parameters  # then nothing that is loaded has a parameter
        self._pending.append(lambda: self._assert(axioms, constraints, plain=plain))
        if not self.ordering:
            self._flush()

    def _assert(self, axioms: Sequence[Clause], constraints: Sequence[Constraint], *, plain: bool) -> None:
        for clause in axioms:
            self.live.add(clause)
        for constraint in constraints:
            used = () if plain else parameters_of(constraint.expression)
            if used:
                self._parametric.append((constraint, used))
                continue
            guard = self._guard(constraint.group)
            self._assert_all(self.lowering.clauses(constraint.expression, {}), guard)

    def _flush(self) -> None:
        """Give the solver what it has not been given yet."""
        while self._pending:
            self._pending.pop(0)()

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
        self._flush()
        self.live.add(clause)

    @property
    def asserted(self) -> list[Handle]:
        """Everything the solver holds, for solvers of other kinds."""
        self._flush()
        return self.live.asserted

    # ---------------------------------------------------------------- asking

    def assumptions(self, question: Question, fixed: Sequence[Fixed] = ()) -> list[Handle]:
        """The literals that say what holds in this question."""
        self._flush()
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
            atom = self._stand_ins.at_most(linear(((sign, goal.expression),), values), sign * value, values)
            self.add((self.lowering.negated(found), atom))
        return found

    def ask(self, assumptions: Sequence[Handle], deadline: Deadline, work: int | None = None) -> int:
        """TRUE, FALSE or 0 (unknown; see `reason`), after at most this work. Raises KeyboardInterrupt after Ctrl-C."""
        self._flush()
        return self.live.ask(assumptions, deadline, work)

    def spend(self, statistics: Handle, deadline: Deadline) -> None:
        """Put the work done since the last time on the budget's meter."""
        self.live.spend(statistics, deadline)

    def first_turn(self, question: Question, best: Assignment | None) -> int | None:
        """The work for a first assignment: limited where there is another way to come by one (`_settle`)."""
        return FIRST_TURN if best is None and self._amount_in(question) is not None else None

    def gave_up(self, deadline: Deadline) -> bool:
        """Whether the last answer is unknown only because its turn was over."""
        return self.live.gave_up(deadline)

    def reason(self, deadline: Deadline) -> str:
        """Why the last answer was unknown."""
        return self.live.reason(deadline)

    def assignment(self) -> Assignment:
        """The assignment of the last answer."""
        return self.live.assignment()

    def core(self) -> Core:
        """The groups and parameters of the last refusal; an objective's cut is neither."""
        groups: set[str] = set()
        parameters: set[str] = set()
        for literal in self.live.core():
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
        if linear(((1, goal),), values).boolean:
            return pseudo_boolean.climb(self, ascent, step)
        return disjunctive.climb(self, ascent, step) if self.ordering else general.climb(self, ascent, step)

    def _release(self) -> None:
        self.live.close()
        self.context.close()
