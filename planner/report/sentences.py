"""Sentences of a report that a terminal and a page share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.numbers import exact, show
from planner.wording import amount, counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from encoders.numbers import Number
    from planner.answer import Answer, BestEffort, Conflicting

CONFLICT_DRAWN = "The first way out, with what clashes marked"
WAYS_OUT = "Ways out, each solved and checked"


def conflict_title(conflicting: Conflicting, answer: Answer) -> str:
    """What is proved of a conflict; another one may stand beside it, so that giving up a member need not make a plan possible."""
    if conflicting.background:
        return "No wish is to blame: whatever is given up, these rules and the data allow no plan"
    if not conflicting.minimal:
        return "These wishes cannot hold together (it is not proved that all of them are needed for the conflict)"
    freed = each_frees(conflicting, answer)
    if len(conflicting.constraints) == 1:
        more = "; without it a plan is possible" if freed else ", whatever other wish is given up"
        return f"This wish cannot be met{more}"
    more = "a plan is possible" if freed else "the others can"
    return f"These wishes cannot hold together; without any one of them {more}"


def each_frees(conflicting: Conflicting, answer: Answer) -> bool:
    """Whether every member, changed or given up alone, was solved to a plan that keeps everything else of the request."""
    freeing = {
        way.changes[0].constraint
        for way in answer.suggestions
        if len(way.changes) == 1 and _differs_only_in(way.changes[0].constraint, way.request, answer.request)
    }
    return bool(conflicting.constraints) and freeing.issuperset(conflicting.constraints)


def _differs_only_in(path: str, one: Mapping[str, Any], other: Mapping[str, Any] | None) -> bool:
    """Whether two requests say the same in all fields but the one that a path starts with."""
    names = {*one, *(other or {})}
    changed = {name for name in names if one.get(name) != (other or {}).get(name)}
    return changed == {path.partition("/")[0]}


def no_way_out(answer: Answer) -> str:
    """That there is none, and why where that is known."""
    reason = answer.statistics.reason
    return f"No way out was found{f': {reason}' if reason else ''}."


def partial_title(partial: BestEffort, units: Mapping[str, str]) -> str:
    """What a best-effort plan leaves, and what it reaches."""
    count = len(partial.unmet)
    wishes = counted(count, "wish", "wishes")
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


def _model(used: dict[str, Any]) -> str:
    """What a language model took."""
    tokens = used["input_tokens"] + used["output_tokens"]
    cost = "cost unknown" if used["cost"] is None else f"cost {show(exact(used['cost']))}"
    return (
        f"{used.get('model', 'language model')}: {counted(used['calls'], 'call')}, {counted(tokens, 'token')}, {cost}"
    )


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
        told.append(f"{counted(about.variables, 'variable')}, {counted(about.constraints or 0, 'constraint')}")
    if answer.status == "feasible" and about.reason:
        told.append(about.reason.rstrip("."))
    if about.llm.get("calls"):
        told.append(_model(about.llm))
    if "total" in about.seconds:
        told.append(f"{float(about.seconds['total']):.2f} s")
    return " · ".join(told)
