"""Reads a project from plain English: `phrases.txt` says what sentences mean, the text itself says what is called what."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from domains.project.reader.draft import Draft
from domains.project.reader.gather import gather
from domains.project.reader.limits import settle
from domains.project.reader.names import names_in
from domains.project.reader.slots import slots
from domains.reading.phrasebook import read_with, shipped_phrasebook
from domains.reading.text import parse

if TYPE_CHECKING:
    from domains.base import Reading
    from domains.project.request import ProjectRequest
    from domains.reading.phrasebook import Heard, Phrasebook

EXAMPLE = (
    "Digging takes 3 days and needs 2 workers. Pouring takes 2 days, needs 1 worker and comes after digging. "
    "There are 2 workers. Finish as early as possible."
)


@cache
def book() -> Phrasebook:
    """The tables of this folder."""
    return shipped_phrasebook("domains.project.reader", example=EXAMPLE, noun="a project", frame=("names", "work"))


def read(text: str) -> Reading:
    """What a text asks of a project; see `domains.base.Domain.read`."""
    names = names_in(parse(text))

    def interpret(heard: Heard) -> ProjectRequest | None:
        draft = Draft(heard, names)
        gather(draft)
        settle(draft)
        return draft.request()

    # names with their own words are shown to the reader of misspellings, which leaves them alone
    every = [name for known in (names.activities, names.resources) for name in known.values() if len(name) > 1]
    return read_with(book(), text, {**slots(names), "KNOWN": every}, interpret)
