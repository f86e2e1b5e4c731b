"""When something is, as people say it: a shift or day by name, "Mondays", "the weekend", "Monday to Friday", "the 7th"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.reading.names import NameIndex
from domains.workforce.roster import weekday_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.reading.text import Token
    from domains.workforce.roster import Day, Roster

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TO = frozenset(("to", "through", "till", "until", "-", "–", "thru"))
_EVERY = frozenset(("every", "each", "all"))
_REST = frozenset(("other", "remaining"))


@dataclass(frozen=True, slots=True)
class When:
    """Days or shifts, not yet looked up. `names` are names of the roster, `weekdays` 0 for Monday to 6, `number` a day's own.

    `every` where all such days are meant ("Mondays", "every Monday", "weekends"); else a weekday that comes several times is one
    of them. `whole` stands for all days. `part` is a shift of the day ("early").
    """

    says: str
    names: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    number: int | None = None
    every: bool = False
    whole: bool = False
    part: str = ""
    rest: bool = False
    """Whether all days are meant of which nothing has been said."""


@dataclass(frozen=True)
class Times:
    """Finds times in a text. `names` are shifts and days of the roster, where there is one already; `parts` shifts of a day."""

    names: NameIndex = field(default_factory=lambda: NameIndex(()))
    parts: frozenset[str] = frozenset()

    def at(self, tokens: Sequence[Token], start: int) -> tuple[When, int] | None:
        """The time that starts at a token, and the index after it."""
        named = self.names.at(tokens, start)
        if named is not None and not self._goes_on(tokens, named[1]):
            return self._with_part(When(named[0].name, names=(named[0].name,)), tokens, named[1])
        begin = start
        every = False
        if tokens[begin].norm in _EVERY and begin + 1 < len(tokens):
            every, begin = True, begin + 1
        found = self._days(tokens, begin, every=every)
        if found is not None:
            return self._with_part(found[0], tokens, found[1])
        if every and tokens[begin].norm in ("day", "days"):
            return self._with_part(When("every day", every=True, whole=True), tokens, begin + 1)
        return None

    def _goes_on(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a range follows, so that the name is only its beginning."""
        return self._to(tokens, at) is not None

    def _to(self, tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        """The weekday at the end of a range, and the index after it."""
        if at + 1 < len(tokens) and tokens[at].norm in _TO:
            last = _weekday(tokens[at + 1])
            if last is not None:
                return last[0], at + 2
        return None

    def _days(self, tokens: Sequence[Token], at: int, *, every: bool) -> tuple[When, int] | None:
        word = tokens[at].norm
        if word in _REST and at + 1 < len(tokens) and tokens[at + 1].norm in ("days", "day", "shifts"):
            return When("the other days", every=True, whole=True, rest=True), at + 2
        if word in ("weekend", "weekends"):
            return When("the weekend", weekdays=(5, 6), every=True), at + 1
        if word in ("weekday", "weekdays"):
            return When("weekdays", weekdays=(0, 1, 2, 3, 4), every=True), at + 1
        if word == "daily":
            return When("every day", every=True, whole=True), at + 1
        if tokens[at].kind == "ordinal":
            return When(f"day {word}", number=int(word[:-2])), at + 1
        if (
            word == "day"
            and at + 1 < len(tokens)
            and tokens[at + 1].kind == "number"
            and tokens[at + 1].norm.isdecimal()
        ):
            return When(f"day {tokens[at + 1].norm}", number=int(tokens[at + 1].norm)), at + 2
        found = _weekday(tokens[at])
        if found is None:
            return None
        first, plural = found
        end = self._to(tokens, at + 1)
        if end is not None:
            last, after = end
            span = tuple([(first + step) % 7 for step in range((last - first) % 7 + 1)])
            return When(f"{WEEK[first]} to {WEEK[last]}", weekdays=span, every=True), after
        after = at + 1
        if after < len(tokens) and tokens[after].kind in ("number", "ordinal"):
            digits = re.match(r"\d+", tokens[after].norm)
            joined = tokens[after].start == tokens[at].end or tokens[after].kind == "ordinal"
            if digits is not None and joined:
                return When(f"{WEEK[first]} {digits[0]}", weekdays=(first,), number=int(digits[0])), after + 1
        return When(WEEK[first], weekdays=(first,), every=plural or every), after

    def _with_part(self, when: When, tokens: Sequence[Token], at: int) -> tuple[When, int]:
        if at < len(tokens) and tokens[at].norm in self.parts:
            says = f"{when.says} {tokens[at].norm}"
            found = When(says, when.names, when.weekdays, when.number, when.every, when.whole, tokens[at].norm)
            return found, at + 1
        return when, at


def _weekday(token: Token) -> tuple[int, bool] | None:
    """The weekday a word is, and whether it is a plural; short forms need a capital letter ("Sat", "Sun", "Wed")."""
    if token.kind != "word":
        return None
    word = token.norm
    plural = word.endswith("s") and word[:-1] in [day.lower() for day in WEEK]
    word = word[:-1] if plural else word
    place = weekday_of(word)
    if place is None or (
        len(word) < len("sunday") and not token.capital and word in ("sat", "sun", "wed", "mon", "tue", "fri")
    ):
        return None
    return place, plural


@dataclass(frozen=True, slots=True)
class Found:
    """Shifts that a time stands for, by the names that a request may use for them; or a question where it is not clear."""

    names: tuple[str, ...] = ()
    question: str = ""


def shifts_meant(when: When, roster: Roster) -> Found:
    """The shifts that are meant, in their order."""
    return _with_question(when, roster, by_day=False)


def days_meant(when: When, roster: Roster) -> Found:
    """The same as names of days where whole days are meant."""
    return _with_question(when, roster, by_day=True)


def _with_question(when: When, roster: Roster, *, by_day: bool) -> Found:
    if when.names:
        names = (
            when.names if by_day and not when.part else tuple([s for name in when.names for s in roster.meant(name)])
        )
        return _of_part(when, names, roster)
    days = [day for day in roster.days if _is_meant(when, day)]
    if not days:
        known = ", ".join([day.name for day in roster.days][:14])
        return Found(question=f"The roster has no {when.says}: which of {known} is meant?")
    if len(days) > 1 and not when.every and len(when.weekdays) == 1:
        return Found(question=f"Which {when.says} is meant: {' or '.join([day.name for day in days])}, or every one?")
    if by_day and not when.part:
        return Found(tuple([day.name for day in days]))
    return _of_part(when, tuple([shift for day in days for shift in day.shifts]), roster)


def _of_part(when: When, names: tuple[str, ...], roster: Roster) -> Found:
    if not when.part:
        return Found(names)
    found = tuple([name for name in names if when.part in name.lower().split()])
    return (
        Found(found)
        if found
        else Found(question=f"There is no {when.part} shift on {when.says}: which shift is meant?")
    )


def _is_meant(when: When, day: Day) -> bool:
    if when.whole:
        return True
    if when.number is not None and when.number != number_of(day):
        return False
    return not when.weekdays or day.weekday in when.weekdays


def number_of(day: Day) -> int | None:
    """The number that a day's name ends with ("Mon8", "day 8"), or its day of the month."""
    if day.date is not None:
        return day.date.day
    digits = re.search(r"(\d+)$", day.name)
    return int(digits[1]) if digits else None


def parts_of(roster: Roster) -> frozenset[str]:
    """The words that tell the shifts of a day apart: "early" in "Monday early"."""
    found: set[str] = set()
    for day in roster.days:
        if len(day.shifts) > 1:
            for shift in day.shifts:
                found |= {word for word in shift.lower().split() if word.isalpha() and weekday_of(word) is None}
    return frozenset(found)


def times_of(roster: Roster) -> Times:
    """What finds the times of a roster."""
    names = [*roster.names, *[day.name for day in roster.days]]
    others: Mapping[str, str] = {name: name for name in names}
    return Times(NameIndex(dict.fromkeys(names), others), parts_of(roster))
