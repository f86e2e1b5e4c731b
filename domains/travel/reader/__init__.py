"""Reads an ordinary English travel request without any model, against the names in the data.

Each sentence is matched against tables of phrases (`frame.txt`, `wishes.txt`, `scene.txt`, over the classes of `classes.txt`);
`domains.reading.clauses` decides which count and which words stay unread (`connecting.txt`); `route`, `party`, `dates`, `budget`
and `wishes` turn them into the request.
Nothing is guessed silently: what is missing or contradictory is a question, every guess an assumption.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from domains.base import Fact, Reading
from domains.reading.clauses import Explained, explain
from domains.reading.items import COMMON, WORD, items_of
from domains.reading.ledger import Ledger
from domains.reading.letters import names_at, without_letter
from domains.reading.notes import Notes
from domains.reading.spelling import put_right
from domains.reading.text import LONGEST, parse
from domains.travel.reader.budget import read_budget
from domains.travel.reader.dates import When, read_dates
from domains.travel.reader.dishes import Cuisines
from domains.travel.reader.lexicon import vocabulary
from domains.travel.reader.party import read_people
from domains.travel.reader.places import Places
from domains.travel.reader.route import Route, read_route
from domains.travel.reader.wishes import Wishes, read_wishes
from domains.travel.request import TravelRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domains.reading.items import Item
    from domains.reading.text import Text
    from domains.travel.data import TravelData


def read(text: str, data: TravelData, today: date) -> Reading:
    """What an English text asks for. Takes time proportional to the text's length; see `base.Reading` for the result."""
    parsed = parse(text)
    places, cuisines = _names(data)
    find_place = places.extractor(vocabulary().knows, parsed.has_capitals)
    find_name = names_at(vocabulary().knows, parsed.has_capitals)
    extractors = (*COMMON, ("CUISINES", cuisines.at), ("PLACE", find_place), ("NAME", find_name))
    bodies, letter = without_letter(parsed, vocabulary().knows)
    bodies, corrected = put_right(bodies, vocabulary().knows, lambda word: word in places.words or cuisines.knows(word))
    sentences = [items_of(tokens, extractors) for tokens in bodies]
    rejected: set[tuple[int, int]] = set()
    while True:  # phrases that must not count are left unread the next time, so every round has fewer of them
        explained = explain(sentences, vocabulary(), rejected)
        if not _is_request(explained):
            return _foreign(parsed)
        notes = Notes(parsed)
        request = _interpret(explained, notes, sentences, places, data, today)
        if notes.rejected <= rejected:
            explained.courtesies += [*letter, *parsed.marks]
            for wrong, right in corrected.items():
                notes.assume(f"“{wrong}” is read as “{right}”.")
            return _reading(parsed, explained, notes, request)
        rejected |= notes.rejected


_indexes: dict[int, tuple[weakref.ref[Any], Places, Cuisines]] = {}


def _names(data: TravelData) -> tuple[Places, Cuisines]:
    """Places and cuisines of a data set, indexed once for each data object."""
    known = _indexes.get(id(data))
    if known is not None and known[0]() is data:
        return known[1], known[2]
    key = id(data)
    entry = (weakref.ref(data, lambda _: _indexes.pop(key, None)), Places(data), Cuisines(data))
    _indexes[key] = entry
    return entry[1], entry[2]


def _interpret(
    explained: Explained,
    notes: Notes,
    sentences: Sequence[Sequence[Item]],
    places: Places,
    data: TravelData,
    today: date,
) -> TravelRequest | None:
    findings = explained.findings
    words = frozenset([item.norm for items in sentences for item in items if item.kind == WORD])
    route = read_route(findings, notes, places)
    when = read_dates(findings, notes, today)
    people = read_people(findings, notes, words)
    budget = read_budget(findings, notes, people, data.policy.currency)
    wishes = read_wishes(findings, notes, sentences)
    if not any([finding.match.phrase.topic == "money" for finding in findings]):
        notes.assume("No budget is named: no limit is set.")
    for start, end in explained.tasks:
        notes.facts.append(Fact("trip", "fact", "A trip is to be planned.", notes.text.span(start, end)))
    for start, end in explained.scenes:
        notes.facts.append(Fact("trip", "fact", "Nothing to plan follows from this.", notes.text.span(start, end)))
    if notes.questions or None in (route.origin, route.destination, when.start, when.days, people):
        return None
    return _request(route, when, people, budget, wishes, notes)


def _request(
    route: Route, when: When, people: int | None, budget: Any, wishes: Wishes, notes: Notes
) -> TravelRequest | None:
    content = {
        "origin": route.origin,
        "destination": route.destination,
        "cities": route.cities,
        "city count": route.count or 1,
        "start": when.start,
        "latest start": when.latest,
        "days": when.days,
        "people": people,
        "budget": budget,
        "room type": wishes.room_type,
        "house rule": wishes.house_rule,
        "cuisine": wishes.cuisine,
        "transportation": wishes.transportation,
        "objective": wishes.objective,
    }
    try:
        return TravelRequest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        notes.ask(f"The request does not fit together ({first['msg'].removeprefix('Value error, ')}): what is meant?")
        return None


def _is_request(explained: Explained) -> bool:
    """Whether most words are known, as in no other language, and something says that this is about a trip."""
    telling = [finding for finding in explained.findings if finding.match.phrase.gives != "mention"]
    return bool(telling or explained.tasks) and explained.unknown * 2 <= explained.words + 2


def _foreign(text: Text) -> Reading:
    ask = (
        "This does not read as an English request for a trip. Say in plain English where it starts, where it goes, on which "
        "days, for how many people and for how much money, for example: “Plan a trip for two from Denver to Boston from "
        "March 3 to March 5 with a budget of $1,400.”"
    )
    whole = Ledger(text).spans()
    return Reading(None, unread=whole, questions=(ask,))


_FIELDS = {
    "route": "destination",
    "time": "start",
    "people": "people",
    "money": "budget",
    "goal": "objective",
    "plan": "trip",
}


def _note_unsettled(explained: Explained, notes: Notes) -> None:
    """Phrases that were read but led to a question are facts too: their words are not unread."""
    told = {(fact.span.start, fact.span.end) for fact in notes.facts if fact.span is not None}
    for finding in explained.findings:
        key = (finding.match.sentence, finding.match.first)
        if (finding.start, finding.end) not in told and key not in notes.rejected:
            path = _FIELDS.get(finding.match.phrase.topic, finding.match.phrase.gives.partition(":")[0])
            notes.fact(
                path, f"“{notes.quote(finding)}” was read, but what follows from it is not settled yet.", finding
            )


def _reading(text: Text, explained: Explained, notes: Notes, request: TravelRequest | None) -> Reading:
    ledger = Ledger(text)
    for start, end in explained.courtesies:
        ledger.read(start, end)
    _note_unsettled(explained, notes)
    for fact in notes.facts:
        if fact.span is not None:
            ledger.read(fact.span.start, fact.span.end)
    for start, end in explained.unread:
        ledger.unread(start, end)
    if len(text.raw) > LONGEST:
        notes.ask(
            f"The text has {len(text.raw):,} characters, but only {LONGEST:,} are read: can the request be said shorter?"
        )
    return Reading(request, tuple(notes.facts), ledger.spans(), tuple(notes.assumptions), tuple(notes.questions))
