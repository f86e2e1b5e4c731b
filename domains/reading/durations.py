"""How long something takes: "3 days", "a week", "three-day", "3 days and 2 nights", "two nights", "a fortnight"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.reading.numerals import number_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.text import Token

_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "weeklong": 7, "fortnight": 14}
_ADJECTIVES = frozenset(
    (
        "full",
        "whole",
        "entire",
        "consecutive",
        "straight",
        "solid",
        "free",
        "spare",
        "glorious",
        "lovely",
        "nice",
        "short",
        "fun",
    )
)
_ARTICLES = frozenset(("a", "an", "one"))


@dataclass(frozen=True, slots=True)
class Duration:
    """Days and nights as they were said; one of them may be unsaid."""

    days: int | None = None
    nights: int | None = None

    @property
    def as_days(self) -> int:
        """Days on the road: two nights are spent between three days."""
        return self.days if self.days is not None else (self.nights or 0) + 1

    @property
    def contradicts_itself(self) -> bool:
        """ "3 days and 5 nights": between n days lie n - 1 nights."""
        return self.days is not None and self.nights is not None and self.nights != self.days - 1

    def __str__(self) -> str:
        parts = [
            f"{count} {unit if count == 1 else unit + 's'}"
            for count, unit in ((self.days, "day"), (self.nights, "night"))
            if count is not None
        ]
        return " and ".join(parts)


def duration_at(tokens: Sequence[Token], at: int) -> tuple[Duration, int] | None:
    """The duration that starts at a token, and the index after it."""
    first = _part(tokens, at)
    if first is None:
        return None
    duration, after = first
    join = after + 1 if after < len(tokens) and tokens[after].norm in ("and", ",", "/", "&", "with") else after
    second = _part(tokens, join) if join < len(tokens) else None
    if second is not None and (duration.days is None) != (second[0].days is None):
        days = duration.days if duration.days is not None else second[0].days
        nights = duration.nights if duration.nights is not None else second[0].nights
        return Duration(days, nights), second[1]
    return duration, after


def _part(tokens: Sequence[Token], at: int) -> tuple[Duration, int] | None:
    if tokens[at].norm in ("weeklong", "fortnight"):
        return Duration(days=_DAYS[tokens[at].norm]), at + 1
    if tokens[at].norm == "week" and at + 1 < len(tokens) and tokens[at + 1].norm == "long":
        return Duration(days=7), at + 2
    if tokens[at].norm in _ARTICLES:
        count, after = 1, at + 1
    else:
        found = number_at(tokens, at)
        if found is None or not isinstance(found[0], int):
            return None
        count, after = found[0], found[1]
    after += after < len(tokens) and tokens[after].norm == "-"
    if after < len(tokens) and tokens[after].norm in _ADJECTIVES:
        after += 1
    if after >= len(tokens):
        return None
    unit = tokens[after].norm
    if unit in ("night", "nights"):
        return (Duration(nights=count), after + 1) if tokens[at].norm not in ("a", "an") else None
    if unit not in _DAYS or (unit == "day" and tokens[at].norm in ("a", "an")):
        return None  # "$100 a night" and "twice a day" are no durations
    after += 1
    if after < len(tokens) and tokens[after].norm == "long":
        after += 1
    return Duration(days=count * _DAYS[unit]), after
