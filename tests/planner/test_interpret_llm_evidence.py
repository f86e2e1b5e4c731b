"""Words that show a value by themselves, and words that do not: what a model claims beyond them has to be confirmed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.travel import domain as travel
from encoders.errors import InputError, UnsupportedError
from encoders.spec import parse
from planner.interpret.llm import evidence, wishes
from planner.interpret.llm.quotes import clauses, located

DATA = travel.load(None)
TODAY = date(2027, 5, 1)
PLACES = "Castelbruno Porto Selene Seafood Italian"
REQUEST = travel.parse_request(
    {"origin": "Castelbruno", "destination": "Porto Selene", "start": "2027-05-14", "days": 3, "people": 2}
)


def words(text):
    return travel.vocabulary(f"{text} {PLACES}", REQUEST, DATA)


def doubt(field, value, quote):
    known = words(quote)
    entry = next(entry for entry in known.fields if entry.name == field)
    return evidence.doubt(entry, evidence.value_of(entry, value), quote, known.fields, TODAY)


EVIDENT = [
    ("people", "3", "we are a trio"),
    ("people", "1", "just yours truly"),
    ("people", "8", "eight heads to count"),
    ("budget", "1400", "we can fork out 1,400 bucks at the outside"),
    ("budget", "1400", "1.4k is our ceiling"),
    ("origin", "Castelbruno", "Castelbruno is our launch pad"),
    ("destination", "Porto Selene", "Porto Selene has been calling our name"),
    ("start", "2027-05-14", "we set off on May 14, 2027"),
    ("end", "2027-05-16", "from May 14 to May 16, 2027"),
    ("days", "5", "it shall last five days"),
    ("transportation", "no flight", "no planes"),
    ("room type", "not shared room", "no shared rooms"),
]
DOUBTED = [
    ("days", "5", "we stay five nights"),  # six days
    ("days", "3", "we are 3 for 5 days"),
    ("people", "5", "we are 3 for 5 days"),
    ("people", "2", "two adults with their two kids and a baby"),
    ("people", "3", "there are three cities we love"),
    ("budget", "1400", "1,400 dollars each"),
    ("budget", "1400", "1,400 dollars, flights not included"),
    ("budget", "1400", "around 1,400 dollars"),
    ("budget", "1400", "1,400 to 1,600 dollars"),
    ("budget", "1500", "our budget is 1,400 dollars"),
    ("budget", "1400", "at least 1,400 dollars"),
    ("origin", "Porto Selene", "Porto Selene has been calling our name"),
    ("destination", "Castelbruno", "Castelbruno is our launch pad"),
    ("destination", "Porto Selene", "anything but Porto Selene"),
    ("destination", "Porto Selene", "we visited Porto Selene last year"),
    ("start", "2027-05-16", "from May 14 to May 16, 2027"),
    ("start", "2028-05-14", "we set off on May 14"),
    ("end", "2027-05-14", "we set off on May 14, 2027"),
    ("transportation", "no flight", "I do not mind a flight without a stop"),
    ("transportation", "flight", "no planes"),
    ("transportation", "no taxi", "no planes"),
    ("room type", "shared room", "no shared rooms"),
    ("room type", "entire room", "all in"),
    ("house rule", "pets", "no pets allowed near our room"),
    ("cuisine", "Italian", "no Italian food"),
    ("cuisine", "Italian", "Italian or Seafood, whichever is cheaper"),
    ("objective", "cheapest", "cheap is not what we are after"),
]


@pytest.mark.parametrize(("field", "value", "quote"), EVIDENT)
def test_plain_words_show_a_value(field, value, quote):
    assert doubt(field, value, quote) == ""


@pytest.mark.parametrize(("field", "value", "quote"), DOUBTED)
def test_words_that_say_more_less_or_something_else_do_not_show_it(field, value, quote):
    assert doubt(field, value, quote) != ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("people", "none"),
        ("people", "2 or 3"),
        ("start", "2027-02-30"),
        ("start", "soon"),
        ("destination", "Atlantis"),
        ("room type", "suite"),
        ("budget", "-5"),
        ("budget", ""),
        ("budget", "9" * 500),
    ],
)
def test_a_value_that_the_field_cannot_have_goes_back(field, value):
    entry = next(entry for entry in words("").fields if entry.name == field)
    with pytest.raises(InputError):
        evidence.value_of(entry, value)


SHOWN = [
    ("No flight before 9 in the morning", "flights_leaving_before[09:00] == 0"),
    ("we don't want to fly before 9 am", "flights_leaving_before[09:00] == 0"),
    ("no flight landing after 22:30", "flights_landing_after[22:30] == 0"),
    ("no meal over $35", "meals_dearer_than[35] == 0"),
    ("at most 500 dollars on hotels", "rooms <= 500"),
    ("at least two nights in Porto Selene", "nights[Porto Selene] >= 2"),
    ("no single ride longer than 3 hours", "max(leg[*].minutes) <= 180"),
    ("no ride longer than two and a half hours", "max(leg[*].minutes) <= 150"),
    ("never sleep in hotels rated below 4", "nights_rated_below[4] == 0"),
]
NOT_SHOWN = [
    ("No flight before 9 in the morning", "flights_leaving_after[09:00] == 0"),
    ("No flight before 9 in the morning", "flights_leaving_before[21:00] == 0"),
    ("No flight before 9 in the morning", "flights_leaving_before[09:00] >= 1"),
    ("No flight before 9 in the morning on the last day", "flights_leaving_before[09:00] == 0"),
    ("No flight before 9 in the morning", "leg[1].departure >= 540"),
    ("No flight before 9 in the morning", "flights == 0"),
    ("fly before 9 in the morning", "flights_leaving_before[09:00] == 0"),
    ("no meal over $35", "meals_cheaper_than[35] == 0"),
    ("no flight landing before 9 am", "flights_leaving_before[09:00] == 0"),
    ("no flight leaving before 9 am", "flights_landing_before[09:00] == 0"),
    ("no flight longer than 3 hours", "max(leg[*].minutes) <= 180"),
    ("at most 3 meals", "meals <= 3"),
    ("we don't want to spend more than 9 euros on meals", "meals_dearer_than[9] == 0"),
    ("spend at most 9 euros on each meal", "meals <= 9"),
    ("no meal below 4", "meals_rated_below[4] == 0"),
    ("no meal below 4", "meals_cheaper_than[4] == 0"),
    ("at most 6 hours of travel a day", "travel_minutes <= 360"),
    ("at most two hotels in Porto Selene", "nights[Porto Selene] <= 2"),
    ("no meal over $35", "nights_dearer_than[35] == 0"),
    ("no dinner over $35", "meals_dearer_than[53] == 0"),
    ("at most 500 dollars on hotels", "rooms >= 500"),
    ("at most 500 dollars on hotels and meals", "rooms <= 500"),
    ("less than 500 dollars on hotels", "rooms <= 500"),
    ("at least two nights in Porto Selene", "nights[Porto Selene] <= 2"),
    ("at least two nights in Porto Selene", "nights[Porto Selene] >= 3"),
    ("no ride longer than 3 hours", "max(leg[*].minutes) <= 3"),
    ("no ride longer than 3 hours", "travel_minutes <= 180 and total <= 5"),
    ("a dinner rated above 4 on the last day", "meals_rated_above[4] >= 1"),
]


@pytest.mark.parametrize(("quote", "wish"), SHOWN)
def test_plain_words_show_a_wish(quote, wish):
    known = words(quote)
    assert wishes.doubt(wishes.sound(wish, known), quote, known) == ""


MORE = [
    ("no flight leaving before 9 am", "flights_leaving_before[09:00] == 0"),
    ("no flight landing before 9 am", "flights_landing_before[09:00] == 0"),
    ("no flight leaving after 9 am", "flights_leaving_after[09:00] == 0"),
    ("no flight landing after 9 am", "flights_landing_after[09:00] == 0"),
    ("no flight leaving before 9 pm", "flights_leaving_before[21:00] == 0"),
    ("spend at most 9 euros on meals", "meals <= 9"),
    ("spend at least 9 euros on meals", "meals >= 9"),
    ("spend less than 9 euros on meals", "meals < 9"),
    ("spend more than 9 euros on meals", "meals > 9"),
    ("spend at most 9 euros on hotels", "rooms <= 9"),
    ("spend at most 9 euros in total", "total <= 9"),
    ("spend at most 9 euros on transport", "transport <= 9"),
    ("at most 9 nights in Porto Selene", "nights[Porto Selene] <= 9"),
    ("at least 9 nights in Porto Selene", "nights[Porto Selene] >= 9"),
    ("at most 9 meals in Porto Selene", "meals[Porto Selene] <= 9"),
    ("no meal over 9 euros", "meals_dearer_than[9] == 0"),
    ("no meal under 9 euros", "meals_cheaper_than[9] == 0"),
    ("no night over 9 euros", "nights_dearer_than[9] == 0"),
    ("no meal rated below 9", "meals_rated_below[9] == 0"),
    ("no meal rated above 9", "meals_rated_above[9] == 0"),
    ("no night rated below 9", "nights_rated_below[9] == 0"),
    ("at most 9 flights", "flights <= 9"),
    ("at most 9 taxis", "taxis <= 9"),
    ("at most 9 different hotels", "hotels <= 9"),
    ("no ride longer than 9 hours", "max(leg[*].minutes) <= 540"),
    ("no ride longer than 9 minutes", "max(leg[*].minutes) <= 9"),
    ("travel at most 9 hours in total", "travel_minutes <= 540"),
]


@pytest.mark.parametrize("number", range(len(MORE)))
def test_of_many_wishes_words_show_only_their_own(number):
    """Whatever wish a model gives for some words, of all these only the right one passes without a second look."""
    quote, right = MORE[number]
    known = words(quote)
    shown = [wish for _, wish in MORE if wishes.doubt(wish, quote, known) == ""]
    assert shown == [right]


@pytest.mark.parametrize(("quote", "wish"), NOT_SHOWN)
def test_a_wish_that_differs_from_the_words_is_doubted(quote, wish):
    known = words(quote)
    assert wishes.doubt(wishes.sound(wish, known), quote, known) != ""


@pytest.mark.parametrize(
    "wish",
    [
        "pool >= 1",
        "nights[Atlantis] >= 1",
        "total",
        "1 <= 2",
        "total * total <= 3",
        "import os",
        "__import__('os').system('x') == 0",
        "(" * 300 + "total" + ")" * 300 + " <= 1",
        "total <= 1" + "0" * 1000,
        "",
    ],
)
def test_a_wish_that_is_no_wish_goes_back(wish):
    with pytest.raises((InputError, UnsupportedError)):
        wishes.sound(wish, words(""))


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ("flights_leaving_before[09:00] == 0", "There are no flights that leave before 09:00."),
        ("max(leg[*].minutes) <= 150", "The greatest travel time of any leg is at most 2 hours 30 minutes."),
        (
            "leg[1].departure >= 540",
            "The departure of leg 1 (00:00 for a drive at no stated time) is at the earliest at 09:00.",
        ),
        ("1 <= nights[Porto Selene] < 4", None),
        ("flights == 0 implies rooms >= 100", "If there are no flights, then the price of all nights is at least 100."),
        ("not total <= 5", "It is not so that the price of the whole trip is at most 5."),
    ],
)
def test_wishes_are_told_from_their_expression(wish, says):
    told = travel.echo(wish)
    assert parse(wish) is not None
    assert says is None or told == says
    assert "It holds that" not in told


def test_quotes_stand_in_the_text_word_for_word():
    text = "Privately,  we’d like\na private room - please."
    assert located(text, "we'd like a private room") == (12, 36)
    assert located(text, "private") == (24, 31)
    assert located(text, "a private bath") is None
    assert located(text, "") is None
    assert located(text, "priv") is None


@given(st.text(max_size=200), st.text(max_size=40))
def test_a_quote_that_is_found_stands_there(text, quote):
    place = located(text, quote)
    if place is not None:
        assert 0 <= place[0] < place[1] <= len(text)
        assert "".join(text[place[0] : place[1]].split()).casefold() != ""


@given(st.text(max_size=200))
def test_clauses_lie_apart_and_in_order(text):
    found = clauses(text, 0, len(text))
    assert all([a < b for a, b in found])
    assert all([one[1] <= other[0] for one, other in pairwise(found)])
