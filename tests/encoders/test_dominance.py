"""The reduction rule: what is left out changes no best choice, and little is kept that could be left out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encoders.structures.dominance import undominated

CONDITIONS = ("pool", "pets", "quiet")


@dataclass(frozen=True)
class Row:
    """An offer; two may be alike in everything but their name."""

    name: int
    serves: frozenset
    costs: tuple


def offers(costs, most=8):
    """Few conditions and few prices, so that ties and copies come up."""
    prices = st.sampled_from((1, 2, 3, Fraction(5, 2)))
    row = st.tuples(st.frozensets(st.sampled_from(CONDITIONS)), st.tuples(*[prices] * costs))
    return st.lists(row, max_size=most).map(lambda rows: [Row(n, *content) for n, content in enumerate(rows)])


def kept_of(rows, copies):
    return undominated(rows, lambda row: row.serves, lambda row: row.costs, copies=copies)


def stands_in(other, row):
    """Whether a row can take the place of another in every respect."""
    return row.serves <= other.serves and all(a <= b for a, b in zip(other.costs, row.costs, strict=True))


def best(rows, demands, weights):
    """The least weighted cost of as many rows as there are demands, each serving one; None where there are none."""
    found = None
    for chosen in combinations(rows, len(demands)):
        for order in _orders(chosen):
            if all([demand <= row.serves for demand, row in zip(demands, order, strict=True)]):
                cost = sum([w * c for row in chosen for w, c in zip(weights, row.costs, strict=True)])
                found = cost if found is None or cost < found else found
    return found


def _orders(chosen):
    if len(chosen) <= 1:
        return [chosen]
    return [(chosen[i], *rest) for i in range(len(chosen)) for rest in _orders(chosen[:i] + chosen[i + 1 :])]


@pytest.mark.parametrize("costs", [0, 1, 2])
@pytest.mark.parametrize("copies", [1, 2, 3])
def test_no_best_choice_changes_whatever_is_demanded_and_however_costs_weigh(costs, copies):
    demand = st.lists(st.frozensets(st.sampled_from(CONDITIONS)), min_size=1, max_size=copies)
    weight = st.tuples(*[st.sampled_from((1, 3, Fraction(1, 7)))] * costs)

    @settings(max_examples=150)
    @given(offers(costs), st.lists(st.tuples(demand, weight), min_size=1, max_size=6))
    def holds(rows, asked):
        kept = kept_of(rows, copies)
        for demands, weights in asked:
            assert best(kept, demands, weights) == best(rows, demands, weights)

    holds()


@pytest.mark.parametrize("costs", [0, 1, 2])
@pytest.mark.parametrize("copies", [1, 2, 3])
def test_what_is_left_out_has_enough_that_stand_in_for_it(costs, copies):
    @settings(max_examples=150)
    @given(offers(costs, most=14))
    def holds(rows):
        kept = kept_of(rows, copies)
        assert kept == [row for row in rows if row in kept], "in their order"
        for row in rows:
            others = [other for other in kept if other is not row and stands_in(other, row)]
            if row not in kept:
                assert len(others) >= copies

    holds()


@pytest.mark.parametrize("costs", [0, 1, 2])
@pytest.mark.parametrize("copies", [1, 2])
def test_nothing_is_kept_that_enough_better_ones_stand_in_for(costs, copies):
    """A row with `copies` others that can stand in for it, and for which it cannot, is superfluous."""

    @settings(max_examples=150)
    @given(offers(costs, most=14))
    def holds(rows):
        kept = kept_of(rows, copies)
        for row in kept:
            better = [other for other in kept if stands_in(other, row) and not stands_in(row, other)]
            assert len(better) < copies
            alike = [other for other in kept if stands_in(other, row) and stands_in(row, other)]
            assert len(better) + len(alike) <= copies

    holds()


def test_each_condition_has_its_cheapest():
    rows = [
        Row(0, frozenset({"pool"}), (9,)),
        Row(1, frozenset(), (3,)),
        Row(2, frozenset({"pets"}), (4,)),
        Row(3, frozenset({"pets"}), (5,)),
        Row(4, frozenset({"pool", "pets"}), (8,)),
    ]
    assert [row.name for row in kept_of(rows, 1)] == [1, 2, 4]
    assert [row.name for row in kept_of(rows, 2)] == [0, 1, 2, 3, 4]


def test_nothing_of_nothing():
    assert kept_of([], 1) == []


def test_of_copies_only_as_many_as_can_be_used():
    rows = [Row(n, frozenset({"pool"}), (5,)) for n in range(10)]
    assert [row.name for row in kept_of(rows, 3)] == [0, 1, 2]
