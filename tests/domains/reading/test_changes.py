"""Sentences that change a request, over the travel world's example: each changes what it says, or nothing at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.base import Change
from domains.changes import Foresees, ReadsChanges
from domains.jobshop import domain as shops
from domains.travel import domain as travel
from domains.travel.plan import TravelPlan
from domains.travel.request import TravelRequest

DATA = travel.load(None)
TODAY = date(2027, 5, 2)
REQUEST = TravelRequest.model_validate(
    {
        "origin": "Castelbruno", "destination": "Porto Selene", "start": "2027-05-14", "days": 3, "people": 2, "budget": 450,
        "room type": "private room", "house rule": ["pets"], "cuisine": ["Seafood", "Italian"],
        "transportation": ["no taxi"],
    }
)  # fmt: skip
PLAN = TravelPlan.model_validate(
    {
        "days": [
            {
                "day": 1,
                "leg": {"mode": "flight", "origin": "Castelbruno", "destination": "Porto Selene", "number": "VL101"},
                "lunch": {"name": "Forno Sant'Elmo", "city": "Porto Selene"},
                "dinner": {"name": "Da Ninetta", "city": "Porto Selene"},
                "bed": {"name": "Locanda dei Pescatori", "city": "Porto Selene"},
            },
            {"day": 2, "city": "Porto Selene", "bed": {"name": "Locanda dei Pescatori", "city": "Porto Selene"}},
            {
                "day": 3,
                "leg": {"mode": "flight", "origin": "Porto Selene", "destination": "Castelbruno", "number": "VL102"},
            },
        ]
    }
)


def read(text, request=REQUEST, plan=PLAN):
    """What the sentence changes."""
    return travel.read_change(text, request, plan, DATA, TODAY)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("raise the budget to 1,800", {"budget": 1800}),
        ("Please raise the budget to €1,800.", {"budget": 1800}),
        ("the budget can go up by 10%", None),
        ("raise the budget by 10%", {"budget": 495}),
        ("lower the budget by €50", {"budget": 400}),
        ("we can spend 100 euros more", {"budget": 550}),
        ("€600 is fine", {"budget": 600}),
        ("forget the budget", {"budget": None}),
        ("our budget is 700 euros", {"budget": 700}),
        ("we can leave a day later", {"latest_start": date(2027, 5, 15)}),
        ("we could leave two days earlier or later", {"start": date(2027, 5, 12), "latest_start": date(2027, 5, 16)}),
        ("leave a day later", {"start": date(2027, 5, 15)}),
        ("postpone the trip by two days", {"start": date(2027, 5, 16)}),
        ("start on May 17", {"start": date(2027, 5, 17)}),
        ("from May 12 to May 15", {"start": date(2027, 5, 12), "days": 4}),
        ("stay one more night", {"days": 4}),
        ("a day less", {"days": 2}),
        ("make it 4 days", {"days": 4}),
        ("until May 18", {"days": 5}),
        ("make it 3 people", {"people": 3}),
        ("one more person", {"people": 3}),
        ("my wife cannot come", {"people": 1}),
        ("drop the pets", {"house_rule": []}),
        ("the dog stays home", {"house_rule": []}),
        ("we don't need pets any more", {"house_rule": []}),
        ("rooms must allow smoking too", {"house_rule": ["pets", "smoking"]}),
        ("any room is fine", {"room_type": None}),
        ("an entire room instead", {"room_type": "entire room"}),
        ("not a shared room", {"room_type": "not shared room"}),
        ("we also want Vegetarian food", {"cuisine": ["Seafood", "Italian", "Vegetarian"]}),
        ("drop the Seafood", {"cuisine": ["Italian"]}),
        ("Vegetarian instead of Italian", {"cuisine": ["Seafood", "Vegetarian"]}),
        ("no Vegetarian food", {"extra": ["cuisine[Vegetarian] == 0"]}),
        ("no flights after all", {"transportation": ["no taxi", "no flight"]}),
        ("taxis are fine after all", {"transportation": []}),
        ("best rated instead", {"objective": ["best rated"]}),
        ("the fastest please", {"objective": ["fewest travel hours"]}),
        ("not that hotel", {"extra": ["nights_at[Locanda dei Pescatori] == 0"]}),
        ("we don't like that hotel", {"extra": ["nights_at[Locanda dei Pescatori] == 0"]}),
        ("not Da Ninetta", {"extra": ["meals_at[Da Ninetta] == 0"]}),
        ("another restaurant for dinner on day 1", {"extra": ["meals_at[Da Ninetta] == 0"]}),
        ("another return flight", {"extra": ["flight[VL102] == 0"]}),
        ("go to Marivento instead", {"destination": "Marivento"}),
        ("raise the budget to 500 and drop the pets", {"budget": 500, "house_rule": []}),
        ("OK, then make it 3 people, and no flights.", {"people": 3, "transportation": ["no taxi", "no flight"]}),
    ],
)
def test_what_a_sentence_changes(text, after):
    found = read(text)
    if after is None:
        assert found.request is None
        return
    assert found.understood, found
    assert found.request is not None, found
    changed = {name: value for name, value in found.request if value != getattr(REQUEST, name)}
    assert changed == after
    assert found.says


@pytest.mark.parametrize(
    "text",
    [
        "blargh", "cheaper", "make me happy", "the hotel should have a pool", "a hotel near the beach instead", "less walking",
        "raise it", "unless it rains, drop the pets", "maybe raise the budget to 500 or 600", "not so far",
        "drop the pets only on day 2", "not that museum", "Thai food on the second day only", "make it 3 people if it is cheap",
        "$#@!", "raise the budget to purple", "best rated instead of", "every other day", "we hate it",
    ],
)  # fmt: skip
def test_what_is_not_wholly_understood_changes_nothing(text):
    found = read(text)
    assert found.request is None
    assert found.unread or found.questions


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("raise the budget to 300", "already"),
        ("raise the budget", "to how much"),
        ("make the budget $500", "€"),
        ("start on May 1", "past"),
        ("go to Atlantis instead", "no place"),
        ("not that restaurant", "Which restaurant"),
        ("ten days less", "no day"),
        ("99 fewer people", "nobody"),
    ],
)
def test_what_has_to_be_decided_is_asked(text, asked):
    found = read(text)
    assert found.request is None
    assert any([asked in question for question in found.questions]), found


def test_what_is_so_already_is_said():
    for text in ("the cheapest", "make it 2 people", "no smoking after all", "a private room instead"):
        found = read(text)
        assert found.understood
        assert found.request is None
        assert found.says


def test_words_about_a_plan_need_one():
    assert "no plan" in read("not that hotel", plan=None).questions[0]


def test_a_ruled_out_offer_can_be_allowed_again_by_name():
    without = read("not that hotel").request
    found = read("Locanda dei Pescatori is fine after all", without, None)
    assert found.request == REQUEST


def test_changes_applied_by_edit_give_the_request():
    for text in (
        "drop the pets and raise the budget to 999",
        "Vegetarian instead of Italian",
        "not that hotel",
        "we could leave a day later",
    ):
        found = read(text)
        assert travel.edit(REQUEST, list(found.changes)) == found.request


def test_examples_for_help_are_understood():
    for request in (REQUEST, REQUEST.model_copy(update={"budget": None, "house_rule": [], "cuisine": []})):
        for text in travel.change_examples(request, PLAN):
            found = read(text, request)
            assert found.understood, (text, found)
            assert found.request is not None, (text, found)


WORDS = (
    "raise", "lower", "drop", "no", "not", "the", "a", "budget", "to", "by", "500", "3", "people", "days", "hotel", "that",
    "pets", "Seafood", "and", "or", "leave", "later", "instead", "make", "it", "we", "can", "flights", "day", "2", ",", ".",
    "restaurant", "unless", "only", "Porto", "Selene", "May", "17", "best", "rated", "of",
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_word_salad_is_read_or_asked_back_but_never_both(text):
    found = read(text)
    assert found.request is None or found.understood
    if found.request is not None:
        assert travel.edit(REQUEST, list(found.changes)) == found.request


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_changes_nothing_without_a_word_of_it(text):
    found = read(text)
    assert found.request is None or found.understood


def test_a_long_text_is_no_change():
    assert read("drop the pets " * 200).questions


def test_worlds_offer_it():
    for domain in (travel, shops):
        assert isinstance(domain, ReadsChanges)
    assert isinstance(travel, Foresees)
    wider = travel.foreseen(REQUEST, DATA)
    assert wider.cuisine == REQUEST.cuisine
    assert {"pets", "smoking"} <= set(wider.house_rule)


SHOP = shops.parse_request(
    {"jobs": [{"name": n, "tasks": [{"machine": "m", "duration": 2}]} for n in ("a", "Part two")], "deadline": 10}
)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("raise the deadline to 12", [Change("deadline", 10, 12)]),
        ("The deadline is 12 now.", [Change("deadline", 10, 12)]),
        ("extend the deadline by 5", [Change("deadline", 10, 15)]),
        ("shorten the deadline by 5", [Change("deadline", 10, 5)]),
        ("no deadline", [Change("deadline", 10, None)]),
        ("Part two is due by 9", [Change("due/Part two", None, 9)]),
        ("everything has to end by 7", None),
        ("b is due by 9", None),
        ("faster", None),
    ],
)
def test_limits_of_a_shop(text, changes):
    found = shops.read_change(text, SHOP, None, shops.load(None), TODAY)
    if changes is None:
        assert found.request is None or [c.path for c in found.changes] == ["deadline"]
        assert found.request is not None or found.unread
        return
    assert list(found.changes) == changes
    assert shops.edit(SHOP, changes) == found.request
