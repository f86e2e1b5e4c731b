"""What in the flights and roads binds where wishes for the legs of a trip clash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.checks.prices import show_money
from domains.travel.cities import named_cities
from domains.travel.problem.wishes import ONLY_MODES, meets
from domains.travel.rides import rides_between

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest
    from domains.travel.rides import Ride

    Wish = tuple[str, Callable[[Ride], bool]]
    """How a ride is that meets it ("is non-stop"), and whether one does."""

_FEW = 4
"""So many places are named one by one."""
_NOUNS = {"flight": "flight", "self-driving": "drive", "taxi": "taxi ride"}


def reasons_of_legs(
    request: TravelRequest, data: TravelData, wanted: Collection[str], cities: Sequence[str]
) -> list[str]:
    """Whether any ride to and from each city that must be visited meets the wishes; what the cheapest ones of one stop cost."""
    wishes = _wishes(request, wanted)
    if not wishes:
        return []
    found = []
    for origins, destinations in _hops(request, data, cities):
        rides = [ride for a in origins for b in destinations for ride in _rides(a, b, request, data)]
        found += _hop(rides, wishes, f"from {_or(origins)} to {_or(destinations)}", request, data, "budget" in wanted)
    return found


def _hops(
    request: TravelRequest, data: TravelData, cities: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """From and to each place that a trip cannot leave out: home, and the cities that it must visit."""
    home, named = request.origin, named_cities(request, data)
    hops = [((home,), tuple(cities)), (tuple(cities), (home,))]
    if request.city_count > 1:
        for city in named:
            others = (home, *[other for other in cities if other != city])
            hops += [(others, (city,)), ((city,), others)]
    yield from dict.fromkeys(hops)


def _rides(a: str, b: str, request: TravelRequest, data: TravelData) -> list[Ride]:
    if a == b:
        return []
    last = request.city_count
    legs = [0] if a == request.origin else [last] if b == request.origin else range(1, last)
    every = [ride for leg in legs for ride in rides_between(a, b, leg, request, data)]
    return list({(ride.mode, ride.offer, ride.day): ride for ride in every}.values())


def _hop(
    rides: Sequence[Ride], wishes: Sequence[Wish], where: str, request: TravelRequest, data: TravelData, money: bool
) -> list[str]:
    if not rides:
        return [f"No flight and no road leads {where} on the days of the trip."]
    fitting = [ride for ride in rides if all([fits(ride) for _, fits in wishes])]
    asked = _and([says for says, _ in wishes])
    if not fitting:
        modes = dict.fromkeys([ride.mode for ride in rides])
        there = _and(
            [_count(len({r.offer for r in rides if r.mode == mode}), _NOUNS.get(mode, mode)) for mode in modes]
        )
        only = [says.removeprefix("is a ") for says, _ in wishes if says.startswith("is a ")]
        if len(wishes) == len(only) == 1:
            return [f"There is no {only[0]} {where} on the days of the trip, only {there}."]
        if len({ride.offer for ride in rides}) == len(modes) == 1:
            return [f"No way {where} {asked}: there is only {there}."]
        return [f"Of the {there} {where}, none {asked}."]
    if not money or request.city_count > 1:
        return []
    best = min(fitting, key=lambda ride: ride.cost)
    people = "1 person" if request.people == 1 else f"{request.people} people"
    price = show_money(best.cost, data.policy.currency)
    return [f"The cheapest way {where} that {asked} costs {price} for {people}."]


def _wishes(request: TravelRequest, wanted: Collection[str]) -> list[Wish]:
    found: list[Wish] = []
    for wish in request.transportation:
        if f"transportation/{wish}" in wanted:
            mode = wish.removeprefix("no ")
            noun = _NOUNS.get(mode, mode)
            found.append((f"is {'a' if wish in ONLY_MODES else 'no'} {noun}", _by(mode, wanted=wish in ONLY_MODES)))
    if request.flight_rule and "flight rule" in wanted:
        found.append((f"is {request.flight_rule}", lambda ride: meets(ride, "flight rule", request)))
    if request.airlines and "airlines" in wanted:
        found.append((f"is flown by {_or(request.airlines)}", lambda ride: meets(ride, "airlines", request)))
    return found


def _by(mode: str, *, wanted: bool) -> Callable[[Ride], bool]:
    return lambda ride: (ride.mode == mode) == wanted


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _or(words: Sequence[str]) -> str:
    if len(words) > _FEW:
        return f"any of {len(words)} cities"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
