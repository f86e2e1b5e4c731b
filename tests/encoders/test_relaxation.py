"""The linear relaxation bounds every problem it is taken of, whatever it leaves out."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.problems import Brute, amount_problems, sign, small_problems

from encoders.engines.local import Ascent, Fixed, Question
from encoders.engines.z3 import relaxation
from encoders.expressions import BoolVar, Sum
from encoders.problem import Constraint, Objective, Problem
from encoders.result import Budget
from encoders.session import open_session

WORK = 10**8


def bound_of(session, on, values, goal, fixed=()):
    question = Question(frozenset(on), session.problem.values(values))
    return relaxation.bound(session, Ascent(question, goal, tuple(fixed), None, Budget().start(), None), WORK)


def test_no_assignment_is_better_than_the_relaxation():
    told = []

    @settings(max_examples=250)
    @given(st.one_of(small_problems(groups=3, depth=2), amount_problems()), st.sampled_from((None, -2, 1)))
    def holds(small, value):
        if not small.problem.objectives:
            return
        brute, goal = Brute(small), small.problem.objectives[0]
        values = {} if value is None else dict.fromkeys(small.problem.values(), value)
        with open_session(small.problem, "z3") as session:
            for size in range(len(small.problem.groups) + 1):
                for on in combinations(small.problem.groups, size):
                    best = brute.best(on, values)
                    bound = bound_of(session, on, values, goal)
                    if best is None or bound is None:
                        continue
                    assert sign(goal) * bound <= sign(goal) * best[0]
                    told.append(bound == best[0])
                    if len(small.problem.objectives) > 1:
                        second = small.problem.objectives[1]
                        bound = bound_of(session, on, values, second, [Fixed(goal, best[0])])
                        assert bound is None or sign(second) * bound <= sign(second) * best[1]

    holds()
    assert told.count(True) > len(told) // 4, "it is often exact, or it would be of no use"


@pytest.mark.parametrize("engine", ["z3"])
def test_it_is_exact_where_offers_add_up(engine):
    """Five of ten offers are to be taken, which the relaxation solves by itself."""
    offers = [BoolVar(f"offer {n}") for n in range(10)]
    cost = Objective("cost", "minimise", Sum(tuple([(n + 1, offer) for n, offer in enumerate(offers)])))
    problem = Problem("", (Constraint("five", Sum(tuple([(1, offer) for offer in offers])) >= 5),), (cost,))
    with open_session(problem, engine) as session:
        assert bound_of(session, (), {}, cost) == 15
