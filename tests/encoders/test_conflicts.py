"""Conflicts are what they are said to be: impossible, and possible without any one member."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from support.engines import ENGINES
from support.expressions import Seeded, seeds
from support.problems import Brute, small_problems

from encoders.conflicts import conflict, minimal_core
from encoders.engines.choose import choose
from encoders.engines.z3.session import Z3Session
from encoders.errors import EngineError, UnknownNameError
from encoders.expressions import (
    AllDifferent,
    BoolVar,
    Const,
    IntVar,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Task,
    at_most,
    equals,
    exactly_one,
    total,
)
from encoders.problem import Constraint, Problem
from encoders.result import Budget, Core, Outcome, Satisfiability, SolveStatus
from encoders.session import open_session


def of_origins(small, dice):
    """The same problem with groups of the world among those of the request; a group's first constraint says which it is."""
    origin = {group: dice.pick(("request", "request", "commonsense", "data")) for group in small.problem.groups}
    constraints = tuple([replace(c, origin=origin.get(c.group, "commonsense")) for c in small.problem.constraints])
    return replace(small, problem=replace(small.problem, constraints=constraints))


def assert_minimal(brute, groups, beside=()):
    """Impossible together, and possible without any one."""
    assert not brute.possible([*beside, *groups])
    for gone in groups:
        assert brute.possible([*beside, *[group for group in groups if group != gone]])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_conflict_over_wishes_is_impossible_and_possible_without_any_one(engine):
    seen = set()

    @settings(max_examples=250)
    @given(small_problems(groups=6), seeds())
    def holds(small, seed):
        small = of_origins(small, Seeded(seed))
        brute = Brute(small)
        diagnosis = conflict(small.problem, engine=engine)
        if brute.possible():
            assert diagnosis.status is SolveStatus.FEASIBLE
            assert diagnosis.conflict is None
            return
        wishes = small.problem.groups_of("request")
        rules = [group for group in small.problem.groups if group not in wishes]
        found = diagnosis.conflict
        assert diagnosis.status is SolveStatus.INFEASIBLE
        assert found.minimal
        assert list(found.groups) == [group for group in small.problem.groups if group in found.groups]
        assert found.background == (not brute.possible(rules))
        if found.background:
            assert set(found.groups) <= set(rules)
            assert_minimal(brute, found.groups)
            seen.add(("background", len(found.groups)))
        else:
            assert set(found.groups) <= set(wishes)
            assert_minimal(brute, found.groups, rules)
            seen.add(("wishes", len(found.groups)))

    holds()
    assert {("background", 1), ("wishes", 1), ("wishes", 2)} <= seen, (
        "the draws show both kinds, and more than single rules"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_over_all_groups(engine):
    @settings(max_examples=40 if engine == "sat" else 100)
    @given(small_problems(groups=6), seeds())
    def holds(small, seed):
        small = of_origins(small, Seeded(seed))
        brute = Brute(small)
        diagnosis = conflict(small.problem, over="all", engine=engine)
        if brute.possible():
            assert diagnosis.status is SolveStatus.FEASIBLE
            return
        assert diagnosis.conflict.minimal
        assert_minimal(brute, diagnosis.conflict.groups)
        assert diagnosis.conflict.background == (diagnosis.conflict.groups == ())

    holds()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("give_core", [False, True])
def test_a_live_session_that_can_switch_everything_answers_alike(engine, give_core):
    """Groups of the world hold while wishes are taken apart, whatever the session could switch off."""

    @settings(max_examples=40 if engine == "sat" else 80)
    @given(small_problems(groups=6), seeds())
    def holds(small, seed):
        small = of_origins(small, Seeded(seed))
        brute = Brute(small)
        with open_session(small.problem, engine) as session:
            core = session.check().core if give_core else None
            diagnosis = conflict(small.problem, session=session, core=core, engine=engine)
        assert (diagnosis.status is SolveStatus.FEASIBLE) == brute.possible()
        if diagnosis.conflict is not None:
            wishes = small.problem.groups_of("request")
            rules = [group for group in small.problem.groups if group not in wishes]
            assert diagnosis.conflict.background == (not brute.possible(rules))
            beside = () if diagnosis.conflict.background else rules
            assert_minimal(brute, diagnosis.conflict.groups, beside)

    holds()


def pigeons(count, holes):
    """Each pigeon has a hole and no hole has two: impossible with more pigeons than holes, possible without any one rule."""
    sits = [[BoolVar(f"{p} in {h}") for h in range(holes)] for p in range(count)]
    rules = [Constraint(f"pigeon {p}", Or(*sits[p]), group=f"pigeon {p}") for p in range(count)]
    for h in range(holes):
        rules.append(Constraint(f"hole {h}", at_most(1, [row[h] for row in sits]), group=f"hole {h}"))
    return Problem("pigeons", tuple(rules))


@pytest.mark.parametrize("engine", ENGINES)
def test_pigeonhole_needs_every_rule(engine):
    found = conflict(pigeons(5, 4), engine=engine).conflict
    assert found.minimal
    assert found.groups == tuple(pigeons(5, 4).groups)
    assert conflict(pigeons(4, 4), engine=engine).status is SolveStatus.FEASIBLE


@pytest.mark.parametrize("engine", ENGINES)
def test_a_surplus_of_pigeons_is_cut_to_one_too_many(engine):
    found = conflict(pigeons(9, 4), engine=engine).conflict
    assert found.minimal
    assert len(found.groups) == 5 + 4


@pytest.mark.parametrize("engine", ENGINES)
def test_the_background_may_be_impossible_by_itself(engine):
    a = BoolVar("a")
    rules = (
        Constraint("yes", a, origin="data", group="yes"),
        Constraint("no", Not(a), origin="commonsense", group="no"),
        Constraint("wish", a, group="wish"),
        Constraint("idle", Const(True), origin="data", group="idle"),
    )
    found = conflict(Problem("", rules), engine=engine).conflict
    assert found.background
    assert found.minimal
    assert found.groups == ("yes", "no")
    nameless = (Constraint("never", Const(False)), *rules[2:])
    found = conflict(Problem("", nameless), engine=engine).conflict
    assert found.background
    assert found.groups == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_absent_task_keeps_its_rule_when_the_wishes_are_left_out(engine):
    """The task is mentioned by a wish only; that it starts at its earliest where absent is no wish."""
    here, start = BoolVar("here"), IntVar("start", 0, 5)
    alone = NoOverlap((Task("t", start, Const(1), here),))
    rules = (
        Constraint("wish", alone, group="wish"),
        Constraint("absent", Not(here), origin="data"),
        Constraint("late", start >= 3, origin="data"),
    )
    found = conflict(Problem("", rules), engine=engine).conflict
    assert found.background


@pytest.mark.parametrize("engine", ENGINES)
def test_amounts_are_given_up_last(engine):
    """Of two conflicts in a core the one about an amount is told, whichever comes first."""
    x, y = IntVar("x", 0, 9), IntVar("y", 0, 9)
    amount = Constraint("budget", x + y <= Parameter("money", 5), group="budget")
    others = (
        Constraint("many", x >= 7, group="many"),
        Constraint("few", x <= 3, group="few"),
    )
    for rules in ((amount, *others), (*others, amount)):
        with open_session(Problem("", rules), engine) as session:
            found = minimal_core(session, ["budget", "many", "few"], Budget().start())
        assert set(found.groups) == {"budget", "many"}
        assert found.minimal


# ---------------------------------------------------------------- budgets and lies


class Scripted(Z3Session):
    """A session that can do something else at its n-th question."""

    asked = 0

    def _decide(self, question, *rest, **options):
        self.asked += 1
        return self.instead(question, super()._decide(question, *rest, **options))


def scripted(problem, instead):
    """A session over everything, whose answers go through `instead(session, question, outcome)`."""
    made = type("Made", (Scripted,), {"instead": instead})
    choice = choose(problem, "z3")
    return made(problem, None, choice.strategy, choice.why)


@pytest.mark.parametrize("allowed", range(1, 10))
def test_a_budget_that_runs_out_leaves_a_proved_core(allowed):
    problem = pigeons(5, 4)

    def tired(self, question, outcome):
        return outcome if self.asked <= allowed else Outcome(Satisfiability.UNKNOWN, reason="timeout")

    with scripted(problem, tired) as session:
        found = conflict(problem, session=session).conflict
    with open_session(problem, "z3") as judge:
        assert judge.check(found.groups).status is Satisfiability.UNSATISFIABLE
    assert not found.minimal


def test_without_any_budget_nothing_is_claimed():
    problem = pigeons(5, 4)
    diagnosis = conflict(problem, budget=Budget(seconds=0.0))
    assert diagnosis.status is SolveStatus.UNKNOWN
    assert diagnosis.reason == "timeout"
    assert diagnosis.conflict is None


def test_a_core_that_the_engine_cannot_confirm_is_refused():
    problem = pigeons(3, 2)

    def lies(self, question, outcome):
        if outcome.core is None:
            return outcome
        return Outcome(outcome.status, core=Core(frozenset(sorted(outcome.core.groups)[1:])))

    with scripted(problem, lies) as session, pytest.raises(EngineError, match="impossible and then found an answer"):
        conflict(problem, session=session)


def test_a_core_refined_in_the_last_step_is_confirmed_too():
    """The refusal that ends the search names too little: [kept] alone is possible."""
    x = BoolVar("x")
    rules = (
        Constraint("b", Not(x), group="b"),
        Constraint("c", Const(True), group="c"),
        Constraint("a", x, group="a"),
    )
    problem = Problem("", rules)

    def lies(self, question, outcome):
        if outcome.core is not None and question.on == {"a", "b"}:
            return Outcome(outcome.status, core=Core(frozenset({"a"})))
        return outcome

    with scripted(problem, lies) as session, pytest.raises(EngineError):
        minimal_core(session, ["a", "b", "c"], Budget().start())


def test_members_must_be_switchable():
    problem = pigeons(3, 2)
    with (
        open_session(problem, "z3", switchable=["hole 0"]) as session,
        pytest.raises(UnknownNameError, match="pigeon 0"),
    ):
        conflict(problem, session=session)


@pytest.mark.parametrize("engine", ENGINES)
def test_many_different_kinds_of_rules_in_one_conflict(engine):
    x, y, z = (IntVar(name, 1, 3) for name in "xyz")
    flags = [BoolVar(f"f{n}") for n in range(3)]
    rules = (
        Constraint("differ", AllDifferent(x, y, z), group="differ"),
        Constraint("sum", total([x, y, z]) >= 7, group="sum"),
        Constraint("one", exactly_one(flags), group="one"),
        Constraint("all equal", equals(x, y), group="all equal"),
    )
    found = conflict(Problem("", rules), engine=engine).conflict
    assert found.minimal
    assert found.groups in (("differ", "sum"), ("differ", "all equal"))
    every = {
        frozenset(pair)
        for pair in combinations([rule.group for rule in rules], 2)
        if conflict(Problem("", tuple([r for r in rules if r.group in pair])), engine=engine).conflict
    }
    assert every == {frozenset({"differ", "sum"}), frozenset({"differ", "all equal"})}
