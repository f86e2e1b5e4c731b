"""Hostile texts, files and tables on the command line: each ends within seconds and little memory, with a sentence."""

from __future__ import annotations

import json
import re

import pytest
from support.bounded import bounded, require_harmless

ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)]
)


def spec(**parts):
    return json.dumps({
        "variables": [{"name": "x", "upper": "9"}], "objectives": [{"name": "g", "sense": "maximise", "expression": "x"}], **parts
    })  # fmt: skip


FILES = {
    "aliases.yaml": ALIASES,
    "merge.yaml": "a: &a {x: 1}\nb:\n  <<: *a\n",
    "tag.yaml": "!!python/object/apply:os.system ['touch executed']\n",
    "long.yaml": "sets:\n" + "- {name: s, members: [a, b, c]}\n" * 300_000,
    "deep.yaml": "a: " + "[" * 100_000 + "]" * 100_000,
    "steps.yaml": "\n".join([" " * n + "a:" for n in range(2_000)]),
    "deep.json": "[" * 100_000 + "]" * 100_000,
    "deep_field.json": '{"variables": ' + "[" * 900 + "]" * 900 + "}",
    "many_parts.json": '{"variables": [' + "{}," * 2_000_000 + "{}]}",
    "many_jobs.json": '{"jobs": [' + "{}," * 2_000_000 + "{}]}",
    "many_wishes.json": spec(extra=[1] * 900_000),
    "exponent.json": '{"variables": [{"name": "x", "upper": 1e999999999}]}',
    "digits.json": '{"variables": [{"name": "x", "upper": ' + "9" * 10**6 + "}]}",
    "digits_text.json": '{"variables": [{"name": "x", "upper": "' + "9" * 10**6 + '"}]}',
    "million_members.json": spec(sets=[{"name": "s", "members": [f"m{n}" for n in range(400_000)]}]),
    "long_name.json": spec(parameters=[{"name": "p" * 10**6, "values": 1}]),
    "long_says.json": spec(constraints=[{"name": "c", "says": "s" * 10**6, "rule": "x <= 1"}]),
    "long_field.json": '{"' + "f" * 10**6 + '": 1}',
    "same_keys.json": "{" + ",".join([f'"k{n}": 0' for n in range(200_000)]) + ', "k199999": 1}',
    "nul.txt": "plan\0 a trip",
    "utf16.txt": "plan a trip".encode("utf-16"),
    "binary.txt": bytes(range(256)) * 40_000,
    "long.txt": "plan a trip " * 900_000,
    "word.txt": "a" * 99_000,
    "code.json": spec(constraints=[{"name": "c", "rule": "__import__('os').system('touch executed')"}]),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused(name, tmp_path):
    content = FILES[name]
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    ended = bounded(["solve", str(file)], folder=tmp_path)
    require_harmless(ended, seconds=10, shown=6_000)
    assert not (tmp_path / "executed").exists()


WORLD = {
    "sets": [{"name": "s", "table": "t"}],
    "parameters": [{"name": "v", "index": ["s"], "table": "t"}],
    "variables": [{"name": "x", "index": ["s"], "upper": "9"}],
    "objectives": [{"name": "g", "sense": "maximise", "expression": "sum(x[i] * v[i] for i in s)"}],
}
TABLES = {
    "columns": ",".join([f"c{n}" for n in range(10**6)]) + "\n" + ",".join(["1"] * 10**6) + "\n",
    "same columns": ",".join(["c"] * 10**6) + "\n",
    "rows": "s,v\n" + "".join([f"m{n},1\n" for n in range(10**6)]),
    "a long cell": "s,v\n" + "m" * 10**7 + ",1\n",
    "an open quote": 's,v\n"' + "m\n" * 10**6,
    "a huge number": "s,v\nm,1e999999999\n",
}


@pytest.mark.parametrize("table", TABLES)
def test_a_hostile_table_is_refused(table, tmp_path):
    (tmp_path / "t.csv").write_text(TABLES[table], encoding="utf-8")
    (tmp_path / "p.json").write_text(json.dumps(WORLD), encoding="utf-8")
    require_harmless(bounded(["solve", str(tmp_path / "p.json")]), seconds=10, shown=6_000)


def test_cells_that_a_spreadsheet_would_compute_are_names(tmp_path):
    cells = ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-2+3", "\x1b[31mred", "<script>alert(1)</script>"]
    (tmp_path / "t.csv").write_text("s,v\n" + "".join([f"{cell},1\n" for cell in cells]), encoding="utf-8")
    (tmp_path / "p.json").write_text(json.dumps({**WORLD, "constraints": []}), encoding="utf-8")
    page = tmp_path / "page.html"
    ended = bounded(["solve", str(tmp_path / "p.json"), "--html", str(page)])
    if "\x1b" in ended.out:
        pytest.fail("a control character reached the terminal")
    require_harmless(ended, (0, 2))
    if ended.code == 0:
        assert "<script>alert" not in page.read_text(encoding="utf-8")


TEXTS = {
    "capitals": "Rome " * 19_000,
    "names": "Ann and Bob and " * 6_000,
    "long words": ("A" + "a" * 990 + " ") * 40,
    "blanks": "plan" + " " * 99_000 + "trip",
    "directions": "plan \u202e trip \u200b \ufeff \u2066 \x1b[31m " * 4_000,
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_long_text_is_read_or_refused_soon(text, tmp_path):
    file = tmp_path / "request.txt"
    file.write_text(TEXTS[text], encoding="utf-8")
    ended = bounded(["solve", str(file)])
    require_harmless(ended, (2, 4), seconds=20, shown=80_000)
    assert re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", ended.both) is None


def test_a_plan_of_too_many_values_is_refused(tmp_path):
    (tmp_path / "p.json").write_text(spec(), encoding="utf-8")
    values = ",".join([f'"x{n}": "q"' for n in range(900_000)])
    (tmp_path / "plan.json").write_text('{"values": {' + values + "}}", encoding="utf-8")
    ended = bounded(["check", str(tmp_path / "plan.json"), "--request", str(tmp_path / "p.json")])
    require_harmless(ended, seconds=10)


def test_a_rule_of_powers_is_not_computed_by_the_second_checker(tmp_path):
    tower = "9"
    for _ in range(8):
        tower = f"({tower})**64"
    (tmp_path / "p.json").write_text(spec(constraints=[{"name": "c", "rule": f"x <= {tower}"}]), encoding="utf-8")
    (tmp_path / "plan.json").write_text('{"values": {"x": 1}}', encoding="utf-8")
    ended = bounded(["check", str(tmp_path / "plan.json"), "--request", str(tmp_path / "p.json")])
    require_harmless(ended, seconds=10)
