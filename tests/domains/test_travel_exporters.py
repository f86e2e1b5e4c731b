"""Plans and requests in other shapes: what is written is read back, and nothing is lost on the way without a word."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.plans import ANY_PLAN, NAMES, solved
from support.real_data import ROOT, needs_travelplanner, travelplanner_rows
from support.worlds import world

from domains.travel import domain as travel
from domains.travel.exporters import NAMES as LAYOUTS
from domains.travel.exporters.markdown_cells import cell, cells, row, text
from domains.travel.plan import Day, Leg, Place, TravelPlan
from domains.travel.request import TravelRequest
from encoders.errors import InputError

EXAMPLE = travel.load(None)
WEEKEND = TravelRequest.model_validate(
    {
        "origin": "Castelbruno", "destination": "Porto Selene", "start": "2027-05-14", "days": 3, "people": 2, "budget": 450,
        "room type": "private room", "house rule": ["pets"], "cuisine": ["Seafood", "Italian"],
    }
)  # fmt: skip


def written(plan, request=WEEKEND, data=EXAMPLE, layout="json"):
    """A plan exported, through JSON as a file would hold it."""
    return json.loads(json.dumps(travel.export_plan(plan, request, data, layout)))


# ---------------------------------------------------------------- plans


@given(ANY_PLAN)
@pytest.mark.parametrize("layout", ["json", "markdown"])
def test_any_plan_reads_back_exactly(layout, plan):
    content = written(plan, layout=layout)
    assert travel.parse_plan(content, WEEKEND, EXAMPLE) == plan
    assert travel.parse_plan(content, WEEKEND, EXAMPLE, layout) == plan
    assert travel.parse_plan({"id": 7, "plan": content}, WEEKEND, EXAMPLE) == plan


@given(NAMES, st.sampled_from(["", ", ", "→"]))
def test_any_text_survives_a_table_cell(name, separators):
    line = row(cell(name, separators), "x", cell(name))
    assert "\n" not in line
    first, middle, last = cells(line)
    assert (text(first), middle, text(last)) == (name, "x", name)
    assert not set(separators) & set(cell(name, separators))


def test_markdown_is_made_for_people():
    plan = TravelPlan(
        days=[
            Day(day=1, date="2027-05-14", leg=Leg(
                mode="flight", origin="Castelbruno", destination="Porto Selene", number="VL105", departure="23:20",
                arrival="00:25", lands_after_days=1, minutes=65, cost=132,
            ), bed=Place(name="Casa | Mare", city="Porto Selene")),
            Day(day=2, date="2027-05-15", city="Porto Selene", lunch=Place(name="Da Ninetta", city="Porto Selene")),
        ],
        cost={"total": 1310},
    )  # fmt: skip
    assert travel.export_plan(plan, WEEKEND, EXAMPLE, "markdown").splitlines() == [
        "# 2 days in Porto Selene for 2 people: €1,310",
        "",
        "## Day 1, Friday 14 May 2027",
        "",
        "|  |  |  |",
        "|---|---|---|",
        "| leg | flight VL105, 23:20 to 00:25 (+1 day), 1 h 05 min, €132 | Castelbruno → Porto Selene |",
        "| bed | Casa \\| Mare | Porto Selene |",
        "",
        "## Day 2, Saturday 15 May 2027",
        "",
        "|  |  |  |",
        "|---|---|---|",
        "| city |  | Porto Selene |",
        "| lunch | Da Ninetta | Porto Selene |",
        "",
        "## Cost",
        "",
        "|  |  |",
        "|---|---:|",
        "| total | €1,310 |",
    ]


def test_the_plan_among_the_examples_is_valid():
    content = (ROOT / "examples/weekend_plan.md").read_text(encoding="utf-8")
    plan = travel.parse_plan(content, WEEKEND, EXAMPLE)
    assert travel.check(plan, WEEKEND, EXAMPLE) == []
    assert travel.measure(plan, WEEKEND, EXAMPLE) == {"cheapest": 446}
    cheaper = WEEKEND.model_copy(update={"budget": 445})
    assert [v.constraint for v in travel.check(plan, cheaper, EXAMPLE)] == ["budget"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("## Day 2, Saturday 15 May 2027", "## Day two", "line 13"),
        ("15 May", "31 February", "no date 31 February"),
        ("15 May", "15 Mai", "no date 15 Mai"),
        ("| dinner | Da Ninetta | Porto Selene |", "| dinner | Da Ninetta |", "2 cells"),
        ("| dinner |", "| supper |", "supper"),
        ("| lunch |", "| dinner |", "second row 'dinner'"),
        ("Castelbruno → Porto Selene", "Castelbruno", "expected a leg"),
        ("09:00 to 12:25, 3 h", "25:00 to 12:25, 3 h", "time of day"),
        ("€74", "much", "expected an amount"),
        ("| total | €446 |", "| total | €446 |\n| total | €447 |", "twice"),
        ("# A weekend by car", "A weekend by car", "line 1"),
    ],
)
def test_markdown_of_another_form_is_named_with_its_line(before, after, says):
    content = (ROOT / "examples/weekend_plan.md").read_text(encoding="utf-8")
    assert before in content
    with pytest.raises(InputError) as caught:
        travel.parse_plan(content.replace(before, after, 1), WEEKEND, EXAMPLE)
    assert says in str(caught.value)


@pytest.mark.parametrize("seed", range(40))
def test_solved_plans_read_back_from_every_shape(seed):
    """TravelPlanner's shape has no place for costs, which follow from the offers; everything else comes back."""
    request, data = world(seed)
    plan = solved(request.model_copy(update={"budget": None, "house_rule": [], "transportation": []}), data)
    if plan is None:
        return
    costs_nothing = {"minutes": None, "cost": None}
    for layout in ("json", "markdown", "travelplanner"):
        content = written(plan, request, data, layout)
        for told in (None, layout):
            back = travel.parse_plan(content, request, data, told)
            assert travel.measure(back, request, data) == travel.measure(plan, request, data)
            if layout != "travelplanner":
                assert back == plan
                continue
            for day, again in zip(plan.days, back.days, strict=True):
                leg = None if day.leg is None else day.leg.model_copy(update=costs_nothing)
                if leg is not None and leg.mode != "flight":
                    leg = leg.model_copy(update={"departure": None, "arrival": None, "lands_after_days": 0})
                assert again == day.model_copy(update={"leg": leg})


