"""What a meeting is asked for, and the plan: when it is."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from domains.calendar import times
from domains.calendar.wishes import parse_wish

ME = "me"
"""The name of whoever asks."""


def _stretch(text: str) -> str:
    return times.show_stretch(*times.stretch(text))


def _wish(text: str) -> str:
    return str(parse_wish(text))


Day = Annotated[str, AfterValidator(times.day)]
Stretch = Annotated[str, AfterValidator(_stretch)]
WishText = Annotated[str, AfterValidator(_wish)]
Clock = Annotated[str, AfterValidator(lambda text: times.show(times.clock(text)))]


class Person(BaseModel):
    """Somebody who is to attend."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, description="as it is written in the text; “me” is whoever asks")
    busy: dict[Day, list[Stretch]] = Field(
        default_factory=dict, description="by day (a weekday or a date), the times already taken, such as 09:00-09:30"
    )
    hours: Stretch | None = Field(default=None, description="this person's own work hours, where they differ")
    optional: bool = Field(default=False, description="attends only if free then")

    @field_validator("busy")
    @classmethod
    def _in_order(cls, busy: dict[str, list[str]]) -> dict[str, list[str]]:
        return {day: sorted(dict.fromkeys(found)) for day, found in busy.items()}


class CalendarRequest(BaseModel):
    """One meeting. Days are weekdays, or dates of the calendar; times are in the organiser's time zone."""

    model_config = ConfigDict(extra="forbid")

    minutes: int = Field(ge=1, le=times.DAY, description="how long the meeting takes")
    days: list[Day] = Field(min_length=1, description="days it may be on: weekdays (Monday), or dates (2026-03-02)")
    hours: Stretch = Field(default="09:00-17:00", description="work hours: the meeting lies within them")
    people: list[Person] = Field(default_factory=list, description="who attends")
    wishes: list[WishText] = Field(
        default_factory=list, description="such as “not Monday”, “Ann: not Tuesday before 10:00”, “only 09:00-12:00”"
    )
    preferences: list[WishText] = Field(default_factory=list, description="wishes that are met only if possible")
    earliest: bool = Field(default=False, description="as early as possible; otherwise any free time")
    buffer: int = Field(
        default=0, ge=0, le=times.DAY, description="minutes free before and after, towards other meetings"
    )
    zone: str | None = Field(default=None, description="the organiser's time zone, such as Europe/Berlin")
    title: str | None = Field(default=None, description="what the invitation is called")
    extra: list[str] = Field(default_factory=list, description="further wishes in the expression language")

    @model_validator(mode="after")
    def _fits_together(self) -> CalendarRequest:
        names = [person.name.casefold() for person in self.people]
        if len(set(names)) < len(names):
            twice = next(person.name for person in self.people if names.count(person.name.casefold()) > 1)
            raise ValueError(f"{twice} is named twice among the people")
        kinds = {times.is_dated(name) for name in self.days}
        if len(kinds) > 1:
            raise ValueError("the days are weekdays or dates, not both")
        if kinds == {False}:
            told = [day for person in self.people for day in person.busy]
            told += [day for text in (*self.wishes, *self.preferences) for day in parse_wish(text).days]
            dated = next((day for day in told if times.is_dated(day)), None)
            if dated is not None:
                raise ValueError(
                    f"{dated} is a date, but the days of the meeting are weekdays; give dates for those too"
                )
        for text in (*self.wishes, *self.preferences):
            wish = parse_wish(text)
            if wish.kind in ("from", "by") and {times.is_dated(name) for name in wish.days} != kinds:
                raise ValueError(f"“{text}” and the days of the meeting are not both weekdays, or both dates")
        self.days.sort(key=times.midnight)
        if len(set(self.days)) < len(self.days):
            raise ValueError("a day is named twice")
        return self

    def person(self, name: str) -> Person | None:
        """Who is called so."""
        return next((person for person in self.people if person.name.casefold() == name.casefold()), None)


class CalendarPlan(BaseModel):
    """When the meeting is: a day of the request, and times of that day (24 hours)."""

    model_config = ConfigDict(extra="forbid")

    day: Day
    start: Clock
    end: Clock
