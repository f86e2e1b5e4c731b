"""What a text says about a day of meetings, gathered from its phrases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.meetings.times import DAY, show

if TYPE_CHECKING:
    from domains.meetings.reader.items import Way
    from domains.reading.clauses import Finding
    from domains.reading.clocks import Clock
    from domains.reading.phrasebook import Heard
    from domains.reading.slots import Stretch

_TIMES = {"twice": 2, "three": 3, "four": 4, "five": 5}


@dataclass
class Said:
    """Everything said, in the order of the text. Times are minutes after midnight."""

    start: str | None = None
    arrive: int | None = None
    people: dict[str, None] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    windows: dict[str, tuple[int, int]] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)
    each: int | None = None
    ways: dict[tuple[str, str], int] = field(default_factory=dict)
    every_way: int | None = None
    must: dict[str, None] = field(default_factory=dict)
    all: bool = False
    skip: dict[str, None] = field(default_factory=dict)
    order: dict[str, None] = field(default_factory=dict)
    number_met: int | None = None
    finish: int | None = None
    back: int | None = None
    weights: dict[str, int] = field(default_factory=dict)
    goals: dict[str, None] = field(default_factory=dict)
    last: tuple[str, ...] = ()
    """Whom "she" and "them" mean."""


def gather(heard: Heard) -> Said:
    """The findings' meanings; doubts become questions."""
    said = Said()
    for finding in heard.findings:
        topic, gives = finding.match.phrase.topic, finding.match.phrase.gives
        if topic == "goal":
            if gives == "all":
                heard.assume(f"“{heard.quote(finding)}” is taken as: as many as possible; say “must” to make it firm.")
                gives = "people"
            said.goals[gives] = None
            heard.fact(f"objective/{gives}", "What matters most.", finding, "goal")
        else:
            _HANDLERS[topic](said, heard, finding, gives)
    for name in (*said.must, *said.skip, *said.weights):
        said.people.setdefault(name)
    return said


def _people(finding: Finding) -> list[str]:
    found: list[str] = []
    for item in finding.match.slots:
        if item.kind == "PERSON":
            found.append(item.value)
        elif item.kind == "PEOPLE":
            found += item.value
    return found


def _minute(clock: Clock, heard: Heard) -> int:
    """Minutes after midnight; small hours are taken as the afternoon, which is said."""
    found = clock.afternoon.minutes
    if found != clock.minutes:
        heard.assume(f"Times such as {clock.minutes // 60} are taken as the afternoon ({show(found)}).")
    return found


def _between(stretch: Stretch, finding: Finding, heard: Heard) -> tuple[int, int] | None:
    start = 0 if stretch.start is None else _minute(stretch.start, heard)
    end = DAY if stretch.end is None else _minute(stretch.end, heard)
    if stretch.part:
        heard.assume(f"“{stretch.part}” is taken as {show(start)} to {show(end)}.")
    if start >= end:
        heard.ask(f"“{heard.quote(finding)}” ends before it begins: which times are meant?")
        return None
    return start, end


