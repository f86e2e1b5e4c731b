"""What a traveller asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from domains.base import ExactNumber

RoomType = Literal["entire room", "private room", "shared room", "not shared room"]
HouseRule = Literal["parties", "smoking", "children under 10", "pets", "visitors"]
Transport = Literal["no flight", "no self-driving", "no taxi", "flight", "self-driving", "taxi"]
FlightRule = Literal["non-stop"]
Goal = Literal["cheapest", "best rated", "fewest travel hours"]

_Name = Annotated[str, Field(min_length=1)]

LONGEST_WINDOW = 60
"""Most days between the earliest and the latest start."""


def _listed(value: Any) -> Any:
    """None and a single value are lists too: other tools write them so."""
    return [] if value is None else [value] if isinstance(value, str) else value


class TravelRequest(BaseModel):
    """A round trip from home through one or more cities and back."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid", frozen=True)

    origin: str = Field(min_length=1, description="City where the trip starts and ends.")
    destination: str = Field(min_length=1, description="City to visit, or the state whose cities are visited.")
    cities: Annotated[list[str], BeforeValidator(_listed)] = Field(
        default=[], description="Cities to visit by name, in any order; empty where only a state was named."
    )
    city_count: int = Field(default=1, ge=1, le=20, alias="city count", description="How many cities are visited.")
    start: date = Field(description="Day of the first leg; the earliest one where `latest start` is given.")
    latest_start: date | None = Field(
        default=None,
        alias="latest start",
        description="Latest day of the first leg, where any day from `start` on will do.",
    )
    days: int = Field(ge=1, le=60, description="Number of days, the days of departure and return included.")
    people: int = Field(default=1, ge=1, le=1000, description="How many people travel.")
    budget: ExactNumber | None = Field(default=None, description="Most the whole trip may cost for everybody together.")
    room_type: RoomType | None = Field(default=None, alias="room type", description="Kind of room for every stay.")
    house_rule: Annotated[list[HouseRule], BeforeValidator(_listed)] = Field(
        default=[], alias="house rule", description="What every room must allow."
    )
    cuisine: Annotated[list[str], BeforeValidator(_listed)] = Field(
        default=[], description="Cuisines that must each be served by some meal away from home."
    )
    transportation: Annotated[list[Transport], BeforeValidator(_listed)] = Field(
        default=[], description="Modes to avoid ('no flight'), or the only mode to use ('flight')."
    )
    flight_rule: FlightRule | None = Field(
        default=None, alias="flight rule", description="What every flight must be: non-stop."
    )
    airlines: Annotated[list[_Name], BeforeValidator(_listed)] = Field(
        default=[], description="Airlines one of which must fly each flight; empty where any will do."
    )
    attraction_category: Annotated[list[_Name], BeforeValidator(_listed)] = Field(
        default=[],
        alias="attraction category",
        description="Categories of sights ('Museum') that must each be met by some visit.",
    )
    objective: Annotated[list[Goal], BeforeValidator(_listed)] = Field(
        default=["cheapest"], min_length=1, description="What to improve, most important first."
    )
    extra: list[str] = Field(default=[], description="Further wishes in the expression language over the observables.")

    @property
    def dates(self) -> list[date]:
        """Every day of the trip that starts on its earliest day."""
        return self.dates_from(self.start)

    @property
    def starts(self) -> list[date]:
        """Every day the trip may start on."""
        latest = self.latest_start or self.start
        return [self.start + timedelta(days=i) for i in range((latest - self.start).days + 1)]

    def dates_of(self, first: date | None) -> list[date]:
        """Every day of a trip whose plan says that it starts then; of the earliest one where that is no possible start."""
        return self.dates_from(first if first is not None and first in self.starts else self.start)

    def dates_from(self, start: date) -> list[date]:
        """Every day of the trip that starts on this day."""
        return [start + timedelta(days=i) for i in range(self.days)]

    @model_validator(mode="after")
    def _consistent(self) -> TravelRequest:
        if len(self.cities) > self.city_count:
            raise ValueError(f"{len(self.cities)} cities are named but only {self.city_count} are to be visited")
        if self.latest_start is not None and not 0 <= (self.latest_start - self.start).days <= LONGEST_WINDOW:
            raise ValueError(f"the latest start lies before the earliest, or more than {LONGEST_WINDOW} days after it")
        if self.budget is not None and self.budget < 0:
            raise ValueError("the budget is below zero")
        for name in (
            "cities",
            "house_rule",
            "cuisine",
            "transportation",
            "airlines",
            "attraction_category",
            "objective",
        ):
            values = getattr(self, name)
            if len(set(values)) != len(values):
                raise ValueError(f"{name.replace('_', ' ')} names something twice")
        return self
