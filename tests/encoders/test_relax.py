"""Repairs are the cheapest there are, exact to the smallest step, and every part of one is needed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.expressions import Seeded, seeds
from support.problems import Brute, amount_problem, sign

from encoders.amounts import immovable
from encoders.conflicts import conflict
from encoders.engines.z3.session import Z3Session
from encoders.errors import UnknownNameError
from encoders.evaluate import Evaluator
from encoders.expressions import (
    And,
    BoolVar,
    Compare,
    Const,
    IntVar,
    Not,
    Or,
    Parameter,
    RealVar,
    Sum,
    exactly_one,
    total,
)
from encoders.numbers import exact
from encoders.problem import Constraint, Objective, Problem
from encoders.relax import RepairChange, amounts_of, repairs
from encoders.result import Budget, Result, SolveStatus
from encoders.session import open_session

ENGINES = ("z3", "cpsat")
A_LITTLE = Fraction(1, 10**6)
"""Less than any step of the numbers in these problems."""


# ---------------------------------------------------------------- counting through


@dataclass
class Expected:
    """What counting through says of one correction set."""

    touched: frozenset
    price: object
    objectives: tuple
    rank: tuple


def counted(small, keep=()):
    """All repairs in order, by counting through every set of groups and every assignment."""
    problem, brute = small.problem, Brute(small)
    own, goals = problem.values(), problem.objectives
    known = amounts_of(problem)
    free = [
        group for group, members in problem.groups.items() if group not in keep and not any([c.keep for c in members])
    ]
    weight = {group: members[0].weight for group, members in problem.groups.items()}
    place = {group: n for n, group in enumerate(problem.groups)}
    found: list[Expected] = []
    for size in range(len(free) + 1):
        of_size = []
        for touched in map(frozenset, combinations(free, size)):
            if any([earlier.touched <= touched for earlier in found]):
                continue
            wanted = brute.wanted([group for group in problem.groups if group not in touched])
            best = None
            for assignment, mask in zip(brute.assignments, brute.under(own), strict=True):
                if mask < 0 or mask & wanted != wanted:
                    continue
                value = Evaluator(assignment, own)
                price = sum([weight[group] for group in touched if group not in known])
                for group in touched:
                    if group in known:
                        limit = Fraction(known[group].parameter.value)
                        change = abs(Fraction(int_of(value(known[group].expression))) - limit)
                        price += weight[group] * change / (abs(limit) or 1)
                key = (price, brute.key(assignment, own, goals))
                best = key if best is None or key < best else best
            if best is not None:
                objectives = brute.told(best[1], goals)
                rank = (size, best[0], best[1], tuple(sorted([place[group] for group in touched])))
                of_size.append(Expected(touched, exact(Fraction(best[0])), objectives, rank))
        found += of_size
    return sorted(found, key=lambda entry: entry.rank)


def int_of(value):
    return int(value) if isinstance(value, bool) else value


def groups_of(repair):
    return frozenset([change.group for change in repair.changes])


def asked(problem, changes):
    """The groups that hold and the values of the parameters when these changes are made."""
    dropped = {change.group for change in changes if change.kind == "drop"}
    values = {change.parameter: change.after for change in changes if change.kind != "drop"}
    return [group for group in problem.groups if group not in dropped], values


def told(result):
    return tuple([entry.value for entry in result.objectives])


def assert_sound(session, problem, brute, repair):
    """Applied it gives the promised plan; less of it gives none."""
    assert repair.result.status is SolveStatus.OPTIMAL
    on, values = asked(problem, repair.changes)
    applied = session.optimise(on, values=values)
    assert applied.status is SolveStatus.OPTIMAL
    assert told(applied) == told(repair.result) == brute.best(on, values)
    for gone in repair.changes:
        on, values = asked(problem, [change for change in repair.changes if change is not gone])
        assert not brute.possible(on, values)
    for short in repair.changes:
        if short.kind == "drop":
            continue
        on, values = asked(problem, repair.changes)
        step = A_LITTLE if short.after > short.before else -A_LITTLE
        assert not brute.possible(on, {**values, short.parameter: short.after - step})
        assert short.kind == ("raise" if short.after > short.before else "lower")
        assert short.before == problem.values()[short.parameter]


@pytest.mark.parametrize("engine", ENGINES)
def test_repairs_are_those_of_counting_through_in_their_order(engine):
    seen = set()

    @settings(max_examples=250)
    @given(seeds(), st.booleans())
    def holds(seed, with_cores):
        small = amount_problem(Seeded(seed))
        problem, brute = small.problem, Brute(small)
        with open_session(problem, engine) as session:
            core = session.check().core
            cores = [core.groups] if with_cores and core is not None else []
            given_ = list(repairs(session, limit=100, cores=cores))
            if brute.possible():
                assert given_ == []
                return
            expected = counted(small)
            assert [groups_of(repair) for repair in given_] == [entry.touched for entry in expected]
            assert [repair.price for repair in given_] == [entry.price for entry in expected]
            assert [told(repair.result) for repair in given_] == [entry.objectives for entry in expected]
            for repair in given_:
                assert_sound(session, problem, brute, repair)
                moved = len([change for change in repair.changes if change.kind != "drop"])
                seen.add((moved, len(repair.changes) - moved))

    holds()
    assert {(0, 1), (1, 0), (1, 1), (0, 2), (2, 0)} <= seen


@pytest.mark.parametrize("engine", ENGINES)
def test_repairs_are_the_same_however_short_the_turns(engine, short_turns):
    @settings(max_examples=80)
    @given(seeds())
    def holds(seed):
        small = amount_problem(Seeded(seed))
        if Brute(small).possible():
            return
        expected = counted(small)
        given_ = all_repairs(small.problem, engine, limit=100)
        assert [groups_of(repair) for repair in given_] == [entry.touched for entry in expected]
        assert [repair.price for repair in given_] == [entry.price for entry in expected]
        assert [told(repair.result) for repair in given_] == [entry.objectives for entry in expected]

    holds()


@pytest.mark.parametrize("engine", ENGINES)
def test_kept_groups_stay(engine):
    @settings(max_examples=100)
    @given(seeds())
    def holds(seed):
        dice = Seeded(seed)
        small = amount_problem(dice)
        brute = Brute(small)
        keep = [group for group in small.problem.groups if dice.upto(0, 2) == 0]
        if brute.possible():
            return
        with open_session(small.problem, engine) as session:
            given_ = list(repairs(session, keep=keep, limit=100))
        assert [groups_of(repair) for repair in given_] == [entry.touched for entry in counted(small, keep)]
        for repair in given_:
            assert not groups_of(repair) & set(keep)

    holds()


# ---------------------------------------------------------------- known cases


def shopping(**limits):
    """Two goods: x pieces for 7 and y for 3 each; at least so much value, at most so much money and weight."""
    x, y = IntVar("x", 0, 20), IntVar("y", 0, 20)
    price, value, weight = Sum(((7, x), (3, y))), Sum(((5, x), (2, y))), Sum(((1, x), (4, y)))
    rules = [
        Constraint("money", price <= Parameter("money", limits.get("money", 20)), group="money"),
        Constraint("value", value >= Parameter("value", limits.get("value", 30)), group="value"),
        Constraint("weight", weight <= Parameter("weight", limits.get("weight", 100)), group="weight"),
    ]
    return Problem("shopping", tuple(rules), (Objective("cost", "minimise", price),))


def all_repairs(problem, engine, **how):
    with open_session(problem, engine) as session:
        return list(repairs(session, **how))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_limit_is_raised_or_a_demand_lowered_to_the_exact_amount(engine):
    """30 of value costs at least 42 (six x); 20 of money buys at most 14 of value (two x and two y: 7+7+3+3)."""
    lowered, raised = all_repairs(shopping(), engine)
    assert raised.changes == (RepairChange("raise", "money", "money", 20, 42),)
    assert raised.relative == raised.price == Fraction(22, 20)
    assert lowered.changes == (RepairChange("lower", "value", "value", 30, 14),)
    assert lowered.price == Fraction(16, 30)
    assert told(lowered.result) == (20,)
    assert told(raised.result) == (42,)


@pytest.mark.parametrize("engine", ENGINES)
def test_two_amounts_in_one_repair(engine):
    """The sum may be at most 3 and at least 7 times a half: neither alone, both together."""
    x, y = IntVar("x", 0, 10), IntVar("y", 0, 10)
    rules = (
        Constraint("fixed", total([x, y]) >= 12, origin="data"),
        Constraint("few x", x <= Parameter("few x", 4), group="few x"),
        Constraint("few y", Sum(((Fraction(1, 2), y),)) <= Parameter("few y", 2), group="few y"),
        Constraint("more x", x <= Parameter("x once more", 5), group="more x"),
    )
    problem = Problem("", rules, (Objective("most x", "maximise", x),))
    found = all_repairs(problem, engine)
    assert [[c.group for c in repair.changes] for repair in found] == [["few y"], ["few x", "more x"]]
    assert found[0].changes == (RepairChange("raise", "few y", "few y", 2, 4),)
    assert found[1].changes == (
        RepairChange("raise", "few x", "few x", 4, 8),
        RepairChange("raise", "more x", "x once more", 5, 8),
    )
    assert found[1].price == 1 + Fraction(3, 5)


@pytest.mark.parametrize("engine", ENGINES)
def test_fractions_stay_exact(engine):
    x = IntVar("x", 3, 9)
    third = Sum(((Fraction(1, 3), x),), Fraction(1, 7))
    problem = Problem("", (Constraint("c", third <= Parameter("p", Fraction(1, 2)), group="c"),))
    (repair,) = all_repairs(problem, engine)
    assert repair.changes == (RepairChange("raise", "c", "p", Fraction(1, 2), Fraction(8, 7)),)
    assert repair.price == Fraction(9, 7)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_limit_of_zero_counts_as_one(engine):
    x = IntVar("x", 3, 9)
    (repair,) = all_repairs(Problem("", (Constraint("c", x <= Parameter("p", 0), group="c"),)), engine)
    assert repair.price == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_no_repair_where_kept_rules_conflict(engine):
    a = BoolVar("a")
    rules = (
        Constraint("yes", a, group="yes"),
        Constraint("no", Not(a), group="no", keep=True),
        Constraint("other", Const(False), group="other"),
    )
    problem = Problem("", rules)
    assert [[c.group for c in r.changes] for r in all_repairs(problem, engine)] == [["yes", "other"]]
    assert all_repairs(problem, engine, keep=["yes"]) == []
    nothing = (Constraint("never", Const(False)), *rules)
    assert all_repairs(Problem("", nothing), engine) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_only_what_may_change_changes(engine):
    a, b = BoolVar("a"), BoolVar("b")
    rules = (
        Constraint("a", a, group="a"),
        Constraint("b", b, group="b"),
        Constraint("not both", Or(~a, ~b), group="not both"),
    )
    problem = Problem("", rules)
    assert len(all_repairs(problem, engine)) == 3
    assert [[c.group for c in r.changes] for r in all_repairs(problem, engine, over=["b"])] == [["b"]]
    assert [[c.group for c in r.changes] for r in all_repairs(problem, engine, limit=2)] == [["a"], ["b"]]
    with open_session(problem, engine, switchable=["a"]) as session:
        assert [[c.group for c in r.changes] for r in repairs(session)] == [["a"]]


@pytest.mark.parametrize("how", [{"keep": ["nobody"]}, {"over": ["nobody"]}])
def test_groups_that_do_not_exist_are_refused(how):
    problem = Problem("", (Constraint("a", Const(False), group="a"),))
    with pytest.raises(UnknownNameError, match="nobody"):
        all_repairs(problem, "z3", **how)


def test_groups_that_the_session_cannot_switch_off_cannot_change():
    problem = Problem("", (Constraint("a", Const(False), group="a"), Constraint("b", Const(True), group="b")))
    with open_session(problem, "z3", switchable=["b"]) as session, pytest.raises(UnknownNameError, match="'a'"):
        list(repairs(session, over=["a"]))


def test_a_possible_problem_needs_no_repair():
    assert all_repairs(shopping(money=42), "z3") == []


def test_weights_decide_between_equal_numbers():
    a, b, c = BoolVar("a"), BoolVar("b"), BoolVar("c")
    rules = [Constraint(v.name, v, group=v.name, weight=w) for v, w in ((a, 3), (b, Fraction(1, 2)), (c, 1))]
    problem = Problem("", (*rules, Constraint("two", exactly_one([~a, ~b, ~c]), origin="data")))
    assert [r.changes[0].group for r in all_repairs(problem, "z3")] == ["b", "c", "a"]
    assert [r.price for r in all_repairs(problem, "z3")] == [Fraction(1, 2), 1, 3]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_amount_that_others_share_is_no_amount(engine):
    x, p = IntVar("x", 5, 9), Parameter("p", 3)
    shared = Problem("", (Constraint("a", x <= p, group="a"), Constraint("b", x >= Sum(((1, p),), -9), group="b")))
    assert amounts_of(shared) == {}
    in_goal = Problem("", (Constraint("a", x <= p, group="a"),), (Objective("o", "minimise", x + p),))
    assert amounts_of(in_goal) == {}
    two = Problem("", (Constraint("a", x <= p, group="a"), Constraint("a2", x >= 0, group="a")))
    assert amounts_of(two) == {}
    assert [c.kind for r in all_repairs(shared, engine) for c in r.changes] == ["drop"]


@pytest.mark.parametrize("engine", ENGINES)
@given(
    floors=st.lists(st.integers(0, 9), min_size=2, max_size=4),
    limit=st.integers(0, 9),
    below=st.booleans(),
    joined=st.booleans(),
    summed=st.booleans(),
)
@settings(max_examples=25)
def test_several_rules_with_one_limit_are_one_amount(engine, floors, limit, below, joined, summed):
    """Each x is at least (or at most) its floor; the limit has to go as far as the farthest of them, and no farther."""
    xs = [IntVar(f"x{n}", 0, 9) for n in range(len(floors))]
    p = Parameter("p", limit)
    held = [
        Constraint(f"floor {n}", x >= f if below else x <= f) for n, (x, f) in enumerate(zip(xs, floors, strict=True))
    ]
    rules = [x <= p if below else x >= p for x in xs]
    if summed:
        rules.append(Compare(Sum(tuple([(1, x) for x in xs])), "<=" if below else ">=", Sum(((len(xs), p),))))
    rules = [And(*rules)] if joined else rules
    problem = Problem("", (*held, *[Constraint(f"each {n}", rule, group="each") for n, rule in enumerate(rules)]))
    assert immovable(problem) == {}
    farthest = max(floors) if below else min(floors)
    found = all_repairs(problem, engine)
    if farthest <= limit if below else farthest >= limit:
        assert found == []
        return
    (repair,) = found
    (change,) = repair.changes
    assert (change.kind, change.before, change.after) == ("raise" if below else "lower", limit, farthest)


def test_why_an_amount_cannot_move_is_told():
    x, y, p, q = IntVar("x", 0, 9), IntVar("y", 0, 9), Parameter("p", 3), Parameter("q", 4)
    twice = Sum(((2, p),))

    def reason(*rules, others=(), keep=False):
        grouped = [Constraint(f"r{n}", rule, group="g", keep=keep) for n, rule in enumerate(rules)]
        return immovable(Problem("", (*grouped, *others))).get("g", "")

    assert reason(x <= p, y <= p) == ""
    assert reason(x + y <= Const(3)) == ""  # no parameter, so nobody expects it to move
    assert "keep=True" in reason(x <= p, keep=True)
    assert "several parameters (p, q)" in reason(x <= p, y <= q)
    assert "from above and from below" in reason(x <= p, y >= p)
    assert "'r1' does not compare" in reason(x <= p, y <= Const(3))
    assert "outside the group" in reason(x <= p, others=[Constraint("o", y <= p)])
    assert "multiple of 'p'" in reason(x <= twice)
    assert "multiple of 'p'" in reason(x <= p, y <= p, Compare(Sum(((2, x), (1, y))), "<=", twice))
    assert "does not compare" in reason(Or(x <= p, y <= p))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_budget_that_runs_out_ends_the_list(engine):
    assert all_repairs(shopping(), engine, budget=Budget(seconds=0.0)) == []


class Tired(Z3Session):
    """Answers this many optimisations, then none."""

    allowed = 0

    def optimise(self, *args, **options):
        self.allowed -= 1
        return (
            super().optimise(*args, **options) if self.allowed >= 0 else Result(SolveStatus.UNKNOWN, reason="timeout")
        )


@pytest.mark.parametrize("allowed", range(9))
def test_when_the_budget_runs_out_what_is_solved_is_given(allowed):
    names = [BoolVar(name) for name in "abcd"]
    rules = [Constraint(v.name, v, group=v.name, weight=4 - n) for n, v in enumerate(names)]
    problem = Problem("", (*rules, Constraint("not all", Or(*[~v for v in names]), origin="data")))
    with Tired(problem, None, "pseudo-Boolean", "") as session:
        session.allowed = allowed
        found = [r.changes[0].group for r in repairs(session, limit=9)]
    assert found == sorted("abcd"[: max(0, allowed - 1)], reverse=True)


def test_conflict_and_repairs_on_one_session():
    problem = shopping()
    with open_session(problem, "z3") as session:
        core = session.optimise().core
        found = conflict(problem, session=session, core=core).conflict
        assert found.groups == ("money", "value")
        first = next(repairs(session, cores=[found.groups]))
        assert first.changes[0].group == "value"
        assert sign(problem.objectives[0]) == 1


def test_an_amount_whose_least_value_is_not_attained_is_given_up():
    """x lies above 3: no least limit of x suffices, but without a limit there is a plan; the other repair is not lost."""
    x, a = RealVar("x", 0, 10), BoolVar("a")
    rules = (
        Constraint("above", Or(x > Const(3), Not(a)), origin="data"),
        Constraint("small", x <= Parameter("small", 2), group="small"),
        Constraint("a", a, group="a"),
    )
    found = all_repairs(Problem("", rules), "z3")
    assert [[(c.kind, c.group) for c in repair.changes] for repair in found] == [[("drop", "small")], [("drop", "a")]]
    assert [repair.price for repair in found] == [1, 1]


class Undecided(Z3Session):
    """Cannot decide what is possible without the group "b"."""

    def optimise(self, on=None, **options):
        if on is not None and "b" not in on:
            return Result(SolveStatus.UNKNOWN, reason="incomplete")
        return super().optimise(on, **options)


def test_what_the_engine_cannot_decide_is_passed_over():
    names = [BoolVar(name) for name in "abc"]
    rules = [Constraint(v.name, v, group=v.name) for v in names]
    problem = Problem("", (*rules, Constraint("not all", Or(*[~v for v in names]), origin="data")))
    with Undecided(problem, None, "pseudo-Boolean", "") as session:
        assert [r.changes[0].group for r in repairs(session, limit=9)] == ["a", "c"]


def test_a_group_weighs_as_much_as_its_heaviest_constraint_unless_weights_are_given():
    a, b = BoolVar("a"), BoolVar("b")
    rules = (
        Constraint("a", a, group="a"),
        Constraint("a too", a, group="a", weight=3),
        Constraint("b", b, group="b", weight=2),
        Constraint("not both", Or(~a, ~b), origin="data"),
    )
    problem = Problem("", rules)
    with open_session(problem, "z3", switchable=["a", "b"]) as session:
        assert [(r.changes[0].group, r.price) for r in repairs(session)] == [("b", 2), ("a", 3)]
        assert [(r.changes[0].group, r.price) for r in repairs(session, weights={"a": 1})] == [("a", 1), ("b", 2)]
