"""One live session asked everything about a problem, in any order: each answer must be that of counting through.

This is what an unguarded derivation would break: something learnt for one question that is asserted for all.
"""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from support.engines import ENGINES
from support.expressions import SMALL_FRACTIONS, WHOLE
from support.problems import Brute, Small, amount_problems, small_problems

from encoders.engines.choose import choose
from encoders.engines.cpsat.session import CpSatSession
from encoders.engines.z3.session import Z3Session
from encoders.errors import EngineError, ModelError, UnsupportedError, VerificationError
from encoders.expressions import IntVar, RealVar
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Outcome, Satisfiability, SolveStatus
from encoders.session import open_session

VALUES = WHOLE + SMALL_FRACTIONS + (-10, -6, 4, 7, 10, 40)


def questions(small, rng, *, all_pairs=False):
    """All subsets of the switchable groups and 20 values of the parameters, up or down or at random, in random order."""
    groups = list(small.switchable)
    subsets = [on for size in range(len(groups) + 1) for on in combinations(groups, size)]
    values = sorted(rng.sample(VALUES, 20 if len(VALUES) >= 20 else len(VALUES)))
    order = rng.choice(("up", "down", "random"))
    if order == "down":
        values.reverse()
    if order == "random":
        rng.shuffle(values)
    rng.shuffle(subsets)
    names = [p.name for p in small.problem.parameters]
    if all_pairs:
        return [(on, dict.fromkeys(names, value)) for on in subsets for value in values]
    count = max(len(subsets), len(values))
    asked = []
    for n in range(count):
        chosen = {name: values[(n + 7 * shift) % len(values)] for shift, name in enumerate(names)}
        asked.append((subsets[n % len(subsets)], chosen))
    return asked


def interrogate(session, brute, asked, rng):
    """Ask everything; AssertionError at the first answer that is not that of counting through."""
    for on, values in asked:
        possible = brute.possible(on, values)
        if rng.random() < 0.5:
            outcome = session.check(on, values=values)
            assert outcome.status is (Satisfiability.SATISFIABLE if possible else Satisfiability.UNSATISFIABLE)
            core = outcome.core
        else:
            result = session.optimise(on, values=values)
            core = result.core
            assert result.status is (SolveStatus.OPTIMAL if possible else SolveStatus.INFEASIBLE)
            if possible:
                assert tuple([v.value for v in result.objectives]) == brute.best(on, values)
                assert [v.bound for v in result.objectives] == [v.value for v in result.objectives]
        assert (core is None) == possible
        if core is not None:
            assert core.groups <= set(on)
            assert core.parameters <= set(brute.problem.values())
            assert brute.impossible_core(core, values)


def interview(small, engine, seed, **how):
    """Open a session and ask everything."""
    rng = random.Random(seed)
    with open_session(small.problem, engine, switchable=small.switchable) as session:
        interrogate(session, Brute(small), questions(small, rng, **how), rng)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_answer_of_a_live_session_is_that_of_counting_through(engine):
    @settings(max_examples=200 if engine == "sat" else 500)
    @given(small_problems(groups=6, some_switchable=True), st.integers(0, 2**16))
    def holds(small, seed):
        interview(small, engine, seed)

    holds()


@pytest.mark.parametrize("engine", ENGINES)
def test_every_answer_is_right_however_short_the_turns(engine, short_turns):
    @settings(max_examples=100 if engine == "sat" else 200)
    @given(st.one_of(small_problems(groups=5, some_switchable=True), amount_problems()), st.integers(0, 2**16))
    def holds(small, seed):
        interview(small, engine, seed)

    holds()


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_all_pairs_of_subsets_and_values(engine):
    @settings(max_examples=100)
    @given(small_problems(groups=6), st.integers(0, 2**16))
    def holds(small, seed):
        interview(small, engine, seed, all_pairs=True)

    holds()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_extended_session_answers_as_if_opened_so(engine):
    """Half of the constraints are loaded, questions are asked, then the rest comes; its new groups always hold."""

    @settings(max_examples=40 if engine == "sat" else 80)
    @given(small_problems(groups=5), st.integers(0, 2**16))
    def holds(small, seed):
        rng, problem = random.Random(seed), small.problem
        half = len(problem.constraints) // 2
        first = replace(problem, constraints=problem.constraints[:half], declared=small.scope.variables[:2])
        before = Small(first, small.scope, tuple(first.groups))
        after = Small(replace(problem, declared=tuple(small.scope.variables)), small.scope, tuple(first.groups))
        with open_session(first, engine) as session:
            interrogate(session, Brute(before), questions(before, rng), rng)
            session.extend(small.scope.variables, problem.constraints[half:])
            assert set(session.problem.groups) == set(problem.groups)
            assert session.switchable == tuple(first.groups)
            interrogate(session, Brute(after), questions(after, rng), rng)

    holds()


