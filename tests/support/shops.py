"""Random small shops of every kind: flexible, with setups, permutation flow shops, downtime, weights, several objectives."""

from __future__ import annotations

import random

from domains.jobshop.request import JobShopRequest

GOALS = (["makespan"], ["tardiness"], ["completion"], ["tardiness", "makespan"], ["makespan", "tardiness"])


def shop_of_any_kind(seed, most_jobs=3, most_tasks=3):
    """A shop that has plans, but for its due dates and deadline, which may be impossible."""
    rng = random.Random(seed)
    kind = rng.choice(("plain", "flexible", "flexible", "setups", "permutation"))
    count = rng.randint(1, most_jobs)
    route = rng.sample("ABC", rng.randint(1, most_tasks))
    jobs = []
    for number in range(count):
        machines = route if kind == "permutation" else rng.sample("ABC", rng.randint(1, most_tasks))
        tasks = []
        for machine in machines:
            others = [m for m in "ABC" if m != machine]
            more = rng.sample(others, rng.randint(0, 2)) if kind == "flexible" else []
            alternatives = [{"machine": m, "duration": rng.randint(1, 4)} for m in more]
            tasks.append({"machine": machine, "duration": rng.randint(1, 4), "alternatives": alternatives})
        job = {"name": f"J{number}", "tasks": tasks, "weight": rng.randint(1, 3)}
        job |= {
            "release": rng.choice((0, 0, 2)),
            "due": rng.choice((None, 5, 30)),
            "family": rng.choice(("", "red", "blue")),
        }
        jobs.append(job)
    content = {
        "jobs": jobs,
        "permutation": kind == "permutation",
        "objectives": rng.choice(GOALS),
        "machines": list("ABC"),
    }
    content["deadline"] = rng.choice((None, 40))
    if rng.random() < 0.3:
        content["down"] = [{"machine": "A", "start": 2, "end": 4}]
    if kind == "setups":
        families = sorted({job["family"] or job["name"] for job in jobs})
        pairs = [(a, b) for a in families for b in families if a != b]
        content["setups"] = [
            {"machine": rng.choice(("", "A")), "from": a, "to": b, "time": rng.randint(0, 4)}
            for a, b in rng.sample(pairs, len(pairs))
        ]
    content["unit"] = rng.choice(("", "hours"))
    return JobShopRequest.model_validate(content)
