"""What somebody asks of a roster, and the roster itself."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from domains.base import ExactNumber

Goal = Literal["cost", "fairness"]
_GOALS = {"cheapest": "cost", "fairest": "fairness"}
_Name = Annotated[str, Field(min_length=1, max_length=80)]
_Count = Annotated[int, Field(ge=0, le=100_000)]
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


def _listed(value: Any) -> Any:
    """None is an empty list, a single name a list of one."""
    return [] if value is None else [value] if isinstance(value, str) else value


def _goals(value: Any) -> Any:
    """ "cheapest" and "fairest" are what people say."""
    found = _listed(value)
    return (
        [_GOALS.get(goal, goal) if isinstance(goal, str) else goal for goal in found]
        if isinstance(found, list)
        else found
    )


def _named(value: Any) -> Any:
    """A shift that is only a name."""
    return {"name": value} if isinstance(value, str) else value


def _groups(value: Any) -> Any:
    """Lists of names as "A and B"; a list of more than two gives every pair of them."""
    if not isinstance(value, list):
        return _listed(value)
    found: list[Any] = []
    for entry in value:
        if not isinstance(entry, (list, tuple)):
            found.append(entry)
            continue
        names = [str(name) for name in entry]
        found += [pair_of(a, b) for at, a in enumerate(names) for b in names[at + 1 :]]
    return found


def pair_of(one: str, other: str) -> str:
    """Two workers as one entry of `apart` or `together`."""
    return f"{one} and {other}"


_Names = Annotated[list[_Name], BeforeValidator(_listed)]
_Pairs = Annotated[list[_Name], BeforeValidator(_groups)]
_ByWorker = dict[str, _Names]


class Shift(BaseModel):
    """One thing to staff: a shift of a day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Name
    day: str | None = Field(default=None, description="Day it belongs to; without one, the shift is a day of its own.")
    start: str | None = Field(default=None, description="HH:MM")
    end: str | None = Field(default=None, description="HH:MM; earlier than the start where it is on the next day")

    @model_validator(mode="after")
    def _clocks(self) -> Shift:
        for value in (self.start, self.end):
            if value is not None and not _CLOCK.fullmatch(value):
                raise ValueError(f"{value!r} is no time of day; write HH:MM")
        return self


class RosterRequest(BaseModel):
    """Who works when: workers, shifts with the people they need, and the rules and wishes of both.

    Everything by name. What the data of a roster say already (workers, shifts, pay, availability) may be left out here; what is
    said here counts instead. `days off` and `works on` may also name a day, which stands for all of its shifts.
    """

    model_config = ConfigDict(populate_by_name=True, extra="forbid", frozen=True)

    workers: _Names = Field(default=[], description="Everybody who can be on the roster.")
    shifts: list[Annotated[Shift, BeforeValidator(_named)]] = Field(
        default=[],
        description="What is to be staffed, in the order of time; a plain name is a shift that is its own day.",
    )
    pay: dict[str, ExactNumber] = Field(
        default={}, description="Pay of each worker for a shift (or an hour, see `paid by`)."
    )
    paid_by: Literal["shift", "hour"] | None = Field(default=None, alias="paid by", description="What `pay` is for.")
    need: dict[str, _Count] = Field(default={}, description="How many people a shift needs.")
    exactly: bool = Field(default=False, description="Whether no shift may have more people than it needs.")
    skills: _ByWorker = Field(default={}, description="What each worker can do.")
    need_skilled: dict[str, dict[str, _Count]] = Field(
        default={}, alias="need skilled", description="By shift and skill, how many of its people must have the skill."
    )
    available: _ByWorker = Field(
        default={}, description="The only shifts or days that a worker can take; who is not listed can take any."
    )
    days_off: _ByWorker = Field(
        default={}, alias="days off", description="Shifts or days that a worker is to have off."
    )
    works_on: _ByWorker = Field(default={}, alias="works on", description="Shifts or days that a worker is to work.")
    most_shifts: dict[str, _Count] = Field(default={}, alias="most shifts", description="Most shifts of a worker.")
    least_shifts: dict[str, _Count] = Field(default={}, alias="least shifts", description="Fewest shifts of a worker.")
    most_shifts_each: _Count | None = Field(
        default=None, alias="most shifts each", description="Most shifts that anybody works."
    )
    least_shifts_each: _Count | None = Field(
        default=None, alias="least shifts each", description="Fewest shifts that everybody works."
    )
    shifts_a_day: int | None = Field(
        default=None, ge=1, le=24, alias="shifts a day", description="Most shifts of a worker on one day."
    )
    days_in_a_row: int | None = Field(
        default=None, ge=1, le=1000, alias="days in a row", description="Most days in a row that anybody works."
    )
    rest_shifts: int | None = Field(
        default=None,
        ge=0,
        le=100,
        alias="rest shifts",
        description="Shifts that are free for a worker after each one worked.",
    )
    rest_hours: ExactNumber | None = Field(
        default=None, alias="rest hours", description="Hours between the end of one shift and the start of the next."
    )
    apart: _Pairs = Field(default=[], description="Pairs, as “Ann and Bob”, that are never on the same shift.")
    apart_all_day: _Pairs = Field(
        default=[], alias="apart all day", description="Pairs that never work on the same day."
    )
    together: _Pairs = Field(default=[], description="Pairs that always work the same shifts.")
    budget: ExactNumber | None = Field(default=None, description="Most that all pay may come to.")
    objective: Annotated[list[Goal], BeforeValidator(_goals)] = Field(
        default=[], description="What counts: cost, fairness, or both, the more important one first."
    )
    extra: _Names = Field(default=[], description="Further wishes in the expression language over the observables.")

    @model_validator(mode="after")
    def _says_something(self) -> RosterRequest:
        content = self.model_dump(exclude_defaults=True, exclude={"extra", "budget", "objective"})
        if not content:
            raise ValueError("a roster names its workers and shifts, or at least a rule for those of its data")
        for name in ("workers", "apart", "apart_all_day", "together", "objective"):
            _once(name.replace("_", " "), getattr(self, name))
        _once("shifts", [shift.name for shift in self.shifts])
        if self.rest_hours is not None and self.rest_hours < 0:
            raise ValueError("rest hours is not negative")
        return self


def _once(what: str, names: list[str]) -> None:
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise ValueError(f"{what}: {twice!r} is there twice")


class Assigned(BaseModel):
    """One worker on one shift."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    worker: str = Field(min_length=1)
    shift: str = Field(min_length=1)


class RosterPlan(BaseModel):
    """Who works when, in the order of the shifts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    assignments: list[Assigned] = Field(description="Everybody on a shift, one entry each.")
    cost: ExactNumber | None = Field(
        default=None, description="All pay together; left out where nobody's pay is known."
    )
