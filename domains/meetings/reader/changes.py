"""Sentences that change a day of meetings: the same phrases as in a request, taken as what is to be otherwise or added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Change
from domains.changes import ChangeReading, made, too_long
from domains.meetings.reader.gather import Said, gather
from domains.meetings.reader.read import book, slots
from domains.meetings.times import show
from domains.paths import edited
from domains.reading.lengths import show_length
from domains.reading.phrasebook import read_with

if TYPE_CHECKING:
    from domains.meetings.request import MeetingsRequest
    from domains.reading.phrasebook import Heard


def read_change(text: str, request: MeetingsRequest) -> ChangeReading:
    """What a sentence changes; see `domains.changes.ReadsChanges`."""
    if (refused := too_long(text)) is not None:
        return refused
    changes: list[Change] = []
    says: list[str] = []

    def interpret(heard: Heard) -> None:
        said = gather(heard)
        changes[:], says[:] = _changes(said, request, heard)

    people = [friend.name for friend in request.friends]
    places = dict.fromkeys([request.place, *[friend.place for friend in request.friends], *request.travel])
    reading = read_with(book(), text, slots(text, people, places), interpret)
    if reading.unread or reading.questions:
        return ChangeReading(unread=reading.unread, questions=() if reading.unread else reading.questions)
    return made(changes, says, lambda wanted: edited(request, wanted, "a day of meetings"), reading.assumptions)


def _changes(said: Said, request: MeetingsRequest, heard: Heard) -> tuple[list[Change], list[str]]:
    found: list[Change] = []
    says: list[str] = []

    def put(path: str, before: Any, after: Any, sentence: str) -> None:
        says.append(sentence)
        if before != after:
            found.append(Change(path, before, after))

    if said.start is not None:
        put("place", request.place, said.start, f"the day begins at {said.start}")
    if said.arrive is not None:
        put("arrive", request.arrive, show(said.arrive), f"the day begins at {show(said.arrive)}")
    for field, value, sentence in (
        ("latest_end", said.finish, "the last meeting ends by"),
        ("latest_return", said.back, "one is back by"),
    ):
        if value is not None:
            put(field, getattr(request, field), show(value), f"{sentence} {show(value)}")
    if said.number_met is not None:
        put("number_met", request.number_met, said.number_met, f"at least {said.number_met} are met")
    for field, names, sentence in (
        ("must", list(said.must) + ([f.name for f in request.friends] if said.all else []), "has to be met"),
        ("skip", list(said.skip), "is not met"),
    ):
        for name in dict.fromkeys(names):
            known = getattr(request, field)
            put(f"{field}/{name}", name if name in known else None, name, f"{name} {sentence}")
            other = "must" if field == "skip" else "skip"
            if name in getattr(request, other):
                found.append(Change(f"{other}/{name}", name, None))
    for text in said.order:
        put(f"order/{text}", text if text in request.order else None, text, f"it is {text}")
    for goal in said.goals:
        if goal not in request.objective:
            after = [goal, *request.objective] if goal == "people" else [*request.objective, goal]
            put("objective", list(request.objective), after, f"{goal} matters too")
    for (start, end), minutes in said.ways.items():
        before = request.travel.get(start, {}).get(end)
        put(f"travel/{start}/{end}", before, minutes, f"it takes {minutes} minutes from {start} to {end}")
    found += _friends(said, request, says, heard)
    return found, says


def _friends(said: Said, request: MeetingsRequest, says: list[str], heard: Heard) -> list[Change]:
    found: list[Change] = []
    for name in said.people:
        known = request.friend(name)
        if known is None and name not in said.places:
            heard.ask(f"Who is {name}, and where? Nobody of that name is among the friends.")
            continue
        before = None if known is None else known.model_dump(mode="json")
        after: dict[str, Any] = dict(before or {"name": name, "minutes": 30})
        if name in said.places:
            after["place"] = said.places[name]
            says.append(f"{name} is at {after['place']}")
        if name in said.windows:
            after["since"], after["until"] = [show(minute) for minute in said.windows[name]]
            says.append(f"{name} is there from {after['since']} to {after['until']}")
        minutes = said.minutes.get(name, said.each)
        if minutes is not None:
            after["minutes"] = minutes
            says.append(f"{name} is met for at least {show_length(minutes)}")
        if name in said.weights:
            after["weight"] = said.weights[name]
            says.append(f"{name} matters more")
        if after != before:
            found.append(Change(f"friends/{name}", before, after))
    if said.each is not None and not said.people:
        for friend in request.friends:
            found.append(Change(f"friends/{friend.name}/minutes", friend.minutes, said.each))
        says.append(f"each is met for at least {show_length(said.each)}")
    return found


def change_examples(request: MeetingsRequest) -> tuple[str, ...]:
    """Sentences that fit this request."""
    last = request.friends[-1]
    return (
        f"meet {last.name} for {max(5, last.minutes // 2)} minutes",
        f"skip {last.name}",
        f"I must meet {last.name}",
    )
