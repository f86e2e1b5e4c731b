"""A shop while its sentences are gathered: routes and wishes in the text's own times, then one request in one unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domains.jobshop.reader.times import Time, unit_of
from domains.jobshop.request import JobShopRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.jobshop.reader.names import Names
    from domains.jobshop.reader.times import Unit
    from domains.reading.clauses import Finding
    from domains.reading.phrasebook import Heard

    Ways = tuple[tuple[str, Time], ...]
    """Machines that may do one task, with the time each takes."""


@dataclass
class Draft:
    """What is known so far; `jobs` and `machines` are in order of the text."""

    heard: Heard
    names: Names
    jobs: dict[str, list[Ways]] = field(default_factory=dict)
    machines: dict[str, None] = field(default_factory=dict)
    flow: tuple[str, ...] = ()
    takes: dict[str, tuple[Time, ...]] = field(default_factory=dict)
    of_jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Times and other values of jobs by field, then by job."""
    down: list[tuple[str, Time, Time]] = field(default_factory=list)
    setups: list[tuple[str, str, str, Time]] = field(default_factory=list)
    deadline: Time | None = None
    permutation: bool = False
    goals: list[str] = field(default_factory=list)
    stated: str = ""
    """The unit that the text says all times are in."""
    tasks: dict[str, int] = field(default_factory=dict)
    """How many tasks the text says a job has."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many jobs and machines the text says there are."""

    def job(self, name: str) -> list[Ways]:
        """The tasks of a job, which exists from now on."""
        return self.jobs.setdefault(name, [])

    def note(self, field_name: str, job: str, value: Any, finding: Finding) -> None:
        """A value of a job; a second, different one is asked about."""
        self.job(job)
        known = self.of_jobs.setdefault(field_name, {})
        if known.setdefault(job, value) != value:
            self.heard.ask(
                f"There are two values for the {field_name} of {job}: “{self.heard.quote(finding)}” or the other?"
            )

    # ---------------------------------------------------------------- the request

    def request(self) -> JobShopRequest | None:
        """The request, None where something is missing; questions then ask for it."""
        self._complete()
        if not any(self.jobs.values()):
            self.heard.ask("Which jobs are there, and which machine does each need, for how long?")
            return None
        unit = unit_of(self._times(), self.stated)
        if unit is None:
            self.heard.ask(
                "Some times have no unit, and others have different ones: what do those without a unit count?"
            )
            return None
        content = self._content(unit)
        self._assume(unit)
        return self.heard.request(JobShopRequest, content, "a job shop")

    def _complete(self) -> None:
        """Durations that were told without a machine get the machines of the flow, or the only one."""
        for job, times in self.takes.items():
            route = self.flow or (tuple(self.machines) if len(self.machines) == 1 else ())
            if self.jobs[job]:
                self.heard.ask(f"{job} has tasks on machines and times beside them: what is meant by the times alone?")
            elif len(route) != len(times):
                machines = (
                    f"there are {len(route)} machines in the order told" if route else "no order of machines is told"
                )
                self.heard.ask(f"{job} takes {_listed(times)}, but {machines}: on which machines does it take them?")
            else:
                self.jobs[job] = [((machine, time),) for machine, time in zip(route, times, strict=True)]
        for job, tasks in self.jobs.items():
            if not tasks:
                self.heard.ask(f"Which machine does {job} need, and for how long?")
        for job, count in self.tasks.items():
            if count != len(self.jobs[job]):
                self.heard.ask(f"{job} is to have {count} tasks, but {len(self.jobs[job])} are told: which are meant?")
        for what, known in (("jobs", self.jobs), ("machines", self.machines)):
            said = self.counts.get(what)
            if said is not None and said != len(known):
                names = ", ".join(known) or "none"
                self.heard.ask(f"The text speaks of {said} {what} but names {len(known)} ({names}): which are meant?")

    def _times(self) -> Iterator[Time]:
        for tasks in self.jobs.values():
            for ways in tasks:
                yield from [time for _, time in ways]
        for values in self.of_jobs.values():
            yield from [value for value in values.values() if isinstance(value, Time)]
        for _, start, end in self.down:
            yield from (start, end)
        yield from [time for *_, time in self.setups]
        if self.deadline is not None:
            yield self.deadline

    def _content(self, unit: Unit) -> dict[str, Any]:
        def whole(time: Time) -> int:
            found = unit.of(time)
            if found is None:
                self.heard.ask(
                    f"{time.says} is no whole number of {unit.whole or 'units of time'}: "
                    "can the times be given in a smaller unit?"
                )
            return found or 0

        jobs = []
        for name, tasks in self.jobs.items():
            job: dict[str, Any] = {"name": name, "tasks": []}
            for ways in tasks:
                options = [{"machine": machine, "duration": whole(time)} for machine, time in ways]
                job["tasks"].append({**options[0], "alternatives": options[1:]})
            for field_name, values in self.of_jobs.items():
                if name in values:
                    value = values[name]
                    job[field_name] = whole(value) if isinstance(value, Time) else value
            jobs.append(job)
        content: dict[str, Any] = {"jobs": jobs, "machines": list(self.machines), "unit": unit.whole}
        content["down"] = [{"machine": m, "start": whole(start), "end": whole(end)} for m, start, end in self.down]
        content["setups"] = [
            {"machine": machine, "from": before, "to": after, "time": whole(time)}
            for machine, before, after, time in self.setups
        ]
        content["objectives"] = self.goals or ["makespan"]
        content["permutation"] = self.permutation
        if self.deadline is not None:
            content["deadline"] = whole(self.deadline)
        return content

    def _assume(self, unit: Unit) -> None:
        times = list(self._times())
        bare = any([not time.unit and time.amount for time in times])
        if bare and unit.bare and not self.stated:
            self.heard.assume(f"Times without a unit are taken as {unit.bare}.")
        units = {time.unit for time in times} | {unit.whole}
        if "days" in units and units - {"days", ""}:
            self.heard.assume("A day is taken as 24 hours.")
        if self.heard.of("due", "every", "deadline", "release", "down"):
            self.heard.assume("Times are counted from the start, which is 0.")


def _listed(times: Sequence[Time]) -> str:
    return ", ".join([time.says for time in times])
