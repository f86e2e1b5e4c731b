"""A project, its limits and wishes, and its schedules.

Times count from the start of the project, which is 0; a time from 2 to 5 lasts 3 units and ends before 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from domains.base import ExactNumber
from domains.project.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

Goal = Literal["makespan", "tardiness", "cost"]
"""What is to be small: the end of everything, the weighted lateness of the activities, or what they cost together."""
Ends = Literal["end-start", "start-start", "end-end", "start-end"]
"""Between which ends of two activities a distance is meant: of the one before, and of the one after."""
_LARGEST = 10**6
"""No duration, time or amount is larger."""


class Mode(BaseModel):
    """One way to do an activity."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: str = Field(default="", description="name of this way; made of what it needs where empty")
    duration: int = Field(ge=0, le=_LARGEST, description="units of work time")
    needs: dict[str, int] = Field(default={}, description="units of each resource while it runs")
    uses: dict[str, int] = Field(default={}, description="amounts of supplies that are used up")
    cost: ExactNumber = Field(default=0, description="what it costs")

    @field_validator("needs", "uses")
    @classmethod
    def _amounts(cls, found: dict[str, int]) -> dict[str, int]:
        if wrong := [name for name, units in found.items() if not 0 <= units <= _LARGEST]:
            raise ValueError(f"an amount of {wrong[0]} lies between 0 and {_LARGEST:,}")
        return {name: units for name, units in found.items() if units}

    @model_validator(mode="after")
    def _costs(self) -> Mode:
        if self.cost < 0:
            raise ValueError("a cost cannot be negative")
        return self


class Activity(Mode):
    """Something to be done; its own fields are the first way to do it, `alternatives` are the others."""

    name: str = Field(min_length=1)
    alternatives: list[Mode] = Field(default=[], description="other ways to do it; one is chosen")

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Every way to do it."""
        return (self, *self.alternatives)

    @model_validator(mode="before")
    @classmethod
    def _numbered(cls, content: Any) -> Any:
        others = content.get("alternatives") if isinstance(content, dict) else None
        if isinstance(content, dict) and not others:
            return {**content, "mode": ""}  # the only way needs no name
        if not isinstance(others, list) or not all([isinstance(other, dict) for other in others]):
            return content
        ways = [content, *others]
        told = [_needed(way) for way in ways]
        names = [
            way.get("mode") or (need if need and told.count(need) == 1 else f"way {number}")
            for number, (way, need) in enumerate(zip(ways, told, strict=True), 1)
        ]
        named = [{**way, "mode": name} for way, name in zip(ways, names, strict=True)]
        return {**named[0], "alternatives": named[1:]}

    @model_validator(mode="after")
    def _told_apart(self) -> Activity:
        names = [mode.mode for mode in self.modes]
        if len(set(names)) != len(names):
            raise ValueError(f"two ways to do {self.name} have the same name")
        return self


def _needed(way: dict[str, Any]) -> str:
    """What tells a way apart: "2 workers and 1 crane"."""
    needs = way.get("needs")
    whole = isinstance(needs, dict) and all([isinstance(units, int) for units in needs.values()])
    return (
        " and ".join([f"{units} {plural(str(name), units)}" for name, units in needs.items()])
        if needs and whole
        else ""
    )


class Order(BaseModel):
    """One activity before another: `lag` or more passes between them, and `within` or less where that is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="", description="made of the two activities where empty")
    before: str
    after: str
    lag: int = Field(
        default=0, ge=-_LARGEST, le=_LARGEST, description="least time between; below 0 they may overlap so much"
    )
    within: int | None = Field(default=None, ge=-_LARGEST, le=_LARGEST, description="most time between")
    ends: Ends = Field(default="end-start", description="from which end of `before` to which end of `after`")

    @model_validator(mode="before")
    @classmethod
    def _named(cls, content: Any) -> Any:
        if isinstance(content, dict) and not content.get("name"):
            how = content.get("ends", "end-start")
            name = f"{content.get('before')} before {content.get('after')}"
            return {**content, "name": name if how == "end-start" else f"{name} ({how})"}
        return content

    @model_validator(mode="after")
    def _apart(self) -> Order:
        if self.before == self.after:
            raise ValueError(f"{self.before} cannot come before itself")
        return self


