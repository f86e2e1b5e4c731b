"""Further wishes in the expression language: solved, reduced soundly, checked again, and refused where they name nothing."""

from __future__ import annotations

import random

import pytest
from support.worlds import offers, world

from domains.base import Change
from domains.travel import domain as travel
from encoders.conflicts import conflict
from encoders.errors import InputError, UnsupportedError
from encoders.evaluate import Evaluator, evaluate
from encoders.result import SolveStatus
from encoders.session import open_session

EXAMPLE = travel.load(None)
WEEKEND = travel.parse_request(
    {
        "origin": "Castelbruno", "destination": "Porto Selene", "start": "2027-05-14", "days": 3, "people": 2,
        "budget": 450, "cuisine": ["Seafood", "Italian"], "house rule": ["pets"], "room type": "private room",
    }
)  # fmt: skip


def solved(request, data, keep=()):
    built = travel.problem(request, data, keep=keep)
    with open_session(built.problem, "z3") as session:
        return built, session.optimise()


def wishes(request, data, rng):
    """Wishes of every kind with amounts about what a best plan has."""
    built, result = solved(request.model_copy(update={"budget": None}), data, offers(data))
    if result.assignment is None:
        return []
    known = travel.observe(travel.plan(built, result.assignment), request, data)
    numeric = [name for name in known if name != "start.days_later"]
    found = []
    for name in rng.sample(numeric, 4):
        shift = rng.choice((-20, -1, 0, 1, 5, 30))
        found.append(f"{name} {rng.choice(('<=', '>=', '==', '!=', '<', '>'))} {max(0, round(known[name]) + shift)}")
    hotel = rng.choice([h.name for rows in data.hotels.values() for h in rows])
    table = rng.choice([r.name for rows in data.restaurants.values() for r in rows])
    found += [
        f"nights_at[{hotel}] >= 1",
        f"nights_at[{hotel}] == 0",
        f"meals_at[{table}] >= 1",
        f"meals_at[{table}] == 0",
    ]
    sight = rng.choice([s.name for rows in data.attractions.values() for s in rows])
    found += [f"visits_at[{sight}] >= 1", f"visits_at[{sight}] == 0"]
    found += ["cuisine[Thai] == 0", "cuisine[Thai] >= 2", "max(leg[*].minutes) <= 200", "min(leg[*].departure) >= 600"]
    found += [
        f"flights_{rng.choice(('leaving', 'landing'))}_{rng.choice(('before', 'after'))}[{rng.randrange(6, 24):02}:30] == 0",
        f"meals_{rng.choice(('dearer_than', 'cheaper_than'))}[{rng.randrange(10, 60)}] <= 1",
        f"nights_{rng.choice(('dearer_than', 'cheaper_than'))}[{rng.randrange(30, 200)}] == 0",
        f"{rng.choice(('meals', 'nights'))}_rated_{rng.choice(('above', 'below'))}[{rng.randrange(2, 5)}] <= 1",
        f"meals_rated_above[{rng.randrange(2, 5)}] >= 2",
        f"hotels {rng.choice(('==', '<=', '>='))} {rng.randrange(1, 3)}",
    ]
    found += ["flights == 0 implies rooms >= 100", "abs(transport - rooms) <= 50", "2 * meals > rooms - transport"]
    return rng.sample(found, 2)


