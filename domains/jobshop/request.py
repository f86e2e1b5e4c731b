"""A shop, its wishes and its schedules."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Goal = Literal["makespan", "tardiness", "completion"]
"""What is to be small: the end of everything, the weighted lateness of the jobs, or the weighted sum of their ends."""


class Option(BaseModel):
    """One way to do a task: a machine, and how long it takes there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    machine: str = Field(min_length=1)
    duration: int = Field(ge=0, le=10**9, description="whole units of time")


class ShopTask(BaseModel):
    """One step of a job."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    machine: str = Field(min_length=1, description="machine that does it")
    duration: int = Field(ge=0, le=10**9, description="whole units of time")
    alternatives: list[Option] = Field(default=[], description="other machines that could do it instead")
    family: str = Field(default="", description="what setups look at; the job's where empty")

    @property
    def options(self) -> tuple[Option, ...]:
        """Every way to do it, the first one first."""
        return (Option(machine=self.machine, duration=self.duration), *self.alternatives)

    @property
    def shortest(self) -> int:
        """The least time it can take."""
        return min([self.duration, *[option.duration for option in self.alternatives]])

    @property
    def longest(self) -> int:
        """The most time it can take."""
        return max([self.duration, *[option.duration for option in self.alternatives]])

    @model_validator(mode="after")
    def _one_way_a_machine(self) -> ShopTask:
        machines = [option.machine for option in self.options]
        if len(set(machines)) != len(machines):
            raise ValueError(f"a task has two durations on one machine ({', '.join(machines)})")
        return self


class Job(BaseModel):
    """Tasks that follow one another in this order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    tasks: list[ShopTask] = Field(min_length=1)
    release: int = Field(default=0, ge=0, le=10**9, description="earliest start of the first task")
    due: int | None = Field(
        default=None, ge=0, description="latest end of the last task; a target where tardiness is an objective"
    )
    weight: int = Field(default=1, ge=1, le=10**6, description="how much its lateness or its end counts")
    family: str = Field(default="", description="what setups look at; the job's name where empty")


class Downtime(BaseModel):
    """A time in which a machine does nothing: from `start` to `end`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    machine: str = Field(min_length=1)
    start: int = Field(ge=0, le=10**9)
    end: int = Field(ge=1, le=2 * 10**9)

    @model_validator(mode="after")
    def _forward(self) -> Downtime:
        if self.start >= self.end:
            raise ValueError(f"{self.machine} is down from an earlier time to a later one")
        return self


class Setup(BaseModel):
    """What passes at least on a machine between a task of one family and the next one, of another family."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    machine: str = Field(default="", description="every machine where empty")
    before: str = Field(alias="from", min_length=1, description="family, or the name of a job without one")
    after: str = Field(alias="to", min_length=1, description="family, or the name of a job without one")
    time: int = Field(ge=0, le=10**9)

    @model_validator(mode="after")
    def _changes(self) -> Setup:
        if self.before == self.after:
            raise ValueError(f"a setup changes from one family to another, not from {self.before} to itself")
        return self


class JobShopRequest(BaseModel):
    """Finish all jobs as early as possible, within a deadline and due dates where there are any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jobs: list[Job] = Field(min_length=1, description="what is to be done")
    machines: list[str] = Field(default=[], description="machines; all that the jobs name where empty")
    deadline: int | None = Field(default=None, ge=0, description="latest end of everything")
    down: list[Downtime] = Field(default=[], description="when machines are down: broken, or being maintained")
    setups: list[Setup] = Field(default=[], description="times to change a machine over; none where not listed")
    permutation: bool = Field(default=False, description="the jobs pass every machine in the same order (flow shops)")
    objectives: list[Goal] = Field(default=["makespan"], min_length=1, description="what is to be small, in this order")
    unit: Literal["", "days", "hours", "minutes", "seconds"] = Field(default="", description="what times count")
    extra: list[str] = Field(default=[], description="Further wishes in the expression language over the observables.")

    @property
    def soft_due(self) -> bool:
        """Whether due dates are targets, because their lateness is made small."""
        return "tardiness" in self.objectives

    @property
    def flexible(self) -> bool:
        """Whether a task has a choice of machines."""
        return any([task.alternatives for job in self.jobs for task in job.tasks])

    @model_validator(mode="before")
    @classmethod
    def _all_machines(cls, content: Any) -> Any:
        if isinstance(content, dict) and not content.get("machines") and isinstance(content.get("jobs"), list):
            named: dict[str, None] = {}
            for task in _tasks_in(content["jobs"]):
                for option in (task, *_listed(_part(task, "alternatives"))):
                    machine = _part(option, "machine")
                    if isinstance(machine, str):
                        named[machine] = None
            return {**content, "machines": list(named)}
        return content

    @model_validator(mode="after")
    def _names(self) -> JobShopRequest:
        for what, names in (("jobs", [job.name for job in self.jobs]), ("machines", self.machines)):
            if len(set(names)) != len(names):
                raise ValueError(f"two {what} have the same name")
        if len(set(self.objectives)) != len(self.objectives):
            raise ValueError("an objective is listed twice")
        used = {option.machine for job in self.jobs for task in job.tasks for option in task.options}
        used |= {down.machine for down in self.down} | {setup.machine for setup in self.setups if setup.machine}
        unknown = used - set(self.machines)
        if unknown:
            raise ValueError(f"there are machines that are not listed: {', '.join(sorted(unknown))}")
        return self

    @model_validator(mode="after")
    def _setups_of_families(self) -> JobShopRequest:
        families = {family_of(job, task) for job in self.jobs for task in job.tasks}
        named = [name for setup in self.setups for name in (setup.before, setup.after)]
        unknown = [name for name in dict.fromkeys(named) if name not in families]
        if unknown:
            raise ValueError(f"setups name {', '.join(unknown)}, which is no family and no job without one")
        seen: set[tuple[str, str, str]] = set()
        for setup in self.setups:
            key = (setup.machine, setup.before, setup.after)
            if key in seen:
                raise ValueError(f"the change from {setup.before} to {setup.after} has two times")
            seen.add(key)
        if any([task.shortest == 0 for job in self.jobs for task in job.tasks]) and self.setups:
            raise ValueError("in a shop with setups every task takes at least one unit of time")
        return self

    @model_validator(mode="after")
    def _flow(self) -> JobShopRequest:
        if self.permutation:
            routes = [[task.machine for task in job.tasks] for job in self.jobs]
            if self.flexible or any([a != b for a, b in pairwise(routes)]) or len(set(routes[0])) != len(routes[0]):
                raise ValueError(
                    "jobs keep one order on all machines only where each visits the same machines once each"
                )
        return self


def family_of(job: Job, task: ShopTask) -> str:
    """What setups look at."""
    return task.family or job.family or job.name


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _part(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


def _tasks_in(jobs: Sequence[Any]) -> Iterator[Any]:
    for job in jobs:
        yield from _listed(_part(job, "tasks"))


class ScheduledTask(BaseModel):
    """When one task runs; `end` is start + duration."""

    model_config = ConfigDict(frozen=True)

    task: str = Field(description="JOB.N, N counted from 1")
    job: str
    machine: str
    start: int
    end: int


class Schedule(BaseModel):
    """All tasks with their times."""

    model_config = ConfigDict(frozen=True)

    tasks: list[ScheduledTask]
    makespan: int
