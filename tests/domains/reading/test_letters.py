"""Greetings, closings and names carry no wish; nothing but names is taken with them."""

from __future__ import annotations

import pytest

from domains.reading.letters import names_at, without_letter
from domains.reading.text import parse

_KNOWN = frozenset(("we", "want", "private", "rooms", "pool", "plan", "a", "trip", "the", "and", "book", "it"))


def bodies(text):
    """The words that are left of each sentence."""
    left, _ = without_letter(parse(text), _KNOWN.__contains__)
    return [" ".join([token.norm for token in sentence]) for sentence in left]


@pytest.mark.parametrize(
    "text",
    [
        "Dear team, plan a trip.",
        "Hi Ann!\nPlan a trip.",
        "Good morning, plan a trip.\nKind regards,\nR. Pemberton",
        "Plan a trip. Thanks so much, Ann",
        "Dear Sir or Madam,\n\nPlan a trip.\n\nYours sincerely,\nIngrid Vale",
    ],
)
def test_only_the_body_is_left(text):
    assert bodies(text) == ["plan a trip"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plan a trip. Thanks, we want a pool", ["plan a trip", "thanks , we want a pool"]),
        ("Plan a trip. Best rooms", ["plan a trip", "best rooms"]),
        ("Hi we want a pool", ["hi we want a pool"]),
        ("Regards. We want a pool.", ["regards", "we want a pool"]),
    ],
)
def test_what_is_no_name_stays_in_the_body(text, expected):
    assert bodies(text) == expected


def test_names_are_capitalised_words_that_the_reader_does_not_know():
    find = names_at(_KNOWN.__contains__, has_capitals=True)
    assert find(parse("Ann Lee wants").sentences[0], 0) == ("ann lee", 2)
    assert find(parse("Private rooms").sentences[0], 0) is None
    assert names_at(_KNOWN.__contains__, has_capitals=False)(parse("ANN").sentences[0], 0) is None
