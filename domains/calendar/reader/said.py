"""What a text says about a meeting, as days and minutes: gathered from its phrases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domains.calendar import times
from domains.calendar.request import ME
from domains.calendar.wishes import Wish
from domains.reading.calendar import Doubt, candidates, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.reading.clauses import Finding
    from domains.reading.clocks import Clock
    from domains.reading.dates import DateMention
    from domains.reading.phrasebook import Heard
    from domains.reading.slots import Slot, Stretch

_EVERYBODY = frozenset(("we", "they", "everyone", "everybody", "us", "you", "nobody"))


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody is busy: a day ("" for every day), from start to end in minutes after midnight."""

    person: str
    day: str
    start: int
    end: int


@dataclass
class Said:
    """Everything said, in the order of the text."""

    minutes: list[tuple[int, Finding]] = field(default_factory=list)
    people: dict[str, None] = field(default_factory=dict)
    optional: dict[str, None] = field(default_factory=dict)
    without: dict[str, None] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    free: dict[str, None] = field(default_factory=dict)
    wishes: list[str] = field(default_factory=list)
    preferences: list[str] = field(default_factory=list)
    days: list[tuple[str, tuple[int, int] | None]] = field(default_factory=list)
    """Days of the meeting with the hours said for them."""
    hours: list[tuple[int, int]] = field(default_factory=list)
    own_hours: dict[str, tuple[int, int]] = field(default_factory=dict)
    earliest: bool = False
    buffer: int | None = None
    title: str | None = None
    zone: str | None = None


@dataclass
class Clockwork:
    """Turns days and times as they were said into days and minutes, and says what it took for granted."""

    heard: Heard
    today: date
    dated: bool
    """Whether weekdays are to be dates."""
    by_24: bool
    """Whether the text counts hours to 24."""
    week: date | None = None
    """The Monday of the week that was said."""

    def days(self, slot: Slot, finding: Finding, *, frame: bool) -> list[str]:
        """The days of a slot; weekdays stay weekdays in rules, which hold for each such day."""
        years = {mention.year for mention in slot.days if mention.year is not None}
        year = years.pop() if len(years) == 1 else None  # "March 3 or March 4, 2026"
        return [day for day in [self._day(mention, finding, year, frame=frame) for mention in slot.days] if day]

    def _day(self, mention: DateMention, finding: Finding, year: int | None, *, frame: bool) -> str:
        plain = mention.weekday is not None and mention.day is None and not mention.readings and mention.shift is None
        if plain and not mention.which and (not self.dated or not frame):
            return times.WEEKDAYS[mention.weekday or 0]
        if plain and self.week is not None:
            in_week = self.week + timedelta(days=mention.weekday or 0)
            if in_week < self.today:
                self.heard.assume(f"{times.spoken(in_week.isoformat())} is past and left out.")
                return ""
            return in_week.isoformat()
        quote = self.heard.quote(finding)
        if plain:
            quote = times.WEEKDAYS[mention.weekday or 0]
        elif mention.day is not None and mention.month is not None:
            quote = f"{date(2000, mention.month, 1):%B} {mention.day}"
        try:
            found = candidates(mention, quote, self.today, year)
        except Doubt as doubt:
            self.heard.ask(doubt.question)
            return ""
        ahead = {day: guess for day, guess in found.items() if day >= self.today}
        if len(ahead) != 1:
            options = " or ".join([show(day) for day in found])
            self.heard.ask(
                f"“{quote}”: {f'is {options} meant' if ahead else f'{options} is past, which day is meant'}?"
            )
            return ""
        day, guess = next(iter(ahead.items()))
        self.heard.assume(guess)
        return day.isoformat()

    def minutes(self, stretch: Stretch, finding: Finding) -> tuple[int, int] | None:
        """Start and end of a stretch; None, with a question, where there is no time between them."""
        start = 0 if stretch.start is None else self.clock(stretch.start)
        end = times.DAY if stretch.end is None else self.clock(stretch.end)
        if stretch.part:
            until = "" if end == times.DAY else f" until {times.show(end)}"
            since = "" if start == 0 else f" from {times.show(start)}"
            self.heard.assume(f"“{stretch.part}” is taken as the time{since}{until}.")
        if start >= end:
            self.heard.ask(f"“{self.heard.quote(finding)}” ends before it begins: which times are meant?")
            return None
        return start, end

    def clock(self, clock: Clock) -> int:
        """Minutes after midnight; a small hour is taken to be in the afternoon."""
        if clock.sure or (self.by_24 and clock.minutes % 60):
            return clock.minutes
        later = clock.afternoon.minutes
        self.heard.assume(f"“{clock.minutes // 60}” without am or pm is taken as {times.show(later)}.")
        return later

    def stretches(
        self, slots: Iterable[Slot], finding: Finding, *, frame: bool = False
    ) -> list[tuple[tuple[str, ...], tuple[int, int]]]:
        """For each slot and each of its stretches the days (none: every day) and the minutes."""
        found = []
        for slot in slots:
            days = tuple(self.days(slot, finding, frame=frame))
            if slot.days and not days:
                continue
            for stretch in slot.stretches or (None,):
                minutes = (0, times.DAY) if stretch is None else self.minutes(stretch, finding)
                if minutes is not None:
                    found.append((days, minutes))
        return found


def who(finding: Finding, before: Sequence[str]) -> list[str]:
    """Whom a phrase is about: names, whoever writes, or nobody in particular (everybody)."""
    several = finding.match.slot("PEOPLE")
    one = finding.match.slot("PERSON")
    if several is not None:
        return list(several)
    if one is not None:
        return [str(one)]
    words = {item.norm for item in finding.match.items}
    if words & {"i", "my", "me", "am"}:
        return [ME]
    if words & {"he", "she", "his", "her"}:
        return list(before[-1:])
    if words & _EVERYBODY or "team" in words or "group" in words:
        return []
    return list(before) if finding.match.items[0].norm not in ("no", "not", "nothing", "avoid") else []


def wish(kind: str, person: str, days: tuple[str, ...], minutes: tuple[int, int]) -> str:
    """A wish in its fixed form."""
    return str(Wish(kind, days, minutes[0], minutes[1], person))  # type: ignore[arg-type]
