"""A request for a meeting from its text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from domains.calendar import times
from domains.calendar.reader.gather import gather
from domains.calendar.reader.people import lower_names_in, named, people_in, without_glue
from domains.calendar.reader.slots import ITEMS, title_at
from domains.calendar.request import ME, CalendarRequest
from domains.reading.phrasebook import read_with, shipped_phrasebook
from domains.reading.slots import slots_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domains.base import Reading
    from domains.calendar.data import CalendarData
    from domains.calendar.reader.said import Said
    from domains.reading.phrasebook import Heard, Phrasebook

EXAMPLE = "Find an hour for Ann and Bob on Tuesday or Wednesday between 9:00 and 17:00. Ann is busy Tuesday 9:00-11:30."
_WORKDAY = (540, 1020)


@cache
def book() -> Phrasebook:
    """The tables, made when first needed."""
    return shipped_phrasebook(
        "domains.calendar.reader", example=EXAMPLE, noun="a request for a meeting", frame=("meeting",)
    )


def items(text: str, known: list[str] | None = None) -> Mapping[str, Any]:
    """The typed items of a text: its people, days, lengths, and what the meeting is about."""
    knows = book().vocabulary.knows
    found = without_glue(people_in(text), text) or lower_names_in(text, knows)
    names = [*(known or ()), *[name for name in found if name not in (known or ())]]
    people = named(names, knows)
    title = title_at(lambda tokens, at: people["PERSON"](tokens, at) or slots_at(tokens, at))
    return {**people, **ITEMS, "TITLE": title}


def read(text: str, data: CalendarData, today: date) -> Reading:
    """What a text asks for; see `domains.base.Domain.read`."""

    def interpret(heard: Heard) -> CalendarRequest | None:
        said = gather(heard, today, bool(data.names))
        content = _content(said, heard)
        if not said.minutes and not said.people:
            heard.facts.clear()  # days alone may be those of anything
        _calendars(content, data, heard)
        return heard.request(CalendarRequest, content, "a meeting request") if content else None

    known = [name for name in data.names if name[:1].isupper()]
    return read_with(book(), text, items(text, known), interpret)


def _content(said: Said, heard: Heard) -> dict[str, Any]:
    """The request's fields; what is missing is asked for or taken for granted, and said."""
    lengths = dict.fromkeys([minutes for minutes, _ in said.minutes])
    if not lengths:
        heard.ask("How long does the meeting take?")
    elif len(lengths) > 1:
        heard.ask(f"The text says {' and '.join([f'{n} minutes' for n in lengths])}: how long does the meeting take?")
    days, hours, wishes = _when(said, heard)
    people = [_person(name, said, days, heard) for name in said.people if name not in said.without]
    unknown = {wish.partition(": ")[0] for wish in (*wishes, *said.preferences) if ": " in wish} - set(said.people)
    assert not unknown, unknown
    if not said.earliest:
        heard.assume("Any time that suits everybody will do: the earliest was not asked for.")
    return {
        "minutes": next(iter(lengths), None),
        "days": days,
        "hours": times.show_stretch(*hours),
        "people": people,
        "wishes": wishes,
        "preferences": said.preferences,
        "earliest": said.earliest,
        "buffer": said.buffer or 0,
        "title": said.title,
        "zone": said.zone,
    }


def _when(said: Said, heard: Heard) -> tuple[list[str], tuple[int, int], list[str]]:
    """The days, the work hours, and the wishes with those that only some of the days have."""
    wishes = list(dict.fromkeys(said.wishes))
    own = [hours for _, hours in said.days if hours is not None]
    days = list(dict.fromkeys([day for day, _ in said.days]))
    if not days:
        told = dict.fromkeys([taken.day for taken in said.taken if taken.day])
        days = sorted(told, key=times.midnight) if len({times.is_dated(day) for day in told}) == 1 else []
        if days:
            heard.assume(f"No days are named for the meeting: those of the busy times are taken ({', '.join(days)}).")
        else:
            heard.ask("On which days may the meeting be?")
    if said.hours:
        spans = set(said.hours)
        if not any([all([a <= c and d <= b for a, b in spans]) for c, d in spans]):  # none lies within all the others
            heard.ask("The text names different hours for the meeting: which are meant?")
        hours = max([start for start, _ in said.hours]), min([end for _, end in said.hours])
        if hours[0] >= hours[1]:
            heard.ask("The text names different work hours: which are meant?")
            hours = _WORKDAY
    elif own and len(own) == len(said.days):
        hours = min([start for start, _ in own]), max([end for _, end in own])
    else:
        hours = _WORKDAY
        heard.assume("No work hours are named: 09:00 to 17:00 are taken.")
    open_ended = (hours[0] == 0 and bool(own or said.hours)), hours[1] == times.DAY
    if open_ended[0] or open_ended[1]:
        hours = (
            max(hours[0], _WORKDAY[0] if open_ended[0] else 0),
            min(hours[1], _WORKDAY[1] if open_ended[1] else times.DAY),
        )
        if hours[0] >= hours[1]:
            hours = (
                (0, times.DAY)
                if open_ended == (True, True)
                else (hours[0], times.DAY)
                if open_ended[1]
                else (0, hours[1])
            )
        heard.assume(f"The meeting lies between {times.show(hours[0])} and {times.show(hours[1])}.")
    for day, told_hours in said.days:
        if told_hours is not None and told_hours[0] > hours[0]:
            wishes.append(f"not {day} before {times.show(told_hours[0])}")
        if told_hours is not None and told_hours[1] < hours[1]:
            wishes.append(f"not {day} after {times.show(told_hours[1])}")
    return days, hours, list(dict.fromkeys(wishes))


def _person(name: str, said: Said, days: list[str], heard: Heard) -> dict[str, Any]:
    busy: dict[str, list[str]] = {}
    for taken in said.taken:
        if taken.person == name:
            for day in [taken.day] if taken.day else days:
                busy.setdefault(day, []).append(times.show_stretch(taken.start, taken.end))
    person: dict[str, Any] = {"name": name, "busy": busy, "optional": name in said.optional}
    if name in said.own_hours:
        person["hours"] = times.show_stretch(*said.own_hours[name])
    return person


def _calendars(content: dict[str, Any], data: CalendarData, heard: Heard) -> None:
    """Whose calendar is not there is taken to be free, and that is said."""
    if not data.names:
        return
    if content["zone"] is None:
        content["zone"] = _zone(data, heard)
    known = {name.casefold(): name for name in data.names}
    if not content["people"]:
        content["people"] = [{"name": name} for name in data.names]
        heard.assume(f"Nobody is named: everybody with a calendar attends ({', '.join(data.names)}).")
    for person in content["people"]:
        if person["name"].casefold() in known and person["name"] != ME:
            person["name"] = known[person["name"].casefold()]
        elif not person["busy"]:
            whom = "you" if person["name"] == ME else person["name"]
            heard.assume(f"There is no calendar of {whom}: taken to be free.")


def _zone(data: CalendarData, heard: Heard) -> str | None:
    """The zone of the work hours where nobody said it: that of the calendars, if they agree."""
    zones = list(dict.fromkeys(data.zones))
    if len(zones) > 1:
        heard.ask(f"The calendars speak of {' and '.join(zones)}: in which time zone are the work hours?")
        return None
    if zones:
        heard.assume(f"Work hours are those of {zones[0]}, the time zone of the calendars.")
    return zones[0] if zones else None
