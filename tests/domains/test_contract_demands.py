"""What the contract of worlds demands of examples, and what it only warns of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domains.calendar import domain as calendar
from domains.testing import DomainContract
from domains.trip import domain as trip

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
