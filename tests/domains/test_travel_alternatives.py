"""Other values for airlines, categories of sights and listed cities: nearest first, and in the end all that matter."""

from __future__ import annotations

from itertools import combinations, islice, product

import pytest
from support.air_worlds import AIRLINES, CATEGORIES, air_world

from domains.base import Change
from domains.travel import domain as travel
from domains.travel.data import Attraction, Flight, TravelData
from domains.travel.layouts.weekly_flights import WeeklyFlight, WeeklyFlights
from domains.travel.policy import Policy
from domains.travel.request import TravelRequest
from encoders.result import Satisfiability
from encoders.session import open_session

CITIES = ("Alba", "Bern", "Como", "Dover", "Essen")
WEEK = (10,) * 7


def flight(a, b, airline):
    offer = Flight(f"{airline} {a}-{b}", a, b, None, 480, 540, 0, 60, 0, airline, True)
    return WeeklyFlight(offer, WEEK)


def data():
    """Everybody flies everywhere by Ajax; Borea flies between Home and Alba too, Zeta only from Dover to Essen."""
    places = ("Home", *CITIES)
    timetable = {(a, b): (flight(a, b, "Ajax"),) for a, b in product(places, repeat=2) if a != b}
    for pair in (("Home", "Alba"), ("Alba", "Home")):
        timetable[pair] += (flight(*pair, "Borea"),)
    timetable["Dover", "Essen"] += (flight("Dover", "Essen", "Zeta"),)
    sights = {
        "Alba": [("Duomo", "Cathedral"), ("Temple of Juno", "Roman temple"), ("Park", "Park"), ("Green", "Park")],
        "Bern": [("Zoo", "Zoo")],
        "Como": [("Shrine", "Hindu temple"), ("Zoo", "Zoo")],
    }
    policy = Policy(
        name="a", meals={}, roads={}, never_together=[], visits_at_most=1, leg_day_counts_until=1080, night_rate=5
    )
    return TravelData(
        policy,
        WeeklyFlights(timetable),
        attractions={c: tuple(Attraction(n, c, (k,)) for n, k in sights.get(c, [])) for c in CITIES},
        states={"Home": "North", "Alba": "South", "Bern": "South", "Como": "South", "Dover": "West", "Essen": "West"},
        airlines=("Ajax", "Borea", "Zeta"),
    )


DATA = data()


def request(**fields):
    content = {
        "origin": "Home", "destination": "Alba", "cities": ["Alba"], "city count": 1, "start": "2030-05-06", "days": 3,
        **{name.replace("_", " "): value for name, value in fields.items()},
    }  # fmt: skip
    return TravelRequest.model_validate(content)


def others(path, of, world=DATA):
    return list(travel.alternatives(of, world, path))


# ---------------------------------------------------------------- airlines


def test_airlines_on_the_way_come_first_another_before_one_more():
    of = request(airlines=["Zeta"])
    assert others("airlines", of)[:6] == [
        ["Ajax"], ["Borea"], ["Zeta", "Ajax"], ["Zeta", "Borea"], ["Ajax", "Borea"], ["Zeta", "Ajax", "Borea"],
    ]  # fmt: skip
    two = others("airlines", request(airlines=["Ajax", "Borea"]))
    assert two == [["Zeta", "Borea"], ["Ajax", "Zeta"], ["Ajax", "Borea", "Zeta"]]
    assert others("airlines/Borea", request(airlines=["Ajax", "Borea"])) == ["Zeta"]


@pytest.mark.parametrize("seed", range(25))
def test_airlines_are_enumerated_as_far_as_any_trip_needs_them(seed):
    """Where some list of airlines makes a trip possible, one of those given does; none is given twice or is the one there."""
    of, world = air_world(seed)
    of = of.model_copy(update={"airlines": ["Delta"], "budget": None})
    given = others("airlines", of, world)
    assert len({frozenset(names) for names in given}) == len(given)
    assert ["Delta"] not in given
    sizes = [len(set(names) - {"Delta"}) for names in given]
    assert sizes == sorted(sizes)
    every = [list(names) for size in (1, 2, 3) for names in combinations(AIRLINES, size)]
    assert any(possible(of, world, names) for names in every) == any(possible(of, world, names) for names in given)


def possible(of, world, airlines):
    edited = travel.edit(of, [Change("airlines", of.airlines, airlines)])
    assert edited.airlines == airlines
    built = travel.problem(edited, world)
    with open_session(built.problem, "z3") as session:
        return session.check(built.problem.groups_of("request")).status is Satisfiability.SATISFIABLE


# ---------------------------------------------------------------- categories


