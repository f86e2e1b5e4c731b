"""One contract for every world: what a request says is in the problem, and problem and world agree about plans."""

from __future__ import annotations

import random

import pytest
from support.air_worlds import air_offers, air_world
from support.mutations import mutated_air_trip, mutated_schedule, mutated_trip
from support.worlds import offers, world

from domains.base import Change, Domain
from domains.jobshop import domain as jobshop
from domains.jobshop.domain import example
from domains.jobshop.request import JobShopRequest
from domains.travel import domain as travel
from encoders.evaluate import Evaluator, breaches
from encoders.problem import Constraint
from encoders.result import Satisfiability
from encoders.session import open_session


def trips():
    """Feasible travel cases of the random worlds."""
    for seed in range(60):
        request, data = world(seed)
        yield (
            travel,
            request.model_copy(update={"budget": 10**6, "house_rule": [], "transportation": []}),
            data,
            offers(data),
        )


def flights():
    """Travel cases by air, with airlines, categories and fixed rates; wishes that may be impossible are left out here."""
    for seed in range(40):
        request, data = air_world(seed)
        yield travel, request.model_copy(update={"budget": 10**6, "flight_rule": None}), data, air_offers(data)


def shops():
    """Random shops, with and without due dates."""
    yield jobshop, example(), jobshop.load(None), []
    for seed in range(12):
        rng = random.Random(seed)
        jobs = [
            {
                "name": f"J{j}",
                "release": rng.randrange(4),
                "due": rng.choice((None, 40)),
                "tasks": [
                    {"machine": m, "duration": rng.randrange(1, 6)} for m in rng.sample("ABC", rng.randint(1, 3))
                ],
            }
            for j in range(rng.randint(1, 4))
        ]
        yield jobshop, JobShopRequest.model_validate({"jobs": jobs, "deadline": 60}), jobshop.load(None), []


CASES = [pytest.param(case, id=f"{case[0].name}-{n}") for n, case in enumerate([*trips(), *flights(), *shops()])]
MUTATE = {"travel": mutated_trip, "jobshop": mutated_schedule}


def solved(domain, request, data, keep):
    built = domain.problem(request, data, keep=keep)
    with open_session(built.problem, "auto") as session:
        result = session.optimise()
    return built, result


@pytest.mark.parametrize("domain", [travel, jobshop])
def test_both_worlds_are_domains(domain):
    assert isinstance(domain, Domain)
    assert domain.name
    assert domain.summary


@pytest.mark.parametrize("case", CASES)
def test_plan_check_measure_and_observe_agree_with_the_problem(case):
    domain, request, data, _ = case
    built, result = solved(domain, request, data, ())
    if result.assignment is None:
        return
    assert breaches(built.problem, result.assignment) == []
    plan = domain.plan(built, result.assignment)
    assert domain.check(plan, request, data) == []
    measured = domain.measure(plan, request, data)
    for value in result.objectives:
        assert measured[value.name] == value.value
    observed, value_of = domain.observe(plan, request, data), Evaluator(result.assignment)
    for name, expression in built.observables.items():
        assert observed[name] == value_of(expression), name


@pytest.mark.parametrize("case", CASES)
def test_every_set_field_is_a_group_or_in_the_frame(case):
    domain, request, data, _ = case
    built = domain.problem(request, data)
    known = set(built.problem.groups) | {item.path for item in built.frame} | {o.name for o in built.problem.objectives}
    fields = {path.partition("/")[0] for path in known}
    for name, value in request.model_dump(by_alias=True, exclude_defaults=True).items():
        if name == "objective":
            assert set(value) <= {o.name for o in built.problem.objectives}
        elif value not in (None, []):
            assert name in fields, name


@pytest.mark.parametrize("case", CASES)
def test_edit_round_trips(case):
    domain, request, _, _ = case
    path = "budget" if domain is travel else "deadline"
    before = getattr(request, path)
    there = domain.edit(request, [Change(path, before, 123)])
    assert getattr(there, path) == 123
    assert domain.edit(there, [Change(path, 123, before)]) == request
    content = there.model_dump(mode="json", by_alias=True)
    assert domain.parse_request(content) == there


@pytest.mark.parametrize("case", CASES)
def test_a_mutated_plan_is_refused_exactly_when_the_problem_refuses_it(case):
    """Mutations are drawn without looking at any rule; both sides judge each one independently."""
    domain, request, data, keep = case
    mutated = MUTATE[domain.name]
    if domain is travel and data.hotels:
        request = request.model_copy(update={"cuisine": request.cuisine or ["Thai"]})
    elif domain is travel:
        mutated = mutated_air_trip
        request = request.model_copy(update={"attraction_category": request.attraction_category or ["Museum"]})
    built, result = solved(domain, request, data, keep)
    if result.assignment is None:
        return
    plan, rng = domain.plan(built, result.assignment), random.Random(7)
    verdicts = set()
    for _ in range(12):
        changed = mutated(plan, data, rng)
        pins = domain.pin(built, changed)
        possible = False
        if pins is not None:
            pinned = [Constraint(f"pin/{n}", p) for n, p in enumerate(pins)]
            with open_session(built.problem, "z3") as session:
                session.extend([], pinned)
                possible = session.check().status is Satisfiability.SATISFIABLE
        violations = domain.check(changed, request, data)
        assert possible == (violations == []), violations
        verdicts.add(possible)
    assert verdicts
