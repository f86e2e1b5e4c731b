"""The contract of planning worlds, kept by the open world: problem, check and observables agree whatever the problem is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domains.open import domain
from domains.testing import DomainContract
from encoders.structured import parse_yaml

LIBRARY = Path(__file__).parents[3] / "domains" / "library"


def world(name: str) -> dict[str, Any]:
    """A problem of the library as parsed content."""
    content: dict[str, Any] = parse_yaml((LIBRARY / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


MIXED: dict[str, Any] = {
    "name": "mixed",
    "says": "A bit of everything",
    "sets": [{"name": "shops", "table": "wants"}, {"name": "days", "members": [1, 2, 3]}],
    "parameters": [
        {"name": "want", "index": ["shops"], "table": "wants", "unit": "kg"},
        {"name": "room", "values": 9},
    ],
    "variables": [
        {"name": "send", "index": ["shops", "days"], "kind": "integer", "upper": "room", "where": "s, d: d < 3"},
        {"name": "late", "index": ["shops"], "kind": "boolean"},
        {"name": "mix", "kind": "real", "upper": "4.5"},
    ],
    "constraints": [
        {"name": "wanted", "rule": "sum(send[s, d] for d in days if d < 3) >= want[s] for s in shops"},
        {"name": "when late", "rule": "late[s] or send[s, 2] == 0 for s in shops"},
        {"name": "cap", "rule": "sum(send[s, 1] for s in shops) <= 8"},
        {"name": "bound", "origin": "commonsense", "rule": "mix >= send[s, 1] / 2 for s in shops"},
    ],
    "objectives": [
        {"name": "fine", "sense": "minimise", "expression": "count(late[s] for s in shops)"},
        {"name": "mixed", "sense": "minimise", "expression": "mix * 3"},
    ],
    "amounts": {"want[The Inn, old]": 5},
    "extra": ["fine <= 2", "sum(send[s, 1] for s in shops) >= 1", 'send["The Inn, old",1] <= 7'],
}
TABLES = {"tables": {"wants": [{"shops": "The Inn, old", "want": 4}, {"shops": "Café 7", "want": 6}]}}
IMPOSSIBLE = {**MIXED, "extra": ["fine == 0"]}


@pytest.mark.filterwarnings("ignore:no repair can move")
class TestContract(DomainContract):
    domain = domain
    data = TABLES
    requests = (world("diet"), world("facilities"), world("knapsack"), world("assignment"), MIXED)
    impossible = IMPOSSIBLE
    without_rules = ("amounts",)

    def test_it_is_a_domain_with_examples(self) -> None:
        pytest.skip("plain English is another route's: there are only structured requests")

    def test_english_examples_are_read_in_full(self) -> None:
        pytest.skip("plain English is another route's")

    def test_the_examples_set_every_field(self) -> None:
        fields = {name for given in self.requests for name in given}
        assert fields >= set(domain.Request.model_fields)
