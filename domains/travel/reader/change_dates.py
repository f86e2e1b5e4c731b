"""When a changed trip is: shifts, windows, new days and lengths."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from domains.reading.calendar import Doubt, candidates
from domains.reading.calendar import show as show_day
from domains.reading.notes import joined
from domains.reading.periods import Mentions, Said, settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domains.reading.clauses import Finding
    from domains.reading.dates import DateMention
    from domains.reading.notes import Notes
    from domains.reading.patterns import Match
    from domains.travel.reader.change_edits import Edits

DOWN = frozenset((
    "lower", "reduce", "cut", "decrease", "shrink", "bring", "take", "push", "trim", "tighten", "drop", "slash", "less", "fewer",
    "shorter", "earlier", "sooner", "remove", "skip", "shorten", "forward", "cannot", "not",
))  # fmt: skip
"""Words that turn a change by an amount downwards."""
_LONGEST_TRIP = 60


class Dates:
    """The part of `change_sense.Sense` that is about days."""

    def __init__(self, edits: Edits, notes: Notes, today: date) -> None:
        self.edits, self.notes, self.today = edits, notes, today

    def _days(self, how: str, finding: Finding) -> None:
        match, now = finding.match, self.edits.request.days
        duration, number = match.slot("DURATION"), match.slot("N")
        if how == "to":
            self.edits.days(duration.as_days if duration is not None else number + match.has("nights"))
            return
        step = number if duration is None else duration.days if duration.days is not None else duration.nights
        step = 1 if step is None else int(step)
        self.edits.days(now - step if match.has(*DOWN) else now + step)

    def _start(self, how: str, finding: Finding) -> None:
        request = self.edits.request
        if how == "to":
            day = self._day(finding)
            if day is not None:
                self.edits.start(day)
            return
        step = self._step(finding.match)
        self.edits.start(request.start + step, None if request.latest_start is None else request.latest_start + step)

    def _window(self, how: str, finding: Finding) -> None:
        request, match = self.edits.request, finding.match
        step = abs(self._step(match))
        first, latest = request.start, request.latest_start or request.start
        both = match.has("flexible", "give", "plus") or (match.has("later") and match.has("earlier", "sooner"))
        if both or match.has("earlier", "sooner"):
            first -= step
        if both or match.has("later"):
            latest += step
        self.edits.start(first, latest)

    def _step(self, match: Match) -> timedelta:
        duration = match.slot("DURATION")
        days = 1 if duration is None else duration.days if duration.days is not None else duration.nights
        return timedelta(days=int(days or 1) * (-1 if match.has("earlier", "sooner", "forward") else 1))

    def _day(self, finding: Finding) -> date | None:
        """The one day a mention means, in the year of the trip where none is said."""
        item = next(item for item in finding.match.items if item.kind == "DATE")
        quote = " ".join(self.notes.text.raw[item.start : item.end].split())
        try:
            found = candidates(item.value, quote, self.today, self.edits.request.start.year)
        except Doubt as doubt:
            self.notes.ask(doubt.question)
            return None
        if len(found) > 1:
            self.notes.ask(f"“{quote}” may be {joined([show_day(day) for day in found], 'or')}: which day is meant?")
            return None
        ((day, guess),) = found.items()
        if day < self.today:
            self.notes.ask(f"{show_day(day)} is in the past (today is {show_day(self.today)}): which day is meant?")
            return None
        self.notes.assume(guess)
        return day

    def _dates(self, findings: Sequence[Finding]) -> None:
        mentions, request = Mentions(), self.edits.request
        window = None
        for finding in findings:
            match, gives = finding.match, finding.match.phrase.gives
            quote = self.notes.quote(finding)
            found = match.slot("RANGE")
            if found is not None:
                first = self._this_year(found.first)
                last = found.last
                if last.year is None and last.month is not None and first.year is not None and first.month is not None:
                    last = replace(last, year=first.year + (last.month < first.month))
                mentions.add_range(replace(found, first=first, last=last), quote)
                window = gives if "window" in gives else None
            elif gives in ("start", "bare_date", "arrival") and match.slot("DATE") is not None:
                mentions.starts.append(Said(self._this_year(match.slot("DATE")), quote))
            elif gives in ("end", "finish", "return") and match.slot("DATE") is not None:
                mentions.ends.append(Said(match.slot("DATE"), quote))
            elif gives == "duration" and match.slot("DURATION") is not None:
                mentions.durations.append((match.slot("DURATION"), quote))
            else:
                self.notes.reject(finding)
        if not (mentions.starts or mentions.ends or mentions.durations):
            return
        if mentions.ends and not mentions.starts:
            self._end(mentions)
            return
        period = settle(mentions, self.today, _LONGEST_TRIP)
        for question in period.questions:
            self.notes.ask(question)
        for guess in period.assumptions:
            self.notes.assume(guess)
        if period.questions:
            return
        if window is not None and period.start is not None and period.days is not None:
            slack = period.days - (request.days if window == "window" else 1)
            if slack < 0:
                self.notes.ask(f"Those are {period.days} days, but the trip takes {request.days}: which is meant?")
                return
            self.edits.start(period.start, period.start + timedelta(days=slack))
            return
        if period.start is not None:
            self.edits.start(period.start)
        if period.days is not None:
            self.edits.days(period.days)

    def _this_year(self, mention: DateMention) -> DateMention:
        """A month and day without a year are those of the trip's year."""
        dated = mention.year is None and (mention.month is not None or mention.readings)
        return replace(mention, year=self.edits.request.start.year) if dated else mention

    def _end(self, mentions: Mentions) -> None:
        """ "Until the 20th": the trip keeps its start."""
        request = self.edits.request
        last = request.start + timedelta(days=request.days - 1)
        try:
            found = candidates(mentions.ends[0].mention, mentions.ends[0].quote, request.start)
        except Doubt as doubt:
            self.notes.ask(doubt.question)
            return
        day = next(iter(found))
        if len(found) > 1 or len(mentions.ends) > 1 or mentions.durations or day < request.start:
            self.notes.ask(f"The trip ends on {show_day(last)} now: which day is to be its last?")
            return
        self.edits.days((day - request.start).days + 1)
