"""What in the offers binds, in sentences: each count and price checked against the data by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domains.travel import domain as travel
from domains.travel.data import Attraction, Flight, Hotel, Restaurant, Road, TravelData
from domains.travel.policy import Policy, RoadRate
from domains.travel.request import TravelRequest
from domains.ways import Priced, Reasoning, kinds_of

DAY = date(2030, 5, 6)


def flight(number, a, b, day, price=100, airline="", non_stop=None):
    return Flight(number, a, b, DAY + timedelta(days=day), 600, 700, 0, 100, price, airline, non_stop)


def offers(**more):
    flights = {}
    for f in (
        flight("F1", "Home", "Alba", 0, 120, "Northern", True),
        flight("F2", "Home", "Alba", 0, 80, "Southern", False),
        flight("F3", "Alba", "Home", 2, 90, "Southern", False),
    ):
        flights.setdefault((f.origin, f.destination, f.date), []).append(f)
    content = {
        "flights": {key: tuple(rows) for key, rows in flights.items()},
        "roads": {},
        "hotels": {
            "Alba": (
                Hotel("Big", "Alba", "entire room", 90, 4, 1, frozenset({"pets"}), 4),
                Hotel("Small", "Alba", "private room", 40, 1, 1, frozenset(), 4),
                Hotel("Long", "Alba", "shared room", 10, 2, 5, frozenset(), 4),
            )
        },
        "restaurants": {
            "Alba": tuple([Restaurant(f"Table {n}", "Alba", 10 + n, ("Thai",) if n == 3 else (), 4) for n in range(5)])
        },
        "attractions": {"Alba": (Attraction("Hill", "Alba", ("Park",)), Attraction("Lake", "Alba"))},
        **more,
    }
    policy = Policy(name="test", roads={"taxi": RoadRate(per_km=1, seats=4)})
    return TravelData(policy, states={"Home": "H", "Alba": "S"}, source="test", **content)


def asked(**wishes):
    content = {"origin": "Home", "destination": "Alba", "start": DAY, "days": 3, "people": 2, "budget": 500, **wishes}
    return TravelRequest.model_validate(content)


@pytest.mark.parametrize(
    ("wishes", "groups", "says"),
    [
        (
            {"room type": "entire room", "house rule": ["pets"]},
            ["room type", "house rule/pets"],
            ["Of the 3 rooms in Alba, 1 is an entire room and 2 allow pets; for none both is true."],
        ),
        (
            {"room type": "private room", "house rule": ["pets"]},
            ["room type", "house rule/pets", "budget"],
            ["The cheapest private room in Alba that allows pets costs $80 a night for 2 people (2 rooms): Small."],
        ),
        (
            {"room type": "shared room"},
            ["room type"],
            ["Every shared room in Alba is let for 5 nights or more; the trip has 2."],
        ),
        ({"room type": "not shared room"}, ["room type"], []),
        (
            {"room type": "not shared room"},
            ["room type", "budget"],
            ["The cheapest room that is not shared in Alba costs $80 a night for 2 people (2 rooms): Small."],
        ),
        ({"cuisine": ["Greek"]}, ["cuisine/Greek"], ["None of the 5 restaurants in Alba serves Greek food."]),
        (
            {"cuisine": ["Thai"]},
            ["cuisine/Thai", "budget"],
            ["The cheapest meal with Thai food in Alba costs $13 a person: Table 3."],
        ),
        (
            {"attraction category": ["Park", "Zoo"]},
            ["attraction category/Park", "attraction category/Zoo"],
            ["None of the 2 sights in Alba is of the category Zoo."],
        ),
        (
            {"flight rule": "non-stop"},
            ["flight rule"],
            ["No way from Alba to Home is non-stop: there is only 1 flight."],
        ),
        (
            {"airlines": ["Northern", "Eastern"], "flight rule": "non-stop"},
            ["airlines", "flight rule", "budget"],
            [
                "The cheapest way from Home to Alba that is non-stop and is flown by Northern or Eastern costs $240 "
                "for 2 people.",
                "No way from Alba to Home is non-stop and is flown by Northern or Eastern: there is only 1 flight.",
            ],
        ),
        (
            {"transportation": ["taxi"]},
            ["transportation/taxi"],
            [
                "There is no taxi ride from Home to Alba on the days of the trip, only 2 flights.",
                "There is no taxi ride from Alba to Home on the days of the trip, only 1 flight.",
            ],
        ),
        ({"transportation": ["taxi"]}, ["budget"], []),
        ({}, ["budget"], []),
    ],
)
def test_the_sentences_are_those_of_the_data(wishes, groups, says):
    assert travel.reasons(asked(**wishes), offers(), groups) == says


def test_only_the_wishes_of_the_conflict_are_spoken_of():
    request = asked(**{"room type": "entire room", "house rule": ["pets"]})
    assert travel.reasons(request, offers(), ["house rule/pets"]) == []
    none = travel.reasons(asked(**{"house rule": ["smoking"]}), offers(hotels={}), ["house rule/smoking"])
    assert none == ["No room is offered in Alba."]


def test_a_city_that_must_be_visited_is_looked_at_from_all_sides():
    roads = {
        pair: Road(*pair, 60, 100) for pair in (("Home", "Alba"), ("Alba", "Home"), ("Home", "Bern"), ("Bern", "Home"))
    }
    request = asked(**{"cities": ["Alba", "Bern"], "city count": 2, "days": 4, "flight rule": "non-stop"})
    data = offers(roads=roads, attractions={"Bern": (Attraction("Zoo", "Bern"),)})
    told = travel.reasons(request, data, ["flight rule"])
    assert told == []  # roads meet it
    only = asked(**{"cities": ["Alba", "Bern"], "city count": 2, "days": 4, "transportation": ["flight"]})
    told = travel.reasons(only, data, ["transportation/flight"])
    assert "There is no flight from Home or Alba to Bern on the days of the trip, only 1 taxi ride." in told


def test_the_travellers_kinds_of_changes_cover_every_wish_and_the_frame():
    assert isinstance(travel, Priced)
    assert isinstance(travel, Reasoning)
    fields = {name for kind in kinds_of(travel) for name in kind.fields}
    every = {info.alias or name for name, info in TravelRequest.model_fields.items()}
    assert fields <= every
    assert every - fields == {"origin", "people", "objective", "extra"}
    names = [name for kind in kinds_of(travel) for name in (kind.name, *kind.also)]
    assert len(names) == len(set(names))
