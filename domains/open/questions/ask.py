"""Why, why-not and what-if about a plan of an open problem: in the expression language, or in plain English of a few forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.asking import expression_in, names_close_to, statement_in
from domains.base import Asked
from domains.open.known import known
from domains.open.questions.forms import meanings
from domains.open.wishes import spaced
from domains.questions import of_expression
from encoders.errors import PlanproofError
from encoders.spec import names_in, parse, value

if TYPE_CHECKING:
    from domains.base import QuestionKind
    from domains.open.data import OpenData
    from domains.open.known import Known
    from domains.open.questions.meant import Meant
    from domains.open.request import OpenPlan, OpenRequest

_WHY = re.compile(
    r"(?i)^\s*(?:and |but |so )?(?:why|how come)(?P<not>\s+not)?\b\s*(?:do|does|did|is|are|was|were|should|must|have|has)?\s*"
    r"(?:we|you|i|they|it|there)?\b\s*"
)

_ASKING = frozenset((
    "what", "how", "is", "are", "was", "would", "will", "could", "does", "do", "might", "happen", "happens", "be", "come",
    "the", "a", "an", "our", "it", "us", "this", "that", "there", "effect", "effects", "impact", "impacts", "outcome",
    "outcomes", "result", "results", "consequence", "consequences", "implication", "implications", "influence", "plan", "best",
    "optimal", "solution", "total", "cost", "costs", "change", "changes", "affect", "affects", "look", "like", "on", "to",
    "potential", "possible", "expected", "overall", "and", "so", "but",
))  # fmt: skip
"""Words of a question that only ask what comes of what it supposes."""


def ask(
    world: Any, kind: QuestionKind, question: str, plan: OpenPlan | None, request: OpenRequest, data: OpenData
) -> Asked:
    """Understand a question; see `domains.base.Contrasting.ask`."""
    of = known(request, data)
    statement, of_fact = _statement(kind, question)
    found = meanings(statement, of)
    expression = expression_in(kind, question)
    if expression is not None and not found:
        return _of_expression(world, kind, expression, plan, request, data, of)
    if len(found) != 1:
        return Asked("", questions=(_which(world, question, found, plan, request, of),))
    meant = found[0]
    if meant.question:
        return Asked("", questions=(meant.question,))
    if not meant.wish:
        if kind == "why":
            return Asked("", questions=(f"That is given and not decided; ask “what if {statement}” to suppose it.",))
        return Asked(meant.says, changes=meant.changes, assumptions=meant.assumptions)
    return _of_wish(world, kind, meant, of_fact, plan, request, data)


def _statement(kind: QuestionKind, question: str) -> tuple[str, bool]:
    """What a question is about without its lead, and whether it asks why that is so ("why do we not use P3")."""
    text = question.strip().rstrip("?!. ").strip()
    if kind == "what-if":
        return _supposed(text), False
    lead = _WHY.match(text)
    if lead is None:
        return text, kind == "why"
    return text[lead.end() :].strip(), lead.group("not") is None


def _supposed(question: str) -> str:
    """What is supposed, without words that only ask what comes of it: "how would the plan change if", "what is the effect of"."""
    for match in re.finditer(r"(?i)\b(?:if|of)\s+", question):
        words = re.findall(r"\w+", question[: match.start()].casefold())
        if words and set(words) <= _ASKING:
            return question[match.end() :]
    return statement_in(question)


def _of_wish(
    world: Any,
    kind: QuestionKind,
    meant: Meant,
    of_fact: bool,
    plan: OpenPlan | None,
    request: OpenRequest,
    data: OpenData,
) -> Asked:
    """What is to hold in the other plan: the opposite of a fact of this one, or what is missing in it."""
    said = meant.says.removeprefix("where ")
    holds = None if plan is None else value(parse(meant.wish), world.observe(plan, request, data)) is True
    if kind == "what-if" or (not of_fact and not holds):
        return Asked(meant.says, wish=meant.wish, assumptions=meant.assumptions)
    if not of_fact and holds:
        return Asked("", questions=(f"It holds in this plan already that {said}. What is meant?",))
    if holds is False:
        return Asked("", questions=(f"It does not hold in this plan that {said}. What is meant?",))
    if not meant.opposite:
        return Asked("", questions=(f"Any other number is possible there: which one is meant instead of {said}?",))
    return Asked(meant.opposite_says, wish=meant.opposite, assumptions=meant.assumptions)


def _of_expression(
    world: Any, kind: QuestionKind, text: str, plan: OpenPlan | None, request: OpenRequest, data: OpenData, of: Known
) -> Asked:
    """Over quantities as everywhere; else as a rule of the problem's own language."""
    told = spaced(text)
    observed = None if plan is None else world.observe(plan, request, data)
    try:
        node = parse(told, where="the question")
        plain = all(
            [name.several or of.element_of(name.text) is not None or _is_goal(name.text, of) for name in names_in(node)]
        )
    except PlanproofError:
        plain = False
    if plain:
        return of_expression(kind, told, observed)
    from encoders.spec.indexed.parse import parse as parse_rule

    parse_rule(text, where="the question")
    if kind != "why":
        return Asked(f"where {text}", wish=text)
    wished = request.model_copy(update={"extra": [*request.extra, text]})
    path = f"extra/{len(request.extra)}"
    if plan is not None and any([broken.constraint == path for broken in world.check(plan, wished, data)]):
        return Asked("", questions=(f"It does not hold in this plan that {text}. What is meant?",))
    return Asked(f"where not ({text})", wish=f"not ({text})")


def _is_goal(name: str, of: Known) -> bool:
    return name in [goal.name for goal in of.spec.objectives]


def _which(
    world: Any, question: str, found: list[Meant], plan: OpenPlan | None, request: OpenRequest, of: Known
) -> str:
    """What has to be said otherwise: the meanings there are, or names close to the words and sentences that would be read."""
    said = " ".join(question.split())
    if found:
        ways = " or ".join([f"“{meant.says.removeprefix('where ')}”" for meant in found[:4]])
        return f"What is meant by “{said}”: {ways}?"
    names = {
        "member": [str(member) for group in of.data.sets.values() for member in group.members[:500]],
        "number": [*[entry.name for entry in of.spec.parameters], *[entry.name for entry in of.spec.variables]],
    }
    near = names_close_to(question, names)
    close = f" Close names are {', '.join(near)}." if near else ""
    examples = world.change_examples(request, plan)
    suppose = f" Suppositions such as “what if {examples[0]}” are understood." if examples else ""
    decision = next(iter(of.elements), "")
    compare = f" Decisions can be compared, such as “{decision} == 0”." if decision else ""
    return f"What is meant by “{said}”?{close}{suppose}{compare}"
