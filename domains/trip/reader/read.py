"""A request for a trip from its text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from domains.reading.phrasebook import read_with, shipped_phrasebook
from domains.trip.reader.cities import cities_in
from domains.trip.reader.gather import Said, gather
from domains.trip.reader.items import items_for
from domains.trip.request import TripRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domains.base import Reading
    from domains.reading.phrasebook import Heard, Phrasebook

EXAMPLE = (
    "Visit 3 cities in 9 days: 4 days in Rome, 3 days in Florence and 4 days in Venice. "
    "There are direct trains between Rome and Florence, Florence and Venice."
)


@cache
def book() -> Phrasebook:
    """The tables, made when first needed."""
    return shipped_phrasebook(
        "domains.trip.reader",
        example=EXAMPLE,
        noun="a request for a trip through cities",
        frame=("city", "trip", "way"),
    )


def slots(text: str, known: Iterable[str] = ()) -> Mapping[str, Any]:
    """The typed items of a text: its cities (with those known already), days and connections."""
    names = dict.fromkeys([*known, *cities_in(text)])
    return items_for(names)


def read(text: str) -> Reading:
    """What a text asks for; see `domains.base.Domain.read`."""

    def interpret(heard: Heard) -> TripRequest | None:
        content = _content(gather(heard), heard)
        return heard.request(TripRequest, content, "a trip through cities") if content else None

    return read_with(book(), text, slots(text), interpret)


def _content(said: Said, heard: Heard) -> dict[str, Any]:
    """The request's fields; what is missing is taken for granted, and said."""
    names = said.names()
    if not names:
        heard.ask("Which cities are to be visited?")
        return {}
    if said.count is not None and said.count != len(names):
        heard.ask(f"{said.count} cities are spoken of, but these are named: {', '.join(names)}. Which are meant?")
    flights = [{"name": name, "price": price} for name, price in said.flights.items()]
    outside = dict.fromkeys([n for name in said.flights for n in said.ends_of(name) if n not in names])
    if outside:
        many = len(outside) > 1
        heard.assume(
            f"{', '.join(outside)} {'are' if many else 'is'} not to be visited: connections there are left out."
        )
        flights = [flight for flight in flights if not outside.keys() & set(said.ends_of(flight["name"]))]
    if len(names) > 1 and not said.flights and not said.all_connected:
        heard.assume("Nothing is said about connections: every city can be reached from every other.")
    if not said.flights:
        flights = [{"name": f"{a} - {b}"} for at, a in enumerate(names) for b in names[at + 1 :]]
    return {
        "cities": [
            {"name": name, "days": said.stays.get(name, said.each), "optional": name in said.optional} for name in names
        ],
        "days": said.total,
        "most_days": said.most,
        "flights": flights,
        "windows": said.windows,
        "first": said.first,
        "last": said.last,
        "order": list(said.order),
        "budget": said.budget,
        "by": said.by or "flight",
        "objective": list(said.goals),
    }
