"""Batches: one Answer a row, in the order of the rows, whatever happens to a row."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

from encoders.errors import InputError
from planner.answer import Answer
from planner.batch import run, workers
from planner.batch.rows import answer_row
from planner.datasets import Datasets
from planner.registry import installed

if TYPE_CHECKING:
    from pathlib import Path

SHOP = {"jobs": [{"name": "a", "tasks": [{"machine": "m", "duration": 4}]}], "deadline": 5}
LATE = {**SHOP, "deadline": 3}
FT03 = "2 2\n0 3 1 2\n1 2 0 4\n"


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answered(row: object, number: int = 1) -> Answer:
    content = row if isinstance(row, bytes) else json.dumps(row).encode()
    return answer_row(content, number, installed(), Datasets())


def test_every_kind_of_row_gets_one_answer_in_its_place(tmp_path):
    rows = [
        json.dumps({"id": "plan", "request": SHOP}),
        "",
        json.dumps({"id": 2, "domain": "jobshop", "request": LATE}),
        "{broken",
        json.dumps({"id": "text", "text": FT03, "domain": "jobshop", "options": {"format": "standard"}}),
        json.dumps({"id": "unclear", "text": "Teach me to juggle."}),
        json.dumps({"id": "bad", "request": {"jobs": []}}),
    ]
    requests, answers = tmp_path / "requests.jsonl", tmp_path / "answers.jsonl"
    requests.write_text("\n".join(rows), encoding="utf-8")
    said = []
    outcome = run(requests, answers, jobs=2, progress=said.append)
    found = lines(answers)
    assert [(row.get("id"), row["status"]) for row in found] == [
        ("plan", "optimal"), (2, "infeasible"), (None, "error"), ("text", "optimal"), ("unclear", "unclear"), ("bad", "error"),
    ]  # fmt: skip
    assert found[2]["error"]["where"].startswith("line 4")
    assert (outcome.rows, outcome.written, outcome.exit_code) == (6, 6, 0)
    assert outcome.statuses == {"optimal": 2, "infeasible": 1, "error": 2, "unclear": 1}
    assert said[-1] == "6 of 6 rows written"
    for row in found:
        Answer.model_validate(row)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b"[1]", "no object"),
        (b"{", "one line"),
        (b'{"id": "\xff"}', "UTF-8"),
        ({"id": 1}, "neither"),
        ({"id": 1, "text": "a", "request": {}}, "both"),
        ({"id": 1, "query": "a"}, "no field 'query'; there are id, domain, text, request, data, options"),
        ({"id": 1, "text": 5}, "in words"),
        ({"id": 1, "text": " "}, "empty"),
        ({"id": [1], "text": "a trip"}, "text or a whole number"),
        ({"id": 1.5, "text": "a trip"}, "text or a whole number"),
        ({"id": 1, "request": SHOP, "options": {"timelimit": 1}}, "no option 'timelimit'"),
        ({"id": 1, "request": SHOP, "options": [1]}, "is an object"),
        ({"id": 1, "request": SHOP, "options": {"engine": "magic"}}, "auto, z3, cpsat"),
        ({"id": 1, "request": SHOP, "domain": "chess"}, "no domain is called 'chess'"),
        ({"id": 1, "request": SHOP, "domain": "jobshop", "options": {"domain": "jobshop"}}, "keep one of them"),
        ({"id": 1, "request": SHOP, "data": "no/such/folder"}, "no such data folder"),
        ({"id": 1, "request": SHOP, "data": 7}, "folder or an object"),
        ({"id": 1, "request": {"jobs": "x"}}, "not a job shop"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(row, says):
    answer = answered(row)
    assert answer.status == "error"
    assert answer.error is not None
    assert answer.error.kind == "input"
    assert says.lower() in answer.error.says.lower()


def test_options_are_those_of_solve():
    answer = answered(
        {"id": 1, "request": LATE, "options": {"engine": "z3", "keep": ["deadline"], "seed": 3, "time-limit": 9.5}}
    )
    assert (answer.status, answer.statistics.engine, answer.statistics.seed, answer.suggestions) == (
        "infeasible",
        "z3",
        3,
        [],
    )


def test_an_answers_request_can_be_fed_back_as_a_row():
    first = answered({"id": 1, "request": SHOP})
    again = answered({"id": 2, "request": first.request})
    assert (again.plan, again.request) == (first.plan, first.request)
    late = answered({"id": 3, "request": LATE})
    repaired = answered({"id": 4, "request": late.suggestions[0].request})
    assert (repaired.status, repaired.plan) == ("optimal", late.suggestions[0].plan)


def test_a_data_folder_is_loaded_once(tmp_path):
    from support.picnic import Picnic

    menu = tmp_path / "menu.json"
    menu.write_text('{"cake": 3}', encoding="utf-8")
    world, datasets = Picnic(), Datasets()
    for _ in range(3):
        assert datasets.load(world, menu) == {"cake": 3}
        datasets.load(world, None)
    assert world.loads == 2
    datasets.load(world, {"cake": 4})
    assert world.loads == 3


def test_lone_surrogates_stay_valid_json(tmp_path):
    requests, answers = tmp_path / "r.jsonl", tmp_path / "a.jsonl"
    requests.write_text('{"id": "\\ud800", "text": "x \\udfff"}\n', encoding="utf-8")
    run(requests, answers)
    assert lines(answers)[0]["id"] == "\ud800"


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_a_file_without_rows_gives_a_file_without_answers(tmp_path, content):
    requests, answers = tmp_path / "r.jsonl", tmp_path / "a.jsonl"
    requests.write_bytes(content)
    outcome = run(requests, answers, jobs=4)
    assert (outcome.rows, outcome.exit_code, answers.read_bytes()) == (0, 0, b"")


def test_what_cannot_be_read_or_written_is_refused_before_anything_is_overwritten(tmp_path):
    requests, answers = tmp_path / "r.jsonl", tmp_path / "a.jsonl"
    answers.write_text("old", encoding="utf-8")
    for place in (tmp_path / "gone.jsonl", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            run(place, answers)
    requests.write_bytes('{"id": 1}'.encode("utf-16"))
    with pytest.raises(InputError, match="UTF-8"):
        run(requests, answers)
    assert answers.read_text(encoding="utf-8") == "old"
    requests.write_text('{"id": 1, "text": "x"}', encoding="utf-8")
    with pytest.raises(InputError, match="overwrite the requests"):
        run(requests, requests)
    with pytest.raises(InputError, match="cannot be written"):
        run(requests, tmp_path / "no" / "folder.jsonl")
    assert requests.read_text(encoding="utf-8") == '{"id": 1, "text": "x"}'


FRAGILE = """
    import os, signal, sys
    for line in sys.stdin.buffer:
        number, _, row = line.partition(b" ")
        if b"exit" in row:
            os._exit(3)
        if b"kill" in row:
            os.kill(os.getpid(), signal.SIGKILL)
        if b"half" in row:
            sys.stdout.write("optimal {")
            sys.stdout.flush()
            os._exit(0)
        sys.stdout.write('optimal {"row": %d}\\n' % int(number))
        sys.stdout.flush()
