"""Random days of meeting friends, plans changed at random, and prompts as Natural Plan's generator writes them."""

from __future__ import annotations

import random

from domains.meetings.request import Meeting, MeetingsPlan, MeetingsRequest
from domains.meetings.times import clock, show

NAMES = ("Ann", "Bob", "Carl", "Dora", "Eve", "Finn")
PLACES = ("Harbour", "Old Town", "Park", "Soho", "The Mill")


def friends_world(seed):
    """A request, possible or not; now and then a way round is shorter than the direct one, or there is no direct one."""
    rng = random.Random(seed)
    places = rng.sample(PLACES, rng.randint(2, 5))
    odd = rng.random() < 0.4
    travel = {
        a: {
            b: rng.randint(1, 60) if odd else rng.randint(15, 25)
            for b in places
            if b != a and (not odd or rng.random() < 0.9)
        }
        for a in places
    }
    names = rng.sample(NAMES, rng.randint(1, 5))
    friends = []
    for name in names:
        since = rng.randrange(8 * 4, 15 * 4) * 15
        until = since + rng.choice((30, 60, 90, 180))
        minutes = rng.choice((1, 15, 30, 45, 75))
        weight = rng.choice((1, 1, 3))
        friends.append(
            {
                "name": name,
                "place": rng.choice(places),
                "since": show(since),
                "until": show(until),
                "minutes": minutes,
                "weight": weight,
            }
        )
    order = []
    if len(names) > 1 and rng.random() < 0.3:
        order.append(f"{names[0]} before {names[1]}")
    if rng.random() < 0.15:
        order.append(f"{names[-1]} {rng.choice(('first', 'last'))}")
    goals = rng.choice(
        (
            ["people"],
            ["people"],
            ["importance", "end"],
            ["people", "travel"],
            ["people", "back"],
            ["people", "time"],
            ["end"],
        )
    )
    content = {
        "place": places[0],
        "arrive": show(rng.randrange(8 * 4, 10 * 4) * 15),
        "friends": friends,
        "travel": travel,
        "must": rng.sample(names, 1) if rng.random() < 0.3 else [],
        "skip": rng.sample(names, 1) if rng.random() < 0.15 else [],
        "order": order,
        "number_met": rng.choice((None, None, None, 1, 2)),
        "latest_end": rng.choice((None, None, "13:00")),
        "latest_return": rng.choice((None, None, "14:00")),
        "objective": goals,
    }
    return MeetingsRequest.model_validate(content)


def mutated_day(plan, data, rng):
    """A meeting longer, shorter, earlier or later, elsewhere, left out, told twice, or two that change places."""
    meetings = list(plan.meetings)
    kind = rng.choice(("move", "move", "move", "length", "length", "place", "drop", "twice", "swap", "name"))
    if not meetings:
        return MeetingsPlan(meetings=[Meeting(person="Ann", location="Park", start="09:00", end="09:30")])
    index = rng.randrange(len(meetings))
    one = meetings[index]
    start, end = clock(one.start), clock(one.end)
    if kind in ("move", "length"):
        step = rng.choice((-60, -15, -5, -1, 1, 5, 15, 60))
        start = max(0, start + (step if kind == "move" else 0))
        end = min(1440, max(0, end + step))
        meetings[index] = one.model_copy(update={"start": show(start), "end": show(end)})
    elif kind == "place":
        meetings[index] = one.model_copy(update={"location": rng.choice(PLACES)})
    elif kind == "name":
        meetings[index] = one.model_copy(update={"person": rng.choice(NAMES)})
    elif kind == "drop":
        meetings.pop(index)
    elif kind == "twice":
        meetings.append(one)
    else:
        other = rng.randrange(len(meetings))
        two = meetings[other]
        meetings[index] = one.model_copy(update={"start": two.start, "end": two.end})
        meetings[other] = two.model_copy(update={"start": one.start, "end": one.end})
    return MeetingsPlan(meetings=meetings)


_FIRST = (
    "Grace",
    "Mark",
    "Will",
    "April",
    "Dylan",
    "Teresa",
    "Hannah",
    "Zoe",
    "Rose",
    "Virginia",
    "Joyce",
    "Jack",
    "Sean",
    "June",
)
_DISTRICTS = (
    "Mission District", "The Castro", "Fisherman's "
                                      "Wharf", "Haight-Ashbury", "Chinatown", "Nob Hill", "Golden Gate Park", "Bayview",
    "Embarcadero", "North Beach", "Pacific Heights", "SoMa", "Twin Peaks",
)  # fmt: skip


def natural_day(seed):
    """A prompt as Natural Plan's generator writes it, and the request it means."""
    rng = random.Random(seed)
    count = rng.randint(1, 10)
    names, places = rng.sample(_FIRST, count), rng.sample(_DISTRICTS, count + 1)
    travel = {a: {b: rng.randint(4, 30) for b in places if b != a} for a in places}
    lines = [f"{a} to {b}: {minutes}." for a, row in travel.items() for b, minutes in row.items()]
    told, friends = [], []
    for name, place in zip(names, places[1:], strict=True):
        since = rng.randrange(7 * 4, 20 * 4) * 15
        until = min(23 * 60 + 45, since + rng.randrange(1, 40) * 15)
        minutes = rng.choice((15, 30, 45, 60, 75, 90, 105, 120))
        told.append(
            f"{name} will be at {place} from {_half(since)} to {_half(until)}. You'd like to meet {name} for a minimum "
            f"of {minutes} minutes."
        )
        friends.append({"name": name, "place": place, "since": show(since), "until": show(until), "minutes": minutes})
    text = (
        "You are visiting San Francisco for the day and want to meet as many friends as possible. Solve the problem by "
        "considering "
        "various different schedules and picking the best one to optimize your goals.\n\nTravel distances (in minutes):\n"
        + "\n".join(lines)
        + f"\n\nCONSTRAINTS: You arrive at {places[0]} at 9:00AM. {' '.join(told)}\n\nYour response should start with "
        "'SOLUTION:'.\n"
    )
    return text, MeetingsRequest.model_validate(
        {"place": places[0], "arrive": "09:00", "friends": friends, "travel": travel}
    )


def _half(minutes):
    hour, minute = divmod(minutes, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02}{'AM' if hour < 12 else 'PM'}"
