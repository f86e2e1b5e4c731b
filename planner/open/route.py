"""Where the open route joins the others: a text without a world of its own becomes a request of the open world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Fact, Reading, Span
from domains.open import domain
from encoders.errors import PlanproofError
from planner.open.formulate import formulate
from planner.open.formulated import Setting
from planner.open.trial import request_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.open.data import OpenData
    from encoders.result import Budget
    from planner.llm import LanguageModel
    from planner.open.formulated import Formulated


def read_open(
    text: str,
    data: OpenData,
    model: LanguageModel,
    *,
    double: bool = False,
    budget: Callable[[], Budget] | None = None,
    tell: Callable[[str], None] | None = None,
) -> Reading:
    """What a text means as a problem of the open world. Raises LlmError, UnsupportedError, InputError for unusable data."""
    found = formulate(text, model, Setting(data, budget, tell, double))
    by = f"A language model ({model.name}) wrote the problem from the request; every rule is listed above."
    assumptions = (by, *found.assumptions)
    if found.spec is None:
        return Reading(None, unread=(), assumptions=assumptions, questions=found.questions)
    request = request_of(found.spec)
    return Reading(request, _facts(text, found, data), (), assumptions, found.questions)


def _facts(text: str, found: Formulated, data: OpenData) -> tuple[Fact, ...]:
    """The words behind each rule and goal, at the path that the problem's groups have."""
    assert found.spec is not None
    facts = []
    for path in _paths(found, data):
        kind, _, name = path.partition("/")
        family = found.quotes.get(path) or found.quotes.get(f"{kind}/{name.partition('[')[0]}")
        if family is not None:
            goal = kind == "objectives"
            span = Span(*family, text[slice(*family)])
            facts.append(Fact(f"objective/{name}" if goal else path, "goal" if goal else "fact", "", span))
    return tuple(facts)


def _paths(found: Formulated, data: OpenData) -> list[str]:
    assert found.spec is not None
    goals = [f"objectives/{goal.name}" for goal in found.spec.objectives]
    try:
        built = domain.problem(request_of(found.spec), data)
    except PlanproofError:  # told by whoever builds it next
        return goals
    return [*goals, *built.problem.groups]
