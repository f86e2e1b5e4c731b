"""One contract for every world: what a request says is in the problem, and problem and world agree about plans."""

from __future__ import annotations

import random

import pytest
from support.air_worlds import air_offers, air_world
from support.calendar_worlds import calendar_world, mutated_meeting
from support.city_worlds import city_world, mutated_stays
from support.friend_worlds import friends_world, mutated_day
from support.mutations import mutated_air_trip, mutated_schedule, mutated_trip
from support.projects import mutated_project, project_world
from support.rosters import mutated_roster, roster_world
from support.shops import shop_of_any_kind
from support.worlds import offers, world

from domains.base import Change, Domain
from domains.calendar import domain as calendar
from domains.jobshop import domain as jobshop
from domains.jobshop.domain import example
from domains.jobshop.request import JobShopRequest
from domains.meetings import domain as friends
from domains.project import domain as projects
from domains.project.domain import example as example_project
from domains.travel import domain as travel
from domains.trip import domain as cities
from domains.workforce import domain as workforce
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
    for seed in range(24):
        yield jobshop, shop_of_any_kind(seed).model_copy(update={"deadline": 60}), jobshop.load(None), []


def meetings():
    """Random meetings, possible or not."""
    for seed in range(60):
        yield calendar, calendar_world(seed), calendar.load(None), []


def rosters():
    """Random rosters, possible or not."""
    for seed in range(60):
        yield workforce, roster_world(seed), workforce.load(None), []


def days_with_friends():
    """Random days of meeting friends, possible or not."""
    for seed in range(60):
        yield friends, friends_world(seed), friends.load(None), []


def trips_through_cities():
    """Random trips through cities, possible or not."""
    for seed in range(60):
        yield cities, city_world(seed), cities.load(None), []


def all_projects():
    """Random projects, possible or not."""
    yield projects, example_project(), projects.load(None), []
    for seed in range(60):
        yield projects, project_world(seed), projects.load(None), []


CASES = [
    pytest.param(case, id=f"{case[0].name}-{n}")
    for n, case in enumerate(
        [
            *trips(),
            *flights(),
            *shops(),
            *meetings(),
            *rosters(),
            *days_with_friends(),
            *trips_through_cities(),
            *all_projects(),
        ]
    )
]
MUTATE = {
    "travel": mutated_trip,
    "jobshop": mutated_schedule,
    "calendar": mutated_meeting,
    "workforce": mutated_roster,
    "meetings": mutated_day,
    "trip": mutated_stays,
    "project": mutated_project,
}
AMOUNT = {
    "travel": "budget",
    "jobshop": "deadline",
    "calendar": "minutes",
    "workforce": "budget",
    "meetings": "number_met",
    "trip": "days",
    "project": "deadline",
}
"""A field of each world that holds a number."""


def solved(domain, request, data, keep):
    built = domain.problem(request, data, keep=keep)
    with open_session(built.problem, "auto") as session:
        result = session.optimise()
    return built, result


@pytest.mark.parametrize("domain", [travel, jobshop, calendar, workforce, friends, cities, projects])
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
        if name in ("objective", "objectives"):
            assert set(value) <= {o.name for o in built.problem.objectives}
        elif value not in (None, []):
            assert name in fields, name


@pytest.mark.parametrize("case", CASES)
def test_edit_round_trips(case):
    domain, request, _, _ = case
    path = AMOUNT[domain.name]
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
