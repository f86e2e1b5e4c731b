"""Requests for meetings in English: own wordings, the generator's prompts with other names and times, and what is no request."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from support.calendar_worlds import natural_prompt
from support.real_data import DATA, ROOT, travelplanner_rows

from domains.calendar import domain
from planner.interpret.choose import domain_of_text
from planner.registry import installed

TODAY = date(2026, 2, 25)

WORDINGS = yaml.safe_load(Path(__file__).with_name("calendar_wordings.yaml").read_text(encoding="utf-8"))


def read(text):
    return domain.read(text, domain.load(None), TODAY)


@pytest.mark.parametrize("row", WORDINGS, ids=lambda row: row["text"][:30])
def test_own_wordings(row):
    text, content = row["text"], row["request"]
    found = read(text)
    assert (found.unread, found.questions) == ((), ())
    assert found.request.model_dump(exclude_defaults=True) == content
    assert domain_of_text(text, installed()) is domain


@pytest.mark.parametrize("seed", range(60))
def test_prompts_of_the_generator_with_other_names_and_times(seed):
    text, request = natural_prompt(seed)
    found = read(text)
    assert (found.unread, found.questions) == ((), ()), text
    assert found.request.people == request.people, text
    assert sorted(found.request.wishes) == sorted(set(request.wishes)), text
    assert (found.request.minutes, found.request.days, found.request.earliest) == (
        request.minutes,
        request.days,
        request.earliest,
    )


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Find a time for Ann and Bob on Monday.", "How long"),
        ("Find an hour for Ann and Bob.", "On which days"),
        ("Find an hour or 30 minutes for Ann and Bob on Monday.", "ow long"),
        ("Find an hour for Ann on Monday with at least 2 days notice.", "which dates"),
        ("Find an hour for Ann on 30 February 2026.", "Which day"),
    ],
)
def test_what_is_missing_or_contradicts_is_asked(text, asks):
    found = read(text)
    assert found.request is None
    assert any([asks in question for question in found.questions]), found.questions


@pytest.mark.parametrize(
    "addition",
    [
        "Ann will only meet near the fountain.", "The room must have a projector.",
        "Bob is busy when it rains.", "Not on days with an R.",
        "Ann is busy except on Monday at 10.", "At most two of them on odd days.", "Unless Bob is ill.",
    ],
)  # fmt: skip
def test_conditions_that_are_not_understood_stay_unread(addition):
    found = read(f"Find an hour for Ann and Bob on Monday or Tuesday. {addition}")
    assert found.unread or found.questions, found.request


def test_soft_sounding_wishes_are_firm_and_hedged_ones_are_not():
    firm = read("An hour for Ann on Monday or Tuesday. Ann would rather not meet on Monday.").request
    soft = read("An hour for Ann on Monday or Tuesday. If possible, Ann would not meet on Monday.").request
    assert (firm.wishes, firm.preferences) == (["Ann: not Monday"], [])
    assert (soft.wishes, soft.preferences) == ([], ["Ann: not Monday"])


def test_days_that_stand_alone_go_on_with_the_wish_before():
    found = read(
        "Half an hour for Ann and Bob on either Monday, Tuesday or Friday. "
        "Ann can not meet on Monday. Tuesday before 15:00. Friday."
    )
    assert found.request.wishes == ["Ann: not Monday", "Ann: not Tuesday before 15:00", "Ann: not Friday"]


# ---------------------------------------------------------------- real prompts


def prompts(task):
    path = DATA / "natural_plan" / f"{task}.json"
    return {} if not path.is_file() else json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "row"), [pytest.param(n, r, id=n.rsplit("_", 1)[1]) for n, r in prompts("calendar_scheduling").items()]
)
def test_natural_plan_is_read_in_full(name, row):
    text = row["prompt_0shot"].split("TASK:")[-1].replace("SOLUTION:", "")
    found = read(text)
    assert (found.unread, found.questions) == ((), ())
    day, start, end = re.search(r"(\w+day), (\d+:\d+) - (\d+:\d+)", row["golden_plan"]).groups()
    plan = domain.parse_plan({"day": day, "start": start, "end": end}, found.request, domain.load(None))
    assert domain.check(plan, found.request, domain.load(None)) == []
    assert len(found.request.people) == int(row["num_people"])
    assert len(found.request.days) == int(row["num_days"])
    assert found.request.minutes == 60 * float(row["duration"])
    assert domain_of_text(text, installed()) is domain


@pytest.mark.parametrize("task", ["meeting_planning", "trip_planning"])
def test_other_tasks_do_not_sound_like_a_meeting_in_a_calendar(task):
    assert [name for name, row in prompts(task).items() if domain.recognises(row["prompt_0shot"]) > 0.1] == []


def test_trips_do_not_sound_like_meetings():
    assert [row["query"] for row in travelplanner_rows() if domain.recognises(row["query"]) > 0.1] == []
    for path in sorted((ROOT / "examples").glob("*.txt")):
        if not path.stem.startswith("meeting"):
            assert domain.recognises(path.read_text(encoding="utf-8")) < 0.4, path
