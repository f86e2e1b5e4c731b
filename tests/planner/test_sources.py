"""What a REQUEST, PLAN or DATA argument means, and how a file that cannot be used is refused."""

from __future__ import annotations

import os

import pytest

from encoders.errors import InputError
from planner.sources import (
    MAX_TEXT,
    data_argument,
    given_text,
    numbered_lines,
    plan_argument,
    plan_inside,
    request_argument,
)


def refusal(call, *arguments):
    with pytest.raises(InputError) as refused:
        call(*arguments)
    return refused.value.message


def test_an_existing_file_is_read_and_anything_else_is_the_text_itself(tmp_path):
    (tmp_path / "wish.txt").write_text("\ufeffA trip to Riverton.\n", encoding="utf-8")
    assert request_argument(str(tmp_path / "wish.txt")).text == "A trip to Riverton.\n"
    assert request_argument("A trip to Riverton.").text == "A trip to Riverton."
    (tmp_path / "wish.yaml").write_text("days: 3\nbudget: 12.50\n", encoding="utf-8")
    assert str(request_argument(str(tmp_path / "wish.yaml")).content["budget"]) == "12.50"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t ", "empty"),
        ("latin.txt", "Zürich".encode("latin-1"), "not UTF-8"),
        ("wide.txt", "Trip".encode("utf-16"), "UTF-16"),
        ("binary.txt", b"trip\0trip", "binary"),
        ("long.txt", b"a trip " * 150_000, "more than the 100,000"),
        ("empty.json", b"", "empty"),
        ("broken.json", b"{", "not JSON"),
        ("broken.yaml", b"a: [", "not YAML"),
        ("photo.png", b"\x89PNG", r"not \.png"),
        ("noending", b"a trip", "without an ending"),
        ("world.pddl", b"(define)", "cannot be read yet"),
    ],
)
def test_a_request_file_that_cannot_be_used_is_refused_with_the_way_out(tmp_path, name, content, says):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=says) as refused:
        request_argument(str(path))
    assert str(path) in refused.value.where


def test_folders_and_missing_files_are_named(tmp_path):
    assert "folder" in refusal(request_argument, str(tmp_path))
    assert "no such file" in refusal(request_argument, str(tmp_path / "gone.txt"))
    assert "no such data folder" in refusal(data_argument, str(tmp_path / "gone"))
    (tmp_path / "data.csv").write_text("a,b", encoding="utf-8")
    assert "folder, or one .json" in refusal(data_argument, str(tmp_path / "data.csv"))
    assert data_argument(str(tmp_path)) == tmp_path
    assert data_argument(None) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("a trip", encoding="utf-8")
    path.chmod(0)
    assert "cannot be read" in refusal(request_argument, str(path))


def test_text_that_is_no_file_name_is_text():
    assert request_argument("word " * 2000).text == "word " * 2000
    assert "NUL" in refusal(request_argument, "a\0b")
    assert "UTF-8" in refusal(given_text, "Z\udcfcrich")
    assert "characters" in refusal(given_text, "x" * (MAX_TEXT + 1))


def test_plans_come_out_of_answers_and_rows(tmp_path):
    assert plan_inside({"schema": 1, "status": "optimal", "plan": {"tasks": []}}, "") == {"tasks": []}
    assert plan_inside({"id": 1, "plan": [1]}, "") == [1]
    assert plan_inside({"tasks": [], "plan": 1}, "") == {"tasks": [], "plan": 1}
    assert "no plan" in refusal(plan_inside, {"id": 1, "plan": None}, "")
    (tmp_path / "rows.jsonl").write_text('{"id": 1, "plan": [1]}\n\n', encoding="utf-8")
    assert plan_argument(str(tmp_path / "rows.jsonl")) == [1]
    (tmp_path / "more.jsonl").write_text('{"id": 1, "plan": [1]}\n{"id": 2, "plan": [1]}\n', encoding="utf-8")
    assert "2 rows" in refusal(plan_argument, str(tmp_path / "more.jsonl"))
    (tmp_path / "plan.md").write_text("# Plan", encoding="utf-8")
    assert plan_argument(str(tmp_path / "plan.md")) == "# Plan"
    assert "no such file" in refusal(plan_argument, str(tmp_path / "gone.json"))
    (tmp_path / "plan.xml").write_text("<plan/>", encoding="utf-8")
    assert "a plan is a" in refusal(plan_argument, str(tmp_path / "plan.xml"))


def test_rows_are_numbered_by_line_and_blank_ones_are_none(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\n  \n{"b": 2}')
    assert list(numbered_lines(path)) == [(1, b'{"a": 1}'), (4, b'{"b": 2}')]
    path.write_bytes("{}".encode("utf-16"))
    assert "UTF-8" in refusal(lambda: list(numbered_lines(path)))
    assert "cannot be read" in refusal(lambda: list(numbered_lines(tmp_path)))
