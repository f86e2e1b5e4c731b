"""A request for a day of meetings from its text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from domains.meetings.reader.gather import Said, gather
from domains.meetings.reader.items import items_for
from domains.meetings.reader.names import people_in, places_in
from domains.meetings.request import MeetingsRequest
from domains.meetings.times import show
from domains.reading.letters import names_at
from domains.reading.numerals import number_at
from domains.reading.phrasebook import read_with, shipped_phrasebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domains.base import Reading
    from domains.reading.phrasebook import Heard, Phrasebook

EXAMPLE = (
    "I arrive at the station at 9:00. Ann is at the harbour from 10:00 to 12:00; I would like to meet her for at least "
    "30 minutes. "
    "Station to harbour: 15 minutes."
)
_MORNING = 9 * 60


@cache
def book() -> Phrasebook:
    """The tables, made when first needed."""
    return shipped_phrasebook(
        "domains.meetings.reader",
        example=EXAMPLE,
        noun="a request for a day of meeting friends",
        frame=("day", "friend", "way"),
    )


def slots(text: str, people: Iterable[str] = (), places: Iterable[str] = ()) -> Mapping[str, Any]:
    """The typed items of a text: its people and places (with those known already), ways and times."""
    all_places = list(dict.fromkeys([*places, *places_in(text)]))
    found = [name for name in people_in(text, all_places) if name not in all_places]
    named = names_at(book().vocabulary.knows, has_capitals=True)
    return {
        **items_for(dict.fromkeys([*people, *found]), all_places),
        "NAME": lambda tokens, at: None if number_at(tokens, at) is not None else named(tokens, at),
    }


def read(text: str) -> Reading:
    """What a text asks for; see `domains.base.Domain.read`."""

    def interpret(heard: Heard) -> MeetingsRequest | None:
        content = _content(gather(heard), heard)
        return heard.request(MeetingsRequest, content, "a day of meetings") if content else None

    return read_with(book(), text, slots(text), interpret)


def _content(said: Said, heard: Heard) -> dict[str, Any]:
    """The request's fields; what is missing is asked for or taken for granted, and said."""
    friends = []
    for name in said.people:
        place = said.places.get(name)
        if place is None:
            heard.ask(f"Where is {name}?")
            continue
        since, until = said.windows.get(name, (0, 24 * 60))
        if name not in said.windows:
            heard.assume(f"{name} is there all day.")
        minutes = said.minutes.get(name, said.each)
        if minutes is None:
            minutes = 30
            heard.assume(f"Nothing is said about how long to meet {name}: at least 30 minutes are taken.")
        friend = {"name": name, "place": place, "since": show(since), "until": show(until), "minutes": minutes}
        friends.append({**friend, "weight": said.weights.get(name, 1)})
    if not said.people:
        heard.ask("Who is to be met, where and when?")
    start = said.start
    if start is None:
        heard.ask("Where does the day begin?")
    arrive = said.arrive
    if arrive is None:
        arrive = _MORNING
        heard.assume("Nothing is said about when the day begins: 09:00 is taken.")
    if heard.questions or start is None:
        return {}
    travel = _travel(said, [start, *[str(friend["place"]) for friend in friends]], heard)
    goals = list(said.goals)
    if said.weights and "importance" not in goals:
        goals.insert(0, "importance")
    if "people" not in goals:
        goals.insert(1 if goals[:1] == ["importance"] else 0, "people")
    return {
        "place": start,
        "arrive": show(arrive),
        "friends": friends,
        "travel": travel,
        "must": list(said.people) if said.all else list(said.must),
        "skip": list(said.skip),
        "order": list(said.order),
        "number_met": said.number_met,
        "latest_end": None if said.finish is None else show(said.finish),
        "latest_return": None if said.back is None else show(said.back),
        "objective": goals,
    }


def _travel(said: Said, places: list[str], heard: Heard) -> dict[str, dict[str, int]]:
    """The ways between the places of the day; a way told for one direction holds for the other where nothing else is told."""
    known: dict[str, dict[str, int]] = {}
    names = list(dict.fromkeys([*places, *[name for pair in said.ways for name in pair]]))
    turned, missing = [], []
    for a in names:
        for b in names:
            if a == b:
                continue
            minutes = said.ways.get((a, b))
            if minutes is None and (b, a) in said.ways:
                minutes = said.ways[b, a]
                turned.append((a, b))
            if minutes is None:
                minutes = said.every_way
            if minutes is not None:
                known.setdefault(a, {})[b] = minutes
            elif a in places and b in places and a < b:
                missing.append((a, b))
    if turned:
        a, b = turned[0]
        more = f" (and {len(turned) - 1} more)" if len(turned) > 1 else ""
        heard.assume(f"The way from {a} to {b}{more} takes as long as the way back.")
    if missing and said.ways:
        told = "; ".join([f"{a} and {b}" for a, b in missing[:4]])
        more = f" and {len(missing) - 4} more" if len(missing) > 4 else ""
        heard.assume(f"No way is told between {told}{more}: one cannot go there directly.")
    elif missing:
        heard.ask(f"How many minutes is it from {missing[0][0]} to {missing[0][1]}?")
    return known
