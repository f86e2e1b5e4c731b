"""Numbers of a text: all are found, those that a problem forgets and those that it invents."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encoders.spec.indexed.model import ConstraintSpec, ObjectiveSpec, ParameterSpec, ProblemSpec, SetSpec, VariableSpec
from encoders.spec.indexed.scope import checked
from planner.open.numbers import invented, mentions, stands_in, unused

TEXT = "A kitchen mixes 2 soups from 30 kg of peas. A bowl of thick soup takes 0.25 kg, one of thin soup 10% less than 0.2 kg."


def spec(rule, *, values=None, goal="thick + thin"):
    parameters = [] if values is None else [ParameterSpec(name="use", index=["soups"], values=values)]
    sets = [] if values is None else [SetSpec(name="soups", members=["thick", "thin"])]
    return checked(
        ProblemSpec(
            sets=sets,
            parameters=parameters,
            variables=[VariableSpec(name="a"), VariableSpec(name="b")],
            constraints=[ConstraintSpec(name="peas", rule=rule)],
            objectives=[
                ObjectiveSpec(
                    name="bowls", sense="maximise", expression=goal.replace("thick", "a").replace("thin", "b")
                )
            ],
        )
    )


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("15% of it", (15, Fraction(3, 20))),
        ("1,400 bags", (1400, 1, 400)),
        ("$3.5 million", (Fraction(7, 2), 3_500_000)),
        ("2/3 of all", (2, Fraction(2, 3))),
        ("twenty-five people", (25,)),
        ("half of them", (Fraction(1, 2),)),
        ("at most 1e3 units", (1000,)),
        ("12g of protein", (12,)),
        ("$1.2M a year", (Fraction(6, 5), 1_200_000)),
        ("three quarters of it", (3, Fraction(3, 4))),
        ("two-thirds of it", (2, Fraction(2, 3))),
    ],
)
def test_what_a_number_can_mean(text, readings):
    assert mentions(text)[0].readings == readings


def test_names_with_digits_are_no_numbers():
    assert mentions("machine A1 and x2y on the 1st") == []


def test_every_number_that_is_forgotten_is_found():
    known = spec("0.25 * a + 0.2 * b <= 30")
    assert [mention.written for mention in unused(TEXT, known, [])] == ["10"]
    assert unused(TEXT, known, ["10%"]) == []


def test_numbers_that_do_not_stand_in_the_text_are_found():
    assert invented(TEXT, spec("0.25 * a + 0.2 * 0.9 * b <= 30"), []) == []
    found = invented(TEXT, spec("0.25 * a + 0.2 * b <= 35"), [])
    assert found == ["35 in constraints[0] peas"]


def test_numbers_of_parameters_are_compared_unless_said_to_be_computed():
    known = spec("sum(use[s] for s in soups) * a <= 30", values=["0.25", "0.17"])
    assert invented(TEXT, known, []) == ["0.17 in parameters[0] use"]
    assert invented(TEXT, known, ["use"]) == []


def test_what_percentages_come_to_stands_in_a_question():
    question = "What if demand rises by 29% and the cost of s2 halves to 4?"
    assert all(
        [stands_in(question, number) for number in (29, Fraction(29, 100), Fraction(129, 100), 4, Fraction(1, 2))]
    )
    assert not stands_in(question, 5)


@given(st.lists(st.fractions(min_value=3, max_value=10**6, max_denominator=1).map(int), min_size=1, max_size=6))
def test_every_number_in_digits_is_found_where_it_stands(numbers):
    text = " and then ".join([f"take {number} of it" for number in numbers])
    found = mentions(text)
    assert [mention.readings[0] for mention in found] == numbers
    assert [text[mention.start : mention.end] for mention in found] == [str(number) for number in numbers]
