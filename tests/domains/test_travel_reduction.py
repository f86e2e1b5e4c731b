"""The reduction rule on random small worlds: leaving out dominated offers changes no answer."""

from __future__ import annotations

from itertools import combinations

import pytest
from support.worlds import offers, world

from domains.travel import domain as travel
from encoders.relax import repairs
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session


def answers(problem):
    """Optimum, all minimal conflicts over wishes, and the price of the cheapest repair."""
    wishes = problem.groups_of("request")
    with open_session(problem, "cpsat", switchable=wishes) as session:
        result = session.optimise()
        best = tuple(v.value for v in result.objectives) if result.assignment else result.status
        conflicts: list[frozenset[str]] = []
        if result.status is SolveStatus.INFEASIBLE:
            for size in range(len(wishes) + 1):
                for on in map(frozenset, combinations(wishes, size)):
                    if any(known <= on for known in conflicts):
                        continue
                    if session.check(on).status is Satisfiability.UNSATISFIABLE:
                        conflicts.append(on)
        cheapest = None
        if conflicts and frozenset() not in conflicts:
            first = next(iter(repairs(session)))
            cheapest = (first.touched, first.relative, first.result.objectives[0].value)
    return best, set(conflicts), cheapest


def compare(seed: int) -> None:
    request, data = world(seed)
    reduced = travel.problem(request, data).problem
    whole = travel.problem(request, data, keep=offers(data)).problem
    assert len(whole.variables) >= len(reduced.variables)
    assert answers(reduced) == answers(whole)


@pytest.mark.parametrize("seed", range(40))
def test_reduced_and_unreduced_problems_answer_alike(seed):
    compare(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40, 240))
def test_reduced_and_unreduced_problems_answer_alike_at_length(seed):
    compare(seed)
