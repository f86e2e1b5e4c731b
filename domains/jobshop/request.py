"""A shop, its wishes and its schedules."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


class ShopTask(BaseModel):
    """One step of a job."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    machine: str = Field(min_length=1, description="machine that does it")
    duration: int = Field(ge=0, le=10**9, description="whole units of time")


class Job(BaseModel):
    """Tasks that follow one another in this order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    tasks: list[ShopTask] = Field(min_length=1)
    release: int = Field(default=0, ge=0, le=10**9, description="earliest start of the first task")
    due: int | None = Field(default=None, ge=0, description="latest end of the last task")


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


class JobShopRequest(BaseModel):
    """Finish all jobs as early as possible, within a deadline and due dates where there are any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jobs: list[Job] = Field(min_length=1, description="what is to be done")
    machines: list[str] = Field(default=[], description="machines; all that the jobs name where empty")
    deadline: int | None = Field(default=None, ge=0, description="latest end of everything")
    down: list[Downtime] = Field(default=[], description="when machines are down: broken, or being maintained")
    extra: list[str] = Field(default=[], description="Further wishes in the expression language over the observables.")

    @model_validator(mode="before")
    @classmethod
    def _all_machines(cls, content: Any) -> Any:
        if isinstance(content, dict) and not content.get("machines") and isinstance(content.get("jobs"), list):
            named: dict[str, None] = {}
            for job in content["jobs"]:
                tasks = job.get("tasks", []) if isinstance(job, dict) else getattr(job, "tasks", [])
                for task in tasks if isinstance(tasks, list) else []:
                    machine = task.get("machine") if isinstance(task, dict) else getattr(task, "machine", None)
                    if isinstance(machine, str):
                        named[machine] = None
            return {**content, "machines": list(named)}
        return content

    @model_validator(mode="after")
    def _names(self) -> JobShopRequest:
        names = [job.name for job in self.jobs]
        if len(set(names)) != len(names):
            raise ValueError("two jobs have the same name")
        used = {task.machine for job in self.jobs for task in job.tasks} | {down.machine for down in self.down}
        unknown = used - set(self.machines)
        if unknown:
            raise ValueError(f"there are machines that are not listed: {', '.join(sorted(unknown))}")
        return self


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
