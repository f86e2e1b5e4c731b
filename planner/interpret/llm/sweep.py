"""Values that plain words show by themselves, tried wherever a model's items leave words unread: it may have overlooked them.

Every number, day, name and choice of a clause is tried for every field of its kind; only what is evident counts, so a value that
needs any judgement is never found here.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domains.reading.dates import DateMention
from encoders.numbers import to_json
from planner.interpret.llm.quotes import clauses
from planner.interpret.llm.reply import MOST_ITEMS, Item
from planner.interpret.llm.said import places_of, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domains.base import Span
    from domains.vocabulary import Field, Words
    from planner.interpret.llm.said import Said


def tried(text: str, near: Sequence[Span], words: Words, today: date) -> list[Item]:
    """Items to be judged, for the clauses that touch these spans."""
    found: list[Item] = []
    for start, end in clauses(text, 0, len(text)):
        if not any([start < span.end and span.start < end for span in near]):
            continue
        quote = text[start:end]
        spoken = said(quote)
        for field in words.fields:
            found += [Item(quote=quote, field=field.name, value=value) for value in _values(field, spoken, today)]
    return found[: 4 * MOST_ITEMS]


def _values(field: Field, spoken: Said, today: date) -> Iterator[str]:
    if field.kind == "number":
        yield from [str(to_json(m.value)) for m in spoken.numbers if not isinstance(m.value, DateMention)]
        yield from [str(field.numerals[norm]) for norm in spoken.norms if norm in field.numerals]
    elif field.kind == "day":
        for mention in spoken.days:
            if (day := _day(mention.value, today)) is not None:
                yield day.isoformat()
    elif field.kind == "name":
        yield from [name for name in field.names if places_of(name, spoken.tokens)]
    else:
        yield from field.values


def _day(mention: object, today: date) -> date | None:
    """The first day of that month and number from today on, or of the year that is said."""
    if not isinstance(mention, DateMention) or mention.month is None or mention.day is None:
        return None
    for year in (mention.year,) if mention.year is not None else (today.year, today.year + 1):
        try:
            day = date(year, mention.month, mention.day)
        except ValueError:
            continue
        if mention.year is not None or day >= today:
            return day
    return None
