"""Trips through cities: every order tried, explanations in the user's words, prices, questions, and foreign plans."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.city_worlds import city_world, natural_trip

from domains.base import Change
from domains.testing import DomainContract
from domains.trip import domain
from domains.trip.request import TripRequest
from encoders.result import SolveStatus
from encoders.session import open_session
from planner.contrast.answering import what_if
from planner.options import Options
from planner.pipeline import respond
from planner.sources import given_text

WORLD = (
    "3 days in Rome, 2 days in Paris and 3 days in Lyon, 6 days in total. Direct flights: Rome - Paris, Paris - Lyon."
)


class TestContract(DomainContract):
    domain = domain
    requests = (
        WORLD,
        "Visit Rome, Paris and Lyon for 2 days each, at most 5 days. Direct trains: Rome - Paris $50, Paris - Lyon "
        "$30, Rome - Lyon $70. "
        "As cheap as possible.",
        {
            "cities": [{"name": "A", "days": 1}, {"name": "B"}, {"name": "C", "days": 2, "optional": True}],
            "most_days": 5,
            "flights": [{"name": "A > B"}, {"name": "B - C"}],
            "windows": [{"name": "fair in B", "city": "B", "first": 2, "last": 3}],
        },
        {
            "cities": [{"name": name, "days": 2} for name in "ABCD"],
            "days": 5,
            "flights": [
                {"name": "A - B", "price": 10},
                {"name": "B - C", "price": 20},
                {"name": "A - C", "price": 40},
                {"name": "C - D", "price": 15},
                {"name": "B - D", "price": 30},
            ],
            "budget": 60,
            "order": ["A before D"],
        },
        {
            "cities": [{"name": "A"}, {"name": "B"}, {"name": "C"}],
            "most_days": 4,
            "flights": [{"name": "A - B"}, {"name": "B - C"}, {"name": "A - C"}],
            "first": "B",
            "last": "A",
        },
        {
            "cities": [{"name": "A", "days": 1}, {"name": "B"}],
            "days": 5,
            "flights": [{"name": "A - B"}],
        },
        {
            "cities": [{"name": "A", "days": 1, "optional": True}, {"name": "B", "optional": True}],
            "most_days": 3,
            "flights": [{"name": "A - B"}],
            "objective": ["cities", "days"],
        },
        {"cities": [{"name": "A", "days": 2, "optional": True}], "most_days": 3},
        {
            "cities": [{"name": "A", "days": 2}, {"name": "B", "days": 2}],
            "most_days": 3,
            "flights": [{"name": "A > B"}],
        },
    )
    impossible = f"{WORLD} I have to attend a wedding in Lyon from day 1 to day 3. Start in Rome."


def orders(request):
    """Every order of all cities that flights, days and windows allow, with the price of its flights."""
    known = request.connections()
    for order in permutations(request.cities):
        if any([(a.name, b.name) not in known or (a.days == b.days == 1) for a, b in pairwise(order)]):
            continue
        day, spans = 1, {}
        for city in order:
            spans[city.name] = (day, day + city.days - 1)
            day += city.days - 1
        if request.days is not None and day != request.days:
            continue
        fits = [
            w.first <= spans[w.city][0] and spans[w.city][1] <= w.last
            if w.within
            else spans[w.city][0] <= w.first and w.last <= spans[w.city][1]
            for w in request.windows
        ]
        if all(fits):
            yield sum([known[a.name, b.name].price or 0 for a, b in pairwise(order)])


def solved(request, engine="auto"):
    built = domain.problem(request, None)
    with open_session(built.problem, engine) as session:
        return built, session.optimise()


@pytest.mark.parametrize("engine", ["cpsat", "z3"])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_trip_is_found_exactly_where_some_order_works(engine, seed):
    content = city_world(seed).model_dump(mode="json") | {
        "most_days": None,
        "first": None,
        "last": None,
        "order": [],
        "budget": None,
    }
    for city in content["cities"]:
        city.update(days=city["days"] or 2, optional=False)
    content["objective"] = ["price"] if all([flight["price"] is not None for flight in content["flights"]]) else []
    request = TripRequest.model_validate(content)
    prices = list(orders(request))
    _, result = solved(request, engine)
    assert (result.status is SolveStatus.OPTIMAL) == bool(prices)
    if prices and request.objective:
        assert result.objectives[0].value == min(prices)


@pytest.mark.parametrize("seed", range(12))
def test_prompts_are_answered_with_a_trip(seed):
    text, _ = natural_trip(seed)
    answer = respond(given_text(text), Options())
    assert (answer.domain, answer.status) == ("trip", "optimal"), answer.questions


def test_an_impossible_trip_is_explained_in_the_users_words():
    answer = respond(
        given_text(f"{WORLD} I have to attend a wedding in Lyon from day 1 to day 3. Start in Rome."), Options()
    )
    assert (answer.domain, answer.status) == ("trip", "infeasible")
    (conflict,) = answer.conflicts
    assert conflict.minimal
    assert set(conflict.constraints) <= {"first", "windows/wedding in Lyon", "cities/Lyon", "cities/Rome"}
    assert answer.suggestions
    for suggestion in answer.suggestions:
        assert suggestion.verified
        assert solved(domain.parse_request(suggestion.request))[1].status is SolveStatus.OPTIMAL


def test_days_that_do_not_add_up_are_told_with_the_right_total():
    answer = respond(given_text(WORLD.replace("6 days in total", "8 days in total")), Options())
    assert answer.status == "infeasible"
    assert any(["come to 6 days" in because for because in answer.conflicts[0].because])
    first = answer.suggestions[0]
    assert [(change.constraint, change.after) for change in first.changes] == [("days", 6)]


def test_a_missing_connection_is_named():
    text = "3 days in Rome, 2 days in Paris and 3 days in Oslo. Direct flights: Rome - Paris. Oslo is far."
    text = text.replace(" Oslo is far.", "")
    answer = respond(given_text(text), Options())
    assert answer.status == "infeasible"
    assert any(["No direct flight to or from Oslo" in because for because in answer.conflicts[0].because])
    assert any(
        [change.constraint == "cities/Oslo" for suggestion in answer.suggestions for change in suggestion.changes]
    )


def test_a_city_that_is_given_up_may_still_be_visited_and_one_that_is_left_out_is_gone():
    request = domain.read(f"{WORLD} A wedding in Lyon on day 6. End in Lyon. Rome before Lyon.", None, None).request
    given_up = domain.edit(request, [Change("cities/Lyon", "Lyon", None)])
    assert given_up.city("Lyon").optional
    gone = domain.gone("Lyon", request, None).request
    assert (gone.windows, gone.last, gone.order, [city.name for city in gone.cities]) == (
        [],
        None,
        [],
        ["Rome", "Paris"],
    )
    assert domain.read_change("skip Lyon", request, None, None, None).request == gone


def test_what_if_a_city_is_left_out():
    answer = what_if(WORLD, "what if we skip Lyon")
    assert answer.status == "infeasible", answer.error  # six days are too many for the others


@pytest.mark.parametrize(
    ("kind", "question", "wish"),
    [
        ("why-not", "why not start in Lyon?", "visited[Lyon] and start[Lyon] == 1"),
        ("why-not", "why not Rome before Lyon?", "visited[Rome] and visited[Lyon] and end[Rome] <= start[Lyon]"),
        ("why-not", "why not Lyon on day 1?", "visited[Lyon] and start[Lyon] <= 1 and end[Lyon] >= 1"),
    ],
)
def test_questions(kind, question, wish):
    request = domain.read(WORLD, None, None).request
    assert domain.ask(kind, question, None, request, None).wish == wish
