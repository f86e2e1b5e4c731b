"""From the phrases that were found to what is said; each phrase becomes a fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from domains.calendar import times
from domains.calendar.reader.said import Clockwork, Said, Taken, who, wish
from domains.calendar.request import ME
from domains.calendar.wishes import Wish, parse_wish
from domains.reading.lengths import show_length

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from domains.reading.clauses import Finding
    from domains.reading.clocks import Clock
    from domains.reading.phrasebook import Heard
    from domains.reading.slots import Slot


def gather(heard: Heard, today: date, dated: bool) -> Said:
    """What the findings of a text say; phrases that do not fit are rejected and stay unread."""
    slots = [slot for finding in heard.findings for slot in finding.match.slot("SLOTS") or ()]
    clocks = [clock for slot in slots for s in slot.stretches for clock in (s.start, s.end) if clock is not None]
    week = next((finding.match.slot("WEEK") for finding in heard.findings if finding.match.slot("WEEK")), None)
    framed = [slot for finding in heard.of("when", "more") for slot in finding.match.slot("SLOTS") or ()]
    exact = any(
        [
            day.day is not None or day.shift is not None or day.readings or day.which
            for slot in framed
            for day in slot.days
        ]
    )
    monday = today - timedelta(days=today.weekday())
    clockwork = Clockwork(
        heard,
        today,
        dated=dated or week is not None or exact,
        by_24=any([clock.minutes >= 780 for clock in clocks]),
        week=None if week is None else monday + timedelta(days=7 if week == "next" else 0),
    )
    gathered = _Gathering(heard, clockwork, Said())
    for finding in heard.findings:
        handle = _HANDLERS.get(finding.match.phrase.gives)
        if handle is not None:
            handle(gathered, finding)
            gathered.previous = finding
    return gathered.said


@dataclass
class _Gathering:
    heard: Heard
    clockwork: Clockwork
    said: Said
    subjects: list[str] = field(default_factory=list)
    """Whom the last phrase was about."""
    context: tuple[int, tuple[str, ...]] | None = None
    """A sentence, and the days with which it begins."""
    previous: Finding | None = None
    repeat: Callable[[_Gathering, Finding], None] | None = None
    """What the last phrase said, for days that stand alone after it ("not on Monday. Tuesday.")."""

    def about(self, finding: Finding) -> list[str]:
        """Whom a phrase is about; a phrase without a subject goes on about the same people, in its own sentence."""
        same = self.previous is not None and self.previous.match.sentence == finding.match.sentence
        names = who(
            finding,
            self.subjects if same or {i.norm for i in finding.match.items} & {"he", "she", "his", "her"} else (),
        )
        self.subjects = names
        for name in names:
            self.said.people.setdefault(name)
        return names

    def in_context(self, finding: Finding, found: Stretches) -> Stretches:
        """Times without days are those of the days with which their sentence begins ("On Monday Ann is busy 9-12")."""
        if self.context is None or self.context[0] != finding.match.sentence:
            return found
        return [(days or self.context[1], minutes) for days, minutes in found]

    def slots(self, finding: Finding) -> tuple[Slot, ...]:
        found: tuple[Slot, ...] = finding.match.slot("SLOTS") or ()
        return found


def _busy(g: _Gathering, finding: Finding) -> None:
    names = g.about(finding)
    if not names:
        _not(g, finding)
        return
    g.repeat = lambda g, f: _take(g, f, names)
    _take(g, finding, names)


def _take(g: _Gathering, finding: Finding, names: list[str]) -> None:
    whole = [((), (0, times.DAY))] if finding.match.phrase.gives == "whole" else []
    found = g.in_context(finding, [*whole, *g.clockwork.stretches(g.slots(finding), finding)])
    for days, (start, end) in found:
        for name in names:
            g.said.taken += [Taken(name, day, start, end) for day in days or ("",)]
    for name in names:
        g.heard.fact(f"people/{name}", f"{_is(name)} busy then.", finding, "constraint")


def _is(name: str) -> str:
    return "You are" if name == ME else f"{name} is"


def _free(g: _Gathering, finding: Finding) -> None:
    for name in g.about(finding):
        g.said.free.setdefault(name)
        g.heard.fact(f"people/{name}", f"{_is(name)} free.", finding)
    if not g.subjects:
        g.heard.fact("people", "Everybody is free.", finding)
    g.repeat = None


def _not(g: _Gathering, finding: Finding) -> None:
    _wished(g, finding, "not", soft=finding.hedged)


def _only(g: _Gathering, finding: Finding) -> None:
    if finding.match.items[0].norm.startswith(("finish", "end", "over", "done", "conclude", "start", "begin")) and any(
        [slot.days for slot in g.slots(finding)]
    ):
        g.heard.reject(finding)
        return
    _wished(g, finding, "only", soft=finding.hedged)


def _prefer(g: _Gathering, finding: Finding) -> None:
    _wished(g, finding, "only", soft=True)


def _prefer_not(g: _Gathering, finding: Finding) -> None:
    _wished(g, finding, "not", soft=True)


def _wished(g: _Gathering, finding: Finding, kind: str, *, soft: bool) -> None:
    names = g.about(finding)
    g.repeat = lambda g, f: _add(g, f, kind, names, soft)
    _add(g, finding, kind, names, soft)


def _add(g: _Gathering, finding: Finding, kind: str, names: list[str], soft: bool) -> None:
    into = g.said.preferences if soft else g.said.wishes
    found = g.in_context(finding, g.clockwork.stretches(g.slots(finding), finding))
    if kind == "only" and found and all([not days and minutes == (0, times.DAY) for days, minutes in found]):
        _free(g, finding)  # "Ann is free all day"
        return
    if not found or any([not days and minutes == (0, times.DAY) for days, minutes in found]):
        g.heard.reject(finding)
        return
    if soft:
        g.heard.assume(f"“{g.heard.quote(finding)}” is met only if possible.")
    for text in _texts(kind, names or [""], found):
        if text not in into:
            into.append(text)
            says = parse_wish(text).says(soft=soft)
            g.heard.fact(f"{'preferences' if soft else 'wishes'}/{text}", says, finding, "constraint")


def _texts(kind: str, names: list[str], found: Stretches) -> list[str]:
    """The wishes of each person: limits one by one, and what it is only to be as days with what is left out of them."""
    texts: list[str] = []
    for name in names:
        if kind == "only" and len(found) == 1:
            texts.append(wish("only", name, *found[0]))
            continue
        limits = found
        if kind == "only":
            days = tuple(dict.fromkeys([day for days, _ in found for day in days]))
            texts += [wish("only", name, days, (0, times.DAY))] if days else []
            limits = _as_not(found)
        texts += [
            wish("not", name, (day,) if day else (), minutes) for days, minutes in limits for day in days or ("",)
        ]
    return texts


def _as_not(found: Stretches) -> Stretches:
    """Several stretches, in one of which it lies, as what is left out between them; stretches of different days stay apart."""
    by_day: dict[str, list[tuple[int, int]]] = {}
    for days, minutes in found:
        for day in days or ("",):
            by_day.setdefault(day, []).append(minutes)
    result: Stretches = []
    for day, stretches in by_day.items():
        at = 0
        for start, end in sorted(stretches):
            if start > at:
                result.append(((day,) if day else (), (at, start)))
            at = max(at, end)
        if at < times.DAY:
            result.append(((day,) if day else (), (at, times.DAY)))
    return result


def _bound(g: _Gathering, finding: Finding) -> None:
    """ "by Wednesday", "before Friday", "not before Tuesday"."""
    kind = finding.match.phrase.gives
    first = finding.match.items[0].norm
    slots = g.slots(finding)
    clock: Clock | None = finding.match.slot("CLOCK")
    if not slots and clock is not None:
        minute = g.clockwork.clock(clock)
        _noted(g, finding, [wish("only", "", (), (0, minute) if kind == "by" else (minute, times.DAY))])
        return
    if len(slots) != 1 or len(slots[0].days) != 1 or len(slots[0].stretches) > 1:
        g.heard.reject(finding)
        return
    days = g.clockwork.days(slots[0], finding, frame=True)
    stretch = g.clockwork.minutes(slots[0].stretches[0], finding) if slots[0].stretches else None
    if not days:
        return
    whole_day = {"by": times.DAY, "from": 0}[kind]
    if first == "before":
        whole_day = 0
    elif first == "after":
        whole_day = times.DAY
    minute = whole_day if stretch is None else stretch[1] if stretch[0] == 0 else stretch[0]
    if clock is not None:
        minute = g.clockwork.clock(clock)
    _noted(g, finding, [str(Wish(kind, (days[0],), minute, minute))])  # type: ignore[arg-type]


def _noted(g: _Gathering, finding: Finding, texts: list[str]) -> None:
    for text in texts:
        g.said.wishes.append(text)
        g.heard.fact(f"wishes/{text}", parse_wish(text).says(), finding, "constraint")


def _notice(g: _Gathering, finding: Finding) -> None:
    length, days = finding.match.slot("LENGTH"), finding.match.slot("DURATION")
    if not g.clockwork.dated:
        g.heard.ask("Notice counts from today: on which dates may the meeting be?")
        return
    ahead = days.as_days if days is not None and days.days is not None else -(-(length or 0) // times.DAY)
    _noted(g, finding, [str(Wish("from", ((g.clockwork.today + timedelta(days=ahead)).isoformat(),), 0, 0))])


def _length(g: _Gathering, finding: Finding) -> None:
    minutes: int = finding.match.slot("LENGTH")
    g.said.minutes.append((minutes, finding))
    g.heard.fact("minutes", f"The meeting takes {show_length(minutes)}.", finding)


def _people(g: _Gathering, finding: Finding) -> None:
    names = who(finding, ())
    if finding.match.first == 0 and finding.match.slot("PERSON") is not None and _bare(g, finding):
        g.heard.reject(finding)  # "Ann Monday 9-10": busy or free?
        return
    if finding.match.has("i") and finding.match.slot("PEOPLE") is not None:
        names = [*names, ME]
    for name in names:
        g.said.people.setdefault(name)
    g.subjects = []
    g.heard.fact("people", f"{', '.join(['you' if name == ME else name for name in names])} to attend.", finding)


def _bare(g: _Gathering, finding: Finding) -> bool:
    """Whether a sentence begins with a name alone, and tells times of which it does not say what they are."""
    sentence = [f for f in g.heard.findings if f.match.sentence == finding.match.sentence and f is not finding]
    return len(finding.match.items) == 1 and any([f.match.phrase.gives in ("when", "more") for f in sentence])


def _optional(g: _Gathering, finding: Finding) -> None:
    names = who(finding, ())
    if finding.match.items[-1].norm in (")", "optional", "optionally") and finding.match.has("(", ","):
        for name in names[:-1]:  # "Maria, Noor (optional)"
            g.said.people.setdefault(name)
        names = names[-1:]
    for name in names:
        g.said.people.setdefault(name)
        g.said.optional.setdefault(name)
        g.heard.fact(f"people/{name}", f"{name} need not come.", finding)


def _without(g: _Gathering, finding: Finding) -> None:
    for name in who(finding, ()):
        g.said.without.setdefault(name)
        g.heard.fact(f"people/{name}", f"{name} does not come.", finding)


def _when(g: _Gathering, finding: Finding) -> None:
    if finding.match.slot("WEEK") is not None and not g.slots(finding):
        _week(g, finding)
        return
    if _sets_context(g, finding):
        days = g.clockwork.days(g.slots(finding)[0], finding, frame=False)
        g.context = finding.match.sentence, tuple(days)
        g.heard.fact("people", f"What follows is about {' and '.join(days)}.", finding)
        return
    for slot in g.slots(finding):
        days = g.clockwork.days(slot, finding, frame=True)
        hours = [g.clockwork.minutes(stretch, finding) for stretch in slot.stretches]
        told = [found for found in hours if found is not None]
        if len(told) > 1:
            hull = min([start for start, _ in told]), max([end for _, end in told])
            gaps = [(b, c) for (_, b), (c, _) in zip(sorted(told), sorted(told)[1:], strict=False) if b < c]
            g.said.wishes += [wish("not", "", tuple(days), gap) for gap in gaps]
            told = [hull]
        if days:
            g.said.days += [(day, told[0] if told else None) for day in days]
            g.heard.fact("days", f"It is on {' or '.join(days)}.", finding)
        elif told:
            g.said.hours.append(told[0])
        if told:
            g.heard.fact("hours", f"It lies between {times.show(told[0][0])} and {times.show(told[0][1])}.", finding)
    g.repeat = None


def _sets_context(g: _Gathering, finding: Finding) -> bool:
    """Whether a sentence begins with days for what it says of people, which names none itself."""
    slots = g.slots(finding)
    if finding.match.first != 0 or len(slots) != 1 or slots[0].stretches or not slots[0].days:
        return False
    later = [f for f in g.heard.findings if f.match.sentence == finding.match.sentence and f.match.first > 0]
    about = [f for f in later if f.match.phrase.topic in ("busy", "wish")]
    return bool(about) and not any([slot.days for f in about for slot in g.slots(f)])


def _week(g: _Gathering, finding: Finding) -> None:
    monday = g.clockwork.week
    assert monday is not None
    days = [monday + timedelta(days=number) for number in range(5)]
    ahead = [day.isoformat() for day in days if day >= g.clockwork.today]
    said = {day for f in g.heard.of("when", "more") for slot in g.slots(f) for day in slot.days}
    if not said:
        g.said.days += [(day, None) for day in ahead]
        g.heard.assume(
            f"“{g.heard.quote(finding)}” is taken as its working days, from {ahead[0] if ahead else days[0]} on."
        )
    g.heard.fact("days", f"It is in the week of {monday.isoformat()}.", finding)


def _more(g: _Gathering, finding: Finding) -> None:
    """Days or times alone: they go on with what the sentence before said, else they are when the meeting may be."""
    sentence = finding.match.sentence
    alone = sum([other.match.sentence == sentence for other in g.heard.findings]) == 1
    goes_on = g.previous is not None and g.previous.match.sentence == sentence - 1
    if alone and goes_on and g.repeat is not None:
        g.repeat(g, finding)
    else:
        _when(g, finding)


def _earliest(g: _Gathering, finding: Finding) -> None:
    g.said.earliest = True
    g.heard.fact("earliest", "It is as early as possible.", finding, "goal")


def _buffer(g: _Gathering, finding: Finding) -> None:
    minutes = finding.match.slot("LENGTH") or 0
    g.said.buffer = minutes
    g.heard.fact("buffer", f"{minutes} minutes are free before and after.", finding, "constraint")


def _own_hours(g: _Gathering, finding: Finding) -> None:
    slots = g.slots(finding)
    names = g.about(finding)
    if len(slots) != 1 or slots[0].days or len(slots[0].stretches) != 1:
        _only(g, finding)
        return
    minutes = g.clockwork.minutes(slots[0].stretches[0], finding)
    if minutes is None:
        return
    if not names:
        g.said.hours.append(minutes)
        g.heard.fact("hours", f"Work is from {times.show(minutes[0])} to {times.show(minutes[1])}.", finding)
    for name in names:
        g.said.own_hours[name] = minutes
        g.heard.fact(
            f"people/{name}", f"{name} works from {times.show(minutes[0])} to {times.show(minutes[1])}.", finding
        )


def _title(g: _Gathering, finding: Finding) -> None:
    words: str = finding.match.slot("TITLE")
    quote = g.heard.quote(finding)
    found = quote.lower().rfind(words)
    g.said.title = quote[found:] if found >= 0 else words
    g.heard.fact("title", f"It is about “{g.said.title}”.", finding)


def _zone(g: _Gathering, finding: Finding) -> None:
    g.said.zone = finding.match.slot("ZONE")
    g.heard.fact("zone", f"Times are those of {g.said.zone}.", finding)


Stretches = list[tuple[tuple[str, ...], tuple[int, int]]]
"""Days (none: every day) and minutes after midnight."""

_HANDLERS: dict[str, Callable[[_Gathering, Finding], None]] = {
    "busy": _busy, "whole": _busy, "free": _free,
    "not": _not, "only": _only, "prefer": _prefer, "prefer not": _prefer_not, "by": _bound, "from": _bound, "notice": _notice,
    "length": _length, "people": _people, "optional": _optional, "without": _without, "when": _when, "more": _more,
    "earliest": _earliest, "buffer": _buffer, "hours": _own_hours, "title": _title, "zone": _zone,
}  # fmt: skip
