"""Rules given by their class and slots, through the open world: solved, told, clashing, changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from domains.open import domain
from domains.open.request import OpenRequest
from domains.open.sentences import described
from encoders.problem_json import dump
from encoders.spec.indexed import ConstraintSpec
from encoders.structured import parse_yaml
from planner import solve

README = Path(__file__).resolve().parents[3] / "README.md"
SHOP: dict[str, Any] = {
    "sets": [{"name": "products", "members": ["desk", "chair"]}],
    "parameters": [
        {"name": "hours", "index": ["products"], "values": [4, 1]},
        {"name": "earns", "index": ["products"], "values": [90, 20], "unit": "$"},
        {"name": "available", "values": 100, "unit": ""},
    ],
    "variables": [
        {"name": "make", "index": ["products"], "upper": 60},
        {"name": "run", "index": ["products"], "kind": "boolean"},
    ],
    "constraints": [
        {
            "name": "time",
            "template": {"kind": "resource", "use": "sum(hours[p] * make[p] for p in products)", "available": "available"},
        },
        {
            "name": "lots",
            "template": {"kind": "linking", "amount": "make[p]", "switch": "run[p]", "least": 10, "each": "p in products"},
        },
        {"name": "one line", "template": {"kind": "at most", "of": ["run[p] for p in products"], "number": 1}},
        {
            "name": "chairs",
            "template": {"kind": "ratio", "part": "make[chair]", "compared": "at least", "share": 2, "whole": "make[desk]"},
        },
    ],
    "objectives": [{"name": "earned", "sense": "maximise", "expression": "sum(earns[p] * make[p] for p in products)"}],
}  # fmt: skip


def test_a_problem_of_templates_is_solved_and_told() -> None:
    answer = solve(SHOP, domain="open")
    assert answer.status == "optimal"
    assert answer.plan == {"values": {"make[desk]": 0, "make[chair]": 60, "run[desk]": False, "run[chair]": True}}
    says = {entry.path: entry.says for entry in described(OpenRequest.model_validate(SHOP))}
    assert says["constraints/one line"] == "The number of products p for which run[p] is true is at most 1."
    assert solve(answer.request, domain="open").objective == answer.objective
    assert "template" in answer.request["constraints"][0]
    assert "rule" not in answer.request["constraints"][0]


def test_templates_clash_and_the_ways_out_are_requests_again() -> None:
    wish = {"name": "desks", "template": {"kind": "demand", "supplied": "make[desk]", "needed": 5}}
    answer = solve({**SHOP, "constraints": [*SHOP["constraints"], wish]}, domain="open")
    assert answer.status == "infeasible"
    assert answer.conflicts[0].minimal
    assert "constraints/desks" in answer.conflicts[0].constraints
    assert answer.suggestions
    for suggestion in answer.suggestions:
        assert solve(suggestion.request, domain="open").status == "optimal", suggestion.says


def test_a_slot_is_named_where_a_request_cannot_be_read() -> None:
    wrong = {"name": "desks", "template": {"kind": "demand", "supplied": "make[desk] +", "needed": 5}}
    answer = solve({**SHOP, "constraints": [*SHOP["constraints"], wrong]}, domain="open")
    assert answer.error is not None
    assert "slot supplied, line 1" in answer.error.says
    unknown = {"name": "desks", "template": {"kind": "demand", "supplied": "make[table]", "needed": 5}}
    answer = solve({**SHOP, "constraints": [*SHOP["constraints"], unknown]}, domain="open")
    assert answer.error is not None
    assert answer.error.where == "constraints[4] desks, slot supplied, line 1, column 6"


def test_a_template_and_its_rule_are_the_same_problem() -> None:
    request = OpenRequest.model_validate(SHOP)
    plain = {**SHOP, "constraints": [{"name": c.name, "rule": c.rule} for c in request.constraints]}
    made, written = [domain.problem(OpenRequest.model_validate(found), domain.load(None)) for found in (SHOP, plain)]
    assert dump(made.problem) == dump(written.problem)


def test_the_readme_shows_what_templates_become() -> None:
    (block,) = re.findall(r"```yaml\n(constraints:\n.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    promised = re.findall(r"# (.+)", block)
    made = [ConstraintSpec.model_validate(entry).rule for entry in parse_yaml(block, "")["constraints"]]
    assert made == promised
