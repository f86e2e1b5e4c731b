"""Project files: the domain's own YAML or JSON, PSPLIB's .sm and .mm, Patterson's .rcp."""

from __future__ import annotations

import re
from typing import Any

from domains.project.patterson import read_patterson
from domains.project.psplib import looks_like_psplib, read_psplib
from domains.project.request import ProjectRequest
from domains.validation import validated
from encoders.errors import InputError

_NUMBERS = re.compile(r"\s*\d+(?:\s+\d+){4,}\s*")
LAYOUTS = ("psplib", "patterson")
"""Names of forms other than the domain's own."""


def parse_request(content: object, layout: str | None = None) -> ProjectRequest:
    """A request from parsed content, or from the text of a file. Both texts are recognised where no layout is named.

    Raises InputError that names the field or line.
    """
    if layout is None and isinstance(content, str) and looks_like_psplib(content):
        layout = "psplib"
    elif layout is None and isinstance(content, str) and _is_patterson(content):
        layout = "patterson"
    if layout is None:
        return validated(ProjectRequest, content, "a project")
    if not isinstance(content, str):
        raise InputError("this form of a project is text: sections of numbers", where=f"--format {layout}")
    reader = {"psplib": read_psplib, "patterson": read_patterson}[layout]
    return validated(ProjectRequest, reader(content), "a project")


def is_file(text: str) -> bool:
    """Whether a text is a project file and no English."""
    return looks_like_psplib(text) or _is_patterson(text)


def _is_patterson(text: str) -> bool:
    """Whether a text of numbers is exactly what its first two of them ask for."""
    if _NUMBERS.fullmatch(text) is None:
        return False
    try:
        read_patterson(text)
    except InputError:
        return False
    return True


def completed(content: Any, request: ProjectRequest) -> Any:
    """A plan's content with what may be left out: the makespan, the way of what has only one, and ends where nothing pauses."""
    if not isinstance(content, dict) or not isinstance(content.get("tasks"), list):
        return content
    known = {activity.name: activity for activity in request.activities}
    tasks = []
    for entry in content["tasks"]:
        activity = known.get(str(entry.get("task"))) if isinstance(entry, dict) else None
        if activity is not None:
            mode = next((m for m in activity.modes if m.mode == entry.get("mode", "")), None)
            if mode is not None and isinstance(entry.get("start"), int) and not request.breaks:
                entry = {"end": entry["start"] + mode.duration, **entry}
        tasks.append(entry)
    content = {**content, "tasks": tasks}
    if "makespan" not in content and tasks:
        ends = [entry.get("end") for entry in tasks if isinstance(entry, dict)]
        content["makespan"] = max([end for end in ends if isinstance(end, int)], default=0)
    return content
