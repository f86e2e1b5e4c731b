"""A live SAT solver behind the session protocol; RC2 where weights are minimised.

It is Minisat 2.2: Glucose looks at its limits only when it restarts, which can take minutes, and CaDiCaL takes none. As in Z3's
session each switchable group has a guard literal, a constraint with parameters one for each set of their values, and each goal
that was proved one that keeps it; a question is a set of assumptions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders.engines.local import Ascent, Climb, Fixed, LocalSession, Question
from encoders.engines.sat.capability import refusal, refusal_of
from encoders.engines.sat.lowering import Lowering, deep
from encoders.engines.sat.orders import NO, YES
from encoders.engines.sat.weighted import lightest
from encoders.errors import EngineError, UnsupportedError
from encoders.expressions import parameters_of, walk
from encoders.interrupts import stopping
from encoders.numbers import exact
from encoders.result import Budget, Core, Outcome, Satisfiability
from encoders.session import Given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.engines.sat.orders import Order
    from encoders.expressions import Variable
    from encoders.numbers import Number
    from encoders.problem import Constraint, Objective, Problem
    from encoders.result import Assignment, Deadline

_TURN = 200_000
"""Propagations between two looks at the clock; some tenths of a second."""
_FIRST_TURN = 2_000_000
"""Propagations after which a question that holds an amount is decided by how far the amount can go."""


class SatSession(LocalSession):
    """One problem in one solver."""

    engine = "sat"

    def __init__(self, problem: Problem, switchable: Iterable[str] | None, strategy: str, why: str) -> None:
        super().__init__(problem, switchable, strategy, why)
        from pysat.solvers import Minisat22

        self.solver: Any = Minisat22()
        self.lowering = Lowering()
        self._added = 0
        """Clauses that the solver has."""
        self._guards: dict[str, int] = {}
        self._meaning: dict[int, tuple[str | None, tuple[str, ...]]] = {}
        """Guard literal -> its group and parameters; an objective's cut has neither."""
        self._parametric: list[tuple[Constraint, tuple[str, ...]]] = []
        self._instances: dict[tuple[str, tuple[Number, ...]], int] = {}
        self._cuts: dict[tuple[int, str, tuple[Number, ...], Number], int] = {}
        self._kept: list[Objective] = []
        """Holds the objectives that cuts are about, so that none is freed and its identity reused."""
        self._stated = problem.values()
        self.lowering.deep = deep(problem.nodes)
        self._load_all()

    # ---------------------------------------------------------------- loading

    def _load(self, variables: Sequence[Variable], constraints: Sequence[Constraint]) -> None:
        for variable in variables:
            self.lowering.declare(variable)
        for constraint in constraints:
            used = parameters_of(constraint.expression)
            if used:
                self._parametric.append((constraint, used))
            else:
                self.lowering.require(constraint.expression, self._guard(constraint.group), {})

    def _guard(self, group: str | None) -> int | None:
        if group is None or group not in self.switchable:
            return None
        found = self._guards.get(group)
        if found is None:
            found = self._guards[group] = self.lowering.formula.fresh()
            self._meaning[found] = (group, ())
        return found

    def _require_loadable(self, problem: Problem) -> None:
        self._demand(refusal(problem))
        self.lowering.deep |= deep(problem.nodes)

    @staticmethod
    def _demand(reason: str) -> None:
        if reason:
            raise UnsupportedError(f"the sat engine cannot express this: {reason}; use z3")

    # ---------------------------------------------------------------- asking

    def _literals(self, question: Question, fixed: Sequence[Fixed] = ()) -> list[int]:
        """The literals that say what holds in this question."""
        found = [self._guards[group] for group in self.switchable if group in question.on and group in self._guards]
        for constraint, used in self._parametric:
            group = constraint.group
            if group is None or group not in self.switchable or group in question.on:
                found.append(self._instance(constraint, used, question.values))
        return found + [self._cut(entry, question.values) for entry in fixed]

    def _instance(self, constraint: Constraint, used: tuple[str, ...], values: Mapping[str, Number]) -> int:
        key = (constraint.id, tuple([values[name] for name in used]))
        found = self._instances.get(key)
        if found is None:
            if any([values[name] != self._stated.get(name) for name in used]):
                self._demand(refusal_of([constraint.expression], (), values))
            found = self._instances[key] = self.lowering.formula.fresh()
            group = constraint.group if constraint.group in self.switchable else None
            self._meaning[found] = (group, used)
            self.lowering.require(constraint.expression, found, values)
        return found

    def _cut(self, entry: Fixed, values: Mapping[str, Number]) -> int:
        """A literal that demands an objective at least as good as it was proved."""
        goal = entry.objective
        used = parameters_of(goal.expression)
        key = (id(goal.expression), goal.sense, tuple([values[name] for name in used]), entry.value)
        found = self._cuts.get(key)
        if found is None:
            sign = 1 if goal.sense == "minimise" else -1
            terms, constant = self._form(goal, sign, values)
            formula = self.lowering.formula
            found = self._cuts[key] = formula.fresh()
            self._kept.append(goal)
            for clause in formula.at_most(terms, sign * entry.value - constant):
                formula.add([-found, *clause])
        return found

    def _form(
        self, goal: Objective, sign: int, values: Mapping[str, Number]
    ) -> tuple[list[tuple[Number, Order]], Number]:
        used = parameters_of(goal.expression)
        if goal not in self.problem.objectives or any([values[name] != self._stated.get(name) for name in used]):
            self._demand(refusal_of([goal.expression], [goal.expression], values))
        self.lowering.deep |= deep(list(walk([goal.expression])))
        return self.lowering.form(goal.expression, sign, values if used else {})

    def _ask(self, assumptions: Sequence[int], deadline: Deadline, most: int | None = None) -> bool | None:
        """Whether the clauses hold under assumptions; None where the deadline (or this work) was not enough."""
        clauses = self.lowering.formula.clauses
        for clause in clauses[self._added :]:
            self.solver.add_clause(clause)
        self._added = len(clauses)
        return ask(self.solver, assumptions, deadline, most)

    def _decide(self, question: Question, hint: Assignment | None, deadline: Deadline, *, brief: bool) -> Outcome:
        if deadline.expired:
            return Outcome(Satisfiability.UNKNOWN, reason=deadline.reason)
        answer = self._ask(self._literals(question), deadline, _FIRST_TURN if brief else None)
        if answer is None:
            return Outcome(Satisfiability.UNKNOWN, reason=deadline.reason)
        if answer:
            return Outcome(Satisfiability.SATISFIABLE, self.lowering.read(self.solver.get_model()))
        return Outcome(Satisfiability.UNSATISFIABLE, core=self._core())

    def _core(self) -> Core:
        groups: set[str] = set()
        parameters: set[str] = set()
        for literal in self.solver.get_core() or ():
            group, used = self._meaning.get(literal, (None, ()))
            if group is not None:
                groups.add(group)
            parameters.update(used)
        return Core(frozenset(groups), frozenset(parameters))

    # ---------------------------------------------------------------- optimising

    def _climb(self, ascent: Ascent) -> Climb:
        deadline, values, sign = ascent.deadline, ascent.question.values, ascent.sign
        held = self._literals(ascent.question, ascent.fixed)
        if deadline.expired:
            return Climb(ascent.best, reason=deadline.reason)
        best = ascent.best
        if best is None:
            brief = self._amount_in(ascent.question) is not None
            answer = self._ask(held, deadline, _FIRST_TURN if brief else None)
            if answer is None:
                return Climb(None, reason=deadline.reason)
            if not answer:
                return Climb(None, core=self._core())
            best = self.lowering.read(self.solver.get_model())
            ascent.tell(best, None)
        terms, constant = self._form(ascent.goal, sign, values)
        constant += sum([factor * order.values[0] for factor, order in terms if len(order.values) == 1])
        terms = [(factor, order) for factor, order in terms if len(order.values) > 1]
        if not terms:
            return Climb(best, proved=True)
        if len(terms) == 1:
            return self._halving(ascent, best, held, terms[0][1].times(terms[0][0]).plus(constant))
        return self._from_below(ascent, best, held, terms, constant)

    def _halving(self, ascent: Ascent, best: Assignment, held: Sequence[int], order: Order) -> Climb:
        """One number is to be small: halve what is left between the best and the least not excluded."""
        sign, deadline = ascent.sign, ascent.deadline
        low, high = 0, order.values.index(sign * ascent.value(best))
        while low < high:
            middle = (low + high) // 2
            answer = self._ask([*held, -order.literals[middle]], deadline)
            if answer is None:
                return Climb(best, exact(sign * order.values[low]), reason=deadline.reason)
            if answer:
                best = self.lowering.read(self.solver.get_model())
                ascent.tell(best, exact(sign * order.values[low]))
                high = order.values.index(sign * ascent.value(best))
            else:
                low = middle + 1
        return Climb(best, proved=True)

    def _from_below(
        self,
        ascent: Ascent,
        best: Assignment,
        held: Sequence[int],
        terms: Sequence[tuple[Number, Order]],
        constant: Number,
    ) -> Climb:
        """Several numbers are to be small: each step of each is a truth value that costs what it adds."""
        soft: dict[int, Number] = {}
        for factor, order in terms:
            part = order.times(factor)
            constant += part.values[0]
            for place, literal in enumerate(part.literals):
                soft[-literal] = soft.get(-literal, 0) + part.values[place + 1] - part.values[place]
        sign, deadline = ascent.sign, ascent.deadline
        found = lightest(self.lowering.formula, held, soft, deadline, ask)
        bound = exact(Fraction(sign * (found.cost + constant)))
        if found.impossible:
            raise EngineError("RC2 calls a problem impossible of which there is an answer")
        if found.model is None:
            return Climb(best, bound, reason=deadline.reason)
        assignment = self.lowering.read(found.model)
        if ascent.value(assignment) != bound:
            raise EngineError("RC2 gives an assignment that has not the value it claims")
        ascent.tell(assignment, bound)
        return Climb(assignment, proved=True)

    def correct(self, weights: Mapping[str, Number], on: Iterable[str], *, budget: Budget | None = None) -> Given:
        """See `encoders.session.Corrector`."""
        question, deadline = self._question([*on, *weights], None), (budget or Budget()).start()
        if deadline.expired:
            return Given(reason=deadline.reason)
        always = set(on)
        of_group: dict[str, list[int]] = {group: [] for group in weights}
        held: list[int] = []
        for literal in self._literals(question):
            group = self._meaning[literal][0]
            (held if group is None or group in always else of_group[group]).append(literal)
        formula = self.lowering.formula
        soft: dict[int, Number] = {}
        for group, literals in of_group.items():
            if weights[group] and literals:
                whole = literals[0] if len(literals) == 1 else formula.fresh()
                if len(literals) > 1:
                    for literal in literals:
                        formula.add([-whole, literal])
                soft[whole] = weights[group]
        found = lightest(formula, held, soft, deadline, ask)
        if found.model is None:
            reason = "" if found.impossible else deadline.reason
            return Given(impossible=found.impossible, bound=found.cost, reason=reason)
        assignment = self.lowering.read(found.model)
        self._require_accepted(self._question(always, None), assignment)
        return Given(assignment, proved=True, bound=found.cost)

    def _release(self) -> None:
        self.solver.delete()


def ask(solver: Any, assumptions: Sequence[int], deadline: Deadline, most: int | None = None) -> bool | None:
    """Ask one of PySAT's solvers, in turns; None where the deadline passed or the work was done.

    Raises KeyboardInterrupt after Ctrl-C. The work that counts on the budget is propagations.
    """
    literals = [literal for literal in assumptions if literal != YES]
    if NO in literals:
        literals = [NO]
    spent = 0
    while not deadline.expired and (most is None or spent < most):
        left = deadline.work_left
        solver.prop_budget(_TURN if left is None else max(1, min(_TURN, left)))
        before = solver.accum_stats()["propagations"]
        try:
            with stopping(solver.interrupt):
                answer: bool | None = solver.solve_limited(assumptions=literals, expect_interrupt=True)
        finally:
            solver.clear_interrupt()
        done = max(1, solver.accum_stats()["propagations"] - before)
        spent += done
        deadline.meter.spent += done
        if answer is not None:
            return answer
    return None
