"""Days of meeting friends in English: own wordings, the generator's prompts with other names, and what is no request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from support.friend_worlds import natural_day
from support.real_data import DATA, ROOT, travelplanner_rows

from domains.meetings import domain
from planner.interpret.choose import domain_of_text
from planner.registry import installed

WORDINGS = yaml.safe_load(Path(__file__).with_name("meetings_wordings.yaml").read_text(encoding="utf-8"))


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
def test_prompts_of_the_generator_with_other_names_and_places(seed):
    text, request = natural_day(seed)
    found = read(text)
    assert (found.unread, found.questions) == ((), ()), text
    assert found.request == request, text
    assert domain_of_text(text, installed()) is domain


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("I start at the inn at 9:00. I want to meet Ann for 30 minutes. Inn to harbour: 10.", "Where is Ann"),
        ("Ann is at the harbour from 10 to 11. Inn to harbour: 10.", "Where does the day begin"),
        ("I start at the inn at 9. Ann is at the harbour from 10 to 11.", "How many minutes is it from"),
        (
            "I start at the inn at 9. Ann is at the harbour from 10 to 11. Ann is at the harbour from 14 to 15. Inn to "
            "harbour: 10.",
            "two different times",
        ),
        ("I start at the inn at 9. Ann is at the harbour from 11 to 10. Inn to harbour: 10.", "ends before it begins"),
        (
            "I start at the inn at 9. Inn to harbour: 10. Inn to harbour: 12. Ann is at the harbour from 10 to 11.",
            "10 or 12 minutes",
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
        "Ann only has time when it rains.", "I cannot carry more than 3 umbrellas.", "Ann hates Bob.", "Unless Bob is ill.",
        "Meet Ann only if Bob is late.", "The harbour closes on holidays.", "At most one of them after lunch.",
        "I need a break of 30 minutes.", "Ann and Bob must not be met on the same day.",
        "Never meet Ann.", "I must not meet Ann.", "Do not meet Bob before Ann.",
        "I want to meet neither Ann nor Bob.", "Meet Ann, not Bob.",
    ],
)  # fmt: skip
def test_conditions_that_are_not_understood_stay_unread(addition):
    text = (
        "I start at the inn at 9:00. Ann is at the harbour from 10 to 11 for 30 minutes. Bob is at the mill from 10 to "
        "12 for 20 minutes. "
        "Inn to harbour: 10. Inn to mill: 5. Harbour to mill: 10."
    )
    assert not read(text).unread
    found = read(f"{text} {addition}")
    assert found.unread or found.questions, found.request


def prompts(task):
    path = DATA / "natural_plan" / f"{task}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def test_other_worlds_keep_their_texts():
    for task in ("calendar_scheduling", "trip_planning"):
        assert [
            n for n, row in prompts(task).items() if domain.recognises(row["prompt_0shot"].split("TASK:")[-1]) > 0.4
        ] == []
    assert [row["query"] for row in travelplanner_rows() if domain.recognises(row["query"]) > 0.3] == []
    for path in (ROOT / "examples").glob("*.txt"):
        if path.name != "friends.txt":
            assert domain.recognises(path.read_text(encoding="utf-8")) < 0.4, path


def test_real_prompts_go_to_this_world_and_are_read():
    for name, row in prompts("meeting_planning").items():
        text = row["prompt_0shot"].split("TASK:")[-1]
        assert domain_of_text(text, installed()) is domain, name
        found = read(text)
        assert found.request is not None, name
        assert not found.unread, name
        assert found.request.travel == row["dist_matrix"]


def test_nonsense_is_not_read():
    for text in ("Colourless green ideas sleep furiously near 7 umbrellas.", "qwx zzgh 12 blorp", ""):
        found = read(text)
        assert found.request is None
        assert found.unread or found.questions


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("skip Bob", "skip/Bob"), ("I must meet Bob", "must/Bob"), ("meet Ann for 45 minutes", "friends/Ann"),
        ("Bob is at the mill from 10 to 14", "friends/Bob"), ("meet Ann before Bob", "order/Ann before Bob"),
        ("finish by 13:00", "latest_end"), ("I start at the inn at 8:30", "arrive"), ("Inn to mill: 25", "travel/inn/mill"),
        ("I have to be back at the inn by 12:30", "latest_return"), ("finish as early as possible", "objective"),
    ],
)  # fmt: skip
def test_changes(text, path):
    request = read(WORLD).request
    found = domain.read_change(text, request, None, None, None)
    assert found.understood, found
    assert [change.path for change in found.changes] == [path]
    assert found.request != request


WORLD = (
    "I start at the inn at 9:00. Ann is at the harbour from 10 to 11 for 30 minutes. Bob is at the mill from 10 to 12 "
    "for 20 minutes. "
    "Inn to harbour: 10. Inn to mill: 5. Harbour to mill: 10."
)


def test_change_examples_are_understood():
    request = read(WORLD).request
    for text in domain.change_examples(request, None):
        found = domain.read_change(text, request, None, None, None)
        assert found.understood, text
        assert found.changes, text
