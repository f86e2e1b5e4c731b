"""The integer program: whatever it proves holds, and it decides what is like a knapsack, where a search over clauses does not."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from encoders.engines.local import Ascent, Question
from encoders.engines.z3.integers import IntegerProgram
from encoders.evaluate import breaches
from encoders.expressions import BoolVar, Compare, Const, Not, Or, Sum
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget, SolveStatus
from encoders.session import open_session

WORK = 10**7


@st.composite
def weighted_choices(draw):
    """Some of up to seven offers, with prices, a limit and clauses, for the best of a weighted sum of them."""
    offers = [BoolVar(f"offer {n}") for n in range(draw(st.integers(2, 7)))]
    weight = st.integers(-6, 9)
    prices = Sum(tuple([(draw(weight), offer) for offer in offers]))
    gains = Sum(tuple([(draw(weight) or 1, offer) for offer in offers]))
    literal = st.builds(lambda offer, off: Not(offer) if off else offer, st.sampled_from(offers), st.booleans())
    clauses = draw(st.lists(st.lists(literal, min_size=2, max_size=3), max_size=4))
    rules = [Constraint("limit", Compare(prices, "<=", Const(draw(st.integers(0, 12)))))]
    rules += [Constraint(f"clause {n}", Or(*clause)) for n, clause in enumerate(clauses)]
    goal = Objective("gain", draw(st.sampled_from(("maximise", "minimise"))), gains)
    return Problem("", tuple(rules), (goal,), tuple(offers))


def test_what_it_proves_is_the_optimum_and_its_bound_is_never_too_good():
    proved = []

    @settings(max_examples=200)
    @given(weighted_choices())
    def holds(problem):
        goal, names = problem.objectives[0], [offer.name for offer in problem.variables]
        every = [dict(zip(names, values, strict=True)) for values in product((True, False), repeat=len(names))]
        possible = [assignment for assignment in every if not breaches(problem, assignment)]
        if not possible:
            return
        ascent = Ascent(Question(frozenset(), {}), goal, (), None, Budget().start(), None)
        best = min(ascent.sign * ascent.value(assignment) for assignment in possible)
        start = possible[-1]
        bound = goal.expression.bounds[0 if ascent.sign == 1 else 1]
        with open_session(problem, "z3") as session:
            climb = IntegerProgram(session, ascent, 1).improve(start, bound, WORK)
        reached = ascent.sign * ascent.value(climb.assignment)
        assert best <= reached <= ascent.sign * ascent.value(start)
        if climb.proved:
            assert reached == best
            proved.append(ascent.sign * ascent.value(start) != best)
        else:
            assert ascent.sign * climb.bound <= best

    holds()
    assert proved.count(True) > 20, "it improved on many"


def test_a_knapsack_of_nearly_equal_offers_is_proved():
    """Twelve of 48 dishes, rated and priced without a pattern, for the least money that a rating allows."""
    dishes = [BoolVar(f"dish {n}") for n in range(48)]
    rating = Sum(tuple([(30 + (n * n * 7 + n * 13) % 19, dish) for n, dish in enumerate(dishes)]))
    price = Sum(tuple([(20 + (n * n * 11 + n * 5) % 61, dish) for n, dish in enumerate(dishes)]))
    problem = Problem(
        "dinner",
        (
            Constraint("twelve", Compare(Sum(tuple([(1, dish) for dish in dishes])), "==", Const(12))),
            Constraint("price", Compare(price, "<=", Const(420))),
        ),
        (Objective("rating", "maximise", rating), Objective("price", "minimise", price)),
    )
    with open_session(problem, "z3") as session:
        result = session.optimise(budget=Budget(work=60_000_000))
    with open_session(problem, "cpsat") as session:
        again = session.optimise()
    assert result.status is SolveStatus.OPTIMAL
    assert [entry.value for entry in result.objectives] == [entry.value for entry in again.objectives]
