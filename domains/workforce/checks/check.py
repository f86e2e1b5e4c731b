"""Rules of a roster, written from the request and not from the problem: an independent look at who works when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Violation
from domains.extra import extra_violations
from domains.workforce.checks.measure import cost_of, observe
from domains.workforce.roster import Roster, members, settled, span_of
from domains.workforce.words import a_count, listed, money
from encoders.numbers import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.workforce.data import WorkforceData
    from domains.workforce.request import RosterPlan, RosterRequest

    Times = dict[str, list[str]]


def check(plan: RosterPlan, request: RosterRequest, data: WorkforceData) -> list[Violation]:
    """Every broken rule. People and shifts that nobody knows come first; then nothing else is looked at."""
    roster = settled(request, data)
    found = list(_strangers(plan, roster))
    if found:
        return found
    teams: Times = {name: [] for name in roster.names}
    for entry in plan.assignments:
        teams[entry.shift].append(entry.worker)
    rows = {worker: [name for name in roster.names if worker in teams[name]] for worker in roster.workers}
    found += _places(plan, roster)
    found += _staffing(teams, roster)
    found += _of_workers(rows, roster)
    found += _calendar(rows, roster)
    found += _together(teams, roster)
    found += _money(plan, roster)
    found += extra_violations(request.extra, observe(plan, request, data))
    return found


def _strangers(plan: RosterPlan, roster: Roster) -> Iterator[Violation]:
    for entry in plan.assignments:
        if entry.worker not in roster.workers:
            yield Violation("workers", f"{entry.worker} is no worker of this roster.", entry.shift)
        if entry.shift not in roster.names:
            yield Violation("shifts", f"{entry.shift} is no shift of this roster.", entry.worker)


def _places(plan: RosterPlan, roster: Roster) -> Iterator[Violation]:
    seen: set[tuple[str, str]] = set()
    for entry in plan.assignments:
        if (entry.worker, entry.shift) in seen:
            yield Violation("shifts", f"{entry.worker} is on {entry.shift} twice.", entry.shift)
        seen.add((entry.worker, entry.shift))
        if entry.shift not in roster.available[entry.worker]:
            yield Violation(
                f"available/{entry.worker}", f"{entry.worker} is not available on {entry.shift}.", entry.shift
            )


def _staffing(teams: Times, roster: Roster) -> Iterator[Violation]:
    for shift, team in teams.items():
        needed = roster.need.get(shift, 0)
        there = f"{shift} has {a_count(len(team), 'person', 'people')}"
        if len(team) < needed:
            yield Violation(f"need/{shift}", f"{there}, and needs {needed}.", shift)
        if roster.exactly and len(team) > needed:
            yield Violation("exactly", f"{there}, and needs no more than {needed}.", shift)
    for (shift, skill), needed in roster.need_skilled.items():
        able = [worker for worker in teams[shift] if skill in roster.skills.get(worker, ())]
        if len(able) < needed:
            says = f"On {shift}, {a_count(len(able), 'person', 'people')} can do “{skill}”, and {needed} must."
            yield Violation(f"need skilled/{shift}/{skill}", says, shift)


def _of_workers(rows: Times, roster: Roster) -> Iterator[Violation]:
    merged = roster.merged
    for worker, names in merged.days_off.items():
        for name in names:
            if broken := [shift for shift in rows[worker] if shift in roster.meant(name)]:
                yield Violation(f"days off/{worker}/{name}", f"{worker} works on {listed(broken)}.", broken[0])
    for worker, names in merged.works_on.items():
        for name in names:
            if not set(roster.meant(name)).intersection(rows[worker]):
                yield Violation(f"works on/{worker}/{name}", f"{worker} does not work on {name}.", name)
    for worker, row in rows.items():
        count = len(row)
        told = f"{worker} works {a_count(count, 'shift')}"
        most, least = merged.most_shifts.get(worker), merged.least_shifts.get(worker)
        if most is not None and count > most:
            yield Violation(f"most shifts/{worker}", f"{told}, more than {most}.", worker)
        if least is not None and count < least:
            yield Violation(f"least shifts/{worker}", f"{told}, fewer than {least}.", worker)
        if merged.most_shifts_each is not None and count > merged.most_shifts_each:
            yield Violation("most shifts each", f"{told}, more than {merged.most_shifts_each}.", worker)
        if merged.least_shifts_each is not None and count < merged.least_shifts_each:
            yield Violation("least shifts each", f"{told}, fewer than {merged.least_shifts_each}.", worker)


def _calendar(rows: Times, roster: Roster) -> Iterator[Violation]:
    for worker, row in rows.items():
        for day in roster.days:
            here = [shift for shift in row if shift in day.shifts]
            if len(here) > roster.shifts_a_day:
                yield Violation("shifts a day", f"{worker} has {a_count(len(here), 'shift')} on {day.name}.", day.name)
        yield from _times(worker, row, roster)
        for at, shift in enumerate(row):
            place = roster.names.index(shift)
            for later in row[at + 1 :]:
                if roster.names.index(later) - place <= roster.rest_shifts:
                    says = f"{worker} works {later} with too few shifts free after {shift}."
                    yield Violation("rest shifts", says, later)
        yield from _days_in_a_row(worker, row, roster)


def _times(worker: str, row: list[str], roster: Roster) -> Iterator[Violation]:
    """Shifts at the same time, and too short a rest."""
    spans = []
    first = roster.days[0].date
    for shift in roster.shifts:
        span = span_of(shift) if shift.name in row else None
        if span is None:
            continue
        place = next(n for n, day in enumerate(roster.days) if shift.name in day.shifts)
        on = roster.days[place].date
        days = place if on is None or first is None else (on - first).days
        spans.append((span[0] + 1440 * days, span[1] + 1440 * days, shift.name, place))
    spans.sort()
    for at, (_, end, one, place) in enumerate(spans):
        for start, _, other, there in spans[at + 1 :]:
            if place == there and start < end:
                yield Violation("same time", f"{worker} is on {one} and {other} at the same time.", other)
            if roster.rest_hours and start - end < 60 * roster.rest_hours:
                says = f"{worker} has less than {show(roster.rest_hours)} hours between {one} and {other}."
                yield Violation("rest hours", says, other)


def _days_in_a_row(worker: str, row: list[str], roster: Roster) -> Iterator[Violation]:
    if roster.days_in_a_row is None:
        return
    length, before = 0, None
    for day in roster.days:
        works = any([shift in day.shifts for shift in row])
        follows = before is None or None in (before.date, day.date) or _next(before.date, day.date)
        length = (length + 1 if follows else 1) if works else 0
        before = day
        if length == roster.days_in_a_row + 1:
            says = f"{worker} works more than {a_count(roster.days_in_a_row, 'day')} in a row."
            yield Violation("days in a row", says, day.name)


def _next(before: object, after: object) -> bool:
    from datetime import date

    return isinstance(before, date) and isinstance(after, date) and (after - before).days == 1


def _together(teams: Times, roster: Roster) -> Iterator[Violation]:
    merged = roster.merged
    for pair in merged.apart:
        one, other = members(pair, roster.workers)
        for shift, team in teams.items():
            if one in team and other in team:
                yield Violation(f"apart/{pair}", f"{one} and {other} are both on {shift}.", shift)
    for pair in merged.apart_all_day:
        one, other = members(pair, roster.workers)
        for day in roster.days:
            there = {worker for shift in day.shifts for worker in teams[shift]}
            if one in there and other in there:
                yield Violation(f"apart all day/{pair}", f"{one} and {other} both work on {day.name}.", day.name)
    for pair in merged.together:
        one, other = members(pair, roster.workers)
        for shift, team in teams.items():
            if (one in team) != (other in team):
                alone = one if one in team else other
                yield Violation(f"together/{pair}", f"{alone} is on {shift} without the other.", shift)


def _money(plan: RosterPlan, roster: Roster) -> Iterator[Violation]:
    cost, currency = cost_of(plan, roster), roster.currency
    budget = roster.merged.budget
    if budget is not None and cost > budget:
        yield Violation("budget", f"All pay comes to {money(cost, currency)}, more than {money(budget, currency)}.")
    if plan.cost is not None and not roster.pay:
        yield Violation("cost", "The roster says what it costs, but nobody's pay is known.")
    elif plan.cost is not None and plan.cost != cost:
        yield Violation("cost", f"All pay comes to {money(cost, currency)}, not {money(plan.cost, currency)}.")
