"""One period of days from everything a text says about it: starts, ends, ranges and durations must agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domains.reading.calendar import Doubt, candidates, listed, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domains.reading.dates import DateMention, RangeMention
    from domains.reading.durations import Duration


@dataclass(frozen=True, slots=True)
class Said:
    """A mention and its words."""

    mention: DateMention
    quote: str


@dataclass
class Mentions:
    """Everything said about one period; a range adds to `starts` and `ends`."""

    starts: list[Said] = field(default_factory=list)
    ends: list[Said] = field(default_factory=list)
    durations: list[tuple[Duration, str]] = field(default_factory=list)

    def add_range(self, found: RangeMention, quote: str) -> None:
        """Note both ends of a range."""
        self.starts.append(Said(found.first, quote))
        self.ends.append(Said(found.last, quote))


@dataclass(frozen=True, slots=True)
class Period:
    """The first day and the number of days, as far as they are known; every guess and every question in words."""

    start: date | None = None
    days: int | None = None
    assumptions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def settle(mentions: Mentions, today: date, longest: int) -> Period:
    """The one period that fits everything said. A period starts on `today` or later and has at most `longest` days."""
    try:
        days = _length(mentions, longest)
        return _settle(mentions, days, today, longest)
    except Doubt as doubt:
        return Period(questions=(doubt.question,))


def _length(mentions: Mentions, longest: int) -> int | None:
    found: dict[int, str] = {}
    for duration, _ in mentions.durations:
        if duration.contradicts_itself:
            raise Doubt(f"{duration} do not go together: how many days are meant?")
        found.setdefault(duration.as_days, str(duration))
    if len(found) > 1:
        raise Doubt(f"The text says {' and '.join(found.values())}: how many days are meant?")
    for days, words in found.items():
        if days < 1:
            raise Doubt(f"The text says {words}, but at least one day is needed: how many days are meant?")
        if days > longest:
            raise Doubt(f"The text says {words}, but at most {longest} days can be planned: how many days are meant?")
        return days
    return None


def _settle(mentions: Mentions, days: int | None, today: date, longest: int) -> Period:
    if not mentions.starts and not mentions.ends:
        return Period(days=days)
    if not mentions.starts:
        return _from_end(mentions.ends, days, today)
    starts = _agreed(mentions.starts, today, _years(mentions), "start")
    fitting: dict[tuple[date, int | None], list[str]] = {}
    reasons: list[str] = []
    for start, said_of_start in starts.items():
        if start < today:
            reasons.append(f"{show(start)} is in the past (today is {show(today)}): which day does it start?")
            continue
        if not mentions.ends:
            fitting[start, days] = said_of_start
            continue
        try:
            ends = _agreed(mentions.ends, start, (), "end")
        except Doubt as doubt:
            reasons.append(doubt.question)
            continue
        for end, more in ends.items():
            reason = _misfit(start, end, days, longest)
            if reason:
                reasons.append(reason)
            else:
                told = any(said_of_start) and all([s.mention.month is not None for s in mentions.ends])
                fitting[start, (end - start).days + 1] = [*said_of_start, *([] if told else more)]
    if not fitting:
        raise Doubt(reasons[0])
    if len(fitting) > 1:
        quote = next((s.quote for s in mentions.starts if s.mention.readings), mentions.starts[0].quote)
        raise Doubt(f"“{quote}” may start on {listed(dict.fromkeys(s for s, _ in fitting))}: which is meant?")
    (first, length), guesses = next(iter(fitting.items()))
    readings = [s for s in (*mentions.starts, *mentions.ends) if len(s.mention.readings) > 1]
    if readings:
        last = "" if length is None else f", the last {show(first + timedelta(days=length - 1))}"
        guesses = [
            *guesses,
            f"“{readings[0].quote}”: the first day is {show(first)}{last}, the only reading that fits.",
        ]
    return Period(first, length, tuple(dict.fromkeys([guess for guess in guesses if guess])))


def _from_end(ends: Sequence[Said], days: int | None, today: date) -> Period:
    """The start counted back from the last day."""
    found = _agreed(ends, today, (), "end")
    if days is None:
        return Period(questions=("Which day does it start, or how many days does it take?",))
    if len(found) > 1:
        raise Doubt(f"“{ends[0].quote}” may be {listed(found)}: which is meant?")
    end, guesses = next(iter(found.items()))
    start = end - timedelta(days=days - 1)
    if start < today:
        raise Doubt(
            f"{days} days that end on {show(end)} start on {show(start)}, which is in the past (today is {show(today)}): "
            "which days are meant?"
        )
    return Period(
        start, days, (*[g for g in guesses if g], f"The first day is {show(start)}, counted back from the last.")
    )


def _misfit(start: date, end: date, days: int | None, longest: int) -> str:
    length = (end - start).days + 1
    if length < 1:
        return f"It would end on {show(end)}, before it starts on {show(start)}: which days are meant?"
    if days is not None and days != length:
        return (
            f"The text says {days} {'day' if days == 1 else 'days'}, but {show(start)} to {show(end)} "
            f"{'is 1 day' if length == 1 else f'are {length} days'}: which is meant?"
        )
    if length > longest:
        return f"{show(start)} to {show(end)} are {length} days, but at most {longest} can be planned: which days are meant?"
    return ""


def _years(mentions: Mentions) -> tuple[int, ...]:
    """Years for first days without one: those named elsewhere, and the year before that of a last day (over New Year)."""
    ends = [s.mention.year for s in mentions.ends if s.mention.year is not None]
    named = [s.mention.year for s in mentions.starts if s.mention.year is not None]
    return tuple(dict.fromkeys([*named, *ends, *(year - 1 for year in ends)]))


def _agreed(said: Iterable[Said], today: date, years: tuple[int, ...], what: str) -> dict[date, list[str]]:
    """Days that every mention may mean, with the guesses made. Raises Doubt where two mentions differ."""
    agreed: dict[date, list[str]] | None = None
    said = list(said)
    weekdays = {one.mention.weekday for one in said if _only_weekday(one.mention)}
    exact = [one for one in said if not _only_weekday(one.mention)]
    for one in exact or said:
        found = _possible(one, today, years)
        if agreed is None:
            agreed = {day: [guess] for day, guess in found.items()}
            continue
        both = {day: [*guesses, found[day]] for day, guesses in agreed.items() if day in found}
        if not both:
            raise Doubt(f"The text names different days for the {what}: {listed([*agreed, *found])}. Which is meant?")
        agreed = both
    if exact and weekdays:  # "Monday to Wednesday, 7-9 March": the weekdays restate the dates
        fitting = {day: guesses for day, guesses in (agreed or {}).items() if weekdays == {day.weekday()}}
        if not fitting:
            quote = next(one.quote for one in said if _only_weekday(one.mention))
            raise Doubt(f"{listed(agreed or {})} does not fit “{quote}”: which day is meant for the {what}?")
        return fitting
    return agreed or {}


def _only_weekday(mention: DateMention) -> bool:
    return mention.weekday is not None and mention.day is None and mention.shift is None and not mention.readings


def _possible(said: Said, today: date, years: tuple[int, ...]) -> dict[date, str]:
    """What one mention may mean; without a year of its own, in each of the years."""
    found: dict[date, str] = {}
    doubt: Doubt | None = None
    for year in years if said.mention.year is None and years else (None,):
        try:
            found |= candidates(said.mention, said.quote, today, year)
        except Doubt as error:
            doubt = doubt or error
    if not found and doubt is not None:
        raise doubt
    return found
