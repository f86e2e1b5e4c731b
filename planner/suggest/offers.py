"""Offers and their order: pairwise different, and none that another one beats in everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.numbers import Number
    from encoders.problem import Problem
    from encoders.result import Result
    from planner.answer import Suggestion


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion with what it is compared by.

    `objectives` are the resulting plan's, less is better; `places` say where its changes stand in the text; `groups` are the
    wishes of the original problem that it moves or gives up.
    """

    suggestion: Suggestion
    objectives: tuple[Number, ...]
    places: tuple[int, ...]
    groups: frozenset[str] = frozenset()

    @property
    def touched(self) -> int:
        """How many wishes and fields are changed."""
        return len(self.suggestion.changes)

    @property
    def paths(self) -> frozenset[str]:
        """What is changed."""
        return frozenset([change.constraint for change in self.suggestion.changes])

    def worth(self) -> tuple[Number, Number, Number]:
        """Wishes touched, price, the first objective: in each less is better."""
        return self.touched, self.suggestion.price, self.objectives[0] if self.objectives else 0


def signed(problem: Problem, result: Result) -> tuple[Number, ...]:
    """The objectives of a plan so that less is better, in order."""
    signs = {goal.name: 1 if goal.sense == "minimise" else -1 for goal in problem.objectives}
    return tuple([signs[value.name] * value.value for value in result.objectives])


def in_order(offers: Iterable[Offer], *, by_price: bool) -> list[Offer]:
    """Wishes touched, the price, the plan's objectives, the order of the text; the price first where the user gave prices."""

    def rank(offer: Offer) -> tuple[object, ...]:
        amounts = (offer.suggestion.price, offer.touched) if by_price else (offer.touched, offer.suggestion.price)
        return (*amounts, offer.objectives, offer.places)

    return sorted(offers, key=rank)


def undominated(offers: Sequence[Offer]) -> list[Offer]:
    """Those that no other beats in wishes touched, price and first objective together; of equals on the same paths the first."""
    left: list[Offer] = []
    for number, offer in enumerate(offers):
        beaten = any([_beats(other, offer) for other in offers])
        alike = any([other.worth() == offer.worth() and other.paths == offer.paths for other in offers[:number]])
        if not beaten and not alike:
            left.append(offer)
    return left


def _beats(one: Offer, other: Offer) -> bool:
    mine, theirs = one.worth(), other.worth()
    return mine != theirs and all([a <= b for a, b in zip(mine, theirs, strict=True)])
