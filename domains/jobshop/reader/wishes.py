"""From sentences to limits and wishes: due dates, releases, times in which machines are down, setups, weights, objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.jobshop.reader.routes import PRONOUNS, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from domains.jobshop.reader.draft import Draft
    from domains.reading.clauses import Finding


def gather_wishes(draft: Draft) -> None:
    """Everything that is no route, in order of the text."""
    for finding in draft.heard.findings:
        reader = _READERS.get(finding.match.phrase.topic)
        if reader is not None:
            reader(draft, finding)
            if finding.hedged:
                draft.heard.assume(f"“{draft.heard.quote(finding)}” is taken as a firm wish.")
    if "tardiness" in draft.goals and not draft.of_jobs.get("due"):
        draft.heard.ask("Lateness is to be small, but no job has a due date: when is each job due?")
    if draft.goals == ["tardiness"]:
        draft.goals.append("makespan")
        draft.heard.assume("Of schedules that are equally late, the one that ends first is taken.")


def _job_time(name: str, says: str) -> Callable[[Draft, Finding], None]:
    def read(draft: Draft, finding: Finding) -> None:
        gives = finding.match.phrase.gives
        if gives == "more" and not _follows(draft, finding, name):
            return draft.heard.reject(finding)  # "job B by 4" says something only after "job A is due by 3"
        jobs = list(draft.jobs) if gives == "every" else subject_of(draft, finding)
        if not jobs and name == "due" and not finding.match.has(*PRONOUNS):
            return _deadline(draft, finding)  # "Finish by 7." stands by itself
        if not jobs:
            draft.heard.ask(f"Which job is meant by “{draft.heard.quote(finding)}”?")
        for job in jobs:
            draft.note(name, job, finding.match.slot("TIME"), finding)
            draft.heard.fact(f"{name}/{job}", says.format(job), finding, "constraint")
        return None

    return read


def _follows(draft: Draft, finding: Finding, topic: str) -> bool:
    """Whether the finding before it, in the same sentence, is of this topic and counts."""
    before = [other for other in draft.heard.findings if other.start < finding.start]
    last = before[-1] if before else None
    return last is not None and last.match.sentence == finding.match.sentence and last.match.phrase.topic == topic


def _deadline(draft: Draft, finding: Finding) -> None:
    time = finding.match.slot("TIME")
    if draft.deadline is not None and draft.deadline != time:
        draft.heard.ask("Two deadlines are told for everything: which one holds?")
    draft.deadline = time
    draft.heard.fact("deadline", "Everything ends by then.", finding, "constraint")


def _down(draft: Draft, finding: Finding) -> None:
    machine = finding.match.slot("MACHINE")
    times = [item.value for item in finding.match.items if item.kind == "TIME"]
    for start, end in zip(times[::2], times[1::2], strict=True):
        if end.unit and not start.unit:  # "from 4 to 6 hours"
            start = type(start)(start.amount, end.unit)
        draft.down.append((machine, start, end))
    draft.heard.fact(f"down/{machine}", f"{machine} is down then.", finding, "constraint")


def _setup(draft: Draft, finding: Finding) -> None:
    match = finding.match
    if match.phrase.gives == "families":
        for job in subject_of(draft, finding):
            draft.note("family", job, match.slot("FAMILY"), finding)
            draft.heard.fact(f"family/{job}", f"{job} is {match.slot('FAMILY')}.", finding)
        return
    machine, time = match.slot("MACHINE") or "", match.slot("TIME")
    ends = [item.value for item in match.items if item.kind in ("FAMILY", "JOB")]
    last = draft.setups[-1] if draft.setups else None
    continues = match.items[0].norm in ("and", "from", "back")
    if match.has("between") and not continues:
        draft.setups.append((machine, ends[1], ends[0], time))
    if continues and last is None:
        draft.heard.reject(finding)
        return
    if continues and last is not None:
        machine = machine or last[0]
        ends = ends or [last[2], last[1]]  # "and back 3"
    draft.setups.append((machine, ends[0], ends[1], time))
    draft.heard.fact(f"setups/{machine}", f"Changing from {ends[0]} to {ends[1]} takes time.", finding, "constraint")


def _weight(draft: Draft, finding: Finding) -> None:
    match = finding.match
    value = {"double": 2, "triple": 3}.get(match.phrase.gives)
    if value is None:
        time = match.slot("TIME")
        if time.unit or not isinstance(time.amount, int):
            draft.heard.ask(f"A weight is a whole number: what is meant by “{draft.heard.quote(finding)}”?")
            return
        value = time.amount
    for job in subject_of(draft, finding):
        draft.note("weight", job, value, finding)
        draft.heard.fact(f"weight/{job}", f"{job} counts {value} times.", finding)


def _permutation(draft: Draft, finding: Finding) -> None:
    draft.permutation = True
    draft.heard.fact("permutation", "The jobs pass all machines in the same order.", finding, "constraint")


def _goal(draft: Draft, finding: Finding) -> None:
    goal = finding.match.phrase.gives
    if goal not in draft.goals:
        draft.goals.append(goal)
    draft.heard.fact(goal, f"The {goal} is small.", finding, "goal")


def _unit(draft: Draft, finding: Finding) -> None:
    unit = next(item.norm for item in finding.match.items if item.norm in ("minutes", "hours", "days", "seconds"))
    if draft.stated and draft.stated != unit:
        draft.heard.ask(f"Are times in {draft.stated} or in {unit}?")
    draft.stated = unit
    draft.heard.fact("unit", f"Times are in {unit}.", finding)


_READERS: dict[str, Callable[[Draft, Finding], None]] = {
    "due": _job_time("due", "{} ends by then."),
    "release": _job_time("release", "{} starts then or later."),
    "deadline": _deadline,
    "down": _down,
    "setup": _setup,
    "weight": _weight,
    "order": _permutation,
    "goal": _goal,
    "unit": _unit,
}
