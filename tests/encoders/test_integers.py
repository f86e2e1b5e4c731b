"""The integer program: whatever it proves holds, and it decides what is like a knapsack, where a search over clauses does not."""

from __future__ import annotations

from hypothesis import given, settings
from support.problems import Brute, sign, small_problems

from encoders.engines.ground import bounds_under
from encoders.engines.linear import granularity, linear
from encoders.engines.local import Ascent, Question
from encoders.engines.z3.integers import IntegerProgram
from encoders.expressions import BoolVar, Compare, Const, Sum
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget, SolveStatus
from encoders.session import open_session

WORK = 10**7


def test_what_it_proves_is_the_optimum_and_its_bound_is_never_too_good():
    proved = []

    @settings(max_examples=250)
    @given(small_problems(groups=2, depth=2))
    def holds(small):
        problem = small.problem
        if not problem.objectives or not linear(((1, problem.objectives[0].expression),), problem.values()).boolean:
            return
        goal, on = problem.objectives[0], frozenset(problem.groups)
        best = Brute(small).best(on, {})
        with open_session(problem, "z3") as session:
            start = session.check().assignment
            assert (best is None) == (start is None)
            if best is None:
                return
            question = Question(on, problem.values())
            ascent = Ascent(question, goal, (), None, Budget().start(), None)
            bound = bounds_under(goal.expression, question.values)[0 if sign(goal) == 1 else 1]
            assert bound is not None
            climb = IntegerProgram(session, ascent, granularity(goal.expression, question.values)).improve(
                start, bound, WORK
            )
            reached = sign(goal) * ascent.value(climb.assignment)
            assert sign(goal) * best[0] <= reached <= sign(goal) * ascent.value(start)
            if climb.proved:
                assert reached == sign(goal) * best[0]
                proved.append(ascent.value(start) != best[0])
            else:
                assert sign(goal) * climb.bound <= sign(goal) * best[0]

    holds()
    assert any(proved), "it improved on something"


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
