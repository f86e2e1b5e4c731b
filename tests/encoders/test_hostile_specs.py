"""What is counted before anything is written out is never less than what is written out; what is too much is refused."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encoders.errors import InputError
from encoders.spec.indexed.data import data_of
from encoders.spec.indexed.files import spec_of
from encoders.spec.indexed.interpret import violations
from encoders.spec.indexed.meaning import Meaning
from encoders.spec.indexed.parse import parse
from encoders.spec.indexed.scope import checked
from encoders.spec.indexed.size import MOST_STEPS, _Count

BASE = {
    "sets": [{"name": "T", "members": ["2..6"]}, {"name": "S", "members": ["a", "b"]}],
    "parameters": [
        {"name": "n", "values": 5},
        {"name": "p", "index": ["T"], "values": [3, -2, 4, 0, 7]},
        {"name": "h", "index": ["S"], "values": ["1/2", "9/4"]},
    ],
    "variables": [{"name": "x", "upper": "9"}],
    "constraints": [{"name": "c", "rule": "x <= n + sum(p[t] for t in T) + sum(h[s] for s in S)"}],
}  # fmt: skip
KNOWN = checked(spec_of(BASE))
MEANING = Meaning(KNOWN, {}, {})


def texts(names):
    """Constant texts over bound names."""
    leaves = st.sampled_from(["0", "1", "2.5", "n", "p[2]", "h[a]", "len(T)", "first(T)", "last(T)", *names])
    fresh = f"v{len(names)}"

    def grown(inner):
        two = st.tuples(inner, inner)
        parts = [
            two.map(lambda pair: f"({pair[0]} + {pair[1]})"),
            two.map(lambda pair: f"({pair[0]} - {pair[1]})"),
            two.map(lambda pair: f"({pair[0]} * {pair[1]})"),
            inner.map(lambda text: f"({text} / 3)"),
            inner.map(lambda text: f"-({text})"),
            two.map(lambda pair: f"min({pair[0]}, {pair[1]})"),
            two.map(lambda pair: f"max({pair[0]}, {pair[1]})"),
            two.map(lambda pair: f"({pair[0]} if {pair[0]} < {pair[1]} else {pair[1]})"),
            inner.map(lambda text: f"ceil({text})"),
            inner.map(lambda text: f"floor({text})"),
            inner.map(lambda text: f"round({text})"),
            inner.map(lambda text: f"abs({text})"),
        ]
        if len(names) < 2:
            loop = texts((*names, fresh))
            parts += [
                loop.map(lambda text: f"sum({text} for {fresh} in T)"),
                loop.map(lambda text: f"max({text} for {fresh} in {{1, 4, n}})"),
                st.tuples(loop, inner).map(lambda pair: f"sum({pair[0]} for {fresh} in 0..floor(min(8, {pair[1]})))"),
            ]
        return st.one_of(parts)

    return st.recursive(leaves, grown, max_leaves=5)


@settings(max_examples=400, deadline=None)
@given(texts(()))
def test_a_constant_lies_where_it_is_said_to_lie(text):
    node = parse(text)
    spread = _Count(KNOWN.data).spreads.of(node, {})
    value = MEANING.number(node, {})
    assert spread is None or spread[0] <= value <= spread[1]


@settings(max_examples=200, deadline=None)
@given(texts(()), texts(()))
def test_a_range_is_no_longer_than_it_is_counted(low, high):
    node = parse(f"count(true for i in floor({low})..ceil({high}))")
    counted = _Count(KNOWN.data).steps(node, {})
    assert MEANING.number(node, {}) <= counted


@pytest.mark.parametrize("depth", [5, 12, 18])
def test_ranges_in_ranges_are_counted_once_each(depth):
    text = "n"
    for level in range(depth):
        text = f"sum(1 for a{level} in 1..{text})"
    began = time.process_time()
    _Count(KNOWN.data).steps(parse(text), {})
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "rule",
    [
        "x <= sum(1 for i in 1..n * 10**8)",
        "x <= sum(1 for i in 1..n * 10**8 for j in T)",
        "x <= sum(1 for i in 1..10**9 * n ** 2)",
        "x <= len({1..n * 10**7})",
        "x in {1..n * 10**7}",
        "x <= n for i in T for j in 1..p[6] * 10**6",
    ],
)
def test_long_ranges_are_refused_by_both_checkers(rule):
    content = {**BASE, "constraints": [*BASE["constraints"], {"name": "d", "rule": rule}]}
    began = time.process_time()
    with pytest.raises(InputError):
        violations(spec_of(content), {"x": 1})
    assert time.process_time() - began < 3


def test_numbers_of_all_parameters_are_counted_together():
    content = {
        "sets": [{"name": "s", "members": ["1..1000"]}],
        "parameters": [{"name": f"p{n}", "index": ["s", "s"], "default": 1} for n in range(3)],
        "variables": [{"name": "x"}],
    }
    with pytest.raises(InputError, match="together") as raised:
        data_of(spec_of(content))
    assert raised.value.where == "parameters[1] p1"


def test_long_members_and_names_are_cut_in_messages():
    for content in (
        {**BASE, "sets": [*BASE["sets"], {"name": "u", "members": ["m" * 10**6]}]},
        {**BASE, "parameters": [*BASE["parameters"], {"name": "q" * 10**6, "values": 1}]},
    ):
        with pytest.raises(InputError) as raised:
            checked(spec_of(content))
        assert len(str(raised.value)) < 1_000


def test_the_limit_leaves_room_for_real_problems():
    assert MOST_STEPS >= 10**6
    content = {
        "sets": [{"name": "day", "members": ["1..365"]}],
        "variables": [{"name": "x", "index": ["day"], "upper": "1"}],
        "constraints": [{"name": "week", "rule": "sum(x[u] for u in t..t+6) <= 5 for t in day if t <= 359"}],
    }
    checked(spec_of(content))
