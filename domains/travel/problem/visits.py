"""Visits of a trip: on which days, in which city, and, where a wish cares, to which sights.

As with meals, sights are chosen per city and not per day: the days are interchangeable. Where no wish mentions what a sight is,
it is enough that a city has as many as it has visits.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from domains.travel.problem.stays import Slot, add_slots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.travel.data import Attraction, TravelData
    from domains.travel.problem.route import Route
    from domains.travel.problem.stays import Relevance
    from domains.travel.rides import Ride
    from encoders.structures.rules import Lit, Rules

    Sights = dict[str, tuple[tuple[Attraction, Lit], ...]]


def add_visits(
    rules: Rules, route: Route, data: TravelData, relevance: Relevance, full: dict[tuple[int, str], Lit]
) -> tuple[tuple[Slot, ...], Sights | None]:
    """Visits where the policy asks for them, further ones where a wish may need them, and the sights; no sight twice."""
    policy = data.policy
    rule = rules.declare("visits", "Every day has its visits.")
    choosing = bool(relevance.categories) or relevance.sights > 0

    def sides(ride: Ride) -> tuple[bool, bool]:
        return ride.visitable(policy.leg_day_counts_until)

    slots: list[Slot] = []
    for number in range(_visits_a_day(route, data, relevance)):
        slots += add_slots(
            rules,
            route,
            data,
            f"visit {number + 1}",
            rule=rule,
            sides=sides,
            full=full if number < policy.visits_on_full_days else {},
            due_on_travel_days=number < policy.visits_on_travel_days,
            wanted_on_travel_days=choosing or relevance.visits > 0,
        )
    _in_order(rules, rule, slots)
    sights: Sights = {}
    for city in route.cities:
        here = [slot.places[city] for slot in slots if slot.places.get(city, False) is not False]
        limit = rules.declare(f"visits/{city}", f"In {city} there are enough sights for the visits.")
        if choosing:
            sights[city] = _add_sights(rules, limit, city, here, data, relevance)
            continue
        supply = len(data.attractions.get(city, ()))
        if len(here) > supply and (policy.attraction_once or supply == 0):
            rules.weighted(limit, [(1, literal) for literal in here], "<=", supply)
    return tuple(slots), sights if choosing else None


def _in_order(rules: Rules, rule: str, slots: Sequence[Slot]) -> None:
    """Visits of one day are interchangeable: a further one is only where the one before it is, in a city no later in order."""
    by_day: dict[int, list[Slot]] = {}
    for slot in slots:
        by_day.setdefault(slot.day, []).append(slot)
    for one, then in [pair for row in by_day.values() for pair in pairwise(row)]:
        cities = list(then.places)
        for place, city in enumerate(cities):
            before = [one.places[other] for other in cities[: place + 1] if other in one.places]
            here = then.places[city]
            if isinstance(here, bool) or here not in before:
                rules.implies(rule, [here], before)


def _visits_a_day(route: Route, data: TravelData, relevance: Relevance) -> int:
    """Slots of a day: the visits that are due, and as many more as wished categories may need and the policy allows."""
    policy = data.policy
    due = max(policy.visits_on_full_days, policy.visits_on_travel_days)
    offered = {
        category for city in route.cities for sight in data.attractions.get(city, ()) for category in sight.categories
    }
    more = max(due + len(offered.intersection(relevance.categories)) + relevance.sights, relevance.visits)
    return more if policy.visits_at_most is None else min(more, policy.visits_at_most)


def _add_sights(
    rules: Rules, rule: str, city: str, visits: Sequence[Lit], data: TravelData, relevance: Relevance
) -> tuple[tuple[Attraction, Lit], ...]:
    """As many sights of the city as it has visits."""
    wanted = frozenset(relevance.categories)

    def serves(sight: Attraction) -> frozenset[str]:
        return wanted.intersection(sight.categories)

    offered = data.attractions.get(city, ()) if visits else ()
    kept = relevance.undominated("sights", offered, lambda s: s.name, serves, lambda _: (), copies=max(1, len(visits)))
    rows = [sight for sight in offered if id(sight) in kept]
    if not data.policy.attraction_once:
        rows = [sight for sight in rows for _ in visits]
    rows.sort(key=lambda sight: (sorted(serves(sight)), sight.name))
    sights = [(sight, rules.new(f"visit of {sight.name}, {city} ({number + 1})")) for number, sight in enumerate(rows)]
    rules.weighted(rule, [*[(1, literal) for _, literal in sights], *[(-1, literal) for literal in visits]], "==", 0)
    for (first, chosen), (then, also) in pairwise(sights):
        if serves(first) == serves(then) and not relevance.keep.intersection((first.name, then.name)):
            rules.implies(rule, [also], [chosen])  # of interchangeable sights the first comes first
    return tuple(sights)
