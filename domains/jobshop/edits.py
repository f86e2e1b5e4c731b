"""Changes of a shop's request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.jobshop.formats import parse_request
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Change
    from domains.jobshop.request import JobShopRequest


def edit(request: JobShopRequest, changes: Sequence[Change]) -> JobShopRequest:
    """The request with changes applied in order.

    A path is `deadline`, `due/JOB`, `release/JOB`, `duration/JOB.N`, `jobs/JOB` (after=None: without that job),
    `down/MACHINE` (before=None: one more time in which it is down), or `extra/N`: a further wish by its place in the request as
    it was, with before=None one more. Raises InputError.
    """
    content: dict[str, Any] = request.model_dump()
    for change in changes:
        kind, _, name = change.path.partition("/")
        if change.path == "deadline":
            content["deadline"] = change.after
        elif kind == "down":
            content["down"] = _down(content["down"], name, change)
        elif kind == "extra":
            content["extra"] = _extra(content["extra"], name, change)
        elif kind == "duration":
            _step(content, name, change)["duration"] = change.after
        else:
            _of_job(content, kind, name, change)
    content["extra"] = [wish for wish in content["extra"] if wish is not None]
    return parse_request(content)


def _extra(wishes: list[Any], place: str, change: Change) -> list[Any]:
    if change.before is None:
        return [*wishes, change.after]
    if not place.isdecimal() or int(place) >= len(wishes):
        raise InputError(f"the shop has {len(wishes)} further wishes", where=change.path)
    return [change.after if number == int(place) else wish for number, wish in enumerate(wishes)]


def _down(times: list[Any], machine: str, change: Change) -> list[Any]:
    """One more time of a machine where there was none before; else all its times, or none."""
    if change.before is None:
        return [*times, change.after]
    if not any([time["machine"] == machine for time in times]):
        raise InputError(f"the shop has no time in which {machine!r} is down", where=change.path)
    others = [time for time in times if time["machine"] != machine]
    return others if change.after is None else [*others, *change.after]


def _step(content: dict[str, Any], name: str, change: Change) -> dict[str, Any]:
    owner, _, place = name.rpartition(".")
    for job in content["jobs"]:
        if job["name"] == owner and place.isdecimal() and 1 <= int(place) <= len(job["tasks"]):
            found: dict[str, Any] = job["tasks"][int(place) - 1]
            return found
    raise InputError(f"the shop has no task {name!r}", where=change.path)


def _of_job(content: dict[str, Any], kind: str, name: str, change: Change) -> None:
    job = next((job for job in content["jobs"] if job["name"] == name), None)
    if job is None or kind not in ("due", "release", "jobs") or (kind == "jobs" and change.after is not None):
        raise InputError(
            "only deadline, due/JOB, release/JOB, duration/JOB.N and extra/N of a shop can be changed, and a job left out",
            where=change.path,
        )
    if kind == "jobs":
        content["jobs"] = [other for other in content["jobs"] if other["name"] != name]
    else:
        job[kind] = 0 if kind == "release" and change.after is None else change.after
