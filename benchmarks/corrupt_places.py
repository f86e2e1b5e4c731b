"""Faults of places and days: names that do not exist, things in the wrong city, gaps, repetitions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from benchmarks.corruptions import MEALS, at, full_days, legs, maker, pick, planned_meals, spare
from domains.travel.plan import Place

if TYPE_CHECKING:
    import random

    from benchmarks.corruptions import Broken, Case

# ---------------------------------------------------------------- the sandbox


@maker("unknown restaurant")
def _(case: Case, rng: random.Random) -> Broken | None:
    found = pick(rng, planned_meals(case))
    if found is None:
        return None
    index, meal, place = found
    return "sandbox", at(index), case.with_day(index, **{meal: Place(name=f"{place.name} Annexe II", city=place.city)})


@maker("prefix of a restaurant's name")
def _(case: Case, rng: random.Random) -> Broken | None:
    """A name of another restaurant that begins like this one, or this one without its last letter."""
    rng_meals = planned_meals(case)
    rng.shuffle(rng_meals)
    every = {r.name for rows in case.data.restaurants.values() for r in rows}
    options: list[tuple[int, str, str, str]] = []
    for index, meal, place in rng_meals:
        here = {r.name for r in case.data.restaurants[place.city]}
        akin = [n for n in every - here if n.startswith(place.name) or place.name.startswith(n)]
        options += [(index, meal, name, place.city) for name in [*sorted(akin), place.name[:-1]] if name not in here]
    real = [option for option in options if option[2] in every]
    found = pick(rng, real or options)
    if found is None:
        return None
    index, meal, name, city = found
    return "sandbox", at(index), case.with_day(index, **{meal: Place(name=name, city=city)})


@maker("restaurant of another city under this one's name")
def _(case: Case, rng: random.Random) -> Broken | None:
    meals = planned_meals(case)
    if not meals:
        return None
    index, meal, place = rng.choice(meals)
    here = {r.name for r in case.data.restaurants[place.city]}
    other = pick(rng, sorted({r.name for rows in case.data.restaurants.values() for r in rows} - here))
    if other is None:
        return None
    return "sandbox", at(index), case.with_day(index, **{meal: Place(name=other, city=place.city)})


@maker("unknown sight")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, [i for i, day in case.days() if day.visits])
    if index is None:
        return None
    first, *rest = case.plan.days[index].visits
    ghost = Place(name=f"Museum of {first.name}", city=first.city)
    return "sandbox", at(index), case.with_day(index, visits=[ghost, *rest])


@maker("unknown hotel")
def _(case: Case, rng: random.Random) -> Broken | None:
    stay = pick(rng, case.stays())
    if stay is None:
        return None
    return "sandbox", at(stay[0]), case.with_bed(stay, f"The former {stay[2].name}", stay[2].city)


@maker("sight as a restaurant")
def _(case: Case, rng: random.Random) -> Broken | None:
    meals = planned_meals(case)
    rng.shuffle(meals)
    for index, meal, place in meals:
        names = {r.name for r in case.data.restaurants[place.city]}
        sights = [s.name for s in case.data.attractions.get(place.city, ()) if s.name not in names]
        if sights:
            changed = case.with_day(index, **{meal: Place(name=rng.choice(sights), city=place.city)})
            return "sandbox", at(index), changed
    return None


# ---------------------------------------------------------------- the day's city


@maker("meal in another city")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = rng.randrange(len(case.plan.days))
    others = [c for c, rows in case.data.restaurants.items() if rows and c not in case.ends(index)]
    city = pick(rng, sorted(others)) or _elsewhere(case, index)
    table = pick(rng, spare(case, city))
    name = "The Wrong Table" if table is None else table.name
    changed = case.with_day(index, **{rng.choice(MEALS): Place(name=name, city=city)})
    return "current city", at(index), changed


def _elsewhere(case: Case, index: int) -> str:
    """A city that is not the day's, where the data describe none: home, or one that does not exist."""
    return case.request.origin if case.request.origin not in case.ends(index) else "Elsewhere"


@maker("visit in another city")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = rng.randrange(len(case.plan.days))
    others = [c for c, rows in case.data.attractions.items() if rows and c not in case.ends(index)]
    city = pick(rng, sorted(others)) or _elsewhere(case, index)
    sight = pick(rng, case.data.attractions.get(city, ()))
    visits = [*case.plan.days[index].visits, Place(name="The Wrong Sight" if sight is None else sight.name, city=city)]
    return "current city", at(index), case.with_day(index, visits=visits)


@maker("bed in another city")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, [i for i, day in case.days() if day.bed is not None])
    if index is None:
        return None
    end = case.ends(index)[1]
    city = pick(rng, sorted(c for c, rows in case.data.hotels.items() if rows and c != end)) or case.request.origin
    hotel = pick(rng, case.data.hotels.get(city, ()))
    name = "The Wrong Hotel" if hotel is None else hotel.name
    return "current city", at(index), case.with_day(index, bed=Place(name=name, city=city))


