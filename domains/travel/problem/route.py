"""Which cities, in which order, on which days, by which legs: the skeleton of a trip as Boolean decisions.

Position k is the k-th city visited; leg k leads to it (leg 0 from home, leg n back home). One Boolean says whether a night is
spent at a position; everything that is forced (one city, one order, first and last day) is a constant and costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from domains.travel.data import Flight
from domains.travel.rides import leg_days
from encoders.structures.rules import Lit, Rules, negated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest
    from domains.travel.rides import Ride


@dataclass(frozen=True, slots=True)
class Route:
    """Literals of the skeleton.

    `starts[s]`: the trip starts s days after its earliest start.
    `at[k][city]`: position k is that city. `night[d][k]`: the night after day d is spent at position k.
    `leg_on[k][d]`: leg k is made on day d. `sleeps[d][city]`: that night is spent in the city.
    `rides[k]`: each way to make leg k with its literal.
    """

    cities: tuple[str, ...]
    days: int
    starts: dict[int, Lit]
    at: tuple[dict[str, Lit], ...]
    night: tuple[dict[int, Lit], ...]
    leg_on: tuple[dict[int, Lit], ...]
    sleeps: tuple[dict[str, Lit], ...]
    visited: dict[str, Lit]
    rides: tuple[tuple[tuple[Ride, Lit], ...], ...]

    def sleeps_in(self, day: int, city: str) -> Lit:
        """Whether the night after `day` is spent in the city; False outside the trip."""
        return self.sleeps[day].get(city, False) if 0 <= day < len(self.sleeps) else False


def build_route(
    rules: Rules, request: TravelRequest, positions: Sequence[tuple[str, ...]], named: Iterable[str]
) -> Route:
    """The skeleton's variables and rules, rides still to be added by `add_rides`; every named city is visited."""
    count, last = request.city_count, request.days - 1
    order = rules.declare("route", f"{count} different cities are visited, one after the other.")
    schedule = rules.declare("schedule", "Every city is left on a later day than it is reached.")
    offsets = range(len(request.starts))
    starts: dict[int, Lit] = {s: True if len(offsets) == 1 else rules.new(f"starts {s} days later") for s in offsets}
    rules.exactly_one(schedule, list(starts.values()))
    at: list[dict[str, Lit]] = []
    for k, cities in enumerate(positions):
        at.append({c: True if len(cities) == 1 else rules.new(f"city {k + 1} is {c}") for c in cities})
        rules.exactly_one(order, list(at[k].values()))
    cities = tuple(dict.fromkeys(city for row in positions for city in row))
    visited: dict[str, Lit] = {}
    for city in cities:
        places = [row[city] for row in at if city in row]
        if len(places) > 1:
            rules.weighted(order, [(1, literal) for literal in places], "<=", 1)
        visited[city] = _either(rules, order, f"visits {city}", places)
    for city in named:
        rules.clause(order, [visited.get(city, False)])

    night: list[dict[int, Lit]] = []
    for d in range(last):
        open_ = [k for k in range(count) if k <= d and count - 1 - k <= last - 1 - d]
        night.append({k: True if len(open_) == 1 else rules.new(f"night {d + 1} in city {k + 1}") for k in open_})
        rules.exactly_one(schedule, list(night[d].values()))
    if last < count:
        rules.clause(schedule, [])
    for now, then in pairwise(night):
        for k, literal in now.items():
            rules.implies(schedule, [literal], [then.get(k, False), then.get(k + 1, False)])
        for k, literal in then.items():
            rules.implies(schedule, [literal], [now.get(k, False), now.get(k - 1, False)])
    leg_on: list[dict[int, Lit]] = []
    for leg in range(count + 1):
        days = leg_days(leg, request)
        if len(days) == 1:
            leg_on.append({days[0]: True})
            continue
        leg_on.append(
            {
                d: rules.conjunction(
                    schedule,
                    f"leg {leg + 1} on day {d + 1}",
                    [night[d - 1].get(leg - 1, False), night[d].get(leg, False)],
                )
                for d in days
            }
        )
    sleeps: list[dict[str, Lit]] = []
    for d in range(last):
        here: dict[str, Lit] = {}
        for city in cities:
            pairs = [(night[d][k], row[city]) for k, row in enumerate(at) if city in row and k in night[d]]
            parts = [
                rules.conjunction(schedule, f"night {d + 1} in {city} as city {k + 1}", pair)
                for k, pair in enumerate(pairs)
            ]
            literal = _either(rules, schedule, f"night {d + 1} in {city}", parts)
            if literal is not False:
                here[city] = literal
        sleeps.append(here)
    return Route(cities, request.days, starts, tuple(at), tuple(night), tuple(leg_on), tuple(sleeps), visited, ())


