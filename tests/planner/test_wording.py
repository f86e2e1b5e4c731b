from __future__ import annotations

from fractions import Fraction

import pytest

from encoders.expressions import BoolVar
from encoders.problem import Constraint
from planner.wording import amount, counted, field_name, listed, percent, sentences, step


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (1400, "$", "$1,400"),
        (-5, "$", "-$5"),
        (Fraction(25, 2), "hours", "12.5 hours"),
        (Fraction(1, 3), "", "1/3"),
        (1400, "EUR", "1,400 EUR"),
        (0, "€", "€0"),
        (1, "minutes", "1 minute"),
        (1, "people", "1 person"),
        (570, "clock", "09:30"),
        (1440 + 570, "clock", "09:30 +1"),
        (2160, "clock from Monday", "Tuesday 12:00"),
        (8 * 1440, "clock from Monday", "Tuesday (+1 week) 00:00"),
        (1440 + 570, "clock from 2027-05-14", "Saturday 15 May 2027, 09:30"),
        (Fraction(1, 2), "clock", "00:00:30"),
    ],
)
def test_an_amount_has_its_unit_where_people_put_it(value, unit, shown):
    assert amount(value, unit) == shown


@pytest.mark.parametrize(
    ("change", "unit", "shown"),
    [
        (22, "€", "€22 more"),
        (-1, "hours", "1 hour less"),
        (30, "clock from Monday", "30 minutes later"),
        (-60, "clock", "60 minutes earlier"),
    ],
)
def test_a_difference_of_times_is_no_time(change, unit, shown):
    assert step(change, unit) == shown


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (100, 108, "+8%"),
        (1000, 875, "-12.5%"),
        (0, 5, ""),
        (5, 5, ""),
        (-100, -90, "+10%"),
        (100_000, 100_001, "less than 0.1%"),
        (1, 3001, "+300,000%"),
        (Fraction(1, 3), Fraction(1, 2), "+50%"),
    ],
)
def test_a_change_is_told_relative_to_what_stood_there(before, after, shown):
    assert percent(before, after) == shown


def test_a_group_is_told_by_its_sentences_once_each_and_cut_when_long():
    rules = [Constraint(f"r{n}", BoolVar(f"x{n}"), f"Rule {n // 2}.", group="g") for n in range(12)]
    assert sentences(rules[:2]) == "Rule 0."
    assert sentences(rules) == "Rule 0. Rule 1. Rule 2. (3 more rules.)"
    assert sentences([Constraint("r", BoolVar("x"), "", group="g")]) == "g holds."


def test_lists_and_paths_for_people():
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert field_name("room type") == "the room type"
    assert field_name("due/a") == "“due/a”"


def test_one_thing_is_told_in_the_singular():
    assert [counted(n, "variable") for n in (0, 1, 1200)] == ["0 variables", "1 variable", "1,200 variables"]
    assert [counted(n, "wish", "wishes") for n in (1, 2)] == ["1 wish", "2 wishes"]
