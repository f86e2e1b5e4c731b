"""The twelve families: problems whose optimum both engines and a direct method agree on, and stories that tell all of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from domains.open import domain
from domains.open.families import FAMILIES, sample
from domains.open.request import OpenRequest
from encoders.errors import InputError, UnsupportedError
from encoders.result import SolveStatus
from encoders.session import open_session
from encoders.spec.indexed import build, dump, load, objectives_of, recognised, violations
from tests.support.direct_families import TooLarge, optimum

if TYPE_CHECKING:
    from encoders.numbers import Number
    from encoders.problem import Problem

SEEDS = range(25)
REAL = {"blending", "network flow"}
"""Families with fractions, which CP-SAT does not take."""
NEVER_INFEASIBLE = {"scheduling", "routing", "knapsack"}
_NUMBER = re.compile(r"\d[\d,]*")


@cache
def problem_of(family: str, seed: int) -> Problem:
    return build(sample(family, seed).spec).problem


@cache
def solved(family: str, seed: int, engine: str) -> Number | None:
    """The optimum by an engine, None where it proves that there is no plan. The plan is checked by the second checker."""
    spec, problem = sample(family, seed).spec, problem_of(family, seed)
    with open_session(problem, engine, switchable=()) as session:
        result = session.optimise()
    assert result.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)
    if result.assignment is None:
        return None
    values = {variable.name: result.assignment[variable.name] for variable in problem.variables}
    assert violations(spec, values) == []
    (value,) = objectives_of(spec, values).values()
    assert value == result.objectives[0].value
    return value


@pytest.mark.parametrize("family", FAMILIES)
def test_engines_agree(family: str) -> None:
    for seed in SEEDS:
        if family in REAL:
            with pytest.raises(UnsupportedError):
                solved(family, seed, "cpsat")
        else:
            assert solved(family, seed, "z3") == solved(family, seed, "cpsat"), seed


@pytest.mark.parametrize("family", FAMILIES)
def test_the_optimum_is_that_of_a_direct_method(family: str) -> None:
    compared = 0
    for seed in SEEDS:
        try:
            expected = optimum(sample(family, seed))
        except TooLarge:
            continue
        assert solved(family, seed, "z3" if family in REAL else "cpsat") == expected, seed
        compared += 1
    assert compared >= 15


@pytest.mark.parametrize("family", FAMILIES)
def test_some_samples_have_a_plan_and_some_have_none_where_the_family_has_them(family: str) -> None:
    engine = "z3" if family in REAL else "cpsat"
    feasible = {solved(family, seed, engine) is not None for seed in range(50)}
    assert feasible == ({True} if family in NEVER_INFEASIBLE else {True, False})


# ---------------------------------------------------------------- stories


@pytest.mark.parametrize("family", FAMILIES)
def test_the_story_tells_every_number_of_the_problem(family: str) -> None:
    for seed in SEEDS:
        drawn = sample(family, seed)
        told = [int(number.replace(",", "")) for number in _NUMBER.findall(drawn.text)]
        for parameter in drawn.spec.parameters:
            known = _all_numbers(parameter.values)
            if parameter.name == "reach" or (parameter.name == "opening" and known == [0]):
                continue  # told in words
            for number in known:
                assert told.count(number) >= known.count(number), (seed, parameter.name, number)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_story_names_every_member(family: str) -> None:
    for seed in SEEDS:
        drawn = sample(family, seed)
        for group in drawn.spec.sets:
            names = [member for member in group.members if isinstance(member, str) and not member.startswith("van ")]
            assert all([re.search(rf"\b{re.escape(name)}\b", drawn.text) for name in names]), (seed, group.name)


def test_what_is_told_in_words_is_told() -> None:
    for seed in range(60):
        drawn = sample("covering", seed)
        sites, districts = [group.members for group in drawn.spec.sets]
        (reach,) = [parameter.values for parameter in drawn.spec.parameters if parameter.name == "reach"]
        for site, row in zip(sites, reach, strict=True):
            (told,) = re.findall(rf"From {site} it can reach (.*?)\.", drawn.text)
            assert {d for d in districts if str(d) in told} == {
                d for d, there in zip(districts, row, strict=True) if there
            }
            assert (told == "none of them") == (not any(row))
        packed = sample("packing", seed)
        vans = next(group.members for group in packed.spec.sets if group.name == "vans")
        assert f"There are {len(vans)} vans" in packed.text
        steady = sample("multi-period", seed)
        opening = next(parameter.values for parameter in steady.spec.parameters if parameter.name == "opening")
        assert ("The yard is empty" in steady.text) == (opening == 0)


@pytest.mark.parametrize("family", FAMILIES)
def test_stories_differ_and_a_number_always_gives_the_same(family: str) -> None:
    drawn = [sample(family, seed) for seed in SEEDS]
    assert len({entry.text for entry in drawn}) == len(drawn)
    assert len({dump(entry.spec) for entry in drawn}) == len(drawn)
    assert [sample(family, seed) for seed in SEEDS] == drawn
    assert {entry.family for entry in drawn} == {family}


@pytest.mark.parametrize("family", FAMILIES)
def test_problems_are_requests_of_the_open_world(family: str) -> None:
    drawn = sample(family, 3)
    assert load(dump(drawn.spec)) == drawn.spec
    request = OpenRequest.model_validate(drawn.spec.model_dump(mode="json"))
    built = domain.problem(request, domain.load(None))
    assert len(built.problem.variables) == len(problem_of(family, 3).variables)


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(InputError, match="no family is called 'lottery'; there are allocation"):
        sample("lottery", 1)


def _all_numbers(values: Any) -> list[int]:
    return [number for inner in values for number in _all_numbers(inner)] if isinstance(values, list) else [values]


@pytest.mark.parametrize(
    ("family", "classes"),
    [
        ("allocation", {"stock": "resource", "order": "demand"}),
        ("blending", {"whole": "balance", "enough": "demand", "not too much": "resource"}),
        ("assignment", {"done": "exactly", "one each": "at most"}),
        ("packing", {"loaded": "exactly", "room": "linking"}),
        ("knapsack", {"weight limit": "resource", "needs": "implication"}),
        ("lot sizing", {"balance": "balance", "set up": "linking"}),
        ("facility", {"capacity": "linking", "demand": "balance"}),
        ("routing", {"leave": "exactly", "one circle": "implication"}),
        ("scheduling", {"released": "demand", "one at a time": "either or", "lateness": None}),
    ],
)
def test_rules_of_families_are_of_the_class_they_are_known_as(family: str, classes: dict[str, str | None]) -> None:
    spec = sample(family, 1).spec
    rules = {entry.name: entry.rule for entry in spec.constraints}
    assert {name: recognised(rules[name], spec) for name in classes} == classes
