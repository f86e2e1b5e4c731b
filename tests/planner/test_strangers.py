"""What a stranger can do wrong ends in the documented exit code, with a sentence that helps and never with a traceback."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

import domains.travel

EXAMPLE = Path(domains.travel.__file__).parent / "example"
TRIP = (
    "Please plan a 3-day trip for two people from Castelbruno to Porto Selene, from May 14th to May 16th, 2027. "
    "Our budget is €450."
)


def changed(old, new):
    """The good request with some words replaced."""
    assert old in TRIP
    return TRIP.replace(old, new)


def test_the_request_that_is_varied_here_is_a_good_one(command):
    ran = command("solve", TRIP)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("text", "codes", "says"),
    [
        (changed("Porto Selene", "Atlantis"), (2, 4), ["Atlantis"]),
        (changed("Porto Selene", "Porto Selenne"), (2, 4), ["Porto Selene"]),
        (changed("May 14th to May 16th", "February 30th to March 2nd"), (2, 4), ["30"]),
        (changed("May 14th to May 16th, 2027", "May 14th to May 16th, 1999"), (2, 4), ["1999"]),
        (changed("two people", "zero people"), (2, 4), ["people"]),
        (changed("two people", "-2 people"), (2, 4), ["people"]),
        (changed("3-day", "0-day"), (2, 4), ["day"]),
        (changed("3-day", "9-day"), (2, 4), ["day"]),
        (changed("€450", "€0"), (1, 2, 4), ["budget"]),
        (changed("€450", "-€450"), (1, 2, 4), ["450"]),
        (changed(" Our budget is €450.", ""), (0,), ["Proved cheapest"]),
        (changed("€450.", "€450. We will not fly. We want to fly."), (1, 2, 4), ["fl"]),
        (changed("€450.", "€450. We want window seats only."), (4,), ["window seats only", "^^^^^^"]),
        (changed("to Porto Selene", "to Castelbruno"), (2, 4), ["Castelbruno"]),
        (changed(", from May 14th to May 16th, 2027", ""), (4,), ["?"]),
        ("Please plan a trip.", (4,), ["?"]),
        ("Planifiez un voyage de trois jours de Castelbruno à Porto Selene pour deux personnes.", (4,), ["?"]),
        ("请安排两个人从 Castelbruno 到 Porto Selene 的三天旅行。", (4,), ["?"]),
        ("Assign seven nurses to the shifts of next week.", (4,), ["roster"]),
        ("What is the capital of France?", (4,), ["travel", "jobshop"]),
        ("'; DROP TABLE trips; --", (4,), ["?"]),
        ("{}[]()<>%s%n${HOME}", (4,), ["?"]),
        ("🏖️ for 2 👩‍❤️‍👨 in 🇮🇹", (4,), ["?"]),
        ("", (2,), ["empty"]),
        (" \n\t", (2,), ["empty"]),
        ("trip " * 30_000, (2,), ["150,000 characters"]),
    ],
)
def test_words(command, text, codes, says):
    ran = command("solve", text)
    assert ran.code in codes, ran.said
    for part in says:
        assert part in ran.said, ran.said
    assert "Traceback" not in ran.said
    assert "defect" not in ran.said
    as_json = command("solve", text, "--json")
    assert (as_json.code, as_json.err) == (ran.code, "")
    assert as_json.answer["status"] in ("optimal", "infeasible", "unclear", "error")


def test_dates_before_today(command):
    ran = command("solve", TRIP, "--today", "2027-06-01")
    assert ran.code in (2, 4)
    assert "2027" in ran.said


def test_a_megabyte_of_text(command, tmp_path):
    (tmp_path / "book.txt").write_text("a trip to Porto Selene " * 45_000, encoding="utf-8")
    ran = command("solve", "book.txt")
    assert ran.code == 2
    assert "1,035,000 characters" in ran.said
    assert "book.txt" in ran.said


REQUEST = {
    "origin": "Castelbruno",
    "destination": "Porto Selene",
    "start": "2027-05-14",
    "days": 3,
    "people": 2,
    "budget": 450,
}


def test_the_structured_request_that_is_varied_here_is_a_good_one(command, tmp_path):
    (tmp_path / "r.json").write_text(json.dumps(REQUEST), encoding="utf-8")
    assert command("solve", "r.json").code == 0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("people", 0, "people"),
        ("people", -1, "people"),
        ("people", 2.5, "people"),
        ("people", "two", "people"),
        ("days", 0, "days"),
        ("start", "2027-02-30", "start"),
        ("start", "soon", "start"),
        ("budget", -5, "budget"),
        ("budget", "much", "budget"),
        ("room type", "palace", "room type"),
        ("cuisine", ["Thai", "Thai"], "twice"),
        ("transportation", ["teleport"], "transportation"),
        ("destination", "Atlantis", "Atlantis"),
        ("origin", "Atlantis", "Atlantis"),
        ("origin", "", "origin"),
        ("colour", "red", "colour"),
        ("days", 10**400, "digits"),
    ],
)
def test_fields(command, tmp_path, field, value, says):
    (tmp_path / "r.json").write_text(json.dumps({**REQUEST, field: value}), encoding="utf-8")
    ran = command("solve", "r.json")
    assert ran.code == 2, ran.said
    assert says in ran.said
    assert "defect" not in ran.said


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("r.json", "[]", "mapping"),
        ("r.json", "null", "mapping"),
        ("r.json", '"text"', "mapping"),
        ("r.json", '{"origin": "A"', "not JSON"),
        ("r.json", '{"days": 3, "days": 4}', "stands twice"),
        ("r.yaml", "days: [3", "not YAML"),
        ("r.yaml", "days: *three", "liases"),
        ("r.json", '{"jobs": [], "origin": "x"}', "--domain"),
    ],
)
def test_request_files(command, tmp_path, name, content, says):
    (tmp_path / name).write_text(content, encoding="utf-8")
    ran = command("solve", name)
    assert ran.code == 2
    assert says in ran.said
    assert "defect" not in ran.said


# ---------------------------------------------------------------- data


@pytest.fixture
def offers(tmp_path):
    """A copy of the example's data."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "offers"))


