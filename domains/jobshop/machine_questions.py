"""Questions about where a task runs, and which of two jobs starts first: "why does the door run on the router?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.base import Asked
from domains.jobshop.steps import step_name
from encoders.spec import write_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.asking import Slotted
    from domains.base import QuestionKind
    from domains.jobshop.request import JobShopRequest

_RUN = (
    r"(?:run|runs|ran|running|is|was|be|done|made|processed|go|goes|put|scheduled|does|do|use|uses|using|move|moved|take|"
    r"takes)"
)
_ON = re.compile(
    rf"(?:(?:{_RUN}|job|task|the) )*(?:<job>|<task>)(?: (?:{_RUN}|not|instead))*(?: (?:on|to|at|in))? <machine>(?: instead)?"
)
_FIRST = re.compile(
    rf"(?:(?:start|begin|job|the|{_RUN}) )*<job>(?: (?:start|starts|begin|begins|{_RUN}))* "
    r"(?P<way>before|after|ahead of) (?:job )?<job>"
)


def about_machines(
    kind: QuestionKind, text: str, reading: Slotted, request: JobShopRequest, numbers: dict[str, Any]
) -> Asked | None:
    """A question about a machine that a task has a choice of, or about two jobs' starts; None for any other."""
    jobs, task, machine = reading.all("job"), reading.first("task"), reading.first("machine")
    order = _FIRST.fullmatch(text)
    if order is not None and len(jobs) == 2:
        first, second = jobs if order["way"] != "after" else jobs[::-1]
        starts = [write_name(("start", step_name(name, 1))) for name in (first, second)]
        holds = numbers.get(f"start[{step_name(first, 1)}]", 0) < numbers.get(f"start[{step_name(second, 1)}]", 0)
        present, absent = f"{starts[0]} < {starts[1]}", f"{starts[0]} >= {starts[1]}"
        return _stated(kind, f"{first} starting before {second}", present, absent, holds)
    if _ON.fullmatch(text) is None or machine is None:
        return None
    found = [
        name for name in _choices(request, machine) if name == task or (jobs and name.rpartition(".")[0] == jobs[0])
    ]
    said = task or (jobs[0] if jobs else "")
    if not found:
        return Asked("", questions=(f"{said} has no choice of machines that {machine} is one of. What else is meant?",))
    if len(found) > 1:
        return Asked("", questions=(f"{', '.join(found)} can run on {machine}: which of them is meant?",))
    name = write_name(("task", found[0]), ("on", machine))
    return _stated(kind, f"{found[0]} on {machine}", name, f"not {name}", bool(numbers.get(name)))


def _choices(request: JobShopRequest, machine: str) -> Iterator[str]:
    """The tasks that this machine and another one may do."""
    for job in request.jobs:
        for number, task in enumerate(job.tasks, 1):
            if task.alternatives and machine in [option.machine for option in task.options]:
                yield step_name(job.name, number)


def _stated(kind: QuestionKind, says: str, present: str, absent: str, holds: bool) -> Asked:
    """Something that holds in the schedule (why) or not (why not)."""
    if (kind == "why") != holds and kind != "what-if":
        verb = "does not have" if kind == "why" else "has"
        return Asked("", questions=(f"The schedule {verb} {says}. What is meant?",))
    return Asked(f"without {says}", wish=absent) if kind == "why" else Asked(f"with {says}", wish=present)
