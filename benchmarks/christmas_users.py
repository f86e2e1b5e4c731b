"""Ways out for simulated users: each refuses one kind of change, and a repair is offered wherever there is one.

    python benchmarks/christmas_users.py [--engine z3] [--only 21,34]

The 20 UnsatChristmas requests, each with a user who accepts anything or refuses one kind of change (budget, non-stop, airline,
attraction category, destination), and the 7 TravelPlanner-unsat requests with theirs (anything, budget, destination,
transportation, room type). `keep` is the refused kind.

Per pair: an exhaustive search, written here from the rules in words, says whether there is a repair; the first answer must then
offer one. Every offered one is solved again from scratch with the other engine, is minimal (without any part of it, or with one
unit less, there is no plan), and leaves the refused kind untouched. Then a table, and the time of each answer.
"""

from __future__ import annotations

import argparse
import ast
import csv
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, permutations, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.direct import DATA
from benchmarks.travel_conflicts import number_of, rows
from domains.base import Change
from domains.travel import domain as travel
from encoders.result import Satisfiability
from encoders.session import open_session
from planner.pipeline import solve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.travel.request import TravelRequest

CHRISTMAS = DATA / "unsat_christmas"
CHRISTMAS_USERS = ("anything", "budget", "non-stop", "airline", "attraction category", "destination")
PLANNER_USERS = ("anything", "budget", "destination", "transportation", "room type")
FIELDS = {
    "budget": ("budget",),
    "non-stop": ("flight rule",),
    "airline": ("airlines",),
    "attraction category": ("attraction category",),
    "destination": ("destination", "cities", "city count"),
    "transportation": ("transportation",),
    "room type": ("room type",),
    "anything": (),
}
WEEKDAYS = ("Mon", "Tu", "Wed", "Thu", "Fri", "Sat", "Sun")


# ---------------------------------------------------------------- UnsatChristmas, counted through


@dataclass(frozen=True)
class Flight:
    """A row of the flights' table; times are minutes after midnight."""

    prices: tuple[int, ...]
    airline: str
    leaves: int
    lands: int
    direct: bool


