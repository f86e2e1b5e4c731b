"""What a plan costs, scores and takes, by hand; and that judging a plan never fails, whatever it says."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from support.plans import ANY_PLAN
from support.real_data import ROOT

from domains.base import Violation
from domains.travel import domain as travel
from domains.travel.plan import Day, Place, TravelPlan
from domains.travel.request import TravelRequest
from encoders.errors import InputError

EXAMPLE = travel.load(None)
WEEKEND = TravelRequest.model_validate(
    {
        "origin": "Castelbruno", "destination": "Porto Selene", "start": "2027-05-14", "days": 3, "people": 2,
        "objective": ["best rated", "cheapest", "fewest travel hours"],
    }
)  # fmt: skip
PLAN = travel.parse_plan((ROOT / "examples/weekend_plan.md").read_text(encoding="utf-8"), WEEKEND, EXAMPLE)


def test_objectives_by_hand():
    """Rating: two nights at 4.2, meals at 3.6, 4.2, 3.8, 4.3, 4.4 and 4.0. Money: two rides of 312 km, one car."""
    assert travel.measure(PLAN, WEEKEND, EXAMPLE) == {
        "best rated": Fraction(327, 10), "cheapest": 2 * 74 + 2 * 70 + 2 * 79, "fewest travel hours": 205 + 200,
    }  # fmt: skip
    assert list(travel.measure(PLAN, WEEKEND, EXAMPLE)) == WEEKEND.objective


def test_rooms_and_cars_are_counted_up():
    five = WEEKEND.model_copy(update={"people": 6})
    assert travel.measure(PLAN, five, EXAMPLE)["cheapest"] == 2 * 2 * 74 + 6 * 70 + 2 * 3 * 79


def test_observations_by_hand():
    found = travel.observe(PLAN, WEEKEND, EXAMPLE)
    assert found == {
        "total": 446, "transport": 148, "meals": 140, "rooms": 158, "rating": Fraction(327, 10), "travel_minutes": 405,
        "start.days_later": 0, "leg[1].minutes": 205, "leg[1].cost": 74, "leg[1].day": 1, "leg[2].minutes": 200,
        "leg[2].cost": 74, "leg[2].day": 3, "nights[Porto Selene]": 2, "meals[Porto Selene]": 6, "hotel[Porto Selene].price": 79,
        "flights": 0, "self_driving": 2, "taxis": 0, "leg[1].flight": 0, "leg[1].self_driving": 1, "leg[1].taxi": 0,
        "leg[2].flight": 0, "leg[2].self_driving": 1, "leg[2].taxi": 0, "leg[1].departure": 540, "leg[1].arrival": 745,
        "leg[2].departure": 540, "leg[2].arrival": 740, "hotels": 1,
    }  # fmt: skip
    assert found.keys() == travel.problem(WEEKEND, EXAMPLE).observables.keys()


def test_cities_that_are_not_visited_are_observed_as_nothing():
    region = WEEKEND.model_copy(update={"destination": "Costamira"})
    found = travel.observe(PLAN, region, EXAMPLE)
    assert found.keys() == travel.problem(region, EXAMPLE).observables.keys()
    assert [found[f"{what}[Marivento]"] for what in ("nights", "meals")] == [0, 0]
    assert found["hotel[Marivento].price"] == 0


def test_a_plan_of_unknown_offers_has_no_measure():
    ghost = TravelPlan(days=[Day(day=1, city="Porto Selene", lunch=Place(name="Nowhere", city="Porto Selene"))])
    for judge in (travel.measure, travel.observe):
        with pytest.raises(InputError, match="lunch at Nowhere") as caught:
            judge(ghost, WEEKEND, EXAMPLE)
        assert caught.value.where == "day 1"


@given(ANY_PLAN)
def test_any_plan_can_be_judged(plan):
    found = travel.check(plan, WEEKEND, EXAMPLE)
    assert found
    assert all([isinstance(violation, Violation) and violation.says.endswith(".") for violation in found])


def test_no_days_at_all_are_missing_days():
    assert ("complete", "day 1") in {
        (v.constraint, v.where) for v in travel.check(TravelPlan(days=[]), WEEKEND, EXAMPLE)
    }
