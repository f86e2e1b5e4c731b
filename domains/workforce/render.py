"""A roster for people: who is on which shift, what everybody works and earns, and a timeline with a lane for each worker."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from domains.documents import Bar, Document, Heading, Paragraph, Table, Timeline
from domains.workforce.roster import Roster, settled
from domains.workforce.words import a_count, listed, money
from encoders.numbers import exact

if TYPE_CHECKING:
    from domains.workforce.data import WorkforceData
    from domains.workforce.request import RosterPlan, RosterRequest


def render(plan: RosterPlan, request: RosterRequest, data: WorkforceData) -> Document:
    """The roster."""
    roster = settled(request, data)
    teams: dict[str, list[str]] = {name: [] for name in roster.names}
    rows: dict[str, list[str]] = {worker: [] for worker in roster.workers}
    for entry in plan.assignments:
        teams[entry.shift].append(entry.worker)
        rows[entry.worker].append(entry.shift)
    total = "" if plan.cost is None else f" All pay together comes to {money(plan.cost, roster.currency)}."
    return Document(
        (
            Heading("Roster"),
            _shifts(teams, roster),
            _workers(rows, roster),
            Paragraph(f"There are {a_count(len(plan.assignments), 'shift')} to work in all.{total}"),
            timeline(plan, roster),
        )
    )


def _shifts(teams: dict[str, list[str]], roster: Roster) -> Table:
    days = any([len(day.shifts) > 1 for day in roster.days])
    clocks = any([shift.start is not None for shift in roster.shifts])
    columns = [*(["day"] if days else []), "shift", *(["time"] if clocks else []), "needs", "who"]
    cells = []
    for shift in roster.shifts:
        day = roster.days[roster.day_of[shift.name]].name
        time = f"{shift.start or ''}-{shift.end or ''}" if shift.start or shift.end else ""
        need = str(roster.need.get(shift.name, ""))
        who = ", ".join(teams[shift.name]) or "-"
        cells.append((*([day] if days else []), shift.name, *([time] if clocks else []), need, who))
    return Table(tuple(columns), tuple(cells), tuple(["right" if name == "needs" else "left" for name in columns]))


def _workers(rows: dict[str, list[str]], roster: Roster) -> Table:
    paid = bool(roster.pay)
    cells = []
    for worker, row in rows.items():
        pay = exact(sum([roster.cost(worker, shift) for shift in row]))
        cells.append(
            (worker, str(len(row)), *([money(pay, roster.currency)] if paid else []), listed(row) if row else "-")
        )
    columns = ("worker", "shifts", *(["pay"] if paid else []), "works")
    return Table(columns, tuple(cells), ("left", "right", *(["right"] if paid else []), "left"))  # type: ignore[arg-type]


def timeline(plan: RosterPlan, roster: Roster) -> Timeline:
    """Lanes are workers, a day is one unit; shifts of one day share it in order."""
    bars = []
    for entry in plan.assignments:
        place = roster.day_of[entry.shift]
        day = roster.days[place]
        at = day.shifts.index(entry.shift)
        start = place + 1 + Fraction(at, len(day.shifts))
        end = place + 1 + Fraction(at + 1, len(day.shifts))
        bars.append(Bar(entry.worker, entry.shift, exact(start), exact(end), kind=entry.worker))
    return Timeline(roster.workers, tuple(bars), scale="day", title="Roster")
