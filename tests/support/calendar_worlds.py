"""Random meetings to schedule, plans changed at random, and prompts as Natural Plan's generator writes them."""

from __future__ import annotations

import random

from domains.calendar import times
from domains.calendar.request import CalendarPlan, CalendarRequest

NAMES = ("Ann", "Bob", "Carl", "Dora", "me")
DATES = ("2026-03-27", "2026-03-28", "2026-03-30", "2026-04-01")


def _stretches(rng, count):
    found = []
    for _ in range(count):
        start = rng.randrange(8 * 4, 17 * 4) * 15
        found.append(times.show_stretch(start, start + rng.choice((15, 30, 60, 120))))
    return found


def _wish(rng, days, names):
    whose = rng.choice(("", "", *[f"{name}: " for name in names]))
    kind = rng.choice(("not", "not", "not", "only", "from", "by"))
    clock = times.show(rng.randrange(8 * 4, 18 * 4) * 15)
    if kind in ("from", "by"):
        return f"{whose}{kind} {rng.choice(days)} {clock}"
    some = ", ".join(rng.sample(days, rng.randint(0, len(days))))
    when = rng.choice((f"before {clock}", f"after {clock}", _stretches(rng, 1)[0]))
    if some and rng.random() < 0.4:
        when = ""
    return f"{whose}{kind} {some} {when}".strip()


def calendar_world(seed):
    """A request, possible or not."""
    rng = random.Random(seed)
    dated = rng.random() < 0.3
    days = sorted(rng.sample(DATES if dated else times.WEEKDAYS[:5], rng.randint(1, 4)), key=times.midnight)
    names = rng.sample(NAMES, rng.randint(0, 4))
    people = []
    for name in names:
        told = rng.sample(days, rng.randint(0, len(days)))
        busy = {day: _stretches(rng, rng.randint(1, 4)) for day in told}
        if dated and rng.random() < 0.3:
            busy[times.weekday(days[0])] = _stretches(rng, 1)
        hours = "08:30-15:45" if rng.random() < 0.15 else None
        people.append({"name": name, "busy": busy, "optional": rng.random() < 0.2, "hours": hours})
    content = {
        "minutes": rng.choice((15, 30, 45, 60, 90)),
        "days": days,
        "hours": rng.choice(("09:00-17:00", "08:00-12:30", "10:15-18:00")),
        "people": people,
        "wishes": [_wish(rng, days, names) for _ in range(rng.randint(0, 3))],
        "preferences": [_wish(rng, days, names) for _ in range(rng.choice((0, 0, 1, 2)))],
        "earliest": rng.random() < 0.5,
        "buffer": rng.choice((0, 0, 0, 10)),
    }
    return CalendarRequest.model_validate(content)


def mutated_meeting(plan, data, rng):
    """Another time, another day, or another length."""
    start, end = times.clock(plan.start), times.clock(plan.end)
    day = plan.day
    kind = rng.choice(("time", "time", "time", "day", "length", "minute"))
    if kind == "day":
        day = rng.choice(DATES if times.is_dated(day) else times.WEEKDAYS)
    elif kind == "length":
        end = min(times.DAY, end + rng.choice((-5, 5, 15)))
    else:
        step = rng.randrange(-1, 2) if kind == "minute" else rng.randrange(-20, 21) * 15
        shift = max(-start, min(times.DAY - end, step))
        start, end = start + shift, end + shift
    return CalendarPlan(day=day, start=times.show(start), end=times.show(max(start, end)))


_FIRST = (
    "Grace",
    "Mark",
    "Will",
    "April",
    "Christian",
    "Dylan",
    "Teresa",
    "Hannah",
    "Zoe",
    "Austin",
    "Virginia",
    "Joyce",
    "Lisa",
    "Travis",
)


def natural_prompt(seed):
    """A prompt as Natural Plan's generator writes it, and the request it means."""
    rng = random.Random(seed)
    names = rng.sample(_FIRST, rng.randint(2, 7))
    days = list(times.WEEKDAYS[: rng.choice((1, 1, 2, 3, 4, 5))])
    hour = rng.random() < 0.5
    listed = ", ".join(names[:-1]) + f" and {names[-1]}"
    on = days[0] if len(days) == 1 else "either " + ", ".join(days[:-1]) + f" or {days[-1]}"
    span, whole = ("day", "day") if len(days) == 1 else ("days", "week")
    lines, people = [], []
    for name in names:
        busy = {}
        for day in days:
            starts = sorted(rng.sample(range(18, 33), rng.randint(0, 5)))
            if starts:
                busy[day] = [f"{s // 2}:{30 * (s % 2):02} to {(s + 1) // 2}:{30 * ((s + 1) % 2):02}" for s in starts]
        if busy:
            verb = rng.choice(("is busy", "has meetings", "has blocked their calendar"))
            told = ", ".join([f"{day} during {', '.join(stretches)}" for day, stretches in busy.items()])
            lines.append(f"{name} {verb} on {told}; ")
        else:
            lines.append(rng.choice((f"{name}has no meetings the whole {whole}.", f"{name} is free the entire {whole}.",
                                     f"{name}'s calendar is wide open the entire {whole}.")))  # fmt: skip
        people.append({"name": name, "busy": {day: [_range(t) for t in ts] for day, ts in busy.items()}})
    wishes, said = [], []
    for name in rng.sample(names, rng.randint(0, 2)):
        limits = []
        for day in rng.sample(days, rng.randint(1, len(days))):
            clock = f"{rng.randint(10, 16)}:{rng.choice(('00', '30'))}"
            side = rng.choice(("", f" before {clock}", f" after {clock}"))
            limits.append(f"{day}{side}")
            wishes.append(f"{name}: not {day}{side}")
        verb = rng.choice(
            (
                "can not meet on",
                "do not want to meet on",
                "would rather not meet on",
                "would like to avoid more meetings on",
            )
        )
        said.append(f"{name} {verb} {'. '.join(limits)}. ")
    earliest = rng.choice((0, 0, 1, 2))
    asked = ("The group would like to meet", "You would like to schedule the meeting")
    said += [f"{asked[earliest - 1]} at their earlist availability.\n"] if earliest else []
    text = (
        f" You need to schedule a meeting for {listed} for {'one hour' if hour else 'half an hour'} between the work hours of "
        "9:00 to "
        f"17:00 on {on}. \n\nHere are the existing schedules for everyone during the {span}: \n" + "\n".join(lines) + "\n\n"
        + "".join(said) + "Find a time that works for everyone's schedule and constraints. \n"
    )  # fmt: skip
    content = {
        "minutes": 60 if hour else 30,
        "days": days,
        "people": people,
        "wishes": wishes,
        "earliest": bool(earliest),
    }
    return text, CalendarRequest.model_validate(content)


def _range(text):
    start, _, end = text.partition(" to ")
    return f"{start}-{end}"
