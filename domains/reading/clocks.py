"""Times of day as people write them: "9:00", "9am", "half past nine", "noon".

A clock time is minutes after midnight; 24:00 is the end of the day. Hours such as "3", which may be in the night or in the
afternoon, are told apart by `Clock.sure`: whoever reads them decides (`afternoon`) and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domains.reading.numerals import number_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.text import Token

DAY = 24 * 60
"""Minutes of a day."""
_HALVES = {"am": 0, "a": 0, "pm": 12, "p": 12}
_NAMED = {"noon": 720, "midday": 720, "noontime": 720, "midnight": DAY}
_PAST = {"half": 30, "quarter": 15}
COUNTED = frozenset(
    """
    people persons person days day weeks week hours hour hrs hr minutes minute mins min times months month of other others more
    percent nights colleagues friends participants attendees dollars units
    """.split()  # noqa: SIM905
)
"""Words after which a number is a count and no hour."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `sure` is False where only a small hour was said, which may mean the afternoon."""

    minutes: int
    sure: bool = True

    @property
    def afternoon(self) -> Clock:
        """Twelve hours later, where that may be meant."""
        return self if self.sure or self.minutes >= 720 else Clock(self.minutes + 720)


def show_clock(minutes: int) -> str:
    """ "09:30"; minutes after midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


# ---------------------------------------------------------------- clock times


def clock_at(tokens: Sequence[Token], at: int) -> tuple[Clock, int] | None:
    """The time of day that starts at a token, and the index after it. A number alone is no time."""
    word = tokens[at].norm
    if word in _NAMED:
        return Clock(_NAMED[word]), at + 1
    if word in ("12", "twelve") and _word(tokens, at + 1) in _NAMED:
        return Clock(_NAMED[tokens[at + 1].norm]), at + 2
    if (spoken := _spoken(tokens, at)) is not None:
        return spoken
    found = _hour(tokens, at)
    if found is None:
        return None
    hour, minute, after, exact = found
    half, after = _half(tokens, after)
    if half is not None:
        return (Clock(hour % 12 * 60 + half * 60 + minute), after) if 1 <= hour <= 12 else None
    if _word(tokens, after) == "oclock":
        return _plain(hour, minute, exact), after + 1
    if _word(tokens, after) in ("h", "hrs", "uhr") and exact:
        return Clock(hour * 60 + minute), after + 1
    return (_plain(hour, minute, exact), after) if exact else None


def bare_clock_at(tokens: Sequence[Token], at: int) -> tuple[Clock, int] | None:
    """As `clock_at`, and a number alone: the hour ("before 9", "until three")."""
    if at >= len(tokens):
        return None
    found = clock_at(tokens, at)
    if found is not None:
        return found
    hour = _hour(tokens, at)
    if hour is None or _word(tokens, hour[2]) in COUNTED:
        return None
    return _plain(hour[0], hour[1], exact=False), hour[2]


def _plain(hour: int, minute: int, exact: bool) -> Clock:
    return Clock(hour * 60 + minute, sure=hour >= 7 or hour == 0)


def _hour(tokens: Sequence[Token], at: int) -> tuple[int, int, int, bool] | None:
    """Hour, minute, the index after them, and whether the minutes were written ("9:00", "9.30", "0930")."""
    token = tokens[at]
    if token.kind == "number" and token.norm.isdecimal():
        if _touches(tokens, at + 1, ":", "h") and at + 2 < len(tokens) and _minutes(tokens[at + 2].norm) is not None:
            minute = _minutes(tokens[at + 2].norm) or 0
            return _valid(int(token.norm), minute, at + 3, exact=True)
        if (
            len(token.norm) == 4
            and token.norm[0] in "012"
            and int(token.norm[2:]) < 60
            and not token.norm.startswith(("19", "20"))
        ):
            return _valid(int(token.norm[:2]), int(token.norm[2:]), at + 1, exact=True)
        return _valid(int(token.norm), 0, at + 1, exact=False) if len(token.norm) <= 2 else None
    if token.kind == "number" and "." in token.norm:
        hour, _, written = token.norm.partition(".")
        if _minutes(written) is not None:
            exact = _word(tokens, at + 1) not in COUNTED
            return _valid(int(hour), int(written), at + 1, exact=exact) if exact and len(hour) <= 2 else None
        return None
    found = number_at(tokens, at) if token.kind == "word" else None
    if found is None or not isinstance(found[0], int) or not 1 <= found[0] <= 12 or found[1] != at + 1:
        return None
    then = number_at(tokens, at + 1) if at + 1 < len(tokens) and tokens[at + 1].kind == "word" else None
    if then is not None and then[0] in (15, 30, 45):  # "nine thirty"
        return found[0], int(then[0]), then[1], True
    return found[0], 0, at + 1, False


def _valid(hour: int, minute: int, after: int, exact: bool) -> tuple[int, int, int, bool] | None:
    return (hour, minute, after, exact) if hour * 60 + minute <= DAY and minute < 60 else None


def _minutes(text: str) -> int | None:
    return int(text) if len(text) == 2 and text.isdecimal() and int(text) < 60 else None


def _touches(tokens: Sequence[Token], at: int, *signs: str) -> bool:
    return at < len(tokens) and tokens[at].norm in signs and tokens[at].start == tokens[at - 1].end


def _half(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """0 for "am", 12 for "pm", with the index after it; "p.m." comes as two words."""
    word = _word(tokens, at)
    if word in ("am", "pm"):
        return _HALVES[word], at + 1
    if word in ("a", "p") and _word(tokens, at + 1) == "m":
        return _HALVES[word], at + 2
    return None, at


def _spoken(tokens: Sequence[Token], at: int) -> tuple[Clock, int] | None:
    """ "half past nine", "a quarter to ten", "twenty past three"."""
    start = at + (tokens[at].norm == "a")
    if start >= len(tokens):
        return None
    if tokens[start].norm in _PAST:
        minutes, after = _PAST[tokens[start].norm], start + 1
    else:
        found = number_at(tokens, start)
        if found is None or found[0] not in (5, 10, 15, 20, 25):
            return None
        minutes, after = int(found[0]), found[1]
    way = _word(tokens, after)
    if way not in ("past", "to", "after") or (way == "after" and tokens[start].norm not in _PAST):
        return None
    if way == "to" and tokens[start].norm != "quarter":
        return None
    hour = bare_clock_at(tokens, after + 1)
    if hour is None or hour[0].minutes % 60:
        return None
    total = hour[0].minutes + (-minutes if way == "to" else minutes)
    return replace(hour[0], minutes=total), hour[1]


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].norm if at < len(tokens) else ""
