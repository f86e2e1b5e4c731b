"""A request together with its data: every name known, every day and hour worked out. What is built and what is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from encoders.errors import InputError
from encoders.numbers import Number, exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domains.workforce.data import WorkforceData
    from domains.workforce.request import RosterRequest, Shift

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_PAIRS = 200_000
"""Most pairs of a worker and a shift."""


@dataclass(frozen=True)
class Day:
    """A day and its shifts; `weekday` is 0 for Monday, None where the name does not tell. `date` where the name is one."""

    name: str
    shifts: tuple[str, ...]
    weekday: int | None
    date: date | None


@dataclass(frozen=True)
class Roster:
    """All that a roster must respect; mappings have the workers and shifts that something is said about."""

    request: RosterRequest
    workers: tuple[str, ...]
    shifts: tuple[Shift, ...]
    days: tuple[Day, ...]
    pay: Mapping[str, Number]
    need: Mapping[str, int]
    need_skilled: Mapping[tuple[str, str], int]
    skills: Mapping[str, tuple[str, ...]]
    available: Mapping[str, frozenset[str]]
    """By worker, the shifts that he or she can take; every worker is there."""
    hours: Mapping[str, Number]
    """Length of the shifts that say when they start and end."""
    currency: str
    exactly: bool
    shifts_a_day: int
    days_in_a_row: int | None
    rest_shifts: int
    rest_hours: Number
    goals: tuple[str, ...]
    merged: RosterRequest = field(repr=False)
    """The request with what the data say filled in."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the shifts in order."""
        return tuple([shift.name for shift in self.shifts])

    @cached_property
    def day_of(self) -> Mapping[str, int]:
        """By shift, the place of its day."""
        return {name: place for place, day in enumerate(self.days) for name in day.shifts}

    def cost(self, worker: str, shift: str) -> Number:
        """What a worker on a shift costs."""
        pay = self.pay.get(worker, 0)
        return exact(pay * self.hours[shift]) if self.merged.paid_by == "hour" else pay

    def meant(self, name: str) -> tuple[str, ...]:
        """The shifts that a shift's or a day's name stands for; none where it is unknown."""
        if name in self.day_of:
            return (name,)
        return next((day.shifts for day in self.days if day.name == name), ())

    def row(self, place: int, length: int) -> tuple[Day, ...]:
        """So many consecutive days from a place on; none where the calendar has a gap, or they would go beyond the end."""
        days = self.days[place : place + length]
        if len(days) < length:
            return ()
        for before, after in pairwise(days):
            if before.date is not None and after.date is not None and (after.date - before.date).days != 1:
                return ()
        return days


def settled(request: RosterRequest, data: WorkforceData) -> Roster:
    """The request with its data. Raises InputError for a name that nobody knows, naming the place."""
    merged = _merged(request, data)
    workers, shifts = tuple(merged.workers), tuple(merged.shifts)
    if not workers:
        raise InputError("the roster has nobody to work: name the workers, or give data that do", where="workers")
    if not shifts:
        raise InputError("the roster has no shifts: name them, or give data that do", where="shifts")
    if len(workers) * len(shifts) > MOST_PAIRS:
        raise InputError(
            f"{len(workers)} workers and {len(shifts)} shifts are more than can be planned at once; plan fewer days",
            where="shifts",
        )
    days = _days(shifts)
    _known_names(merged, workers, shifts, days)
    every = frozenset([shift.name for shift in shifts])
    meaning = {day.name: frozenset(day.shifts) for day in days} | {name: frozenset([name]) for name in every}
    available = {
        worker: frozenset[str]().union(*[meaning[name] for name in merged.available[worker]])
        if worker in merged.available
        else every
        for worker in workers
    }
    hours = {shift.name: _hours(shift) for shift in shifts if shift.start is not None and shift.end is not None}
    if merged.paid_by == "hour" and (missing := next((name for name in every if name not in hours), None)):
        raise InputError(
            f"pay is by the hour, but shift {missing!r} does not say when it starts and ends", where=f"shifts/{missing}"
        )
    policy = data.policy
    goals = tuple(merged.objective) or (("cost",) if merged.pay else ("fairness",))
    if "cost" in goals and not merged.pay:
        raise InputError(
            "nobody's pay is known, so no roster can be the cheapest one: give `pay`, or ask for the fairest roster",
            where="pay",
        )
    return Roster(
        request, workers, shifts, days, dict(merged.pay), dict(merged.need),
        {(shift, skill): count for shift, row in merged.need_skilled.items() for skill, count in row.items()},
        {worker: tuple(found) for worker, found in merged.skills.items()}, available, hours, policy.currency, merged.exactly,
        policy.shifts_a_day if merged.shifts_a_day is None else merged.shifts_a_day,
        policy.days_in_a_row if merged.days_in_a_row is None else merged.days_in_a_row,
        policy.rest_shifts if merged.rest_shifts is None else merged.rest_shifts,
        policy.rest_hours if merged.rest_hours is None else merged.rest_hours,
        goals, merged,
    )  # fmt: skip


