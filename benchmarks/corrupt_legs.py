"""Faults of legs and routes: offers that do not exist, modes, times and dates, cities in a wrong order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.corruptions import at, full_days, legs, maker, minutes, pick

if TYPE_CHECKING:
    import random

    from benchmarks.corruptions import Broken, Case

# ---------------------------------------------------------------- flights and roads


@maker("flight number that does not exist")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, legs(case, "flight"))
    return None if index is None else ("sandbox", at(index), case.with_leg(index, number="F0000000"))


@maker("flight of another date")
def _(case: Case, rng: random.Random) -> Broken | None:
    """The flight is offered, but a day later."""
    index = pick(rng, legs(case, "flight"))
    leg = None if index is None else case.plan.days[index].leg
    if leg is None:
        return None
    pair, on = case.ends(index), case.date(index)
    today, tomorrow = (*pair, on), (*pair, on + timedelta(days=1))
    moved = [replace(f, date=tomorrow[2]) for f in case.data.flights[today] if f.number == leg.number]
    flights = {
        **case.data.flights,
        today: tuple(f for f in case.data.flights[today] if f.number != leg.number),
        tomorrow: (*case.data.flights.get(tomorrow, ()), *moved),
    }
    return "sandbox", at(index), case.with_data(flights=flights)


@maker("flight between other cities")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, legs(case, "flight"))
    if index is None:
        return None
    pair, on = case.ends(index), case.date(index)
    here = {f.number for f in case.data.flights.get((*pair, on), ())}
    keys = [(b, a, d) for a, b, d in [(*pair, on)]] + [(*case.ends(i), case.date(i)) for i in legs(case)]
    other = [f.number for key in keys for f in case.data.flights.get(key, ()) if f.number not in here]
    number = pick(rng, other)
    return None if number is None else ("sandbox", at(index), case.with_leg(index, number=number))


@maker("times that are not the flight's")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, legs(case, "flight"))
    leg = None if index is None else case.plan.days[index].leg
    if leg is None or leg.departure is None:
        return None
    return "sandbox", at(index), case.with_leg(index, departure="04:59" if leg.departure != "04:59" else "04:58")


@maker("road that the data do not know")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = rng.choice(legs(case))
    pair = case.ends(index)
    roads = {key: road for key, road in case.data.roads.items() if key != pair}
    mode = rng.choice(sorted(case.data.policy.roads))
    return "sandbox", at(index), case.with_mode(index, mode).with_data(roads=roads)


@maker("road that takes too long")
def _(case: Case, rng: random.Random) -> Broken | None:
    roads = [i for i in legs(case) if case.ends(i) in case.data.roads]
    index = pick(rng, roads)
    if index is None:
        return None
    limit = case.data.roads[case.ends(index)].minutes - 1
    policy = case.data.policy.model_copy(update={"longest_road_minutes": limit})
    return "sandbox", at(index), case.with_mode(index, rng.choice(sorted(policy.roads))).with_data(policy=policy)


@maker("mode that is not offered")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = rng.choice(legs(case))
    return "sandbox", at(index), case.with_mode(index, "train")


@maker("modes that may not mix")
def _(case: Case, rng: random.Random) -> Broken | None:
    """The last leg is changed, so that the earlier one is the one it is not mixed with."""
    *before, last = legs(case)
    earlier = {leg.mode for leg in (case.plan.days[i].leg for i in before) if leg is not None}
    modes = [
        b if a in earlier else a
        for pair in case.data.policy.never_together
        for a, b in (pair, pair[::-1])
        if a in earlier and b not in earlier
    ]
    mode = pick(rng, sorted(set(modes)))
    return None if mode is None else ("transport mix", at(last), case.with_mode(last, mode))


# ---------------------------------------------------------------- the route


@maker("flight that lands after the next leg departs")
def _(case: Case, rng: random.Random) -> Broken | None:
    """The flight is as long as the stay, so that the next leg departs a minute before it has landed."""
    if not case.data.policy.wait_for_arrival:
        return None
    for index, after in pairwise(legs(case)):
        leg, following = case.plan.days[index].leg, case.plan.days[after].leg
        if leg is None or leg.mode != "flight" or following is None or following.departure is None:
            continue
        key = (*case.ends(index), case.date(index))
        lands = minutes(following.departure) + 1
        late = [
            replace(f, arrival=lands, lands_after_days=after - index) if f.number == leg.number else f
            for f in case.data.flights[key]
        ]
        stated = {"arrival": f"{lands // 60:02d}:{lands % 60:02d}", "lands_after_days": after - index}
        changed = case.with_leg(index, **stated).with_data(flights={**case.data.flights, key: tuple(late)})
        return "connections", at(after), changed
    return None


@maker("wrong start city")
def _(case: Case, rng: random.Random) -> Broken | None:
    other = pick(rng, sorted(set(case.data.hotels) - set(case.ends(0)))) or "Farawayville"
    return "route", at(0), case.with_leg(0, origin=other)


@maker("not returning home")
def _(case: Case, rng: random.Random) -> Broken | None:
    last = len(case.plan.days) - 1
    other = pick(rng, sorted(set(case.data.hotels) - set(case.ends(last)))) or "Farawayville"
    return "route", at(last), case.with_leg(last, destination=other)


@maker("city revisited")
def _(case: Case, rng: random.Random) -> Broken | None:
    """A full day of a later city is spent in an earlier one."""
    first = case.ends(0)[1]
    later = [index for index in full_days(case) if case.ends(index)[0] != first]
    index = pick(rng, later)
    return None if index is None else ("route", at(index), case.with_day(index, city=first))


@maker("home in the middle of the trip")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, full_days(case))
    return None if index is None else ("route", at(index), case.with_day(index, city=case.request.origin))


@maker("city that the data do not know")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, full_days(case))
    return None if index is None else ("route", at(index), case.with_day(index, city="Atlantis"))


@maker("leg from a city where one is not")
def _(case: Case, rng: random.Random) -> Broken | None:
    index = pick(rng, [i for i in legs(case) if i > 0])
    start = None if index is None else case.ends(index)[0]
    others = sorted(set(case.data.hotels) - {start, case.request.origin})
    if index is None or not others:
        return None
    return "route", at(index), case.with_leg(index, origin=rng.choice(others))


@maker("city of another state")
def _(case: Case, rng: random.Random) -> Broken | None:
    """Every city lies in the destination, save one that is visited: the same plan breaks the rule."""
    request = case.request
    if request.cities or request.city_count == 1:
        return None
    arrivals = {case.ends(index)[1]: index for index in reversed(legs(case)[:-1])}
    stray = rng.choice(sorted(arrivals))
    states = {**dict.fromkeys(case.data.hotels, request.destination), request.origin: "Home", stray: "Elsewhere"}
    limit = case.data.policy.stay_in_state_days
    rule = "route" if limit is not None and request.days > limit else "destination"
    return rule, at(arrivals[stray]), case.with_data(states=states)


@maker("date that is not the day's")
def _(case: Case, rng: random.Random) -> Broken | None:
    if len(case.plan.days) < 2:
        return None
    index = rng.randrange(1, len(case.plan.days))
    return "complete", at(index), case.with_day(index, date=case.date(index) + timedelta(days=1))
