"""The files of PSPLIB: single-mode (.sm) and multi-mode projects (.mm), as ProGen writes them.

Kolisch, Sprecher: PSPLIB - a project scheduling problem library (1996). Jobs are called J1, J2, ..., resources R1, ..., N1, ...
and D1, ...; the source and the sink, which take no time and nothing else, are left out. A doubly constrained resource is limited
at every moment, and what is used in all periods together too. The due date of the file is what ProGen computed for another
problem: it is no limit here. A release date of the project is one of every job.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = re.compile(r"[*\-_=]{5,}")
_HEADER = re.compile(r"-?\s*([A-Za-z][^:]*?)\s*:\s*(.*)")
_KINDS = ("R", "N", "D")
_LIKE = re.compile(r"PRECEDENCE RELATIONS.*?REQUESTS/DURATIONS.*?RESOURCE ?AVAILABILITIES", re.DOTALL | re.IGNORECASE)


def looks_like_psplib(text: str) -> bool:
    """Whether a text has the sections of such a file."""
    return _LIKE.search(text) is not None


@dataclass
class Listed:
    """Jobs by number with their ways and successors, and what is available, as the lines say it."""

    jobs: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_KINDS, 0))
    modes: dict[int, int] = field(default_factory=dict)
    successors: dict[int, list[int]] = field(default_factory=dict)
    ways: dict[int, list[tuple[int, list[int]]]] = field(default_factory=dict)
    available: list[int] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    release: int = 0
    line_of: dict[int, int] = field(default_factory=dict)
    """The line with the successors of each job."""


def read_psplib(text: str) -> dict[str, Any]:
    """A project's own content. Raises InputError naming the line."""
    found = Listed()
    section = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or _RULE.fullmatch(line):
            continue
        upper = line.upper().replace(" ", "")
        if upper.startswith(
            ("PRECEDENCERELATIONS", "REQUESTS/DURATIONS", "RESOURCEAVAILABILITIES", "PROJECTINFORMATION")
        ):
            section = upper[:10]
        elif section == "":
            _header(found, line, number)
        elif section == "PROJECTINF":
            _information(found, line, number)
        elif section == "PRECEDENCE":
            _relations(found, line, number)
        elif section == "REQUESTS/D":
            _request(found, line, number)
        else:
            _availability(found, line, number)
    return _content(found)


def _whole(words: Sequence[str], number: int) -> list[int]:
    try:
        found = [int(word) for word in words]
    except ValueError as error:
        raise InputError("expected whole numbers only", where=f"line {number}") from error
    if any([value < 0 for value in found]):
        raise InputError("no number of a project file is negative", where=f"line {number}")
    return found


def _header(found: Listed, line: str, number: int) -> None:
    match = _HEADER.fullmatch(line)
    if match is None:
        return
    name, value = match[1].lower(), match[2].split()
    if name.startswith("jobs") and value:
        found.jobs = _whole(value[:1], number)[0]
    elif name.startswith("projects") and value and _whole(value[:1], number)[0] != 1:
        raise InputError("only files with one project can be read; split it into one file each", where=f"line {number}")
    for kind, word in zip(_KINDS, ("renewable", "nonrenewable", "doubly constrained"), strict=True):
        if name.startswith(word) and value:
            found.counts[kind] = _whole(value[:1], number)[0]


def _information(found: Listed, line: str, number: int) -> None:
    if line[0].isdigit():
        numbers = _whole(line.split(), number)
        if len(numbers) > 2:
            found.release = numbers[2]


def _relations(found: Listed, line: str, number: int) -> None:
    if not line[0].isdigit():
        return  # the titles of the columns
    row = _whole(line.split(), number)
    if len(row) < 3 or len(row) != 3 + row[2]:
        says = "expected the job, its number of modes, its number of successors, and so many successors"
        raise InputError(says, where=f"line {number}")
    job = row[0]
    if job in found.modes:
        raise InputError(f"job {job} has its successors twice", where=f"line {number}")
    found.modes[job], found.successors[job], found.line_of[job] = row[1], row[3:], number


