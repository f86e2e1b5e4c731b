"""From sentences to what each job does where: steps in order of the text, durations along a route that all jobs take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.jobshop.reader.times import Time
from domains.reading.items import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domains.jobshop.reader.draft import Draft, Ways
    from domains.reading.clauses import Finding

PRONOUNS = frozenset(("it", "which", "that"))
CONTINUES = PRONOUNS | {"and"}


def gather_routes(draft: Draft) -> None:
    """Names, steps, durations and the common route; a job that a sentence only names is what the next steps belong to."""
    subjects: list[str] = []
    pending: Finding | None = None
    """A bare name, which must be followed by a step to mean anything."""
    opened: int | None = None
    """The sentence that begins with jobs and the name of one ("Four jobs: A needs the press ..."), while it goes on."""
    for finding in draft.heard.findings:
        match = finding.match
        if opened is not None and match.sentence != opened:
            subjects, opened = [], None
        topic, gives = match.phrase.topic, match.phrase.gives
        for item in match.items:
            _mention(draft, item.kind, item.value)
        named = list(match.slot("JOBS") or ()) or [name for name in (match.slot("JOB"),) if name is not None]
        if topic == "route" and gives == "subject":
            if pending is not None:
                draft.heard.reject(pending)
            subjects, pending = named, finding
            continue
        if topic != "names":
            subjects = named or subjects
            opened = None if named else opened
        elif gives == "jobs" and match.slot("JOB") is not None:
            subjects, opened = named, match.sentence
        if topic == "names" and gives == "place":
            draft.heard.fact("jobs", "It is told where the jobs are done.", finding)
        elif topic == "names":
            _count(draft, finding)
        elif topic == "route" and gives == "flow":
            _flow(draft, finding)
        elif topic == "route" and not subjects:
            draft.heard.ask(f"Which job is meant by “{draft.heard.quote(finding)}”?")
        elif topic == "route":
            for job in subjects:
                _tell(draft, job, finding)
        elif topic == "note":
            _note(draft, finding)
        elif topic == "count":
            _count_tasks(draft, finding)
        if named or topic == "route" or _continues(finding):
            pending = None
    if pending is not None:
        draft.heard.reject(pending)


def _tell(draft: Draft, job: str, finding: Finding) -> None:
    """One or more steps of a job, or its times along the common route."""
    match = finding.match
    if match.phrase.gives == "takes":
        times = match.slot("TIMES") or (match.slot("TIME"),)
        if draft.takes.setdefault(job, times) != times:
            draft.heard.ask(f"{job} takes two different times: which of them holds?")
        draft.job(job)
        draft.heard.fact(f"jobs/{job}", f"{job} takes {', then '.join([time.says for time in times])}.", finding)
        return
    steps = list(_steps(finding))
    if not steps:
        draft.heard.ask(f"“{draft.heard.quote(finding)}”: which time is meant on which machine?")
    draft.job(job).extend(steps)
    draft.heard.fact(f"jobs/{job}", _says(job, steps), finding)


def subject_of(draft: Draft, finding: Finding) -> list[str]:
    """The jobs that a sentence is about: those it names, else the last one named before it."""
    match = finding.match
    if (several := match.slot("JOBS")) is not None:
        return list(several)
    if (one := match.slot("JOB")) is not None:
        return [one]
    last: Finding | None = None
    for other in draft.heard.findings:
        if other is finding:
            break
        if other.match.slot("JOB") is not None:
            last = other
    if last is None or (last.match.sentence != match.sentence and not match.has(*PRONOUNS)):
        return []
    return [last.match.slot("JOB")]


def _mention(draft: Draft, kind: str, value: object) -> None:
    """Jobs and machines exist once they are named."""
    if kind == "JOB":
        draft.job(str(value))
    elif kind == "JOBS" and isinstance(value, tuple):
        for name in value:
            draft.job(name)
    elif kind == "MACHINE":
        draft.machines.setdefault(str(value))
    elif kind in ("MACHINES", "CHOICE") and isinstance(value, tuple):
        for name in value:
            draft.machines.setdefault(name)


def _count(draft: Draft, finding: Finding) -> None:
    """ "three jobs": how many there are to be."""
    match = finding.match
    what = match.phrase.gives
    time = match.slot("TIME")
    told = match.slot("JOBS") or match.slot("MACHINES") or ()
    if isinstance(time, Time):
        if time.unit or not isinstance(time.amount, int):
            draft.heard.reject(finding)
            return
        single = "MACHINE" in [item.kind for item in match.items] and what == "machines"
        if single and match.items[0].kind == "TIME":  # "four jobs share one printer"
            what, single = "jobs", False
        if single and time.amount != 1 and not told:
            draft.heard.ask(f"“{draft.heard.quote(finding)}”: what are the {time.amount} machines called?")
        draft.counts[what] = time.amount
    draft.heard.fact(what, f"There are {what}.", finding)


def _count_tasks(draft: Draft, finding: Finding) -> None:
    """ "Job A has three operations": how many tasks it is to have."""
    job, time = finding.match.slot("JOB"), finding.match.slot("TIME")
    if time.unit or not isinstance(time.amount, int):
        draft.heard.reject(finding)
        return
    draft.tasks[job] = time.amount
    draft.heard.fact(f"jobs/{job}", f"{job} has {time.amount} tasks.", finding)


def _note(draft: Draft, finding: Finding) -> None:
    """What is so in every shop: machines do one task at a time, and no task is interrupted. Other numbers are not read."""
    gives, time = finding.match.phrase.gives, finding.match.slot("TIME")
    fits = {"single": (1,), "never": (2,)}.get(gives)
    if fits is not None and isinstance(time, Time) and (time.unit or time.amount not in fits):
        draft.heard.reject(finding)
        return
    says = {
        "choice": "Each job has a choice of machines.",
        "whole": "No task is interrupted, and those of a job follow one another.",
    }.get(gives, "A machine does one task at a time.")
    draft.heard.fact("machines", says, finding)


def _flow(draft: Draft, finding: Finding) -> None:
    told = finding.match.slot("TIME")
    if told is not None:
        if told.unit or not isinstance(told.amount, int):
            draft.heard.reject(finding)
            return
        draft.counts["jobs"] = told.amount
    route = finding.match.slot("MACHINES")
    if draft.flow and draft.flow != route:
        draft.heard.ask("Two orders of machines are told for all jobs: which one holds?")
    draft.flow = route
    draft.heard.fact("jobs", f"Every job passes {', '.join(route)} in this order.", finding)


def _steps(finding: Finding) -> Iterator[Ways]:
    """One step, or as many as there are machines and times side by side."""
    match = finding.match
    choice, machines = match.slot("CHOICE"), match.slot("MACHINES")
    if choice is not None:
        time = match.slot("TIME")
        yield tuple([(machine, time) for machine in choice])
    elif machines is not None:
        times = match.slot("TIMES")
        yield from (
            [((machine, time),) for machine, time in zip(machines, times, strict=False)]
            if len(machines) == len(times)
            else ()
        )
    else:
        slots = [item for item in match.items if item.kind in ("MACHINE", "TIME")]
        lengths = [item.value for item in slots if item.kind == "TIME"]
        on = [item.value for item in slots if item.kind == "MACHINE"]
        yield tuple(zip(on, lengths, strict=True))


def _says(job: str, steps: list[Ways]) -> str:
    told = [" or ".join([f"{machine} for {time.says}" for machine, time in ways]) for ways in steps]
    return f"{job} needs {', then '.join(told)}."


def _continues(finding: Finding) -> bool:
    return any([item.kind == WORD and item.norm in CONTINUES for item in finding.match.items])
