"""Schedules as JSON or as a Markdown table, written and read back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.jobshop.request import Schedule
from domains.validation import validated
from encoders.errors import InputError

if TYPE_CHECKING:
    from domains.jobshop.request import JobShopRequest

_CELL = re.compile(r"\|((?:[^|\\]|\\.)*)(?=\|)")
_ESCAPED = re.compile(r"\\(.)")
_TITLES = re.compile(r"\|\s*task\s*\|.*|[|:\s-]+", re.IGNORECASE)


def write_markdown(plan: Schedule) -> str:
    """A table of the tasks in order of time, which `parse_plan` reads back."""
    rows = [
        f"| {_cell(t.task)} | {_cell(t.machine)} | {t.start} | {t.end} |"
        for t in sorted(plan.tasks, key=lambda task: (task.start, task.machine))
    ]
    head = ["| task | machine | start | end |", "|---|---|---:|---:|"]
    return "\n".join([*head, *rows, "", f"Makespan: {plan.makespan}", ""])


def parse_plan(content: object, request: JobShopRequest | None = None) -> Schedule:
    """A schedule from its JSON content or its Markdown table.

    Of a task's entry, the job may be left out, and the machine where the request gives the task no choice; so may the makespan.
    Raises InputError naming the field or line.
    """
    if isinstance(content, str):
        content = _from_markdown(content)
    if isinstance(content, dict) and isinstance(content.get("tasks"), list):
        content = {**content, "tasks": [_completed(entry, request) for entry in content["tasks"]]}
        if "makespan" not in content and content["tasks"]:
            ends = [entry.get("end") for entry in content["tasks"] if isinstance(entry, dict)]
            content["makespan"] = max([end for end in ends if isinstance(end, int)], default=0)
    plan = validated(Schedule, content, "a schedule")
    return plan if request is None else _in_order(plan, request)


def _in_order(plan: Schedule, request: JobShopRequest) -> Schedule:
    """The tasks as the request lists them, those it does not know at the end."""
    names = [f"{job.name}.{number}" for job in request.jobs for number in range(1, len(job.tasks) + 1)]
    place = {name: at for at, name in enumerate(names)}
    return plan.model_copy(update={"tasks": sorted(plan.tasks, key=lambda entry: place.get(entry.task, len(place)))})


def _completed(entry: Any, request: JobShopRequest | None) -> Any:
    """The entry with its job and machine, where its task tells them."""
    if not isinstance(entry, dict) or not isinstance(entry.get("task"), str) or request is None:
        return entry
    job, _, place = entry["task"].rpartition(".")
    own = next((known for known in request.jobs if known.name == job), None)
    if own is None or not place.isdecimal() or not 1 <= int(place) <= len(own.tasks):
        return {"job": job, **entry}
    step = own.tasks[int(place) - 1]
    return {"job": job, **({} if step.alternatives else {"machine": step.machine}), **entry}


def _cell(name: str) -> str:
    return " ".join(name.split()).replace("\\", "\\\\").replace("|", "\\|")


def _from_markdown(text: str) -> dict[str, Any]:
    tasks: list[dict[str, Any]] = []
    makespan: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        row = line.strip()
        if row.lower().startswith("makespan:"):
            makespan = row.partition(":")[2].strip()
        elif row.startswith("|") and not _TITLES.fullmatch(row):
            cells = [_ESCAPED.sub(r"\1", cell.strip()) for cell in _CELL.findall(row)]
            if len(cells) != 4:
                raise InputError("expected a row such as '| J1.1 | M2 | 0 | 5 |'", where=f"line {number}")
            task, machine, start, end = cells
            job = task.rpartition(".")[0]
            tasks.append({"task": task, "job": job, "machine": machine, "start": start, "end": end})
    if not tasks or makespan is None:
        raise InputError("the text is no schedule: expected a table of task, machine, start and end, and 'Makespan: N'")
    return {"tasks": tasks, "makespan": makespan}
