"""Reads a sentence that changes a travel request: "raise the budget to 1,800", "not that hotel", "no flights after all".

The phrases of `changes.txt` come first; whatever the reader of whole requests understands counts too: a wish joins the others,
and what there is one of (the budget, the room, the dates, the people) replaces what stood there. A word that is not understood
is asked about, and then nothing changes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from domains.changes import ChangeReading
from domains.reading.clauses import explain
from domains.reading.items import COMMON, items_of
from domains.reading.ledger import Ledger
from domains.reading.notes import Notes
from domains.reading.patterns import Table
from domains.reading.tables import read_classes, read_phrases
from domains.reading.text import parse
from domains.travel.reader import _names, lexicon
from domains.travel.reader.change_edits import Edits
from domains.travel.reader.change_offers import extractor, offers_of, ruled_out
from domains.travel.reader.change_sense import Sense

if TYPE_CHECKING:
    from datetime import date

    from domains.reading.clauses import Explained
    from domains.reading.pieces import Vocabulary
    from domains.travel.data import TravelData
    from domains.travel.plan import TravelPlan
    from domains.travel.request import TravelRequest

_TABLES = ("changes.txt", "frame.txt", "wishes.txt")
LONGEST = 1_000
"""Characters of a change; whoever writes more means a new request."""


def _text(name: str) -> str:
    return resources.files("domains.travel.reader").joinpath(name).read_text(encoding="utf-8")


@cache
def change_vocabulary() -> Vocabulary:
    """The words of whole requests and of changes."""
    phrases = [phrase for name in _TABLES for phrase in read_phrases(_text(name))]
    classes = read_classes(_text("classes.txt")) | read_classes(_text("change_words.txt"))
    return replace(
        lexicon.vocabulary(),
        table=Table(phrases, classes),
        task=frozenset(),
        scene=frozenset(),
        beside_scene=frozenset(),
    )


def read_change(
    text: str, request: TravelRequest, plan: TravelPlan | None, data: TravelData, today: date
) -> ChangeReading:
    """See `domains.changes.ReadsChanges`."""
    if len(text) > LONGEST:
        return ChangeReading(
            questions=(
                f"That has {len(text):,} characters. Say one change in a sentence, at most {LONGEST:,} characters.",
            )
        )
    parsed = parse(text)
    vocabulary = change_vocabulary()
    places, cuisines = _names(data)
    known = [*[offer for _, offer in offers_of(plan)], *ruled_out(request)]
    find_offer = extractor(parsed, known)
    extractors = (
        *COMMON,
        ("CUISINES", cuisines.at),
        ("PLACE", places.extractor(vocabulary.knows, parsed.has_capitals)),
        *((("OFFER", find_offer),) if find_offer is not None else ()),
    )
    sentences = [items_of(tokens, extractors) for tokens in parsed.sentences]
    rejected: set[tuple[int, int]] = set()
    while True:  # as in `reader.read`: phrases that must not count are left unread the next time
        explained = explain(sentences, vocabulary, rejected)
        notes = Notes(parsed)
        edits = Edits(request, data.policy.currency)
        Sense(edits, notes, sentences, places, plan, today).take(explained.findings)
        if notes.rejected <= rejected:
            return _reading(explained, notes, edits)
        rejected |= notes.rejected


def _reading(explained: Explained, notes: Notes, edits: Edits) -> ChangeReading:
    ledger = Ledger(notes.text)
    for start, end in (*explained.courtesies, *explained.scenes, *explained.tasks):
        ledger.read(start, end)
    for finding in explained.findings:
        if (finding.match.sentence, finding.match.first) not in notes.rejected:
            ledger.read(finding.start, finding.end)
    for start, end in explained.unread:
        ledger.unread(start, end)
    unread, questions = ledger.spans(), (*notes.questions, *edits.questions)
    if unread or questions:
        return ChangeReading(unread=unread, questions=questions)
    if not edits.changes:
        return ChangeReading(says=tuple(edits.already))
    says = (*edits.says, *edits.already)
    return ChangeReading(edits.request, tuple(edits.changes), says, assumptions=tuple(notes.assumptions))


def change_examples(request: TravelRequest, plan: TravelPlan | None) -> tuple[str, ...]:
    """Sentences that fit this request."""
    found = []
    if request.budget is not None:
        found.append(f"raise the budget to {request.budget * 6 // 5:,}")
    else:
        found.append("the budget is 2,000")
    found.append("we can leave a day later")
    found += [f"no {rule} after all" for rule in request.house_rule[:1]]
    found += [f"drop the {cuisine} food" for cuisine in request.cuisine[:1]] or ["we also want Italian food"]
    found.append("flights are fine" if "no flight" in request.transportation else "no flights")
    if any([offer.kind == "hotel" for _, offer in offers_of(plan)]):
        found.append("not that hotel")
    found.append(f"make it {request.people + 1} people")
    found.append("best rated instead" if request.objective[0] == "cheapest" else "the cheapest instead")
    return tuple(found)
