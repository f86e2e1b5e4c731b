"""The texts of the benchmark sets: rows of whole numbers below "JOBS MACHINES", in one of several shapes.

standard              one row a job: machine duration machine duration ... (Fisher and Thompson, Lawrence, ...)
taillard              one row a job with its durations, then one row a job with its machines (Taillard's job shops)
flow-shop-by-job      one row a job: its duration on each machine; every job passes the machines in their order
flow-shop-by-machine  one row a machine: the duration of each job (Taillard's flow shops)
flexible              one row a job: number of tasks, then for each the number of machines and pairs of machine and duration
                      (.fjs: Brandimarte, Hurink)

Lines that do not begin with a number are labels or comments. Further numbers in the first line (seeds, bounds) are not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER = re.compile(r"[+-]?\d")
Row = tuple[int, list[int]]
"""The line's number, and its numbers."""
Shape = tuple[int, int]
"""Jobs and machines."""


def looks_like_numbers(text: str) -> bool:
    """Whether a text is rows of numbers below comments, and no English."""
    rows = [line.split() for line in text.splitlines() if _NUMBER.match(line.strip())]
    return len(rows) > 1 and len(rows[0]) > 1 and all([_NUMBER.match(word) for row in rows for word in row])


def from_text(content: object, layout: str | None) -> dict[str, Any]:
    """A shop's own content from a text; without a layout, from the one shape that fits.

    Raises InputError naming the line; where several shapes fit, it names them.
    """
    if not isinstance(content, str):
        raise InputError(
            "this form of a job shop is text: rows of whole numbers", where=f"--format {layout or 'standard'}"
        )
    (jobs, machines), rows = _rows(content)
    if layout is not None:
        return _READERS[layout](rows, (jobs, machines))
    found: list[tuple[str, dict[str, Any]]] = []
    failures: dict[str, InputError] = {}
    zeros = any([0 in row for _, row in rows])  # a 0 is hardly a duration, but often the first machine
    for name, reader in _READERS.items():
        try:
            if zeros and name.startswith("flow-shop"):
                raise InputError("a flow shop with durations of 0 is read only where its form is named")
            found.append((name, reader(rows, (jobs, machines))))
        except InputError as error:
            failures[name] = error
    if len(found) == 1:
        return found[0][1]
    if found:
        names = " or ".join([f"--format {name}" for name, _ in found])
        raise InputError(f"the text fits several forms of a shop; say which with {names}", where="--format")
    likely = "flexible" if len({len(row) for _, row in rows}) > 1 and len(rows) == jobs else "standard"
    failed = failures[likely]
    raise InputError(f"{failed.message} (read as {likely}; name another form with --format)", where=failed.where)


def _rows(text: str) -> tuple[Shape, list[Row]]:
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not _NUMBER.match(line.strip()):
            continue
        words = line.replace(",", " ").split()
        try:
            rows.append((number, [int(word) for word in words]))
        except ValueError as error:
            if not rows and len(words) > 2 and all([word.isdecimal() for word in words[:2]]):
                rows.append((number, [int(word) for word in words[:2]]))  # an average of machines a task, say
                continue
            raise InputError("expected whole numbers only", where=f"line {number}") from error
    if not rows or len(rows[0][1]) < 2 or min(rows[0][1][:2]) < 1:
        raise InputError("the first line gives the number of jobs and machines, and rows of numbers follow")
    jobs, machines = rows[0][1][:2]
    return (jobs, machines), rows[1:]


def _standard(rows: list[Row], shape: Shape) -> dict[str, Any]:
    jobs, machines = shape
    _require_rows(rows, jobs, "one line follows for each job")
    found = []
    for j, (number, row) in enumerate(rows, 1):
        if len(row) != 2 * machines:
            raise InputError(f"expected {machines} pairs of machine and duration", where=f"line {number}")
        found.append(_job(j, [[pair] for pair in zip(row[::2], row[1::2], strict=True)], number))
    _require_machines(found, machines)
    return {"jobs": found}


