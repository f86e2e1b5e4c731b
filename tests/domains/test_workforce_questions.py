"""Questions about rosters: the same thing in many words, what is asked back, and what comes of it."""

from __future__ import annotations

import pytest

from domains.workforce import domain
from domains.workforce.data import WorkforceData
from domains.workforce.request import RosterRequest
from planner.contrast import what_if, why

DATA = WorkforceData()
ROSTER = {
    "workers": ["Ann", "Bob", "Cem", "Dot"],
    "shifts": ["Mon1", "Tue2", "Wed3", "Sat6", "Sun7", "Mon8"],
    "pay": {"Ann": 10, "Bob": 12, "Cem": 9, "Dot": 9},
    "need": {"Mon1": 1, "Tue2": 2, "Wed3": 1, "Sat6": 2, "Sun7": 1, "Mon8": 1},
    "available": {"Ann": ["Mon1", "Tue2", "Sat6", "Mon8"], "Dot": ["Tue2", "Wed3", "Sun7"]},
    "exactly": True,
}
REQUEST = RosterRequest.model_validate(ROSTER)


def asked(question, kind="what-if", plan=None):
    return domain.ask(kind, question, plan, REQUEST, DATA)


def changed(question):
    found = asked(question)
    assert not found.questions, found.questions
    return {change.path: change.after for change in found.changes}


@pytest.mark.parametrize(
    "question",
    [
        "What if Bob cannot work more than 3 shifts?",
        "What would be the impact if Bob were limited to three shifts at most?",
        "Suppose Bob is only able to do 3 shifts; what follows?",
        "How does the schedule change if Bob's shifts are capped at 3?",
        "In the event that Bob can only work a maximum of 3 shifts, what happens?",
        "What if it is impossible for Bob to take on over 3 shifts?",
        "What happens when Bob refuses to work in excess of 3 shifts?",
        "Is it possible for Bob to work only 3 shifts or less?",
        "What if Bob has to work fewer than 4 shifts?",
        "Can Bob handle more than 3 shifts, or is that his limit?",
    ],
)
def test_a_most_of_one_worker(question):
    assert changed(question) == {"most shifts/Bob": 3}


@pytest.mark.parametrize(
    ("question", "path", "count"),
    [
        ("What if no worker could exceed 2 shifts?", "most shifts each", 2),
        ("How would things unfold if workers were constrained to 2 shifts or fewer?", "most shifts each", 2),
        ("What if the maximum number of shifts per worker were capped at 4?", "most shifts each", 4),
        ("What if every employee has to complete a minimum of 2 shifts?", "least shifts each", 2),
        (
            "In a situation where all laborers need to take on no less than 2 shifts, what is the outcome?",
            "least shifts each",
            2,
        ),
        ("How would things differ if the minimum shift requirement for all workers was 1?", "least shifts each", 1),
    ],
)
def test_limits_of_everybody(question, path, count):
    assert changed(question) == {path: count}


@pytest.mark.parametrize(
    "question",
    [
        "Can Ann take Sat6 off and work on Tue2?",
        "Can Ann swap their shift from Sat6 to Tue2?",
        "Is it possible for Ann to remove Sat6 and switch to working on Tue2?",
        "Would Ann be able to work on Tue2 instead of Sat6?",
        "Could Ann trade her Sat6 shift for a Tue2 shift?",
        "Can Ann rearrange her schedule to work on Tue2 and take Sat6 off?",
        "Is Ann capable of taking off Sat6 and putting efforts on Tue2?",
        "Can we arrange for Ann to be off on Sat6 and work on Tue2 in exchange?",
    ],
)
def test_one_day_for_another(question):
    assert changed(question) == {"days off/Ann": ["Sat6"], "works on/Ann": ["Tue2"]}


@pytest.mark.parametrize(
    "question",
    [
        "What if Ann and Bob cannot work on the same day?",
        "What if both Ann and Bob are not capable of working together on a single day?",
        "If it is not possible for Ann and Bob to work simultaneously on one day, what is the outcome?",
        "What are the consequences if Ann and Bob must never be scheduled concurrently?",
        "What if scheduling Ann and Bob to work on the same day is not an option?",
        "What if Ann refuses to work with Bob?",
    ],
)
def test_two_who_must_not_meet(question):
    assert changed(question) == {"apart/Ann and Bob": "Ann and Bob"}


