"""Exports: one row for each Answer, also where there is no plan; the data only where they are at hand."""

from __future__ import annotations

import json

import pytest
from support.picnic import Picnic

import planner.exports
import planner.registry
from encoders.errors import InputError
from planner.exports import run
from planner.registry import Registry

PLAN = {
    "schema": 1,
    "id": 1,
    "status": "optimal",
    "domain": "picnic",
    "request": {"people": 2},
    "plan": {"dishes": ["cake"], "cost": 18},
}
NONE = {**PLAN, "id": "b", "status": "infeasible", "request": {"people": 1, "dishes": ["soup"]}, "plan": None}
UNCLEAR = {**PLAN, "id": 3, "status": "unclear", "domain": None, "request": None, "plan": None}
STRANGE = {**PLAN, "id": 4, "plan": {"dishes": ["cake"], "cost": 99}, "request": {"people": 2, "budget": 50}}
"""A plan made from another menu: the example refuses it."""


@pytest.fixture
def only_picnics(monkeypatch):
    monkeypatch.setattr(planner.registry, "BUILT_IN", {})
    monkeypatch.setattr(
        planner.exports, "installed", lambda: Registry(plugins={"picnic": None}, _loaded={"picnic": Picnic()})
    )


@pytest.fixture
def files(tmp_path, only_picnics):
    """Write Answers, export them, and give what was written."""

    def export(answers, layout, out="out.jsonl", data=None):
        if isinstance(answers, dict):
            path = tmp_path / "answer.json"
            path.write_text(json.dumps(answers, indent=1), encoding="utf-8")
        else:
            path = tmp_path / "answers.jsonl"
            path.write_text("".join([f"{json.dumps(row)}\n" for row in answers]), encoding="utf-8")
        written = run(path, tmp_path / out, layout, data)
        return written, (tmp_path / out).read_text(encoding="utf-8")

    return export


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def test_one_row_for_each_answer_null_where_there_is_no_plan(files):
    written, text = files([PLAN, NONE, UNCLEAR], "json")
    assert rows(text) == [{"id": 1, "plan": PLAN["plan"]}, {"id": "b", "plan": None}, {"id": 3, "plan": None}]
    assert (written.count, written.notes) == (3, ())


def test_request_forms_give_requests_also_without_a_plan(files):
    _, text = files([PLAN, NONE, UNCLEAR], "line-request")
    assert rows(text) == [{"id": 1, "request": "2 "}, {"id": "b", "request": "1 soup"}, {"id": 3, "request": None}]


def test_text_goes_into_a_text_file_as_it_is_and_into_rows_elsewhere(files):
    assert files(PLAN, "markdown", "plan.md")[1] == "# Bring cake\n"
    assert files([PLAN, NONE], "markdown", "plans.md")[1] == "# Bring cake\n\n---\n\nNo plan for b: infeasible.\n"
    assert rows(files([PLAN, NONE], "markdown")[1]) == [{"id": 1, "plan": "# Bring cake\n"}, {"id": "b", "plan": None}]


def test_an_answer_without_an_id_is_a_row_too(files):
    answer = {name: value for name, value in PLAN.items() if name != "id"}
    assert rows(files(answer, "json")[1]) == [{"id": None, "plan": PLAN["plan"]}]


def test_unknown_forms_list_the_known_ones(files):
    with pytest.raises(InputError, match="json, line-request, markdown"):
        files([PLAN], "pdf")


def test_a_plan_from_other_offers_is_written_without_any(files):
    written, text = files([PLAN, STRANGE], "json")
    assert [row["plan"]["cost"] for row in rows(text)] == [18, 99]
    assert "1 plan was made from other offers" in written.notes[0]
    with pytest.raises(InputError, match=r"give it with --data") as refused:
        files([STRANGE], "markdown")
    assert "line 1" in refused.value.where


def test_the_offers_come_from_a_file_or_from_the_batchs_requests(files, tmp_path):
    menu = tmp_path / "menu.json"
    menu.write_text('{"cake": 20}', encoding="utf-8")
    assert (
        files([STRANGE], "markdown", data=str(menu))[0].notes[0].startswith("1 plan does not fit the offers of --data")
    )
    requests = tmp_path / "requests.jsonl"
    given = [{"id": 1, "data": {"cake": 9}}, {"id": 4, "options": {"data": str(menu)}}]
    requests.write_text("".join([f"{json.dumps(row)}\n" for row in given]), encoding="utf-8")
    assert len(rows(files([PLAN, STRANGE], "markdown", data=str(requests))[1])) == 2
    with pytest.raises(InputError, match="no row with the id 9"):
        files([{**PLAN, "id": 9}], "markdown", data=str(requests))


@pytest.mark.usefixtures("only_picnics")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no answers"),
        ("{}\n", "no Answer"),
        ('{"schema": 1, "status": "optimal"\n', "not JSON"),
        ("[1]\n", "no Answer"),
        (json.dumps({**PLAN, "plan": {"days": []}}) + "\n", "not a picnic's plan"),
        (json.dumps({**PLAN, "domain": "chess"}) + "\n", "no domain is called 'chess'"),
    ],
)
def test_a_file_of_something_else_is_refused_and_nothing_is_written(tmp_path, content, says):
    path = tmp_path / "answers.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        run(path, tmp_path / "out.jsonl", "json")
    assert not (tmp_path / "out.jsonl").exists()


def test_what_export_writes_check_reads(command, shop, tight_shop, tmp_path):
    answer = command("solve", shop, "--json")
    (tmp_path / "answer.json").write_text(answer.out, encoding="utf-8")
    for layout, name in (("json", "plan.jsonl"), ("markdown", "plan.jsonl"), ("markdown", "plan.md")):
        assert command("export", "answer.json", name, "--as", layout).code == 0
        assert command("check", name, "--request", shop).code == 0
        late = command("check", name, "--request", tight_shop)
        assert (late.code, "after 10" in late.said) == (1, True)


def test_places_that_cannot_be_read_or_written_are_named(tmp_path, files):
    with pytest.raises(InputError, match="no such file"):
        run(tmp_path / "gone.json", tmp_path / "out", "json")
    with pytest.raises(InputError, match="cannot be written"):
        files([PLAN], "json", out="no/folder.jsonl")