def _merged(request: RosterRequest, data: WorkforceData) -> RosterRequest:
    """What the request says, with the data's where it says nothing; mappings are filled in entry by entry."""
    base = data.base
    update: dict[str, object] = {}
    for name in type(request).model_fields if base is not None else ():
        own, other = getattr(request, name), getattr(base, name)
        if isinstance(own, dict):
            update[name] = {**other, **own}
        elif own in (None, [], False):
            update[name] = other
    if request.paid_by is None and (base is None or base.paid_by is None):
        update["paid_by"] = data.policy.paid_by
    if not (request.exactly or (base is not None and base.exactly)):
        update["exactly"] = data.policy.exactly
    return request.model_copy(update=update)


def _days(shifts: Sequence[Shift]) -> tuple[Day, ...]:
    by_day: dict[str, list[str]] = {}
    for shift in shifts:
        by_day.setdefault(shift.day or shift.name, []).append(shift.name)
    found = []
    for name, members in by_day.items():
        on = _date(name)
        found.append(Day(name, tuple(members), weekday_of(name) if on is None else on.weekday(), on))
    return tuple(found)


def _date(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def weekday_of(name: str) -> int | None:
    """The weekday that a day's name begins with: "Mon1", "Monday", "Thu 4", "tues"; None where it is none."""
    first = name.strip().lower()
    letters = first[: next((at for at, c in enumerate(first) if not c.isalpha()), len(first))]
    if len(letters) < len("mon"):
        return None
    return next((place for place, day in enumerate(_WEEKDAYS) if day.startswith(letters)), None)


def minutes(clock: str) -> int:
    """Minutes after midnight of HH:MM."""
    hour, _, minute = clock.partition(":")
    return 60 * int(hour) + int(minute)


def span_of(shift: Shift) -> tuple[int, int] | None:
    """Start and end in minutes after the midnight before; None where the shift does not say."""
    if shift.start is None or shift.end is None:
        return None
    start, end = minutes(shift.start), minutes(shift.end)
    return start, end if end > start else end + 24 * 60


def _hours(shift: Shift) -> Number:
    span = span_of(shift)
    assert span is not None
    return exact(Fraction(span[1] - span[0], 60))


# ---------------------------------------------------------------- names


def _known_names(merged: RosterRequest, workers: Sequence[str], shifts: Sequence[Shift], days: Sequence[Day]) -> None:
    at_work, skilled = set(workers), {skill for found in merged.skills.values() for skill in found}
    times = {shift.name for shift in shifts} | {day.name for day in days}
    for name in ("pay", "skills", "available", "days_off", "works_on", "most_shifts", "least_shifts"):
        path = name.replace("_", " ")
        for worker, value in getattr(merged, name).items():
            _known(worker, at_work, "worker", f"{path}/{worker}")
            for time in value if name in ("available", "days_off", "works_on") else ():
                _known(time, times, "shift or day", f"{path}/{worker}")
    names = {shift.name for shift in shifts}
    for shift in merged.need:
        _known(shift, names, "shift", f"need/{shift}")
    for shift, row in merged.need_skilled.items():
        _known(shift, names, "shift", f"need skilled/{shift}")
        for skill in row:
            _known(skill, skilled, "skill", f"need skilled/{shift}/{skill}")
    for name in ("apart", "apart_all_day", "together"):
        for entry in getattr(merged, name):
            members(entry, workers, f"{name.replace('_', ' ')}/{entry}")


def _known(name: str, known: Iterable[str], what: str, where: str) -> None:
    if name not in known:
        shown = ", ".join(list(known)[:12]) or "none"
        raise InputError(f"there is no {what} {name!r}; there are {shown}", where=where)


def members(pair: str, workers: Iterable[str], where: str = "") -> tuple[str, str]:
    """The two workers of “Ann and Bob”. Raises InputError where they are not two known ones."""
    known = set(workers)
    parts = pair.split(" and ")
    for at in range(1, len(parts)):
        one, other = " and ".join(parts[:at]).strip(), " and ".join(parts[at:]).strip()
        if one in known and other in known and one != other:
            return one, other
    raise InputError(
        f"{pair!r} is no pair of two workers, such as “Ann and Bob”; there are {', '.join(sorted(known)[:12])}",
        where=where,
    )
