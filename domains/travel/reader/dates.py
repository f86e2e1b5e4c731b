"""When the trip starts and how long it takes, from every date, range and duration of a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from domains.reading.calendar import show
from domains.reading.dates import MONTHS
from domains.reading.durations import Duration
from domains.reading.notes import firm
from domains.reading.periods import Mentions, Period, Said, settle
from domains.travel.reader import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domains.reading.clauses import Finding
    from domains.reading.notes import Notes
    from domains.reading.patterns import Match

_LONGEST_TRIP = 60
_A_FEW = 7
"""Most days that "a few days" can be."""
_ASK_START = "Which day does the trip start?"
_ASK_DAYS = "How many days does the trip take, or which day does it end?"


@dataclass(frozen=True, slots=True)
class When:
    """The first day (the earliest one where `latest` is given) and the number of days, as far as they are known."""

    start: date | None = None
    latest: date | None = None
    days: int | None = None


def read_dates(findings: Sequence[Finding], notes: Notes, today: date) -> When:
    """When the trip is; what is missing or contradictory is noted as a question."""
    mentions = Mentions()
    used: list[tuple[str, Finding]] = []
    _gather_days(findings, notes, mentions, used)
    windows = [f for f in findings if f.match.phrase.gives in ("window", "start window")]
    if windows:
        return _window(windows, mentions, used, notes, today)
    period = settle(mentions, today, _LONGEST_TRIP)
    _tell(period, used, notes)
    _vague(findings, period, notes)
    return When(period.start, None, period.days)


def _gather_days(
    findings: Sequence[Finding], notes: Notes, mentions: Mentions, used: list[tuple[str, Finding]]
) -> None:
    def of(kind: str, *gives: str) -> list[tuple[Any, Finding]]:
        found = [(f.match.slot(kind), f) for f in findings if f.match.phrase.gives in gives]
        return firm([(value, finding) for value, finding in found if value is not None], notes)

    for mention, finding in of("RANGE", "range"):
        mentions.add_range(mention, _words(finding, notes, "RANGE"))
        used += [("start", finding), ("days", finding)]
    for kind in ("DATE", "AHEAD"):
        for mention, finding in of(kind, "start", "bare_date", "arrival"):
            mentions.starts.append(Said(mention, _words(finding, notes, kind)))
            used.append(("start", finding))
            if finding.match.phrase.gives == "arrival":
                notes.assume(f"“{notes.quote(finding)}” is taken as the day of the first leg too.")
    for mention, finding in of("DATE", "end", "finish", "return"):
        mentions.ends.append(Said(mention, _words(finding, notes, "DATE")))
        used.append(("days", finding))
        if finding.match.has("by"):
            notes.assume(f"“{notes.quote(finding)}” is taken as the last day of the trip.")
    durations = [(said, f) for f in findings if (said := _duration(f.match)) is not None]
    for duration, finding in firm(durations, notes):
        mentions.durations.append((duration, notes.quote(finding)))
        used.append(("days", finding))
        if finding.match.has(*lexicon.words("about")):
            notes.assume(f"“{notes.quote(finding)}” is taken as exactly {duration}.")


def _tell(period: Period, used: Sequence[tuple[str, Finding]], notes: Notes) -> None:
    """The facts, guesses and questions of a settled period."""
    for guess in period.assumptions:
        notes.assume(guess)
    for question in period.questions:
        notes.ask(question)
    for path, finding in used:
        if path == "start" and period.start is not None:
            notes.fact("start", f"The trip starts on {period.start:%A} {show(period.start)}.", finding)
        elif path == "days" and period.days is not None:
            notes.fact("days", _takes(period.days), finding)
    if not period.questions:
        if period.start is None:
            notes.ask(_ASK_START)
        if period.days is None:
            notes.ask(_ASK_DAYS)


def _vague(findings: Sequence[Finding], period: Period, notes: Notes) -> None:
    """ "A few days", "in five days" and "at the end of March" say nothing new beside dates that fit; alone they stay unread."""
    for finding in findings:
        gives = finding.match.phrase.gives
        if gives == "vague days":
            fits = period.days is not None and 2 <= period.days <= _A_FEW
            path, says = "days", _takes(period.days or 0)
        elif gives == "vague length":
            fits = period.days is not None and period.days == finding.match.slot("AHEAD").shift
            path, says = "days", _takes(period.days or 0)
        elif gives == "vague month":
            fits = period.start is not None and _in_month(finding.match, period.start)
            path, says = "start", f"The trip starts on {show(period.start)}." if period.start else ""
        else:
            continue
        if fits:
            notes.fact(path, says, finding)
        else:
            notes.reject(finding)


def _in_month(match: Match, start: date) -> bool:
    """Whether a day lies where the words say: the month, its year if named, and its part."""
    month = next((n for n, name in enumerate(MONTHS, start=1) if match.has(name)), None)
    year = match.slot("N")
    parts = (
        (("end", "late", "third", "last"), range(14, 32)),
        (("second",), range(8, 32)),
        (("beginning", "start", "early", "first"), range(1, 16)),
        (("middle", "mid"), range(8, 24)),
    )
    inside = all([start.day in days for words, days in parts if match.has(*words)])
    return start.month == month and year in (None, start.year) and inside


def _takes(days: int) -> str:
    return f"The trip takes {days} {'day' if days == 1 else 'days'}."


def _window(
    windows: Sequence[Finding], mentions: Mentions, used: Sequence[tuple[str, Finding]], notes: Notes, today: date
) -> When:
    """ "Five days some time between March 3 and March 20": the trip lies within; "leaving any day from ...": its start does."""
    finding = windows[0]
    if len(windows) > 1 or mentions.starts or mentions.ends:
        notes.ask(
            f"The text names “{notes.quote(finding)}” and other dates too: between which days may the trip start?"
        )
        return When()
    length = settle(mentions, today, _LONGEST_TRIP)
    for question in length.questions:
        notes.ask(question)
    if length.days is None:
        if not length.questions:
            notes.ask("How many days does the trip take?")
        return When()
    span = Mentions()
    span.add_range(finding.match.slot("RANGE"), _words(finding, notes, "RANGE"))
    period = settle(span, today, 2 * _LONGEST_TRIP)
    if period.start is None or period.days is None:
        for question in period.questions:
            notes.ask(question)
        return When()
    if finding.match.phrase.gives == "window" and period.days < length.days:
        notes.ask(f"“{notes.quote(finding)}” are {period.days} days, but the trip takes {length.days}: which is meant?")
        return When()
    slack = period.days - (length.days if finding.match.phrase.gives == "window" else 1)
    when = When(period.start, period.start + timedelta(days=slack) if slack else None, length.days)
    if slack > _LONGEST_TRIP:
        notes.ask(
            f"The trip may start on {slack + 1} days, but at most {_LONGEST_TRIP + 1} can be tried: between which days?"
        )
        return When()
    for guess in period.assumptions:
        notes.assume(guess)
    until = f" to {show(when.latest)}" if when.latest else ""
    notes.fact("start", f"The trip starts on some day from {show(period.start)}{until}.", finding)
    if when.latest:
        notes.fact("latest start", f"The trip starts on {show(when.latest)} at the latest.", finding)
    for path, other in used:
        if path == "days":
            notes.fact("days", _takes(length.days), other)
    return when


def _duration(match: Match) -> Duration | None:
    """ "3 days", the number after a label ("Days: 3"), or "two cities in 5 days"; None where there is none."""
    found: Duration | None = match.slot("DURATION")
    number = match.slot("N")
    if found is not None:
        return found
    if match.phrase.gives == "week":
        return Duration(days=7)
    if match.phrase.gives == "length":
        return Duration(nights=number) if match.has("nights") else Duration(days=number)
    if match.phrase.gives == "count" and (ahead := match.slot("AHEAD")) is not None:
        return Duration(days=ahead.shift)
    return None


def _words(finding: Finding, notes: Notes, *kinds: str) -> str:
    """The words of a date."""
    item = next(item for item in finding.match.items if item.kind in kinds)
    return " ".join(notes.text.raw[item.start : item.end].split())
