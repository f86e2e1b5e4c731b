"""A live SAT solver behind the session protocol; RC2 where weights are minimised.

It is Minisat 2.2: Glucose looks at its limits only when it restarts, which can take minutes, and CaDiCaL takes none. As in Z3's
session each switchable group has a guard literal, a constraint with parameters one for each set of their values, and each goal
that was proved one that keeps it; a question is a set of assumptions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders.engines.guarded import GuardedSession
from encoders.engines.local import Ascent, Climb, Question
from encoders.engines.sat.capability import refusal, refusal_of
from encoders.engines.sat.lowering import Lowering, deep
from encoders.engines.sat.orders import NO, YES
from encoders.engines.sat.weighted import lightest
from encoders.errors import EngineError
from encoders.expressions import parameters_of, walk
from encoders.interrupts import stopping
from encoders.numbers import exact
from encoders.result import Budget, Core, Outcome, Satisfiability
from encoders.session import Given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.engines.sat.orders import Order
    from encoders.expressions import Expression, Variable
    from encoders.numbers import Number
    from encoders.problem import Objective, Problem
    from encoders.result import Assignment, Deadline

_TURN = 200_000
"""Propagations between two looks at the clock; some tenths of a second."""
_FIRST_TURN = 2_000_000
"""Propagations after which a question that holds an amount is decided by how far the amount can go."""


class SatSession(GuardedSession):
    """One problem in one solver."""

    engine = "sat"
    called = "the sat engine"

    def __init__(self, problem: Problem, switchable: Iterable[str] | None, strategy: str, why: str) -> None:
        super().__init__(problem, switchable, strategy, why)
        from pysat.solvers import Minisat22

        self.solver: Any = Minisat22()
        self.lowering = Lowering()
        self._added = 0
        """Clauses that the solver has."""
        self.lowering.deep = deep(problem.nodes)
        self._load_all()

    # ---------------------------------------------------------------- loading

    def _declare(self, variable: Variable) -> None:
        self.lowering.declare(variable)

    def _fresh(self) -> int:
        return self.lowering.formula.fresh()

    def _state(self, expression: Expression, guard: int | None, values: Mapping[str, Number]) -> None:
        self.lowering.require(expression, guard, values)

    def _state_cut(self, goal: Objective, value: Number, values: Mapping[str, Number], guard: int) -> None:
        sign = 1 if goal.sense == "minimise" else -1
        terms, constant = self._form(goal, sign, values)
        for clause in self.lowering.formula.at_most(terms, sign * value - constant):
            self.lowering.formula.add([-guard, *clause])

    def _refusal(self, problem: Problem) -> str:
        return refusal(problem)

    def _refusal_of(self, expression: Expression, values: Mapping[str, Number]) -> str:
        return refusal_of([expression], (), values)

    def _require_loadable(self, problem: Problem) -> None:
        super()._require_loadable(problem)
        self.lowering.deep |= deep(problem.nodes)

    # ---------------------------------------------------------------- asking

    def _form(
        self, goal: Objective, sign: int, values: Mapping[str, Number]
    ) -> tuple[list[tuple[Number, Order]], Number]:
        used = parameters_of(goal.expression)
        if goal not in self.problem.objectives or self._changed(used, values):
            self._require_no(refusal_of([goal.expression], [goal.expression], values))
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
        return self._core_of(self.solver.get_core() or ())

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
