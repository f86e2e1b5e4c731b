"""The meetings task: as many friends as possible in one day. See `natural_plan`.

The plan is replayed here from the row's own fields (places, windows, lengths, distances), by direct ways and with waiting: it
has to meet as many people as the gold does, and has to be proved the best.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from direct import baseline
from natural_plan import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def text(row: Mapping[str, Any]) -> str:
    """The last task of the prompt."""
    return str(row["prompt_0shot"]).split("TASK:")[-1].replace("SOLUTION:", "")


def fault(name: str, row: Mapping[str, Any], answer: Any) -> str:
    """What is wrong with the day, "" where it is right."""
    (at, begins), *people = row["constraints"]
    known = {person: (place, *map(_clock, window.split(" to ")), least) for person, place, window, least in people}
    now = _clock(begins)
    met = []
    for meeting in answer.plan["meetings"]:
        person, place = meeting["person"], meeting["location"]
        start, end = _minutes(meeting["start"]), _minutes(meeting["end"])
        there, since, until, least = known[person]
        now += 0 if place == at else row["dist_matrix"][at][place]
        if place != there or person in met:
            return f"{person} is not met at {place}"
        if start < max(now, since) or end > until or end - start < least:
            return f"{person} cannot be met from {meeting['start']} to {meeting['end']}"
        at, now = place, end
        met.append(person)
    gold = sum([step.startswith("You meet ") for step in row["golden_plan"]])
    if len(met) != gold:
        return f"{len(met)} are met, {gold} in the gold"
    return "" if answer.status == "optimal" else "not proved the best"


def _clock(text_: str) -> int:
    hour, minute, half = re.fullmatch(r"(\d+):(\d+)([AP]M)", text_).groups()  # type: ignore[union-attr]
    return int(hour) % 12 * 60 + int(minute) + (720 if half == "PM" else 0)


def _minutes(text_: str) -> int:
    hours, _, minutes = text_.partition(":")
    return int(hours) * 60 + int(minutes)


@cache
def _days() -> dict[str, Any]:
    found: dict[str, Any] = baseline("naturalplan").load_meetings()
    return found


def direct(name: str) -> Mapping[str, Callable[[], Any]]:
    """The baseline of each engine; its reading of the row is not part of the time."""
    module, day = baseline("naturalplan"), _days()[name.rsplit("_", 1)[1]]
    return {"z3": lambda: module.meeting_z3(day, 10), "cpsat": lambda: module.meeting_cpsat(day, 10)}


TASK = Task("meeting_planning.json", "meetings", text, fault, direct)
