"""The live problem of a dialogue answers every request as a fresh build and solve would."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from domains.base import Change
from domains.jobshop import domain as shops
from domains.travel import domain as travel
from encoders.conflicts import conflict
from encoders.result import Satisfiability, SolveStatus
from encoders.session import open_session
from encoders.spec import write_name
from planner.dialogue.covering import Wide, focused, widened
from planner.dialogue.live import Live
from planner.verify import verified_plan
from tests.support.worlds import CUISINES, RULES, world

if TYPE_CHECKING:
    from domains.travel.request import TravelRequest

ROOMS = ("entire room", "private room", "shared room", "not shared room", None)
MODES = ("no flight", "no self-driving", "no taxi", "flight", "taxi")
GOALS = (["cheapest"], ["best rated", "cheapest"], ["fewest travel hours", "cheapest"], ["cheapest", "best rated"])


def edited(request: TravelRequest, data, rng: random.Random, best) -> TravelRequest:
    """One random edit; of the frame now and then."""
    kind = rng.choice(("budget", "budget", "rule", "cuisine", "mode", "room", "goal", "forbid", "people", "no budget"))
    if kind == "budget":
        amount = best + rng.choice((-1, 0, 1, 40, -40)) if best is not None else rng.randrange(200, 2500)
        return travel.edit(request, [Change("budget", request.budget, max(0, amount))])
    if kind == "no budget":
        return travel.edit(request, [Change("budget", request.budget, None)])
    if kind == "room":
        return travel.edit(request, [Change("room type", request.room_type, rng.choice(ROOMS))])
    if kind == "goal":
        return travel.edit(request, [Change("objective", request.objective, rng.choice(GOALS))])
    if kind == "people":
        return (
            travel.edit(request, [Change("people", request.people, rng.randint(1, 4))])
            if rng.random() < 0.3
            else request
        )
    if kind == "forbid":
        names = [hotel.name for rows in data.hotels.values() for hotel in rows if hotel.city in request.destination]
        wishes = [f"{write_name(('nights_at', name))} == 0" for name in names]
        return toggled(request, "extra", rng.choice(wishes)) if wishes else request
    field, values = {
        "rule": ("house rule", RULES), "cuisine": ("cuisine", CUISINES), "mode": ("transportation", MODES),
    }[kind]  # fmt: skip
    return toggled(request, field, rng.choice(values))


def toggled(request: TravelRequest, field: str, value: str) -> TravelRequest:
    """A value of a list goes where it is there, and comes where it is not."""
    held = list(getattr(request, field.replace(" ", "_")))
    if value in held:
        path = f"extra/{held.index(value)}" if field == "extra" else f"{field}/{value}"
        return travel.edit(request, [Change(path, value, None)])
    return travel.edit(request, [Change(f"{field}/{value}", None, value)])


def fresh(request, data, engine):
    """A result from scratch."""
    problem = travel.problem(request, data).problem
    with open_session(problem, engine, switchable=problem.groups_of("request")) as session:
        return problem, session.optimise()


@pytest.mark.parametrize("engine", ["z3", "cpsat"])
@pytest.mark.parametrize("seed", range(12))
def test_a_sequence_of_edits_gives_what_fresh_solves_give(engine, seed):
    rng = random.Random(seed * 7 + 1)
    request, data = world(seed)
    live = Live(travel, data, engine)
    best = None
    kept = inferred = 0
    for _ in range(14):
        built, session = live.open(request)
        with session:
            result = session.optimise()
            problem, expected = fresh(request, data, engine)
            assert result.status is expected.status
            assert [(o.name, o.value, o.bound) for o in result.objectives] == [
                (o.name, o.value, o.bound) for o in expected.objectives
            ]
            assert built.problem.groups_of("request") == problem.groups_of("request")
            assert [built.problem.groups[g][0].says for g in built.problem.groups_of("request")] == [
                problem.groups[g][0].says for g in problem.groups_of("request")
            ]
            if result.assignment is not None:
                verified_plan(travel, built, result.assignment, result.objectives, request, data)
                best = next((int(o.value) for o in result.objectives if o.name == "cheapest"), best)
            else:
                assert_conflict(session, built, problem, result, engine)
        kept += not live.built_again
        inferred += session.inferred
        request = edited(request, data, rng, best)
    live.close()
    assert kept >= 2
    assert inferred >= 1


def assert_conflict(session, built, problem, result, engine):
    """The live session's conflict is impossible, and minimal, in the problem built from scratch too."""
    found = conflict(built.problem, session=session, core=result.core)
    assert found.status is SolveStatus.INFEASIBLE
    assert found.conflict is not None
    with open_session(problem, engine, switchable=problem.groups_of("request")) as check:
        if found.conflict.background:
            assert check.check([]).status is Satisfiability.UNSATISFIABLE
            return
        groups = found.conflict.groups
        assert check.check(groups).status is Satisfiability.UNSATISFIABLE
        for group in groups:
            assert check.check([g for g in groups if g != group]).status is Satisfiability.SATISFIABLE


