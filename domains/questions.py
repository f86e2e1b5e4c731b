"""Questions to any world: expressions over its observables, and suppositions in the words that change a request."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domains.asking import expression_in, statement_in
from domains.base import Asked
from encoders.spec import parse, value, write

if TYPE_CHECKING:
    from domains.base import QuestionKind


def ask(world: Any, kind: QuestionKind, question: str, plan: Any, request: Any, data: Any) -> Asked:
    """Understand a question; see `domains.base.Contrasting.ask`."""
    expression = expression_in(kind, question)
    if expression is not None:
        observed = {} if plan is None else world.observe(plan, request, data)
        return of_expression(kind, expression, observed if plan is not None else None)
    if kind == "what-if":
        today = world.default_today(data) or date.today()
        changed = world.read_change(statement_in(question), request, plan, data, today)
        if changed.understood and changed.changes:
            return Asked(f"where {'; '.join([said.rstrip('.') for said in changed.says])}", changes=changed.changes)
        if changed.questions:
            return Asked("", questions=changed.questions)
    names = sorted(world.problem(request, data).observables)
    examples = world.change_examples(request, plan)
    suppose = f" Suppositions such as “what if {examples[0]}” are understood." if examples else ""
    return Asked(
        "",
        questions=(
            f"What is meant by “{' '.join(question.split())}”?{suppose} Or ask with an expression over "
            f"{', '.join(names[:6])}{', ...' if len(names) > 6 else ''}, such as {names[0]} == 1.",
        ),
    )


def of_expression(kind: QuestionKind, text: str, observed: dict[str, Any] | None) -> Asked:
    """A question in the expression language about a plan's observables, None where there is no plan. Raises InputError."""
    node = parse(text, where="the question")
    said = write(node)
    if kind != "why":
        return Asked(f"where {said}", wish=said)
    if observed is not None and value(node, observed, where="the question") is not True:
        return Asked("", questions=(f"It does not hold in this plan that {said}. What is meant?",))
    return Asked(f"where not ({said})", wish=f"not ({said})")
