"""The trips task: an order of cities that direct flights allow. See `natural_plan`.

The plan is replayed here from the row's own fields and the prompt's sentences: every city once, for its days, by direct flights
on the day that belongs to both cities, each window covered, the last day as told. Any such plan is right.
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
    """What is wrong with the trip, "" where it is right."""
    cities = row["cities"].split("**")
    lengths = dict(zip(cities, map(int, row["durations"].split("**")), strict=True))
    told, flights = text(row).split("direct flights:\n", 1)
    total = int(re.search(r"for (\d+) days in total", told)[1])  # type: ignore[index]
    stays = answer.plan["stays"]
    if sorted([stay["city"] for stay in stays]) != sorted(cities):
        return "not every city is visited once"
    day, before = 1, ""
    for stay in stays:
        city, first, last = stay["city"], stay["start_day"], stay["end_day"]
        if first != day or last - first + 1 != lengths[city]:
            return f"{city} from day {first} to day {last}"
        if before and not _is_direct(before, city, flights):
            return f"no direct flight from {before} to {city}"
        for begin, end in _windows(told, city):
            if first > begin or last < end:
                return f"{city} on day {begin} to {end} is missed"
        day, before = last, city
    return "" if day == total else f"it ends on day {day}"


def _is_direct(start: str, end: str, flights: str) -> bool:
    listed = re.split(r", |\.\n|\.$", flights.strip())
    return bool(
        {f"{start} and {end}", f"{end} and {start}", f"from {start} to {end}"} & {pair.strip(" .") for pair in listed}
    )


def _windows(told: str, city: str) -> list[tuple[int, int]]:
    found = []
    for sentence in re.split(r"(?<=\.)\s+", told):
        days = [int(n) for n in re.findall(r"\bday (\d+)", sentence, re.IGNORECASE)]
        if len(days) == 2 and re.search(rf"(?<!\w){re.escape(city)}(?!\w)", sentence):
            found.append((min(days), max(days)))
    return found


@cache
def _trips() -> dict[str, Any]:
    found: dict[str, Any] = baseline("naturalplan").load_trips()
    return found


def direct(name: str) -> Mapping[str, Callable[[], Any]]:
    """The baseline of each engine; its reading of the prompt is not part of the time."""
    module, trip = baseline("naturalplan"), _trips()[name.rsplit("_", 1)[1]]
    return {"z3": lambda: module.trip_z3(trip, 10), "cpsat": lambda: module.trip_cpsat(trip, 10)}


TASK = Task("trip_planning.json", "trip", text, fault, direct)