@maker("bed in the city that is left")
def _(case: Case, rng: random.Random) -> Broken | None:
    between = [i for i in legs(case) if i > 0 and case.plan.days[i].bed is not None]
    index = pick(rng, between)
    if index is None:
        return None
    return "current city", at(index), case.with_day(index, bed=case.plan.days[index - 1].bed)


@maker("leg of other cities than the day's")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = rng.choice(legs(case))
    start, end = case.ends(index)
    known = sorted({*case.data.hotels, *case.data.restaurants, case.request.origin} - {start, end})
    other = pick(rng, known) or f"{end} Junction"
    side = {"origin": other} if rng.random() < 0.5 else {"destination": other}
    return "current city", at(index), case.with_leg(index, **side).with_day(index, leaves=start, reaches=end)


@maker("leg on a day that stays in its city")
def _(case: Case, rng: random.Random) -> Broken | None:
    index, travel = pick(rng, full_days(case)), legs(case)
    if index is None:
        return None
    return "current city", at(index), case.with_day(index, leg=case.plan.days[rng.choice(travel)].leg)


@maker("visit before the flight has landed")
def _(case: Case, rng: random.Random) -> Broken | None:
    """The flight lands the next day, so nothing happens in its destination on the day it leaves."""
    for index in legs(case, "flight"):
        leg = case.plan.days[index].leg
        assert leg is not None
        sights = case.data.attractions.get(leg.destination, ())
        if leg.lands_after_days and sights:
            sight = rng.choice(sights)
            changed = case.with_day(index, visits=[Place(name=sight.name, city=sight.city)])
            return "current city", at(index), changed
    return None


# ---------------------------------------------------------------- completeness


@maker("last day missing")
def _(case: Case, rng: random.Random) -> Broken | None:
    return "complete", at(len(case.plan.days) - 1), case.with_days(case.plan.days[:-1])


@maker("day in the middle missing")
def _(case: Case, rng: random.Random) -> Broken | None:
    """The days after it keep their numbers."""
    if len(case.plan.days) < 3:
        return None
    index = rng.randrange(1, len(case.plan.days) - 1)
    return "complete", at(index), case.with_days([day for i, day in case.days() if i != index])


@maker("one day too many")
def _(case: Case, rng: random.Random) -> Broken | None:
    last = case.plan.days[-1]
    return (
        "complete",
        at(len(case.plan.days)),
        case.with_days([*case.plan.days, last.model_copy(update={"day": last.day + 1})]),
    )


@maker("meal missing on a full day")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, full_days(case))
    return None if index is None else ("complete", at(index), case.with_day(index, **{rng.choice(MEALS): None}))


@maker("sight missing on a full day")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, full_days(case))
    if index is None or case.data.policy.visits_on_full_days == 0:
        return None
    kept = case.plan.days[index].visits[: case.data.policy.visits_on_full_days - 1]
    return "complete", at(index), case.with_day(index, visits=kept)


@maker("bed missing")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, [i for i, day in case.days() if day.bed is not None])
    return None if index is None else ("complete", at(index), case.with_day(index, bed=None))


@maker("transport missing")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = rng.choice(legs(case))
    start, end = case.ends(index)
    return "complete", at(index), case.with_day(index, leg=None, leaves=start, reaches=end)


@maker("no leg on the first or last day")
def _(case: Case, rng: random.Random) -> Broken | None:
    first = rng.random() < 0.5
    index = 0 if first else len(case.plan.days) - 1
    city = case.ends(index)[1 if first else 0]
    return "complete", at(index), case.with_day(index, leg=None, city=city)


@maker("too few fields filled")
def _(case: Case, rng: random.Random) -> Broken | None:
    bare = {"breakfast": None, "lunch": None, "dinner": None, "visits": [], "bed": None}
    days = [day.model_copy(update=bare) for day in case.plan.days]
    filled = sum(3 if day.leg is not None else 2 for day in days)  # its number, its city and its leg
    if filled >= Fraction(case.data.policy.least_filled) * 8 * len(days):
        return None
    return "complete", "", case.with_days(days)


@maker("one city too few")
def _(case: Case, rng: random.Random) -> Broken | None:
    return "complete", "", case.with_request(city_count=case.request.city_count + 1)


# ---------------------------------------------------------------- nothing twice


@maker("restaurant twice")
def _(case: Case, rng: random.Random) -> Broken | None:
    meals = planned_meals(case)
    if not case.data.policy.restaurant_once:
        return None
    pairs = [(a, b) for n, a in enumerate(meals) for b in meals[n + 1 :] if a[2].city == b[2].city]
    found = pick(rng, pairs)
    if found is None:
        return None
    (_, _, place), (index, meal, _) = found
    return "restaurant once", at(index), case.with_day(index, **{meal: place})


@maker("sight twice")
def _(case: Case, rng: random.Random) -> Broken | None:
    if not case.data.policy.attraction_once:
        return None
    seen = [(index, visit) for index, day in case.days() for visit in day.visits]
    found = pick(rng, seen)
    if found is None:
        return None
    index, visit = found
    later = [i for i, _ in case.days() if i >= index and visit.city in case.ends(i)]
    again = rng.choice(later)
    return "attraction once", at(again), case.with_day(again, visits=[*case.plan.days[again].visits, visit])
