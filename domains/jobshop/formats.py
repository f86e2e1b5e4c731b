"""Shop files: the domain's own YAML or JSON, job-shop-lib's JSON matrices, and the texts of the benchmark sets (`texts`)."""

from __future__ import annotations

from typing import Any

from domains.jobshop.request import JobShopRequest
from domains.jobshop.texts import LAYOUTS as TEXTS
from domains.jobshop.texts import from_text
from domains.validation import validated
from encoders.errors import InputError

LAYOUTS = ("matrices", *TEXTS)
"""Names of forms other than the domain's own."""
_MATRICES = frozenset(("name", "duration_matrix", "machines_matrix", "metadata", "deadline"))


def parse_request(content: object, layout: str | None = None) -> JobShopRequest:
    """A request from parsed content, or from a text of numbers. The form is recognised where no layout is named.

    Raises InputError that names the field or line.
    """
    if layout in TEXTS or (layout is None and isinstance(content, str)):
        return validated(JobShopRequest, from_text(content, layout), "a job shop")
    if layout == "matrices" or (isinstance(content, dict) and "duration_matrix" in content):
        return validated(JobShopRequest, _from_matrices(content), "a job shop")
    if isinstance(content, dict) and _is_collection(content):
        names = ", ".join(list(content)[:5])
        raise InputError(
            f"the file holds {len(content)} shops ({names}{', ...' if len(content) > 5 else ''}); give one of them alone",
            where=next(iter(content)),
        )
    if not isinstance(content, dict):
        raise InputError("a job shop is a mapping with a list of jobs")
    return validated(JobShopRequest, content, "a job shop")


def _is_collection(content: dict[str, Any]) -> bool:
    return bool(content) and all([isinstance(entry, dict) and "duration_matrix" in entry for entry in content.values()])


def _from_matrices(content: object) -> dict[str, Any]:
    """job-shop-lib's form: one row a job; a cell of machines is one number, or a list of those that may do the task."""
    if not isinstance(content, dict):
        raise InputError("a job shop in matrices is a mapping with duration_matrix and machines_matrix")
    if more := [name for name in content if name not in _MATRICES]:
        raise InputError(f"{more[0]!r} of a shop in matrices cannot be planned; leave it out", where=more[0])
    durations, machines = content.get("duration_matrix"), content.get("machines_matrix")
    if not isinstance(durations, list) or not isinstance(machines, list) or len(durations) != len(machines):
        raise InputError("duration_matrix and machines_matrix need one row a job, in the same order")
    jobs = []
    for number, (row, on) in enumerate(zip(durations, machines, strict=True), 1):
        if not isinstance(row, list) or not isinstance(on, list) or len(row) != len(on):
            raise InputError("durations and machines of a job differ in number", where=f"row {number}")
        jobs.append({"name": f"J{number}", "tasks": [_task(d, m, number) for d, m in zip(row, on, strict=True)]})
    found: dict[str, Any] = {"jobs": jobs}
    if content.get("deadline") is not None:
        found["deadline"] = content["deadline"]
    return found


def _task(duration: Any, machines: Any, row: int) -> dict[str, Any]:
    on = machines if isinstance(machines, list) else [machines]
    takes = duration if isinstance(duration, list) else [duration] * len(on)
    if not on or len(on) != len(takes):
        raise InputError("a task needs a duration for each of its machines", where=f"row {row}")
    ways = [{"machine": f"M{m}", "duration": d} for m, d in zip(on, takes, strict=True)]
    return {**ways[0], "alternatives": ways[1:]}
