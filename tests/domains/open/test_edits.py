"""Changes of open problems by path: each gives the problem that was meant, and only that."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.base import Change
from domains.open import domain
from domains.open.families import FAMILIES, sample
from domains.open.request import OpenRequest
from encoders.amounts import amounts_of
from encoders.errors import InputError
from encoders.spec.indexed.data import data_of

SPEC: dict[str, Any] = {
    "sets": [{"name": "suppliers", "members": ["s1", "s2/x", "3 m"]}, {"name": "days", "members": [1, 2]}],
    "parameters": [
        {"name": "capacity", "index": ["suppliers"], "values": [150, 50, 100]},
        {"name": "cost", "index": ["suppliers", "days"], "values": {"s1": [1, 2], "s2/x, 1": 3, "3 m": {"2": 4}}, "default": 9},
        {"name": "budget", "values": 40},
    ],
    "variables": [{"name": "ship", "index": ["suppliers", "days"], "upper": "9"}],
    "constraints": [
        {"name": "capacity", "rule": "sum(ship[s, d] for d in days) <= capacity[s] for s in suppliers", "says": "Only 50 for s2"},
        {"name": "lower", "rule": "for s in suppliers, d in days if d > 1: ship[s, d] <= 3 * d"},
        {"name": "most", "rule": "40 >= ship[s1, 1] + 2", "says": "At most 40"},
        {"name": "spent", "rule": "sum(cost[s, d] * ship[s, d] for s in suppliers for d in days) <= budget"},
    ],
    "objectives": [{"name": "all", "sense": "maximise", "expression": "sum(ship[s, d] for s in suppliers for d in days)"}],
}  # fmt: skip


def request() -> OpenRequest:
    return domain.parse_request(SPEC)


def changed(path: str, before: Any, after: Any) -> OpenRequest:
    return domain.edit(request(), [Change(path, before, after)])


def test_one_number_changes_and_all_others_stay() -> None:
    before, after = data_of(request()).parameters, data_of(changed("parameters/cost/s2/x/2", 9, "1.5")).parameters
    assert after["cost"][("s2/x", 2)] == Fraction(3, 2)
    assert {**after["cost"], ("s2/x", 2): 9} == before["cost"]
    assert data_of(changed("parameters/budget", 40, 41)).parameters["budget"] == {(): 41}


def test_words_that_tell_the_old_number_are_left_out() -> None:
    assert changed("parameters/capacity/s1", 150, 1).constraints[0].says == ""
    assert changed("parameters/budget", 40, 1).constraints[0].says == "Only 50 for s2"
    assert changed("constraints/most/limit", 40, 30).constraints[2].says == ""


def test_a_rule_is_left_out_for_one_member_or_for_all() -> None:
    data = domain.load(None)
    all_groups = set(domain.problem(request(), data).problem.groups)
    for group in ("constraints/capacity[s2/x]", "constraints/lower[3 m, 2]", "constraints/most", "constraints/spent"):
        assert all_groups - set(domain.problem(changed(group, "", None), data).problem.groups) == {group}
    family = set(domain.problem(changed("constraints/capacity", "", None), data).problem.groups)
    assert all_groups - family == {f"constraints/capacity[{s}]" for s in ("s1", "s2/x", "3 m")}


def test_limits_bounds_and_wishes() -> None:
    assert changed("constraints/most/limit", 40, -3).constraints[2].rule == "-3 >= ship[s1, 1] + 2"
    assert changed("variables/ship/upper", "9", 12).variables[0].upper == "12"
    assert changed("variables/ship/upper", "9", None).variables[0].upper is None
    wished = domain.edit(request(), [Change("extra/0", None, "all <= 5"), Change("extra/1", None, "ship[s1, 1] >= 1")])
    assert wished.extra == ["all <= 5", "ship[s1, 1] >= 1"]
    fewer = domain.edit(wished, [Change("extra/0", "", None), Change("parameters/budget", 40, 3)])
    assert fewer.extra == ["ship[s1, 1] >= 1"]
    assert data_of(fewer).parameters["budget"][()] == 3


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("parameters/nothing", 1), ("parameters/capacity/s9", 1), ("parameters/capacity", 1), ("parameters/budget", None),
        ("constraints/nothing", None), ("constraints/capacity[s9]", None), ("constraints/capacity[s1]", 3),
        ("constraints/spent/limit", 3), ("variables/nothing/upper", 3), ("nothing at all", 3),
    ],
)  # fmt: skip
def test_a_path_that_names_nothing_is_refused(path: str, after: Any) -> None:
    with pytest.raises(InputError) as refused:
        changed(path, 1, after)
    assert refused.value.where


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(FAMILIES)), st.integers(0, 10_000), st.data())
def test_every_number_that_can_move_moves_by_its_path(family: str, seed: int, draw: st.DataObject) -> None:
    spec = OpenRequest.model_validate(sample(family, seed).spec.model_dump())
    data = domain.load(None)
    problem = domain.problem(spec, data).problem
    moving = list(amounts_of(problem).values())
    if not moving:
        return
    amount = draw.draw(st.sampled_from(moving)).parameter
    value = draw.draw(st.integers(0, 500))
    edited = domain.edit(spec, [Change(amount.path, amount.value, value)])
    after = {parameter.name: parameter.value for parameter in domain.problem(edited, data).problem.parameters}
    before = {parameter.name: parameter.value for parameter in problem.parameters}
    assert after == {**before, amount.name: value}


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(FAMILIES)), st.integers(0, 10_000), st.data())
def test_every_wish_of_a_random_problem_can_be_given_up(family: str, seed: int, draw: st.DataObject) -> None:
    spec = OpenRequest.model_validate(sample(family, seed).spec.model_dump())
    data = domain.load(None)
    problem = domain.problem(spec, data).problem
    group = draw.draw(st.sampled_from(problem.groups_of("request")))
    left = domain.problem(domain.edit(spec, [Change(group, "", None)]), data).problem
    assert set(problem.groups) - set(left.groups) == {group}