"""


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_worker_that_dies_costs_its_row_only(tmp_path, monkeypatch, jobs):
    def fragile(model):
        return subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(FRAGILE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    monkeypatch.setattr(workers, "_started", fragile)
    requests, answers = tmp_path / "r.jsonl", tmp_path / "a.jsonl"
    requests.write_text(
        '{"id": 1}\n{"id": 2, "t": "exit"}\n{"id": 3, "t": "kill"}\n{"id": "x", "t": "half"}\n{"id": 5}\nkill\n',
        encoding="utf-8",
    )
    outcome = run(requests, answers, jobs=jobs)
    found = lines(answers)
    assert (outcome.written, outcome.exit_code) == (6, 0)
    assert [row.get("row") for row in found] == [1, None, None, None, 5, None]
    dead = [row for row in found if "row" not in row]
    assert [(row.get("id"), row["error"]["kind"]) for row in dead] == [
        (2, "internal"),
        (3, "internal"),
        ("x", "internal"),
        (None, "internal"),
    ]
    assert "exit code 3" in dead[0]["error"]["says"]
    assert "SIGKILL" in dead[1]["error"]["says"]
    assert dead[1]["error"]["where"] == "line 3"


def test_a_worker_that_cannot_be_started_is_told_in_every_row(tmp_path, monkeypatch):
    monkeypatch.setattr(workers.sys, "executable", str(tmp_path / "no-python"))
    requests, answers = tmp_path / "r.jsonl", tmp_path / "a.jsonl"
    requests.write_text('{"id": 1}\n{"id": 2}\n', encoding="utf-8")
    assert run(requests, answers).written == 2
    assert all(["No worker could be started" in row["error"]["says"] for row in lines(answers)])


HARD = "\n".join(
    [
        "20 15",
        *[" ".join([f"{(7 * j + 4 * k) % 15} {1 + (31 * j + 17 * k * k) % 97}" for k in range(15)]) for j in range(20)],
    ]
)
"""A shop that no engine finishes while a test waits."""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_keeps_what_is_done_and_ends_at_once(tmp_path):
    requests, answers = tmp_path / "r.jsonl", tmp_path / "a.jsonl"
    rows = [
        {"id": 1, "request": SHOP},
        {"id": 2, "text": HARD, "domain": "jobshop", "options": {"format": "standard"}},
        {"id": 3, "request": SHOP},
    ]
    requests.write_text("".join([f"{json.dumps(row)}\n" for row in rows]), encoding="utf-8")
    command = [sys.executable, "-m", "planner.cli", "batch", str(requests), str(answers), "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while (not answers.exists() or answers.read_bytes().count(b"\n") < 1) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert time.monotonic() - asked < 3
    assert [row["id"] for row in lines(answers)] == [1]
    assert b"1 of 3 rows written" in said
    assert b"Traceback" not in said
