"""CP-SAT behind the session protocol. It is not incremental, so the model is kept and every question solves it afresh.

Guards are literals whose bounds say whether they hold in a question. For a core they become assumptions and the objective is
left out, since with one CP-SAT names every assumption.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders.engines.cpsat.capability import refusal, refusal_of
from encoders.engines.cpsat.lowering import Lowering
from encoders.engines.cpsat.solutions import assignment_in, hint_of
from encoders.engines.guarded import GuardedSession
from encoders.engines.local import Ascent, Climb, Question
from encoders.errors import EngineError
from encoders.expressions import parameters_of
from encoders.heuristics.at_bound import at_bound
from encoders.interrupts import held_back, stopping
from encoders.numbers import exact
from encoders.result import Core, Outcome, Satisfiability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from encoders.engines.cpsat.forms import Form
    from encoders.engines.cpsat.model import Literal
    from encoders.expressions import Expression, Variable
    from encoders.numbers import Number
    from encoders.problem import Objective, Problem
    from encoders.result import Assignment, Deadline

_WORK_UNIT = 1000
"""A budget's work is counted in thousandths of CP-SAT's deterministic seconds."""
_QUICK = 0.05
"""Deterministic seconds of a first try without presolve: it settles small questions in half the time."""
_WHOLE = 2**53
"""Up to here every whole number is a float."""
_FIRST_TURN = 1.0
"""Deterministic seconds after which the search for a first assignment is tried another way (`LocalSession._settle`)."""


class CpSatSession(GuardedSession):
    """One problem in one CP-SAT model."""

    engine = "cpsat"
    called = "CP-SAT"

    def __init__(self, problem: Problem, switchable: Iterable[str] | None, strategy: str, why: str) -> None:
        super().__init__(problem, switchable, strategy, why)
        with held_back() as signals:  # Ctrl-C in the midst of it would look like a broken installation
            from ortools.sat.python import cp_model_helper
        if signals:
            raise KeyboardInterrupt

        self._api: Any = cp_model_helper
        self._model: Any = cp_model_helper.CpModelProto()
        self._lowering = Lowering(self._model)
        self._forms: dict[tuple[int, tuple[Number, ...]], Form] = {}
        self._load_all()

    # ---------------------------------------------------------------- loading

    def _declare(self, variable: Variable) -> None:
        self._lowering.declare(variable)

    def _fresh(self) -> Literal:
        return self._lowering.model.variable(0, 1)

    def _state(self, expression: Expression, guard: Literal | None, values: Mapping[str, Number]) -> None:
        if values:
            self._lowering.use(expression, values)
        self._lowering.require(expression, guard)

    def _refusal(self, problem: Problem) -> str:
        return refusal(problem)

    def _refusal_of(self, expression: Expression, values: Mapping[str, Number]) -> str:
        return refusal_of(expression, values)

    # ---------------------------------------------------------------- asking

    def _objective(self, goal: Objective, values: Mapping[str, Number]) -> Form:
        key = (id(goal.expression), tuple([values[name] for name in parameters_of(goal.expression)]))
        found = self._forms.get(key)
        if found is None:
            if key[1] or goal not in self.problem.objectives:
                self._require_no(self._refusal_of(goal.expression, values))
            self._kept.append(goal)
            if key[1]:
                self._lowering.use(goal.expression, values)
            found = self._forms[key] = self._lowering.form(goal.expression)
        return found

    def _state_cut(self, goal: Objective, value: Number, values: Mapping[str, Number], guard: Literal) -> None:
        form = self._objective(goal, values)
        self._lowering.bound(form, "<=" if goal.sense == "minimise" else ">=", value, guard)

    def _set_guards(self, held: Sequence[Literal], *, free: bool) -> None:
        """Guards that hold are true (or free, to be assumed), all others false."""
        on = set(held)
        for literal in (*self._guards.values(), *self._instances.values(), *self._cuts.values()):
            domain = self._model.variables[literal].domain
            domain.clear()
            domain.extend((0, 1) if free and literal in on else (1, 1) if literal in on else (0, 0))

    def _solve(
        self,
        deadline: Deadline,
        hint: Assignment | None,
        report: Callable[[Any], None] | None = None,
        bounded: Callable[[float], None] | None = None,
        *,
        quick: bool = False,
        turn: float | None = None,
        trail: list[Assignment] | None = None,
    ) -> tuple[Any, Any]:
        """(status, response), after at most a turn of deterministic seconds; `quick`: without presolve.

        Raises KeyboardInterrupt after Ctrl-C, with what was found in the trail, and EngineError for a model CP-SAT refuses.
        """
        api, model = self._api, self._model
        model.clear_solution_hint()
        if hint is not None:
            pairs = hint_of(hint, self._lowering)
            model.solution_hint.vars.extend([variable for variable, _ in pairs])
            model.solution_hint.values.extend([value for _, value in pairs])
        wrapper = api.SolveWrapper()
        wrapper.set_parameters(self._parameters(deadline, turn, quick=quick))
        callback = None
        if report is not None:
            callback = _callback(api, report)
            wrapper.add_solution_callback(callback)
        if bounded is not None:
            wrapper.add_best_bound_callback(bounded)
        response: Any = None
        try:
            with stopping(wrapper.stop_search):
                response = wrapper.solve(model)
        except KeyboardInterrupt:
            if trail is not None and response is not None and len(response.solution):
                trail[:] = [assignment_in(list(response.solution), self._lowering)]
            raise
        if callback is not None:
            wrapper.clear_solution_callback(callback)
        deadline.meter.spent += int(response.deterministic_time * _WORK_UNIT) + 1
        status = response.status
        if status == api.CpSolverStatus.MODEL_INVALID:
            reason = api.CpSatHelper.validate_model(model)
            raise EngineError(f"CP-SAT refuses the model: {reason}")
        return status, response

    def _parameters(self, deadline: Deadline, turn: float | None, *, quick: bool) -> Any:
        parameters = self._api.SatParameters()
        parameters.num_workers = 1
        parameters.random_seed = deadline.budget.seed
        parameters.catch_sigint_signal = False
        if deadline.remaining is not None:
            parameters.max_time_in_seconds = max(0.001, deadline.remaining)
        if quick:
            parameters.cp_model_presolve = False
            parameters.cp_model_probing_level = 0
            parameters.symmetry_level = 0
        left = None if deadline.work_left is None else deadline.work_left / _WORK_UNIT
        amounts = [amount for amount in (turn, left) if amount is not None]
        if amounts:
            parameters.max_deterministic_time = min(amounts)
        return parameters

    # ---------------------------------------------------------------- answers

    def _decide(self, question: Question, hint: Assignment | None, deadline: Deadline, *, brief: bool) -> Outcome:
        if deadline.expired:
            return Outcome(Satisfiability.UNKNOWN, reason=deadline.reason)
        held = self._literals(question)
        self._model.clear_objective()
        self._set_guards(held, free=True)
        self._model.assumptions.extend(held)
        known = self._api.CpSolverStatus
        try:
            status, response = self._solve(deadline, hint, quick=True, turn=_QUICK)
            if status == known.UNKNOWN and not brief and not deadline.expired:
                status, response = self._solve(deadline, hint)
        finally:
            self._model.assumptions.clear()
        if status in (known.OPTIMAL, known.FEASIBLE):
            return Outcome(Satisfiability.SATISFIABLE, assignment_in(list(response.solution), self._lowering))
        if status == known.INFEASIBLE:
            return Outcome(Satisfiability.UNSATISFIABLE, core=self._core(response, held))
        return Outcome(Satisfiability.UNKNOWN, reason=_limit(deadline))

    def _core(self, response: Any, held: Sequence[Literal]) -> Core:
        """The assumptions CP-SAT names, restricted to those that were made."""
        named = set(response.sufficient_assumptions_for_infeasibility)
        return self._core_of([literal for literal in held if literal in named])

    def _climb(self, ascent: Ascent) -> Climb:
        question, best, sign, deadline = ascent.question, ascent.best, ascent.sign, ascent.deadline
        settled = self._at_bound(ascent) if best is None and not ascent.fixed else None
        if settled is not None:
            return settled
        held = self._literals(question, ascent.fixed)
        form = self._objective(ascent.goal, question.values)

        def bound_of(numerator: int) -> Number:
            return exact(Fraction(sign * numerator + form.constant, form.scale))

        if deadline.expired:
            return Climb(best, reason=deadline.reason)
        self._set_guards(held, free=False)
        self._model.clear_objective()
        target = self._model.objective
        target.vars.extend([variable for _, variable in form.terms])
        target.coeffs.extend([sign * coefficient for coefficient, _ in form.terms])
        heard = ascent.news() if ascent.news is not None else None
        least = -(2**62)
        if heard is not None and heard.bound is not None:  # what another search has excluded need not be searched again
            least = math.ceil(sign * (heard.bound * form.scale - form.constant))
        if best is not None:
            value = ascent.value(best)
            target.domain.extend((least, int(sign * (value * form.scale - form.constant))))
        elif least > -(2**62):
            target.domain.extend((least, 2**62))

        def seen(callback: Any) -> None:
            solution = [callback.SolutionIntegerValue(index) for index in range(len(self._model.variables))]
            ascent.tell(assignment_in(solution, self._lowering), None)

        def bounded(bound: float) -> None:
            if abs(bound) < _WHOLE:  # beyond, a float may lie above the whole number that it stands for
                ascent.tell_bound(bound_of(math.floor(bound)))

        turn = _FIRST_TURN if best is None and self._amount_in(question) is not None else None
        status, response = self._solve(
            deadline, best, *((seen, bounded) if ascent.report is not None else ()), turn=turn, trail=ascent.trail
        )
        known = self._api.CpSolverStatus
        if status == known.OPTIMAL:
            return Climb(assignment_in(list(response.solution), self._lowering), proved=True)
        if status == known.FEASIBLE:
            reached = assignment_in(list(response.solution), self._lowering)
            if turn is not None and not deadline.expired:  # the turn has ended, not the budget: go on from there
                return self._climb(replace(ascent, best=reached))
            return Climb(reached, bound_of(response.inner_objective_lower_bound), reason=_limit(deadline))
        if status == known.INFEASIBLE:
            if best is not None:
                raise EngineError("CP-SAT calls a problem infeasible that it was given an answer of")
            return self._without_answer(ascent)
        return Climb(best, reason=_limit(deadline))

    def _at_bound(self, ascent: Ascent) -> Climb | None:
        """A schedule that is as good as its lower bound, where the first one made is, and the evaluator accepts it."""
        gone = set(self.switchable) - ascent.question.on
        made = at_bound(self.problem, ascent.question.values, ascent.goal, without=gone)
        found = None if made is None else self.answering(ascent.question, made[0])
        if made is None or found is None or ascent.value(found) != made[1]:
            return None
        ascent.tell(found, made[1])
        return Climb(found, proved=True, unsearched=True)

    def _without_answer(self, ascent: Ascent) -> Climb:
        """The core of a problem just found infeasible; CP-SAT gives none with an objective, so it is asked again without."""
        if ascent.fixed:
            raise EngineError("CP-SAT calls a problem infeasible of which it proved an earlier objective")
        outcome = self._decide(ascent.question, None, ascent.deadline, brief=True)
        if outcome.assignment is not None:
            raise EngineError("CP-SAT calls a problem infeasible and then finds an answer")
        if outcome.core is None:
            return Climb(None, core=self._core_of(self._literals(ascent.question)))
        return Climb(None, core=outcome.core)

    def _release(self) -> None:
        self._model = None


def _limit(deadline: Deadline) -> str:
    return deadline.reason if deadline.expired or deadline.budget.work is None else "work limit"


def _callback(api: Any, report: Callable[[Any], None]) -> Any:
    class Callback(api.SolutionCallback):  # type: ignore[misc]
        """Hands each solution on."""

        def OnSolutionCallback(self) -> None:
            report(self)

        on_solution_callback = OnSolutionCallback

    return Callback()
