"""Files from outside are read strictly, and every refusal names the place."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encoders.errors import InputError
from encoders.structured import parse_json, parse_yaml

PRINTABLE = st.text(st.characters(max_codepoint=0x24F)).map(lambda text: "".join(filter(str.isprintable, text)))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | PRINTABLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz", min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_json_comes_back_as_it_was_and_yaml_reads_json_alike(content):
    assert parse_json(json.dumps(content)) == content
    assert parse_yaml(json.dumps(content, ensure_ascii=False)) == content


def test_numbers_are_never_floats():
    assert parse_json("[1, 2.50, 1e2]") == [1, Decimal("2.50"), Decimal(100)]
    assert [type(number) for number in parse_yaml("[1, 2.50, 1e2]")] == [int, Decimal, Decimal]


def test_yaml_has_no_surprises_of_version_1_1():
    assert parse_yaml("{a: 12:30, b: 2022-03-01, c: yes, d: no, e: 010, 5: on}") == {
        "a": "12:30", "b": "2022-03-01", "c": "yes", "d": "no", "e": 10, "5": "on",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says", "where"),
    [
        ('{"a": 1, "a": 2}', "'a' stands twice", "f.json"),
        ('{"a": }', "not JSON", "f.json, line 1, column 7"),
        ("[NaN]", "NaN is not a number", "f.json"),
        ("[1" + "0" * 500 + "]", "too many", "f.json"),
        ("[1e999]", "too large", "f.json"),
        ("[" * 100_000, "nested too deeply", "f.json"),
    ],
)
def test_json_that_cannot_be_used_is_refused_with_its_place(text, says, where):
    with pytest.raises(InputError, match=says) as refused:
        parse_json(text, "f.json")
    assert refused.value.where == where


@pytest.mark.parametrize(
    ("text", "says", "where"),
    [
        ("a: 1\na: 2", "'a' stands twice", "f.yaml, line 2"),
        ("a: [1", "not YAML", "f.yaml, line 1"),
        ("a: &x 1\nb: *x", "aliases", "f.yaml, line 2"),
        ("a: .nan", "not a number", "f.yaml, line 1"),
        ("a: !!python/object:os.system x", "not YAML", "f.yaml, line 1"),
        ("? [a, b]\n: 1", "cannot be a key", "f.yaml, line 1"),
    ],
)
def test_yaml_that_cannot_be_used_is_refused_with_its_place(text, says, where):
    with pytest.raises(InputError, match=says) as refused:
        parse_yaml(text, "f.yaml")
    assert refused.value.where.startswith(where)
