"""`check` accepts plans that keep every rule, and names the rule and the day of each fault that was put in by construction."""

from __future__ import annotations

import random
import sys
from collections import Counter

from support.plans import solved
from support.real_data import ROOT, needs_travelplanner
from support.worlds import world

from domains.travel import domain as travel

sys.path.insert(0, str(ROOT))

from benchmarks.corruptions import MAKERS, Case, corruptions
from benchmarks.travel_check import annotated, missed, own

NEED_MORE = {"too few fields filled"}
"""Kinds that only another world than the example offers a way to."""


def random_cases():
    """Plans of the random worlds, their budgets and house rules left out so that there is a plan."""
    for seed in range(60):
        request, data = world(seed)
        request = request.model_copy(update={"budget": None, "house_rule": [], "transportation": []})
        plan = solved(request, data)
        if plan is not None:
            yield f"world {seed}", Case(plan, request, data)


def judge(cases, rounds):
    """Every valid plan is accepted, every corruption found; gives how often each kind occurred."""
    seen = Counter()
    for name, case in cases:
        assert travel.check(case.plan, case.request, case.data) == [], name
        for seed in range(rounds):
            for corruption in corruptions(case, random.Random(seed)):
                seen[corruption.kind] += 1
                assert missed(corruption) is None, (name, corruption.kind, missed(corruption))
    return seen


def test_faults_in_plans_of_the_example_are_found():
    seen = judge(own(), 2)
    assert set(seen) == set(MAKERS) - NEED_MORE


def test_faults_in_plans_of_random_worlds_are_found():
    seen = judge(random_cases(), 1)
    assert len(seen) > 40


@needs_travelplanner
def test_annotated_plans_are_accepted_and_their_faults_found():
    cases = list(annotated())
    assert len(cases) == 27
    assert sum(judge(cases, 1).values()) >= 500


def test_a_generator_that_breaks_nothing_would_be_noticed():
    """The yardstick itself: an untouched plan is not taken for a fault that was found."""
    from benchmarks.corruptions import Corruption

    _, case = next(own())
    assert missed(Corruption("none", "sandbox", "day 1", case)) is not None
