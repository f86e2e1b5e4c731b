"""Changes of a shop's request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.jobshop.formats import parse_request
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Change
    from domains.jobshop.request import JobShopRequest

_PLAIN = ("deadline", "permutation", "objectives", "unit")
_OF_JOBS = ("due", "release", "weight", "family")
SECOND = "second "
"""Begins the name of a machine that is as good as another one: "second saw"."""


def edit(request: JobShopRequest, changes: Sequence[Change]) -> JobShopRequest:
    """The request with changes applied in order.

    A path is `deadline`, `permutation`, `objectives`, `unit`, `due/JOB`, `release/JOB`, `weight/JOB`, `family/JOB`,
    `duration/JOB.N` (on the task's first machine) or `duration/JOB.N@MACHINE`, `jobs/JOB` (after=None: without that job),
    `machines/second MACHINE` (before=None: one more of its kind), `machines/MACHINE` (after=None: without it), `down/MACHINE`
    (before=None: one more time in which it is down), `setups/MACHINE` or `setups/N` (after=None: none), or `extra/N`: a
    further wish by its place in the request as it was, with before=None one more. Raises InputError.
    """
    content: dict[str, Any] = request.model_dump(by_alias=True)
    for change in changes:
        kind, _, name = change.path.partition("/")
        if change.path in _PLAIN:
            _set(content, change.path, change.after)
        elif kind == "machines" and change.before is None:
            _second(content, name, change)
        elif kind == "machines" and change.after is None:
            _without_machine(content, name, change)
        elif kind == "down":
            content["down"] = _down(content["down"], name, change)
        elif kind == "setups" and change.after is None:
            content["setups"] = _without_setups(content["setups"], name, change)
        elif kind == "extra":
            content["extra"] = _extra(content["extra"], name, change)
        elif kind == "duration":
            _way(content, name, change)["duration"] = change.after
        else:
            _of_job(content, kind, name, change)
    content["extra"] = [wish for wish in content["extra"] if wish is not None]
    return parse_request(content)


def _set(content: dict[str, Any], name: str, after: Any) -> None:
    if after is None:
        content.pop(name, None)  # the default again
    else:
        content[name] = after


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


def _second(content: dict[str, Any], name: str, change: Change) -> None:
    """One more machine that does what another one does, as fast."""
    like = name.removeprefix(SECOND)
    if like == name or like not in content["machines"] or change.after != name:
        known = ", ".join([SECOND + machine for machine in content["machines"]])
        raise InputError(f"a machine can be added as a second one of its kind: {known}", where=change.path)
    content["machines"] = [*content["machines"], name]
    for job in content["jobs"]:
        for task in job["tasks"]:
            ways = [way for way in (task, *task["alternatives"]) if way["machine"] == like]
            task["alternatives"] = [
                *task["alternatives"],
                *[{"machine": name, "duration": way["duration"]} for way in ways],
            ]
    content["setups"] += [{**setup, "machine": name} for setup in content["setups"] if setup["machine"] == like]


def _without_machine(content: dict[str, Any], name: str, change: Change) -> None:
    """The shop without a machine, whose tasks all have another one. Raises InputError where one has not."""
    if name not in content["machines"]:
        raise InputError(
            f"the shop has no machine {name!r}; it has {', '.join(content['machines'])}", where=change.path
        )
    for job in content["jobs"]:
        for task in job["tasks"]:
            task["alternatives"] = [way for way in task["alternatives"] if way["machine"] != name]
            if task["machine"] == name:
                if not task["alternatives"]:
                    raise InputError(f"a task of {job['name']} can run on {name} only", where=change.path)
                first, *others = task["alternatives"]
                task |= {**first, "alternatives": others}
    for field in ("down", "setups"):
        content[field] = [entry for entry in content[field] if entry["machine"] != name]
    content["machines"] = [machine for machine in content["machines"] if machine != name]


def _without_setups(setups: list[Any], name: str, change: Change) -> list[Any]:
    if name.isdecimal() and int(name) < len(setups):
        return [setup for number, setup in enumerate(setups) if number != int(name)]
    left = [setup for setup in setups if setup["machine"] != name]
    if len(left) == len(setups):
        raise InputError(f"there are no setups of {name!r} alone", where=change.path)
    return left


def _way(content: dict[str, Any], name: str, change: Change) -> dict[str, Any]:
    task, _, machine = name.partition("@")
    owner, _, place = task.rpartition(".")
    for job in content["jobs"]:
        if job["name"] == owner and place.isdecimal() and 1 <= int(place) <= len(job["tasks"]):
            step = job["tasks"][int(place) - 1]
            for way in (step, *step["alternatives"]):
                found: dict[str, Any] = way
                if not machine or found["machine"] == machine:
                    return found
    raise InputError(f"the shop has no task {name!r}", where=change.path)


def _of_job(content: dict[str, Any], kind: str, name: str, change: Change) -> None:
    job = next((job for job in content["jobs"] if job["name"] == name), None)
    if job is None or kind not in (*_OF_JOBS, "jobs") or (kind == "jobs" and change.after is not None):
        paths = ", ".join([*_PLAIN, *[f"{field}/JOB" for field in _OF_JOBS]])
        raise InputError(
            f"of a shop {paths}, duration/JOB.N, down/MACHINE, setups/MACHINE and extra/N can be changed, a job can be left "
            "out and a second machine of a kind added",
            where=change.path,
        )
    if kind == "jobs":
        content["jobs"] = [other for other in content["jobs"] if other["name"] != name]
        content["setups"] = [setup for setup in content["setups"] if {setup["from"], setup["to"]} <= _families(content)]
    else:
        _set(job, kind, change.after)


def _families(content: dict[str, Any]) -> set[str]:
    return {task["family"] or job["family"] or job["name"] for job in content["jobs"] for task in job["tasks"]}
