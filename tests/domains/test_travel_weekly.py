"""The layout of weekly flights and sights with categories: tables, requests and the rules of its world, on cases of our own."""

from __future__ import annotations

from datetime import date

import pytest
from support.real_data import DATA, needs_travelplanner, needs_unsat_christmas

from domains.base import Change
from domains.travel import domain as travel
from domains.travel.plan import Place, TravelPlan
from encoders.conflicts import conflict
from encoders.errors import InputError
from encoders.result import SolveStatus
from encoders.session import open_session

FLIGHTS = """\ufeffOrigin,Destination,Sun,Mon,Tu,Wed,Thu,Fri,Sat,Airline,Time,Duration,non-stop,new day
Oslo,Rome,70,10,20,30,40,50,60,Nord,8:00-18:00,10hr0min,yes,no
Oslo,Rome,71,11,21,31,41,51,61,Sud,8:30-18:01,9hr31min,no,no
Rome,Oslo,7,1,2,3,4,5,6,Nord,9:05-12:00,2hr55min,yes,no
Rome,Oslo,8,2,3,4,5,6,7,Sud,22:00-1:10,3hr10min,yes,yes
Oslo,Bari,5,5,5,5,5,5,5,Sud,23:00-4:00,5hr,yes,yes
Rome,Bari,9,9,9,9,9,9,9,Nord,7:00-8:00,1hr,yes,no
Bari,Rome,9,9,9,9,9,9,9,Nord,7:00-8:00,60min,yes,no
Bari,Oslo,6,6,6,6,6,6,6,Nord,7:00-12:00,5hr,yes,no
Oslo,Rome,1,1,1,1,1,1,,Nord,9:00-10:00,1hr,yes,no
Oslo,Rome,1,1,1,1,1,1,1,Nord,soon,1hr,yes,no
Oslo,Rome,1,1,1,1,1,1,1,Nord,9:00-10:00,1hr,maybe,no
Oslo,Rome,1,1,1,1,1,1,-1,Nord,9:00-10:00,1hr,yes,no
Oslo,Rome,1,1,1,1,1,1,1,Nord,9:00-10:00,long,yes,no
Oslo,Rome,2,2,2,2,2,2,2,Nord,8:00-18:00,10hr0min,yes,no
"""
SIGHTS = """city,name,review_count,rating,category,attributes
Rome,Forum,10,4.5,Ruin,old
Rome,Aula,10,4.5,Museum,white
Rome,Villa,10,4.5,Garden,green
Rome,Nothing,10,4.5,Temple,
Rome,Forum,11,4.4,Monument,older
Bari,Porto,3,3.5,Harbour,wet
Bari,Castello,3,3.5,Castle,high
Oslo,Opera,9,4.9,Opera house,loud
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "flights.csv").write_text(FLIGHTS, encoding="utf-8")
    (tmp_path / "attractions.csv").write_text(SIGHTS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def data(folder):
    return travel.load(folder)


def row(**changes):
    """A request of the benchmark's shape: two days' notice, one city, three days from a Sunday."""
    content = {
        "org": "Oslo", "dest": ["Rome"], "days": 3, "visiting_city_number": 1,
        "date": ["2023-12-24", "2023-12-25", "2023-12-26"], "people_number": 2,
        "local_constraint": {"flight rule": None, "airlines": None, "attraction_category": None}, "budget": 5000,
    }  # fmt: skip
    return {**content, **changes}


def wishing(**wishes):
    """A request with these wishes; spaces are written "_"."""
    names = {name.replace("flight_rule", "flight rule"): value for name, value in wishes.items()}
    return row(local_constraint={**row()["local_constraint"], **names})


def parsed(**changes):
    return travel.parse_request(row(**changes), "unsat-christmas")


def best(request, data):
    """The best plan and its cost; None where there is none."""
    built = travel.problem(request, data)
    with open_session(built.problem, "z3") as session:
        result = session.optimise()
    if result.assignment is None:
        return None
    plan = travel.plan(built, result.assignment)
    assert travel.check(plan, request, data) == []
    assert travel.measure(plan, request, data) == {"cheapest": result.objectives[0].value}
    return plan, result.objectives[0].value


# ---------------------------------------------------------------- tables


def test_flights_repeat_every_week_at_the_weekdays_price(data):
    nord, sud = data.flights["Oslo", "Rome", date(2023, 12, 24)]
    assert (nord.price, nord.date, nord.airline, nord.non_stop) == (70, date(2023, 12, 24), "Nord", True)
    assert (nord.departure, nord.arrival, nord.minutes, nord.lands_after_days) == (480, 1080, 600, 0)
    assert (sud.non_stop, sud.arrival) == (False, 1081)
    prices = [data.flights["Oslo", "Rome", date(2023, 12, 24 + day)][0].price for day in range(7)]
    assert prices == [70, 10, 20, 30, 40, 50, 60]
    assert data.flights["Oslo", "Rome", date(2031, 6, 2)][0].price == 10
    late = data.flights["Rome", "Oslo", date(2023, 12, 26)][1]
    assert (late.arrival, late.lands_after_days) == (70, 1)
    assert data.flights.get(("Oslo", "Paris", date(2023, 12, 24)), ()) == ()
    assert len(data.flights) == len(list(data.flights)) == 7 * 6


def test_rows_that_are_not_usable_are_counted_and_not_offered(data):
    assert data.report["flight without Sat"] == 1
    assert data.report["flight listed twice"] == 1
    assert data.report["attraction without attributes"] == 1
    assert data.report["attraction listed twice in its city"] == 1
    unread = {reason: count for reason, count in data.report.items() if reason.startswith("flight not readable")}
    assert sum(unread.values()) == 4
    assert [sight.name for sight in data.attractions["Rome"]] == ["Forum", "Aula", "Villa"]
    assert data.attractions["Rome"][0].categories == ("Ruin", "Monument")
    assert data.airlines == ("Nord", "Sud")


def test_the_tables_may_lie_in_folders_of_their_own(tmp_path, data):
    for name, text in (("flights/all.csv", FLIGHTS), ("attractions/attractions.csv", SIGHTS)):
        (tmp_path / "other" / name).parent.mkdir(parents=True)
        (tmp_path / "other" / name).write_text(text, encoding="utf-8")
    assert travel.load(tmp_path / "other").attractions == data.attractions


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("flights.csv", ",Airline", ",Carrier", "Airline"),
        ("flights.csv", ",non-stop", ",direct", "non-stop"),
        ("attractions.csv", "category", "kind", "category"),
    ],
)
def test_a_missing_column_is_named(folder, name, old, new, said):
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        travel.load(folder)
    assert said in caught.value.message
    assert name in caught.value.where


def test_a_missing_table_of_sights_is_named(folder):
    (folder / "attractions.csv").unlink()
    with pytest.raises(InputError, match=r"attractions\.csv"):
        travel.load(folder)


def test_data_without_dates_leave_today_to_the_calendar(data):
    assert travel.default_today(data) is None


# ---------------------------------------------------------------- requests


def test_a_request_in_the_benchmarks_shape():
    content = row(
        dest=["Rome", "Bari"], visiting_city_number=2, days=5,
        date=[f"2023-12-{day}" for day in range(24, 29)],
        local_constraint={"flight rule": "non-stop", "airlines": ["Nord"], "attraction_category": ["Ruin", "Castle"]},
    )  # fmt: skip
    request = travel.parse_request(content)
    assert request.model_dump(by_alias=True, exclude_defaults=True) == {
        "origin": "Oslo", "destination": "Rome", "cities": ["Rome", "Bari"], "city count": 2, "start": date(2023, 12, 24),
        "days": 5, "people": 2, "budget": 5000, "flight rule": "non-stop", "airlines": ["Nord"],
        "attraction category": ["Ruin", "Castle"],
    }  # fmt: skip
    written = {**{name: str(value) for name, value in content.items()}, "index": "3", "unsat_number": "1"}
    assert travel.parse_request(written, "unsat-christmas") == request
    assert travel.parse_request({"id": "a", "request": content}) == request
    assert travel.parse_request(request.model_dump(mode="json", by_alias=True)) == request


def test_airlines_in_the_place_of_the_flight_rule():
    request = travel.parse_request(wishing(flight_rule=["Nord", "Sud"]))
    assert (request.flight_rule, request.airlines) == (None, ["Nord", "Sud"])


def test_wishes_may_be_left_out():
    for nothing in (None, {}, "", "-", {"airlines": [], "flight rule": ""}):
        request = parsed(local_constraint=nothing)
        assert (request.flight_rule, request.airlines, request.attraction_category) == (None, [], [])
    assert parsed(date=["2023-12-24"], visiting_city_number=None).days == 3


@pytest.mark.parametrize(
    ("changes", "where", "said"),
    [
        ({"dest": None}, "dest", "missing"),
        ({"dest": []}, "dest", "list of names"),
        ({"dest": ["Rome", 5]}, "dest", "list of names"),
        ({"dest": ["Rome", "Rome"], "visiting_city_number": 2}, "dest", "twice"),
        ({"dest": "[Rome"}, "dest", "list or mapping"),
        ({"dest": ["Rome", "Bari"]}, "visiting_city_number", "2 cities are listed in dest, but 1"),
        ({"org": ""}, "org", "name of a place"),
        ({"days": 4}, "date", "3 dates are listed"),
        ({"days": 2.5}, "days", "whole number"),
        ({"date": ["2023-12-24", "2023-12-26", "2023-12-27"]}, "date", "follow each other"),
        ({"date": ["24.12.2023"]}, "date", "date such as"),
        ({"people_number": 0}, "people_number", "greater than or equal to 1"),
        ({"budget": "much"}, "budget", "number"),
        ({"hotel": "yes"}, "hotel", "not known"),
        ({"local_constraint": ["non-stop"]}, "local_constraint", "mapping"),
        ({"local_constraint": {"cuisine": ["Thai"]}}, "local_constraint, cuisine", "flight rule"),
        ({"local_constraint": {"flight rule": "direct"}}, "local_constraint, flight rule", "'non-stop' or null"),
        ({"local_constraint": {"flight rule": ["Nord"], "airlines": ["Sud"]}}, "local_constraint, flight rule", "airlines"),
        ({"local_constraint": {"airlines": ["Nord", "Nord"]}}, "local_constraint, airlines", "twice"),
        ({"local_constraint": {"airlines": [""]}}, "local_constraint, airlines", "list of names"),
        ({"local_constraint": {"attraction_category": 3}}, "local_constraint, attraction_category", "list of names"),
    ],
)  # fmt: skip
def test_a_malformed_request_is_refused_with_its_place(changes, where, said):
    with pytest.raises(InputError) as caught:
        parsed(**changes)
    assert caught.value.where == where
    assert said in caught.value.message


def test_a_city_that_the_data_do_not_know_is_named(data):
    with pytest.raises(InputError, match="'Paris'"):
        travel.problem(parsed(dest=["Paris"]), data)


# ---------------------------------------------------------------- the rules of the world


def test_weekday_prices_and_fixed_rates_make_the_cost(data):
    """Out on Sunday (70), home on Tuesday (2 by Nord), 30 x 3 a day and 100 a night, for two."""
    plan, cost = best(parsed(), data)
    assert cost == 2 * (70 + 2 + 3 * 90 + 2 * 100)
    assert plan.cost == {"transport": 144, "meals": 540, "rooms": 400, "total": cost}
    later, cost = best(parsed(date=["2023-12-25", "2023-12-26", "2023-12-27"]), data)
    assert cost == 2 * (10 + 3 + 3 * 90 + 2 * 100)
    assert [len(day.visits) for day in later.days] == [1, 1, 0]
    assert all(day.bed is None and not day.meals() for day in later.days)


def test_the_day_of_a_leg_counts_by_when_it_lands(data):
    """18:00 is in time, 18:01 is not; who lands the next day has a visit in the city left."""
    nord = best(parsed(**wishing(airlines=["Nord"])), data)[0]
    assert [[visit.city for visit in day.visits] for day in nord.days] == [["Rome"], ["Rome"], []]
    sud = best(parsed(**wishing(airlines=["Sud"])), data)[0]
    assert [[visit.city for visit in day.visits] for day in sud.days] == [[], ["Rome"], ["Rome"]]
    assert sud.days[2].leg.lands_after_days == 1


def test_more_categories_than_visits_clash_only_together(data):
    """Home by the night flight leaves three days in Rome, home by noon leaves two: the airline is part of the clash."""
    categories = ["Ruin", "Museum", "Garden"]
    assert best(parsed(**wishing(attraction_category=categories)), data) is not None
    by_noon = travel.parse_request(wishing(attraction_category=categories, airlines=["Nord"]))
    assert best(by_noon, data) is None
    assert best(by_noon.model_copy(update={"attraction_category": ["Ruin", "Garden"]}), data) is not None
    found = conflict(travel.problem(by_noon, data).problem, engine="z3").conflict
    assert set(found.groups) == {"airlines", *[f"attraction category/{name}" for name in categories]}


def test_one_sight_of_two_categories_meets_both(data):
    plan, _ = best(parsed(**wishing(attraction_category=["Ruin", "Monument", "Garden"])), data)
    assert {visit.name for day in plan.days for visit in day.visits} == {"Forum", "Villa"}


def test_a_city_needs_sights_for_all_its_visits(data):
    """Four days in Bari, which has two sights: one visit a day cannot be had."""
    long = {"days": 6, "date": [f"2023-12-{day}" for day in range(24, 30)]}
    assert best(parsed(dest=["Bari"], **long), data) is None
    assert best(parsed(dest=["Bari"], days=4, date=["2023-12-24"]), data) is not None


def test_cities_come_in_any_order_on_any_days(data):
    """To Bari first and home from Rome is cheaper here, whatever order the request has."""
    five = {"days": 5, "date": ["2023-12-24"], "visiting_city_number": 2}
    plan, cost = best(parsed(dest=["Rome", "Bari"], **five), data)
    assert [day.leg.destination for day in plan.days if day.leg] == ["Bari", "Rome", "Oslo"]
    assert cost == best(parsed(dest=["Bari", "Rome"], **five), data)[1] == 2 * (5 + 9 + 4 + 5 * 90 + 4 * 100)


@pytest.mark.parametrize(
    ("wishes", "group"),
    [
        ({"flight_rule": "non-stop", "airlines": ["Sud"]}, {"flight rule", "airlines"}),
        ({"attraction_category": ["Temple"]}, {"attraction category/Temple"}),
        ({"airlines": ["Ost"]}, {"airlines"}),
    ],
)
def test_wishes_are_groups_that_conflicts_name(data, wishes, group):
    built = travel.problem(travel.parse_request(wishing(**wishes)), data)
    found = conflict(built.problem, engine="z3").conflict
    assert set(found.groups) == group
    assert found.minimal


# ---------------------------------------------------------------- plans that break one rule


def broken(plan, request, data, *edits):
    """The rules that a plan breaks after these edits: (day, fields)."""
    days = list(plan.days)
    for number, fields in edits:
        days[number - 1] = days[number - 1].model_copy(update=fields)
    found = travel.check(TravelPlan(days=days), request, data)
    return {(violation.constraint, violation.where) for violation in found}


def test_a_plan_that_breaks_one_rule_is_refused_by_its_name(data):
    request = travel.parse_request(
        wishing(airlines=["Nord", "Sud"], attraction_category=["Ruin"], flight_rule="non-stop")
    )
    plan, _ = best(request, data)
    first, second, _ = plan.days
    sud = first.leg.model_copy(
        update={"number": data.flights["Oslo", "Rome", first.date][1].number, "departure": "08:30", "arrival": "18:01",
                "minutes": None, "cost": None}
    )  # fmt: skip
    assert broken(plan, request, data) == set()
    assert broken(plan, request, data, (2, {"visits": []})) >= {("complete", "day 2")}
    assert broken(plan, request, data, (2, {"visits": first.visits})) >= {("attraction once", "day 2")}
    assert broken(plan, request, data, (2, {"visits": [*second.visits, _place("Rome", "Villa")]})) >= {
        ("visits", "day 2")
    }
    assert broken(plan, request, data, (3, {"visits": [_place("Rome", "Villa")]})) == {("current city", "day 3")}
    assert broken(plan, request, data, (3, {"visits": [_place("Oslo", "Opera")]})) == {("current city", "day 3")}
    assert broken(plan, request, data, (1, {"bed": _place("Rome", "Inn")})) >= {("complete", "day 1")}
    assert broken(plan, request, data, (1, {"dinner": _place("Rome", "Bar")})) >= {("meal times", "day 1")}
    ours = {("flight rule", "day 1"), ("current city", "day 1")}
    assert broken(plan, request, data, (1, {"leg": sud})) == ours
    assert broken(plan, request, data, (1, {"leg": sud, "visits": []})) == {("flight rule", "day 1")} | (
        set() if {v.name for v in second.visits} == {"Forum"} else {("attraction category/Ruin", "")}
    )
    only = request.model_copy(update={"airlines": ["Ost"]})
    assert broken(plan, only, data) == {("airlines", "day 1"), ("airlines", "day 3")}
    late = plan.days[2].leg.model_copy(update={"lands_after_days": 1})
    assert broken(plan, request, data, (3, {"leg": late})) == {("sandbox", "day 3")}
    wrong = plan.model_copy(update={"cost": {**plan.cost, "rooms": 0}})
    assert [violation.constraint for violation in travel.check(wrong, request, data)] == ["cost"]


def _place(city, name):
    return Place(name=name, city=city)


def test_a_budget_below_the_least_cost_is_told(data):
    request = parsed()
    plan, cost = best(request, data)
    tight = travel.edit(request, [Change("budget", request.budget, cost - 1)])
    assert best(tight, data) is None
    assert [violation.constraint for violation in travel.check(plan, tight, data)] == ["budget"]


def test_rooms_cannot_be_promised_where_none_is_chosen(data):
    request = parsed().model_copy(update={"room_type": "shared room", "house_rule": ["pets"]})
    assert best(request, data) is None
    plan, _ = best(parsed(), data)
    assert {v.constraint for v in travel.check(plan, request, data)} == {"room type", "house rule/pets"}


@pytest.mark.parametrize("layout", ["json", "markdown", "travelplanner"])
def test_plans_are_written_and_read_back(data, layout):
    request = parsed(dest=["Rome", "Bari"], days=5, date=["2023-12-24"], visiting_city_number=2)
    plan, _ = best(request, data)
    written = travel.export_plan(plan, request, data, layout)
    assert travel.check(travel.parse_plan(written, request, data), request, data) == []


@pytest.mark.parametrize(
    "wishes", [{"flight_rule": "non-stop"}, {"airlines": ["Nord"]}, {"attraction_category": ["Ruin"]}]
)
def test_the_other_benchmarks_request_has_no_place_for_these_wishes(data, wishes):
    request = travel.parse_request(wishing(**wishes)).model_copy(update={"cities": []})
    with pytest.raises(InputError, match="no place"):
        travel.export_plan(None, request, data, "travelplanner-request")


# ---------------------------------------------------------------- the benchmark's own requests


@needs_unsat_christmas
@needs_travelplanner
def test_all_conflicts_of_the_impossible_requests_equal_an_exhaustive_search():
    from benchmarks.christmas_conflicts import christmas_cases, expected, explained, travelplanner_cases

    cases = [*christmas_cases(), *travelplanner_cases()]
    assert len(cases) >= 27
    for case in cases:
        wishes = list(travel.problem(case.request, case.data).problem.groups_of("request"))
        status, conflicts, _ = explained(case, "z3")
        assert status is SolveStatus.INFEASIBLE, case.name
        assert conflicts == expected(case, wishes), case.name


@needs_unsat_christmas
def test_the_real_tables_are_read_whole():
    data = travel.load(DATA / "unsat_christmas")
    assert data.report == {
        "attraction without attributes": 403, "attraction without review_count": 57,
        "attraction without longitude": 5, "attraction listed twice in its city": 1,
    }  # fmt: skip
    assert sum(len(rows) for rows in data.flights.timetable.values()) == 270
    assert len(data.airlines) == 43
