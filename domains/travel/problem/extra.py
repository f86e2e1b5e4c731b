"""Further wishes (`request.extra`) in the expression language: into the problem, and into what its reduction must respect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domains.travel.day_parts import MEALS, MealPart, named_meals, named_sights, require_day_parts, require_once
from domains.travel.problem.extra_words import said
from domains.travel.problem.names import require_offered
from domains.travel.thresholds import KIND_OF_OFFER, THRESHOLDS, named_thresholds, require_limits
from domains.travel.vocabulary import named_offers
from encoders.spec import directions, lower, names_in, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domains.travel.data import TravelData
    from domains.travel.day_parts import Day
    from domains.travel.problem.stays import Relevance
    from domains.travel.request import TravelRequest
    from encoders.expressions import Expression
    from encoders.spec import Direction, Name, Node
    from encoders.structures.rules import Rules


@dataclass(frozen=True, slots=True)
class Extra:
    """The further wishes of a request, parsed; they stand in the order of the request."""

    nodes: tuple[Node, ...]
    days: int
    """How many days the trip has."""

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name that some wish mentions."""
        return tuple([name for node in self.nodes for name in names_in(node)])

    @property
    def offers(self) -> list[tuple[str, str]]:
        """The single offers and cuisines among them."""
        return named_offers(self.names)

    @property
    def thresholds(self) -> list[tuple[str, str]]:
        """The counts beyond a limit among them."""
        return named_thresholds(self.names)

    @property
    def meals(self) -> list[MealPart]:
        """What is asked of single meals of single days."""
        return named_meals(self.names, self.days)

    @property
    def sights(self) -> list[Day | None]:
        """The days whose sights are counted, None for all of them together."""
        return named_sights(self.names, self.days)


def parse_extra(request: TravelRequest, data: TravelData) -> Extra:
    """Parse the further wishes, which may name only offers that exist. Raises InputError, UnsupportedError."""
    nodes = []
    for number, text in enumerate(request.extra):
        node = parse(text, where=f"extra/{number}")
        require_offered(names_in(node), request, data, f"extra/{number}")
        require_limits(names_in(node), f"extra/{number}")
        require_day_parts(names_in(node), request.days, data.policy.meals, f"extra/{number}")
        nodes.append(node)
    found = Extra(tuple(nodes), request.days)
    require_once([(f"extra/{number}", name) for number, node in enumerate(nodes) for name in names_in(node)])
    return found


def add_extra(rules: Rules, extra: Extra, observables: Mapping[str, Expression]) -> None:
    """One group for each wish."""
    for number, node in enumerate(extra.nodes):
        expression = lower(node, observables, where=f"extra/{number}")
        rule = rules.declare(f"extra/{number}", said(node), origin="request")
        rules.add(rule, expression)


# ---------------------------------------------------------------- what the reduction of offers must respect

_MONEY = {
    ("total",): ("rides", "hotels", "restaurants"), ("transport",): ("rides",), ("leg", "cost"): ("rides",),
    ("rooms",): ("hotels",), ("meals",): ("restaurants",),
}  # fmt: skip
_MINUTES = (("travel_minutes",), ("leg", "minutes"))
_TIMES = (("leg", "departure"), ("leg", "arrival"))
_MEALS = (
    ("rating",), ("meals",), ("meals_at",), ("cuisine",), ("total",),
    *[(word,) for word, side in THRESHOLDS.items() if side.counted == "meals"],
)  # fmt: skip
"""Quantities that a meal on a day with a leg may serve."""


def with_extra(relevance: Relevance, extra: Extra) -> Relevance:
    """What also counts because wishes mention it: costs where less of them always serves, else all offers stay.

    Offers that a wish names are kept, and stand in for no other.
    """
    moves: list[tuple[tuple[str, ...], Name, Direction]] = []
    for node in extra.nodes:
        known = directions(node)
        moves += [(tuple([word for word, _ in name.parts]), name, known[name.text]) for name in names_in(node)]
    for words, name, direction in moves:
        relevance = _with_name(relevance, words, name, direction)
    named = {index for word, index in extra.offers if word not in ("cuisine", "category", "airline")}
    named |= {part.index for part in extra.meals if part.part == "at"}
    sights = {index for word, index in extra.offers if word == "visits_at"}
    return replace(relevance, keep=relevance.keep | named, sights=len(sights))


def _with_name(relevance: Relevance, words: tuple[str, ...], name: Name, direction: Direction) -> Relevance:
    whole: Sequence[str] = ()
    if words in _MONEY:
        relevance = replace(relevance, money=True)
        whole = () if direction == "down" else _MONEY[words]
        if words == ("meals",) and name.parts[0][1] is not None:
            whole = ()  # how many meals, not what they cost
    elif words in _MINUTES:
        relevance = replace(relevance, hours=True)
        whole = () if direction == "down" else ("rides",)
    elif words in _TIMES:
        whole = ("rides",)
    elif words == ("rating",):
        relevance = replace(relevance, rating=True)
        whole = () if direction == "up" else ("hotels", "restaurants")
    elif words == ("hotel", "price"):
        whole = ("hotels",)
    elif words == ("cuisine",) and name.parts[0][1] not in (None, "*"):
        cuisines = dict.fromkeys([*relevance.cuisines, str(name.parts[0][1])])
        relevance = replace(relevance, cuisines=tuple(cuisines))
        whole = () if direction == "up" else ("restaurants",)
    elif words == ("category",) and name.parts[0][1] not in (None, "*"):
        categories = dict.fromkeys([*relevance.categories, str(name.parts[0][1])])
        relevance = replace(relevance, categories=tuple(categories))
        whole = () if direction == "up" else ("sights",)
    elif words == ("airline",):
        whole = ("rides",)
    elif words[0] in MEALS and len(words) == 2:
        relevance, whole = _with_meal(relevance, words[1], name, direction)
    elif len(words) == 1 and words[0] in THRESHOLDS:
        whole = (KIND_OF_OFFER[THRESHOLDS[words[0]].counted],)
    optional = words in _MEALS or words[0] in MEALS
    falling = words == ("total",) or words[1:] in (("cost",), ("present",))  # less of it always serves, so no meal does
    meals = relevance.travel_day_meals or (optional and not (falling and direction == "down"))
    return replace(relevance, whole=relevance.whole | _set(whole), travel_day_meals=meals)


def _with_meal(relevance: Relevance, part: str, name: Name, direction: Direction) -> tuple[Relevance, tuple[str, ...]]:
    """What one meal's quantity makes count, and which offers stay whole for it.

    Another restaurant in a meal's place changes this meal alone, so one no worse in price, rating and cuisines can stand in.
    """
    if part == "rating":
        return replace(relevance, rating=True), () if direction == "up" else ("restaurants",)
    if part == "cost":
        return replace(relevance, money=True), () if direction == "down" else ("restaurants",)
    if part == "cuisine":
        cuisines = dict.fromkeys([*relevance.cuisines, str(name.parts[1][1])])
        return replace(relevance, cuisines=tuple(cuisines)), () if direction == "up" else ("restaurants",)
    return relevance, ()


def _set(kinds: Iterable[str]) -> frozenset[str]:
    return frozenset(kinds)