def edited(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_data_that_are_broken_here_are_good_ones(command, offers):
    assert command("solve", TRIP, "--data", offers).code == 0


@pytest.mark.parametrize(
    ("name", "damage", "says"),
    [
        ("hotels.csv", lambda path: edited(path, "price", "cost"), "no column 'price'"),
        ("restaurants.csv", lambda path: path.unlink(), "restaurants.csv is missing"),
        ("flights.csv", lambda path: edited(path, "2027-05-03", "2027-02-30"), "2027-02-30"),
        ("roads.csv", lambda path: path.write_bytes(b"\xff\xfe\x00r"), "roads.csv"),
        ("cities.csv", lambda path: path.write_text("", encoding="utf-8"), "cities.csv"),
        ("policy.yaml", lambda path: path.write_text("name: [", encoding="utf-8"), "policy.yaml"),
        ("policy.yaml", lambda path: path.write_text("name: x\ntaxes: 3\n", encoding="utf-8"), "policy.yaml"),
        ("hotels.csv", lambda path: (path.unlink(), path.mkdir()), "hotels.csv"),
    ],
)
def test_a_broken_data_file_is_named(command, offers, name, damage, says):
    damage(offers / name)
    for request in (TRIP, written_request(offers)):
        ran = command("solve", request, "--data", offers)
        assert ran.code == 2, ran.said
        assert says in ran.said
        assert "defect" not in ran.said


def written_request(folder):
    path = folder.parent / "request.json"
    path.write_text(json.dumps(REQUEST), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "says"),
    [("[]", "one object"), ('{"a": 1}', "no known layout"), ("{", "not JSON"), ("", "empty")],
)
def test_a_data_file_of_something_else(command, tmp_path, content, says):
    (tmp_path / "data.json").write_text(content, encoding="utf-8")
    ran = command("solve", TRIP, "--data", "data.json")
    assert ran.code == 2
    assert says in ran.said


def test_an_empty_data_folder(command, tmp_path):
    (tmp_path / "empty").mkdir()
    ran = command("solve", TRIP, "--data", "empty")
    assert ran.code == 2
    assert "cities.csv" in ran.said


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_data_file(command, offers):
    (offers / "hotels.csv").chmod(0)
    ran = command("solve", TRIP, "--data", offers)
    assert ran.code == 2
    assert "hotels.csv" in ran.said


# ---------------------------------------------------------------- plans


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.json", "{}", "plan"),
        ("plan.json", '{"schema": 1, "status": "infeasible", "plan": null}', "no plan"),
        ("plan.json", '[{"days": 1}]', "day"),
        ("plan.json", '{"days": [{"day": 1, "city": 5}]}', "city"),
        ("plan.md", "Dear diary,", "plan"),
        ("plan.jsonl", "{}\n{}\n", "2 rows"),
        ("plan.csv", "a,b", ".json"),
    ],
)
def test_plans_that_are_none(command, tmp_path, name, content, says):
    (tmp_path / name).write_text(content, encoding="utf-8")
    ran = command("check", name, "--request", TRIP)
    assert ran.code == 2, ran.said
    assert says in ran.said
    assert "defect" not in ran.said


def test_a_plan_for_another_trip_is_invalid_and_every_rule_is_named(command, tmp_path):
    answer = command("solve", TRIP, "--json").answer
    (tmp_path / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    assert command("check", "answer.json", "--request", TRIP).code == 0
    ran = command("check", "answer.json", "--request", changed("two people", "five people"))
    assert ran.code == 1
    assert "budget" in ran.said
