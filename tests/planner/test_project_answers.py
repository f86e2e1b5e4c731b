"""Projects from end to end, without a network: which world a text belongs to, plans, conflicts, ways out, foreign plans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.project_wordings import FIRST, SECOND
from support.real_data import DATA, ROOT, travelplanner_rows

from domains.project import domain
from planner.interpret.choose import domain_of_text
from planner.options import Options
from planner.pipeline import respond, respond_check
from planner.registry import installed
from planner.sources import given_text

EXAMPLE = (ROOT / "examples" / "project.txt").read_text(encoding="utf-8")


SHOPS = [
    "We have two jobs. Job A goes to the saw for 3 hours, then to the lathe for 2 hours. Job B needs the lathe for 4 hours, then the "  # noqa: E501
    "saw for 1. A is due by 9. Finish as early as possible.",
    "Every job visits cutting, sewing and packing in this order. Job 1 takes 3, 2 and 4. Job 2 takes 1, 5 and 2.",
    "There are three orders. Order 11 spends 2 days on the mill followed by 1 day on the grinder. Order 12 spends 3 days on the "
    "grinder. Order 13 spends 1 day on the mill. The deadline is 6 days.",
]


def answer(text, **options):
    return respond(given_text(text), Options(**options), debug=True)


@pytest.mark.parametrize("text", [text for text, _ in [*FIRST, *SECOND]])
def test_projects_are_planned_without_naming_the_world(text):
    found = answer(text)
    assert found.domain == "project"
    assert found.status in ("optimal", "infeasible")


def test_other_worlds_keep_their_texts():
    for name in ("calendar_scheduling", "trip_planning", "meeting_planning"):
        path = DATA / "natural_plan" / f"{name}.json"
        rows = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        told = {key: row["prompt_0shot"].split("TASK:")[-1] for key, row in rows.items()}
        assert [key for key, text in told.items() if domain.recognises(text) > 0.1] == []
    assert [row["query"] for row in travelplanner_rows() if domain.recognises(row["query"]) > 0.1] == []
    for path in (ROOT / "examples").glob("*.txt"):
        if path.name != "project.txt":
            assert domain.recognises(Path(path).read_text(encoding="utf-8")) < 0.2, path
    for text in SHOPS:
        assert domain_of_text(text, installed()).name == "jobshop"


def test_the_example_is_solved_to_proof():
    found = answer(EXAMPLE)
    assert found.status == "optimal"
    assert found.plan["makespan"] == 14
    assert found.unread == []


def test_a_deadline_too_early_is_explained_and_extended_exactly():
    found = answer(EXAMPLE.replace("by day 15", "by day 13"))
    assert found.status == "infeasible"
    conflict = found.conflicts[0]
    assert conflict.minimal
    assert "deadline" in conflict.constraints
    assert all([path.split("/")[0] in ("order", "resources", "deadline") for path in conflict.constraints])
    first, *others = found.suggestions
    assert [(edit.constraint, edit.after) for edit in first.changes] == [("deadline", 14)]
    assert all([suggestion.verified for suggestion in found.suggestions])
    changed = {edit.constraint for suggestion in others for edit in suggestion.changes}
    assert "resources/worker" in changed
    assert any([path.startswith("activities/") for path in changed])
    more = next(s for s in others if s.changes[0].constraint == "resources/worker")
    assert more.says.startswith("Have 1 more worker: 4 instead of 3")


def test_a_chain_is_the_reason():
    text = "Digging takes 3 days. Pouring takes 4 days and comes after digging. Everything must be finished by day 6."
    found = answer(text)
    assert found.status == "infeasible"
    assert sorted(found.conflicts[0].constraints) == ["deadline", "order/digging before Pouring"]
    told = json.dumps(found.model_dump(mode="json"))
    assert "The chain digging, then Pouring cannot end before 7 days have passed." in told


def test_foreign_plans_are_verified():
    text = "Digging takes 3 days. Pouring takes 4 days and comes after digging."
    good = {"tasks": [{"task": "digging", "start": 0, "end": 3}, {"task": "Pouring", "start": 3, "end": 7}]}
    bad = {"tasks": [{"task": "digging", "start": 0, "end": 3}, {"task": "Pouring", "start": 2, "end": 6}]}
    assert respond_check(good, given_text(text), Options()).status == "valid"
    found = respond_check(bad, given_text(text), Options())
    assert found.status == "invalid"
    assert [violation.constraint for violation in found.violations] == ["order/digging before Pouring"]


def test_nonsense_is_asked_back():
    found = answer("Flurble the quandary near the 7 mauve projects.")
    assert found.status == "unclear"


@pytest.mark.parametrize(
    "arguments",
    [
        ("what-if", EXAMPLE, "what if there is one more worker"),
        ("why", EXAMPLE, "why does painting start so late"),
        ("why-not", EXAMPLE, "why not start the roof on day 3"),
        ("what-if", EXAMPLE, "what if the walls are left out"),
    ],
)
def test_questions(command, arguments):
    ran = command(*arguments)
    assert ran.code in (0, 1), ran.err
    assert "Where " in ran.out