@needs_travelplanner
@pytest.mark.parametrize("number", range(27))
def test_annotated_plans_read_back_from_every_shape(number):
    entry = travelplanner_rows()[number]
    request, data = travel.parse_request(entry["request"]), travel.load(entry["reference_information"])
    plan = travel.parse_plan(entry["annotated_plan"], request, data)
    assert travel.check(plan, request, data) == []
    for layout in ("json", "markdown", "travelplanner"):
        assert travel.parse_plan(written(plan, request, data, layout), request, data) == plan


def test_an_open_start_is_written_with_the_days():
    request = TravelRequest.model_validate(WEEKEND.model_dump() | {"latest_start": "2027-05-20"})
    plan = solved(request, EXAMPLE)
    days = written(plan, request, layout="travelplanner")
    assert [day["date"] for day in days] == [day.date.isoformat() for day in plan.days]
    back = travel.parse_plan(days, request, EXAMPLE)
    assert travel.check(back, request, EXAMPLE) == []
    assert travel.measure(back, request, EXAMPLE) == travel.measure(plan, request, EXAMPLE)
    nameless = [{name: value for name, value in day.items() if name != "date"} for day in days]
    assert travel.parse_plan(nameless, request, EXAMPLE).first_date is None
    with pytest.raises(InputError, match="day 1, date"):
        travel.parse_plan([{**days[0], "date": "Friday"}], request, EXAMPLE)


def test_without_the_offers_the_plans_own_words_are_written():
    there = Leg(mode="taxi", origin="A", destination="B", minutes=65, cost=12)
    back = Leg(mode="flight", origin="B", destination="A", number="F1", departure="08:00", arrival="09:00")
    plan = TravelPlan(days=[Day(day=1, leg=there), Day(day=2, leg=back)], cost={"total": 1234})
    days = written(plan, data=None, layout="travelplanner")
    assert days[0]["transportation"] == "Taxi, from A to B, duration: 1 hour 5 mins"
    assert days[1]["transportation"] == "Flight Number: F1, from B to A, Departure Time: 08:00, Arrival Time: 09:00"
    text_ = written(plan, data=None, layout="markdown")
    assert "| leg | taxi, 1 h 05 min, 12 | A → B |" in text_
    assert travel.parse_plan(text_, WEEKEND, EXAMPLE) == plan


