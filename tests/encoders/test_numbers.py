"""Exact numbers at the edges: what is meant, or an error; never something near it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encoders.errors import InputError
from encoders.numbers import exact, magnitude, show, to_json

NUMBERS = st.one_of(
    st.integers(),
    st.fractions(),
    st.builds(lambda n, d: Fraction(n, 10**d), st.integers(), st.integers(0, 20)),
)


@pytest.mark.parametrize(
    ("given_", "meant"),
    [
        ("12.5", Fraction(25, 2)),
        ("1/3", Fraction(1, 3)),
        ("2 / 4", Fraction(1, 2)),
        ("-1,400", -1400),
        ("1,234,567.89", Fraction(123456789, 100)),
        (" 7 ", 7),
        ("0012", 12),
        ("+3", 3),
        (".5", Fraction(1, 2)),
        ("3.", 3),
        ("1e3", 1000),
        ("25e-1", Fraction(5, 2)),
        ("4/2", 2),
        (Decimal("0.10"), Fraction(1, 10)),
        (Decimal(5), 5),
        (Fraction(6, 3), 2),
        (10**50, 10**50),
    ],
)
def test_what_is_meant(given_, meant):
    assert exact(given_) == meant
    assert type(exact(given_)) is type(meant)


@pytest.mark.parametrize(
    "given_",
    [
        0.1,
        1.0,
        float("nan"),
        float("inf"),
        True,
        False,
        None,
        [],
        "",
        " ",
        "many",
        "12,5",
        "1,2,3",
        "1,4000",
        ",400",
        "1_000",
        "0x10",
        "1/0",
        "1/2/3",
        "1.5/2",
        "/2",
        "nan",
        "inf",
        "Infinity",
        "--3",
        "1e",
        "1e999999",
        "9" * 401,
        "\uff11\uff12",
        "\u0661",
        Decimal("nan"),
        Decimal("Infinity"),
        Decimal("1e5000"),
        Decimal("1e-5000"),
    ],
)
def test_what_is_no_exact_number_is_refused_with_a_reason(given_):
    with pytest.raises(InputError) as caught:
        exact(given_)
    assert caught.value.message


@given(NUMBERS)
def test_json_form_is_lossless_and_never_a_float(number):
    written = to_json(exact(number))
    assert isinstance(written, (int, str))
    if isinstance(written, int) or len(written) <= 400:
        assert exact(written) == number


@given(st.integers(-(10**12), 10**12), st.integers(0, 12))
def test_terminating_decimals_are_written_as_decimals(numerator, digits):
    number = Fraction(numerator, 10**digits)
    written = to_json(number)
    assert isinstance(written, int) or ("/" not in written and not written.endswith("0"))
    assert Fraction(str(written)) == number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1400, "1,400"),
        (-1234567, "-1,234,567"),
        (0, "0"),
        (Fraction(25, 2), "12.5"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(-24691, 2), "-12,345.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(123456789, 100), "1,234,567.89"),
    ],
)
def test_numbers_for_people(number, shown):
    assert show(number) == shown


@given(NUMBERS)
def test_what_people_are_shown_reads_back(number):
    shown = show(exact(number))
    if len(shown) <= 400:
        assert exact(shown) == number


@given(NUMBERS)
def test_magnitude(number):
    assert magnitude(number) == abs(number)
