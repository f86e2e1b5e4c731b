"""Reads a shop from plain English: `phrases.txt` says what sentences mean, the text itself says what is called what."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from domains.jobshop.reader.draft import Draft
from domains.jobshop.reader.names import names_in
from domains.jobshop.reader.routes import gather_routes
from domains.jobshop.reader.slots import slots
from domains.jobshop.reader.wishes import gather_wishes
from domains.reading.phrasebook import read_with, shipped_phrasebook
from domains.reading.text import parse

if TYPE_CHECKING:
    from domains.base import Reading
    from domains.jobshop.request import JobShopRequest
    from domains.reading.phrasebook import Heard, Phrasebook

EXAMPLE = (
    "Job A goes to the saw for 3 hours, then to the lathe for 2. Job B needs the lathe for 4 hours. A is due by 9. "
    "Finish as early as possible."
)


@cache
def _book() -> Phrasebook:
    return shipped_phrasebook(
        "domains.jobshop.reader", example=EXAMPLE, noun="a job shop", frame=("names", "route", "note")
    )


def read(text: str) -> Reading:
    """What a text asks a shop to do; see `domains.base.Domain.read`."""
    names = names_in(parse(text))

    def interpret(heard: Heard) -> JobShopRequest | None:
        draft = Draft(heard, names)
        gather_routes(draft)
        gather_wishes(draft)
        return draft.request()

    vocabulary = _book().vocabulary

    def telling(word: str) -> bool:
        return vocabulary.knows(word) and word not in vocabulary.scene

    # names with their own words are shown to the reader of misspellings, which leaves them alone
    every = [name for known in (names.jobs, names.machines, names.families) for name in known.values() if len(name) > 1]
    return read_with(_book(), text, {**slots(names, telling), "KNOWN": every}, interpret)
