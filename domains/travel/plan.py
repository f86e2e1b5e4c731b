"""A trip, day by day."""

from __future__ import annotations

import re
from datetime import date as Date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from domains.base import ExactNumber

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")


def _clock(value: Any) -> Any:
    """A time of day as HH:MM."""
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if value is not None and (match is None or int(match[1]) * 60 + int(match[2]) > 1440):
        raise ValueError(f"expected a time of day such as 08:10, found {value!r}")
    return None if match is None else f"{int(match[1]):02d}:{match[2]}"


Clock = Annotated[str | None, BeforeValidator(_clock)]


class Place(BaseModel):
    """A restaurant, a sight or a hotel, by its exact name and city."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    city: str


class Leg(BaseModel):
    """One ride: by flight (with its number and times), self-driving or taxi (times only where the Policy sets them)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: str = Field(min_length=1, description="flight, self-driving or taxi")
    origin: str
    destination: str
    number: str | None = Field(default=None, min_length=1, description="flight number")
    departure: Clock = Field(default=None, description="HH:MM, local")
    arrival: Clock = Field(default=None, description="HH:MM, local")
    lands_after_days: int = Field(default=0, ge=0, description="1 where the arrival is on the next day")
    minutes: int | None = Field(default=None, ge=0, description="travel time")
    cost: ExactNumber | None = Field(default=None, description="for all travellers together")


class Day(BaseModel):
    """One day: where one is, and what happens. None and empty lists mean nothing planned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: int = Field(ge=1)
    date: Date | None = None
    city: str | None = Field(default=None, description="the city of the day; None on a day with a leg")
    leaves: str | None = Field(
        default=None, description="the city left, where a plan from elsewhere states it apart from the leg"
    )
    reaches: str | None = Field(
        default=None, description="the city reached, where a plan from elsewhere states it apart from the leg"
    )
    leg: Leg | None = None
    breakfast: Place | None = None
    lunch: Place | None = None
    dinner: Place | None = None
    visits: list[Place] = []
    bed: Place | None = Field(default=None, description="the hotel slept in on the night after this day")

    def meals(self) -> list[tuple[str, Place]]:
        """The meals that are planned, by name, in order of the day."""
        named: list[tuple[str, Any]] = [("breakfast", self.breakfast), ("lunch", self.lunch), ("dinner", self.dinner)]
        return [(name, place) for name, place in named if place is not None]


class TravelPlan(BaseModel):
    """Days in order and what they cost: `cost` has transport, meals, rooms and total."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: list[Day]
    cost: dict[str, ExactNumber] = {}

    @property
    def first_date(self) -> Date | None:
        """The day the plan says it starts on, None where it does not say."""
        return self.days[0].date if self.days else None
