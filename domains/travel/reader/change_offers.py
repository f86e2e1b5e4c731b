"""Offers that a sentence names or points at: "that hotel", "the restaurant of day 2", a hotel by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domains.reading.names import NameIndex
from encoders.errors import InputError
from encoders.spec import names_in, parse, write_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from domains.reading.text import Text, Token
    from domains.travel.plan import Day, TravelPlan
    from domains.travel.request import TravelRequest

WORDS = {"hotel": "nights_at", "restaurant": "meals_at", "flight": "flight"}
"""The quantity that says how often an offer of a kind is used."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_KINDS = {word: kind for kind, word in WORDS.items()}


@dataclass(frozen=True, slots=True)
class Offer:
    """A hotel, restaurant or flight by its name or number."""

    kind: str
    name: str

    @property
    def unused(self) -> str:
        """The wish that no plan uses it, in the expression language."""
        return f"{write_name((WORDS[self.kind], self.name))} == 0"

    @property
    def told(self) -> str:
        """ "hotel Alpha", "flight F1"."""
        return f"{self.kind} “{self.name}”" if self.kind != "flight" else f"flight {self.name}"


def offers_of(plan: TravelPlan | None) -> list[tuple[int, Offer]]:
    """What a plan uses, with the number of the day, in order."""
    return [] if plan is None else [(day.day, offer) for day in plan.days for offer in _of_day(day)]


def _of_day(day: Day) -> Iterator[Offer]:
    if day.leg is not None and day.leg.number is not None:
        yield Offer("flight", day.leg.number)
    for _, place in day.meals():
        yield Offer("restaurant", place.name)
    if day.bed is not None:
        yield Offer("hotel", day.bed.name)


def ruled_out(request: TravelRequest) -> dict[Offer, str]:
    """The offers that further wishes of a request forbid, with the wish."""
    found: dict[Offer, str] = {}
    for text in request.extra:
        try:
            names = names_in(parse(text))
        except InputError:  # somebody else's wish; building the problem will tell what is wrong with it
            continue
        for name in names[:1]:
            (word, index), *further = name.parts
            if not further and index is not None and word in _KINDS:
                offer = Offer(_KINDS[word], index)
                if offer.unused == text:
                    found[offer] = text
    return found


def extractor(text: Text, known: Sequence[Offer]) -> Callable[[Sequence[Token], int], tuple[Offer, int] | None] | None:
    """Finds offers by name; None where the text has no word of any name."""
    words = {token.norm for sentence in text.sentences for token in sentence}
    by_name = {offer.name: offer for offer in known if not words.isdisjoint(_WORD.findall(offer.name.lower()))}
    if not by_name:
        return None
    index = NameIndex(by_name)

    def find(tokens: Sequence[Token], at: int) -> tuple[Offer, int] | None:
        found = index.at(tokens, at)
        return None if found is None else (by_name[found[0].name], found[1])

    return find


def pointed_at(kind: str, plan: TravelPlan, day: int | None, place: str | None, which: str) -> list[Offer]:
    """The offers of a kind that "that hotel", "the restaurant on day 2" or "the return flight" can mean.

    `which` is a word such as "first", "last", "lunch" or "return", or empty.
    """
    days = [d for d in plan.days if (day is None or d.day == day) and (place is None or place in _cities(d))]
    if kind == "restaurant" and which in ("breakfast", "lunch", "dinner"):
        meals = [meal for d in days for name, meal in d.meals() if name == which]
        return list(dict.fromkeys([Offer("restaurant", meal.name) for meal in meals]))
    found = list(dict.fromkeys([offer for d in days for offer in _of_day(d) if offer.kind == kind]))
    if which in ("first", "outbound", "out"):
        return found[:1]
    if which in ("last", "return", "inbound", "home", "back"):
        return found[-1:]
    if which == "second":
        return found[1:2]
    return found


def _cities(day: Day) -> set[str]:
    places = [meal for _, meal in day.meals()] + ([day.bed] if day.bed is not None else [])
    legs = [] if day.leg is None else [day.leg.origin, day.leg.destination]
    return {place.city for place in places} | set(legs)
