"""Questions to any world: expressions over its observables, and suppositions in the words that change a request."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from domains.asking import expression_in, statement_in
from domains.base import Asked
from encoders.numbers import exact
from encoders.spec import parse, value, write
from encoders.spec.write import write_number

if TYPE_CHECKING:
    from collections.abc import Sequence

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
            return Asked(supposition(changed.says), changes=changed.changes, assumptions=changed.assumptions)
        if changed.questions:
            return Asked("", questions=changed.questions)
    return Asked("", questions=(_not_understood(world, question, plan, request, data),))


def supposition(says: Sequence[str]) -> str:
    """Sentences about a changed request as one condition: "There are 5 guests." is "where there are 5 guests"."""
    parts = [_within(said.strip().rstrip(".")) for said in says]
    told = " and ".join(parts) if len(parts) < 3 else "; ".join(parts)
    return told if told.partition(" ")[0] in _CONDITIONS else f"where {told}"


_CONDITIONS = frozenset(("with", "without", "where", "if"))
"""Words with which a condition begins already."""
_SMALL = frozenset((
    "a", "all", "an", "at", "each", "every", "everybody", "everyone", "everything", "for", "from", "it",
    "its", "no", "nobody", "none", "not", "nothing", "on", "one", "only", "our", "some", "that", "the",
    "their", "there", "these", "they", "this", "those", "we", "with", "without", "you", "your",
))  # fmt: skip
"""First words of a sentence that are no names, so that they are small within one."""


def _within(sentence: str) -> str:
    first = sentence.partition(" ")[0]
    return sentence[:1].lower() + sentence[1:] if first.lower() in _SMALL else sentence


def _not_understood(world: Any, question: str, plan: Any, request: Any, data: Any) -> str:
    """What can be asked instead: a sentence of this request, and a quantity of this plan in the expression language."""
    examples = world.change_examples(request, plan)
    suppose = f" Suppositions such as “what if {examples[0]}” are understood." if examples else ""
    said = f"What is meant by “{' '.join(question.split())}”?{suppose}"
    observed = {} if plan is None else world.observe(plan, request, data)
    plain = [name for name, found in observed.items() if name.isidentifier() and _is_number(found)]
    if not plain:
        return said
    return (
        f"{said} Numbers of the plan can be compared, such as “{plain[0]} < {write_number(exact(observed[plain[0]]))}”."
    )


def _is_number(found: Any) -> bool:
    return isinstance(found, (int, Fraction)) and not isinstance(found, bool)


def of_expression(kind: QuestionKind, text: str, observed: dict[str, Any] | None) -> Asked:
    """A question in the expression language about a plan's observables, None where there is no plan. Raises InputError."""
    node = parse(text, where="the question")
    said = write(node)
    if kind != "why":
        return Asked(f"where {said}", wish=said)
    if observed is not None and value(node, observed, where="the question") is not True:
        return Asked("", questions=(f"It does not hold in this plan that {said}. What is meant?",))
    return Asked(f"where not ({said})", wish=f"not ({said})")
