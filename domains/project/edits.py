"""Edits of a project by path; see `domains.paths` for the paths that are its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.paths import edited
from domains.validation import validated
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.base import Change
    from domains.project.request import ProjectRequest

_LIMITS = ("resources", "supplies")


def edit(request: ProjectRequest, changes: Sequence[Change]) -> ProjectRequest:
    """The request with changes applied in order.

    Beside its fields (`deadline`, `due/Pouring`, `resources/worker`, `order/Digging before Pouring`, `less/worker 2-4`) a path is
    `duration/ACTIVITY` or `duration/ACTIVITY@WAY`. A resource or supply that is given up is not limited any more; of an activity
    that is left out, what came before it comes before what came after it. Raises InputError.
    """
    for change in changes:
        request = _changed(request, change)
    return request


def _changed(request: ProjectRequest, change: Change) -> ProjectRequest:
    kind, _, name = change.path.partition("/")
    if kind == "activities" and name and change.after is None:
        return _without(request, name, change.path)
    if kind == "duration":
        return _lasting(request, name, change)
    if kind in _LIMITS and name and change.after is None:
        content = request.model_dump(mode="json", by_alias=True)
        if name not in content[kind]:
            raise InputError(f"there is no {name!r}; there are {', '.join(content[kind]) or 'none'}", where=change.path)
        content[kind][name] = None
        return validated(type(request), content, "a project")
    return edited(request, [change], "a project")


def _without(request: ProjectRequest, name: str, path: str) -> ProjectRequest:
    if name not in request.names:
        raise InputError(f"there is no activity {name!r}; there are {', '.join(request.names)}", where=path)
    content: dict[str, Any] = request.model_dump(mode="json", by_alias=True)
    content["activities"] = [activity for activity in content["activities"] if activity["name"] != name]
    before = [o for o in request.order if o.after == name and o.ends == "end-start"]
    after = [o for o in request.order if o.before == name and o.ends == "end-start"]
    content["order"] = [order for order in content["order"] if name not in (order["before"], order["after"])]
    known = {order["name"] for order in content["order"]}
    for first in before:
        for then in after:
            called = f"{first.before} before {then.after}"
            if called not in known and first.before != then.after:
                known.add(called)
                content["order"].append({"name": called, "before": first.before, "after": then.after})
    for apart in content["apart"]:
        apart["activities"] = [other for other in apart["activities"] if other != name]
    content["apart"] = [apart for apart in content["apart"] if len(apart["activities"]) > 1]
    for field in ("release", "due", "weight"):
        content[field].pop(name, None)
    return validated(type(request), content, "a project")


def _lasting(request: ProjectRequest, name: str, change: Change) -> ProjectRequest:
    called, _, way = name.partition("@")
    content: dict[str, Any] = request.model_dump(mode="json", by_alias=True)
    for activity in content["activities"]:
        if activity["name"] == called:
            for mode in (activity, *activity["alternatives"]):
                if not way or mode["mode"] == way:
                    mode["duration"] = change.after
                    return validated(type(request), content, "a project")
    raise InputError(f"the project has no activity {name!r}", where=change.path)
