"""Wishes about when to meet, as short sentences of a fixed form.

not Monday                      nothing of the meeting lies on Mondays
Ann: not Thursday before 15:00  of Thursday, the time before 15:00 is out; NAME: says whose wish it is
not after 16:00                 on every day
not Monday, Friday 12:00-13:00
only Tuesday 09:00-12:00        all of the meeting lies there
from 2026-03-02 10:00           not sooner
by Wednesday 12:00              it is over by then
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from domains.calendar.times import DAY, clock, day, show, show_stretch, spoken, stretch

Kind = Literal["not", "only", "from", "by"]
_FORM = re.compile(
    r"(?:(?P<person>[^:]+):\s+)?(?P<kind>not|only|from|by)\s+(?P<days>.*?)\s*"
    r"(?P<times>before \d{1,2}:\d{2}|after \d{1,2}:\d{2}|\d{1,2}:\d{2}\s*[-–]\s*\d{1,2}:\d{2}|\d{1,2}:\d{2})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """`days` is empty for every day; `start` and `end` are minutes after midnight (for "from" and "by" only `start`)."""

    kind: Kind
    days: tuple[str, ...]
    start: int
    end: int
    person: str = ""

    def __str__(self) -> str:
        return f"{f'{self.person}: ' if self.person else ''}{self.kind} {self._when()}"

    def _when(self) -> str:
        days = ", ".join(self.days)
        if self.kind in ("from", "by"):
            return f"{days} {show(self.start)}"
        if (self.start, self.end) == (0, DAY):
            times = ""
        elif self.start == 0:
            times = f"before {show(self.end)}"
        elif self.end == DAY:
            times = f"after {show(self.start)}"
        else:
            times = show_stretch(self.start, self.end)
        return f"{days} {times}".strip()

    def says(self, *, soft: bool = False) -> str:
        """The wish as a sentence."""
        whose = f" ({'your wish' if self.person == 'me' else f'for {self.person}'})" if self.person else ""
        days = _listed([spoken(name) for name in self.days], "or" if self.kind == "only" else "and")
        times = self._when().removeprefix(", ".join(self.days)).strip()
        if self.kind in ("from", "by"):
            when = f"{days} {show(self.start)}"
            text = f"The meeting is {'not before' if self.kind == 'from' else 'over by'} {when}"
        else:
            verb = "only" if self.kind == "only" else "not"
            if times and times[0].isdigit():
                times = "between " + times.replace("-", " and ")
            parts = [f"on {days}" if days else "", times]
            text = f"The meeting is {verb} {' '.join([part for part in parts if part])}"
        return f"{'If possible: ' + text[0].lower() + text[1:] if soft else text}{whose}."


def parse_wish(text: str) -> Wish:
    """The wish that a sentence of the form says. Raises ValueError."""
    match = _FORM.fullmatch(" ".join(text.split()))
    if match is None or not (match["days"] or match["times"]):
        raise ValueError(
            f"{text!r} is no wish; write such as 'not Monday', 'Ann: not Tuesday before 10:00', 'only 09:00-12:00'"
        )
    kind = match["kind"].lower()
    days = tuple([day(name) for name in re.split(r"\s*,\s*", match["days"])]) if match["days"] else ()
    start, end = _times(match["times"] or "", kind, text)
    if kind in ("from", "by"):
        if len(days) != 1:
            raise ValueError(f"{text!r} names no day; write such as '{kind} Tuesday 10:00'")
        return Wish(kind, days, start, start, (match["person"] or "").strip())  # type: ignore[arg-type]
    return Wish(kind, days, start, end, (match["person"] or "").strip())  # type: ignore[arg-type]


def _times(text: str, kind: str, whole: str) -> tuple[int, int]:
    word = text.partition(" ")[0].lower()
    if kind in ("from", "by"):
        if word in ("before", "after") or "-" in text:
            raise ValueError(f"{whole!r} has no single time; write such as '{kind} Tuesday 10:00'")
        return (clock(text) if text else 0 if kind == "from" else DAY), DAY
    if not text:
        return 0, DAY
    if word == "before":
        start, end = 0, clock(text.partition(" ")[2])
    elif word == "after":
        start, end = clock(text.partition(" ")[2]), DAY
    elif "-" in text or "–" in text:
        return stretch(text)
    else:
        raise ValueError(f"{whole!r} names a single time; write before, after or HH:MM-HH:MM")
    if start == end:
        raise ValueError(f"{whole!r} leaves no time at all")
    return start, end


def _listed(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
