"""The traveller's wishes: one group for each, over offers that all stayed in the problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel.data import Flight
from domains.travel.problem.stays import named_tables
from encoders.expressions import Compare, Parameter, Sum
from encoders.numbers import show
from encoders.structures.rules import Rules, negated

if TYPE_CHECKING:
    from domains.travel.data import Hotel, TravelData
    from domains.travel.problem.route import Route
    from domains.travel.problem.stays import Stays
    from domains.travel.request import TravelRequest
    from domains.travel.rides import Ride
    from encoders.numbers import Number

ONLY_MODES = {"flight", "self-driving", "taxi"}


def room_fits(hotel: Hotel, room_type: str) -> bool:
    """Whether a room is of the wanted kind ('not shared room' is any other)."""
    return hotel.room_type != "shared room" if room_type == "not shared room" else hotel.room_type == room_type


def flight_wishes(request: TravelRequest) -> list[str]:
    """The groups of wishes that every flight is to meet."""
    return [*(["flight rule"] if request.flight_rule else []), *(["airlines"] if request.airlines else [])]


def meets(ride: Ride, wish: str, request: TravelRequest) -> bool:
    """Whether a ride meets one of them; roads do, flights of which the data do not say it do not."""
    if not isinstance(ride.offer, Flight):
        return True
    return ride.offer.non_stop is True if wish == "flight rule" else ride.offer.airline in request.airlines


def add_wishes(rules: Rules, route: Route, stays: Stays, request: TravelRequest, data: TravelData, total: Sum) -> None:
    """One group for each wish of the request."""
    _add_leg_wishes(rules, route, request)
    _add_room_wishes(rules, stays, request, data)
    for cuisine in request.cuisine:
        rule = rules.declare(f"cuisine/{cuisine}", f"Some meal is {cuisine}.", origin="request")
        rules.clause(rule, [literal for r, literal in named_tables(stays.tables) if cuisine in r.cuisines])
    for category in request.attraction_category:
        says = f"Some visit is to a sight of the category {category}."
        rule = rules.declare(f"attraction category/{category}", says, origin="request")
        rules.clause(rule, [literal for sight, literal in stays.chosen_sights() if category in sight.categories])
    if request.budget is not None:
        currency = data.policy.currency
        amount = money(request.budget, currency)
        rule = rules.declare("budget", f"The whole trip costs at most {amount}.", origin="request")
        rules.add(rule, Compare(total, "<=", Parameter("budget", request.budget, currency, "budget")))


def _add_leg_wishes(rules: Rules, route: Route, request: TravelRequest) -> None:
    for wish in request.transportation:
        mode = wish.removeprefix("no ")
        says = f"No leg is made by {mode}." if wish not in ONLY_MODES else f"Every leg is made by {mode}."
        rule = rules.declare(f"transportation/{wish}", says, origin="request")
        for leg in route.rides:
            for ride, literal in leg:
                if (ride.mode == mode) == (wish not in ONLY_MODES):
                    rules.clause(rule, [negated(literal)])
    for kind in flight_wishes(request):
        asked = request.flight_rule if kind == "flight rule" else f"with {' or '.join(request.airlines)}"
        rule = rules.declare(kind, f"Every flight is {asked}.", origin="request")
        for leg in route.rides:
            for ride, literal in leg:
                if not meets(ride, kind, request):
                    rules.clause(rule, [negated(literal)])


def _add_room_wishes(rules: Rules, stays: Stays, request: TravelRequest, data: TravelData) -> None:
    """Where nights are paid at a fixed rate no room is chosen, so that none can be promised to be of any kind."""
    unknown = data.policy.night_rate is not None
    if request.room_type:
        rule = rules.declare("room type", f"Every stay is in {_article(request.room_type)}.", origin="request")
        for hotel, _, literal in stays.beds:
            if not room_fits(hotel, request.room_type):
                rules.clause(rule, [negated(literal)])
        if unknown:
            rules.clause(rule, [])
    for wanted in request.house_rule:
        rule = rules.declare(f"house rule/{wanted}", f"Every hotel allows {wanted}.", origin="request")
        for hotel, _, literal in stays.beds:
            if wanted in hotel.forbids:
                rules.clause(rule, [negated(literal)])
        if unknown:
            rules.clause(rule, [])


def money(amount: Number, currency: str) -> str:
    """An amount for people: "$1,400", "1,400 EUR"."""
    return f"{currency}{show(amount)}" if len(currency) == 1 else f"{show(amount)} {currency}"


def _article(room_type: str) -> str:
    return (
        "a room that is not shared"
        if room_type == "not shared room"
        else f"{'an' if room_type[0] in 'aeiou' else 'a'} {room_type}"
    )
