"""What a trip through cities is asked for, and the plan: when one is in which city."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from domains.base import Change, ExactNumber

Goal = Literal["cities", "days", "price"]
_FLIGHT = re.compile(r"(?P<one>.+?) (?P<sign>>|-) (?P<other>.+)")


def order_of(text: str) -> tuple[str, str, bool]:
    """The cities of "Rome before Paris" or "Rome right before Paris", and whether they follow directly. Raises ValueError."""
    match = re.fullmatch(r"(.+?) (right before|before) (.+)", " ".join(text.split()))
    if match is None:
        raise ValueError(f"{text!r} is no order; write such as 'Rome before Paris' or 'Rome right before Paris'")
    return match[1], match[3], match[2] != "before"


def flight_of(text: str) -> tuple[str, str, bool]:
    """The cities of "Rome > Paris" (that way only) or "Rome - Paris" (both ways), and whether both. Raises ValueError."""
    match = _FLIGHT.fullmatch(" ".join(text.split()))
    if match is None:
        raise ValueError(f"{text!r} is no flight; write such as 'Rome - Paris' (both ways) or 'Rome > Paris'")
    return match["one"], match["other"], match["sign"] == "-"


def _order(text: str) -> str:
    order_of(text)
    return " ".join(text.split())


def _flight(text: str) -> str:
    flight_of(text)
    return " ".join(text.split())


class City(BaseModel):
    """A city to visit."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    days: int | None = Field(
        default=None, ge=1, le=366, description="days there, those of arrival and departure included; None: any number"
    )
    optional: bool = Field(default=False, description="visited only if it fits in")


class Window(BaseModel):
    """Days on which one has to be in a city, or within which the whole stay lies."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, description="what it is for, such as “wedding in Rome”")
    city: str
    first: int = Field(ge=1, description="day of the trip, counted from 1")
    last: int = Field(ge=1)
    within: bool = Field(
        default=False, description="the whole stay lies within these days, instead of covering them all"
    )

    @model_validator(mode="after")
    def _some_days(self) -> Window:
        if self.first > self.last:
            raise ValueError(f"{self.name} ends on day {self.last}, before it begins on day {self.first}")
        return self


class Flight(BaseModel):
    """A direct connection; its name is “Rome - Paris” for both ways, “Rome > Paris” for that way only."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, AfterValidator(_flight)]
    price: ExactNumber | None = Field(default=None, ge=0)


class TripRequest(BaseModel):
    """A trip through cities. The day of a flight counts for both cities."""

    model_config = ConfigDict(extra="forbid")

    cities: list[City] = Field(min_length=1, max_length=60, description="the cities to visit, in any order")
    days: int | None = Field(default=None, ge=1, le=3660, description="the whole trip takes exactly so many days")
    most_days: int | None = Field(default=None, ge=1, description="the whole trip takes at most so many days")
    flights: list[Flight] = Field(default_factory=list, description="direct connections; others cannot be used")
    windows: list[Window] = Field(default_factory=list)
    first: str | None = Field(default=None, description="the city to begin in")
    last: str | None = Field(default=None, description="the city to end in")
    order: list[Annotated[str, AfterValidator(_order)]] = Field(
        default_factory=list, description="such as “Rome before Paris” or “Rome right before Paris”"
    )
    budget: ExactNumber | None = Field(default=None, ge=0, description="for all flights together")
    by: str = Field(default="flight", description="what one travels by: flight, train, bus, ferry")
    objective: list[Goal] = Field(
        default_factory=list,
        description="in order of importance: most cities (of the optional ones), fewest days, cheapest",
    )
    extra: list[str] = Field(default_factory=list, description="further wishes in the expression language")

    @model_validator(mode="after")
    def _fits_together(self) -> TripRequest:
        names = [city.name for city in self.cities]
        for what, found in (
            ("the cities", names),
            ("the windows", [window.name for window in self.windows]),
            ("the flights", [flight.name for flight in self.flights]),
        ):
            twice = next((name for name in found if found.count(name) > 1), None)
            if twice is not None:
                raise ValueError(f"{twice} is named twice among {what}")
        told = [(window.city, f"windows/{window.name}") for window in self.windows]
        told += [(city, f"order/{text}") for text in self.order for city in order_of(text)[:2]]
        told += [(city, "first") for city in [self.first] if city] + [(city, "last") for city in [self.last] if city]
        for city_name, field in told:
            if city_name not in names:
                raise ValueError(f"{field}: {city_name!r} is none of the cities ({', '.join(names)})")
        if len(set(self.objective)) < len(self.objective) or len(set(self.order)) < len(self.order):
            raise ValueError("something is told twice")
        if "price" in self.objective or self.budget is not None:
            free = next((flight.name for flight in self.flights if flight.price is None), None)
            if free is not None:
                raise ValueError(f"flights/{free}: no price is told, so nobody can tell what the trip costs")
        return self

    def city(self, name: str) -> City | None:
        """The city of that name."""
        return next((city for city in self.cities if city.name == name), None)

    def connections(self) -> dict[tuple[str, str], Flight]:
        """Every direct connection by where it goes from and to; of several the first."""
        found: dict[tuple[str, str], Flight] = {}
        for flight in self.flights:
            one, other, both = flight_of(flight.name)
            found.setdefault((one, other), flight)
            if both:
                found.setdefault((other, one), flight)
        return found


def without(request: TripRequest, city: str) -> list[Change]:
    """The changes that leave a city out, with everything that speaks of it."""
    found = [Change(f"windows/{window.name}", window.name, None) for window in request.windows if window.city == city]
    found += [Change(f"order/{text}", text, None) for text in request.order if city in order_of(text)[:2]]
    found += [Change(field, city, None) for field in ("first", "last") if getattr(request, field) == city]
    before = [item.model_dump() for item in request.cities]
    return [*found, Change("cities", before, [item for item in before if item["name"] != city])]


class Stay(BaseModel):
    """Days in a city, those of arrival and departure included."""

    model_config = ConfigDict(extra="forbid")

    city: str
    start_day: int
    end_day: int


class TripPlan(BaseModel):
    """The stays in the order of the trip."""

    model_config = ConfigDict(extra="forbid")

    stays: list[Stay] = Field(default_factory=list)

    @model_validator(mode="after")
    def _by_day(self) -> TripPlan:
        self.stays.sort(key=lambda stay: (stay.start_day, stay.end_day))
        return self