@pytest.mark.parametrize("seed", range(70))
def test_the_reduction_keeps_what_a_wish_looks_at(seed):
    """The reduced problem has the optimum of the problem with every offer in it."""
    request, data = world(seed)
    rng = random.Random(seed)
    request = request.model_copy(update={"budget": rng.choice((None, request.budget))})
    extra = wishes(request, data, rng)
    request = request.model_copy(update={"extra": extra})
    try:
        built, result = solved(request, data)
    except InputError:  # a random offer of a city that the trip cannot reach
        return
    _, whole = solved(request, data, offers(data))
    assert result.status == whole.status, extra
    assert [o.value for o in result.objectives] == [o.value for o in whole.objectives], extra
    if result.assignment is None:
        return
    plan = travel.plan(built, result.assignment)
    assert travel.check(plan, request, data) == []
    observed, value_of = travel.observe(plan, request, data), Evaluator(result.assignment)
    assert observed == {name: value_of(expression) for name, expression in built.observables.items()}


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_is_refused_exactly_when_its_wish_does_not_hold(seed):
    """The check of a plan (by the interpreter) and the problem (by the evaluator) judge the same wish alike."""
    request, data = world(seed)
    request = request.model_copy(update={"budget": None})
    try:
        extra = wishes(request, data, random.Random(seed + 1000))
        asked = request.model_copy(update={"extra": extra})
        built = travel.problem(asked, data, keep=offers(data))
    except InputError:
        return
    with open_session(built.problem, "z3") as session:
        result = session.optimise([g for g in built.problem.groups if not g.startswith("extra/")])
    if result.assignment is None:
        return
    plan = travel.plan(built, result.assignment)
    broken = {violation.constraint for violation in travel.check(plan, asked, data)}
    groups = built.problem.groups
    assert broken == {
        f"extra/{n}" for n in range(len(extra)) if not evaluate(groups[f"extra/{n}"][0].expression, result.assignment)
    }


def test_a_wish_is_a_member_of_conflicts_under_its_path():
    request = WEEKEND.model_copy(update={"extra": ["total <= 460", "leg[1].minutes <= 100"]})
    built = travel.problem(request, EXAMPLE)
    found = conflict(built.problem).conflict
    assert found is not None
    assert "extra/1" in found.groups
    assert found.minimal
    assert built.problem.groups["extra/1"][0].says == "The travel time of leg 1 is at most 1 hour 40 minutes."
    dropped = travel.edit(request, [Change("extra/1", "leg[1].minutes <= 100", None)])
    assert dropped.extra == ["total <= 460"]
    assert solved(dropped, EXAMPLE)[1].status is SolveStatus.OPTIMAL


@pytest.mark.parametrize(
    ("wish", "error", "part", "where"),
    [
        ("totl <= 3", InputError, "did you mean total?", "extra/0, line 1, column 1"),
        ("flights ==", InputError, "ends too early", "extra/0, line 1, column 11"),
        ("flights", InputError, "compare it", "extra/0, line 1, column 1"),
        ("total * rooms <= 3", UnsupportedError, "not linear", "extra/0, line 1, column 1"),
        ("1 <= flight[VL1O1]", InputError, "no flight is called 'VL1O1'; did you mean", "extra/0, line 1, column 6"),
        ("nights_at[Locanda] >= 1", InputError, "did you mean Locanda dei Pescatori?", "extra/0, line 1, column 1"),
        ("meals_at[x] >= 1", InputError, "no restaurant is called 'x'", "extra/0, line 1, column 1"),
        ("nights[Rome] >= 1", InputError, "no quantity is called 'nights[Rome]'", "extra/0, line 1, column 1"),
    ],
)
def test_a_wish_that_cannot_be_read_is_told_with_its_place(wish, error, part, where):
    with pytest.raises(error) as caught:
        travel.problem(WEEKEND.model_copy(update={"extra": [wish]}), EXAMPLE)
    assert part in caught.value.message
    assert caught.value.where == where


def test_a_road_without_times_counts_as_the_whole_day():
    untimed = travel.load(None)
    policy = untimed.policy.model_copy(update={"road_departure": None})
    data = type(untimed)(**{**{f: getattr(untimed, f) for f in untimed.__dataclass_fields__}, "policy": policy})
    request = WEEKEND.model_copy(update={"extra": ["leg[1].departure >= 540"], "budget": 2000})
    built, result = solved(request, data)
    observed = travel.observe(travel.plan(built, result.assignment), request, data)
    assert observed["leg[1].flight"] == 1
    assert observed["leg[1].departure"] >= 540
