from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from encoders.errors import InputError
from planner.options import Options, make


def test_options_come_from_text_and_from_json_alike():
    words = make({"time-limit": "2.5", "seed": "7", "today": "2022-03-01", "keep": ["budget"], "format": "standard"})
    values = make(
        {"time-limit": Decimal("2.5"), "seed": 7, "today": date(2022, 3, 1), "keep": "budget", "format": "standard"}
    )
    assert words == values == Options(
        time_limit=2.5, seed=7, today=date(2022, 3, 1), keep=("budget",), layout="standard"
    )  # fmt: skip


def test_what_is_not_given_is_left_out():
    assert make({"domain": None, "engine": None}) == Options()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("engine", "gurobi", "there are auto, z3, cpsat"),
        ("reader", "oracle", "there are auto, rules, llm"),
        ("time-limit", "0", "above 0"),
        ("time-limit", "soon", "number of seconds"),
        ("time-limit", "nan", "number of seconds"),
        ("time-limit", True, "number of seconds"),
        ("seed", "-1", "whole number"),
        ("seed", "1.5", "whole number"),
        ("seed", 2**31, "2,147,483,647"),
        ("today", "2022-02-30", "YYYY-MM-DD"),
        ("today", "tomorrow", "YYYY-MM-DD"),
        ("today", "20220301", "YYYY-MM-DD"),
        ("keep", [" "], "a wish"),
        ("keep", 5, "a wish"),
        ("ignore-unread", "yes", "true or false"),
        ("domain", "", "a name"),
        ("format", 3, "a name"),
    ],
)
def test_a_value_that_does_not_fit_names_the_option(name, value, says):
    with pytest.raises(InputError, match=says) as refused:
        make({name: value})
    assert refused.value.where == f"--{name}"


def test_an_unknown_option_lists_the_known_ones():
    with pytest.raises(InputError, match="time-limit"):
        make({"timelimit": 3})