def _request(found: Listed, line: str, number: int) -> None:
    if not line[0].isdigit():
        found.columns = _titles(line) or found.columns
        return
    row, width = _whole(line.split(), number), len(_resources(found))
    if len(row) == width + 3:
        job, row = row[0], row[1:]
        if job in found.ways:
            raise InputError(f"job {job} has its durations twice", where=f"line {number}")
        if job not in found.modes:
            raise InputError(f"job {job} has no line among the precedence relations", where=f"line {number}")
        found.ways[job] = []
    elif len(row) == width + 2 and found.ways and _is_open(found):
        job = next(reversed(found.ways))  # a further mode of the job before
    else:
        says = f"expected a job, a mode, a duration and {width} amounts, or without the job for a further mode"
        raise InputError(says, where=f"line {number}")
    if row[0] != len(found.ways[job]) + 1 or row[0] > found.modes[job]:
        raise InputError(
            f"expected mode {len(found.ways[job]) + 1} of the {found.modes[job]} of job {job}", where=f"line {number}"
        )
    found.ways[job].append((row[1], row[2:]))


def _is_open(found: Listed) -> bool:
    """Whether the last job is to have further modes."""
    job = next(reversed(found.ways))
    return len(found.ways[job]) < found.modes[job]


def _availability(found: Listed, line: str, number: int) -> None:
    if not line[0].isdigit():
        titles = _titles(line)
        if titles and titles != _resources(found):
            raise InputError(f"expected the columns {', '.join(_resources(found))}", where=f"line {number}")
        return
    found.available += _whole(line.split(), number)


def _titles(line: str) -> list[str]:
    return [f"{kind}{number}" for kind, number in re.findall(r"\b([RND])\s*(\d+)", line)]


def _resources(found: Listed) -> list[str]:
    named = [f"{kind}{number}" for kind in _KINDS for number in range(1, found.counts[kind] + 1)]
    return named or found.columns


def _content(found: Listed) -> dict[str, Any]:
    resources = _resources(found)
    if not found.ways:
        raise InputError("the file has no durations; expected the sections of a PSPLIB file (.sm, .mm)")
    if found.jobs and found.jobs != len(found.ways):
        raise InputError(f"the file says {found.jobs} jobs, but gives durations of {len(found.ways)}")
    for job, count in found.modes.items():
        if len(found.ways.get(job, ())) != count:
            says = f"job {job} is to have {count} modes, but {len(found.ways.get(job, ()))} follow"
            raise InputError(says, where=f"line {found.line_of[job]}")
        for after in found.successors[job]:
            if after not in found.modes:
                raise InputError(
                    f"job {job} has a successor {after}, which is no job", where=f"line {found.line_of[job]}"
                )
    if len(found.available) != len(resources):
        raise InputError(
            f"expected {len(resources)} availabilities ({', '.join(resources)}), not {len(found.available)}"
        )
    return as_request(found, resources)


def as_request(found: Listed, resources: Sequence[str]) -> dict[str, Any]:
    """A project's own content; amounts of `found` are in the order of `resources`."""
    steady = [name for name in resources if name[0] in "RD"]
    total = [name for name in resources if name[0] in "ND"]
    jobs = [job for job, ways in found.ways.items() if not _is_nothing(ways) or len(found.ways) == 1]
    activities = []
    for job in jobs:
        modes = []
        for number, (duration, amounts) in enumerate(found.ways[job], 1):
            each = dict(zip(resources, amounts, strict=True))
            modes.append(
                {
                    "mode": str(number),
                    "duration": duration,
                    "needs": {name: each[name] for name in steady if each[name]},
                    "uses": {name: each[name] * (duration if name[0] == "D" else 1) for name in total if each[name]},
                }
            )
        activities.append({"name": f"J{job}", **modes[0], "alternatives": modes[1:]})
    available = dict(zip(resources, found.available, strict=True))
    content: dict[str, Any] = {
        "activities": activities,
        "order": [{"before": f"J{a}", "after": f"J{b}"} for a, b in _orders(found, set(jobs))],
        "resources": {name: available[name] for name in steady},
        "supplies": {name: available[name] for name in total},
    }
    if found.release:
        content["release"] = {f"J{job}": found.release for job in jobs}
    return content


def _is_nothing(ways: Sequence[tuple[int, Sequence[int]]]) -> bool:
    return len(ways) == 1 and ways[0][0] == 0 and not any(ways[0][1])


def _orders(found: Listed, kept: set[int]) -> list[tuple[int, int]]:
    """Pairs of jobs; through those that are left out, what is before them is before what is after them."""
    pairs: dict[tuple[int, int], None] = {}
    for job in found.ways:
        if job not in kept:
            continue
        open_, seen = list(found.successors[job]), set()
        while open_:
            after = open_.pop(0)
            if after in seen:
                continue
            seen.add(after)
            if after in kept:
                pairs[job, after] = None
            else:
                open_ += found.successors[after]
    return list(pairs)
