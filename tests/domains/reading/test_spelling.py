"""Misspelt words are put right where they can be no other word, and the reading says so."""

from __future__ import annotations

import pytest
from support.english import TODAY, WORLD

from domains.reading.spelling import put_right
from domains.reading.text import parse
from domains.travel.reader import read

_KNOWN = frozenset(
    ("private", "rooms", "hotel", "message", "dinner", "going", "driving", "trial", "widow", "budget", "bath")
)


def righted(text):
    """What is replaced by what in a text."""
    return put_right(parse(text).sentences, _KNOWN.__contains__, {"dinning", "salem"}.__contains__)[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a prviate room", {"prviate": "private"}),
        ("the budjet", {"budjet": "budget"}),
        ("goin and drivin", {"goin": "going", "drivin": "driving"}),
        ("Itinary", {"itinary": "itinerary"}),
    ],
)
def test_a_misspelt_word_is_put_right(text, expected):
    assert righted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a hostel",
        "a massage",
        "a diner",
        "a trail",
        "a window",
        "bathe",
        "Drivign",
        "dinning",
        "salem",
        "private rooms",
        "mian",
        "",
    ],
)
def test_a_word_that_may_be_another_one_is_left_alone(text):
    assert righted(text) == {}


def test_what_was_put_right_is_an_assumption():
    reading = read("A prviate room for two from Denver to Boston, March 3-5, 2022, budjet $1,400.", WORLD, TODAY)
    assert reading.request is not None
    assert reading.request.room_type == "private room"
    assert not reading.unread
    assert "“prviate” is read as “private”." in reading.assumptions
    assert "“budjet” is read as “budget”." in reading.assumptions
