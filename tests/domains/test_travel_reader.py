"""The offline reader of travel: many wordings read right, everything else unread or asked about, nothing guessed silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.english import TODAY, WORLD, comparable, paraphrases, wordings
from support.real_data import needs_travelplanner, travelplanner_rows

from domains.travel import domain as travel
from domains.travel.reader import read

BASE = "Plan a trip for two from Denver to Boston, March 3-5, 2022, with a budget of $1,400."


def told(text, today=TODAY, data=WORLD):
    """The content of the request a text was read as; fails where anything was unclear."""
    reading = read(text, data, today)
    assert reading.questions == (), reading.questions
    assert reading.unread == (), [span.quote for span in reading.unread]
    assert reading.request is not None
    return comparable(reading.request.model_dump(mode="json", by_alias=True))


def claimed(reading):
    """Whether a reading would be planned without asking back."""
    return reading.request is not None and not reading.unread and not reading.questions


def asked(text, today=TODAY, data=WORLD):
    """The questions of a text that gives no request."""
    reading = read(text, data, today)
    assert reading.request is None
    return " ".join(reading.questions)


# ---------------------------------------------------------------- what is understood


def test_every_wording_says_the_request_it_was_written_for():
    wrong = []
    for text, expected in wordings():
        reading = read(text, WORLD, TODAY)
        if not claimed(reading):
            wrong.append(f"unclear: {text}: {[s.quote for s in reading.unread]} {reading.questions}")
        elif comparable(reading.request.model_dump(mode="json", by_alias=True)) != comparable(expected):
            wrong.append(f"wrong: {text}: {reading.request}")
    assert wrong == []


@needs_travelplanner
def test_the_training_requests_and_paraphrases_of_them_say_the_gold():
    rows = {row["id"]: row for row in travelplanner_rows()}
    wrong = []
    for number, text in [*((row["id"], row["query"]) for row in rows.values()), *paraphrases()]:
        row = rows[number]
        data = travel.load(row["reference_information"])
        reading = read(text, data, travel.default_today(data) or TODAY)
        gold = travel.parse_request(row["request"], "travelplanner")
        said = reading.request
        if (
            not claimed(reading)
            or said is None
            or (
                comparable(said.model_dump(mode="json", by_alias=True))
                != comparable(gold.model_dump(mode="json", by_alias=True))
            )
        ):
            wrong.append(f"{number}: {text}: {[s.quote for s in reading.unread]} {reading.questions} {said}")
    assert wrong == []


def test_facts_say_where_they_stood_and_are_groups_of_the_problem():
    text = BASE + " We want private rooms and French food, and we won't fly."
    reading = read(text, WORLD, TODAY)
    quotes = {fact.path: fact.span.quote for fact in reading.facts}
    assert "private rooms" in quotes["room type"]
    assert "French food" in quotes["cuisine/French"]
    assert "fly" in quotes["transportation/no flight"]
    assert {fact.path for fact in reading.facts if fact.kind == "constraint"} == {
        "budget",
        "room type",
        "cuisine/French",
        "transportation/no flight",
    }


def test_a_budget_for_each_is_multiplied_and_the_fact_says_so():
    reading = read("Four people from Denver to Boston, March 3-5, 2022, $350 per person.", WORLD, TODAY)
    assert reading.request.budget == 1400
    assert any("for each of 4 people" in fact.says for fact in reading.facts)


def test_named_cities_of_one_state_keep_the_state_as_destination():
    content = told("Two people from Denver to Austin and Dallas, March 3-7, 2022.")
    assert (content["destination"], content["cities"], content["city count"]) == ("Texas", ["Austin", "Dallas"], 2)
    content = told("Two people from Denver to 3 cities in Texas including Austin, March 3-7, 2022.")
    assert (content["destination"], content["cities"], content["city count"]) == ("Texas", ["Austin"], 3)
    content = told("Two people from Denver to Portland, Oregon and Seattle, Washington, March 3-7, 2022.")
    assert (content["destination"], content["cities"]) == ("Portland and Seattle", ["Portland", "Seattle"])


def test_a_name_of_a_city_and_a_state_is_the_city_for_one_stop_and_the_state_for_several():
    assert told("Two people from Denver to New York, March 3-5, 2022.")["destination"] == "New York"
    content = told("Two people from Denver to 2 cities in Washington, March 3-7, 2022.")
    assert (content["destination"], content["city count"]) == ("Washington", 2)
    assert "name the city" in asked("Two people from Denver to a city in New York, March 3-7, 2022.")


def test_a_start_within_a_window():
    trip = "A 5-day trip for two from Denver to 2 cities in Texas"
    content = told(f"{trip} some time between March 3 and March 20, 2022.")
    assert (content["start"], content["latest start"], content["days"]) == ("2022-03-03", "2022-03-16", 5)
    content = told(f"{trip}, leaving any day between March 3 and March 6, 2022.")
    assert (content["start"], content["latest start"]) == ("2022-03-03", "2022-03-06")
    assert "which is meant" in asked(f"{trip} some time between March 3 and March 4, 2022.")


def test_goals_in_the_order_of_the_text():
    assert told(BASE + " Shortest travel time, then the lowest cost.")["objective"] == [
        "fewest travel hours",
        "cheapest",
    ]
    assert told(BASE + " Best rated hotels and restaurants, please.")["objective"] == ["best rated"]
    assert "comes first" in asked(BASE + " We want the least travel time, but the cheapest trip first.")


def test_a_known_cuisine_that_nobody_serves_is_still_a_wish():
    assert told(BASE + " We'd like Thai food.")["cuisine"] == ["Thai"]


def test_no_preference_is_a_fact_without_a_wish_and_contradicts_one():
    content = told(BASE + " We have no preferences about food or transportation.")
    assert content["cuisine"] == content["transportation"] == []
    assert "wish about cuisine" in asked(BASE + " We have no preference about food. We want Italian food.")


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("We have a dog, so the place must accept that.", ["pets"]),
        ("Our dog is coming along. It must be allowed.", ["pets"]),
        ("We plan to have a party, so we need a place that permits it.", ["parties"]),
        ("Pets must be allowed, since our dog is coming.", ["pets"]),
    ],
)
def test_what_is_to_be_allowed_may_have_been_named_before(text, rules):
    assert told(f"{BASE} {text}")["house rule"] == rules


@pytest.mark.parametrize("text", ["It must be allowed.", "We have a dog.", "We need a place that permits it."])
def test_a_rule_that_nothing_names_is_unread(text):
    assert [span.quote for span in read(f"{BASE} {text}", WORLD, TODAY).unread] == [text.rstrip(".")]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("My wife and I take our two kids from Denver to Boston, March 3-5, 2022. So it's four of us.", 4),
        ("Three friends, myself included, go from Denver to Boston, March 3-5, 2022.", 3),
        ("I'm one of four women going from Denver to Boston, March 3-5, 2022.", 4),
        ("Three couples go from Denver to Boston, March 3-5, 2022.", 6),
        ("My parents and I go from Denver to Boston, March 3-5, 2022.", 3),
        ("It's one person and I have $900. Denver to Boston, March 3-5, 2022.", 1),
    ],
)
def test_people_counted_in_other_ways(text, people):
    assert told(text)["people"] == people


def test_where_the_travellers_are_is_home_and_that_is_said():
    reading = read("A couple in Denver wants to see Boston, March 3-5, 2022.", WORLD, TODAY)
    assert claimed(reading)
    assert reading.request.origin == "Denver"
    assert any("“in Denver” is taken as where the trip starts" in said for said in reading.assumptions)


def test_driving_one_way_and_flying_the_other_is_no_wish_to_drive():
    reading = read(f"{BASE} We'd rather drive out and fly home.", WORLD, TODAY)
    assert not claimed(reading)


@pytest.mark.parametrize("text", ["It has been a long winter.", "I finally retired.", "My boss approved it."])
def test_what_asks_for_nothing_is_read_as_that(text):
    assert told(f"{BASE} {text}") == told(BASE)


# ---------------------------------------------------------------- what is assumed


@pytest.mark.parametrize(
    ("text", "assumption"),
    [
        ("I want to go from Denver to Boston, March 3-5, 2022.", "one person is assumed"),
        ("Two people from Denver to Boston, March 3-5.", "has no year"),
        ("Two people from Denver to Boston, March 3-5, 2022.", "No budget is named"),
        ("Two people from Denver to Boston, March 3-5, 2022.", "No goal is named"),
        ("Two people from Denver to Boston, March 3-5, 2022, with a budget of about $1,400.", "exactly $1,400"),
        ("Two people from Denver to Boston, March 3-5, 2022, with a budget of 1400.", "amount in $"),
        ("Two people from Denver to Boston from Friday to Sunday.", "is taken as Friday 4 March 2022"),
        ("Two people flying from Denver to Boston, March 3-5, 2022.", "not taken as a wish to travel only by air"),
        ("Two people from Denver to Boston, March 3-5, 2022. Ideally private rooms.", "is taken as firm"),
        ("Two adults and a child from Denver to Boston, March 3-5, 2022.", "Children are counted"),
        ("Two people from Denver to Boston for 3 days, arriving on March 3, 2022.", "day of the first leg"),
        ("Two people from Denver to Boston, from March 3, 2022, back by March 5.", "last day of the trip"),
        ("Two people from Denver to Boston, 3/3/2022 to 3/5/2022.", "only reading that fits"),
    ],
)
def test_every_guess_is_an_assumption(text, assumption):
    reading = read(text, WORLD, TODAY)
    assert claimed(reading), (reading.questions, reading.unread)
    assert any(assumption in said for said in reading.assumptions), reading.assumptions


# ---------------------------------------------------------------- what is asked


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Two people to Boston, March 3-5, 2022.", "Where does the trip start"),
        ("Two people from Denver, March 3-5, 2022.", "Where does the trip go"),
        ("Two people from Denver to Boston for 3 days.", "Which day does the trip start"),
        ("Two people from Denver to Boston, leaving March 3, 2022.", "How many days"),
        ("A trip from Denver to Boston, March 3-5, 2022.", "How many people"),
        ("We go from Denver to Boston, March 3-5, 2022.", "How many people"),
        ("I go with my family from Denver to Boston, March 3-5, 2022.", "How many people"),
        ("We go with two friends from Denver to Boston, March 3-5, 2022.", "How many people"),
        ("Two people from Denver to Texas, March 3-5, 2022.", "How many cities of Texas"),
        ("Two people from Texas to Boston, March 3-5, 2022.", "In which city of Texas"),
        ("Two people from Denver to Gotham, March 3-5, 2022.", "no place “Gotham”"),
        ("Two people from Denver to Bostn, March 3-5, 2022.", "Did you mean Boston?"),
        ("two people from denvr to boston, march 3-5, 2022", "Did you mean Denver?"),
        ("Two people from Denver to Jackson Hole, March 3-5, 2022.", "no place “Jackson Hole”"),
        ("Two people from Denver to Nashville, Texas, March 3-5, 2022.", "lies in Tennessee"),
        ("Two people from Denver to Denver, March 3-5, 2022.", "which other city"),
        ("Two people from Denver and Austin to Boston, March 3-5, 2022.", "one city only"),
        ("Two people from Denver to Boston and back to Austin, March 3-5, 2022.", "Only round trips"),
        ("Two people from Denver to Texas and Utah, 2 cities, March 3-7, 2022.", "one state only"),
        ("Two people from Denver to 2 cities, Austin, Dallas and Houston, March 3-9, 2022.", "3 cities"),
        ("Two people from Denver to 2 cities in Boston, March 3-7, 2022.", "which ones besides Boston"),
        ("Two people from Denver to 0 cities in Texas, March 3-7, 2022.", "cannot be planned"),
        ("Two people from Denver to Boston from April 28 to April 31, 2022.", "There is no 31 April 2022"),
        ("Two people from Denver to Boston on February 30 for 3 days.", "There is no 30 February"),
        ("Two people from Denver to Boston, March 3-5, 2021.", "in the past"),
        ("Two people from Denver to Boston from March 5 to March 3, 2022.", "before it starts"),
        ("Two people from Denver to Boston, 5 days from March 3 to March 5, 2022.", "5 days"),
        ("Two people from Denver to Boston from Friday, March 3 to March 5, 2022.", "is a Thursday, not a Friday"),
        ("Two people from Denver to Boston on 3/5/2022 for 3 days.", "5 March 2022 or 3 May 2022"),
        ("Two people from Denver to Boston next Friday for 3 days.", "4 March 2022 or 11 March 2022"),
        ("Two people from Denver to Boston, a week from Monday.", "14 March 2022"),
        ("Two people from Denver to Boston, March 3, 2022, for 61 days.", "at most 60 days"),
        ("Two people from Denver to Boston, 3 days and 5 nights from March 3, 2022.", "do not go together"),
        ("0 people from Denver to Boston, March 3-5, 2022.", "how many travel"),
        ("A trip for -2 people from Denver to Boston, March 3-5, 2022.", "how many travel"),
        (
            "A trip for two people from Denver to Boston, March 3-5, 2022. We are three people.",
            "how many people travel",
        ),
        (BASE + " The budget is $1,500.", "$1,400 and $1,500"),
        (BASE.replace("$1,400", "900 euros"), "in €"),
        (BASE.replace("$1,400", "-$500"), "below zero"),
        (BASE.replace("$1,400", "1.400 dollars"), "1400 or 1.4"),
        (BASE + " Money is no object.", "no limit"),
        (BASE + " Entire rooms. Shared rooms.", "one kind of room"),
        (BASE + " No flights. Only flights.", "which is meant"),
        (BASE + " No flights, no self-driving, no taxis.", "no way to travel"),
    ],
)
def test_questions_name_what_is_missing_or_contradictory(text, part):
    assert part in asked(text)
    assert all(question.endswith(("?", ".")) for question in read(text, WORLD, TODAY).questions)


@pytest.mark.parametrize(
    "text",
    [
        "Bitte plane eine Reise von Denver nach Boston vom 3. bis 5. März 2022 für 2 Personen mit einem Budget von $1400.",
        "Je voudrais voyager de Denver à Boston du 3 au 5 mars 2022 pour deux personnes avec un budget de 1400 dollars.",
        "Quiero viajar de Denver a Boston del 3 al 5 de marzo de 2022, dos personas, presupuesto $1400.",
        "asdf qwer zxcv",
        "Schedule 3 jobs on 2 machines with a deadline of 40.",
        "What's the weather in London?",
        "x",
    ],
)
def test_another_language_or_subject_is_unread_as_a_whole(text):
    reading = read(text, WORLD, TODAY)
    assert reading.request is None
    assert reading.facts == ()
    assert [span.quote for span in reading.unread] == [text.rstrip(".?")]
    assert "English" in reading.questions[0]


# ---------------------------------------------------------------- data without states


def test_inline_data_know_the_names_of_states_but_not_whose_cities_they_hold():
    day = "2022-03-03"
    data = travel.load(
        {
            "Restaurants in Austin": [],
            "Restaurants in Dallas": [],
            f"Flight from Denver to Austin on {day}": "There is no flight from Denver to Austin.",
        }
    )
    assert data.states == {}
    content = told("Two people from Denver to 2 cities in Texas, March 3-7, 2022.", data=data)
    assert (content["destination"], content["city count"]) == ("Texas", 2)
    assert told("Two people from Denver, CO to Austin, TX, March 3-5, 2022.", data=data)["destination"] == "Austin"


def test_the_first_listed_day_counts_for_today_even_without_flights():
    content = {"Flight from Denver to Austin on 2022-03-03": "There is no flight from Denver to Austin."}
    assert travel.default_today(travel.load(content)) == date(2022, 3, 2)


def test_prices_in_another_currency():
    euros = replace(WORLD, policy=WORLD.policy.model_copy(update={"currency": "€"}))
    assert told(BASE.replace("$1,400", "€1,400"), data=euros)["budget"] == 1400
    assert "in €" in asked(BASE, data=euros)


def test_a_relative_day_is_counted_from_today():
    tomorrow = told("Two people leaving Denver tomorrow for Boston for 3 days.", today=TODAY + timedelta(days=4))
    assert tomorrow["start"] == "2022-03-06"
