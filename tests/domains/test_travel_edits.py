"""Changes of a request, and the other values worth searching."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.worlds import world

from domains.base import Change
from domains.travel import domain as travel
from domains.travel.data import TravelData
from domains.travel.request import TravelRequest
from encoders.errors import InputError

EXAMPLE = travel.load(None)
REQUEST = TravelRequest.model_validate(
    {
        "origin": "Castelbruno", "destination": "Costamira", "city count": 2, "start": "2027-05-10", "days": 5, "people": 3,
        "budget": 900, "room type": "private room", "house rule": ["pets", "smoking"], "cuisine": ["Seafood", "Italian"],
        "transportation": ["no flight"], "extra": ["total < 800", "rating > 3", "meals < 100"],
    }
)  # fmt: skip


def edited(*changes):
    return travel.edit(REQUEST, [Change(*change) for change in changes])


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (("budget", 900, 1000), "budget", 1000),
        (("budget", 900, "1000.50"), "budget", Fraction(2001, 2)),
        (("budget", 900, None), "budget", None),
        (("room type", "private room", None), "room_type", None),
        (("cuisine/Seafood", "Seafood", None), "cuisine", ["Italian"]),
        (("cuisine/Seafood", "Seafood", "French"), "cuisine", ["French", "Italian"]),
        (("cuisine/French", None, "French"), "cuisine", ["Seafood", "Italian", "French"]),
        (("house rule/pets", "pets", None), "house_rule", ["smoking"]),
        (("transportation/no flight", "no flight", None), "transportation", []),
        (("transportation", ["no flight"], None), "transportation", []),
        (("start", "2027-05-10", "2027-05-12"), "start", date(2027, 5, 12)),
        (("start", "2027-05-10", date(2027, 5, 12)), "start", date(2027, 5, 12)),
        (("city count", 2, 1), "city_count", 1),
        (("extra/1", "rating > 3", None), "extra", ["total < 800", "meals < 100"]),
        (("extra/0", "total < 800", "total < 850"), "extra", ["total < 850", "rating > 3", "meals < 100"]),
    ],
)  # fmt: skip
def test_one_change(change, field, value):
    after = edited(change)
    assert getattr(after, field) == value
    assert after.model_copy(update={field: getattr(REQUEST, field)}) == REQUEST


def test_changes_are_applied_together():
    """Places in a list mean the request as it was: dropping one wish does not move the next one."""
    after = edited(("extra/0", "total < 800", None), ("extra/2", "meals < 100", None), ("budget", 900, 950))
    assert after.extra == ["rating > 3"]
    assert after.budget == 950
    assert edited(("cuisine/Seafood", "Seafood", None), ("cuisine/Italian", "Italian", None)).cuisine == []
    assert edited() == REQUEST


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("pool", None, "yes"), "pool"),
        (("budget/total", 900, 5), "budget/total"),
        (("cuisine/Thai", "Thai", None), "cuisine/Thai"),
        (("extra/7", "x", None), "extra/7"),
        (("budget", 900, "much"), "budget"),
        (("budget", 900, -1), ""),
        (("house rule/cats", None, "cats"), "house rule"),
        (("days", 5, 0), "days"),
        (("start", None, "2027-02-30"), "start"),
        (("origin", "Castelbruno", None), "origin"),
    ],
)
def test_a_change_that_does_not_fit_is_named(change, where):
    with pytest.raises(InputError) as caught:
        edited(change)
    assert caught.value.where.startswith(where)
    assert caught.value.where


@given(st.integers(0, 400), st.data())
def test_every_edit_can_be_taken_back(seed, data):
    """Wishes dropped and amounts changed, one after the other, and the same in reverse."""
    request, _ = world(seed)
    paths = [("budget", request.budget, data.draw(st.integers(0, 9999)))]
    paths += [("room type", request.room_type, data.draw(st.sampled_from(["entire room", None])))]
    paths += [("people", request.people, data.draw(st.integers(1, 9)))]
    forth = [Change(*entry) for entry in paths]
    back = [Change(c.path, c.after, c.before) for c in forth]
    there = travel.edit(request, forth)
    assert travel.edit(there, back) == request
    for cuisine in request.cuisine:
        without = travel.edit(there, [Change(f"cuisine/{cuisine}", cuisine, None)])
        assert set(without.cuisine) == set(request.cuisine) - {cuisine}


# ---------------------------------------------------------------- alternatives


def others(path, request=REQUEST, data=EXAMPLE):
    return list(travel.alternatives(request, data, path))


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize(
    "path", ["room type", "cuisine", "destination", "city count", "start", "days", "origin", "people"]
)
def test_alternatives_fit_the_request_and_are_others(seed, path):
    request, data = world(seed)
    field = path.replace(" ", "_")
    for value in others(path, request, data):
        after = travel.edit(request, [Change(path, getattr(request, field), value if path != "cuisine" else [value])])
        assert getattr(after, field) != getattr(request, field)


def test_cuisines_served_on_the_way_come_first():
    found = others("cuisine/Seafood")
    assert not set(found) & {"Seafood", "Italian"}
    near = {
        c for city in ("Porto Selene", "Marivento", "Torrecala") for r in EXAMPLE.restaurants[city] for c in r.cuisines
    }
    assert set(found[: len(near) - 2]) == near - {"Seafood", "Italian"}
    assert found[-1] == "Alpine"


def test_other_cities_of_the_region_come_first():
    one = REQUEST.model_copy(update={"destination": "Marivento", "city_count": 1, "extra": []})
    assert others("destination", one)[:2] == ["Porto Selene", "Torrecala"]
    assert "Castelbruno" not in others("destination", one)
    assert others("destination") == ["Montalba", "Valdoria"]


def test_one_city_of_several_is_replaced():
    named = REQUEST.model_copy(update={"cities": ["Marivento", "Verazzo"]})
    assert others("cities", named)[0] == ["Porto Selene", "Verazzo"]
    assert ["Marivento", "Pietralta"] in others("cities", named)
    assert others("cities/Verazzo", named)[:2] == ["Pietralta", "Selvarossa"]


def test_counts_near_the_wished_ones():
    assert others("city count") == [1, 3]
    assert others("days") == [6, 4, 7, 3]
    assert others("days", REQUEST.model_copy(update={"city_count": 4})) == [6, 7]
    assert others("city count", REQUEST.model_copy(update={"cities": ["Marivento", "Torrecala"]})) == [3]


def test_other_starts_have_flights_out_and_home():
    early = REQUEST.model_copy(update={"start": date(2027, 5, 1), "extra": []})
    found = others("start", early)
    assert found[:3] == [date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 5)]
    assert others("start", early.model_copy(update={"start": date(2026, 1, 1)})) == []
    assert others("start", early, TravelData(EXAMPLE.policy)) == []


def test_an_open_start_is_widened():
    request = REQUEST.model_copy(update={"latest_start": date(2027, 5, 12), "extra": []})
    assert others("start", request)[:2] == [date(2027, 5, 9), date(2027, 5, 8)]
    assert others("latest start", request)[:2] == [date(2027, 5, 13), date(2027, 5, 14)]
    assert others("latest start") == []


def test_nothing_is_offered_for_what_is_no_matter_of_choice():
    for path in ("origin", "people", "budget", "extra/0"):
        assert others(path) == []
