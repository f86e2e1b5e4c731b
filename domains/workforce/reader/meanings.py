"""What one clause about a roster may say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from domains.workforce.reader.times import When
    from encoders.numbers import Number


@dataclass(frozen=True, slots=True)
class Meaning:
    """Something that a clause says."""


@dataclass(frozen=True, slots=True)
class Limit(Meaning):
    """How many shifts these workers work; no workers: everybody."""

    workers: tuple[str, ...]
    least: int | None
    most: int | None
    days: bool = False
    """Whether days were counted, not shifts."""


@dataclass(frozen=True, slots=True)
class Times(Meaning):
    """These workers work then, do not work then, or are available then (also, or only)."""

    workers: tuple[str, ...]
    when: tuple[When, ...]
    how: Literal["on", "off", "available", "only"]


@dataclass(frozen=True, slots=True)
class Pair(Meaning):
    """Workers who are never, or always, on together."""

    workers: tuple[str, ...]
    together: bool
    day: bool
    """Whether it is about whole days."""


@dataclass(frozen=True, slots=True)
class Need(Meaning):
    """How many people are needed, or how many more (less than 0: fewer); no times: on every shift."""

    number: int
    when: tuple[When, ...]
    change: bool = False
    exactly: bool = False


@dataclass(frozen=True, slots=True)
class Pay(Meaning):
    """What workers are paid, or by how much or how many percent that changes; no workers: everybody."""

    workers: tuple[str, ...]
    amount: Number
    per: Literal["", "shift", "hour"] = ""
    change: Literal["", "by", "percent"] = ""


@dataclass(frozen=True, slots=True)
class Rule(Meaning):
    """A rule about the calendar, by its field: `days in a row`, `rest shifts`, `rest hours`, `shifts a day`."""

    field: str
    number: Number


@dataclass(frozen=True, slots=True)
class Goals(Meaning):
    """What counts, in order."""

    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Budget(Meaning):
    """The most that all pay may come to."""

    amount: Number


@dataclass(frozen=True, slots=True)
class Team(Meaning):
    """Who shares the work, and when there is any; in a request only."""

    workers: tuple[str, ...]
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear(Meaning):
    """Words that are understood one by one, but not what they say together: what to ask."""

    question: str
    guesses: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Both(Meaning):
    """Several things at once, such as a day off and another one to work."""

    meanings: tuple[Meaning, ...]

    @property
    def workers(self) -> tuple[str, ...]:
        """Whom they are about."""
        return getattr(self.meanings[0], "workers", ())
