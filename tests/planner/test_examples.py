"""The examples do what their README says."""

from __future__ import annotations

import re
import shlex

import pytest
from support.real_data import ROOT

EXAMPLES = ROOT / "examples"

IMPOSSIBLE = ("examples/impossible.txt", "examples/open_shifts.yaml", "examples/food_bank_impossible.txt")
"""Examples without a plan."""


def test_the_weekend_has_a_proved_plan(command):
    done = command("solve", EXAMPLES / "weekend.txt", "--json")
    assert (done.code, done.answer["status"], done.answer["unread"]) == (0, "optimal", [])
    assert done.answer["objective"] == [{"name": "cheapest", "value": 410, "bound": 410}]


def test_the_impossible_weekend_is_explained(command):
    done = command("solve", EXAMPLES / "impossible.txt", "--json")
    assert (done.code, done.answer["status"]) == (1, "infeasible")
    (conflict,) = done.answer["conflicts"]
    assert conflict["minimal"]
    assert set(conflict["constraints"]) == {"budget", "room type", "house rule/pets"}
    first, *others = done.answer["suggestions"]
    assert [(c["constraint"], c["from"], c["to"]) for c in first["changes"]] == [("budget", 400, 410)]
    other = others[0]["changes"][
        0
    ]  # a shared room costs less than giving up the room or the pets: none of them is beaten by it
    assert (other["constraint"], other["kind"], other["to"]) == ("room type", "replace", "shared room")
    assert {s["changes"][0]["constraint"] for s in others} == {"room type", "destination", "days"}
    assert any(["cheapest private room in Porto Selene that allows pets" in because for because in conflict["because"]])


@pytest.mark.parametrize("name", ["tour.txt", "tour.yaml"])
def test_the_tours_visit_two_cities_of_the_region(command, name):
    done = command("solve", EXAMPLES / name, "--json")
    assert (done.code, done.answer["status"], done.answer["request"]["city count"]) == (0, "optimal", 2)
    beds = [day["bed"]["city"] for day in done.answer["plan"]["days"] if day["bed"]]
    assert len(beds) == 4
    assert len(set(beds)) == 2


def test_every_command_of_the_readme_runs(command, monkeypatch):
    lines = re.findall(r"`planproof (.+?)`", (EXAMPLES / "README.md").read_text(encoding="utf-8"))
    runnable = [shlex.split(line) for line in lines if "..." not in line and "FILE" not in line]
    assert len(runnable) >= 5
    monkeypatch.chdir(ROOT)
    codes = {arguments[1]: command(*arguments).code for arguments in runnable}
    assert codes == {path: int(path in IMPOSSIBLE) for path in codes}
