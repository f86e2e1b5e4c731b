"""Nothing of a travel request is swallowed: wishes without a field stay unread, and every character is accounted for."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.english import TODAY, WORLD, unsupported

from domains.reading.courtesy import courtesies
from domains.reading.ledger import means
from domains.reading.text import LONGEST
from domains.reading.words import english
from domains.travel.reader import read
from domains.travel.reader.lexicon import vocabulary

BASE = "Plan a trip for two from Denver to Boston, March 3-5, 2022, with a budget of $1,400."


def claimed(reading):
    """Whether a reading would be planned without asking back."""
    return reading.request is not None and not reading.unread and not reading.questions


# ---------------------------------------------------------------- what is never claimed


def test_a_wish_that_no_field_holds_is_never_swallowed_after_the_request():
    swallowed = [
        wish
        for wish in unsupported()
        if claimed(read(f"{BASE} {wish[0].upper()}{wish[1:].rstrip('.')}.", WORLD, TODAY))
    ]
    assert swallowed == []


def test_a_wish_that_no_field_holds_is_never_swallowed_inside_a_sentence():
    rng = random.Random(3)
    swallowed = []
    for wish in unsupported():
        words = rng.choice(("", "and ", "with ", "we want ")) + wish[0].lower() + wish[1:].rstrip(".!?")
        at = rng.choice([match.end() for match in re.finditer(r", (?=[a-zM])", BASE)])
        text = f"{BASE[:at]}{words}, {BASE[at:]}"
        if claimed(read(text, WORLD, TODAY)):
            swallowed.append(text)
    assert swallowed == []


@pytest.mark.parametrize(
    "narrowed",
    [
        "an Italian dinner on the second day",
        "a private room for the first night",
        "no flights on March 4",
        "pets on the plane",
        "an entire place in the first city",
        "$100 a night for the hotel",
        "non-stop flights only",
        "no pets on the plane",
    ],
)
def test_a_narrowed_wish_stays_unread_as_a_whole(narrowed):
    reading = read(f"{BASE} We want {narrowed}.", WORLD, TODAY)
    assert [span.quote for span in reading.unread] == [f"We want {narrowed}"]
    assert reading.request == read(BASE, WORLD, TODAY).request


@pytest.mark.parametrize(
    "text",
    [
        "Our budget is $1,400, excluding flights.",
        "The budget of $1,400 does not include flights.",
        "$1,400 without flights is what we have.",
    ],
)
def test_what_an_amount_covers_is_no_wish_about_transport(text):
    reading = read(f"Plan a trip for two from Denver to Boston, March 3-5, 2022. {text}", WORLD, TODAY)
    assert not claimed(reading)
    assert reading.request is None or reading.request.transportation == []


def test_ordinary_words_that_are_names_of_cities_name_no_city():
    reading = read(f"We look forward to the mobile check-in. {BASE} We like reading.", WORLD, TODAY)
    assert reading.request.destination == "Boston"
    assert len(reading.unread) == 2


# ---------------------------------------------------------------- the ledger

_FRAGMENTS = (
    "from Denver",
    "to Boston",
    "two people",
    "March 3-5, 2022",
    "for 3 days",
    "with a budget of $1,400",
    "private rooms",
    "no flights",
    "not",
    "or",
    "only",
    "French food",
    "please",
    "we want",
    "a pool",
    "in Austin",
    "on March 4th",
    "next Friday",
    "-2",
    "if possible",
    "ideally",
    ",",
    ".",
    "and",
    "with",
    "(",
    ")",
    "\n",
    "5",
    "$",
    "St. Louis",
    "thank you",
    "no preference",
    "pet-friendly",
    "3/5/2022",
    "2 cities in Texas",
    "the",
    "É",
    "'",
    "“",
    "\u200b",
    "🐶",
    "%",
    "1.4k",
    "dozen",
    "half a",
    "the 5th",
    "a week from",
)


@given(st.lists(st.sampled_from(_FRAGMENTS), max_size=25))
@settings(max_examples=400, deadline=None)
def test_every_character_is_in_a_fact_or_courtesy_or_unread(fragments):
    text = " ".join(fragments)
    reading = read(text, WORLD, TODAY)
    spans = [fact.span for fact in reading.facts if fact.span is not None] + list(reading.unread)
    assert all(text[span.start : span.end] == span.quote for span in spans)
    covered = {at for span in spans for at in range(span.start, span.end)}
    left = "".join([c if at not in covered else " " for at, c in enumerate(text)])
    words = {word.lower() for word in re.findall(r"\w+", left)}
    polite = {word for phrases in courtesies().values() for phrase in phrases for word in phrase}
    assert words <= polite | english().starts, left
    assert all(not means(c) or c.isalpha() for c in left), left
    if reading.questions == () and reading.unread == ():
        assert reading.request is not None


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader(text):
    assert not claimed(read(text, WORLD, TODAY))


def test_courtesy_can_carry_no_wish():
    words = {word for phrases in courtesies().values() for phrase in phrases for word in phrase}
    known = vocabulary()
    topical = known.every_topical
    assert words & topical == set()
    assert words & english().negation == set()
    assert all(word.isalpha() for word in words)
    places = {word.lower() for name in WORLD.states for word in name.split()}
    assert words & places == set()


@pytest.mark.parametrize(
    "piece", ["a ", "1 ", ", ", "from ", "Denver and ", "(", "x", "\n", "no not any flights ", "my friend and ", "$1,"]
)
def test_a_megabyte_comes_back_with_a_question(piece):
    text = piece * (1_000_000 // len(piece))
    reading = read(text, WORLD, TODAY)
    assert reading.request is None
    assert reading.questions


def test_a_long_text_says_that_its_end_is_not_read():
    reading = read(BASE + " " * LONGEST + "We want a pool.", WORLD, TODAY)
    assert [span.quote for span in reading.unread] == ["We want a pool."[:-1]]
    assert "characters" in reading.questions[-1]
