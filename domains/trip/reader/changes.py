"""Sentences that change a trip: the same phrases as in a request, taken as what is to be otherwise or added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Change
from domains.changes import ChangeReading, made, too_long
from domains.paths import edited
from domains.reading.phrasebook import phrasebook, read_with
from domains.trip.reader.gather import Said, gather
from domains.trip.reader.items import items_for
from domains.trip.reader.read import book, slots
from domains.trip.request import without

if TYPE_CHECKING:
    from domains.reading.phrasebook import Heard
    from domains.trip.request import TripRequest

_LEAVE_OUT = phrasebook(
    """
[drop: city]
(skip|leave out|drop|without|omit|remove|forget|no) [visiting|going to|the|stop in|visit to]* CITY
(do|will) not (visit|go to|see) CITY
""",
    words="[general]\nplease then after all now instead ok okay\n",
    example="skip Rome",
    noun="a change of a trip",
)


def read_change(text: str, request: TripRequest) -> ChangeReading:
    """What a sentence changes; see `domains.changes.ReadsChanges`."""
    if (refused := too_long(text)) is not None:
        return refused
    changes: list[Change] = []
    says: list[str] = []
    names = [city.name for city in request.cities]

    def left_out(heard: Heard) -> None:
        changes[:] = []
        for finding in heard.of("drop: city"):
            name = finding.match.slot("CITY")
            heard.fact(f"cities/{name}", f"{name} is left out.", finding)
            changes.extend(without(request, name))
            says[:] = [f"{name} is left out"]

    reading = read_with(_LEAVE_OUT, text, items_for(names), left_out)
    if reading.unread or reading.questions or not changes:

        def interpret(heard: Heard) -> None:
            changes[:], says[:] = _changes(gather(heard), request)

        reading = read_with(book(), text, slots(text, names), interpret)
    if reading.unread or reading.questions:
        return ChangeReading(unread=reading.unread, questions=() if reading.unread else reading.questions)
    return made(changes, says, lambda wanted: edited(request, wanted, "a trip through cities"), reading.assumptions)


def _changes(said: Said, request: TripRequest) -> tuple[list[Change], list[str]]:
    found: list[Change] = []
    says: list[str] = []

    def put(path: str, before: Any, after: Any, sentence: str) -> None:
        says.append(sentence)
        if before != after:
            found.append(Change(path, before, after))

    if said.total is not None:
        put("days", request.days, said.total, f"the trip takes {said.total} days")
    if said.most is not None:
        put("most_days", request.most_days, said.most, f"the trip takes at most {said.most} days")
    for name in said.names():
        city = request.city(name)
        days = said.stays.get(name)
        if city is None:
            content = {"name": name, "days": days, "optional": name in said.optional}
            put(f"cities/{name}", None, content, f"{name} is visited")
        else:
            if days is not None:
                put(f"cities/{name}/days", city.days, days, f"{days} days in {name}")
            if name in said.optional:
                put(f"cities/{name}/optional", city.optional, True, f"{name} is visited if it fits in")
    for window in said.windows:
        says.append(f"{window['name']} from day {window['first']} to day {window['last']}")
        old = next((w for w in request.windows if w.name == window["name"]), None)
        found.append(Change(f"windows/{window['name']}", None if old is None else old.model_dump(), window))
    for field, value, sentence in (("first", said.first, "begins"), ("last", said.last, "ends")):
        if value is not None:
            put(field, getattr(request, field), value, f"the trip {sentence} in {value}")
    for text in said.order:
        put(f"order/{text}", text if text in request.order else None, text, text)
    known = {flight.name: flight for flight in request.flights}
    for name, price in said.flights.items():
        flight = {"name": name, "price": price}
        before = None if name not in known else known[name].model_dump()
        put(f"flights/{name}", before, flight, f"{name} is a direct {request.by}")
    if said.budget is not None:
        put("budget", request.budget, said.budget, f"at most {said.budget} for all {request.by}s")
    for goal in said.goals:
        if goal not in request.objective:
            put("objective", list(request.objective), [*request.objective, goal], f"{goal} matters")
    return found, says


def change_examples(request: TripRequest) -> tuple[str, ...]:
    """Sentences that fit this request."""
    last = request.cities[-1]
    examples = [f"{(last.days or 2) + 1} days in {last.name}", f"skip {last.name}"]
    if request.days is not None:
        examples.append(f"{request.days + 1} days in total")
    return tuple(examples)