def tp_day(**changes):
    content = {
        "days": 1, "current_city": "from Castelbruno to Porto Selene",
        "transportation": "Flight Number: VL105, from Castelbruno to Porto Selene, Departure Time: 18:20, Arrival Time: 19:25",
        "breakfast": "-", "attraction": "-", "lunch": "-", "dinner": "Da Ninetta, Porto Selene",
        "accommodation": "Locanda dei Pescatori, Porto Selene",
    }  # fmt: skip
    return {**content, **changes}


def tp_read(**changes):
    (day,) = travel.parse_plan([tp_day(**changes)], WEEKEND, EXAMPLE).days
    return day


def test_a_day_of_the_benchmark_is_read():
    day = tp_read()
    assert day.leg == Leg(
        mode="flight", origin="Castelbruno", destination="Porto Selene", number="VL105", departure="18:20", arrival="19:25"
    )  # fmt: skip
    assert (day.city, day.leaves, day.reaches) == (None, None, None)
    assert day.dinner == Place(name="Da Ninetta", city="Porto Selene")
    assert str(day.date) == "2027-05-14"


def test_states_in_brackets_and_spelling_of_lists_do_not_matter():
    day = tp_read(
        current_city="Porto Selene(Costamira)", transportation="-",
        attraction="Faro Vecchio, Porto Selene(Costamira);Museo del Mare, Porto Selene;",
    )  # fmt: skip
    assert day.city == "Porto Selene"
    assert [v.name for v in day.visits] == ["Faro Vecchio", "Museo del Mare"]
    assert [v.city for v in day.visits] == ["Porto Selene"] * 2


def test_a_leg_that_is_not_the_days_keeps_both():
    day = tp_read(current_city="from Castelbruno to Marivento")
    assert (day.leaves, day.reaches, day.leg.destination) == ("Castelbruno", "Marivento", "Porto Selene")


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        (
            "Self-driving, from Castelbruno to Porto Selene, duration: 3 hours, distance: 312 km, cost: 74",
            "self-driving",
        ),
        ("self driving from Castelbruno to Porto Selene", "self-driving"),
        ("Taxi: from Castelbruno to Porto Selene", "taxi"),
        ("Train, from Castelbruno to Porto Selene", "train"),
    ],
)
def test_roads_are_read_and_written_back(text, mode):
    day = tp_read(transportation=text)
    assert (day.leg.mode, day.leg.origin, day.leg.destination) == (mode, "Castelbruno", "Porto Selene")
    plan = TravelPlan(days=[day])
    assert travel.parse_plan(written(plan, layout="travelplanner"), WEEKEND, EXAMPLE) == plan


def test_what_a_plan_states_of_a_flight_is_not_put_right():
    """A wrong time must reach the check, not be replaced by the true one."""
    day = tp_read(
        transportation="Flight Number: VL105, from Castelbruno to Porto Selene, Departure Time: 17:00, Arrival Time: 19:25"
    )
    assert written(TravelPlan(days=[day]), layout="travelplanner")[0]["transportation"].count("17:00") == 1
    assert ("sandbox", "day 1") in {
        (v.constraint, v.where) for v in travel.check(TravelPlan(days=[day]), WEEKEND, EXAMPLE)
    }


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"lunch": "Da Ninetta"}, "day 1, lunch"),
        ({"transportation": "by magic"}, "day 1, transportation"),
        ({"dinner": 5}, "day 1, dinner"),
        ({"days": "one"}, "day 1, days"),
        ({"attraction": "Faro Vecchio"}, "day 1, attraction"),
    ],
)
def test_a_day_of_another_shape_is_named(changes, says):
    with pytest.raises(InputError) as caught:
        tp_read(**changes)
    assert says in str(caught.value)
    with pytest.raises(InputError, match="accommodation"):
        travel.parse_plan([{k: v for k, v in tp_day().items() if k != "accommodation"}], WEEKEND, EXAMPLE)


