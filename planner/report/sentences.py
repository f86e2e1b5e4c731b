"""Sentences of a report that a terminal and a page share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.numbers import show
from planner.wording import amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.numbers import Number
    from planner.answer import Answer, BestEffort, Conflicting

CONFLICT_DRAWN = "The first way out, with what clashes marked"
WAYS_OUT = "Ways out, each solved and checked"


def conflict_title(conflicting: Conflicting) -> str:
    """What is proved of a conflict."""
    if conflicting.background:
        return "No wish is to blame: whatever is given up, these rules and the data allow no plan"
    if not conflicting.minimal:
        return "These wishes cannot hold together (it is not proved that all of them are needed for the conflict)"
    if len(conflicting.constraints) == 1:
        return "This wish cannot be met; without it a plan is possible"
    return "These wishes cannot hold together; without any one of them a plan is possible"


def no_way_out(answer: Answer) -> str:
    """That there is none, and why where that is known."""
    reason = answer.statistics.reason
    return f"No way out was found{f': {reason}' if reason else ''}."


def partial_title(partial: BestEffort, units: Mapping[str, str]) -> str:
    """What a best-effort plan leaves, and what it reaches."""
    count = len(partial.unmet)
    wishes = "1 wish" if count == 1 else f"{count} wishes"
    proved = "" if partial.proved else " (it is not proved that none does better)"
    shown = [
        f"{goal.name} {amount(goal.value, units.get(goal.name, ''))}"
        for goal in partial.objective
        if goal.value is not None
    ]
    values = f": {', '.join(shown)}" if shown else ""
    return f"The best plan that leaves {wishes} unmet{proved}{values}"


def short(value: Number) -> str:
    """A price to three decimals."""
    thousandths = round(value * 1000)
    if value and not thousandths:
        return "below 0.001"
    whole, rest = divmod(thousandths, 1000)
    return show(whole) + (f".{rest:03d}".rstrip("0") if rest else "")


def new_quote(quote: str | None, says: str) -> str | None:
    """A quote that a sentence does not hold already."""
    return None if quote is None or " ".join(quote.split()) in says else quote


def how(answer: Answer) -> str:
    """The last line: who solved it, how long it took, how it is proved."""
    about = answer.statistics
    told = []
    if about.engine:
        told.append((about.why_engine or about.engine).rstrip("."))
    if about.proof:
        told.append(f"proof {about.proof}")
    if about.variables is not None:
        told.append(f"{about.variables:,} variables, {about.constraints or 0:,} constraints")
    if answer.status == "feasible" and about.reason:
        told.append(about.reason.rstrip("."))
    if "total" in about.seconds:
        told.append(f"{float(about.seconds['total']):.2f} s")
    return " · ".join(told)
