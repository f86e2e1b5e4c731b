"""Which engine is taken and why; and what CP-SAT declines, it declines with the reason instead of rounding."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from support.expressions import Seeded, seeds
from support.problems import small_problem

from encoders.engines.choose import choose, profile
from encoders.errors import EngineError, UnknownNameError, UnsupportedError
from encoders.expressions import (
    AllDifferent,
    And,
    BoolVar,
    ChoiceVar,
    Circuit,
    Compare,
    Const,
    Cumulative,
    Element,
    If,
    IntVar,
    Is,
    Max,
    NoOverlap,
    Parameter,
    Product,
    PseudoBoolean,
    RealVar,
    Reservoir,
    Sum,
    Table,
    Task,
    equals,
    task,
    total,
)
from encoders.problem import Constraint, Objective, Problem
from encoders.result import SolveStatus
from encoders.session import open_session

A = BoolVar("a")
X, Y = IntVar("x", 0, 9), IntVar("y", 0, 9)
BIG = 2**60


def of(*rules, goal=None):
    objectives = () if goal is None else (Objective("o", "minimise", goal),)
    return Problem("", tuple([Constraint(f"c{n}", rule) for n, rule in enumerate(rules)]), objectives)


def flags(count):
    return [BoolVar(f"f{n}") for n in range(count)]


# ---------------------------------------------------------------- the choice


def test_an_engine_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(UnknownNameError, match="auto, z3, cpsat"):
        choose(of(A), "gurobi")


def test_the_callers_own_choice_stands():
    for engine in ("z3", "cpsat"):
        choice = choose(of(X <= 3, goal=X), engine)
        assert choice.engine == engine
        assert "asked for" in choice.why


def test_reals_go_to_z3_with_the_reason():
    choice = choose(of(RealVar("r", 0, 1) <= 3, goal=X))
    assert choice.engine == "z3"
    assert "real" in choice.why


def test_truth_values_with_nothing_to_optimise_go_to_z3():
    choice = choose(of(*[PseudoBoolean(((1, a), (1, A)), "<=", 1) for a in flags(100)]))
    assert choice.engine == "z3"
    assert "live solver" in choice.why


def test_whole_numbers_with_nothing_to_optimise_go_to_cp_sat():
    choice = choose(of(*[x <= 3 for x in [IntVar(f"x{n}", 0, 9) for n in range(100)]]))
    assert choice.engine == "cpsat"
    assert "100 whole-number decisions are to be found" in choice.why


def test_whole_numbers_to_optimise_go_to_cp_sat():
    many = [IntVar(f"x{n}", 0, 9) for n in range(200)]
    choice = choose(of(total(many) >= 30, goal=total(many)))
    assert choice.engine == "cpsat"
    assert "200" in choice.why


def test_the_reason_says_what_is_shared():
    tasks = [task(name, 2, earliest=0, latest=9) for name in "ab"]
    end = Max(*[t.end for t in tasks])
    for node, words in (
        (NoOverlap(tuple(tasks)), "tasks share machines"),
        (Cumulative(tasks, [1, 1], 1), "tasks share resources"),
        (Reservoir([(tasks[0].end, 1, True), (tasks[1].start, -1, True)], 0, 1), "share a stock"),
        (Circuit(2, [(0, 1, A), (1, 0, A)]), "tour"),
    ):
        choice = choose(of(node, goal=end))
        assert choice.engine == "cpsat"
        assert words in choice.why
    assert "tasks share machines" in choose(of(NoOverlap(tuple(tasks)), goal=end), "z3").why


def test_large_numbers_go_to_z3_with_the_reason():
    many = [IntVar(f"x{n}", 0, 2**59) for n in range(200)]
    choice = choose(of(total(many) >= 30, goal=total(many)))
    assert choice.engine == "z3"
    assert "2^60" in choice.why


def test_the_strategy_follows_the_decisions():
    assert choose(of(A, goal=total(flags(3))), "z3").strategy == "pseudo-Boolean"
    k = ChoiceVar("k", ("red", "green"))
    assert choose(of(Is(k, "red"), goal=3 * Is(k, "green")), "z3").strategy == "pseudo-Boolean"
    assert choose(of(A, goal=X), "z3").strategy == "general"
    assert choose(of(A, goal=Max(*flags(3))), "z3").strategy == "general"


def test_the_session_tells_the_choice():
    for engine in ("auto", "z3", "cpsat"):
        with open_session(of(X <= 3, goal=X), engine) as session:
            assert session.why == choose(of(X <= 3, goal=X), engine).why
            assert session.why.endswith(".")
            assert session.engine in ("z3", "cpsat")


def test_profile():
    found = profile(of(AllDifferent(X, Y), goal=X))
    assert found.variables == 2
    assert found.ordering
    assert not found.boolean
    assert not found.real
    assert AllDifferent in found.kinds
    assert profile(of(NoOverlap((task("t", 1, earliest=0, latest=3),)))).ordering


@settings(max_examples=100)
@given(seeds())
def test_whatever_is_chosen_can_be_opened(seed):
    problem = small_problem(Seeded(seed)).problem
    for engine in ("auto", "z3", "cpsat"):
        choice = choose(problem, engine)
        with open_session(problem, engine) as session:
            assert (session.engine, session.strategy, session.why) == (choice.engine, choice.strategy, choice.why)


# ---------------------------------------------------------------- what CP-SAT declines

W = IntVar("w", 0, 2**59)
DECLINED = {
    "a real": of(RealVar("r", 0, 1) <= 3),
    "bounds": of(IntVar("b", 0, BIG + 1) >= 1),
    "negative bounds": of(IntVar("b", -BIG - 1, 0) <= -1),
    "a sum": of(total([W, IntVar("v", 0, 2**59), A]) >= 1),
    "a coefficient": of(Sum(((BIG, X),)) >= 1),
    "a constant": of(Compare(X, ">=", Const(2 * BIG))),
    "a fraction that scales": of(Compare(Sum(((Fraction(1, 7), W),)), ">=", Const(Fraction(1, 11)))),
    "a tiny fraction": of(Compare(X, ">=", Const(Fraction(1, 3**40)))),
    "a parameter": of(Parameter("p", 2 * BIG) >= X),
    "a parameter in an extreme": of(Max(X, Parameter("p", 2 * BIG)) >= Y),
    "a product": of(Product((IntVar("n", 0, 100), W)) >= 1),
    "weights": of(PseudoBoolean(((BIG, A), (1, BoolVar("b"))), ">=", 1)),
    "a bound of weights": of(PseudoBoolean(((1, A),), ">=", 2 * BIG)),
    "a table": of(Table((X,), ((2 * BIG,),))),
    "an element": of(Element((1, 2 * BIG), A) >= 3),
    "a case": of(If(A, W, Const(-BIG)) >= 3),
    "differing fractions": of(AllDifferent(Sum(((Fraction(1, 2**31 - 1), W),)), Sum(((Fraction(1, 2**31 - 19), Y),)))),
    "an objective": of(A, goal=Sum(((BIG, X),))),
    "a late task on a resource": of(Cumulative([Task("t", IntVar("t", 0, BIG), Const(5))], [1], 1)),
    "demands": of(Cumulative([Task("t", IntVar("t", 0, 5), Const(5))], [BIG], Parameter("limit", BIG))),
    "changes of a level": of(Reservoir([(X, BIG, True), (Y, BIG, True)], 0, BIG)),
    "a late change of a level": of(Reservoir([(Sum(((BIG, X),)), 1, True)], 0, 1)),
    "a late task": of(NoOverlap((Task("t", IntVar("t", 0, BIG), Const(5)),))),
    "a chain of products": of(Product(tuple([IntVar(f"n{n}", 2**20, 2**20 + 3) for n in range(4)])) >= 1),
}


@pytest.mark.parametrize("name", DECLINED)
def test_cp_sat_declines_with_the_reason_and_z3_takes_it(name):
    problem = DECLINED[name]
    with pytest.raises(UnsupportedError, match="CP-SAT cannot express") as caught:
        open_session(problem, "cpsat")
    assert "2^60" in caught.value.message or "real" in caught.value.message
    with open_session(problem, "auto") as session:
        assert session.engine == "z3"
        session.optimise()


ACCEPTED = {
    "bounds": of(IntVar("b", 1 - BIG, BIG - 1) >= 1),
    "a sum": of(total([IntVar("u", 0, 2**58), IntVar("v", 0, 2**58)]) >= 1),
    "a fraction": of(Sum(((Fraction(1, 3), X),)) >= Fraction(1, 7)),
    "a parameter in an extreme": of(Max(X, Parameter("p", Fraction(1, 3))) <= Y),
    "a parameter times a number": of(Product((Parameter("p", 3), X)) >= 5),
    "a parameter in a case": of(If(A, Parameter("p", 3), X) >= 2),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_cp_sat_takes_what_fits(name):
    with open_session(ACCEPTED[name], "cpsat") as session:
        assert session.optimise().status is SolveStatus.OPTIMAL


@pytest.mark.parametrize("value", [2 * BIG, -(2**70), Fraction(1, 3**40), 10**30])
def test_a_value_that_does_not_fit_is_declined_when_it_is_asked_for(value):
    """The session stays as it was, and the next question is answered."""
    problem = of(Parameter("p", 3) >= X, goal=Sum(((-1, X),)))
    with open_session(problem, "cpsat") as session, open_session(problem, "z3") as exact:
        with pytest.raises(UnsupportedError, match="2\\^60"):
            session.optimise(values={"p": value})
        assert session.optimise().objectives[0].value == -3
        expected = SolveStatus.OPTIMAL if value >= 0 else SolveStatus.INFEASIBLE
        assert exact.optimise(values={"p": value}).status is expected


def test_an_objective_that_does_not_fit_is_declined_when_it_is_asked_for():
    with open_session(of(X <= 3), "cpsat") as session:
        with pytest.raises(UnsupportedError, match="2\\^60"):
            session.optimise(objectives=[Objective("o", "minimise", Sum(((BIG, X),)))])
        assert session.optimise().status is SolveStatus.OPTIMAL


@settings(max_examples=150)
@given(seeds())
def test_at_the_edge_of_64_bits_cp_sat_is_exact_or_declines(seed):
    """Sums near 2^60 whose difference of one decides: never rounded, never an invalid model."""
    dice = Seeded(seed)
    power = dice.pick((30, 52, 53, 54, 57, 58, 59, 60))
    x, y = IntVar("x", 0, 2), IntVar("y", 2**power - 2, 2**power)
    factor = dice.pick((1, 1, 3, Fraction(1, 3)))
    limit = 2**power + dice.upto(-2, 2)
    rule = equals(Sum(((factor, x), (1, y))), limit)
    problem = of(rule, goal=Sum(((dice.pick((1, -1)), x), (dice.pick((1, -1, 2)), y))))
    with open_session(problem, "z3") as session:
        expected = session.optimise()
    try:
        with open_session(problem, "cpsat") as session:
            found = session.optimise()
    except UnsupportedError:
        assert power >= 57
        return
    assert found.status is expected.status
    assert found.objectives == expected.objectives


def test_an_invalid_model_is_an_error_and_never_infeasible():
    """Were the capability check to miss something, CP-SAT's refusal must not pass for an answer."""
    from encoders.engines.cpsat.session import CpSatSession

    with pytest.raises((EngineError, ValueError, OverflowError)):
        CpSatSession(of(And(IntVar("b", 0, 2**63 - 1) >= 1)), None, "", "").check()
