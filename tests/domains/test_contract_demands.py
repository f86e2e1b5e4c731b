"""What the contract of worlds demands of examples, and what it only warns of."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from domains.calendar import domain as calendar
from domains.mutation import mutations
from domains.testing import DomainContract
from domains.trip import domain as trip
from domains.workforce import domain as workforce
from encoders.expressions import TRUE
from encoders.problem import Constraint
from planner.registry import BUILT_IN

TEXT = "Find an hour for Ann and Bob on 3 March 2030 between 9:00 and 17:00. Ann is busy 9:00-10:30."


class Trips(DomainContract):
    domain = trip
    requests = (
        {
            "cities": [{"name": "A", "days": 2}, {"name": "B", "days": 2}],
            "flights": [{"name": "A - B"}],
            "most_days": 4,
        },
    )
    impossible = requests[0]


def test_a_field_that_no_example_sets_is_named():
    case = Trips()
    with pytest.raises(AssertionError, match=r"no example sets days, windows, first, last, order, budget"):
        case.test_the_examples_set_every_field()
    case.without_rules = [name for name in trip.Request.model_fields if name not in ("cities", "flights", "most_days")]
    case.test_the_examples_set_every_field()


def test_an_amount_that_cannot_be_moved_is_warned_of():
    class Stiff:
        def __getattr__(self, name):
            return getattr(trip, name)

        def problem(self, request, data, *, keep=()):
            built = trip.problem(request, data)
            rules = [replace(rule, keep=rule.group == "most_days") for rule in built.problem.constraints]
            return replace(built, problem=replace(built.problem, constraints=tuple(rules)))

    Trips().test_amounts_can_be_moved()
    case = Trips()
    case.domain = Stiff()
    with pytest.warns(UserWarning, match="no repair can move the amount of 'most_days'"):
        case.test_amounts_can_be_moved()


def test_a_wish_that_only_the_problem_knows_is_noticed():
    class Deaf:
        """A world whose check does not look at further wishes."""

        def __getattr__(self, name):
            return getattr(calendar, name)

        def check(self, plan, request, data):
            return [v for v in calendar.check(plan, request, data) if not v.constraint.startswith("extra/")]

    case = DomainContract()
    case.requests, case.impossible = (TEXT,), TEXT
    case.domain = calendar
    case.test_a_further_wish_is_in_the_problem_and_in_the_check()
    case.domain = Deaf()
    with pytest.raises(AssertionError):
        case.test_a_further_wish_is_in_the_problem_and_in_the_check()


def test_every_built_in_world_keeps_the_contract():
    files = [*Path(__file__).parent.glob("test_*.py"), Path(__file__).parent / "open" / "test_contract.py"]
    kept = set()
    for path in files:
        text = path.read_text(encoding="utf-8")
        if "(DomainContract):" in text and path.name != Path(__file__).name:
            kept |= set(re.findall(r"^from domains\.(\w+) import domain", text, re.MULTILINE))
    assert kept >= set(BUILT_IN)


class Rosters(DomainContract):
    requests = ({"workers": ["Ann", "Bob"], "shifts": ["Mon", "Tue"], "need": {"Mon": 1, "Tue": 1}, "pay": {"Ann": 3}},)
    impossible = requests[0]


class Telling:
    """Rosters whose table is written by another function."""

    def __init__(self, table):
        self.table = table

    def __getattr__(self, name):
        return getattr(workforce, name)

    def export_plan(self, plan, request, data, layout):
        written = workforce.export_plan(plan, request, data, layout)
        return written if layout != "table" or plan is None else self.table(written)


def test_a_form_that_leaves_out_a_total_is_read_back_and_one_that_leaves_out_more_is_noticed():
    case = Rosters()
    case.domain = Telling(lambda table: table)
    case.test_plans_survive_a_round_trip()
    case.domain = Telling(lambda table: dict(list(table.items())[1:]))
    with pytest.raises(AssertionError):
        case.test_plans_survive_a_round_trip()


def test_another_name_stands_for_a_rule_of_the_world_and_never_for_a_wish():
    case = Rosters()
    case.named_otherwise = {"need/*": ("complete", "missing/*")}
    told = [case._is_named(Constraint("n", TRUE, "Needed.", origin, group="need/Mon"), name)
            for origin in ("data", "request") for name in ("complete", "missing/Mon", "need/Mon", "budget")]  # fmt: skip
    assert told == [True, True, True, False, False, False, True, False]


def test_changes_of_plans_say_what_was_not_said_and_leave_out_what_was():
    changed = list(mutations({"days": [{"bed": None, "meal": "x"}, {"bed": "y", "meal": None}]}, Random(1)))
    assert {"days": [{"bed": "y", "meal": "x"}, {"bed": "y", "meal": None}]} in changed
    assert {"days": [{"bed": None, "meal": None}, {"bed": "y", "meal": None}]} in changed
    assert {"days": [{"bed": 1, "meal": "x"}, {"bed": "y", "meal": None}]} in changed
