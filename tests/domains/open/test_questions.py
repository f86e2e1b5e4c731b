"""Plain English about any open problem: understood in full and linked to its names, or asked back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.open import domain
from encoders.errors import PlanproofError
from encoders.session import open_session
from encoders.structured import parse_yaml

LIBRARY = Path(__file__).parents[3] / "domains" / "library"
COFFEE = """
name: coffee
sets:
  - {name: suppliers, members: [s1, s2, s3]}
  - {name: roasteries, members: [r1, r2]}
parameters:
  - {name: capacity, index: [suppliers], values: [150, 50, 100], unit: bags}
  - {name: demand, index: [roasteries], values: [120, 100], unit: bags}
  - {name: cost, index: [suppliers, roasteries], values: [[5, 4], [6, 3], [2, 7]], unit: $/bag}
variables:
  - {name: ship, index: [suppliers, roasteries], kind: integer, unit: bags}
constraints:
  - {name: capacity, rule: "sum(ship[s, r] for r in roasteries) <= capacity[s] for s in suppliers"}
  - {name: demand, rule: "sum(ship[s, r] for s in suppliers) >= demand[r] for r in roasteries"}
objectives:
  - {name: total_cost, sense: minimise, expression: "sum(cost[s, r] * ship[s, r] for s in suppliers for r in roasteries)"}
