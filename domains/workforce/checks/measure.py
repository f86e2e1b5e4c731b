"""What a roster comes to, counted on the roster itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.workforce.roster import Roster, settled
from encoders.numbers import Number, exact

if TYPE_CHECKING:
    from domains.workforce.data import WorkforceData
    from domains.workforce.request import RosterPlan, RosterRequest


def cost_of(plan: RosterPlan, roster: Roster) -> Number:
    """All pay together."""
    total: Number = 0
    for entry in plan.assignments:
        rate = roster.pay.get(entry.worker, 0)
        total += rate * roster.hours[entry.shift] if roster.merged.paid_by == "hour" else rate
    return exact(total)


def measure(plan: RosterPlan, request: RosterRequest, data: WorkforceData) -> dict[str, Number]:
    """Cost, and the shifts between the busiest and the idlest worker."""
    roster = settled(request, data)
    return {"cost": cost_of(plan, roster), "fairness": _spread(plan, roster)}


def _spread(plan: RosterPlan, roster: Roster) -> int:
    counts = dict.fromkeys(roster.workers, 0)
    for entry in plan.assignments:
        counts[entry.worker] += 1
    return max(counts.values()) - min(counts.values())


def observe(plan: RosterPlan, request: RosterRequest, data: WorkforceData) -> dict[str, Any]:
    """The names that wishes and questions may use, with their values in the roster."""
    roster = settled(request, data)
    there = [(entry.worker, entry.shift) for entry in plan.assignments]
    found: dict[str, Any] = {"cost": cost_of(plan, roster)} if roster.pay else {}
    found["spread"] = _spread(plan, roster)
    for worker in roster.workers:
        found[f"shifts[{worker}]"] = sum([entry[0] == worker for entry in there])
    for shift in roster.names:
        found[f"staff[{shift}]"] = sum([entry[1] == shift for entry in there])
    for shift in roster.names:
        for worker in roster.workers:
            found[f"works[{worker}, {shift}]"] = (worker, shift) in there
    return found
