"""Sentences that change a request: the same phrases as in a request, taken as what is to be otherwise or added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Change
from domains.calendar import times
from domains.calendar.reader.gather import gather
from domains.calendar.reader.read import book, items
from domains.calendar.request import ME
from domains.changes import ChangeReading, made, too_long
from domains.paths import edited
from domains.reading.lengths import show_length
from domains.reading.phrasebook import read_with

if TYPE_CHECKING:
    from datetime import date

    from domains.calendar.reader.said import Said
    from domains.calendar.request import CalendarPlan, CalendarRequest
    from domains.reading.phrasebook import Heard


def read_change(text: str, request: CalendarRequest, plan: CalendarPlan | None, today: date) -> ChangeReading:
    """What a sentence changes; see `domains.changes.ReadsChanges`."""
    if (refused := too_long(text)) is not None:
        return refused
    changes: list[Change] = []
    says: list[str] = []

    def interpret(heard: Heard) -> None:
        said = gather(heard, today, times.is_dated(request.days[0]))
        changes[:], says[:] = _changes(said, request)

    reading = read_with(
        book(), text, items(text, [person.name for person in request.people if person.name != ME]), interpret
    )
    if reading.unread or reading.questions:
        return ChangeReading(unread=reading.unread, questions=() if reading.unread else reading.questions)
    return made(changes, says, lambda wanted: edited(request, wanted, "a meeting request"), reading.assumptions)


def _changes(said: Said, request: CalendarRequest) -> tuple[list[Change], list[str]]:
    found: list[Change] = []
    says: list[str] = []

    def put(path: str, before: Any, after: Any, sentence: str) -> None:
        says.append(sentence)
        if before != after:
            found.append(Change(path, before, after))

    for minutes, _ in said.minutes[-1:]:
        put("minutes", request.minutes, minutes, f"the meeting takes {show_length(minutes)}")
    if said.buffer is not None:
        put("buffer", request.buffer, said.buffer, f"{said.buffer} minutes are free before and after")
    if said.earliest:
        put("earliest", request.earliest, True, "the meeting is as early as possible")
    for hours in said.hours[-1:]:
        put("hours", request.hours, times.show_stretch(*hours), f"work hours are {times.show_stretch(*hours)}")
    for day, own in said.days:
        put(f"days/{day}", day if day in request.days else None, day, f"{times.spoken(day)} is possible too")
        if own is not None and not said.hours:
            put("hours", request.hours, times.show_stretch(*own), f"work hours are {times.show_stretch(*own)}")
    for name in said.without:
        there = request.person(name)
        if there is not None:
            put(f"people/{there.name}", there.name, None, f"{'you do' if name == ME else f'{name} does'} not come")
    found += _people(said, request, says)
    for field, texts in (("wishes", said.wishes), ("preferences", said.preferences)):
        for text in texts:
            put(f"{field}/{text}", text if text in getattr(request, field) else None, text, text)
    return found, says


def _people(said: Said, request: CalendarRequest, says: list[str]) -> list[Change]:
    """New people, new busy times of known ones, and who need not come."""
    found = []
    for name in said.people:
        if name in said.without:
            continue
        known = request.person(name)
        before = None if known is None else known.model_dump(mode="json")
        person: dict[str, Any] = before or {"name": name}
        after = {**person, "busy": {day: list(texts) for day, texts in person.get("busy", {}).items()}}
        for taken in said.taken:
            if taken.person == name:
                for day in [taken.day] if taken.day else request.days:
                    stretches = after["busy"].setdefault(day, [])
                    stretches += [
                        text for text in [times.show_stretch(taken.start, taken.end)] if text not in stretches
                    ]
                    says.append(f"{name} is busy on {times.spoken(day)} {times.show_stretch(taken.start, taken.end)}")
        if name in said.free:
            after["busy"] = {}
            says.append(f"{name} is free")
        if name in said.optional:
            after["optional"] = True
            says.append(f"{name} need not come")
        if name in said.own_hours:
            after["hours"] = times.show_stretch(*said.own_hours[name])
            says.append(f"{name} works {after['hours']}")
        if known is None:
            says.append(f"{name} attends")
            found.append(Change(f"people/{name}", None, after))
        elif after != before:
            found.append(Change(f"people/{known.name}", before, after))
    return found


def change_examples(request: CalendarRequest) -> tuple[str, ...]:
    """Sentences that fit this request."""
    found = [f"make it {show_length(max(5, request.minutes // 2))}", "not before 10:00"]
    required = [person.name for person in request.people if not person.optional and person.name != ME]
    return (*found, *[f"{name} need not come" for name in required[-1:]])