def add_rides(
    rules: Rules, route: Route, offers: Sequence[Sequence[Ride]], request: TravelRequest, data: TravelData
) -> tuple[tuple[tuple[Ride, Lit], ...], ...]:
    """One ride a leg, fitting the cities and the day; modes that may not meet do not."""
    count = request.city_count
    legs = []
    modes: dict[str, list[Lit]] = {}
    for leg, rides in enumerate(offers):
        rule = rules.declare(f"leg/{leg + 1}", _leg_says(leg, route, request))
        taken: list[tuple[Ride, Lit]] = []
        for number, ride in enumerate(rides):
            literal = rules.new(f"leg {leg + 1}: {_ride_name(ride)} ({number + 1})") if len(rides) > 1 else True
            taken.append((ride, literal))
            modes.setdefault(ride.mode, []).append(literal)
            start = True if leg == 0 else route.at[leg - 1].get(ride.origin, False)
            end = True if leg == count else route.at[leg].get(ride.destination, False)
            rules.implies(rule, [literal], [start])
            rules.implies(rule, [literal], [end])
            if ride.day is not None:
                rules.implies(rule, [literal], [route.leg_on[leg].get(ride.day, False)])
            if ride.start is not None:
                rules.implies(rule, [literal], [route.starts[ride.start]])
        rules.exactly_one(rule, [literal for _, literal in taken])
        legs.append(tuple(taken))
    if data.policy.wait_for_arrival:
        _wait_for_arrival(rules, route, legs)
    mixed = rules.declare(
        "transport mix",
        " ".join(f"{a.capitalize()} and {b} are not mixed in one trip." for a, b in data.policy.never_together),
    )
    used: dict[str, Lit] = {}
    for pair in data.policy.never_together:
        for mode in pair:
            if mode not in used:
                used[mode] = _used(rules, mixed, mode, modes.get(mode, []))
        rules.clause(mixed, [negated(used[pair[0]]), negated(used[pair[1]])])
    return tuple(legs)


def _wait_for_arrival(rules: Rules, route: Route, legs: Sequence[Sequence[tuple[Ride, Lit]]]) -> None:
    """No ride departs before the one of the leg before has arrived; only rides that land later can be in the way."""
    rule = rules.declare("connections", "A leg departs no earlier than the one before it has arrived.")
    for leg, (rides, next_rides) in enumerate(pairwise(legs)):
        for ride, taken in rides:
            if ride.span is None or not ride.lands_after_days:
                continue
            for other, also in next_rides:
                if other.span is None or (None not in (ride.start, other.start) and ride.start != other.start):
                    continue
                for day, on in route.leg_on[leg].items():
                    for later, also_on in route.leg_on[leg + 1].items():
                        days = later - day
                        fits = ride.day in (None, day) and other.day in (None, later) and days > 0
                        if fits and other.span[0] + 1440 * days < ride.span[1]:
                            rules.implies(rule, [taken, also, on, also_on], [])


def _used(rules: Rules, rule: str, mode: str, literals: list[Lit]) -> Lit:
    """A literal that is true at least where the mode is used (one direction is enough to forbid mixing)."""
    if not literals or any(literal is True for literal in literals):
        return bool(literals)
    used = rules.new(f"uses {mode}")
    for literal in literals:
        rules.implies(rule, [literal], [used])
    rules.clause(rule, [-used, *literals])
    return used


def _either(rules: Rules, rule: str, name: str, literals: Sequence[Lit]) -> Lit:
    """A literal equivalent to the disjunction."""
    return negated(rules.conjunction(rule, f"not: {name}", [negated(literal) for literal in literals]))


def _ride_name(ride: Ride) -> str:
    number = f" {ride.offer.number} on day {(ride.day or 0) + 1}" if isinstance(ride.offer, Flight) else ""
    return f"{ride.mode}{number} {ride.origin} to {ride.destination}"


def _leg_says(leg: int, route: Route, request: TravelRequest) -> str:
    def place(k: int) -> str:
        if not 0 <= k < request.city_count:
            return request.origin
        cities = list(route.at[k])
        return cities[0] if len(cities) == 1 else f"city {k + 1}"

    days = leg_days(leg, request)
    when = ""
    if days:
        first, last = request.dates[days[0]], request.dates_from(request.starts[-1])[days[-1]]
        when = f"on {first}" if first == last else f"between {first} and {last}"
    return f"Some flight or road leads from {place(leg - 1)} to {place(leg)} {when}.".replace(" .", ".")
