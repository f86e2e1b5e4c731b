"""Days of meeting friends: the best by trying all orders, explanations in the user's words, questions, and foreign plans."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.friend_worlds import friends_world

from domains.meetings import domain
from domains.meetings.request import MeetingsRequest
from domains.meetings.times import clock
from domains.testing import DomainContract
from encoders.result import SolveStatus
from encoders.session import open_session
from planner.options import Options
from planner.pipeline import respond
from planner.sources import given_text

WORLD = (
    "I start at the inn at 9:00. Ann is at the harbour from 9:30 to 11:00; I want to meet her for at least 45 minutes. "
    "Bob is at the mill from 9:30 to 11:30, at least an hour. Inn to harbour: 20. Inn to mill: 10. Harbour to mill: 30."
)


class TestContract(DomainContract):
    domain = domain
    requests = (
        WORLD,
        f"{WORLD} I must meet Bob. Be back at the inn by 13:00.",
        {
            "place": "A",
            "friends": [
                {"name": "Z", "place": "B", "minutes": 30},
                {"name": "Y", "place": "A", "since": "10:00", "minutes": 15},
            ],
            "travel": {"A": {"B": 10}, "B": {"A": 12}},
            "order": ["Z before Y"],
            "objective": ["people", "end", "travel"],
        },
        {
            "place": "A",
            "arrive": "10:00",
            "friends": [
                {"name": "X", "place": "A", "until": "18:00", "minutes": 20},
                {"name": "Y", "place": "B", "since": "11:00", "minutes": 15},
                {"name": "Z", "place": "B", "minutes": 30},
            ],
            "travel": {"A": {"B": 10}, "B": {"A": 12}},
            "number_met": 2,
            "skip": ["Z"],
            "latest_end": "15:00",
            "latest_return": "15:10",
        },
        {
            "place": "A",
            "friends": [
                {"name": "X", "place": "B", "minutes": 30},
                {"name": "Y", "place": "C", "minutes": 30},
            ],
            "travel": {"A": {"B": 10, "C": 20}},
            "latest_end": "18:00",
        },
    )
    impossible = f"{WORLD} I must meet Ann. I must meet Bob. Back at the inn by 11:15."


def most_people(request):
    """The most people that any order of any of the friends meets, each as early and as short as can be."""
    best = 0
    for count in range(1, len(request.friends) + 1):
        for order in permutations(request.friends, count):
            at, now = request.place, clock(request.arrive)
            for friend in order:
                way = request.travel.get(at, {}).get(friend.place, 0 if at == friend.place else None)
                if way is None:
                    break
                now = max(now + way, clock(friend.since)) + friend.minutes
                if now > clock(friend.until):
                    break
                at = friend.place
            else:
                best = count
                break
    return best


def solved(request, engine="auto"):
    built = domain.problem(request, None)
    with open_session(built.problem, engine) as session:
        return built, session.optimise()


@pytest.mark.parametrize("engine", ["cpsat", "z3"])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_nobody_meets_more_people(engine, seed):
    plain = friends_world(seed).model_dump(mode="json") | {
        "must": [], "skip": [], "order": [], "number_met": None, "latest_end": None, "latest_return": None,
        "objective": ["people"],
    }  # fmt: skip
    request = MeetingsRequest.model_validate(plain)
    _, result = solved(request, engine)
    assert result.status is SolveStatus.OPTIMAL
    assert result.objectives[0].value == most_people(request)
    flexible = request.model_copy(update={"extra": ["people >= 0"]})
    assert solved(flexible, engine)[1].objectives[0].value == most_people(request)


def test_longer_meetings_of_others_are_checked():
    request = domain.read(WORLD, None, None).request
    good = {"meetings": [{"person": "Ann", "location": "harbour", "start": "09:30", "end": "10:30"}]}
    assert domain.check(domain.parse_plan(good, request, None), request, None) == []
    late = {"meetings": [*good["meetings"], {"person": "Bob", "location": "mill", "start": "10:30", "end": "11:30"}]}
    (violation,) = domain.check(domain.parse_plan(late, request, None), request, None)
    assert "cannot be at the mill before 11:00" in violation.says


def test_an_impossible_day_is_explained_in_the_users_words():
    answer = respond(given_text(f"{WORLD} I must meet Ann. I must meet Bob. Back at the inn by 11:15."), Options())
    assert (answer.domain, answer.status) == ("meetings", "infeasible")
    (conflict,) = answer.conflicts
    assert conflict.minimal
    assert {"must/Ann", "must/Bob"} <= set(conflict.constraints)
    assert answer.suggestions
    for suggestion in answer.suggestions:
        assert suggestion.verified
        again = domain.parse_request(suggestion.request)
        assert solved(again)[1].status is SolveStatus.OPTIMAL


def test_a_window_that_is_too_short_is_named():
    text = (
        "I start at the inn at 9:00. Ann is at the harbour from 9:00 to 9:30 and I must meet Ann for 20 minutes. "
        "Inn to harbour: 20."
    )
    answer = respond(given_text(text), Options())
    assert answer.status == "infeasible"
    because = " ".join(answer.conflicts[0].because)
    assert "from the inn it takes 20 minutes" in because
    changed = {change.constraint for suggestion in answer.suggestions for change in suggestion.changes}
    assert {"friends/Ann/minutes", "friends/Ann/until"} <= changed


@pytest.mark.parametrize(
    ("kind", "question", "wish"),
    [
        ("why-not", "why not Bob?", "met[Bob]"), ("why", "why Ann?", "not met[Ann]"),
        ("why-not", "why not Bob before Ann?", "met[Bob] and met[Ann] and end[Bob] <= start[Ann]"),
        ("why-not", "why not Ann at 10:00?", "met[Ann] and start[Ann] == 600"),
    ],
)  # fmt: skip
def test_questions(kind, question, wish):
    request = domain.read(WORLD, None, None).request
    plan = domain.parse_plan(
        {"meetings": [{"person": "Ann", "location": "harbour", "start": "09:30", "end": "10:15"}]}, request, None
    )
    assert domain.ask(kind, question, plan, request, None).wish == wish


def test_a_question_that_is_not_understood_is_asked_back():
    request = domain.read(WORLD, None, None).request
    assert domain.ask("why-not", "why not on a boat?", None, request, None).questions


def test_leaving_out_a_friend_takes_the_wishes_along():
    request = domain.read(f"{WORLD} I must meet Ann. Meet Ann before Bob.", None, None).request
    gone = domain.gone("Ann", request, None).request
    assert (gone.must, gone.order, [friend.name for friend in gone.friends]) == ([], [], ["Bob"])
