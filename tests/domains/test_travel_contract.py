"""The published contract of planning worlds, kept by trips: by road and air with hotels and restaurants, and by air alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from domains.testing import DomainContract
from domains.travel import domain
from domains.travel.data import Attraction, Flight, TravelData
from domains.travel.layouts.weekly_flights import WeeklyFlight, WeeklyFlights
from domains.travel.policy import Policy

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = {
    "bed/*": ("complete", "cost"),  # no bed; two of them for one stay, of which a plan has one
    "leg/*": ("route",),  # from or to another city than the one that is left or reached
    "route": ("complete",),  # too many or too few cities
    "schedule": ("current city",),
    "visits": ("complete", "current city"),
    "visits/*": (
        "attraction once",
        "attraction category/*",
    ),  # more visits than sights are chosen; fewer, and one is lost
}
"""How a plan shows that a rule of the problem is broken."""


class TestTrips(DomainContract):
    domain = domain
    requests = (
        (EXAMPLES / "weekend.txt").read_text(encoding="utf-8"),
        (EXAMPLES / "tour.txt").read_text(encoding="utf-8"),
        {
            "origin": "Castelbruno",
            "destination": "Montalba",
            "cities": ["Verazzo"],
            "city count": 2,
            "start": "2027-05-04",
            "latest start": "2027-05-05",
            "days": 4,
            "house rule": ["smoking"],
            "transportation": ["no taxi"],
            "airlines": ["Aria Valdoria"],
            "objective": ["best rated", "cheapest"],
        },
        {
            "origin": "Castelbruno",
            "destination": "Porto Selene",
            "start": "2027-05-04",
            "days": 3,
            "objective": ["fewest travel hours", "cheapest"],
        },
    )
    impossible = (EXAMPLES / "impossible.txt").read_text(encoding="utf-8")
    without_rules = ("flight_rule", "attraction_category")  # the example data say nothing of either
    named_otherwise = NAMES
    changes_of_a_kind = 40


def by_air():
    """Two cities by air, no hotels and no restaurants; one flight lands on the next day."""
    table = {
        ("Home", "Alba"): [(480, 90, 60, "Ajax", True), (1300, 200, 40, "Borea", True), (700, 300, 20, "Ajax", False)],
        ("Home", "Bern"): [(500, 90, 60, "Borea", True), (1000, 150, 55, "Ajax", True)],
        ("Alba", "Bern"): [(30, 120, 30, "Ajax", True), (720, 60, 25, "Borea", None)],
        ("Bern", "Alba"): [(800, 120, 30, "Ajax", True)],
        ("Alba", "Home"): [(600, 90, 70, "Ajax", True), (1100, 90, 50, "Borea", True)],
        ("Bern", "Home"): [(900, 100, 65, "Ajax", True), (540, 80, 60, "", True)],
    }
    weekly = {pair: tuple([flight(*pair, n, *row) for n, row in enumerate(rows)]) for pair, rows in table.items()}
    kinds = {"Alba": [("Museum",), ("Park",), ()], "Bern": [("Temple", "Park"), ("Museum",)]}
    sights = {c: tuple([Attraction(f"Sight {c} {n}", c, k) for n, k in enumerate(rows)]) for c, rows in kinds.items()}
    policy = Policy(
        name="air",
        meals={},
        visits_on_full_days=1,
        visits_on_travel_days=1,
        visits_at_most=1,
        leg_day_counts_until=1080,
        never_together=[],
        roads={},
        minimum_nights=False,
        meal_rate=7,
        night_rate="12.5",
    )
    return TravelData(
        policy=policy,
        flights=WeeklyFlights(weekly),
        attractions=sights,
        source="air",
        airlines=("Ajax", "Borea"),
        candidates=("Alba", "Bern"),
    )


def flight(start, end, number, leaves, took, price, airline, non_stop):
    arrives = leaves + took
    name = f"{start}-{end} {number + 1}"
    offer = Flight(
        number=name, origin=start, destination=end, date=date(2030, 5, 6), departure=leaves, arrival=arrives % 1440,
        lands_after_days=arrives // 1440, minutes=took, price=0, airline=airline, non_stop=non_stop,
    )  # fmt: skip
    return WeeklyFlight(offer, (price,) * 5 + (price + 30,) * 2)


IMPOSSIBLE = {
    "origin": "Home",
    "destination": "Bern",
    "start": "2030-05-06",
    "days": 3,
    "budget": 150,
    "airlines": ["Borea"],
    "transportation": ["flight"],
}


class TestTripsByAir(DomainContract):
    domain = domain
    requests = (
        "Please plan a 3-day trip for two people from Home to Alba, from May 6th to May 8th, 2030. Our budget is $500.",
        {
            "origin": "Home",
            "destination": "Alba",
            "cities": ["Alba", "Bern"],
            "city count": 2,
            "start": "2030-05-06",
            "latest start": "2030-05-07",
            "days": 4,
            "people": 2,
            "flight rule": "non-stop",
            "airlines": ["Ajax", "Borea"],
            "attraction category": ["Museum", "Temple"],
        },
        {
            "origin": "Home",
            "destination": "Alba",
            "cities": ["Alba"],
            "start": "2030-05-09",
            "days": 3,
            "airlines": ["Borea"],
            "objective": ["fewest travel hours"],
        },
        {"origin": "Home", "destination": "Bern", "start": "2030-05-10", "days": 4, "attraction category": ["Park"]},
    )
    impossible = IMPOSSIBLE
    without_rules = ("room_type", "house_rule", "cuisine")  # there are no rooms to choose, and no meals
    named_otherwise = NAMES
    changes_of_a_kind = 40

    def loaded(self):
        return by_air()
