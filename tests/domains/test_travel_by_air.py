"""Trips by air with airlines, non-stop flights, categories of sights and fixed rates: problem, check and brute force agree."""

from __future__ import annotations

import pytest
from support.air_worlds import air_offers, air_world
from support.every_trip import minimal_conflicts, outcomes

from domains.travel import domain as travel
from encoders.conflicts import Conflict, explore
from encoders.result import SolveStatus
from encoders.session import open_session


def solved(request, data, engine, keep=()):
    """The best objectives (None: impossible), and all minimal conflicts."""
    built = travel.problem(request, data, keep=keep)
    wishes = built.problem.groups_of("request")
    with open_session(built.problem, engine, switchable=wishes) as session:
        result = session.optimise()
        assert result.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)
        best = tuple([value.value for value in result.objectives]) if result.assignment is not None else None
        members = explore(built.problem, session=session)
        conflicts = {frozenset(m.groups) for m in members if isinstance(m, Conflict)}
        assert members.complete
    return best, conflicts


def compare(seed):
    request, data = air_world(seed)
    trips = outcomes(request, data)
    wishes = travel.problem(request, data).problem.groups_of("request")
    conflicts = minimal_conflicts(wishes, lambda subset: any(not broken & subset for broken in trips))
    expected = (trips.get(frozenset()), conflicts)
    for engine in ("z3", "cpsat"):
        for keep in ((), air_offers(data)):
            best, found = solved(request, data, engine, keep)
            assert best == expected[0], (engine, keep)
            assert found == expected[1], (engine, keep)


@pytest.mark.parametrize("seed", range(24))
def test_optimum_and_conflicts_equal_brute_force(seed):
    compare(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24, 200))
def test_optimum_and_conflicts_equal_brute_force_at_length(seed):
    compare(seed)
