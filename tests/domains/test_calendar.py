"""Meetings: the contract of a world, the problem against trying every minute, conflicts and ways out in people's words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.calendar_worlds import calendar_world

from domains.base import Change
from domains.calendar import domain, times
from domains.calendar.check import meets
from domains.calendar.request import CalendarPlan, CalendarRequest
from domains.calendar.wishes import parse_wish
from domains.testing import DomainContract
from encoders.errors import InputError
from encoders.result import SolveStatus
from encoders.session import open_session
from planner.options import Options
from planner.pipeline import respond
from planner.sources import Given, given_text

TWO = (
    "Find an hour for Ann and Bob on Monday between 9:00 and 12:00. "
    "Ann is busy 9:00-10:30. Bob is busy 11:00-12:00. As early as possible."
)
DATED = "Find an hour for Ann and Bob on 3 March 2030 between 9:00 and 17:00, Europe/Berlin time. "


class TestContract(DomainContract):
    domain = domain
    requests = (
        DATED + "Ann is busy 9:00-10:30. Bob is busy 11:00-12:00. As early as possible.",
        DATED + "Ann can't do mornings. Leave 15 minutes between meetings. Bob is optional.",
        {
            "minutes": 30,
            "days": ["2030-03-04", "2030-03-05"],
            "zone": "UTC",
            "people": [
                {"name": "Ann", "busy": {"2030-03-04": ["09:00-16:45"]}, "hours": "10:00-16:00"},
                {"name": "me"},
            ],
            "wishes": ["Ann: not 2030-03-05 before 12:00"],
            "preferences": ["only Monday"],
            "earliest": True,
        },
    )
    impossible = TWO
    without_rules = ("title",)


def every_minute(request, data):
    """The best plan by trying all of them, None where none suits."""
    found = []
    for day in request.days:
        for start in range(times.DAY - request.minutes + 1):
            plan = CalendarPlan(day=day, start=times.show(start), end=times.show(start + request.minutes))
            if not domain.check(plan, request, data):
                found.append(tuple(domain.measure(plan, request, data).values()))
    return min(found, default=None)


@pytest.mark.parametrize("engine", ["z3", "cpsat"])
@pytest.mark.parametrize("seed", range(100, 112))
def test_the_best_time_is_the_best_of_all_minutes(seed, engine):
    request, data = calendar_world(seed), domain.load(None)
    built = domain.problem(request, data)
    with open_session(built.problem, engine) as session:
        result = session.optimise()
    best = every_minute(request, data)
    assert (result.status is SolveStatus.OPTIMAL) == (best is not None)
    if best is not None:
        assert tuple([value.value for value in result.objectives]) == best


@given(st.integers(0, 10**6), st.sampled_from(times.WEEKDAYS[:5]), st.integers(0, 1440 - 30))
@settings(max_examples=150, deadline=None)
def test_only_is_the_opposite_of_what_is_left_out(seed, day, start):
    """“only X” holds exactly where “not” holds for the time before X and after it, and for the other days."""
    plan = CalendarPlan(day=day, start=times.show(start), end=times.show(start + 30))
    first = seed % 1380
    last = first + 30 + seed % (1440 - first - 29) if first < 1410 else 1440
    last = min(last, 1440)
    only = parse_wish(
        f"only Monday, Tuesday {times.show_stretch(first, last)}"
        if (first, last) != (0, 1440)
        else "only Monday, Tuesday"
    )
    parts = ["not Wednesday, Thursday, Friday"]
    parts += [f"not before {times.show(first)}"] if first else []
    parts += [f"not after {times.show(last)}"] if last < 1440 else []
    assert meets(plan, only) == all([meets(plan, parse_wish(text)) for text in parts])


@pytest.mark.parametrize(
    "text",
    [
        "not Monday",
        "Ann: not Thursday before 15:00",
        "not 12:00-13:00",
        "only Monday, Friday after 10:00",
        "from Tuesday 10:00",
        "by Friday 24:00",
    ],
)
def test_wishes_are_written_as_they_are_read(text):
    assert str(parse_wish(text)) == text
    assert parse_wish(text).says().endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Monday",
        "not",
        "only",
        "by 10:00",
        "not Monday 10:00",
        "not Mnday",
        "not before 25:00",
        "from Monday after 9:00",
    ],
)
def test_what_is_no_wish_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        parse_wish(text)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"days": ["Monday", "2030-03-04"]}, "not both"),
        ({"days": []}, "at least 1"),
        ({"minutes": 0}, "greater"),
        ({"hours": "17:00-09:00"}, "ends before"),
        ({"people": [{"name": "Ann"}, {"name": "ann"}]}, "twice"),
        ({"wishes": ["by 2030-03-04"]}, "is a date"),
        ({"people": [{"name": "Ann", "busy": {"2030-03-04": []}}]}, "is a date"),
        ({"days": ["2030-03-04"], "wishes": ["by Friday"]}, "not both weekdays"),
    ],
)
def test_requests_that_do_not_fit_together_name_the_reason(change, says):
    with pytest.raises(InputError, match=says):
        domain.parse_request({"minutes": 30, "days": ["Monday"], **change})


# ---------------------------------------------------------------- as a user


def asked(text, **named):
    return respond(given_text(text), Options(**named), debug=True)


def test_the_conflict_names_people_and_each_way_out_is_solved():
    answer = asked(TWO)
    assert answer.status == "infeasible"
    assert [sorted(conflict.constraints) for conflict in answer.conflicts] == [["people/Ann", "people/Bob"]]
    assert answer.conflicts[0].minimal
    assert any(["Ann attends, who is busy on Monday 09:00-10:30" in said for said in answer.conflicts[0].says])
    touched = {edit.constraint.partition("/")[0] for suggestion in answer.suggestions for edit in suggestion.changes}
    assert {"days", "minutes", "people", "hours"} <= touched
    for suggestion in answer.suggestions:
        assert suggestion.verified
        changed = domain.parse_request(suggestion.request)
        plan = domain.parse_plan(suggestion.plan, changed, domain.load(None))
        assert domain.check(plan, changed, domain.load(None)) == []


def test_a_wish_is_part_of_the_conflict():
    answer = asked("Find 30 minutes for Ann and Bob on Monday. Ann is busy 9:00-13:00. Bob can't meet after 12:00.")
    assert [sorted(conflict.constraints) for conflict in answer.conflicts] == [
        ["people/Ann", "wishes/Bob: not after 12:00"]
    ]


def test_a_meeting_longer_than_the_day_is_impossible_by_itself():
    answer = asked("Find 5 hours for Ann and Bob on Monday between 9:00 and 12:00.")
    assert answer.status == "infeasible"
    assert [conflict.constraints for conflict in answer.conflicts] == [["minutes"]]
    assert answer.suggestions


def test_optional_people_come_if_they_can():
    answer = asked(
        "Find an hour for Ann and Bob on Monday between 9:00 and 12:00. "
        "Ann is busy 9:00-10:30. Bob is busy 11:00-12:00. Bob is optional."
    )
    assert answer.status == "optimal"
    assert {entry.name: entry.value for entry in answer.objective} == {"absences": 1}
    assert answer.plan["start"] >= "10:30"


def test_preferences_give_way_and_wishes_do_not():
    firm = asked("Find an hour for Ann on Monday. Ann is busy 9:00-12:00. Ann would rather not meet after 12:00.")
    soft = asked("Find an hour for Ann on Monday. Ann is busy 9:00-12:00. If possible, not after 12:00.")
    assert firm.status == "infeasible"
    assert (soft.status, soft.objective[0].name, soft.objective[0].value) == ("optimal", "preferences", 1)
    assert any(["only if possible" in text for text in soft.assumptions])


def test_any_time_will_do_and_that_is_said():
    answer = asked("Find an hour for Ann and Bob on Monday.")
    assert answer.objective == []
    assert any(["earliest was not asked for" in text for text in answer.assumptions])


@pytest.mark.parametrize(
    ("sentence", "path", "after"),
    [
        ("make it 45 minutes", "minutes", 45),
        ("also on Friday", "days/Friday", "Friday"),
        ("not before 10:00", "wishes/not before 10:00", "not before 10:00"),
        ("without Bob", "people/Bob", None),
        ("leave 10 minutes between meetings", "buffer", 10),
        ("as early as possible", "earliest", True),
        ("work hours are 8:00 to 18:00", "hours", "08:00-18:00"),
    ],
)
def test_sentences_change_the_request(sentence, path, after):
    request = CalendarRequest.model_validate(
        {"minutes": 60, "days": ["Monday"], "people": [{"name": "Ann"}, {"name": "Bob"}]}
    )
    found = domain.read_change(sentence, request, None, domain.load(None), DomainContract.today)
    assert found.understood, (found.unread, found.questions)
    assert [(change.path, change.after) for change in found.changes] == [(path, after)]
    assert found.says


def test_busy_times_and_people_are_added_in_words():
    request = CalendarRequest.model_validate({"minutes": 60, "days": ["Monday"], "people": [{"name": "Ann"}]})
    found = domain.read_change(
        "Ann is busy Monday 10-11 and Carl attends too", request, None, domain.load(None), DomainContract.today
    )
    assert found.request is not None, (found.unread, found.questions)
    assert found.request.person("Ann").busy == {"Monday": ["10:00-11:00"]}
    assert found.request.person("Carl") is not None


@pytest.mark.parametrize("sentence", ["paint the room green", "Ann should bring cake", "make it nicer"])
def test_other_sentences_change_nothing(sentence):
    request = CalendarRequest.model_validate({"minutes": 60, "days": ["Monday"], "people": [{"name": "Ann"}]})
    found = domain.read_change(sentence, request, None, domain.load(None), DomainContract.today)
    assert found.request is None
    assert found.unread or found.questions


@pytest.mark.parametrize(
    ("kind", "question", "wish"),
    [
        ("why-not", "why not Tuesday at 10?", "on[Tuesday] and time == 600"),
        ("why-not", "why not in the afternoon?", "time >= 720 and time + 60 <= 1080"),
        ("why-not", "why can't we meet at 9:30?", "time == 570"),
        ("why", "why on Monday?", "not (on[Monday])"),
    ],
)
def test_questions_about_days_and_times(kind, question, wish):
    request = CalendarRequest.model_validate({"minutes": 60, "days": ["Monday", "Tuesday"]})
    plan = CalendarPlan(day="Monday", start="09:00", end="10:00")
    assert domain.ask(kind, question, plan, request, domain.load(None)).wish == wish


def test_a_wish_in_the_expression_language_holds_in_both_checkers():
    content = {"minutes": 60, "days": ["Monday", "Tuesday"], "earliest": True, "extra": ["on[Tuesday]", "time >= 615"]}
    answer = respond(Given(content=content), Options(domain="calendar"), debug=True)
    assert answer.plan == {"day": "Tuesday", "start": "10:15", "end": "11:15"}


def test_edits_of_people_and_wishes_by_path():
    request = CalendarRequest.model_validate(
        {"minutes": 60, "days": ["Monday"], "people": [{"name": "Ann"}], "wishes": ["not after 12:00"]}
    )
    assert domain.edit(request, [Change("wishes/not after 12:00", "not after 12:00", None)]).wishes == []
    assert domain.edit(request, [Change("people/Ann", "Ann", None)]).people == []
    assert domain.edit(request, [Change("days/Friday", None, "Friday")]).days == ["Monday", "Friday"]