@pytest.mark.parametrize(
    ("content", "layout", "says"),
    [
        ("hello", None, "no known form"),
        (5, None, "no known form"),
        ({"trip": []}, None, "no known form"),
        ({"days": [{"day": 1, "diner": None}]}, None, "day 1, diner"),
        (
            {"days": [{"day": 1, "leg": {"mode": "taxi", "origin": "a", "destination": "b", "departure": "8 am"}}]},
            None,
            "08:10",
        ),
        ({"days": [{"day": 1}], "cost": {"total": 0.5}}, None, "cost, total"),
        ({"plan": None}, None, "no plan"),
        ([tp_day()], "markdown", "travelplanner"),
        ([tp_day()], "travelplanner-request", "requests, not plans"),
        ([tp_day()], "ics", "no form 'ics'"),
    ],
)
def test_content_that_is_no_plan_is_told(content, layout, says):
    with pytest.raises(InputError) as caught:
        travel.parse_plan(content, WEEKEND, EXAMPLE, layout)
    assert says in str(caught.value)


def test_no_plan_exports_as_nothing():
    assert [travel.export_plan(None, WEEKEND, EXAMPLE, name) for name in ("travelplanner", "markdown", "json")] == [
        None
    ] * 3
    with pytest.raises(InputError, match="no form 'pdf'"):
        travel.export_plan(None, WEEKEND, EXAMPLE, "pdf")
    assert set(travel.exports) == set(LAYOUTS)


# ---------------------------------------------------------------- requests

REQUEST = {
    "org": "Provo", "dest": "Phoenix", "days": 3, "visiting_city_number": 1,
    "date": ["2022-03-24", "2022-03-25", "2022-03-26"], "people_number": 2,
    "local_constraint": {"house rule": "pets", "cuisine": ["Indian", "French"], "room type": "private room",
                         "transportation": "flight"},
    "budget": 1400,
}  # fmt: skip


def test_the_benchmarks_request_is_read():
    request = travel.parse_request(REQUEST)
    assert request == TravelRequest.model_validate(
        {
            "origin": "Provo", "destination": "Phoenix", "start": "2022-03-24", "days": 3, "people": 2, "budget": 1400,
            "house rule": ["pets"], "cuisine": ["Indian", "French"], "room type": "private room", "transportation": ["flight"],
        }
    )  # fmt: skip
    assert travel.export_plan(None, request, EXAMPLE, "travelplanner-request") == REQUEST
    assert travel.parse_request({"id": 3, "request": REQUEST}) == request
    assert travel.parse_request({**REQUEST, "query": "...", "level": "hard"}, "travelplanner") == request


def test_the_benchmarks_own_writing_of_lists_is_read():
    """Its published table holds lists and mappings as Python prints them."""
    wishes = "{'house rule': 'pets', 'cuisine': ['Indian', \"French\"], 'room type': 'private room', 'transportation': 'flight'}"
    content = {**REQUEST, "date": "['2022-03-24', '2022-03-25', '2022-03-26']", "local_constraint": wishes}
    assert travel.parse_request(content) == travel.parse_request(REQUEST)
    assert travel.parse_request({**REQUEST, "date": "2022-03-24"}) == travel.parse_request(REQUEST)
    for nothing in (None, {}, "-", {"house rule": None, "cuisine": None, "flight time": None}):
        assert travel.parse_request({**REQUEST, "local_constraint": nothing}).house_rule == []


BENCHMARK_REQUESTS = st.builds(
    TravelRequest,
    origin=st.sampled_from(["Provo", "Home"]),
    destination=st.sampled_from(["Phoenix", "Texas"]),
    city_count=st.integers(1, 3),
    start=st.dates(),
    days=st.just(7),
    people=st.integers(1, 9),
    budget=st.none()
    | st.integers(0, 9999)
    | st.fractions(0, 99, max_denominator=20).filter(lambda f: f.denominator > 1),
    room_type=st.none() | st.sampled_from(["entire room", "not shared room"]),
    house_rule=st.lists(st.sampled_from(["pets", "children under 10"]), max_size=1),
    cuisine=st.lists(st.sampled_from(["Thai", "French"]), unique=True),
    transportation=st.lists(st.sampled_from(["no flight", "no self-driving", "flight"]), max_size=1),
)


