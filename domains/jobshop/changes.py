"""Reads sentences that change a shop: "raise the deadline to 60", "J2 is due by 14", "M1 is down from 3 to 5", "drop J3"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from domains.base import Change
from domains.changes import ChangeReading, made, too_long
from domains.jobshop.edits import SECOND, edit
from domains.jobshop.reader.names import Names
from domains.jobshop.reader.slots import slots
from domains.jobshop.reader.times import Unit
from domains.reading.phrasebook import phrasebook, read_with
from domains.reading.text import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.jobshop.reader.times import Time
    from domains.jobshop.request import Job, JobShopRequest
    from domains.reading.clauses import Finding
    from domains.reading.phrasebook import Heard, Phrasebook


_PHRASES = """
[deadline: to]
(raise|increase|extend|move|set|change|make|put|push|lower|reduce|shorten|tighten|bring) [the|our|it] deadline
    [back|forward|up|down]* [to|at] TIME
[the] deadline (is|can be|may be|to|at|of|:)* [now] TIME
(finish|be finished|end|be done|be ready|done|ready) [everything|all|with everything]* by TIME
(everything|all) (ends|end|is done|is finished|is ready|must end|has to end|must be done)* by TIME
[deadline: by]
(raise|increase|extend|move|push|lower|reduce|shorten|tighten) [the|our] deadline [back]* by TIME
[deadline: none]
(no|drop|remove|without|forget|forget about|scrap) [the|our|a] deadline
[due: to]
JOB [is|must be|has to be|can be|should be]* (due|ready|done|finished) (by|at|before) TIME
JOB (ends|end|must end|can end|may end) by TIME
(set|move|change|raise|lower|extend|make) [the] (due date|due time) of JOB to TIME
[due: none]
(no|drop|remove|forget|forget about) [the] (due date|due time) (of|for) JOB
JOB (has no|does not have a|is not) (due date|due time|due)
[release: to]
JOB (arrives|comes in|is released|is available|is ready to start) [only] (at|from|after) TIME
JOB (can not|cannot|must not|may not) start before TIME
[weight: to]
JOB has [a] weight [of] TIME
[weight: double]
JOB counts (double|twice)
[jobs: none]
(drop|cancel|remove|forget|forget about|leave out|skip|without) JOB
JOB is (cancelled|canceled|dropped|off|gone)
[down: more]
MACHINE (is|were|was) (down|closed|broken|unavailable|not available|under maintenance) (from|between) TIME (to|until|and) TIME
[machines: more]
(add|buy|rent|use|get|have|take) [a] second MACHINE
there (is|were|was) [a] second MACHINE
we (had|have) [a] second MACHINE
[a] second MACHINE
[permutation: to]
[keep|keep the jobs in] the same order [of jobs] on (every machine|all machines)
[permutation: none]
any order [of jobs] on (every machine|all machines|each machine)
[goal: makespan]
(minimise|minimize) the makespan
(finish|be done|end) as (early|soon) as possible
[goal: tardiness]
(minimise|minimize) [the]* [weighted]* (tardiness|lateness)
keep (lateness|tardiness) (small|low)
[goal: completion]
(minimise|minimize) the (sum of completion times|completion times)
"""
_LOWER = ("lower", "reduce", "shorten", "tighten")


@cache
def _book() -> Phrasebook:
    words = "[general]\nnow instead again ok okay then after all too please rather\n"
    return phrasebook(_PHRASES, words=words, example="raise the deadline to 60", noun="a change of a shop")


def read_change(text: str, request: JobShopRequest) -> ChangeReading:
    """See `domains.changes.ReadsChanges`."""
    if (refused := too_long(text)) is not None:
        return refused
    found: list[tuple[Change, str]] = []

    def interpret(heard: Heard) -> None:
        found.clear()
        for finding in heard.findings:
            heard.fact("", "", finding)
            found.extend(_changes(finding, request, heard))

    names = Names(
        jobs={_key(job.name): job.name for job in request.jobs},
        machines={_key(name): name for name in request.machines},
    )
    known = [name for name in (*names.jobs.values(), *names.machines.values()) if len(name) > 1]
    reading = read_with(_book(), text, {**slots(names), "KNOWN": known}, interpret)
    if reading.unread:
        return ChangeReading(unread=reading.unread)
    if reading.questions:
        return ChangeReading(questions=reading.questions)
    says = tuple([said for _, said in found])
    changes = tuple([change for change, _ in found if change.before != change.after])
    return made(changes, says, lambda wanted: edit(request, wanted))


def _key(name: str) -> tuple[str, ...]:
    return tuple([token.norm for sentence in parse(name).sentences for token in sentence])


def _changes(finding: Finding, request: JobShopRequest, heard: Heard) -> Iterator[tuple[Change, str]]:
    match = finding.match
    topic, how = match.phrase.topic, match.phrase.gives
    times = [_whole(item.value, request, heard) for item in match.items if item.kind == "TIME"]
    job = next((job for job in request.jobs if job.name == match.slot("JOB")), None)
    machine = match.slot("MACHINE")
    if topic == "deadline":
        yield from _deadline(how, times, match.has(*_LOWER), request, heard)
    elif topic == "jobs" and job is not None:
        yield Change(f"jobs/{job.name}", job.name, None), f"{job.name} is left out"
    elif topic == "down":
        change = Change(f"down/{machine}", None, {"machine": machine, "start": times[0], "end": times[1]})
        yield change, f"{machine} is down from {times[0]} to {times[1]}"
    elif topic == "machines":
        yield Change(f"machines/{SECOND}{machine}", None, f"{SECOND}{machine}"), f"there is a second {machine}"
    elif topic == "permutation":
        says = f"the jobs pass all machines in {'the same' if how == 'to' else 'any'} order"
        yield Change("permutation", request.permutation, how == "to"), says
    elif topic == "goal":
        yield Change("objectives", request.objectives, [how]), f"the {how} is to be small"
    elif job is not None:
        yield _of_job(topic, how, job, times)


def _of_job(field: str, how: str, job: Job, times: Sequence[int]) -> tuple[Change, str]:
    before = getattr(job, field)
    after = None if how == "none" else 2 if how == "double" else times[0]
    name = {"due": "due date", "release": "release"}.get(field, field)
    says = f"the {name} of {job.name} is {'given up' if after is None else after}"
    return Change(f"{field}/{job.name}", before, after), says


def _deadline(
    how: str, times: Sequence[int], lower: bool, request: JobShopRequest, heard: Heard
) -> Iterator[tuple[Change, str]]:
    before = request.deadline
    if how == "none":
        yield Change("deadline", before, None), "the deadline is given up"
        return
    after = times[0]
    if how == "by":
        if before is None:
            heard.ask("There is no deadline yet: by when is everything to end?")
            return
        after = before - after if lower else before + after
    yield Change("deadline", before, after), f"the deadline is {after}"


def _whole(time: Time, request: JobShopRequest, heard: Heard) -> int:
    """A time in the request's unit; it is asked about where it does not fit."""
    if time.unit and not request.unit:
        heard.ask(f"The shop's times have no unit: how many units of time are meant by {time.amount} {time.unit}?")
        return 0
    found = Unit(request.unit, request.unit).of(time)
    if found is None:
        heard.ask(
            f"The shop's times are whole {request.unit or 'units of time'}: what is meant by {time.amount} {time.unit}?"
        )
    return found or 0


def change_examples(request: JobShopRequest) -> tuple[str, ...]:
    """Sentences that fit this request."""
    deadline = (
        "everything ends by 60" if request.deadline is None else f"raise the deadline to {request.deadline * 6 // 5}"
    )
    return (deadline, f"{request.jobs[0].name} is due by 20", f"{request.machines[0]} is down from 2 to 4")