@pytest.mark.parametrize(
    ("question", "needs"),
    [
        ("What if I need 2 additional people on Mondays?", {"need/Mon1": 3, "need/Mon8": 3}),
        ("Are there any solutions for needing 1 extra person every Monday?", {"need/Mon1": 2, "need/Mon8": 2}),
        ("What if we need 3 people on the weekends?", {"need/Sat6": 3, "need/Sun7": 3}),
        ("What if one person fewer is needed on Tue2?", {"need/Tue2": 1}),
        ("What if the number of people needed on Sat 6 is raised to 4?", {"need/Sat6": 4}),
    ],
)
def test_other_needs(question, needs):
    assert changed(question) == needs


@pytest.mark.parametrize(
    ("question", "pay"),
    [
        ("What if Bob is paid 15 dollars?", 15),
        ("Imagine Bob took a promotion, raising their rate to 15 dollars; what would be the consequences?", 15),
        ("What if Bob's wage goes up by 3?", 15),
        ("What if Bob earns 25% more?", 15),
    ],
)
def test_other_pay(question, pay):
    assert changed(question) == {"pay/Bob": pay}


def test_an_hour_where_pay_is_by_the_shift_is_flagged():
    found = asked("What if Bob got promoted and now earns 15 dollars per hour?")
    assert [change.after for change in found.changes] == [15]
    assert "by the shift" in found.assumptions[0]
    answer = what_if(ROSTER, "What if Bob got promoted and now earns 15 dollars per hour?", domain="workforce")
    assert any("by the shift" in said for said in answer.assumptions)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Is it possible for Bob to work more than 4 shifts?", "at most 4"),
        ("Can Ann take Sat6 off and work on Sun7?", "not available on Sun7"),
        ("What if Ann is off on Monday?", "Mon1 or Mon8"),
        ("What if Ann is free on Tue2?", "free of work"),
        ("What if Bob does not work at least 2 shifts?", "which limit"),
        ("What if Ann and Bob work together?", "always"),
        ("What if Bob gets a raise of 3 dollars?", "how much more"),
        ("What if the cook is green?", "cook"),
        ("What if Bop cannot work more than 3 shifts?", "Bob"),
        ("What if Ann can swap Sat6 and Tue2?", "given up"),
    ],
)
def test_what_may_mean_two_things_is_asked(question, asks):
    found = asked(question)
    assert not found.changes
    assert not found.wish
    assert any(asks in question for question in found.questions), found.questions


def test_more_availability():
    assert changed("What if Dot is also available on Mon1 and Sat6?")["available/Dot"][-2:] == ["Mon1", "Sat6"]
    assert changed("What if Dot is sick on Tue2?") == {"days off/Dot": ["Tue2"]}


def test_an_impossible_supposition_gives_the_smallest_conflict():
    answer = what_if(ROSTER, "What if every worker had to do at least 3 shifts?", domain="workforce")
    assert answer.status == "infeasible"
    (conflict,) = answer.conflicts
    assert conflict.minimal
    assert set(conflict.constraints) == {"exactly", "least shifts each"}
    assert any("8 people" in because for because in conflict.because)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("why does Ann not work on Sat6?", "Ann"),
        ("why does Dot work on Wed3?", "Dot has Wed3 off"),
        ("why does Dot work so many shifts?", "fewer than"),
        ("why does it cost so much?", "less than"),
    ],
)
def test_why(question, says):
    answer = why(ROSTER, question, domain="workforce")
    assert answer.contrast is not None
    assert answer.status in ("optimal", "infeasible", "unclear")
    assert says in answer.contrast.asked or any(says in asked for asked in answer.questions)


def test_sentences_change_a_request():
    found = domain.read_change("Bob works at most 2 shifts and Ann is off on Tue2.", REQUEST, None, DATA, None)
    assert found.understood
    assert (found.request.most_shifts, found.request.days_off) == ({"Bob": 2}, {"Ann": ["Tue2"]})
    assert domain.read_change("Bob eats at most 2 apples.", REQUEST, None, DATA, None).unread
    for example in domain.change_examples(REQUEST, None):
        assert domain.read_change(example, REQUEST, None, DATA, None).understood, example
