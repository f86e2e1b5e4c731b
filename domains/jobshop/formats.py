"""Shop files: the domain's own YAML or JSON, job-shop-lib's JSON matrices, and the standard text of the benchmark sets.

Schedules are written as JSON or as a Markdown table, and read back from both.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from domains.jobshop.request import JobShopRequest, Schedule
from encoders.errors import InputError

_CELL = re.compile(r"\|((?:[^|\\]|\\.)*)(?=\|)")
_ESCAPED = re.compile(r"\\(.)")
_TITLES = re.compile(r"\|\s*task\s*\|.*|[|:\s-]+", re.IGNORECASE)


def parse_request(content: object, layout: str | None = None) -> JobShopRequest:
    """A request from parsed content. Layouts: None (own form, or matrices recognised by their keys), "matrices", "standard".

    Raises InputError that names the field.
    """
    if layout == "standard" or (layout is None and isinstance(content, str)):
        return _from_text(content)
    if not isinstance(content, dict):
        raise InputError("a job shop is a mapping with a list of jobs")
    if layout == "matrices" or (layout is None and "duration_matrix" in content):
        content = _from_matrices(content)
    try:
        return JobShopRequest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"])
        raise InputError(f"not a job shop: {first['msg']}", where=place) from error


def write_markdown(plan: Schedule) -> str:
    """A table of the tasks in order of time, which `parse_plan` reads back."""
    rows = [
        f"| {_cell(t.task)} | {_cell(t.machine)} | {t.start} | {t.end} |"
        for t in sorted(plan.tasks, key=lambda task: (task.start, task.machine))
    ]
    head = ["| task | machine | start | end |", "|---|---|---:|---:|"]
    return "\n".join([*head, *rows, "", f"Makespan: {plan.makespan}", ""])


def parse_plan(content: object) -> Schedule:
    """A schedule from its JSON content or its Markdown table. Raises InputError naming the field or line."""
    if isinstance(content, str):
        content = _from_markdown(content)
    try:
        return Schedule.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"])
        raise InputError(f"not a schedule: {first['msg']}", where=place) from error


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


def _from_matrices(content: dict[str, Any]) -> dict[str, Any]:
    durations, machines = content.get("duration_matrix"), content.get("machines_matrix")
    if not isinstance(durations, list) or not isinstance(machines, list) or len(durations) != len(machines):
        raise InputError("duration_matrix and machines_matrix need one row a job, in the same order")
    jobs = []
    for number, (row, on) in enumerate(zip(durations, machines, strict=True), 1):
        if not isinstance(row, list) or not isinstance(on, list) or len(row) != len(on):
            raise InputError("durations and machines of a job differ in number", where=f"row {number}")
        jobs.append(
            {"name": f"J{number}", "tasks": [{"machine": f"M{m}", "duration": d} for d, m in zip(row, on, strict=True)]}
        )
    found: dict[str, Any] = {"jobs": jobs}
    if content.get("deadline") is not None:
        found["deadline"] = content["deadline"]
    return found


def _from_text(content: object) -> JobShopRequest:
    """ "JOBS MACHINES", then one line a job: machine duration machine duration ...; lines with # are comments."""
    if not isinstance(content, str):
        raise InputError("the standard form of a job shop is text")
    lines = [
        (n, line.split()) for n, line in enumerate(content.splitlines(), 1) if line.strip() and not line.startswith("#")
    ]
    rows: list[tuple[int, list[int]]] = []
    for number, words in lines:
        try:
            rows.append((number, [int(word) for word in words]))
        except ValueError as error:
            raise InputError("expected whole numbers only", where=f"line {number}") from error
    if not rows or len(rows[0][1]) != 2 or rows[0][1][0] != len(rows) - 1:
        raise InputError("the first line gives the number of jobs and machines, and one line follows for each job")
    jobs = []
    for j, (number, row) in enumerate(rows[1:], 1):
        if len(row) != 2 * rows[0][1][1]:
            raise InputError(f"expected {rows[0][1][1]} pairs of machine and duration", where=f"line {number}")
        jobs.append(
            {
                "name": f"J{j}",
                "tasks": [{"machine": f"M{m}", "duration": d} for m, d in zip(row[::2], row[1::2], strict=True)],
            }
        )
    return parse_request({"jobs": jobs})