@given(BENCHMARK_REQUESTS.filter(lambda r: r.start.year < 9999))
def test_requests_of_the_benchmarks_kind_read_back(request):
    content = json.loads(json.dumps(travel.export_plan(None, request, EXAMPLE, "travelplanner-request")))
    assert travel.parse_request(content) == request


@needs_travelplanner
@pytest.mark.parametrize("name", ["train.jsonl", "unsat.jsonl"])
def test_every_public_request_reads_back(name):
    for entry in travelplanner_rows(name):
        content = entry.get("request", entry)
        request = travel.parse_request(content)
        assert travel.export_plan(None, request, EXAMPLE, "travelplanner-request") == content


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"cities": ["Marivento"]}, "cities"),
        ({"objective": ["best rated", "cheapest"]}, "objective"),
        ({"extra": ["total < 5"]}, "extra/0"),
        ({"latest start": "2027-05-15"}, "latest start"),
        ({"house rule": ["pets", "smoking"]}, "house rule/smoking"),
        ({"transportation": ["no flight", "no taxi"]}, "transportation/no taxi"),
        ({"transportation": ["no taxi"]}, "transportation/no taxi"),
    ],
)
def test_what_the_shape_has_no_place_for_is_an_error_that_names_it(changes, where):
    request = TravelRequest.model_validate({**WEEKEND.model_dump(by_alias=True), **changes})
    with pytest.raises(InputError) as caught:
        travel.export_plan(None, request, EXAMPLE, "travelplanner-request")
    assert caught.value.where == where


def test_the_one_city_named_twice_over_loses_nothing():
    request = WEEKEND.model_copy(update={"cities": ["Porto Selene"]})
    assert travel.export_plan(None, request, EXAMPLE, "travelplanner-request")["dest"] == "Porto Selene"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"org": None}, "org"),
        ({"dest": " "}, "dest"),
        ({"dest": 5}, "dest"),
        ({"days": 0}, "days"),
        ({"days": "three"}, "days"),
        ({"days": 4}, "3 dates"),
        ({"days": True}, "days"),
        ({"date": []}, "date"),
        ({"date": ["2022-02-30"]}, "date"),
        ({"date": "['2022-03-24', __import__('os')]"}, "date"),
        ({"date": "[" * 3000}, "date"),
        ({"date": "[" * 9000}, "too long"),
        ({"date": ["2022-03-24", "2022-03-26", "2022-03-27"]}, "day by day"),
        ({"visiting_city_number": None}, "visiting_city_number"),
        ({"visiting_city_number": 0}, "visiting_city_number"),
        ({"people_number": -2}, "people_number"),
        ({"people_number": 1.5}, "people_number"),
        ({"budget": "lots"}, "budget"),
        ({"budget": -1}, "budget"),
        ({"local_constraint": 5}, "local_constraint"),
        ({"local_constraint": "open('x')"}, "local_constraint"),
        ({"local_constraint": {"pool": "yes"}}, "pool"),
        ({"local_constraint": {"house rule": "cats"}}, "house rule"),
        ({"local_constraint": {"room type": "suite"}}, "room type"),
        ({"local_constraint": {"transportation": "by boat"}}, "transportation"),
        ({"wishes": []}, "wishes"),
    ],
)
def test_a_request_of_another_shape_is_named(changes, says):
    with pytest.raises(InputError) as caught:
        travel.parse_request({**REQUEST, **changes}, "travelplanner")
    assert says in str(caught.value)


def test_a_missing_field_is_named():
    for field in ("dest", "date", "visiting_city_number", "people_number"):
        with pytest.raises(InputError) as caught:
            travel.parse_request({k: v for k, v in REQUEST.items() if k != field}, "travelplanner")
        assert caught.value.where == field
    assert travel.parse_request({k: v for k, v in REQUEST.items() if k != "days"}).days == 3