class Apart(BaseModel):
    """Activities of which no two run at the same time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    activities: list[str] = Field(min_length=2)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, content: Any) -> Any:
        if isinstance(content, dict) and not content.get("name") and isinstance(content.get("activities"), list):
            return {**content, "name": ", ".join([str(name) for name in content["activities"]])}
        return content


class _Stretch(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="", description="made of its times where empty")
    start: int = Field(ge=0, le=_LARGEST)
    end: int = Field(ge=1, le=2 * _LARGEST)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, content: Any) -> Any:
        if isinstance(content, dict) and not content.get("name"):
            of = f"{content['resource']} " if "resource" in content else ""
            return {**content, "name": f"{of}{content.get('start')}-{content.get('end')}"}
        return content

    @model_validator(mode="after")
    def _forward(self) -> _Stretch:
        if self.start >= self.end:
            raise ValueError(f"a time goes from an earlier moment to a later one, not from {self.start} to {self.end}")
        return self


class Less(_Stretch):
    """A time in which there are fewer units of a resource."""

    resource: str
    capacity: int = Field(default=0, ge=0, le=_LARGEST, description="units that are there then")


class Break(_Stretch):
    """A time in which nobody works: activities pause and go on after it, and none starts in it."""


class ProjectRequest(BaseModel):
    """Do all activities, by default as soon as possible, within the resources and limits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    activities: list[Activity] = Field(min_length=1, description="what is to be done")
    order: list[Order] = Field(default=[], description="what comes before what")
    resources: dict[str, int | None] = Field(default={}, description="units of each resource; null: as many as needed")
    less: list[Less] = Field(default=[], description="when there are fewer units of a resource")
    breaks: list[Break] = Field(default=[], description="when nobody works")
    apart: list[Apart] = Field(default=[], description="activities that may not run at the same time")
    supplies: dict[str, int | None] = Field(
        default={}, description="amounts for the whole project; null: as much as needed"
    )
    budget: ExactNumber | None = Field(default=None, description="most that all activities may cost together")
    release: dict[str, int] = Field(default={}, description="earliest start of an activity")
    due: dict[str, int] = Field(
        default={}, description="latest end of an activity; a target where tardiness is an objective"
    )
    weight: dict[str, int] = Field(
        default={}, description="how much the lateness of an activity counts; 1 where not listed"
    )
    deadline: int | None = Field(default=None, ge=0, le=2 * _LARGEST, description="latest end of everything")
    objectives: list[Goal] = Field(default=["makespan"], min_length=1, description="what is to be small, in this order")
    unit: str = Field(default="", description="what times count: days, weeks, hours")
    currency: str = Field(default="$", description="what costs are in")
    extra: list[str] = Field(default=[], description="further wishes in the expression language")

    @property
    def soft_due(self) -> bool:
        """Whether due dates are targets and no limits."""
        return "tardiness" in self.objectives

    @property
    def names(self) -> tuple[str, ...]:
        """The activities' names."""
        return tuple([activity.name for activity in self.activities])

    @model_validator(mode="after")
    def _told_apart(self) -> ProjectRequest:
        for what, names in (
            ("activities", list(self.names)),
            ("orders", [order.name for order in self.order]),
            ("times with less of a resource", [less.name for less in self.less]),
            ("breaks", [pause.name for pause in self.breaks]),
            ("groups of activities apart", [apart.name for apart in self.apart]),
            ("objectives", [str(goal) for goal in self.objectives]),
        ):
            if twice := next((name for name in names if names.count(name) > 1), None):
                raise ValueError(f"two {what} are called {twice}")
        return self

    @model_validator(mode="after")
    def _known(self) -> ProjectRequest:
        for what, known, used in (
            ("activity", set(self.names), list(self._activities_named())),
            ("resource", set(self.resources), list(self._resources_named())),
            ("supply", set(self.supplies), [n for a in self.activities for m in a.modes for n in m.uses]),
        ):
            if unknown := [name for name in used if name not in known]:
                raise ValueError(f"there is no {what} {unknown[0]!r}; there are {', '.join(sorted(known)) or 'none'}")
        return self

    @model_validator(mode="after")
    def _in_range(self) -> ProjectRequest:
        for field, values, least in (
            ("resources", self.resources, 0),
            ("supplies", self.supplies, 0),
            ("release", self.release, 0),
            ("due", self.due, 0),
            ("weight", self.weight, 1),
        ):
            for name, value in values.items():
                if value is not None and not least <= value <= 2 * _LARGEST:
                    raise ValueError(f"{field} of {name} is between {least} and {2 * _LARGEST:,}, not {value}")
        if self.budget is not None and self.budget < 0:
            raise ValueError("a budget cannot be negative")
        return self

    def _activities_named(self) -> Iterator[str]:
        for order in self.order:
            yield from (order.before, order.after)
        for apart in self.apart:
            yield from apart.activities
        for values in (self.release, self.due, self.weight):
            yield from values

    def _resources_named(self) -> Iterator[str]:
        yield from [name for activity in self.activities for mode in activity.modes for name in mode.needs]
        yield from [less.resource for less in self.less]


class PlannedActivity(BaseModel):
    """When one activity runs, pauses included, and in which way."""

    model_config = ConfigDict(frozen=True)

    task: str = Field(description="name of the activity")
    mode: str = Field(default="", description="the way it is done, empty where there is only one")
    start: int
    end: int


class ProjectPlan(BaseModel):
    """All activities with their times."""

    model_config = ConfigDict(frozen=True)

    tasks: list[PlannedActivity]
    makespan: int
