"""The calendar task: one meeting in the free time of everybody. See `natural_plan`.

The prompt is read a second time by the baseline (busy times, limits, whether the earliest is asked for), and the answer's time is
judged by that: it lies in work hours, meets nobody's busy time or limit, and is the earliest where that was asked for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from direct import baseline
from natural_plan import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def text(row: Mapping[str, Any]) -> str:
    """The last task of the prompt."""
    return str(row["prompt_0shot"]).split("TASK:")[-1].replace("SOLUTION:", "")


@cache
def _cases() -> dict[str, Any]:
    found: dict[str, Any] = baseline("naturalplan").load_calendars()
    return found


def _case(name: str) -> Any:
    return _cases()[name.rsplit("_", 1)[1]]


def fault(name: str, row: Mapping[str, Any], answer: Any) -> str:
    """What is wrong with the time, "" where it is right."""
    case, plan = _case(name), answer.plan
    start, end = [_DAYS.index(plan["day"]) * 1440 + _minutes(plan[key]) for key in ("start", "end")]
    if end - start != case["length"]:
        return f"it takes {end - start} minutes"
    if not baseline("naturalplan").free(case, start):
        return f"{plan} is not free"
    if case["known"] is not None and start != case["known"]:
        return f"{plan} is not the earliest: {re.sub('Here is the proposed time: ', '', row['golden_plan'])}"
    return ""


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def direct(name: str) -> Mapping[str, Callable[[], Any]]:
    """The baseline of each engine; its reading of the prompt is not part of the time."""
    module, case = baseline("naturalplan"), _case(name)
    return {"z3": lambda: module.calendar_z3(case, 10), "cpsat": lambda: module.calendar_cpsat(case, 10)}


TASK = Task("calendar_scheduling.json", "calendar", text, fault, direct)