def test_categories_of_the_visited_cities_come_first_likest_names_before_others():
    path = "attraction category/Hindu temple"
    of = request(attraction_category=["Hindu temple", "Cathedral"])
    assert others(path, of) == ["Roman temple", "Park", "Zoo"]
    everywhere = others(path, request(attraction_category=["Hindu temple"], cities=["Como"], destination="Como"))
    assert everywhere == ["Zoo", "Roman temple", "Park", "Cathedral"]


@pytest.mark.parametrize("seed", range(10))
def test_all_categories_of_the_data_are_given(seed):
    of, world = air_world(seed)
    of = of.model_copy(update={"attraction_category": ["Museum"]})
    known = {name for sights in world.attractions.values() for sight in sights for name in sight.categories}
    assert set(others("attraction category/Museum", of, world)) == (known & set(CATEGORIES)) - {"Museum"}


# ---------------------------------------------------------------- cities


def test_sets_of_cities_with_the_fewest_new_ones_come_first():
    of = request(cities=["Alba", "Dover"], city_count=2, days=5)
    given = others("cities", of)
    assert given[:3] == [["Bern", "Dover"], ["Como", "Dover"], ["Alba", "Essen"]]
    assert [len(set(cities) - {"Alba", "Dover"}) for cities in given] == sorted([1] * 6 + [2] * 3)
    sets = {frozenset(cities) for cities in given}
    assert sets == {frozenset(pair) for pair in combinations(CITIES, 2)} - {frozenset(("Alba", "Dover"))}
    assert len(sets) == len(given)
    assert others("cities/Dover", of) == ["Essen", "Bern", "Como"]


def test_sets_are_given_as_they_are_asked_for():
    """Ten of two hundred cities: nobody waits for all of them."""
    names = [f"C{n}" for n in range(200)]
    world = TravelData(DATA.policy, attractions=dict.fromkeys(names, ()), states=dict.fromkeys(names, "S"))
    of = request(cities=names[:10], destination="C0", city_count=10, days=20)
    first = list(islice(travel.alternatives(of, world, "cities"), 3000))
    assert all(len(set(cities) - set(names[:10])) == (1 if n < 1900 else 2) for n, cities in enumerate(first))


def test_listed_cities_and_the_destination_follow_each_other():
    of = request(cities=["Alba", "Dover"], city_count=2, days=5)
    there = travel.edit(of, [Change("cities", of.cities, ["Bern", "Dover"])])
    assert (there.destination, there.cities) == ("Bern", ["Bern", "Dover"])
    assert travel.edit(there, [Change("cities", there.cities, of.cities)]) == of
    assert travel.edit(of, [Change("cities/Alba", "Alba", "Como")]).destination == "Como"
    assert travel.edit(of, [Change("cities/Dover", "Dover", "Essen")]).destination == "Alba"
    one = travel.edit(request(), [Change("destination", "Alba", "Bern")])
    assert (one.destination, one.cities) == ("Bern", ["Bern"])
    both = [Change("destination", "Alba", "West"), Change("cities", ["Alba"], [])]
    assert (travel.edit(request(), both).destination, travel.edit(request(), both).cities) == ("West", [])
    assert others("destination", of) == []
    assert others("destination", request(cities=[])) == ["Bern", "Como", "Dover", "Essen"]


# ---------------------------------------------------------------- changes of the new fields


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (("flight rule", "non-stop", None), "flight_rule", None),
        (("airlines", ["Ajax"], None), "airlines", []),
        (("airlines", ["Ajax"], ["Ajax", "Zeta"]), "airlines", ["Ajax", "Zeta"]),
        (("airlines/Ajax", "Ajax", "Borea"), "airlines", ["Borea"]),
        (("attraction category/Zoo", "Zoo", None), "attraction_category", ["Park"]),
        (("attraction category/Zoo", "Zoo", "Castle"), "attraction_category", ["Castle", "Park"]),
        (("attraction category/Castle", None, "Castle"), "attraction_category", ["Zoo", "Park", "Castle"]),
    ],
)
def test_one_change_and_back(change, field, value):
    of = request(flight_rule="non-stop", airlines=["Ajax"], attraction_category=["Zoo", "Park"])
    after = travel.edit(of, [Change(*change)])
    assert getattr(after, field) == value
    assert after.model_copy(update={field: getattr(of, field)}) == of


def test_wishes_not_made_and_the_flight_rule_have_no_other_value():
    of = request(flight_rule="non-stop")
    for path in ("flight rule", "airlines", "attraction category", "attraction category/Zoo", "cuisine", "room type"):
        assert others(path, of) == []
