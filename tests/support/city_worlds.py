"""Random trips through cities, plans changed at random, and prompts as Natural Plan's generator writes them."""

from __future__ import annotations

import random
from itertools import pairwise

from domains.trip.request import Stay, TripPlan, TripRequest

CITIES = ("Rome", "Paris", "Berlin", "Oslo", "New York", "Split")


def city_world(seed):
    """A request, possible or not; often made around a trip that exists."""
    rng = random.Random(seed)
    names = rng.sample(CITIES, rng.randint(1, 5))
    lengths = {name: rng.choice((1, 2, 2, 3, 3, 4)) for name in names}
    total = sum(lengths.values()) - len(names) + 1
    priced = rng.random() < 0.4
    flights = {}
    for a, b in pairwise(names):
        flights[f"{a} {rng.choice('->')} {b}"] = rng.randint(30, 90)
    for _ in range(rng.randint(0, 8)):
        if len(names) > 1:
            a, b = rng.sample(names, 2)
            flights[f"{a} {rng.choice('->')} {b}"] = rng.randint(30, 90)
    windows, day = [], 1
    for name in names:
        last = day + lengths[name] - 1
        if rng.random() < 0.4:
            shift = rng.choice((0, 0, 0, 1))
            within = rng.random() < 0.3
            first, final = (max(1, day - shift), last + shift) if within else (day + shift, max(day + shift, last))
            windows.append(
                {"name": f"wedding in {name}", "city": name, "first": first, "last": final, "within": within}
            )
        day = last
    content = {
        "cities": [
            {"name": name, "days": None if rng.random() < 0.15 else lengths[name], "optional": rng.random() < 0.15}
            for name in names
        ],
        "days": total if rng.random() < 0.7 else None,
        "most_days": rng.choice((None, None, total, total + 2)),
        "flights": [{"name": name, "price": price if priced else None} for name, price in flights.items()],
        "windows": windows,
        "first": names[0] if rng.random() < 0.2 else None,
        "last": names[-1] if rng.random() < 0.2 else None,
        "budget": rng.choice((None, 200)) if priced else None,
        "objective": rng.choice(([], ["price"], ["cities", "price"])) if priced else rng.choice(([], [], ["days"])),
    }
    if len(names) > 1 and rng.random() < 0.3:
        content["order"] = [f"{names[0]} {rng.choice(('before', 'right before'))} {names[1]}"]
    rng.shuffle(content["cities"])
    return TripRequest.model_validate(content)


def mutated_stays(plan, data, rng):
    """A stay a day longer or elsewhere, left out, told twice, all of it a day later, or two cities that change places."""
    stays = list(plan.stays)
    index = rng.randrange(len(stays))
    one = stays[index]
    kind = rng.choice(("longer", "shift", "later", "swap", "swap", "drop", "twice", "city"))
    if kind == "longer":
        stays[index] = one.model_copy(update={"end_day": one.end_day + rng.choice((-1, 1))})
    elif kind == "shift":
        step = rng.choice((-1, 1))
        stays[index] = one.model_copy(update={"start_day": one.start_day + step, "end_day": one.end_day + step})
    elif kind == "later":
        stays = [
            stay.model_copy(update={"start_day": stay.start_day + 1, "end_day": stay.end_day + 1}) for stay in stays
        ]
    elif kind == "swap":
        order = [stay.city for stay in stays]
        other = rng.randrange(len(stays))
        order[index], order[other] = order[other], order[index]
        lengths = {stay.city: stay.end_day - stay.start_day for stay in stays}
        stays, day = [], 1
        for city in order:
            stays.append(Stay(city=city, start_day=day, end_day=day + lengths[city]))
            day += lengths[city]
    elif kind == "drop":
        stays.pop(index)
    elif kind == "twice":
        stays.append(one)
    else:
        stays[index] = one.model_copy(update={"city": rng.choice(CITIES)})
    return TripPlan(stays=stays)


_WHY = (
    "You are going to attend a wedding in {city} between day {a} and day {b}.",
    "You want to meet a friend in {city} between day {a} and day {b}.",
    "During day {a} and day {b}, you have to attend a conference in {city}.",
    "You plan to visit relatives in {city} between day {a} and day {b}.",
    "You have to attend a workshop in {city} between day {a} and day {b}.",
    "You would like to meet your friends at {city} between day {a} and day {b} to tour together.",
    "From day {a} to day {b}, there is a annual show you want to attend in {city}.",
)
_STAY = (
    "You want to spend {n} days in {city}.",
    "You plan to stay in {city} for {n} days.",
    "You would like to visit {city} for {n} days.",
)
_EUROPE = (
    "Nice", "Split", "Bath", "Porto", "Bergen", "Cork", "San Sebastian", "The Hague", "Frankfurt am "
                                                                                      "Main", "Ghent", "Turku", "Graz",
    "St. Gallen", "Aix-en-Provence",
)  # fmt: skip


def natural_trip(seed):
    """A prompt as Natural Plan's generator writes it, and the request it means; a trip exists."""
    rng = random.Random(seed)
    names = rng.sample(_EUROPE, rng.randint(3, 10))
    lengths = {name: rng.randint(2, 7) for name in names}
    total = sum(lengths.values()) - len(names) + 1
    day, told, windows = 1, [], []
    for name in rng.sample(names, len(names)):
        told.append(rng.choice(_STAY).format(n=lengths[name], city=name))
    for name in names:
        last = day + lengths[name] - 1
        if rng.random() < 0.35:
            told.insert(rng.randint(0, len(told)), rng.choice(_WHY).format(city=name, a=day, b=last))
            windows.append((name, day, last))
        day = last
    flights = {f"{a} {rng.choice('->')} {b}" for a, b in pairwise(names)}
    for _ in range(len(names)):
        a, b = rng.sample(names, 2)
        if not any([f in flights for f in (f"{a} - {b}", f"{b} - {a}", f"{a} > {b}", f"{b} > {a}")]):
            flights.add(f"{a} {rng.choice('->')} {b}")
    pairs = [f"from {f.replace(' > ', ' to ')}" if " > " in f else f.replace(" - ", " and ") for f in sorted(flights)]
    text = (
        f"You plan to visit {len(names)} European cities for {total} days in total. You only take direct flights to "
        "commute between "
        f"cities. {' '.join(told)}\n\nHere are the cities that have direct flights:\n{', '.join(pairs)}.\n\nFind a trip plan of "
        f"visiting the cities for {total} days by taking direct flights to commute between them."
    )
    return text, {"days": total, "lengths": lengths, "windows": windows, "flights": flights}
