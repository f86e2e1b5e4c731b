"""Trips through cities in English: own wordings, the generator's prompts with other cities, and what is no request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from support.city_worlds import natural_trip
from support.real_data import DATA, ROOT, travelplanner_rows

from domains.trip import domain
from planner.interpret.choose import domain_of_text
from planner.registry import installed

WORDINGS = yaml.safe_load(Path(__file__).with_name("trip_wordings.yaml").read_text(encoding="utf-8"))


def read(text):
    return domain.read(text, domain.load(None), None)


@pytest.mark.parametrize("row", WORDINGS, ids=lambda row: row["text"][:30])
def test_own_wordings(row):
    text, content = row["text"], row["request"]
    found = read(text)
    assert (found.unread, found.questions) == ((), ())
    assert found.request.model_dump(mode="json", exclude_defaults=True) == content
    assert domain_of_text(text, installed()) is domain


@pytest.mark.parametrize("seed", range(40))
def test_prompts_of_the_generator_with_other_cities(seed):
    text, meant = natural_trip(seed)
    found = read(text)
    assert (found.unread, found.questions) == ((), ()), text
    request = found.request
    assert request.days == meant["days"]
    assert {city.name: city.days for city in request.cities} == meant["lengths"], text
    assert {flight.name for flight in request.flights} == meant["flights"], text
    assert sorted([(w.city, w.first, w.last) for w in request.windows]) == sorted(meant["windows"]), text
    assert domain_of_text(text, installed()) is domain


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Plan a trip of 9 days by direct flights.", "Which cities"),
        ("3 days in Rome, 4 days in Rome and 2 days in Paris. Direct flights: Rome - Paris.", "3 days or 4 days"),
        ("Visit 3 cities: 3 days in Rome, 2 days in Paris. Direct flights: Rome - Paris.", "3 cities are spoken of"),
        (
            "A 6 day trip, 7 days in total: 3 days in Rome, 2 days in Paris. Direct flights: Rome - Paris.",
            "how long is the trip",
        ),
        (
            "3 days in Rome, 2 days in Paris. Start in Rome. Start in Paris. Direct flights: Rome - Paris.",
            "begin in Rome or in Paris",
        ),
    ],
)
def test_what_is_missing_or_contradicts_is_asked(text, asks):
    found = read(text)
    assert found.request is None
    assert any([asks in question for question in found.questions]), found.questions


@pytest.mark.parametrize(
    "addition",
    [
        "Not on day 3.", "Never fly on Sundays.", "At most two flights in the rain.", "Rome only if the sun shines.",
        "No flight longer than 2 hours.", "Avoid Paris on day 2.", "We need a hotel with a pool.", "Unless Rome is too hot.",
        "Do not start in Rome.", "Never Rome before Paris.", "We cannot be in Paris between day 3 and day 4.",
        "No direct flight from Paris to Rome.", "Paris is not optional.",
    ],
)  # fmt: skip
def test_conditions_that_are_not_understood_stay_unread(addition):
    text = "3 days in Rome, 2 days in Paris and 3 days in Lyon, 6 days in total. Direct flights: Rome - Paris, Paris - Lyon."
    assert not read(text).unread
    found = read(f"{text} {addition}")
    assert found.unread or found.questions, found.request


def prompts(task):
    path = DATA / "natural_plan" / f"{task}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def test_other_worlds_keep_their_texts():
    for task in ("calendar_scheduling", "meeting_planning"):
        assert [
            n for n, row in prompts(task).items() if domain.recognises(row["prompt_0shot"].split("TASK:")[-1]) > 0.3
        ] == []
    for row in travelplanner_rows():
        assert domain_of_text(row["query"], installed()).name == "travel"
    for path in (ROOT / "examples").glob("*.txt"):
        if path.name != "cities.txt":
            found = domain_of_text(path.read_text(encoding="utf-8"), installed())
            assert found is not domain, path


def test_real_prompts_go_to_this_world_and_are_read():
    for name, row in prompts("trip_planning").items():
        text = row["prompt_0shot"].split("TASK:")[-1]
        assert domain_of_text(text, installed()) is domain, name
        found = read(text)
        assert found.request is not None, name
        assert not found.unread, name
        lengths = dict(zip(row["cities"].split("**"), map(int, row["durations"].split("**")), strict=True))
        assert {city.name: city.days for city in found.request.cities} == lengths


def test_nonsense_is_not_read():
    for text in ("Colourless green ideas sleep furiously near 7 umbrellas.", "qwx zzgh 12 blorp", ""):
        found = read(text)
        assert found.request is None
        assert found.unread or found.questions


WORLD = (
    "3 days in Rome, 2 days in Paris and 3 days in Lyon, 6 days in total. Direct flights: Rome - Paris, Paris - Lyon."
)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("skip Lyon", ["cities"]), ("4 days in Rome", ["cities/Rome/days"]), ("7 days in total", ["days"]),
        ("2 days in Nice", ["cities/Nice"]), ("start in Lyon", ["first"]), ("Rome before Lyon", ["order/Rome before Lyon"]),
        ("there is a direct flight from Lyon to Rome", ["flights/Lyon > Rome"]), ("at most 5 days", ["most_days"]),
    ],
)  # fmt: skip
def test_changes(text, paths):
    request = read(WORLD).request
    found = domain.read_change(text, request, None, None, None)
    assert found.understood, found
    assert [change.path for change in found.changes] == paths
    assert found.request != request


def test_change_examples_are_understood():
    request = read(WORLD).request
    for text in domain.change_examples(request, None):
        found = domain.read_change(text, request, None, None, None)
        assert found.understood, text
        assert found.changes, text