def _day(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    place, clock = finding.match.slot("PLACE"), finding.match.slot("CLOCK")
    if gives == "scene":
        heard.fact("place", "Where it is.", finding)
        return
    if place is not None:
        if said.start is not None and said.start.casefold() != place.casefold():
            heard.ask(f"Does the day begin at {said.start} or at {place}?")
        said.start = place
        heard.fact("place", f"The day begins at {place}.", finding)
    if clock is not None:
        minute = clock.minutes if clock.minutes >= 5 * 60 else _minute(clock, heard)
        if said.arrive is not None and said.arrive != minute:
            heard.ask(f"Does the day begin at {show(said.arrive)} or at {show(minute)}?")
        said.arrive = minute
        heard.fact("arrive", f"It begins at {show(minute)}.", finding)


def _friend(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    names = _people(finding)
    if names:
        said.last = tuple(names)
    elif gives != "each":
        names = list(said.last)
        if finding.match.has("them", "they") and len(names) == 1:
            names = list(said.people)
        if not names:
            heard.reject(finding)
            return
    place, stretch, length = (finding.match.slot(kind) for kind in ("PLACE", "STRETCH", "LENGTH"))
    if gives == "each":
        if said.each is not None and said.each != length:
            heard.ask(f"{said.each} or {length} minutes with each of them?")
        said.each = length
        heard.fact("friends", f"At least {length} minutes with each.", finding)
        return
    window = None if stretch is None else _between(stretch, finding, heard)
    for name in names:
        said.people.setdefault(name)
        if place is not None:
            if name in said.places and said.places[name] != place:
                heard.ask(f"Is {name} at {said.places[name]} or at {place}? Only one place each is understood.")
            said.places[name] = place
        if window is not None:
            if name in said.windows and said.windows[name] != window:
                heard.ask(f"{name} is named with two different times: which one is meant?")
            said.windows[name] = window
        if length is not None:
            if said.minutes.get(name, length) != length:
                heard.ask(f"{said.minutes[name]} or {length} minutes with {name}?")
            said.minutes[name] = max(1, length)
        if place is not None or window is not None:
            heard.fact(f"friends/{name}/until", f"Where and when {name} is.", finding)
        if length is not None:
            heard.fact(f"friends/{name}/minutes", f"How long {name} is met.", finding)


def _way(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    if gives == "head":
        heard.fact("travel", "How long the ways take.", finding)
        return
    if gives == "all":
        said.every_way = finding.match.slot("LENGTH")
        heard.fact("travel", f"Every way takes {said.every_way} minutes.", finding)
        return
    way: Way = finding.match.slot("WAY")
    pairs = [(way.start, way.end), *([(way.end, way.start)] if way.both else [])]
    for pair in pairs:
        if said.ways.get(pair, way.minutes) != way.minutes:
            heard.ask(f"{said.ways[pair]} or {way.minutes} minutes from {pair[0]} to {pair[1]}?")
        said.ways[pair] = way.minutes
    heard.fact("travel", f"{way.minutes} minutes from {way.start} to {way.end}.", finding)


def _wish(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    names = _people(finding)
    if gives == "must":
        if not names:
            names = list(said.people) if finding.match.has("them", "they") and len(said.last) == 1 else list(said.last)
            if not names:
                heard.reject(finding)
                return
        said.must.update(dict.fromkeys(names))
        for name in names:
            heard.fact(f"must/{name}", f"{name} has to be met.", finding, "constraint")
        said.last = tuple(names)
        for name in names:
            said.people.setdefault(name)
        if finding.match.slot("LENGTH") is not None:
            _friend(said, heard, finding, "minutes")
    elif gives == "all":
        said.all = True
        heard.fact("must", "All of them have to be met.", finding, "constraint")
    elif gives == "skip":
        said.skip.update(dict.fromkeys(names))
        for name in names:
            heard.fact(f"skip/{name}", f"{name} is not met.", finding, "constraint")
    elif gives in ("before", "after", "first", "last"):
        _order(said, heard, finding, gives, names)
    elif gives == "count":
        said.number_met = finding.match.slot("N")
        heard.fact("number_met", f"At least {said.number_met} are met.", finding, "constraint")
    elif gives == "weight":
        _weight(said, heard, finding, names)
    else:
        _limit(said, heard, finding, gives)


def _order(said: Said, heard: Heard, finding: Finding, gives: str, names: list[str]) -> None:
    if gives in ("first", "last"):
        text = f"{names[0]} {gives}"
    else:
        one, other = names[:2]
        if gives == "after" or finding.match.items[0].norm == "before":
            one, other = other, one
        text = f"{one} before {other}"
    said.order[text] = None
    heard.fact(f"order/{text}", f"{text}.", finding, "constraint")


def _weight(said: Said, heard: Heard, finding: Finding, names: list[str]) -> None:
    words = {item.norm for item in finding.match.items if item.kind == "word"}
    number = finding.match.slot("N")
    times = next(
        (value for word, value in _TIMES.items() if word in words), number if isinstance(number, int) else None
    )
    if times is None:
        times = 2
        heard.assume(f"A meeting with {names[0]} counts as two.")
    said.weights[names[0]] = times
    heard.fact(f"friends/{names[0]}/weight", f"{names[0]} matters more.", finding, "goal")


def _limit(said: Said, heard: Heard, finding: Finding, gives: str) -> None:
    clock = finding.match.slot("CLOCK")
    stretch: Stretch | None = finding.match.slot("STRETCH")
    if clock is None:
        if stretch is None or stretch.end is None or stretch.start is not None:
            heard.reject(finding)
            return
        clock = stretch.end
    place = finding.match.slot("PLACE")
    if gives == "back" and place is not None and said.start is not None and place.casefold() != said.start.casefold():
        heard.ask(
            f"The day begins at {said.start}, but ends at {place}? Only the way back to the beginning is understood."
        )
    minute = _minute(clock, heard)
    if gives == "back":
        said.back = minute
        heard.fact("latest_return", f"Back by {show(minute)}.", finding, "constraint")
    else:
        said.finish = minute
        heard.fact("latest_end", f"The last meeting ends by {show(minute)}.", finding, "constraint")


_HANDLERS = {"day": _day, "friend": _friend, "way": _way, "wish": _wish}
