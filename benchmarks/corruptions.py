"""Plans that break one known rule by construction: what `check` must find, made without ever asking it.

Each maker takes a valid case and breaks one rule on one day; it returns None where the case offers no way to. Some faults cannot
help breaking a second rule too (a bed in the wrong city shortens a stay). Where a rule is about the whole trip, the day is "".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from domains.travel.plan import Day, Place, TravelPlan
from domains.travel.request import TravelRequest

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from domains.travel.data import Hotel, Restaurant, TravelData

MEALS = ("breakfast", "lunch", "dinner")


@dataclass(frozen=True, slots=True)
class Case:
    """A plan with the request and the data it is valid for."""

    plan: TravelPlan
    request: TravelRequest
    data: TravelData

    def days(self) -> Iterator[tuple[int, Day]]:
        """Position and day."""
        return enumerate(self.plan.days)

    def ends(self, index: int) -> tuple[str, str]:
        """The cities where a day begins and ends."""
        day = self.plan.days[index]
        if day.leg is not None:
            return day.leg.origin, day.leg.destination
        assert day.city is not None
        return day.city, day.city

    def date(self, index: int) -> date:
        """The date of a day."""
        return self.request.dates_of(self.plan.first_date)[index]

    def stays(self) -> list[tuple[int, int, Hotel]]:
        """(position of the first night, nights, hotel) of each run of nights in one hotel."""
        found: list[tuple[int, int, Hotel]] = []
        for index, day in self.days():
            if day.bed is None:
                continue
            before = self.plan.days[index - 1].bed if index else None
            if found and before == day.bed:
                first, nights, hotel = found[-1]
                found[-1] = (first, nights + 1, hotel)
            else:
                hotel = next(h for h in self.data.hotels[day.bed.city] if h.name == day.bed.name)
                found.append((index, 1, hotel))
        return found

    def eaten(self) -> set[Place]:
        """Every restaurant of the plan."""
        return {place for day in self.plan.days for _, place in day.meals()}

    def restaurant(self, place: Place) -> Restaurant:
        """The offer behind a place."""
        return next(r for r in self.data.restaurants[place.city] if r.name == place.name)

    def with_day(self, index: int, **changes: Any) -> Case:
        """The case with fields of one day changed."""
        days = list(self.plan.days)
        days[index] = days[index].model_copy(update=changes)
        return self.with_days(days)

    def with_leg(self, index: int, **changes: Any) -> Case:
        """The case with fields of one leg changed."""
        leg = self.plan.days[index].leg
        assert leg is not None
        return self.with_day(index, leg=leg.model_copy(update=changes))

    def with_mode(self, index: int, mode: str) -> Case:
        """The case with one leg made by a road mode, of which nothing else is stated."""
        nothing = {
            "number": None,
            "departure": None,
            "arrival": None,
            "lands_after_days": 0,
            "minutes": None,
            "cost": None,
        }
        return self.with_leg(index, mode=mode, **nothing)

    def with_bed(self, stay: tuple[int, int, Hotel], hotel: str, city: str) -> Case:
        """The case with another hotel for one whole stay."""
        first, nights, _ = stay
        days = list(self.plan.days)
        for index in range(first, first + nights):
            days[index] = days[index].model_copy(update={"bed": Place(name=hotel, city=city)})
        return self.with_days(days)

    def with_days(self, days: Sequence[Day]) -> Case:
        """The case with other days; what the plan says of costs is left out, or it would be wrong too."""
        return replace(self, plan=TravelPlan(days=list(days)))

    def with_request(self, **changes: Any) -> Case:
        """The case with another request."""
        content = self.request.model_dump() | changes
        return replace(self, plan=TravelPlan(days=self.plan.days), request=TravelRequest.model_validate(content))

    def with_data(self, **changes: Any) -> Case:
        """The case with other offers."""
        return replace(self, data=replace(self.data, **changes))


@dataclass(frozen=True, slots=True)
class Corruption:
    """A broken case, the rule it breaks and the day ("" where the rule is about the whole trip)."""

    kind: str
    rule: str
    where: str
    case: Case


Broken = tuple[str, str, Case]
"""(rule, where, case)."""
MAKERS: dict[str, Callable[[Case, random.Random], Broken | None]] = {}
"""By kind, filled by the modules that define them."""


def maker(kind: str) -> Callable[[Callable[[Case, random.Random], Broken | None]], Callable[..., Broken | None]]:
    """Register a maker under the name of its fault."""

    def register(make: Callable[[Case, random.Random], Broken | None]) -> Callable[..., Broken | None]:
        MAKERS[kind] = make
        return make

    return register


def at(index: int) -> str:
    """How rules name a day."""
    return f"day {index + 1}"


def pick(rng: random.Random, options: Sequence[Any]) -> Any:
    """One of the options, None where there are none."""
    return rng.choice(options) if options else None


def minutes(clock: str) -> int:
    """Minutes after midnight of HH:MM."""
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


def full_days(case: Case) -> list[int]:
    """Days without a leg."""
    return [index for index, day in case.days() if day.leg is None]


def legs(case: Case, mode: str | None = None) -> list[int]:
    """Days with a leg, of one mode if asked."""
    return [i for i, day in case.days() if day.leg is not None and mode in (None, day.leg.mode)]


def planned_meals(case: Case) -> list[tuple[int, str, Place]]:
    """(day, meal, place)."""
    return [(index, meal, place) for index, day in case.days() for meal, place in day.meals()]


def spare(case: Case, city: str) -> list[Restaurant]:
    """Restaurants of a city that the plan does not use."""
    eaten = {place.name for place in case.eaten() if place.city == city}
    return [r for r in case.data.restaurants.get(city, ()) if r.name not in eaten]


def corruptions(case: Case, rng: random.Random) -> Iterator[Corruption]:
    """One corruption of each kind that the case offers a way to, kinds in a random order."""
    kinds = list(MAKERS)
    rng.shuffle(kinds)
    for kind in kinds:
        made = MAKERS[kind](case, rng)
        if made is not None:
            yield Corruption(kind, *made)
