"""Random small rosters, their mutations, and all of their plans by trying everything."""

from __future__ import annotations

import random
from itertools import product

from domains.workforce.request import Assigned, RosterPlan, RosterRequest

WORKERS = ("Ann", "Bob", "Cem", "Dee")


def roster_world(seed):
    """A request with some of every rule; it need have no plan."""
    rng = random.Random(seed)
    workers = list(WORKERS[: rng.randint(2, 3)])
    several = seed % 3 == 0
    days = [f"{day}{number}" for number, day in enumerate(("Mon", "Tue", "Wed", "Thu")[: rng.randint(2, 3)], 1)]
    shifts = [{"name": day} for day in days]
    if several:
        shifts = [
            {"name": f"{day} {part}", "day": day, "start": start, "end": end}
            for day in days[:2]
            for part, start, end in (("early", "06:00", "14:00"), ("late", "13:00" if seed % 2 else "14:00", "22:00"))
        ]
    names = [shift["name"] for shift in shifts]
    spots = [*names, *days[:2]]

    def some(chance, value):
        return value if rng.random() < chance else None

    content = {
        "workers": workers,
        "shifts": shifts,
        "pay": {worker: rng.choice((8, 9, "10.5", 12)) for worker in workers} if seed % 5 else {},
        "paid by": "hour" if several and seed % 2 else None,
        "need": {name: rng.randint(0, 2) for name in names if rng.random() < 0.9},
        "exactly": rng.random() < 0.3,
        "skills": {workers[0]: ["till"], workers[-1]: ["till", "cook"]},
        "need skilled": some(0.3, {rng.choice(names): {rng.choice(("till", "cook")): 1}}),
        "available": some(0.3, {rng.choice(workers): rng.sample(names, max(1, len(names) - 1))}),
        "days off": some(0.4, {rng.choice(workers): [rng.choice(spots)]}),
        "works on": some(0.3, {rng.choice(workers): [rng.choice(spots)]}),
        "most shifts": some(0.4, {rng.choice(workers): rng.randint(1, 2)}),
        "least shifts": some(0.3, {rng.choice(workers): 1}),
        "most shifts each": some(0.2, 2),
        "least shifts each": some(0.2, 1),
        "shifts a day": some(0.5, rng.randint(1, 2)),
        "days in a row": some(0.3, rng.randint(1, 2)),
        "rest shifts": some(0.2, 1),
        "rest hours": some(0.3, rng.choice((9, 11))) if several else None,
        "apart": some(0.3, [workers[:2]]),
        "apart all day": some(0.2, [workers[-2:]]),
        "together": some(0.1, [[workers[0], workers[-1]]]),
        "budget": some(0.5, rng.choice((30, 60, 300))) if seed % 5 else None,
        "objective": rng.choice(([], ["fairest"]))
        if seed % 5 == 0
        else rng.choice(([], ["cheapest", "fairest"], ["fairest"])),
        "extra": some(0.3, [f"shifts[{workers[0]}] <= 2"]),
    }
    return RosterRequest.model_validate({name: value for name, value in content.items() if value is not None})


def every_plan(request):
    """All rosters of a small request, whatever rule they break."""
    places = [(worker, shift.name) for shift in request.shifts for worker in request.workers]
    for chosen in product((False, True), repeat=len(places)):
        there = [place for place, works in zip(places, chosen, strict=True) if works]
        yield RosterPlan(assignments=[Assigned(worker=worker, shift=shift) for worker, shift in there])


def mutated_roster(plan, data, rng):
    """Somebody off a shift, on another one, in another's place, or twice; at times another cost."""
    entries = list(plan.assignments)
    cost = plan.cost
    for _ in range(rng.choice((1, 1, 2))):
        kind = rng.choice(("drop", "swap", "add", "twice", "cost"))
        shifts = sorted({entry.shift for entry in plan.assignments}) or ["Mon1"]
        if kind == "add" or not entries:
            entries.append(Assigned(worker=rng.choice(WORKERS[:2]), shift=rng.choice(shifts)))
            continue
        at = rng.randrange(len(entries))
        if kind == "drop":
            entries.pop(at)
        elif kind == "swap":
            entries[at] = Assigned(worker=rng.choice(WORKERS[:2]), shift=entries[at].shift)
        elif kind == "twice":
            entries.append(entries[at])
        else:
            cost = rng.choice((None, cost, 1))
    return RosterPlan(assignments=entries, cost=cost if cost == plan.cost else rng.choice((None, cost)))
