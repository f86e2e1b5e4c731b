"""Faults of stays, meal times, costs and wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from benchmarks.corruptions import at, legs, maker, minutes, pick, planned_meals, spare
from domains.travel.plan import Place, TravelPlan
from domains.travel.request import HouseRule, Transport

if TYPE_CHECKING:
    import random

    from benchmarks.corruptions import Broken, Case
    from domains.travel.data import Hotel

# ---------------------------------------------------------------- stays, times, costs


@maker("minimum nights, another hotel")
def _(case: Case, rng: random.Random) -> Broken | None:
    if not case.data.policy.minimum_nights:
        return None
    options = [
        (stay, hotel)
        for stay in case.stays()
        for hotel in case.data.hotels[stay[2].city]
        if hotel.minimum_nights > stay[1]
    ]
    found = pick(rng, options)
    return None if found is None else ("minimum nights", at(found[0][0]), _sleep(case, *found))


def _sleep(case: Case, stay: tuple[int, int, Hotel], hotel: Hotel) -> Case:
    return case.with_bed(stay, hotel.name, hotel.city)


@maker("minimum nights, an interrupted stay")
def _(case: Case, rng: random.Random) -> Broken | None:
    """The last night is spent elsewhere, which leaves one night too few."""
    if not case.data.policy.minimum_nights:
        return None
    for first, nights, hotel in case.stays():
        others = [h for h in case.data.hotels[hotel.city] if h.name != hotel.name]
        if nights > 1 and hotel.minimum_nights == nights and others:
            other = rng.choice(others)
            bed = Place(name=other.name, city=other.city)
            return "minimum nights", at(first), case.with_day(first + nights - 1, bed=bed)
    return None


@maker("meal outside its window by the flight's times")
def _(case: Case, rng: random.Random) -> Broken | None:
    options = []
    for index in legs(case):
        leg = case.plan.days[index].leg
        if leg is None or leg.departure is None or leg.arrival is None:
            continue
        departs, lands = minutes(leg.departure), minutes(leg.arrival) + 1440 * leg.lands_after_days
        for meal, window in case.data.policy.meals.items():
            options += [(index, meal, leg.origin)] if departs < window.opens else []
            options += [(index, meal, leg.destination)] if lands > window.closes else []
    rng.shuffle(options)
    for index, meal, city in options:
        table = pick(rng, spare(case, city))
        if table is not None:
            changed = case.with_day(index, **{meal: Place(name=table.name, city=city)})
            return "meal times", at(index), changed
    return None


@maker("meal missing at mealtime")
def _(case: Case, rng: random.Random) -> Broken | None:
    """A valid plan takes a meal on a day with a leg; where one is there at mealtime the meal is due."""
    if case.data.policy.travel_day_meals != "at mealtime":
        return None
    options = [
        (index, meal)
        for index, meal, place in planned_meals(case)
        if index in legs(case) and place.city != case.request.origin
    ]
    found = pick(rng, options)
    return None if found is None else ("meal times", at(found[0]), case.with_day(found[0], **{found[1]: None}))


@maker("total that is not the plan's")
def _(case: Case, rng: random.Random) -> Broken | None:
    stated = case.plan.cost.get("total")
    if stated is None:
        return None
    wrong = TravelPlan(days=case.plan.days, cost={**case.plan.cost, "total": stated + 1})
    return "cost", "", type(case)(wrong, case.request, case.data)


@maker("price that is not the leg's")
def _(case: Case, rng: random.Random) -> Broken | None:
    stated = [(i, leg.cost) for i, leg in ((i, case.plan.days[i].leg) for i in legs(case)) if leg is not None]
    known = [(index, cost) for index, cost in stated if cost is not None]
    found = pick(rng, known)
    return None if found is None else ("cost", at(found[0]), case.with_leg(found[0], cost=found[1] + 1))


# ---------------------------------------------------------------- wishes


@maker("over budget")
def _(case: Case, rng: random.Random) -> Broken | None:
    """A budget just below what the beds alone cost."""
    rooms = sum(hotel.price * nights * -(-case.request.people // hotel.occupancy) for _, nights, hotel in case.stays())
    return ("budget", "", case.with_request(budget=rooms - 1)) if rooms >= 1 else None


@maker("over budget by one bed")
def _(case: Case, rng: random.Random) -> Broken | None:
    """A hotel so dear that its stay alone costs more than the budget."""
    budget, people = case.request.budget, case.request.people
    if budget is None:
        return None
    dear = [
        (stay, hotel)
        for stay in case.stays()
        for hotel in case.data.hotels[stay[2].city]
        if hotel.price * stay[1] * -(-people // hotel.occupancy) > budget
    ]
    found = pick(rng, dear)
    return None if found is None else ("budget", "", _sleep(case, *found))


@maker("house rule broken")
def _(case: Case, rng: random.Random) -> Broken | None:
    """A hotel that forbids what is wished; where nothing is wished, a wish that the hotel forbids."""
    wished = case.request.house_rule
    options = [
        (stay, hotel, rule)
        for stay in case.stays()
        for hotel in case.data.hotels[stay[2].city]
        for rule in wished
        if rule in hotel.forbids
    ]
    found = pick(rng, options)
    if found is not None:
        return f"house rule/{found[2]}", at(found[0][0]), _sleep(case, found[0], found[1])
    stays = [(index, rule) for index, _, hotel in case.stays() for rule in get_args(HouseRule) if rule in hotel.forbids]
    chosen = pick(rng, stays)
    if chosen is None:
        return None
    return f"house rule/{chosen[1]}", at(chosen[0]), case.with_request(house_rule=[*wished, chosen[1]])


@maker("room type broken")
def _(case: Case, rng: random.Random) -> Broken | None:
    wished = case.request.room_type
    if wished is not None:
        options = [
            (stay, hotel)
            for stay in case.stays()
            for hotel in case.data.hotels[stay[2].city]
            if (hotel.room_type == wished.removeprefix("not ")) == wished.startswith("not ")
        ]
        found = pick(rng, options)
        if found is not None:
            return "room type", at(found[0][0]), _sleep(case, *found)
    index, _, hotel = rng.choice(case.stays())
    other = [kind for kind in ("entire room", "private room", "shared room") if kind != hotel.room_type]
    return "room type", at(index), case.with_request(room_type=rng.choice(other))


@maker("cuisine missing")
def _(case: Case, rng: random.Random) -> Broken | None:
    """Every table that serves one wished cuisine is replaced; where none is wished, one that no table serves is."""
    served = {c for place in case.eaten() for c in case.restaurant(place).cuisines}
    if not case.request.cuisine:
        every = {c for rows in case.data.restaurants.values() for r in rows for c in r.cuisines}
        cuisine = pick(rng, sorted(every - served))
        return None if cuisine is None else (f"cuisine/{cuisine}", "", case.with_request(cuisine=[cuisine]))
    wished = rng.choice(case.request.cuisine)
    changed = case
    for index, meal, place in planned_meals(case):
        if wished in case.restaurant(place).cuisines:
            options = [r for r in spare(changed, place.city) if wished not in r.cuisines]
            table = pick(rng, options)
            if table is None:
                return None
            changed = changed.with_day(index, **{meal: Place(name=table.name, city=place.city)})
    return f"cuisine/{wished}", "", changed


@maker("transportation wish broken")
def _(case: Case, rng: random.Random) -> Broken | None:
    """A wish that forbids a mode the plan uses, or that asks for another one alone."""
    index = rng.choice(legs(case))
    leg = case.plan.days[index].leg
    assert leg is not None
    known: list[Any] = [wish for wish in get_args(Transport) if wish not in case.request.transportation]
    broken = [w for w in known if w == f"no {leg.mode}" or (not w.startswith("no ") and w != leg.mode)]
    wish = pick(rng, broken)
    if wish is None:
        return None
    wishes = [*case.request.transportation, wish]
    return f"transportation/{wish}", at(index), case.with_request(transportation=wishes)


@maker("mode that the traveller does not want")
def _(case: Case, rng: random.Random) -> Broken | None:
    avoided = [wish.removeprefix("no ") for wish in case.request.transportation if wish.startswith("no ")]
    roads = [mode for mode in avoided if mode in case.data.policy.roads]
    mode = pick(rng, roads)
    if mode is None:
        return None
    index = rng.choice(legs(case))
    return f"transportation/no {mode}", at(index), case.with_mode(index, mode)


@maker("destination not visited")
def _(case: Case, rng: random.Random) -> Broken | None:
    visited = {case.ends(index)[1] for index in legs(case)}
    other = pick(rng, sorted({*case.data.hotels, *case.data.states} - visited - {case.request.origin}))
    if other is None or case.request.city_count > 1 or case.request.cities:
        return None
    return "destination", "", case.with_request(destination=other)


@maker("wished city not visited")
def _(case: Case, rng: random.Random) -> Broken | None:
    return "cities", "", case.with_request(cities=["Brigadoon"], city_count=max(1, case.request.city_count))
