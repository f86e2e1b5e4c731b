"""The first line of a report: the status, and what it promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.wording import amount, is_clock, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.answer import Answer, Measured

GOOD, BAD, ASKING = "bold green", "bold red", "bold yellow"


def headline(answer: Answer, units: Mapping[str, str]) -> tuple[str, str]:
    """The sentence and its style."""
    if answer.contrast is not None:
        return answer.contrast.says, GOOD if answer.plan is not None else ASKING
    match answer.status:
        case "optimal":
            return _proved(answer, units), GOOD
        case "feasible":
            return _not_proved(answer, units), GOOD
        case "infeasible":
            return "No plan is possible, and that is proved.", BAD
        case "unknown":
            return _limit_hit(answer, units), ASKING
        case "unclear":
            return _unclear(answer), ASKING
        case "read":
            return "Read: every word was understood. Nothing was solved.", GOOD
        case "valid":
            return f"Valid: the plan keeps every rule and every wish{_values(answer, units)}.", GOOD
        case "invalid":
            count = len(answer.violations)
            return f"Invalid: the plan breaks {count} {'rule' if count == 1 else 'rules'}.", BAD
        case "error":
            return _error(answer), BAD


def _proved(answer: Answer, units: Mapping[str, str]) -> str:
    if not answer.objective:
        return "A plan was found; it passed both checks."
    claims = [_claim(goal.name) for goal in answer.objective]
    order = " in this order" if len(claims) > 1 else ""
    values = _values(answer, units)
    if answer.statistics.proof == "tolerance":
        return f"Best within the solver's tolerance, {', then '.join(claims)}{values}: the plan itself is exact and checked."
    return f"Proved {', then '.join(claims)}{values}: no plan does better{order}."


def _claim(name: str) -> str:
    """ "cheapest" claims something by itself; "makespan" needs a word."""
    return name if name.split()[0].endswith("est") else f"best {name}"


def _values(answer: Answer, units: Mapping[str, str]) -> str:
    several = len(answer.objective) > 1
    shown = [
        f"{goal.name} {amount(goal.value, units.get(goal.name, ''))}" if several else _value(goal, units)
        for goal in answer.objective
        if goal.value is not None
    ]
    return f" ({', '.join(shown)})" if shown else ""


def _value(goal: Measured, units: Mapping[str, str]) -> str:
    return "" if goal.value is None else amount(goal.value, units.get(goal.name, ""))


def _not_proved(answer: Answer, units: Mapping[str, str]) -> str:
    said = f"A plan was found and passed both checks{_values(answer, units)}; a better one is not excluded"
    known = [
        f"no plan does better than {amount(goal.bound, units.get(goal.name, ''))}{_gap(goal, units)}"
        for goal in answer.objective
        if goal.bound is not None and goal.bound != goal.value
    ]
    return f"{said}: {', '.join(known)}." if known else f"{said}."


def _gap(goal: Measured, units: Mapping[str, str]) -> str:
    known = goal.value is not None and goal.bound is not None and not is_clock(units.get(goal.name, ""))
    gap = percent(goal.value, goal.bound) if known else ""  # type: ignore[arg-type]
    return f" ({gap})" if gap else ""


def _limit_hit(answer: Answer, units: Mapping[str, str]) -> str:
    reason = answer.statistics.reason or "the solver gave up"
    known = [
        f"no plan does better than {amount(goal.bound, units.get(goal.name, ''))} ({goal.name})"
        for goal in answer.objective
        if goal.bound is not None
    ]
    return f"Not decided: {reason}. Neither a plan nor a proof that there is none was found" + (
        f"; {', '.join(known)}." if known else "."
    )


def _unclear(answer: Answer) -> str:
    if answer.unread:
        return "Not planned: a part of the request was not understood."
    return "Not planned: the request leaves something open."


def _error(answer: Answer) -> str:
    if answer.error is None:
        return "Error."
    place = f" ({answer.error.where})" if answer.error.where else ""
    return f"Error: {answer.error.says}{place}"
