"""Names of the data near a text's words: the few that it may speak of, never all there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.travel import cuisines
from domains.travel.problem.names import offered
from domains.travel.reader.places import NICKNAMES
from encoders.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domains.travel.data import TravelData
    from domains.travel.request import TravelRequest

_ALIKE = 88
"""Likeness (0 to 100) of a name to some part of the text from which it is a candidate."""
_SHORTEST = 3
_AT_MOST = 12
_OFFERS = ("flight", "airline", "nights_at", "meals_at", "visits_at", "category")


def names_near(text: str, request: TravelRequest | None, data: TravelData) -> dict[str, tuple[str, ...]]:
    """By the word whose index they may be (and "places"): the likeliest names, in the order of the text's likeness."""
    places = all_places(data)
    others = {name: other for other, name in NICKNAMES.items()}
    served = {name for rows in data.restaurants.values() for row in rows for name in row.cuisines}
    found = {
        "places": _near(text, places, others),
        "cuisine": _near(text, served | set(cuisines.NAMES), {}),
    }
    for word in _OFFERS:
        if request is not None:
            try:
                found[word] = _near(text, offered(word, request, data), {})
            except InputError:  # a place that the data do not know is asked about elsewhere
                found[word] = ()
    if "airline" not in found:
        found["airline"] = _near(text, data.airlines, {})
    found["nights"] = tuple([name for name in found["places"] if name in data.hotels or name in data.states])
    return {word: names for word, names in found.items() if names}


def all_places(data: TravelData) -> frozenset[str]:
    """Every city and region that requests may name."""
    from domains.travel.reader import _names  # indexed once for each data object

    found = _names(data)[0]
    return frozenset(found.cities | found.regions)


def _near(text: str, names: Iterable[str], others: dict[str, str]) -> tuple[str, ...]:
    from rapidfuzz import fuzz

    lower = text.lower()
    scored = []
    for name in dict.fromkeys(names):
        spellings = [name, *([others[name]] if name in others else [])]
        best = max([_likeness(spelling.lower(), lower, fuzz.partial_ratio) for spelling in spellings])
        if best >= _ALIKE:
            scored.append((-best, -len(name), name))
    return tuple([name for _, _, name in sorted(scored)[:_AT_MOST]])


def _likeness(name: str, text: str, ratio: object) -> float:
    if len(name) < _SHORTEST or len(name) > len(text):
        return 0
    if len(name) <= 5:  # short names are everywhere inside other words
        return 100 if f" {name} " in f" {''.join([c if c.isalnum() else ' ' for c in text])} " else 0
    return float(ratio(name, text))  # type: ignore[operator]