@pytest.mark.parametrize("engine", ENGINES)
def test_what_cannot_be_added_leaves_the_session_as_it_was(engine):
    x = IntVar("x", 0, 5)
    with open_session(Problem("", (Constraint("c", x <= 3),), (Objective("o", "maximise", x),)), engine) as session:
        with pytest.raises(ModelError):
            session.extend([], [Constraint("c", x <= 2)])
        with pytest.raises(ModelError):
            session.extend([IntVar("x", 0, 9)], [])
        if engine != "z3":
            with pytest.raises(UnsupportedError, match="real"):
                session.extend([], [Constraint("d", RealVar("r", 0, 1) + x <= 2)])
        assert session.optimise().objectives[0].value == 3
        session.extend([], [Constraint("e", x <= 1)])
        assert session.optimise().objectives[0].value == 1


# ---------------------------------------------------------------- the checker catches what it is there for


class CutForAll(Z3Session):
    """Asserts each objective cut for every question."""

    def cut(self, goal, value, values):
        found = super().cut(goal, value, values)
        self.add((found,))
        return found


class ValuesForAll(Z3Session):
    """Asserts a constraint under the first parameter values it meets for every question."""

    def _instance(self, constraint, used, values):
        found = super()._instance(constraint, used, values)
        self.add((found,))
        return found


class OptimumForAll(Z3Session):
    """Asserts a proved optimum as if it held for any groups."""

    def optimise(self, *args, **options):
        result = super().optimise(*args, **options)
        if result.status is SolveStatus.OPTIMAL and result.objectives:
            goal, (value, *_) = self.problem.objectives[0], result.objectives
            turned = replace(goal, sense="maximise" if goal.sense == "minimise" else "minimise")
            values = self.problem.values(options.get("values"))
            self.add((self.cut(turned, value.value, values),))
        return result


class ForgetfulCore(Z3Session):
    """Leaves a group out of every core."""

    def core(self):
        found = super().core()
        return type(found)(frozenset(sorted(found.groups)[1:]), found.parameters)


class CoreWithoutParameters(Z3Session):
    """Leaves the parameters out of every core."""

    def core(self):
        return type(super().core())(super().core().groups, frozenset())


class GuardsThatStay(CpSatSession):
    """Never takes a group back."""

    def _set_guards(self, held, *, free):
        self._stay = list(dict.fromkeys([*getattr(self, "_stay", ()), *held]))
        super()._set_guards(self._stay, free=free)


class RefusalForAll(CpSatSession):
    """Remembers a refusal as if it held for any groups."""

    def check(self, *args, **options):
        refused = getattr(self, "_refused", None)
        if refused is None:
            outcome = super().check(*args, **options)
            if outcome.core is not None:
                self._refused = outcome
            return outcome
        return refused


BROKEN = (
    CutForAll,
    ValuesForAll,
    OptimumForAll,
    ForgetfulCore,
    CoreWithoutParameters,
    GuardsThatStay,
    RefusalForAll,
)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_session_that_asserts_something_unguarded_is_caught(broken):
    def refuted(case):
        small, seed = case
        rng = random.Random(seed)
        choice = choose(small.problem, broken.engine)
        with broken(small.problem, small.switchable, choice.strategy, choice.why) as session:
            try:
                interrogate(session, Brute(small), questions(small, rng), rng)
            except (AssertionError, EngineError, VerificationError):
                return True
        return False

    cases = st.tuples(small_problems(groups=6, some_switchable=True), st.integers(0, 2**16))
    try:
        find(cases, refuted, settings=settings(max_examples=100, phases=(Phase.generate,)))
    except NoSuchExample:
        pytest.fail(f"100 problems did not show that {broken.__name__} is broken")


class SecondThoughts(CpSatSession):
    """Finds an answer to what was just called infeasible."""

    def _decide(self, *question, **options):
        return Outcome(Satisfiability.SATISFIABLE, {"x": 0})


def test_an_engine_that_contradicts_itself_is_an_error_and_no_answer():
    x = IntVar("x", 0, 5)
    rules = (Constraint("low", x <= 1, group="low"), Constraint("high", x >= 2, group="high"))
    problem = Problem("", rules, (Objective("o", "minimise", x),))
    with SecondThoughts(problem, None, "", "") as session, pytest.raises(EngineError, match="then finds an answer"):
        session.optimise()


class Wrong(Z3Session):
    """Reads every assignment wrongly."""

    def assignment(self):
        return {**super().assignment(), "x": 5}


def test_an_assignment_that_the_evaluator_refuses_is_never_given():
    x = IntVar("x", 0, 5)
    problem = Problem("", (Constraint("low", x <= 1),), (Objective("o", "minimise", x),))
    with Wrong(problem, None, "", "") as session:
        for ask in (session.check, session.optimise, lambda: session.optimise(objectives=[])):
            with pytest.raises(VerificationError):
                ask()
