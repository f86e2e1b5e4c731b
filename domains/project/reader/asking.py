"""Questions about a project's schedule, in English or the expression language."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from domains import questions
from domains.asking import expression_in
from domains.base import Asked
from domains.project.reader.changes import names_of
from domains.project.reader.slots import slots
from domains.project.reader.times import Time, Unit
from domains.project.words import span
from domains.reading.phrasebook import phrasebook, read_with, tables_of
from encoders.spec import write_name

if TYPE_CHECKING:
    from domains.base import QuestionKind
    from domains.project.request import ProjectPlan, ProjectRequest
    from domains.reading.clauses import Finding
    from domains.reading.phrasebook import Heard, Phrasebook

_LEAD = re.compile(
    r"(?i)^\s*(?:and |but |so )?(?:why|how come)(?:\s+(?:does|do|did|is|are|was|were|can|could|should|must|has|have|will|would))?"
    r"(?P<not>n't|\s+(?:can't|not|isn't))?(?:\s+(?:we|you))?\s+"
)
_NOT = re.compile(r"(?i)\b(?:not|cannot|can't|isn't|aren't|doesn't|don't)\b|n't\b")


@cache
def _book() -> Phrasebook:
    table = tables_of("domains.project.reader")
    return phrasebook(
        table("questions"),
        classes=table("question_classes"),
        words="[general]\nalready just rather instead",
        example="why does the roof start so late",
        noun="a question about a schedule",
    )


def ask(
    world: Any, kind: QuestionKind, question: str, plan: ProjectPlan | None, request: ProjectRequest, data: Any
) -> Asked:
    """Understand a question; see `domains.base.Contrasting.ask`."""
    if kind != "what-if" and plan is not None and len(question) < 500 and expression_in(kind, question) is None:
        found = _of_plan(kind, question, plan, request)
        if found is not None:
            return found
    found = questions.ask(world, kind, question, plan, request, data)
    if found.questions and found.questions[0].startswith("What is meant"):
        first = request.names[0]
        examples = f"why does {first} start so late, why not finish by {plan.makespan if plan else 10}"
        says = f"What is meant by “{' '.join(question.split())}”?"
        says += f" Ask, for example: {examples}, what if {_suppose(world, request)}."
        return Asked("", questions=(f"{says} Or give an expression such as {_of('start', first)} == 0.",))
    return found


def _suppose(world: Any, request: ProjectRequest) -> str:
    return ", or what if ".join(world.change_examples(request, None)[:2])


def _of_plan(kind: QuestionKind, question: str, plan: ProjectPlan, request: ProjectRequest) -> Asked | None:
    bare = _NOT.sub(" ", _LEAD.sub("", question.strip().rstrip("?"))).strip()
    if not bare:
        return None
    asked: list[Asked] = []

    def interpret(heard: Heard) -> None:
        asked.clear()
        for finding in heard.findings:
            found = _asked(kind, finding, plan, request)
            if found is None:
                heard.reject(finding)
            else:
                heard.fact("question", "is asked", finding)
                asked.append(found)

    reading = read_with(_book(), bare, slots(names_of(request)), interpret)
    return asked[0] if len(asked) == 1 and not reading.unread and not reading.questions else None


def _asked(kind: QuestionKind, finding: Finding, plan: ProjectPlan, request: ProjectRequest) -> Asked | None:
    match, gives = finding.match, finding.match.phrase.gives
    names = [item.value for item in match.items if item.kind == "ACT"]
    times = [item.value for item in match.items if item.kind in ("POINT", "TIME")]
    at = _moment(times[0], gives == "start", request) if times else None
    if times and at is None:
        return None
    entries = {entry.task: entry for entry in plan.tasks}
    if gives in ("end all by", "long"):
        if at is not None and kind == "why-not":
            return Asked(f"where everything ends by {span(at, request.unit)}", wish=f"makespan <= {at}")
        less = f"makespan < {plan.makespan}"
        return Asked(f"where everything ends before {span(plan.makespan, request.unit)}", wish=less)
    if any([name not in entries for name in names]):
        return None
    first = names[0]
    if gives in ("first", "second"):
        one, other = names if gives == "first" else names[::-1]
        if kind == "why":
            one, other = other, one
        return Asked(f"where {one} ends before {other} starts", wish=f"{_of('end', one)} <= {_of('start', other)}")
    if gives in ("late", "early"):
        later, start = gives == "early", entries[first].start
        wish = f"{_of('start', first)} {'>' if later else '<'} {start}"
        return Asked(f"where {first} starts {'later' if later else 'earlier'} than at {start}", wish=wish)
    what, operator = ("start", "==") if gives == "start" else ("end", "==" if gives == "end" else "<=")
    here = entries[first].start if what == "start" else entries[first].end
    holds = here == at if operator == "==" else at is not None and here <= at
    says = f"{first} {what}s {'by' if operator == '<=' else 'at'} {at}"
    if kind == "why":
        if not holds:
            return Asked("", questions=(f"{first} {what}s at {here}, not at {at}. What is meant?",))
        opposite = "!=" if operator == "==" else ">"
        return Asked(f"where it does not hold that {says}", wish=f"{_of(what, first)} {opposite} {at}")
    if holds:
        return Asked("", questions=(f"It is so already that {says}. What is meant?",))
    return Asked(f"where {says}", wish=f"{_of(what, first)} {operator} {at}")


def _moment(time: Time, begin: bool, request: ProjectRequest) -> int | None:
    if time.unit and not request.unit:
        return None
    return Unit(request.unit, request.unit).of(time.begin if begin else Time(time.amount, time.unit))


def _of(what: str, name: str) -> str:
    return write_name((what, name))
