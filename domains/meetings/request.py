"""What a day of meeting friends is asked for, and the plan: who is met where and when."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from domains.base import Change
from domains.meetings.times import DAY, Clock, clock

Goal = Literal["people", "importance", "end", "back", "travel", "time"]
_WITHOUT_ARTICLE = frozenset(("home", "downtown", "uptown", "work", "school", "campus", "town", "the", "my", "our"))
_ORDER = re.compile(r"(?P<one>.+?) (?P<how>before|first|last)(?: (?P<other>.+))?")


def order_of(text: str) -> tuple[str, str, str]:
    """The parts of "Ann before Bob", "Ann first" and "Ann last". Raises ValueError."""
    match = _ORDER.fullmatch(" ".join(text.split()))
    if match is None or (match["how"] == "before") != bool(match["other"]):
        raise ValueError(f"{text!r} is no order; write such as 'Ann before Bob', 'Ann first' or 'Ann last'")
    return match["one"], match["how"], match["other"] or ""


def _order(text: str) -> str:
    return " ".join([part for part in order_of(text) if part])


Minutes = Annotated[int, Field(ge=0, le=DAY)]


class Friend(BaseModel):
    """Somebody to meet: where and when they are, and for how long one wants to meet them."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    place: str = Field(min_length=1, description="where they are")
    since: Clock = Field(default="00:00", description="from when on they are there, HH:MM")
    until: Clock = Field(default="24:00", description="until when they are there, HH:MM")
    minutes: int = Field(default=1, ge=1, le=DAY, description="a meeting takes at least so many minutes")
    weight: int = Field(default=1, ge=1, le=1000, description="how important this meeting is beside the others")

    @model_validator(mode="after")
    def _some_time(self) -> Friend:
        if clock(self.since) >= clock(self.until):
            raise ValueError(f"{self.name} is there from {self.since} until {self.until}, which is no time at all")
        return self


class MeetingsRequest(BaseModel):
    """A day on which friends are met at places across a city."""

    model_config = ConfigDict(extra="forbid")

    place: str = Field(min_length=1, description="where one is at first")
    arrive: Clock = Field(default="09:00", description="when one is there, HH:MM")
    friends: list[Friend] = Field(min_length=1, description="who may be met, where, when and for how long")
    travel: dict[str, dict[str, Minutes]] = Field(
        default_factory=dict,
        description="minutes from one place to another; what is not told cannot be travelled directly",
    )
    must: list[str] = Field(default_factory=list, description="names of those who have to be met")
    skip: list[str] = Field(default_factory=list, description="names of those who are not met")
    order: list[Annotated[str, AfterValidator(_order)]] = Field(
        default_factory=list, description="such as “Ann before Bob” (where both are met), “Ann first”, “Ann last”"
    )
    number_met: int | None = Field(default=None, ge=1, description="at least so many are met")
    latest_end: Clock | None = Field(default=None, description="when the last meeting is over, HH:MM")
    latest_return: Clock | None = Field(default=None, description="when one is back at the first place, HH:MM")
    objective: list[Goal] = Field(
        default_factory=lambda: list[Goal](["people"]),
        min_length=1,
        description="in order of importance: most people, the most important ones, earliest end, back earliest, least travel, "
        "most time together",
    )
    extra: list[str] = Field(default_factory=list, description="further wishes in the expression language")

    @model_validator(mode="after")
    def _fits_together(self) -> MeetingsRequest:
        names = [friend.name for friend in self.friends]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} is named twice among the friends")
        told = [(name, "must") for name in self.must] + [(name, "skip") for name in self.skip]
        for text in self.order:
            one, _, other = order_of(text)
            told += [(name, "order") for name in (one, other) if name]
        for name, field in told:
            if name not in names:
                raise ValueError(f"{field}: nobody called {name!r} is among the friends ({', '.join(names)})")
        for field in ("must", "skip", "order", "objective"):
            values = getattr(self, field)
            if len(set(values)) < len(values):
                raise ValueError(f"{field}: something is told twice")
        return self

    def friend(self, name: str) -> Friend | None:
        """Who is called so."""
        return next((friend for friend in self.friends if friend.name == name), None)


def mentions(request: MeetingsRequest, name: str) -> list[Change]:
    """Giving up every wish that speaks of a friend."""
    found = [Change(f"{field}/{name}", name, None) for field in ("must", "skip") if name in getattr(request, field)]
    return found + [Change(f"order/{text}", text, None) for text in request.order if name in order_of(text)[::2]]


def spoken(place: str) -> str:
    """A place in a sentence: "the harbour", "Soho", "home"."""
    plain = place[:1].isupper() or place.partition(" ")[0] in _WITHOUT_ARTICLE
    return place if plain else f"the {place}"


class Meeting(BaseModel):
    """One meeting, from start to end (24 hours)."""

    model_config = ConfigDict(extra="forbid")

    person: str
    location: str
    start: Clock
    end: Clock


class MeetingsPlan(BaseModel):
    """The meetings in the order of the day."""

    model_config = ConfigDict(extra="forbid")

    meetings: list[Meeting] = Field(default_factory=list)

    @model_validator(mode="after")
    def _by_time(self) -> MeetingsPlan:
        self.meetings.sort(key=lambda meeting: (clock(meeting.start), clock(meeting.end)))
        return self
