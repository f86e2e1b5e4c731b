"""What in the offers binds where wishes of a trip clash: counts and cheapest prices, as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.travel.checks.prices import show_money
from domains.travel.cities import candidate_cities
from domains.travel.problem.stays import rooms_needed
from domains.travel.problem.wishes import room_fits
from domains.travel.ways.reasons_legs import reasons_of_legs
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from domains.travel.data import Hotel, TravelData
    from domains.travel.request import TravelRequest
    from encoders.numbers import Number

_FEW = 3
"""So many cities are told one by one; more of them together."""


def reasons(request: TravelRequest, data: TravelData, groups: Iterable[str]) -> list[str]:
    """Facts of the offers that bind where these wishes, and no others, are to hold."""
    wanted = set(groups)
    try:
        positions = candidate_cities(request, data)
    except InputError:
        return []
    cities = list(dict.fromkeys([city for row in positions for city in row]))
    about = _About(request, data, wanted, cities)
    return [*about.rooms(), *about.tables(), *about.sights(), *reasons_of_legs(request, data, wanted, cities)]


@dataclass(frozen=True, slots=True)
class _Condition:
    """What is asked of rooms: "is a private room", "are private rooms", and "private room" where that is what it is."""

    one: str
    many: str
    meets: Callable[[Hotel], bool]
    noun: str = ""


class _About:
    """One request's offers under some of its wishes."""

    def __init__(self, request: TravelRequest, data: TravelData, wanted: set[str], cities: Sequence[str]) -> None:
        self.request, self.data, self.wanted = request, data, wanted
        self.money = "budget" in wanted
        self.places = [(city,) for city in cities] if len(cities) <= _FEW else [tuple(cities)]

    def _where(self, cities: Sequence[str]) -> str:
        return cities[0] if len(cities) == 1 else f"the {len(cities)} cities of {self.request.destination}"

    def _price(self, amount: Number) -> str:
        return show_money(amount, self.data.policy.currency)

    # ---------------------------------------------------------------- rooms

    def rooms(self) -> list[str]:
        """Whether any room meets the wishes for rooms, and what the cheapest one costs."""
        conditions = self._room_conditions()
        if not conditions:
            return []
        found = []
        for cities in self.places:
            offered = [hotel for city in cities for hotel in self.data.hotels.get(city, ())]
            fitting = [hotel for hotel in offered if all([c.meets(hotel) for c in conditions])]
            if not fitting:
                found.append(self._no_room(offered, conditions, self._where(cities)))
            elif told := self._room(fitting, conditions, self._where(cities)):
                found.append(told)
        return found

    def _room_conditions(self) -> list[_Condition]:
        room_type = self.request.room_type
        found: list[_Condition] = []
        if room_type and "room type" in self.wanted:
            kind = room_type
            shared = kind == "not shared room"
            one = "is a room that is not shared" if shared else f"is {_a(kind)}"
            many = "are rooms that are not shared" if shared else f"are {kind}s"
            noun = "room that is not shared" if shared else kind
            found.append(_Condition(one, many, lambda hotel: room_fits(hotel, kind), noun))
        for rule in self.request.house_rule:
            if f"house rule/{rule}" in self.wanted:
                found.append(_Condition(f"allows {rule}", f"allow {rule}", _allows(rule)))
        return found

    def _no_room(self, offered: Sequence[Hotel], conditions: Sequence[_Condition], where: str) -> str:
        if not offered:
            return f"No room is offered in {where}."
        rooms = _count(len(offered), "room")
        if len(conditions) == 1:
            return f"None of the {rooms} in {where} {conditions[0].one}."
        counts = [(len([h for h in offered if c.meets(h)]), c) for c in conditions]
        each = [f"{count} {c.one if count == 1 else c.many}" for count, c in counts]
        every = "both" if len(conditions) == 2 else "all of this"
        return f"Of the {rooms} in {where}, {_and(each)}; for none {every} is true."

    def _room(self, fitting: Sequence[Hotel], conditions: Sequence[_Condition], where: str) -> str:
        nights, people = self.request.days - 1, self.request.people
        names = [c.noun for c in conditions if c.noun]
        rest = _and([c.one for c in conditions if not c.noun])
        asked = f"{names[0] if names else 'room'} in {where}{f' that {rest}' if rest else ''}"
        short = [hotel for hotel in fitting if not self.data.policy.minimum_nights or hotel.minimum_nights <= nights]
        if not short:
            least = min([hotel.minimum_nights for hotel in fitting])
            return f"Every {asked} is let for {least} nights or more; the trip has {nights}."
        if not self.money:
            return ""

        def cost(hotel: Hotel) -> Number:
            return hotel.price * rooms_needed(hotel, people)

        cheapest = min(short, key=cost)
        rooms = rooms_needed(cheapest, people)
        each = f" ({rooms} rooms)" if rooms > 1 else ""
        price = self._price(cost(cheapest))
        return f"The cheapest {asked} costs {price} a night for {_people(people)}{each}: {cheapest.name}."

    # ---------------------------------------------------------------- meals

    def tables(self) -> list[str]:
        """Whether a cuisine is served, and what it costs at least."""
        found = []
        cities = [city for row in self.places for city in row]
        for cuisine in self.request.cuisine:
            if f"cuisine/{cuisine}" not in self.wanted:
                continue
            serving = [r for city in cities for r in self.data.restaurants.get(city, ()) if cuisine in r.cuisines]
            where = cities[0] if len(cities) == 1 else self._where(cities)
            if not serving:
                count = sum([len(self.data.restaurants.get(city, ())) for city in cities])
                found.append(f"None of the {_count(count, 'restaurant')} in {where} serves {cuisine} food.")
            elif self.money:
                best = min(serving, key=lambda r: r.price)
                found.append(
                    f"The cheapest meal with {cuisine} food in {where} costs {self._price(best.price)} a person: {best.name}."
                )
        return found

    # ---------------------------------------------------------------- sights

    def sights(self) -> list[str]:
        """Whether any sight is of a category."""
        cities = [city for row in self.places for city in row]
        every = [sight for city in cities for sight in self.data.attractions.get(city, ())]
        where = _and(cities) if len(cities) <= _FEW else self._where(cities)
        return [
            f"None of the {_count(len(every), 'sight')} in {where} is of the category {category}."
            for category in self.request.attraction_category
            if f"attraction category/{category}" in self.wanted
            and not any([category in sight.categories for sight in every])
        ]


def _allows(rule: str) -> Callable[[Hotel], bool]:
    return lambda hotel: rule not in hotel.forbids


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _and(words: Sequence[str]) -> str:
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
