"""Numbers and money."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.reading.money import Money, money_at, same_currency
from domains.reading.numerals import number_at, ordinal_at
from domains.reading.text import parse


def tokens(text):
    return parse(text).sentences[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("1,400", 1400),
        ("2.5", Fraction(5, 2)),
        ("-2", -2),
        ("minus two", -2),
        ("two", 2),
        ("twenty-one", 21),
        ("two hundred and fifty", 250),
        ("fifteen hundred", 1500),
        ("two thousand three hundred and five", 2305),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("a hundred", 100),
        ("a thousand two hundred", 1200),
        ("1.4k", 1400),
        ("15 thousand", 15000),
        ("2 grand", 2000),
        ("zero", 0),
        ("a hundred and five", 105),
    ],
)
def test_numbers(text, value):
    assert number_at(tokens(text), 0) == (value, len(tokens(text)))


@pytest.mark.parametrize("text", ["a", "hundred", "people", "half", "and"])
def test_what_is_no_number(text):
    assert number_at(tokens(text), 0) is None


def test_numbers_end_where_they_end():
    assert number_at(tokens("five and six"), 0) == (5, 1)
    assert number_at(tokens("ten five"), 0) == (10, 1)
    assert number_at(tokens("two three"), 0) == (2, 1)
    assert number_at(tokens("9" * 500), 0) is None


@given(st.integers(1, 99))
def test_ordinals(number):
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    assert ordinal_at(tokens(f"{number}{ending}"), 0) == (number, 1)


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("$1,400", Money(1400, "$")),
        ("1400 dollars", Money(1400, "$")),
        ("USD 1,400", Money(1400, "$")),
        ("1,400 USD", Money(1400, "$")),
        ("US$1400", Money(1400, "$")),
        ("$1.4k", Money(1400, "$")),
        ("$1,400.50", Money(Fraction(2801, 2), "$")),
        ("fifteen hundred bucks", Money(1500, "$")),
        ("€ 900", Money(900, "€")),
        ("900€", Money(900, "€")),
        ("900 euros", Money(900, "€")),
        ("-$500", Money(-500, "$")),
        ("$-500", Money(-500, "$")),
        ("C$500", Money(500, "CAD")),
        ("$500 CAD", Money(500, "CAD")),
        ("500 canadian dollars", Money(500, "CAD")),
        ("1.400 dollars", Money(Fraction(7, 5), "$", doubtful=True)),
        ("£5", Money(5, "£")),
    ],
)
def test_money(text, money):
    assert money_at(tokens(text), 0) == (money, len(tokens(text)))


@pytest.mark.parametrize("text", ["1400", "two thousand", "people", "$", "a", "-"])
def test_what_is_no_money(text):
    assert money_at(tokens(text), 0) is None


def test_an_article_before_an_amount_is_no_country():
    assert money_at(tokens("a $500 budget"), 0) is None
    assert money_at(tokens("a $500 budget"), 1) == (Money(500, "$"), 3)
    assert money_at(tokens("give us $500"), 2) == (Money(500, "$"), 4)


def test_currencies_have_several_names():
    assert same_currency("$", "USD")
    assert same_currency("€", "EUR")
    assert not same_currency("$", "CAD")
