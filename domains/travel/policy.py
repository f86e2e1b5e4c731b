"""The rules of one world of travel, as data: `problem` and `check` both read it and share no code."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domains.base import ExactNumber

if TYPE_CHECKING:
    from encoders.numbers import Number


Mode = Literal["flight", "self-driving", "taxi"]


class Window(BaseModel):
    """Opening of a meal, in minutes after midnight, both ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    opens: int = Field(ge=0, le=1440)
    closes: int = Field(ge=0, le=1440)

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if self.opens > self.closes:
            raise ValueError("the meal closes before it opens")
        return self


class RoadRate(BaseModel):
    """What a vehicle costs: whole(km x per_km) for each vehicle of `seats` people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    per_km: ExactNumber = Field(ge=0)
    seats: int = Field(ge=1)
    rounding: Literal["down", "exact"] = "down"
    distance_rounding: Literal["down", "exact"] = Field(
        default="exact", description="whether the distance itself is cut to whole km before it is priced"
    )

    def cost(self, km: Number, people: int) -> Number:
        """Price of one ride for all: vehicles x price of one."""
        distance = Fraction(km) // 1 if self.distance_rounding == "down" else Fraction(km)
        price = Fraction(self.per_km) * distance
        if self.rounding == "down":
            price = Fraction(price // 1)
        total = price * -(-people // self.seats)
        return total.numerator if total.denominator == 1 else total


class Policy(BaseModel):
    """Rules that hold for every trip in this world."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    meals: dict[Literal["breakfast", "lunch", "dinner"], Window] = {
        "breakfast": Window(opens=360, closes=600),
        "lunch": Window(opens=660, closes=900),
        "dinner": Window(opens=1020, closes=1320),
    }
    travel_day_meals: Literal["optional", "at mealtime"] = Field(
        default="optional",
        description="'at mealtime': a meal is due on a day with a leg too, whenever one is in a visited city during its window",
    )
    visits_on_full_days: int = Field(default=1, ge=0, description="least number of visits on a day without a leg")
    visits_on_travel_days: int = Field(default=0, ge=0, description="least number of visits on a day with a leg")
    visits_at_most: int | None = Field(
        default=None, ge=0, description="greatest number of visits on any day; None: as many as one likes"
    )
    leg_day_counts_until: int | None = Field(
        default=None,
        ge=0,
        le=1440,
        description="minutes after midnight: the visits of a day with a leg are in the city reached where the leg has arrived by "
        "then on that day (or has no times), else in the city left; None: in either, as far as time is spent there",
    )
    restaurant_once: bool = Field(default=True, description="no restaurant twice in a trip")
    attraction_once: bool = Field(default=True, description="no sight twice in a trip")
    never_together: list[tuple[Mode, Mode]] = Field(
        default=[("self-driving", "flight"), ("self-driving", "taxi")],
        description="modes that may not meet in one trip",
    )
    roads: dict[Literal["self-driving", "taxi"], RoadRate] = Field(description="offered road modes and their prices")
    road_departure: int | None = Field(
        default=None,
        ge=0,
        le=1440,
        description="minutes after midnight at which road legs leave; None: at no stated time",
    )
    wait_for_arrival: bool = Field(
        default=True, description="a leg departs no earlier than the one before it has arrived, where both have times"
    )
    longest_road_minutes: int = Field(default=1439, ge=0, description="road legs longer than this are not offered")
    minimum_nights: bool = Field(default=True, description="a stay is at least the hotel's minimum nights")
    least_filled: ExactNumber = Field(default=0, description="share of a plan's fields that must be filled")
    stay_in_state_days: int | None = Field(
        default=None, description="trips of more days than this visit only cities of the destination state"
    )
    meal_rate: ExactNumber | None = Field(
        default=None,
        ge=0,
        description="what each meal costs each traveller where no restaurant is chosen; then `meals` is empty",
    )
    meals_a_day: int = Field(default=3, ge=0, description="meals that are paid at `meal_rate` on every day of the trip")
    night_rate: ExactNumber | None = Field(
        default=None, ge=0, description="what each night costs each traveller; None: a hotel is chosen for every stay"
    )
    currency: str = "$"

    @model_validator(mode="after")
    def _consistent(self) -> Policy:
        if self.meal_rate is not None and self.meals:
            raise ValueError("meals are either chosen or paid at meal_rate: with meal_rate, write `meals: {}`")
        if self.visits_at_most is not None and self.visits_at_most < max(
            self.visits_on_full_days, self.visits_on_travel_days
        ):
            raise ValueError("visits_at_most allows fewer visits than are due")
        return self