"""


@cache
def solved(name: str) -> tuple[Any, Any, Any]:
    """A request, its data and its best plan."""
    text = COFFEE if name == "coffee" else (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8")
    request, data = domain.parse_request(parse_yaml(text)), domain.load(None)
    built = domain.problem(request, data)
    with open_session(built.problem) as session:
        result = session.optimise()
    assert result.assignment is not None
    return request, data, domain.plan(built, result.assignment)


CHANGES = [
    ("coffee", "what if capacity of s2 is 40", {"parameters/capacity/s2": 40}),
    ("coffee", "What if supplier s2's capacity were only 40 bags?", {"parameters/capacity/s2": 40}),
    ("coffee", "what if s2 has a capacity of 70 bags", {"parameters/capacity/s2": 70}),
    ("coffee", "Suppose the capacity of supplier s2 is 20% more", {"parameters/capacity/s2": 60}),
    ("coffee", "what if the capacity of s2 is reduced by 10%", {"parameters/capacity/s2": 45}),
    ("coffee", "what if the capacity of s2 were doubled", {"parameters/capacity/s2": 100}),
    ("coffee", "what if we halve the capacity of s2?", {"parameters/capacity/s2": 25}),
    ("coffee", "what if we raise the capacity of s1 from 150 to 180", {"parameters/capacity/s1": 180}),
    ("coffee", "what if demand is 10% higher", {"parameters/demand/r1": 132, "parameters/demand/r2": 110}),
    ("coffee", "what if the demand of each roastery is 90", {"parameters/demand/r1": 90, "parameters/demand/r2": 90}),
    ("coffee", "what if the cost from s1 to r2 is $6", {"parameters/cost/s1/r2": 6}),
    ("coffee", "what if the cost from r2 to s1 is $6", {"parameters/cost/s1/r2": 6}),
    ("coffee", "if capacity of s2 is 4 and demand of r1 is 9", {"parameters/capacity/s2": 4, "parameters/demand/r1": 9}),
    ("coffee", "What would happen if the capacity of s2 was 40?", {"parameters/capacity/s2": 40}),
    ("coffee", "How would the total cost change if the capacity of s2 falls by 20%?", {"parameters/capacity/s2": 40}),
    ("coffee", "What is the potential impact of a 20% increase in the capacity of s2?", {"parameters/capacity/s2": 60}),
    ("coffee", "what if capacity[s2] is 40", {"parameters/capacity/s2": 40}),
    ("coffee", "without the rule capacity", {"constraints/capacity": None}),
    ("coffee", "what if the capacity rule for s2 is dropped", {"constraints/capacity[s2]": None}),
    ("production", "what if the demand in month 3 is 100", {"parameters/demand/3": 100}),
    ("production", "what if the setup cost is halved", {"parameters/setup_cost": 150}),
    ("facilities", "what if the demand of north rises by 10 tons", {"parameters/demand/North": 50}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "question", "after"), CHANGES)
def test_another_number_or_a_rule_less_is_understood(name: str, question: str, after: dict[str, Any]) -> None:
    request, data, plan = solved(name)
    asked = domain.ask("what-if", question, plan, request, data)
    assert asked.questions == ()
    assert {change.path: change.after for change in asked.changes} == after
    assert domain.edit(request, asked.changes) != request


WISHES = [
    ("coffee", "what-if", "what if we do not use supplier s1 for roastery r2", "ship[s1, r2] == 0"),
    ("coffee", "what-if", "what if s1 ships at most 40 bags to r2", "ship[s1, r2] <= 40"),
    ("coffee", "what-if", "what if s1 ships nothing to r2", "ship[s1, r2] == 0"),
    ("coffee", "what-if", 'what if ship["s1",r2] == 0', "ship[s1, r2] == 0"),
    ("coffee", "what-if", "what if total cost is at most 600", "total_cost <= 600"),
    ("coffee", "what-if", "what if we avoid s3", "ship[s3, r1] + ship[s3, r2] == 0"),
    ("coffee", "what-if", "sum(ship[s, r1] for s in suppliers) <= 130", "sum(ship[s, r1] for s in suppliers) <= 130"),
    ("coffee", "why", "why is ship[s2, r2] 50", "ship[s2, r2] != 50"),
    ("coffee", "why", "why does s1 ship to r2", "ship[s1, r2] == 0"),
    ("coffee", "why", "why do we use s3?", "ship[s3, r1] + ship[s3, r2] == 0"),
    ("coffee", "why-not", "why not use supplier s2 for roastery r1", "ship[s2, r1] >= 1"),
    ("coffee", "why-not", "why do we not ship from s2 to r1", "ship[s2, r1] >= 1"),
    ("facilities", "why-not", "why is Plant 1 not open", "open[Plant 1] >= 1"),
    ("facilities", "why-not", "why not open Plant 1", "open[Plant 1] >= 1"),
    ("facilities", "why", "why is Plant 2 open", "open[Plant 2] == 0"),
    ("facilities", "what-if", "what if we open Plant 1", "open[Plant 1] >= 1"),
    ("facilities", "what-if", "what if Plant 2 ships less than 20 to North", "ship[Plant 2, North] < 20"),
    ("production", "what-if", "what if we make at least 100 in month 2", "make[2] >= 100"),
    ("assignment", "what-if", "what if Ben does the tiling", "does[Ben, tiling] >= 1"),
    ("assignment", "what-if", "what if Dan does nothing", "does[Dan, wiring] + does[Dan, plumbing] + does[Dan, tiling] == 0"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "question", "wish"), WISHES)
def test_what_is_to_hold_is_understood(name: str, kind: Any, question: str, wish: str) -> None:
    request, data, plan = solved(name)
    asked = domain.ask(kind, question, plan, request, data)
    assert asked.questions == ()
    assert asked.wish == wish


UNCLEAR = [
    ("coffee", "what-if", "what if it rains in Paris"),
    ("coffee", "what-if", "what if capacity of s4 is 40"),
    ("coffee", "what-if", "what if the capacity is 40"),
    ("coffee", "what-if", "what if capacity of s2 is 40 unless it is Monday"),
    ("coffee", "what-if", "what if capacity of s2 is 40 per week"),
    ("coffee", "what-if", "what if we do not use supplier s1 for roastery r2 on Mondays"),
    ("coffee", "what-if", "what if each supplier is not used"),
    ("coffee", "what-if", "what happens on Mondays if the capacity of s2 is 40"),
    ("coffee", "why", "why is ship[s2, r2] 51"),
    ("coffee", "why", "why is capacity of s2 50"),
    ("coffee", "why-not", "why not use s2 for r2"),
    ("facilities", "why-not", "why is Plant 2 not open"),
    ("facilities", "why", "why is Plant 1 open"),
    ("blending", "what-if", "what if we use maize"),
]


@pytest.mark.parametrize(("name", "kind", "question"), UNCLEAR)
def test_what_is_not_understood_in_full_is_asked_back(name: str, kind: Any, question: str) -> None:
    request, data, plan = solved(name)
    asked = domain.ask(kind, question, plan, request, data)
    assert asked.questions
    assert not asked.wish
    assert not asked.changes


def test_a_sentence_changes_the_request() -> None:
    request, data, plan = solved("coffee")
    read = domain.read_change("Please, let us raise the capacity of s2 to 60", request, plan, data, None)  # type: ignore[arg-type]
    assert read.understood
    assert read.request is not None
    assert [(change.path, change.after) for change in read.changes] == [("parameters/capacity/s2", 60)]
    wished = domain.read_change("do not use s1 for r2", request, plan, data, None)  # type: ignore[arg-type]
    assert wished.request is not None
    assert wished.request.extra == ["ship[s1, r2] == 0"]
    assert not domain.read_change("make it nicer", request, plan, data, None).understood  # type: ignore[arg-type]


def test_the_examples_are_understood() -> None:
    for name in ("coffee", "facilities", "production", "assignment", "diet"):
        request, data, plan = solved(name)
        for example in domain.change_examples(request, plan):
            assert domain.ask("what-if", f"what if {example}", plan, request, data).questions == (), example


VOCABULARY = (
    "what", "if", "why", "not", "use", "the", "capacity", "of", "s1", "s2", "supplier", "r1", "is", "are", "40", "20%", "more",
    "less", "than", "at least", "ship", "ships[", "ship[s1, r1]", "==", "and", "without", "rule", "each", "every", "demand",
    "cost", "$6", "bags", "nothing", "to", "from", ",", "?", "(", ")", '"', "'", "×", "é", "1e9", "0", "-", "total cost",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["why", "why-not", "what-if"]), WORDS | st.text(max_size=60))
def test_any_words_are_understood_asked_back_or_refused(kind: Any, question: str) -> None:
    request, data, plan = solved("coffee")
    try:
        asked = domain.ask(kind, question, plan, request, data)
    except PlanproofError:
        return
    assert bool(asked.questions) != bool(asked.wish or asked.changes)
    if asked.changes:
        domain.problem(domain.edit(request, asked.changes), data)
