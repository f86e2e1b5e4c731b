"""Random projects of every kind, plans changed at random, and the least makespan by trying everything."""

from __future__ import annotations

import random
from itertools import product

from domains.project.check import check
from domains.project.request import PlannedActivity, ProjectPlan, ProjectRequest

RESOURCES = ("worker", "crane")
ENDS = ("end-start", "start-start", "end-end", "start-end")


def _mode(rng, longest):
    return {
        "duration": rng.randint(0 if rng.random() < 0.1 else 1, longest),
        "needs": {name: rng.randint(1, 3) for name in RESOURCES if rng.random() < 0.5},
        "uses": {"bag of sand": rng.randint(1, 4)} if rng.random() < 0.3 else {},
        "cost": rng.choice((0, 0, 5, "7.5")),
    }


def _stretch(rng, latest):
    start = rng.randrange(latest)
    return {"start": start, "end": start + rng.randint(1, 3)}


def project_world(seed, *, most=5, longest=4):
    """A request, possible or not, with anything that a project may have."""
    rng = random.Random(seed)
    names = [chr(ord("A") + n) for n in range(rng.randint(1, most))]
    activities = []
    for name in names:
        modes = [_mode(rng, longest) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
        activities.append({"name": name, **modes[0], "alternatives": modes[1:]})
    order, seen = [], set()
    for _ in range(rng.randint(0, len(names))):
        pair = sorted(rng.sample(names, 2)) if len(names) > 1 else names * 2
        if rng.random() < 0.1:
            pair.reverse()
        entry = {"before": pair[0], "after": pair[1], "lag": rng.choice((0, 0, 0, 1, 2, -1))}
        if rng.random() < 0.3:
            entry["ends"] = rng.choice(ENDS)
        if rng.random() < 0.2:
            entry["within"] = entry["lag"] + rng.randint(0, 3)
        if pair[0] != pair[1] and (*pair, entry.get("ends", "end-start")) not in seen:
            seen.add((*pair, entry.get("ends", "end-start")))
            order.append(entry)
    content = {
        "activities": activities,
        "order": order,
        "resources": {"worker": rng.choice((2, 3, 3, 4, None)), "crane": rng.choice((1, 3, 3))},
        "supplies": {"bag of sand": rng.choice((6, 10, None))},
        "less": [
            {"resource": rng.choice(RESOURCES), "capacity": rng.choice((0, 0, 1, 2)), **_stretch(rng, 8)}
            for _ in range(rng.choice((0, 0, 1, 2)))
        ],
        "breaks": [_stretch(rng, 6) for _ in range(rng.choice((0, 0, 0, 1, 2)))],
        "apart": [{"activities": rng.sample(names, 2)}] if len(names) > 1 and rng.random() < 0.2 else [],
        "release": {name: rng.randint(0, 5) for name in names if rng.random() < 0.15},
        "due": {name: rng.randint(2, 14) for name in names if rng.random() < 0.2},
        "objectives": rng.choice((["makespan"], ["makespan"], ["tardiness", "makespan"], ["cost", "makespan"])),
        "deadline": rng.choice((None, 8, 14, 20)),
        "budget": rng.choice((None, None, 20)),
        "unit": rng.choice(("", "days", "hours")),
        "extra": [f"end[{names[-1]}] >= {rng.randint(1, 6)}"] if rng.random() < 0.15 else [],
    }
    for field in ("less", "breaks"):
        told = {(e.get("resource"), e["start"], e["end"]): e for e in content[field]}
        content[field] = list(told.values())
    content["weight"] = dict.fromkeys(list(content["due"])[:1], 3)
    return ProjectRequest.model_validate(content)


def mutated_project(plan, data, rng):
    """One activity moved, lengthened, done in another way, left out or told twice; or another makespan."""
    tasks = [entry.model_dump() for entry in plan.tasks]
    makespan = plan.makespan
    entry = rng.choice(tasks)
    kind = rng.choice(("move", "move", "move", "swap", "longer", "mode", "lose", "double", "makespan", "nothing"))
    if kind == "move":
        step = rng.choice((-3, -2, -1, 1, 2, 5))
        entry["start"], entry["end"] = entry["start"] + step, entry["end"] + step
    elif kind == "swap":
        other = rng.choice(tasks)
        length, other_length = entry["end"] - entry["start"], other["end"] - other["start"]
        entry["start"], other["start"] = other["start"], entry["start"]
        entry["end"], other["end"] = entry["start"] + length, other["start"] + other_length
    elif kind == "longer":
        entry["end"] += rng.choice((-1, 1))
    elif kind == "mode":
        entry["mode"] = rng.choice(("", "way 1", "way 2", entry["mode"], rng.choice(tasks)["mode"]))
    elif kind == "lose":
        tasks.remove(entry)
    elif kind == "double":
        tasks.append(dict(entry))
    end = max([task["end"] for task in tasks], default=0)
    makespan = makespan + 1 if kind == "makespan" else end
    return ProjectPlan(tasks=[PlannedActivity(**task) for task in tasks], makespan=makespan)


def least_makespan(request, horizon):
    """The least makespan of a plan that the check accepts, by trying all starts and ways up to a horizon; None without one."""
    closed = {t for pause in request.breaks for t in range(pause.start, pause.end)}
    options = []
    for activity in request.activities:
        ways = []
        for mode in activity.modes:
            for start in range(horizon + 1):
                end, left = start, mode.duration
                while left and end <= 2 * horizon:
                    left -= end not in closed
                    end += 1
                ways.append(PlannedActivity(task=activity.name, mode=mode.mode, start=start, end=end))
        options.append(sorted(ways, key=lambda way: way.end))
    best = None
    for chosen in product(*options):
        end = max([entry.end for entry in chosen])
        if (best is None or end < best) and not check(ProjectPlan(tasks=list(chosen), makespan=end), request):
            best = end
    return best
