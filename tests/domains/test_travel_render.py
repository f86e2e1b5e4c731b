"""The plan for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from support.plans import ANY_PLAN, solved
from support.real_data import ROOT
from support.worlds import world

from domains.documents import Document, Heading, Table
from domains.travel import domain as travel
from domains.travel.plan import Day, Leg, Place, TravelPlan
from domains.travel.request import TravelRequest

EXAMPLE = travel.load(None)
WEEKEND = TravelRequest.model_validate(
    {
        "origin": "Castelbruno",
        "destination": "Porto Selene",
        "start": "2027-05-14",
        "days": 3,
        "people": 2,
        "budget": 450,
    }
)


def shown(plan, request=WEEKEND):
    document = travel.render(plan, request, EXAMPLE)
    heading, *tables = document.blocks
    assert isinstance(heading, Heading)
    return heading.text, *tables


def test_the_weekend():
    content = (ROOT / "examples/weekend_plan.md").read_text(encoding="utf-8")
    title, days, costs = shown(travel.parse_plan(content, WEEKEND, EXAMPLE))
    assert title == "3 days in Porto Selene for 2 people: €446"
    assert days.columns == ("day", "where", "travel", "breakfast", "sights", "lunch", "dinner", "bed")
    assert days.rows == (
        ("1 Fri 14 May", "Castelbruno to Porto Selene", "self-driving 09:00 to 12:25", "", "Faro Vecchio",
         "Chiosco del Porto", "Da Ninetta", "Locanda dei Pescatori"),
        ("2 Sat 15 May", "Porto Selene", "", "Caffè dei Marinai", "Spiaggia delle Tamerici; Museo del Mare",
         "Trattoria del Molo", "Il Giardino Verde", "Locanda dei Pescatori"),
        ("3 Sun 16 May", "Porto Selene to Castelbruno", "self-driving 09:00 to 12:20", "Bar Aurora", "", "", "", ""),
    )  # fmt: skip
    assert costs.rows == (
        ("transport", "€148"), ("meals", "€140"), ("rooms", "€158"), ("total", "€446"), ("left of the budget", "€4"),
    )  # fmt: skip
    assert costs.align == ("left", "right")


def test_columns_that_are_empty_all_through_are_left_out():
    leg = Leg(mode="taxi", origin="Castelbruno", destination="Marivento")
    title, days, costs = shown(TravelPlan(days=[Day(day=1, leg=leg)]), WEEKEND.model_copy(update={"budget": 400}))
    assert title == "1 day in Marivento for 2 people: €456"
    assert days.columns == ("day", "where", "travel")
    assert days.rows == (("1 Fri 14 May", "Castelbruno to Marivento", "taxi 3 h 50 min"),)
    assert costs.rows[-1] == ("over the budget", "€56")


def test_a_day_with_two_cities_says_which_one_a_place_is_in():
    leg = Leg(mode="self-driving", origin="Marivento", destination="Torrecala")
    places = {
        meal: Place(name=meal.title(), city=city) for meal, city in (("breakfast", "Marivento"), ("lunch", "Torrecala"))
    }
    _, days, *_ = shown(TravelPlan(days=[Day(day=1, leg=leg, **places)]))
    assert dict(zip(days.columns, days.rows[0], strict=True))["breakfast"] == "Breakfast (Marivento)"
    assert dict(zip(days.columns, days.rows[0], strict=True))["lunch"] == "Lunch"


def test_a_flight_that_lands_the_next_day():
    leg = Leg(
        mode="flight", origin="Verazzo", destination="Torrecala", number="CM52", departure="23:05", arrival="00:15",
        lands_after_days=1,
    )  # fmt: skip
    _, days, *_ = shown(TravelPlan(days=[Day(day=1, leg=leg)]))
    assert days.rows[0][2] == "CM52 23:05 to 00:15 +1"


def test_costs_of_unknown_offers_are_the_plans_own_words():
    ghost = Day(day=1, city="Porto Selene", lunch=Place(name="Nowhere", city="Porto Selene"))
    title, _, costs = shown(TravelPlan(days=[ghost], cost={"total": 20}))
    assert title.endswith(": €20")
    assert costs.rows == (("total", "€20"), ("left of the budget", "€430"))
    title, *rest = shown(TravelPlan(days=[ghost]))
    assert title == "1 day in Porto Selene for 2 people"
    assert len(rest) == 1


@pytest.mark.parametrize("seed", range(10))
def test_solved_plans_show_every_place_and_their_total(seed):
    request, data = world(seed)
    plan = solved(request.model_copy(update={"budget": None}), data)
    if plan is None:
        return
    heading, days, costs = travel.render(plan, request, data).blocks
    assert heading.text.endswith(f"${plan.cost['total']:,}")
    text = " ".join([cell for row in days.rows for cell in row])
    for day in plan.days:
        for place in [*(place for _, place in day.meals()), *day.visits, *([day.bed] if day.bed else [])]:
            assert place.name in text
    assert len(costs.rows) == 5


@given(ANY_PLAN)
def test_any_plan_can_be_shown(plan):
    document = travel.render(plan, WEEKEND, EXAMPLE)
    assert isinstance(document, Document)
    for block in document.blocks:
        if isinstance(block, Table):
            assert all([len(row) == len(block.columns) for row in block.rows])
            assert len(block.align) == len(block.columns)
