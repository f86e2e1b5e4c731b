"""Questions about a schedule, from English or the expression language to what is to be compared with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.asking import expression_in, names_close_to, slotted, statement_in, without_lead
from domains.base import Asked, Change
from domains.jobshop.changes import read_change
from domains.jobshop.machine_questions import about_machines
from domains.jobshop.measure import observe
from domains.jobshop.steps import step_name
from encoders.spec import parse, value, write, write_name

if TYPE_CHECKING:
    from domains.asking import Slotted
    from domains.base import QuestionKind
    from domains.jobshop.request import JobShopRequest, Schedule

_ENDS = r"(?:end|ends|ended|ending|finish|finishes|finished|done|complete|completed|ready|over)"
_STARTS = r"(?:start|starts|started|starting|begin|begins|began|run|runs|scheduled)"
_BE = r"(?:is|are|was|were|be|became|would be|had been)"

_LENGTH = re.compile(
    rf"(?:(?:it|take|takes|everything|all|schedule|shop|makespan|last|lasts|{_ENDS}|{_BE}|at|so|that|as|until) ?)*"
    r"(?:<number> ?)?(?:(?:long|late|high|large|much|time) ?)*"
)
_LESS = "faster|sooner|earlier|shorter|quicker|less|under|below|before"
_FASTER = re.compile(
    rf"(?:(?:it|be|{_ENDS}|everything|all|makespan|schedule|do|go) ?)*"
    rf"(?:(?P<less>{_LESS})|(?P<by>by|within|in|at most|until))(?: ?(?:than))?(?: ?<number>)?"
)
_OF_TASK = r"(?:(?:task|does|do|start|run|begin|have) )*<task>"
_START = re.compile(rf"{_OF_TASK}(?: {_BE})?(?: {_STARTS})?(?: (?:at|from))? <number>")
_SOONER = re.compile(rf"{_OF_TASK}(?: {_BE})?(?: {_STARTS})? (?:so |any )?(?P<way>late|earlier|sooner|early|later)")
_END = re.compile(
    rf"(?:(?:job|does|do) )*<job>(?: {_BE})?(?: {_ENDS})?(?P<how> (?:at|by|before|until))?(?: only)? <number>"
)
_END_SOONER = re.compile(
    rf"(?:(?:job|does|do) )*<job>(?: {_BE})?(?: {_ENDS})? (?:so |any )?(?P<way>late|earlier|sooner|early|later)"
)
_ORDER = re.compile(
    rf"(?:(?:task|{_BE}) )*<task>(?: {_BE}| {_STARTS}| comes| come| goes| go)* (?P<way>before|after|ahead of) (?:task )?<task>"
)

_DEADLINE = re.compile(
    rf"(?:everything )?(?:with )?deadline(?: {_BE}| of)*(?: only)? <number>|(?:everything|it) (?:must|had to) {_ENDS} by <number>"
)
_NO_DEADLINE = re.compile(rf"(?:there )?(?:{_BE} )?(?:no|without) deadline|deadline {_BE} dropped")
_DUE = re.compile(
    rf"(?:job )?<job>(?: {_BE})? (?:due|needed)(?: {_BE})?(?: (?:at|by))? <number>|(?:due|due date of) <job> {_BE} <number>"
)
_NO_DUE = re.compile(
    rf"(?:job )?<job> (?:{_BE} not due|had no due date|has no due date)|(?:no|without) due date for <job>"
)
_RELEASE = re.compile(
    rf"(?:job )?<job>(?: {_BE}| could| can| may| must)? (?:released|available|{_STARTS})(?: only| not)?"
    r"(?: (?:at|from|before))? <number>"
)
_TAKES = re.compile(
    r"(?:task )?<task> (?:takes|took|take|needs|needed|lasts|lasted|is|was|were)(?: only| just)? <number>(?: long| units?)?"
)
_GONE = re.compile(
    rf"(?:job )?<job> (?:{_BE} )?(?:cancelled|canceled|dropped|not there|left out|gone)|(?:no|without) (?:job )?<job>"
)


def ask(kind: QuestionKind, question: str, plan: Schedule | None, request: JobShopRequest) -> Asked:
    """Understand a question; see `domains.base.Contrasting.ask`."""
    numbers = {} if plan is None else observe(plan, request)
    expression = expression_in(kind, question)
    if expression is not None:
        return _of_expression(kind, expression, plan is not None, numbers)
    names = {
        "task": [step_name(job.name, number) for job in request.jobs for number in range(1, len(job.tasks) + 1)],
        "job": [job.name for job in request.jobs],
        "machine": list(request.machines),
    }
    for reading in slotted(question, names):
        text = without_lead(kind, reading.text)
        found = _supposed(text, reading, request) if kind == "what-if" else _of_plan(kind, text, reading, numbers)
        found = found or about_machines(kind, text, reading, request, numbers)
        if found is not None:
            return found
    if kind == "what-if":
        changed = read_change(statement_in(question), request)
        if changed.understood and changed.changes:
            return Asked(f"where {'; '.join(changed.says)}", changes=changed.changes)
        if changed.questions:
            return Asked("", questions=changed.questions)
    near = names_close_to(question, names)
    close = f" Names that are close: {'; '.join(near)}." if near else ""
    tasks = ", ".join(names["task"][:8])
    return Asked(
        "",
        questions=(
            f"What is meant by “{' '.join(question.split())}”?{close} Ask about the makespan, about when a task starts ({tasks}"
            f"{', ...' if len(names['task']) > 8 else ''}) or a job ends, or give an expression such as {_example(names)}.",
        ),
    )


def _example(names: dict[str, list[str]]) -> str:
    return f"{write_name(('start', names['task'][0]))} == 0"


def _of_expression(kind: QuestionKind, text: str, has_plan: bool, numbers: dict[str, Any]) -> Asked:
    node = parse(text, where="the question")
    said = write(node)
    if kind != "why":
        return Asked(f"where {said}", wish=said)
    if has_plan and value(node, numbers, where="the question") is not True:
        return Asked("", questions=(f"It does not hold in this schedule that {said}. What is meant?",))
    return Asked(f"where not ({said})", wish=f"not ({said})")


def _of_plan(kind: QuestionKind, text: str, reading: Slotted, numbers: dict[str, Any]) -> Asked | None:
    return _about_length(kind, text, reading, numbers) or _about_times(kind, text, reading, numbers)


def _about_length(kind: QuestionKind, text: str, reading: Slotted, numbers: dict[str, Any]) -> Asked | None:
    limit, makespan = reading.first("number"), numbers.get("makespan")
    if kind == "why" and text and _LENGTH.fullmatch(text):
        if limit is not None and limit != makespan:
            return Asked("", questions=(f"Everything has ended at {makespan}, not {limit}. What is meant?",))
        return Asked(f"ending before {makespan}", wish=f"makespan < {makespan}")
    match = _FASTER.fullmatch(text) if kind == "why-not" else None
    if match is None:
        return None
    if limit is None:
        return Asked(f"ending before {makespan}", wish=f"makespan < {makespan}") if match["less"] else None
    if match["by"]:
        return Asked(f"ending by {limit}", wish=f"makespan <= {limit}")
    return Asked(f"ending before {limit}", wish=f"makespan < {limit}")


def _about_times(kind: QuestionKind, text: str, reading: Slotted, numbers: dict[str, Any]) -> Asked | None:
    number, tasks, job = reading.first("number"), reading.all("task"), reading.first("job")
    order = _ORDER.fullmatch(text)
    if order is not None and len(tasks) == 2:
        first, second = tasks if order["way"] != "after" else tasks[::-1]
        return _stated(
            kind, f"{first} starting before {second}", f"{_start(first)} < {_start(second)}",
            f"{_start(first)} >= {_start(second)}", numbers,
        )  # fmt: skip
    sooner, end_sooner = _SOONER.fullmatch(text), _END_SOONER.fullmatch(text)
    if sooner is not None:
        return _moved(f"{tasks[0]} starting", _start(tasks[0]), kind, sooner["way"], numbers)
    if end_sooner is not None:
        return _moved(f"{job} ending", _end(job), kind, end_sooner["way"], numbers)
    if _START.fullmatch(text):
        name = _start(tasks[0])
        return _stated(kind, f"{tasks[0]} starting at {number}", f"{name} == {number}", f"{name} != {number}", numbers)
    end = _END.fullmatch(text)
    if end is None:
        return None
    operator, opposite = {" by": ("<=", ">"), " before": ("<", ">="), " until": ("<=", ">")}.get(
        end["how"] or "", ("==", "!=")
    )
    says = f"{job} ending{end['how'] or ' at'} {number}"
    return _stated(kind, says, f"{_end(job)} {operator} {number}", f"{_end(job)} {opposite} {number}", numbers)


def _stated(kind: QuestionKind, says: str, present: str, absent: str, numbers: dict[str, Any]) -> Asked:
    """Something that holds in the schedule (why) or not (why not)."""
    holds = bool(numbers) and value(parse(present), numbers) is True
    if kind == "why":
        if not holds:
            return Asked("", questions=(f"The schedule does not have {says}. What is meant?",))
        return Asked(f"without {says}", wish=absent)
    if holds:
        return Asked("", questions=(f"The schedule has {says}. What else is meant?",))
    return Asked(f"with {says}", wish=present)


def _moved(says: str, name: str, kind: QuestionKind, way: str, numbers: dict[str, Any]) -> Asked | None:
    known = next((number for other, number in numbers.items() if other == parse(name).text), None)  # type: ignore[attr-defined]
    later = (way in ("early", "later")) if kind == "why" else way == "later"
    if known is None or (kind == "why") != (way in ("late", "early")):
        return None
    return Asked(
        f"with {says} {'later' if later else 'earlier'} than {known}", wish=f"{name} {'>' if later else '<'} {known}"
    )


def _start(task: str) -> str:
    return write_name(("start", task))


def _end(job: str) -> str:
    return write_name(("end", job))


def _supposed(text: str, reading: Slotted, request: JobShopRequest) -> Asked | None:
    number, name, task = reading.first("number"), reading.first("job"), reading.first("task")
    job = next((job for job in request.jobs if job.name == name), None)
    if _DEADLINE.fullmatch(text):
        return Asked(f"with a deadline of {number}", changes=(Change("deadline", request.deadline, number),))
    if _NO_DEADLINE.fullmatch(text):
        if request.deadline is None:
            return Asked("", questions=("The shop has no deadline. What is to change?",))
        return Asked("without the deadline", changes=(Change("deadline", request.deadline, None),))
    if task is not None and _TAKES.fullmatch(text):
        owner, _, place = task.rpartition(".")
        before = next(j for j in request.jobs if j.name == owner).tasks[int(place) - 1].duration
        return Asked(f"with {task} taking {number}", changes=(Change(f"duration/{task}", before, number),))
    if job is not None:
        if _DUE.fullmatch(text):
            return Asked(f"with {name} due at {number}", changes=(Change(f"due/{name}", job.due, number),))
        if _NO_DUE.fullmatch(text) and job.due is not None:
            return Asked(f"without a due date for {name}", changes=(Change(f"due/{name}", job.due, None),))
        if _RELEASE.fullmatch(text):
            return Asked(f"with {name} released at {number}", changes=(Change(f"release/{name}", job.release, number),))
        if _GONE.fullmatch(text):
            return Asked(f"without the job {name}", changes=(Change(f"jobs/{name}", name, None),))
    numbers: dict[str, Any] = {}
    part = _about_times("why-not", text, reading, numbers)
    return part if part is not None and part.wish else None
