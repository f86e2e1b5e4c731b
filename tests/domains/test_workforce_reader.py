"""Rosters in English: what is read, what is asked, and whose texts they are."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from support.real_data import DATA, ROOT

from domains.workforce import domain
from domains.workforce.data import WorkforceData
from domains.workforce.request import RosterRequest
from planner.interpret.choose import domain_of_text
from planner.pipeline import solve
from planner.registry import installed

WORDINGS = yaml.safe_load((Path(__file__).parent / "roster_wordings.yaml").read_text(encoding="utf-8"))
TODAY = date(2030, 1, 1)


def read(text):
    return domain.read(text, WorkforceData(), TODAY)


@pytest.mark.parametrize("entry", WORDINGS, ids=range(len(WORDINGS)))
def test_wordings(entry):
    reading = read(entry["text"])
    if entry.get("unclear"):
        assert reading.unread or reading.questions
        return
    assert [span.quote for span in reading.unread] == []
    assert reading.questions == ()
    assert reading.request == RosterRequest.model_validate(entry["is"])


@pytest.mark.parametrize("entry", [e for e in WORDINGS if "is" in e][:8])
def test_what_is_read_is_in_the_problem(entry):
    """The pipeline raises where a wish that was read is not in the problem."""
    answer = solve(entry["text"])
    assert answer.domain == "workforce"
    assert answer.status in ("optimal", "infeasible"), answer.error
    assert any(entry.quote for entry in answer.understood)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Mel and Ned share the desk from Monday to Wednesday. Ned cannot work on Tuesday.", "How many people"),
        ("Two people are needed on Monday and Tuesday. Nobody works more than one shift.", "Who can work"),
        ("Ann and Bob share the desk. One person is needed each day.", "Which days"),
        (
            "Ann and Bob share the desk on Monday. One person is needed each day. Zoe is off on Monday.",
            "Zoe is not among",
        ),
        (
            "Ann and Bob share the desk on Monday. One person is needed each day. Ann costs $9 a shift.",
            "What does Bob cost",
        ),
        ("Ann and Bob share the desk on Monday. One person is needed. Ann costs $9 an hour and Bob $8.", "by the hour"),
        ("Ann and Bob share the desk on Monday. One person is needed each day. As cheap as possible.", "Nobody's pay"),
    ],
)
def test_what_is_missing_is_asked(text, asks):
    reading = read(text)
    assert reading.request is None or reading.unread
    assert any(asks in question for question in reading.questions), reading.questions


@pytest.mark.parametrize("text", ["Write me a poem about spring.", "", "??", "42", "ROSTER", "Monday"])
def test_nonsense_is_no_roster(text):
    reading = read(text)
    assert reading.request is None
    assert reading.questions


def other_texts():
    """Requests of other worlds."""
    for file in sorted((ROOT / "examples").glob("*.txt")):
        if "roster" not in file.name:
            yield file.read_text(encoding="utf-8")
    for name in ("calendar_scheduling", "meeting_planning", "trip_planning"):
        file = DATA / "natural_plan" / f"{name}.json"
        if file.is_file():
            content = json.loads(file.read_text(encoding="utf-8"))
            for entry in content.values() if isinstance(content, dict) else content:
                yield entry.get("prompt_0shot") or entry["prompt"]
    file = DATA / "travelplanner" / "train.jsonl"
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["query"]


def test_texts_of_other_worlds_are_left_to_them():
    for text in other_texts():
        found = domain_of_text(text, installed())
        assert found is None or found.name != "workforce", text
        assert domain.recognises(text) <= 0.25, text


@pytest.mark.parametrize("entry", [e for e in WORDINGS if "is" in e], ids=lambda e: e["text"][:20])
def test_rosters_are_recognised(entry):
    found = domain_of_text(entry["text"], installed())
    assert found is not None
    assert found.name == "workforce"
