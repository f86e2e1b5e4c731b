"""The three layouts of travel data: what is read, what is counted, and what is said of files that are broken."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction

import pytest
from support.real_data import DATA, ROOT, needs_travelplanner, travelplanner_rows

from domains.travel import domain as travel
from domains.travel.layouts import EXAMPLE, load
from domains.travel.request import TravelRequest
from encoders.errors import InputError

# ---------------------------------------------------------------- inline


ROAD = "duration: 1 hour 5 mins, distance: 1,136.5 km"


def hotel(name, **changes):
    row = {
        "NAME": name, "price": 100.0, "room type": "Private room", "house_rules": "No pets & No parties",
        "minimum nights": 1.0, "maximum occupancy": 2, "review rate number": 4.0, "city": "Alba",
    }  # fmt: skip
    return {**row, **changes}


def restaurant(name, **changes):
    row = {"Name": name, "Average Cost": 20, "Cuisines": "Thai, Cafe", "Aggregate Rating": 4.1, "City": "Alba"}
    return {**row, **changes}


def flight(number, **changes):
    row = {
        "Flight Number": number, "Price": 90, "DepTime": "22:15", "ArrTime": "00:05",
        "ActualElapsedTime": "1 hours 50 minutes", "FlightDate": "2030-05-06", "OriginCityName": "Home",
        "DestCityName": "Alba", "Distance": 500.0,
    }  # fmt: skip
    return {**row, **changes}


def information(**changes):
    content = {
        "Accommodations in Alba": [hotel("Inn")],
        "Restaurants in Alba": [restaurant("Giani"), restaurant("Giani's", **{"Average Cost": 35})],
        "Attractions in Alba": [{"Name": "Tower", "City": "Alba"}],
        "Flight from Home to Alba on 2030-05-06": [flight("F1")],
        "Flight from Alba to Home on 2030-05-08": "There is no flight from Alba to Home on 2030-05-08.",
        "Self-driving from Home to Alba": f"Self-driving, from Home to Alba, {ROAD}, cost: 56",
        "Taxi from Home to Alba": f"Taxi, from Home to Alba, {ROAD}, cost: 1136",
    }
    return {**content, **{key.replace("_", " "): value for key, value in changes.items()}}


def test_inline_offers_are_read_with_exact_numbers():
    data = load(information())
    (inn,) = data.hotels["Alba"]
    assert (inn.room_type, inn.price, inn.occupancy, inn.minimum_nights) == ("private room", 100, 2, 1)
    assert inn.forbids == {"pets", "parties"}
    assert data.restaurants["Alba"][0].rating == Fraction(41, 10)
    assert data.restaurants["Alba"][0].cuisines == ("Thai", "Cafe")
    (late,) = data.flights["Home", "Alba", date(2030, 5, 6)]
    assert (late.departure, late.arrival, late.lands_after_days, late.minutes) == (1335, 5, 1, 110)
    assert data.flights["Alba", "Home", date(2030, 5, 8)] == ()
    assert data.roads["Home", "Alba"].km == Fraction(2273, 2)
    assert data.roads["Home", "Alba"].minutes == 65
    assert (data.candidates, dict(data.states), dict(data.report)) == (("Alba",), {}, {})


def test_names_that_begin_alike_stay_apart():
    prices = {r.name: r.price for r in load(information()).restaurants["Alba"]}
    assert prices == {"Giani": 20, "Giani's": 35}


@pytest.mark.parametrize("empty", [None, "", "  ", "nan", float("nan")])
def test_rows_with_an_empty_cell_are_not_offered_but_counted(empty):
    rows = [hotel("Inn"), hotel("Ruleless", house_rules=empty), hotel("Rateless", **{"review rate number": empty})]
    data = load(information(Accommodations_in_Alba=rows))
    assert [h.name for h in data.hotels["Alba"]] == ["Inn"]
    assert data.report == {"hotel without house_rules": 1, "hotel without review rate number": 1}


def test_a_column_that_no_rule_needs_counts_too():
    data = load(information(Attractions_in_Alba=[{"Name": "Tower", "City": "Alba", "Website": None}]))
    assert data.attractions["Alba"] == ()
    assert data.report == {"attraction without Website": 1}


def test_the_first_of_two_rows_with_one_name_is_on_offer():
    rows = [restaurant("Giani"), restaurant("Giani", **{"Average Cost": 9})]
    data = load(information(Restaurants_in_Alba=rows))
    assert [r.price for r in data.restaurants["Alba"]] == [20]
    assert data.report == {"restaurant listed twice in its city": 1}


def test_rows_that_cannot_be_read_are_counted_with_the_reason():
    data = load(
        information(Accommodations_in_Alba=[hotel("Inn", price="cheap"), hotel("Nobody's", **{"maximum occupancy": 0})])
    )
    assert data.hotels["Alba"] == ()
    assert data.report == {"hotel not readable: 'cheap' is not a number": 1, "hotel not readable: a room for nobody": 1}


def test_a_road_without_numbers_is_no_road():
    data = load(information(**{"Self-driving from Home to Alba": "Sorry.", "Taxi from Home to Alba": "Sorry."}))
    assert data.roads == {}
    assert data.report == {"self-driving without duration or distance": 1, "taxi without duration or distance": 1}


def test_a_whole_row_of_the_benchmark_will_do():
    assert load({"id": 1, "reference_information": information()}).hotels.keys() == {"Alba"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({}, "no known layout"),
        ({"hotels": []}, "no known layout"),
        (information(Pools_in_Alba=[]), "Pools in Alba"),
        (information(Restaurants_in_Alba=5), "Restaurants in Alba"),
        (information(Restaurants_in_Alba=[5]), "Restaurants in Alba"),
        (information(Restaurants_in_Alba=[{"Name": "x"}]), "Average Cost"),
        (information(**{"Taxi from Home to Alba": 5}), "Taxi from Home to Alba"),
        (information(**{"Taxi from Home to Alba": "duration: soon, distance: 5 km"}), "duration"),
        (information(**{"Flight from Home to Alba on tomorrow": []}), "2022-03-16"),
    ],
)
def test_inline_content_of_another_shape_is_named(content, says):
    with pytest.raises(InputError) as caught:
        load(content)
    assert says in str(caught.value)


def test_inline_data_may_stand_in_a_file(tmp_path):
    path = tmp_path / "offers.json"
    path.write_text(json.dumps(information()), encoding="utf-8")
    assert load(path).hotels.keys() == {"Alba"}
    path.write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match="JSON object"):
        load(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="no JSON"):
        load(path)


# ---------------------------------------------------------------- the benchmark's tables

TABLES = {
    "accommodations/clean_accommodations_2022.csv": (
        ",NAME,room type,price,minimum nights,review rate number,house_rules,maximum occupancy,city\n"
        '0,"Inn, quiet",Entire home/apt,120.0,2.0,4.0,No smoking,2,Alba\n'
        "1,Bare,Private room,50.0,1.0,3.0,,2,Alba\n"
    ),
    "restaurants/clean_restaurant_2022.csv": (
        ',Name,Average Cost,Cuisines,Aggregate Rating,City\n0,Giani,20,"Thai, Cafe",4.1,Alba\n'
    ),
    "attractions/attractions.csv": "Name,Latitude,Longitude,Address,Phone,Website,City\nTower,1,2,x,y,z,Alba\n",
    "googleDistanceMatrix/distance.csv": (
        ',origin,destination,cost,duration,distance\n0,Home,Alba,,1 day 2 hours,"1,136 km"\n1,Alba,Home,,,\n'
        "2,Home,Alba,,5 mins,1 km\n"
    ),
    "background/citySet_with_states.txt": "Alba\tLakes\n\nHome\tPlain\n",
    "flights/clean_Flights_2022.csv": (
        ",Flight Number,Price,DepTime,ArrTime,ActualElapsedTime,FlightDate,OriginCityName,DestCityName,Distance\n"
        "0,F1,90,08:15,09:05,0 hours 50 minutes,2022-03-06,Home,Alba,500.0\n"
        "1,F2,91,08:15,09:05,0 hours 50 minutes,2022-03-07,Home,Alba,500.0\n"
        "2,F3,,08:15,09:05,0 hours 50 minutes,2022-03-07,Home,Alba,500.0\n"
        "3,F4,92,18:15,19:05,0 hours 50 minutes,2022-03-07,Alba,Home,500.0\n"
    ),
}


@pytest.fixture
def tables(tmp_path):
    for name, content in TABLES.items():
        path = tmp_path / "database" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def test_tables_are_read_from_the_folder_or_from_its_database(tables):
    for folder in (tables, tables / "database"):
        data = load(folder)
        assert [h.name for h in data.hotels["Alba"]] == ["Inn, quiet"]
        assert data.states == {"Alba": "Lakes", "Home": "Plain"}
        assert data.roads["Home", "Alba"].minutes == 26 * 60
        assert data.report == {
            "hotel without house_rules": 1, "road without duration or distance": 1, "road listed twice": 1,
        }  # fmt: skip


def test_flight_tables_are_looked_up_and_listed(tables):
    flights = load(tables).flights
    assert [f.number for f in flights["Home", "Alba", date(2022, 3, 7)]] == ["F2"]
    assert flights.get(("Home", "Alba", date(2022, 3, 9)), ()) == ()
    assert flights.get(("Nowhere", "Alba", date(2022, 3, 7)), ()) == ()
    assert {key: len(rows) for key, rows in flights.items()} == {
        ("Home", "Alba", date(2022, 3, 6)): 1, ("Home", "Alba", date(2022, 3, 7)): 1, ("Alba", "Home", date(2022, 3, 7)): 1,
    }  # fmt: skip
    assert len(flights) == 3
    assert travel.default_today(load(tables)) == date(2022, 3, 5)


@pytest.mark.parametrize("name", [name for name in TABLES if not name.startswith("flights")])
def test_a_missing_table_is_named(tables, name):
    (tables / "database" / name).unlink()
    with pytest.raises(InputError) as caught:
        load(tables)
    assert name.rpartition("/")[2] in str(caught.value)


@pytest.mark.parametrize(
    ("name", "before", "after", "says"),
    [
        ("accommodations/clean_accommodations_2022.csv", "house_rules", "rules", "no column 'house_rules'"),
        ("googleDistanceMatrix/distance.csv", "5 mins,1 km", "5 mins,far,7", "row 4"),
        ("googleDistanceMatrix/distance.csv", "1 day 2 hours", "a while", "row 2"),
        ("background/citySet_with_states.txt", "Home\tPlain", "Home Plain", "row 3"),
    ],
)
def test_a_broken_table_is_named_with_its_row(tables, name, before, after, says):
    path = tables / "database" / name
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(tables)
    assert says in str(caught.value)


def test_a_flight_table_without_a_column_is_named_when_it_is_read(tables):
    path = tables / "database/flights/clean_Flights_2022.csv"
    path.write_text(TABLES["flights/clean_Flights_2022.csv"].replace("DepTime", "Leaves"), encoding="utf-8")
    with pytest.raises(InputError, match="DepTime"):
        load(tables).flights.get(("Home", "Alba", date(2022, 3, 7)))


# ---------------------------------------------------------------- a traveller's own offers


@pytest.fixture
def own(tmp_path):
    """The worked example of the documentation, written out."""
    text = (ROOT / "examples/your_own_offers.md").read_text(encoding="utf-8")
    found = re.findall(r"^`(\w+\.(?:csv|yaml))`\n\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(found) == 7
    for name, content in found:
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_the_documented_example_loads(own):
    data = load(own)
    assert data.states == {"Home": "Plain", "Alma": "Lakes"}
    assert data.flights["Home", "Alma", date(2027, 6, 1)][0].price == Fraction(161, 2)
    assert data.roads["Alma", "Home"].minutes == 105
    assert [h.forbids for h in data.hotels["Alma"]] == [{"pets", "smoking"}, frozenset()]
    assert data.restaurants["Alma"][0].cuisines == ("Fish", "Regional")
    assert data.policy.currency == "€"
    assert data.policy.roads["taxi"].cost(Fraction(121, 2), 5) == 2 * 78
    assert data.report == {}


def change(folder, name, *pairs):
    """Replace text in one file of a folder, each once."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for before, after in pairs:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def test_airlines_non_stop_flights_and_categories_of_sights(own):
    change(
        own,
        "flights.csv",
        ("price\n", "price,airline,non-stop\n"),
        (",80.50", ",80.50,Lakes Air,Yes"),
        (",75\n", ",75,,\n"),
    )
    change(
        own,
        "attractions.csv",
        ("name,city\n", "name,city,categories\n"),
        ("Old Mill,Alma", "Old Mill,Alma,Museum; Mill"),
    )
    data = load(own)
    out, home = data.flights["Home", "Alma", date(2027, 6, 1)][0], data.flights["Alma", "Home", date(2027, 6, 3)][0]
    assert (out.airline, out.non_stop, home.airline, home.non_stop) == ("Lakes Air", True, "", None)
    assert data.attractions["Alma"][0].categories == ("Museum", "Mill")
    assert data.airlines == ("Lakes Air",)
    change(own, "flights.csv", (",Yes", ",perhaps"))
    with pytest.raises(InputError, match="expected yes, no, or nothing") as caught:
        load(own)
    assert caught.value.where == "flights.csv, row 2, column 'non-stop'"


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ("meal_rate: 12\n", "meals: {}"),
        ("visits_at_most: 1\nvisits_on_full_days: 2\n", "fewer visits than are due"),
        ("night_rate: -1\n", "greater than or equal to 0"),
        ("leg_day_counts_until: late\n", "expected a time"),
    ],
)
def test_rules_that_contradict_are_refused(own, rules, says):
    path = own / "policy.yaml"
    path.write_text(path.read_text(encoding="utf-8") + rules, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(own)
    assert says in str(caught.value)


def test_fixed_rates_and_the_day_of_a_leg_in_ones_own_rules(own):
    path = own / "policy.yaml"
    rules = 'meals: {}\nmeal_rate: 12.50\nnight_rate: 40\nleg_day_counts_until: "18:00"\nvisits_at_most: 1\n'
    path.write_text(path.read_text(encoding="utf-8") + rules, encoding="utf-8")
    policy = load(own).policy
    assert (policy.meal_rate, policy.meals_a_day, policy.night_rate) == (Fraction(25, 2), 3, 40)
    assert policy.leg_day_counts_until == 1080


def test_the_documented_policy_fields_are_the_policy():
    text = (ROOT / "examples/your_own_offers.md").read_text(encoding="utf-8")
    table = text[text.index("## The rules in `policy.yaml`") :]
    named = {name for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert named == set(type(load(None).policy).model_fields)


@pytest.mark.parametrize(
    "name",
    ["cities.csv", "flights.csv", "roads.csv", "hotels.csv", "restaurants.csv", "attractions.csv", "policy.yaml"],
)
def test_a_missing_file_is_named(own, name):
    (own / name).unlink()
    with pytest.raises(InputError) as caught:
        load(own)
    assert name in caught.value.message
    assert str(own) in caught.value.where


@pytest.mark.parametrize(
    ("name", "before", "after", "says"),
    [
        ("cities.csv", "city,region", "town,region", "no column 'city'"),
        ("cities.csv", "Alma,Lakes", "Alma,", "row 3, column 'region'"),
        ("cities.csv", "Alma,Lakes", "Home,Lakes", "listed twice"),
        ("flights.csv", "number,", "", "no column 'number'"),
        ("flights.csv", "2027-06-01", "June 1st", "row 2, column 'date'"),
        ("flights.csv", "2027-06-01", "2027-02-30", "row 2, column 'date'"),
        ("flights.csv", "08:00", "8 am", "row 2, column 'departure'"),
        ("flights.csv", "08:00", "08:00+1", "row 2, column 'departure'"),
        ("flights.csv", "09:05", "07:05", "00:40+1"),
        ("flights.csv", "80.50", "cheap", "row 2, column 'price'"),
        ("flights.csv", "80.50", "-80", "row 2, column 'price'"),
        ("flights.csv", "80.50", "nan", "row 2, column 'price'"),
        ("flights.csv", "Home,Alma", "Hme,Alma", "cities.csv has no city 'Hme'"),
        ("flights.csv", "Home,Alma", "Alma,Alma", "row 2, column 'destination'"),
        ("flights.csv", "X2,Alma,Home,2027-06-03", "X1,Alma,Home,2027-06-01", "listed twice"),
        ("roads.csv", "1:45", "soon", "row 3, column 'duration'"),
        ("roads.csv", "Alma,Home", "Home,Alma", "listed twice"),
        ("roads.csv", "120,1:45", "1e999999999,1:45", "row 3, column 'km'"),
        ("hotels.csv", "private room", "suite", "row 2, column 'room type'"),
        ("hotels.csv", "pets; smoking", "cats", "row 2, column 'not allowed'"),
        ("hotels.csv", "70,2,1", "70,0,1", "row 2, column 'sleeps'"),
        ("hotels.csv", "70,2,1", "70,2.5,1", "row 2, column 'sleeps'"),
        ("hotels.csv", '"Hotel Alma, double"', "Hotel Alma, double", "quote cells"),
        ("hotels.csv", "Lake House", '"Hotel Alma, double"', "listed twice"),
        ("restaurants.csv", "Corner Cafe,Alma,6", "Corner Cafe,Alma,", "row 3, column 'price'"),
        ("attractions.csv", "Old Mill", "", "row 2, column 'name'"),
        ("policy.yaml", "name: lakes", "", "name"),
        ("policy.yaml", "currency", "curency", "curency"),
        ("policy.yaml", "name: lakes", "name: [lakes", "policy.yaml"),
        ("policy.yaml", "name: lakes", "name: lakes\nroad_departure: \"9 am\"", "road_departure"),
        ("policy.yaml", "name: lakes", 'name: lakes\nmeals: {lunch: {opens: "14:00", closes: "12:00"}}', "closes before"),
        ("policy.yaml", "name: lakes", "name: lakes\nnever_together: [[self driving, taxi]]", "never_together"),
        ("policy.yaml", "per_km: 0.20", "per_km: -1", "per_km"),
        ("policy.yaml", "name: lakes", "name: !!python/object/apply:os.getcwd []", "policy.yaml"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_the_place(own, name, before, after, says):
    path = own / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(own)
    assert says in str(caught.value)


def test_a_file_that_is_no_utf8_text_is_named(own):
    (own / "hotels.csv").write_bytes("name,city\nCafé,Alma\n".encode("latin-1"))
    with pytest.raises(InputError, match="save it as UTF-8"):
        load(own)


def test_files_from_a_spreadsheet_are_read(own):
    """A byte order mark, blank lines, and cells that short rows leave out."""
    path = own / "attractions.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert [s.name for s in load(own).attractions["Alma"]] == ["Old Mill"]


def test_a_folder_of_another_kind_says_what_was_expected(tmp_path):
    with pytest.raises(InputError, match=r"cities\.csv"):
        load(tmp_path)
    with pytest.raises(InputError, match="no such data folder"):
        load(tmp_path / "absent")


# ---------------------------------------------------------------- the example and the public data


def test_the_example_is_complete():
    data = load(None)
    assert load(EXAMPLE).hotels == data.hotels
    assert data.report == {}
    assert len(data.states) == 8
    assert set(data.states.values()) == {"Costamira", "Montalba", "Valdoria"}
    for city in data.states:
        assert 6 <= len(data.hotels[city]) <= 10
        assert 10 <= len(data.restaurants[city]) <= 14
        assert 6 <= len(data.attractions[city]) <= 10
        assert {h.room_type for h in data.hotels[city]} == {"entire room", "private room", "shared room"}
    dates = {day for _, _, day in data.flights}
    assert (min(dates), max(dates)) == (date(2027, 5, 3), date(2027, 5, 23))
    assert any(f.lands_after_days for rows in data.flights.values() for f in rows)
    assert data.policy.travel_day_meals == "at mealtime"
    assert data.policy.road_departure == 540


def test_the_example_request_file_is_a_request_for_the_example():
    yaml = pytest.importorskip("yaml")
    content = yaml.safe_load((ROOT / "examples/tour.yaml").read_text(encoding="utf-8"))
    request = travel.parse_request(content)
    assert isinstance(request, TravelRequest)
    assert travel.problem(request, load(None)).problem.groups_of("request") == (
        "house rule/children under 10", "house rule/pets", "cuisine/Alpine", "budget",
    )  # fmt: skip


@needs_travelplanner
def test_the_public_tables_and_requests_load():
    data = load(DATA / "travelplanner")
    assert sum([count for reason, count in data.report.items() if reason.startswith("hotel without")]) == 762
    assert data.states["Stockton"] == "California"
    assert len(data.hotels) > 300
    for row in travelplanner_rows():
        inline = load(row["reference_information"])
        city = inline.candidates[0]
        assert inline.hotels[city]
        assert {h.name for h in inline.hotels[city]} <= {h.name for h in data.hotels[city]}
