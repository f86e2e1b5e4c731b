"""Questions about plans: what is understood and as what, and that everything else is asked back with the names that are close."""

from __future__ import annotations

from datetime import date

import pytest

from domains.base import Contrasting
from domains.jobshop import domain as jobshop
from domains.jobshop.request import JobShopRequest
from domains.travel import domain as travel
from encoders.errors import InputError
from encoders.session import open_session
from encoders.spec import parse

OFFERS = travel.load(None)
WEEKEND = travel.parse_request(
    {
        "origin": "Castelbruno", "destination": "Porto Selene", "start": "2027-05-14", "days": 3, "people": 2,
        "budget": 450, "cuisine": ["Seafood", "Italian"], "house rule": ["pets"], "room type": "private room",
        "transportation": ["no taxi"],
    }
)  # fmt: skip
SHOP = JobShopRequest.model_validate(
    {
        "jobs": [
            {"name": "J1", "due": 8, "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}]},
            {"name": "J2", "tasks": [{"machine": "m", "duration": 4}, {"machine": "n", "duration": 3}]},
        ],
        "deadline": 12,
    }
)


def best(domain, request, data):
    built = domain.problem(request, data)
    with open_session(built.problem, "z3") as session:
        return domain.plan(built, session.optimise().assignment)


PLAN = best(travel, WEEKEND, OFFERS)
SCHEDULE = best(jobshop, SHOP, jobshop.load(None))
DINNER = PLAN.days[1].dinner.name


def of_trip(kind, question, plan=PLAN):
    return travel.ask(kind, question, plan, WEEKEND, OFFERS)


def of_shop(kind, question, plan=SCHEDULE):
    return jobshop.ask(kind, question, plan, SHOP, jobshop.load(None))


WISHES = [
    ("why", "Why the Locanda dei Pescatori?", "nights_at[Locanda dei Pescatori] == 0"),
    ("why", "the hotel", "nights_at[Locanda dei Pescatori] == 0"),
    ("why", "why do we stay at LOCANDA DEI PESCATORI in Porto Selene", "nights_at[Locanda dei Pescatori] == 0"),
    ("why", "why does it cost 410?", "total < 410"),
    ("why", "why does it cost €410", "total < 410"),
    ("why", "why is it so expensive", "total < 410"),
    ("why", "why do we drive", "self_driving == 0"),
    ("why", "why by car", "self_driving == 0"),
    ("why", f"why day 2 dinner at {DINNER}", f"meals_at[{DINNER}] == 0"),
    ("why", "why day 2 dinner", f"meals_at[{DINNER}] == 0"),
    ("why", "why day 1 travel", "leg[1].self_driving == 0"),
    ("why", "why 2 nights in Porto Selene", "nights[Porto Selene] != 2"),
    ("why", "why Italian food", "cuisine[Italian] == 0"),
    ("why", "why `total == 410`", "not (total == 410)"),
    ("why-not", "why not fly", "flights == 2"),
    ("why-not", "Why don't we fly?", "flights == 2"),
    ("why-not", "why not take a taxi", "taxis == 2"),
    ("why-not", "fly on leg 2", "leg[2].flight == 1"),
    ("why-not", "stay at Hotel Bellariva", "nights_at[Hotel Bellariva] >= 1"),
    ("why-not", "why not eat at Osteria La Sardina on day 2?", "meals_at[Osteria La Sardina] >= 1"),
    ("why-not", "why not flight VL101", "flight[VL101] >= 1"),
    ("why-not", "VL 101", "flight[VL101] >= 1"),
    ("why-not", "why not a Vegetarian meal", "cuisine[Vegetarian] >= 1"),
    ("why-not", "why not cheaper", "total < 410"),
    ("why-not", "why not for under €400?", "total < 400"),
    ("why-not", "at most 400", "total <= 400"),
    ("why-not", "why not stay longer in Porto Selene", "nights[Porto Selene] > 2"),
    ("why-not", "total <= 400", "total <= 400"),
    ("why-not", "why not visit the Museo del Mare", "visits_at[Museo del Mare] >= 1"),
    ("why-not", "why not with Aria Valdoria", "airline[Aria Valdoria] >= 1"),
    ("why", "why the Faro Vecchio", "visits_at[Faro Vecchio] == 0"),
    ("why-not", "why not flights == 2?", "flights == 2"),
    ("what-if", "what if there were no flights", "flights == 0"),
    ("what-if", "What if we don't drive?", "self_driving == 0"),
    ("what-if", "we drove", "self_driving == 2"),
    ("what-if", "what if `leg[1].minutes <= 300`", "leg[1].minutes <= 300"),
    ("what-if", "what if we stayed at Casa del Faro", "nights_at[Casa del Faro] >= 1"),
    ("what-if", "without the Locanda dei Pescatori", "nights_at[Locanda dei Pescatori] == 0"),
    ("what-if", "what if we took flight VL101", "flight[VL101] >= 1"),
]


@pytest.mark.parametrize(("kind", "question", "wish"), WISHES)
def test_a_question_becomes_a_wish(kind, question, wish):
    asked = of_trip(kind, question)
    assert asked.wish == wish, asked
    assert asked.says
    assert not asked.questions
    assert asked.data is None
    assert asked.changes == ()
    parse(asked.wish)


CHANGES = [
    ("what if the budget were 1,800", [("budget", 450, 1800)]),
    ("our budget was only €500?", [("budget", 450, 500)]),
    ("what if we had €100 more", [("budget", 450, 550)]),
    ("what if we had no budget", [("budget", 450, None)]),
    ("what if we are 3 people", [("people", 2, 3)]),
    ("what if four of us went", [("people", 2, 4)]),
    ("what if we stay 4 days", [("days", 3, 4)]),
    ("what if we start on 2027-05-15", [("start", "2027-05-14", "2027-05-15")]),
    ("what if we went to Verazzo", [("destination", "Porto Selene", "Verazzo")]),
    ("what if we took an entire room", [("room type", "private room", "entire room")]),
    ("what if any room was fine", [("room type", "private room", None)]),
    ("what if the hotel need not allow pets", [("house rule/pets", "pets", None)]),
    ("what if rooms must allow smoking", [("house rule/smoking", None, "smoking")]),
    ("what if we didn't want Seafood", [("cuisine/Seafood", "Seafood", None)]),
    ("what if we also wanted Vegetarian food", [("cuisine/Vegetarian", None, "Vegetarian")]),
    ("what if taxis were allowed", [("transportation/no taxi", "no taxi", None)]),
]


@pytest.mark.parametrize(("question", "changes"), CHANGES)
def test_a_supposition_becomes_changes_of_the_request(question, changes):
    asked = of_trip("what-if", question)
    assert [(c.path, c.before, c.after) for c in asked.changes] == changes, asked
    assert not asked.wish
    assert travel.edit(WEEKEND, asked.changes) != WEEKEND


def test_what_the_table_does_not_hold_may_be_a_sentence_that_changes_the_request():
    asked = of_trip("what-if", "What if our daughter comes along?")
    assert [(c.path, c.before, c.after) for c in asked.changes] == [("people", 2, 3)]
    assert asked.says == "where 3 people travel"


def test_a_supposition_changes_the_data_and_nothing_else():
    closed = of_trip("what-if", "what if the Locanda dei Pescatori is closed").data
    assert "Locanda dei Pescatori" not in {h.name for h in closed.hotels["Porto Selene"]}
    assert len(closed.hotels["Porto Selene"]) == len(OFFERS.hotels["Porto Selene"]) - 1
    assert closed.flights == OFFERS.flights
    priced = of_trip("what-if", "what if the Locanda dei Pescatori costs €90 a night").data
    assert {h.name: h.price for h in priced.hotels["Porto Selene"]} == {
        h.name: 90 if h.name == "Locanda dei Pescatori" else h.price for h in OFFERS.hotels["Porto Selene"]
    }
    cancelled = of_trip("what-if", "what if flight VL101 is cancelled").data
    key = ("Castelbruno", "Porto Selene", date(2027, 5, 14))
    assert {f.number for f in OFFERS.flights[key]} - {f.number for f in cancelled.flights[key]} == {"VL101"}
    cheap = of_trip("what-if", "what if flight VL101 costs 7").data
    assert {f.number: f.price for f in cheap.flights[key]}["VL101"] == 7
    assert of_trip("what-if", "what if Da Ninetta is fully booked").data.hotels == OFFERS.hotels
    meal = of_trip("what-if", "what if a meal at Da Ninetta costs 2")
    assert meal.data is None or {t.price for t in meal.data.restaurants["Porto Selene"] if t.name == "Da Ninetta"} == {
        2
    }


@pytest.mark.parametrize(
    ("kind", "question", "part"),
    [
        ("why", "why is the sky blue", "Locanda dei Pescatori (Porto Selene)"),
        ("why", "why the restaurant", "What is meant"),
        ("why", "why flight VL101", "The plan does not have flight VL101"),
        ("why", "why Hotel Bellariva", "The plan does not have a stay at Hotel Bellariva"),
        ("why", "why does it cost 500", "The plan costs €410, not 500"),
        ("why", "why 3 nights in Porto Selene", "The plan has 2 nights"),
        ("why", "why total >= 500", "It does not hold in this plan that total >= 500"),
        ("why", "why not fly", "What is meant"),
        ("why-not", "why not Locada", "Names that are close: Locanda dei Pescatori"),
        ("why-not", "why not drive", "The plan has every leg by self-driving"),
        ("why-not", "why not stay at the Locanda dei Pescatori without breakfast", "What is meant"),
        ("why-not", "why not", "What is meant"),
        ("what-if", "what if it rains", "Say for example"),
        ("what-if", "what if the budget were 1,800 and we are 3 people", "What is meant"),
        ("what-if", "what if the Hotel Bellariv costs 90", "Hotel Bellariva"),
        ("what-if", "", "What is meant"),
    ],
)
def test_what_is_not_understood_is_asked_back(kind, question, part):
    asked = of_trip(kind, question)
    assert asked.questions, asked
    assert part in asked.questions[0]
    assert (asked.wish, asked.changes, asked.data) == ("", (), None)


def test_an_expression_that_cannot_be_read_is_an_error_with_its_place():
    with pytest.raises(InputError) as caught:
        of_trip("why-not", "total <= 1,300")
    assert caught.value.where == "the question, line 1, column 11"


SHOP_QUESTIONS = [
    ("why", "why does it take 11?", "makespan < 11", []),
    ("why", "why so long", "makespan < 11", []),
    ("why", "why is J1.1 before J2.1", "start[J1.1] >= start[J2.1]", []),
    ("why", "why does J1.1 start at 0", "start[J1.1] != 0", []),
    ("why", "why does J2 end so late", "end[J2] < 11", []),
    ("why-not", "why not J2.1 before J1.1", "start[J2.1] < start[J1.1]", []),
    ("why-not", "start J2.1 at 0", "start[J2.1] == 0", []),
    ("why-not", "J2 end by 7", "end[J2] <= 7", []),
    ("why-not", "why not faster", "makespan < 11", []),
    ("why-not", "within 10", "makespan <= 10", []),
    ("why-not", "start[J2.1] == 0", "start[J2.1] == 0", []),
    ("what-if", "what if the deadline were 20", "", [("deadline", 12, 20)]),
    ("what-if", "without a deadline", "", [("deadline", 12, None)]),
    ("what-if", "J1 is due at 20", "", [("due/J1", 8, 20)]),
    ("what-if", "J1 had no due date", "", [("due/J1", 8, None)]),
    ("what-if", "J2 is released at 3", "", [("release/J2", 0, 3)]),
    ("what-if", "J1.1 takes 1", "", [("duration/J1.1", 4, 1)]),
    ("what-if", "without job J2", "", [("jobs/J2", "J2", None)]),
]


@pytest.mark.parametrize(("kind", "question", "wish", "changes"), SHOP_QUESTIONS)
def test_questions_about_a_schedule(kind, question, wish, changes):
    asked = of_shop(kind, question)
    assert (asked.wish, [(c.path, c.before, c.after) for c in asked.changes]) == (wish, changes), asked
    if changes:
        assert jobshop.edit(SHOP, asked.changes) != SHOP


@pytest.mark.parametrize(
    ("kind", "question"), [("why", "why J2.1 before J1.1"), ("why-not", "J9 end by 7"), ("what-if", "m breaks")]
)
def test_shop_questions_that_are_asked_back(kind, question):
    assert of_shop(kind, question).questions


@pytest.mark.parametrize("domain", [travel, jobshop])
def test_both_worlds_answer_questions(domain):
    assert isinstance(domain, Contrasting)


def test_elements_have_places_of_their_own_and_say_what_differs():
    for domain, plan, request, data in (
        (travel, PLAN, WEEKEND, OFFERS),
        (jobshop, SCHEDULE, SHOP, jobshop.load(None)),
    ):
        places = [element.where for element in domain.elements(plan, request, data)]
        assert len(set(places)) == len(places)
        assert domain.aligned(plan, plan) == plan


def test_a_plan_told_in_the_order_of_another_is_the_same_plan():
    swapped = PLAN.model_copy(
        update={
            "days": [
                PLAN.days[0],
                PLAN.days[1].model_copy(update={"lunch": PLAN.days[1].dinner, "dinner": PLAN.days[1].lunch}),
                PLAN.days[2],
            ]
        }
    )
    assert swapped != PLAN
    assert travel.aligned(swapped, PLAN) == PLAN
    assert travel.check(swapped, WEEKEND, OFFERS) == []


def test_likeness_counts_what_an_assignment_keeps():
    from encoders.evaluate import Evaluator

    for domain, plan, request, data in (
        (travel, PLAN, WEEKEND, OFFERS),
        (jobshop, SCHEDULE, SHOP, jobshop.load(None)),
    ):
        built = domain.problem(request, data)
        with open_session(built.problem, "z3") as session:
            holds = Evaluator(session.optimise().assignment)
        parts = domain.likeness(built, plan)
        assert parts
        assert all([holds(part) for part in parts])