def _taillard(rows: list[Row], shape: Shape) -> dict[str, Any]:
    jobs, machines = shape
    _require_rows(rows, 2 * jobs, "a line of durations for each job follows, then a line of machines for each")
    _require_width(rows, machines)
    found = []
    for j, ((number, takes), (_, on)) in enumerate(zip(rows[:jobs], rows[jobs:], strict=True), 1):
        found.append(_job(j, [[pair] for pair in zip(on, takes, strict=True)], number))
    _require_machines(found, machines)
    return {"jobs": found}


def _flow_by_job(rows: list[Row], shape: Shape) -> dict[str, Any]:
    jobs, machines = shape
    _require_rows(rows, jobs, "one line of durations follows for each job")
    _require_width(rows, machines)
    return {
        "jobs": [_job(j, [[pair] for pair in enumerate(row, 1)], number) for j, (number, row) in enumerate(rows, 1)]
    }


def _flow_by_machine(rows: list[Row], shape: Shape) -> dict[str, Any]:
    jobs, machines = shape
    _require_rows(rows, machines, "one line of durations follows for each machine")
    _require_width(rows, jobs)
    columns = list(zip(*[row for _, row in rows], strict=True))
    return {"jobs": [_job(j, [[pair] for pair in enumerate(column, 1)], 1) for j, column in enumerate(columns, 1)]}


def _flexible(rows: list[Row], shape: Shape) -> dict[str, Any]:
    jobs, machines = shape
    _require_rows(rows, jobs, "one line follows for each job")
    found = []
    for j, (number, row) in enumerate(rows, 1):
        tasks: list[list[tuple[int, int]]] = []
        at = 1
        for _ in range(row[0]):
            ways = row[at] if at < len(row) else 0
            pairs = row[at + 1 : at + 1 + 2 * ways]
            if ways < 1 or len(pairs) != 2 * ways:
                says = f"task {len(tasks) + 1} needs its number of machines, and a machine and a duration for each"
                raise InputError(says, where=f"line {number}")
            tasks.append(list(zip(pairs[::2], pairs[1::2], strict=True)))
            at += 1 + 2 * ways
        if at != len(row) or not tasks:
            raise InputError(
                f"the line says {row[0]} tasks, which take {at} of its {len(row)} numbers", where=f"line {number}"
            )
        found.append(_job(j, tasks, number))
    _require_machines(found, machines)
    return {"jobs": found}


_READERS: dict[str, Callable[[list[Row], Shape], dict[str, Any]]] = {
    "standard": _standard,
    "taillard": _taillard,
    "flow-shop-by-job": _flow_by_job,
    "flow-shop-by-machine": _flow_by_machine,
    "flexible": _flexible,
}
LAYOUTS = tuple(_READERS)
"""Names of the forms."""


def _job(number: int, tasks: list[list[tuple[int, int]]], line: int) -> dict[str, Any]:
    """A job whose tasks each have ways: pairs of machine and duration."""
    found = []
    for pairs in tasks:
        if any([machine < 0 or duration < 0 for machine, duration in pairs]):
            raise InputError("machines and durations cannot be negative", where=f"line {line}")
        ways = [{"machine": f"M{machine}", "duration": duration} for machine, duration in pairs]
        found.append({**ways[0], "alternatives": ways[1:]})
    return {"name": f"J{number}", "tasks": found}


def _require_rows(rows: list[Row], count: int, says: str) -> None:
    if len(rows) != count:
        raise InputError(
            f"the first line gives the number of jobs and machines, and {says}: {count} expected, {len(rows)} found"
        )


def _require_width(rows: list[Row], width: int) -> None:
    for number, row in rows:
        if len(row) != width:
            raise InputError(f"expected {width} numbers, not {len(row)}", where=f"line {number}")


def _require_machines(jobs: list[dict[str, Any]], machines: int) -> None:
    """Machines are counted from 0 or from 1."""
    used = {int(way["machine"][1:]) for job in jobs for task in job["tasks"] for way in (task, *task["alternatives"])}
    first = 0 if 0 in used else 1
    beyond = sorted([machine for machine in used if not first <= machine < first + machines])
    if beyond:
        raise InputError(f"there are {machines} machines, counted from {first}, but also a machine {beyond[0]}")