def test_amounts_and_dropped_wishes_need_no_new_problem_and_a_frame_does():
    request, data = world(3)
    request = travel.edit(
        request,
        [
            Change("budget", request.budget, 5000),
            Change("house rule", request.house_rule, ["pets"]),
            Change("cuisine", request.cuisine, []),
        ],
    )
    live = Live(travel, data, "z3")
    live.open(request)
    for change, again in (
        (Change("budget", 5000, 4000), False),
        (Change("house rule/pets", "pets", None), False),
        (Change("budget", 4000, None), False),
        (Change("house rule/smoking", None, "smoking"), False),
        (Change("cuisine/Diner", None, "Diner"), True),
        (Change("people", request.people, request.people + 1), True),
    ):
        request = travel.edit(request, [change])
        live.open(request)
        assert live.built_again is again, change
    live.close()


def test_wishes_of_the_same_frame_are_carried_on_but_not_for_ever():
    request, data = world(3)
    request = travel.edit(request, [Change("cuisine", request.cuisine, list(CUISINES)), Change("extra", [], [])])
    wide = Wide.of(request, travel.problem(request, data))
    other = travel.edit(
        request, [Change("cuisine", request.cuisine, []), Change("house rule", request.house_rule, ["pets"])]
    )
    both = widened(wide, other)
    assert both.house_rule[0] == "pets"
    assert both.cuisine == list(CUISINES)[: len(both.cuisine)]
    elsewhere = travel.edit(other, [Change("people", other.people, other.people + 1)])
    assert widened(wide, elsewhere) == elsewhere


def test_what_a_problem_cannot_answer_is_refused():
    request, data = world(3)
    wide = Wide.of(request, travel.problem(request, data))
    for change in (
        Change("days", request.days, request.days + 1),
        Change("cities", request.cities, [] if request.cities else [next(iter(data.hotels))]),
        Change("cuisine", request.cuisine, ["Martian"]),
        Change("extra", [], ["total <= 100"]),
    ):
        assert focused(wide, travel.edit(request, [change])) is None, change
    assert focused(wide, request).problem is wide.built.problem


def test_wishes_known_by_their_place_keep_their_own_numbers():
    request, data = world(3)
    request = travel.edit(request, [Change("extra", [], ["total <= 9000", "rating >= 0"])])
    wide = Wide.of(request, travel.problem(request, data))
    second = travel.edit(request, [Change("extra/0", "total <= 9000", None)])
    focus = focused(wide, second)
    assert focus.groups["extra/0"] == "extra/1"
    assert "extra/1" not in focus.problem.groups
    assert focus.problem.groups["extra/0"][0].says == travel.problem(second, data).problem.groups["extra/0"][0].says


def test_a_repairs_own_objective_is_not_mistaken_for_the_requests():
    shop = shops.parse_request(
        {
            "jobs": [
                {"name": name, "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}]}
                for name in "ab"
            ],
            "deadline": 10,
        }
    )
    live = Live(shops, shops.load(None), "z3")
    built, session = live.open(shop)
    assert session.optimise().status is SolveStatus.INFEASIBLE
    from encoders.relax import repairs

    (repair,) = list(repairs(session, limit=1))
    after = shops.edit(shop, [Change("deadline", 10, repair.changes[0].after)])
    built, session = live.open(after)
    result = session.optimise()
    assert session.inferred
    assert [o.name for o in result.objectives] == ["makespan"]
    verified_plan(shops, built, result.assignment, result.objectives, after, shops.load(None))
    live.close()
