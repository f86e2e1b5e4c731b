"""Replanning: what is kept, and that no plan keeps more, by going through all that would."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from support.air_worlds import air_world
from support.mutations import mutated_air_trip, mutated_trip
from support.nearest import TooMany, Trips, cells, distance
from support.worlds import world

from domains.travel import domain as travel
from domains.travel.problem.names import offered
from domains.travel.questions.changed_data import without_flight, without_hotel, without_restaurant, without_sight
from encoders.errors import InputError
from encoders.evaluate import Evaluator, breaches
from encoders.replan import FEWEST_CHANGES, Field, nearest
from encoders.session import open_session


def best(domain, request, data):
    built = domain.problem(request, data)
    with open_session(built.problem) as session:
        result = session.optimise()
    return None if result.assignment is None else domain.plan(built, result.assignment)


def replanned(domain, request, data, old, engine="auto"):
    """The nearest plan, or None, with the number of changes that was proved."""
    near = domain.near(request, data, old)
    fields = [Field(part.where, part.kept) for part in near.parts]
    problem = nearest(near.built.problem, fields, ties=near.ties)
    with open_session(problem, engine) as session:
        result = session.optimise()
    if result.assignment is None:
        return None, None
    assert breaches(problem, result.assignment) == []
    plan = domain.told(near, result.assignment, old)
    assert domain.check(plan, request, data) == []
    count = result.objectives[0]
    assert (count.name, count.value) == (FEWEST_CHANGES, count.bound)
    moved = domain.moved(old, plan, request, data)
    assert len({entry.where for entry in moved}) == len(moved) == count.value
    value = Evaluator(result.assignment)
    changed = {entry.where for entry in moved}
    assert sum([not value(part.kept) for part in near.parts]) == len(changed)
    measured = domain.measure(plan, request, data)
    assert all([measured[goal.name] == goal.value for goal in result.objectives[1:]])
    return plan, count.value


def losses(request, data, plan, rng):
    """Requests and data where things that a plan uses are gone, one or two at a time, or where less money is there."""
    gone = [lambda d, n=day.leg.number: without_flight(d, n) for day in plan.days if day.leg and day.leg.number]
    gone += [lambda d, b=day.bed: without_hotel(d, b.name, b.city) for day in plan.days[:1] if day.bed]
    gone += [lambda d, t=table: without_restaurant(d, t.name) for day in plan.days for _, table in day.meals()]
    gone += [lambda d, s=sight: without_sight(d, s.name) for day in plan.days for sight in day.visits]
    gone.append(lambda d: replace(d, roads={}))
    rng.shuffle(gone)
    for lose in gone[:3]:
        yield request, lose(data)
    yield request, gone[-1](gone[0](data))
    cost = travel.measure(plan, request, data).get("cheapest")
    if cost:
        yield request.model_copy(update={"budget": cost * 9 // 10}), data
    yield request.model_copy(update={"room_type": "private room", "cuisine": ["Thai"]}), data


def compare_with_all(request, data, old):
    plan, count = replanned(travel, request, data, old)
    if plan is None:
        assert best(travel, request, data) is None
        return "impossible"
    before, after = cells(old, data.policy), cells(plan, data.policy)
    assert distance(before, after) == count
    if count == 0:
        return "nothing"
    trips = Trips(request, data, old, count - 1)
    try:
        assert not trips.any(), f"fewer than {count} changes are enough"
    except TooMany:
        return "too many"
    return "fewest"


@pytest.mark.parametrize("block", range(4))
def test_no_trip_changes_less_of_the_best_one(block):
    verdicts = []
    for seed in range(block * 8, block * 8 + 8):
        request, data = world(seed)
        request = request.model_copy(update={"budget": 10**6, "house_rule": [], "transportation": []})
        plan, rng = best(travel, request, data), random.Random(seed)
        for changed in losses(request, data, plan, rng) if plan is not None else ():
            verdicts.append(compare_with_all(*changed, plan))
    assert "fewest" in verdicts


@pytest.mark.parametrize("block", range(4))
def test_no_trip_changes_less_of_somebody_s_plan(block):
    """Old plans that may break rules themselves: sights seen twice, meals left out, more visits than are due."""
    verdicts = []
    for seed in range(100 + block * 8, 108 + block * 8):
        request, data = world(seed)
        request = request.model_copy(update={"budget": 10**6, "house_rule": [], "transportation": []})
        plan, rng = best(travel, request, data), random.Random(seed)
        for _ in range(3 if plan is not None else 0):
            mutated = mutated_trip(mutated_trip(plan, data, rng), data, rng)
            verdicts.append(compare_with_all(request, data, mutated))
    assert "fewest" in verdicts


@pytest.mark.parametrize("block", range(4))
def test_no_trip_by_air_changes_less(block):
    verdicts = []
    for seed in range(block * 10, block * 10 + 10):
        request, data = air_world(seed)
        request = request.model_copy(update={"budget": 10**6, "flight_rule": None, "attraction_category": []})
        plan, rng = best(travel, request, data), random.Random(seed)
        if plan is None:
            continue
        flight = next(day.leg.number for day in plan.days if day.leg is not None)
        verdicts.append(compare_with_all(request, without_flight(data, flight), plan))
        verdicts.append(compare_with_all(request, data, mutated_air_trip(plan, data, rng)))
        wished = request.model_copy(update={"attraction_category": ["Museum"]})
        verdicts.append(compare_with_all(wished, data, plan))
    assert "fewest" in verdicts


@pytest.mark.parametrize("seed", range(8))
def test_engines_agree_on_how_little_changes(seed):
    request, data = world(seed)
    request = request.model_copy(update={"budget": 10**6, "house_rule": [], "transportation": []})
    plan = best(travel, request, data)
    if plan is None:
        return
    for changed in losses(request, data, plan, random.Random(seed)):
        counts = {replanned(travel, *changed, plan, engine=engine)[1] for engine in ("z3", "cpsat")}
        assert len(counts) == 1


def test_a_sight_seen_twice_is_kept_once():
    """An old plan that no rule allows is kept as far as the rules allow."""
    for seed in range(60):
        request, data = world(seed)
        request = request.model_copy(update={"budget": 10**6, "house_rule": [], "transportation": []})
        plan = best(travel, request, data)
        if plan is None or sum([bool(day.visits) for day in plan.days]) < 2 or not data.policy.attraction_once:
            continue
        first = next(day.visits for day in plan.days if day.visits)
        days = [day.model_copy(update={"visits": first if day.visits else []}) for day in plan.days]
        old = plan.model_copy(update={"days": days})
        if len({day.city or day.leg.destination for day in days if day.visits}) == 1:
            assert replanned(travel, request, data, old)[1] >= 1
            return
    pytest.fail("no such trip")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Alba", "nothing is called 'Alba'"),
        ("Hotel Alba 9", "did you mean Hotel Alba"),
        ("Hotel Alba 0 (Bern)", "there is one in Alba"),
        ("Hotel Alba 0 on 2030-05-06", "only flights have dates"),
    ],
)
def test_what_is_not_on_offer_cannot_be_lost(name, says):
    request, data = next(
        (r, d) for r, d in map(world, range(40)) if "Alba" in d.hotels and d.hotels["Alba"] and len(d.hotels) > 1
    )
    with pytest.raises(InputError, match=says):
        travel.gone(name, request, data)


def test_ways_to_travel_can_be_lost_or_unwanted():
    request, data = world(3)
    assert travel.unwanted("Taxi", request, data) == "taxis == 0"
    lost = travel.gone("self-driving", request, data)
    assert list(lost.data.policy.roads) == ["taxi"]
    assert lost.says == "There is no self-driving."
    assert not travel.gone("flight", request, data).data.flights
    with pytest.raises(InputError, match="no self-driving anyway"):
        travel.gone("self-driving", request, lost.data)


def test_a_name_with_blanks_and_brackets_is_found():
    request, data = world(3)
    city = next(iter(data.hotels))
    odd = replace(data.hotels[city][0], name="The Old  Inn (by the sea) ")
    data = replace(data, hotels={**data.hotels, city: (odd, *data.hotels[city][1:])})
    for said in ("The Old Inn (by the sea)", "the old inn (by the sea)", f"The Old Inn (by the sea) ({city})"):
        lost = travel.gone(said, request, data)
        assert odd not in lost.data.hotels[city]
        assert lost.names == (odd.name,)


def test_a_flight_is_cancelled_on_one_day_or_on_all():
    request, data = next((r, d) for r, d in map(world, range(60)) if list(offered("flight", r, d)))
    number = next(offered("flight", request, data))
    day = next(key[2] for key, rows in data.flights.items() if number in [f.number for f in rows])
    for said in (number, f"flight {number}", f"{number} on {day}"):
        lost = travel.gone(said, request, data)
        assert number not in [f.number for rows in lost.data.flights.values() for f in rows]
    other = travel.gone(f"{number} on 2031-01-01", request, data)
    assert number in [f.number for rows in other.data.flights.values() for f in rows]


@pytest.mark.parametrize("seed", range(20))
def test_other_dates_lengths_homes_and_wishes_are_counted_alike_by_problem_and_plans(seed):
    """What `replanned` looks at holds whatever the request asks for now, also where hardly anything can stay."""
    request, data = world(seed)
    request = request.model_copy(update={"budget": 10**6, "house_rule": [], "transportation": []})
    wide = request.model_copy(update={"latest_start": request.start + timedelta(days=2)})
    plan = best(travel, wide, data)
    if plan is None:
        return
    sight = next(iter(offered("visits_at", request, data)))
    for now in (
        wide,
        wide.model_copy(update={"start": request.start + timedelta(days=1)}),
        wide.model_copy(update={"days": request.days + 1}),
        request.model_copy(update={"days": max(2, request.days - 1)}),
        request.model_copy(update={"cuisine": ["Thai"], "extra": [f"visits_at[{sight}] >= 1"]}),
    ):
        found, count = replanned(travel, now, data, plan)
        assert (found is None) == (count is None)
