"""Problems told in English by us: golden sentences, and that every part of every problem is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.open import domain
from domains.open.families import FAMILIES, sample
from domains.open.request import OpenRequest
from domains.open.sentences import described
from encoders.spec.indexed.model import ConstraintSpec, ParameterSpec, ProblemSpec, SetSpec, VariableSpec

BASE = ProblemSpec(
    name="coffee",
    sets=[SetSpec(name="suppliers", members=["s1", "s2"]), SetSpec(name="months", members=["Jan", "Feb", "Mar"])],
    parameters=[
        ParameterSpec(name="capacity", index=["suppliers"], values=[150, "12.5"], unit="bags"),
        ParameterSpec(name="budget", values=1000, unit="$"),
    ],
    variables=[
        VariableSpec(name="ship", index=["suppliers", "months"], unit="bags"),
        VariableSpec(name="open", index=["suppliers"], kind="boolean"),
    ],
)
RULES = {
    "sum(ship[s, m] for m in months) <= capacity[s] for s in suppliers": (
        "For each supplier s: the sum of ship[s, m] over months m is at most capacity[s] (150, 12.5)."
    ),
    "sum(3 * ship[s, m] for s in suppliers for m in months) <= budget": (
        "The sum of 3 × ship[s, m] over suppliers s and months m is at most $1,000 (budget)."
    ),
    "open[s1] implies not open[s2]": "If open[s1] is true, then open[s2] is false.",
    "open[s1] or open[s2]": "Either open[s1] is true or open[s2] is true.",
    "open[s1] iff ship[s1, Jan] > 0": "open[s1] is true exactly if ship[s1, Jan] is more than 0.",
    "2 <= count(open[s] for s in suppliers if s != s1) <= 3": (
        "2 is at most the number of suppliers s where s is not s1 for which open[s] is true and the number of suppliers s "
        "where s is not s1 for which open[s] is true is at most 3."
    ),
    "ship[s, m] >= ship[s, m - 1] for s in suppliers for m in months if m > first(months)": (
        "For each supplier s and month m where m is more than the first month: ship[s, m] is at least ship[s, m - 1]."
    ),
    "ship[s1, Feb - 1] == 0": "ship[s1, Jan] is 0.",
    "ship[s1, Jan] in {0, 5}": "ship[s1, Jan] is one of 0 and 5.",
    "all(open[s] for s in suppliers)": "For each supplier s, open[s] is true.",
    "any(ship[s, Jan] >= 1 for s in suppliers)": "For at least one supplier s, ship[s, Jan] is at least 1.",
    "max(ship[s, Jan] for s in suppliers) - min(ship[s1, Jan], ship[s2, Jan]) <= 4": (
        "(the largest of ship[s, Jan] over suppliers s) − the smallest of ship[s1, Jan] and ship[s2, Jan] is at most 4."
    ),
    "ship[s1, Jan] == (5 if budget > 10 else 6)": "ship[s1, Jan] equals 5 if $1,000 (budget) is more than 10, else 6.",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_said_from_its_parsed_form(rule: str) -> None:
    spec = BASE.model_copy(update={"constraints": [ConstraintSpec(name="rule", rule=rule, says="Anything else.")]})
    said = {sentence.path: sentence.says for sentence in described(spec)}
    assert said["constraints/rule"] == RULES[rule]


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("Supplier {s} ships at most {capacity} bags", "Supplier s2 ships at most 12.5 bags."),
        ("{s} ships at most {capacity[s]}", "s2 ships at most 12.5 bags."),
        ("Not more than is there", "Not more than is there (supplier s2)."),
        ("{s} ships {nonsense}", "The sum of ship[s2, m] over months m is at most 12.5 bags (capacity[s2])."),
        ("", "The sum of ship[s2, m] over months m is at most 12.5 bags (capacity[s2])."),
    ],
)
def test_slots_are_filled_for_each_element_or_the_rule_itself_is_told(says: str, told: str) -> None:
    rule = ConstraintSpec(
        name="capacity", says=says, rule="sum(ship[s, m] for m in months) <= capacity[s] for s in suppliers"
    )
    request = OpenRequest.model_validate(BASE.model_copy(update={"constraints": [rule]}).model_dump())
    built = domain.problem(request, domain.load(None))
    assert built.problem.constraint("capacity[s2]").says == told
    assert built.problem.constraint("capacity[s2]").group == "constraints/capacity[s2]"


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(FAMILIES)), st.integers(0, 10_000))
def test_every_part_of_a_random_problem_is_told(family: str, seed: int) -> None:
    spec = sample(family, seed).spec
    told = {sentence.path: sentence for sentence in described(spec)}
    wanted = [f"objectives/{entry.name}" for entry in spec.objectives]
    wanted += [f"variables/{entry.name}" for entry in spec.variables]
    wanted += [f"constraints/{entry.name}" for entry in spec.constraints]
    wanted += [f"parameters/{entry.name}" for entry in spec.parameters]
    wanted += [f"sets/{entry.name}" for entry in spec.sets]
    assert set(told) == set(wanted)
    for sentence in told.values():
        assert sentence.says.endswith(".")
        assert "{" not in sentence.says
    for entry in spec.variables:
        assert entry.name in told[f"variables/{entry.name}"].says