class Christmas:
    """The offers, read here once more."""

    def __init__(self) -> None:
        self.flights: dict[tuple[str, str], list[Flight]] = {}
        with (CHRISTMAS / "flights.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                leaves, lands = [_minutes(part) for part in row["Time"].split("-")]
                late = 1440 if row["new day"].strip() == "yes" else 0
                prices = tuple([int(row[day]) for day in WEEKDAYS])
                flight = Flight(prices, row["Airline"].strip(), leaves, lands + late, row["non-stop"].strip() == "yes")
                self.flights.setdefault((row["Origin"], row["Destination"]), []).append(flight)
        self.categories: dict[str, set[str]] = {}
        with (CHRISTMAS / "attractions.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if all([value.strip() for value in row.values()]):
                    self.categories.setdefault(row["city"], set()).add(row["category"])
        self.cities = sorted({city for pair in self.flights for city in pair})


def _minutes(text: str) -> int:
    hours, minutes = text.strip().split(":")
    return 60 * int(hours) + int(minutes)


@dataclass(frozen=True)
class Asked:
    """A row of the requests' table."""

    number: str
    origin: str
    cities: tuple[str, ...]
    dates: tuple[date, ...]
    people: int
    direct: bool
    airlines: tuple[str, ...]
    categories: tuple[str, ...]
    budget: int


def asked(row: dict[str, str]) -> Asked:
    """Row 27 has its airlines where the flight rule stands."""
    wishes = ast.literal_eval(row["local_constraint"])
    rule, airlines = wishes["flight rule"], wishes["airlines"]
    if isinstance(rule, list):
        rule, airlines = None, rule
    return Asked(
        row["index"],
        row["org"],
        tuple(ast.literal_eval(row["dest"])),
        tuple([date.fromisoformat(day) for day in ast.literal_eval(row["date"])]),
        int(row["people_number"]),
        rule == "non-stop",
        tuple(airlines or ()),
        tuple(wishes["attraction_category"] or ()),
        int(row["budget"]),
    )


def least_cost(request: Asked, cities: tuple[str, ...], world: Christmas, wishes: frozenset[str]) -> int | None:
    """The least cost of a trip to these cities that meets these wishes ("non-stop", "airline", categories); None without one."""
    days, legs = len(request.dates), len(cities) + 1
    fixed = (30 * 3 * days + 100 * (days - 1)) * request.people
    wanted = [category for category in request.categories if category in wishes]
    best: int | None = None
    for order in permutations(cities):
        stops = (request.origin, *order, request.origin)
        offers = [[f for f in world.flights.get((a, b), ()) if _fits(f, request, wishes)] for a, b in pairwise(stops)]
        for between in combinations(range(1, days - 1), legs - 2):
            when = (0, *between, days - 1)
            for chosen in product(*offers):
                cost = fixed + request.people * sum(
                    [flight.prices[request.dates[day].weekday()] for flight, day in zip(chosen, when, strict=True)]
                )
                if (best is None or cost < best) and _visits(stops, when, chosen, days, wanted, world):
                    best = cost
    return best


def _fits(flight: Flight, request: Asked, wishes: frozenset[str]) -> bool:
    if "non-stop" in wishes and not flight.direct:
        return False
    return "airline" not in wishes or flight.airline in request.airlines


def _visits(
    stops: tuple[str, ...],
    when: tuple[int, ...],
    chosen: tuple[Flight, ...],
    days: int,
    wanted: list[str],
    world: Christmas,
) -> bool:
    """Whether the categories can be met, one visit a day: a day with a leg counts for the city reached by 18:00, else for the
    city left."""
    if not wanted:
        return True
    places: list[str] = []
    leg = 0
    for day in range(days):
        if leg < len(when) and when[leg] == day:
            places.append(stops[leg + 1] if chosen[leg].lands <= 18 * 60 else stops[leg])
            leg += 1
        else:
            places.append(stops[leg])
    offering = [
        [day for day, city in enumerate(places) if city != stops[0] and category in world.categories.get(city, ())]
        for category in wanted
    ]
    return any([len(set(days_)) == len(days_) for days_ in product(*offering)])


def repairable(request: Asked, user: str, world: Christmas, known: dict[Any, int | None]) -> bool:
    """Whether any change of budget, wishes and cities (as many as before) gives a plan and leaves the refused kind alone.

    The fewer wishes the better, so it is enough to give up all that may be given up.
    """
    kept = {"non-stop": ["non-stop"] * request.direct, "airline": ["airline"] * bool(request.airlines)}
    wishes = frozenset(list(request.categories) if user == "attraction category" else kept.get(user, []))
    others = [city for city in world.cities if city != request.origin]
    for cities in combinations(others, len(request.cities)):
        if user == "destination" and set(cities) != set(request.cities):
            continue
        key = (request.origin, cities, request.dates, request.people, request.airlines, wishes)
        if key not in known:
            known[key] = least_cost(request, cities, world, wishes)
        cost = known[key]
        if cost is not None and (user != "budget" or cost <= request.budget):
            return True
    return False


# ---------------------------------------------------------------- TravelPlanner-unsat, counted through


def planner_repairable(row: dict[str, Any], request: TravelRequest, data: Any, user: str) -> bool:
    """Whether a 3-day trip to its city is possible once everything is given up that this user would give up.

    The data describe one city only, so there is no other destination.
    """
    offers = travel.load(data)
    city, people, dates = request.destination, request.people, request.dates
    wish = row["local_constraint"]["transportation"] if user == "transportation" else None
    kind = row["local_constraint"]["room type"] if user == "room type" else None

    def ways(a: str, b: str, day: date) -> list[tuple[str, int]]:
        found = [("flight", int(f.price) * people) for f in offers.flights.get((a, b, day), ())]
        road = offers.roads.get((a, b))
        if road is not None and road.minutes < 1440:
            found.append(("self-driving", int(int(road.km) * 5 // 100) * -(-people // 5)))
            found.append(("taxi", int(road.km) * -(-people // 4)))
        if wish is None:
            return found
        name = wish.removeprefix("no ")
        return [way for way in found if (way[0] == name) == (wish == name)]

    trips = [
        a[1] + b[1]
        for a, b in product(ways(request.origin, city, dates[0]), ways(city, request.origin, dates[-1]))
        if a[0] == b[0] or "self-driving" not in (a[0], b[0])
    ]
    rooms = [
        hotel.price * -(-people // hotel.occupancy) * 2
        for hotel in offers.hotels.get(city, ())
        if hotel.minimum_nights <= 2 and (kind is None or hotel.room_type == kind)
    ]
    meals = sorted([restaurant.price * people for restaurant in offers.restaurants.get(city, ())])[:3]
    if not trips or not rooms or len(meals) < 3 or not offers.attractions.get(city):
        return False
    cost = min(trips) + min(rooms) + sum(meals)
    return user != "budget" or (request.budget is not None and cost <= request.budget)


# ---------------------------------------------------------------- what is offered


@dataclass
class Outcome:
    """One request with one user."""

    name: str
    user: str
    exists: bool
    offered: int
    seconds: float
    first: str = ""


class Possible:
    """Whether requests have a plan, each looked at once, by the engine that did not make the offers."""

    def __init__(self, data: Any, engine: str) -> None:
        self.data, self.engine = travel.load(data), engine
        self.known: dict[str, bool] = {}

    def __call__(self, request: TravelRequest) -> bool:
        key = request.model_dump_json()
        if key not in self.known:
            built = travel.problem(request, self.data)
            with open_session(built.problem, self.engine, switchable=()) as session:
                outcome = session.check()
            assert outcome.status is not Satisfiability.UNKNOWN
            self.known[key] = outcome.status is Satisfiability.SATISFIABLE
        return self.known[key]


def offers(request: TravelRequest, data: Any, user: str, engine: str, possible: Possible) -> tuple[list[Any], float]:
    """The first answer's suggestions, each verified, and the seconds it took."""
    keep = [] if user == "anything" else [user]
    start = time.perf_counter()
    answer = solve(request, domain="travel", data=data, engine=engine, keep=keep)
    seconds = time.perf_counter() - start
    assert answer.status == "infeasible", (answer.status, answer.error)
    given = request.model_dump(mode="json", by_alias=True)
    for suggestion in answer.suggestions:
        changes = [Change(c.constraint, number_of(c.before), number_of(c.after)) for c in suggestion.changes]
        edited = travel.edit(request, changes)
        assert edited.model_dump(mode="json", by_alias=True) == suggestion.request, suggestion.says
        assert possible(edited), suggestion.says
        plan = travel.parse_plan(suggestion.plan, edited, possible.data)
        assert travel.check(plan, edited, possible.data) == [], suggestion.says
        for field in FIELDS[user]:
            assert suggestion.request[field] == given[field], (user, suggestion.says)
        for place, change in enumerate(changes):
            rest = [*changes[:place], *changes[place + 1 :]]
            assert not possible(travel.edit(request, rest)), ("superfluous", suggestion.says, change)
            if change.path == "budget" and change.after is not None:
                less = Change("budget", change.before, change.after - 1)
                assert not possible(travel.edit(request, [*rest, less])), ("one less", suggestion.says)
    return answer.suggestions, seconds


def christmas(engine: str, other: str, only: set[str]) -> Iterator[Outcome]:
    """Every request with every user."""
    world, known = Christmas(), {}
    possible = Possible(CHRISTMAS, other)
    with (CHRISTMAS / "queries.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if only and row["index"] not in only:
                continue
            request = travel.parse_request(row, "unsat-christmas")
            for user in CHRISTMAS_USERS:
                exists = repairable(asked(row), user, world, known)
                found, seconds = offers(request, CHRISTMAS, user, engine, possible)
                yield Outcome(row["index"], user, exists, len(found), seconds, found[0].says if found else "")


def planner(engine: str, other: str) -> Iterator[Outcome]:
    """Every request with every user."""
    trains = rows("train.jsonl")
    for number, row in enumerate(rows("unsat.jsonl")):
        same = ("org", "dest", "date")
        data = next(t["reference_information"] for t in trains if all(t["request"][k] == row[k] for k in same))
        request = travel.parse_request(row, "travelplanner")
        possible = Possible(data, other)
        for user in PLANNER_USERS:
            exists = planner_repairable(row, request, data, user)
            found, seconds = offers(request, data, user, engine, possible)
            yield Outcome(f"unsat {number}", user, exists, len(found), seconds, found[0].says if found else "")


def told(title: str, outcomes: Iterator[Outcome], users: tuple[str, ...]) -> bool:
    """Print each outcome as it comes, and the table; whether every repair that there is was offered, and no other."""
    every: list[Outcome] = []
    for outcome in outcomes:
        every.append(outcome)
        mark = "ok" if outcome.exists == bool(outcome.offered) else "WRONG"
        print(
            f"{mark} {outcome.name:>8} {outcome.user:<20} {'repairable' if outcome.exists else 'none exists':<12}"
            f"{outcome.offered} offered in {outcome.seconds:.2f} s  {outcome.first}",
            flush=True,
        )
    print(f"\n{title}: a repair offered in the first round, of those that exist, of all requests")
    for user in users:
        mine = [outcome for outcome in every if outcome.user == user]
        exist = [outcome for outcome in mine if outcome.exists]
        print(
            f"  {user:<20} {len([o for o in exist if o.offered])} of {len(exist)} of {len(mine)}"
            f"   median {statistics.median([o.seconds for o in mine]):.2f} s, longest {max([o.seconds for o in mine]):.2f} s"
        )
    share = len([o for o in every if o.offered]) / len(every)
    print(
        f"  mean over all pairs {100 * share:.1f}%, ceiling {100 * len([o for o in every if o.exists]) / len(every):.1f}%\n"
    )
    return all([outcome.exists == bool(outcome.offered) for outcome in every])


def main() -> None:
    """Both sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--only", default="", help="numbers of UnsatChristmas requests")
    parser.add_argument("--set", default="both", choices=["both", "christmas", "travelplanner"])
    args = parser.parse_args()
    other = "cpsat" if args.engine in ("z3", "auto") else "z3"
    well = True
    if args.set != "travelplanner":
        only = set(filter(None, args.only.split(",")))
        well = told("UnsatChristmas", christmas(args.engine, other, only), CHRISTMAS_USERS)
    if args.set != "christmas":
        well = told("TravelPlanner-unsat", planner(args.engine, other), PLANNER_USERS) and well
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
