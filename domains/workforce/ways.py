"""Ways out of rosters that cannot be, and what in the roster makes its rules clash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.workforce.roster import Roster, settled
from domains.workforce.words import a_count, listed
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domains.base import Change
    from domains.workforce.data import WorkforceData
    from domains.workforce.request import RosterRequest

_STEPS = 6
"""Other values of an amount."""
_UP = ("most shifts each", "days in a row", "shifts a day", "most shifts")
_DOWN = ("least shifts each", "rest shifts", "rest hours", "need", "need skilled", "least shifts")


def alternatives(request: RosterRequest, data: WorkforceData, path: str) -> Iterator[Any]:
    """Limits a little wider, a need a little smaller, and one more shift that a worker could be available for."""
    field, _, rest = path.partition("/")
    try:
        roster = settled(request, data)
    except InputError:
        return
    if field == "available" and rest in roster.available:
        yield from _more_available(roster, rest)
        return
    value = _value(request, field, rest)
    if not isinstance(value, int):
        return
    for step in range(1, _STEPS + 1):
        if field in _UP:
            yield value + step
        elif field in _DOWN and value - step >= 0:
            yield value - step


def _value(request: RosterRequest, field: str, rest: str) -> Any:
    found: Any = request.model_dump(by_alias=True).get(field)
    while rest and isinstance(found, dict):
        step = rest if rest in found else rest.partition("/")[0]
        found, rest = found.get(step), rest[len(step) + 1 :]
    return found


def _more_available(roster: Roster, worker: str) -> Iterator[str]:
    """Shifts that the worker could take as well, those with the fewest people beyond their need first."""
    missing = [name for name in roster.names if name not in roster.available[worker]]
    yield from sorted(missing, key=lambda name: len(_able(roster, name)) - roster.need.get(name, 0))


def _able(roster: Roster, shift: str) -> list[str]:
    """Who can take a shift, days off left out."""
    off = {
        worker
        for worker, names in roster.merged.days_off.items()
        if any([shift in roster.meant(name) for name in names])
    }
    return [w for w in roster.workers if shift in roster.available[w] and w not in off]


def reasons(request: RosterRequest, data: WorkforceData, groups: Iterable[str]) -> list[str]:
    """Sentences about the shifts and limits in a conflict."""
    roster, members = settled(request, data), list(groups)
    needed = [group.removeprefix("need/") for group in members if group.startswith("need/")]
    found = []
    for shift in needed[:3]:
        able = [worker for worker in roster.workers if shift in roster.available[worker]]
        if len(able) < len(roster.workers):
            are = "is" if len(able) == 1 else "are"
            found.append(f"{listed(able).capitalize() if not able else listed(able)} {are} available on {shift}: "
                         f"{a_count(len(able), 'person', 'people')}.")  # fmt: skip
    total = sum(roster.need.values())
    workers = len(roster.workers)
    least, most = roster.merged.least_shifts_each, roster.merged.most_shifts_each
    if "least shifts each" in members and "exactly" in members and least is not None and least * workers > total:
        found.append(
            f"All shifts together need {total} people; {workers} workers with {a_count(least, 'shift')} make {least * workers}."
        )
    if "most shifts each" in members and most is not None and most * workers < total:
        found.append(
            f"All shifts together need {total} people; {workers} workers with {a_count(most, 'shift')} make {most * workers}."
        )
    return found


def says_change(change: Change) -> str:
    """A change as people say it; empty where the general words will do."""
    field, _, rest = change.path.partition("/")
    before, after = change.before, change.after
    if field == "available" and before is None:
        worker = rest.removesuffix(f"/{after}")
        return f"Have {worker} available on {after} as well"
    if after is None or before is None:
        return ""
    if field == "need":
        return f"Have {a_count(after, 'person', 'people')} on {rest} instead of {before}"
    if field in ("most shifts", "least shifts"):
        limit = "as many as" if field == "most shifts" else "as few as"
        return f"Let {rest} work {limit} {a_count(after, 'shift')} instead of {before}"
    if field in ("most shifts each", "least shifts each"):
        limit = "as many as" if field == "most shifts each" else "as few as"
        return f"Let people work {limit} {a_count(after, 'shift')} instead of {before}"
    return f"Let people work {a_count(after, 'day')} in a row instead of {before}" if field == "days in a row" else ""
