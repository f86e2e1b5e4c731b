"""The cheapest set that hits every one of some sets: a small search of our own, and a session where that does not end soon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from encoders.expressions import BoolVar, Clauses, Sum
from encoders.problem import Constraint, Objective, Problem
from encoders.result import SolveStatus
from encoders.session import open_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.numbers import Number
    from encoders.result import Deadline

_NODES = 3000
"""Steps of our own search, some tens of milliseconds, after which an engine is asked."""


@dataclass(frozen=True, slots=True)
class Hitting:
    """A cheapest hitting set, as a bit set; None where the deadline passed, with what is known of its weight."""

    mask: int | None
    bound: Number
    reason: str = ""


def cheapest_hitting_set(sets: Iterable[int], weights: Sequence[Number], deadline: Deadline) -> Hitting:
    """The set of least weight that has a member of each of the (non-empty) sets. Weights are not negative."""
    family = _undominated(sets)
    if not family:
        return Hitting(0, 0)
    search = _Search(weights)
    search.run(family, 0, 0, 0)
    if search.nodes <= _NODES:
        assert search.best is not None
        return Hitting(search.best, search.cost)
    return _by_session(family, weights, deadline)


def _undominated(sets: Iterable[int]) -> list[int]:
    """Without those that contain another; small ones first."""
    kept: list[int] = []
    for mask in sorted(set(sets), key=int.bit_count):
        if not any([other & mask == other for other in kept]):
            kept.append(mask)
    return kept


class _Search:
    """Branch on the members of the smallest set not hit; disjoint sets bound what the rest must cost."""

    def __init__(self, weights: Sequence[Number]) -> None:
        self.weights = weights
        self.best: int | None = None
        self.cost: Number = 0
        self.nodes = 0

    def run(self, family: list[int], chosen: int, cost: Number, banned: int) -> None:
        self.nodes += 1
        if self.nodes > _NODES:
            return
        rest = [mask & ~banned for mask in family if not mask & chosen]
        if not all(rest):
            return
        if not rest:
            if self.best is None or cost < self.cost:
                self.best, self.cost = chosen, cost
            return
        rest.sort(key=int.bit_count)
        if self.best is not None and cost + self._least(rest) >= self.cost:
            return
        for bit in sorted(_bits(rest[0]), key=lambda bit: self.weights[bit.bit_length() - 1]):
            self.run(rest, chosen | bit, cost + self.weights[bit.bit_length() - 1], banned)
            banned |= bit

    def _least(self, rest: Sequence[int]) -> Number:
        """What sets without a common member cost at least."""
        used = 0
        bound: Number = 0
        for mask in rest:
            if not mask & used:
                used |= mask
                bound += min([self.weights[bit.bit_length() - 1] for bit in _bits(mask)])
        return bound


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low)
        mask ^= low
    return found


def _by_session(family: Sequence[int], weights: Sequence[Number], deadline: Deadline) -> Hitting:
    union = 0
    for mask in family:
        union |= mask
    places = [bit.bit_length() - 1 for bit in _bits(union)]
    number = {place: index for index, place in enumerate(places, 1)}
    chosen = [BoolVar(str(place)) for place in places]
    rows = [[number[bit.bit_length() - 1] for bit in _bits(mask)] for mask in family]
    cost = Sum(tuple([(weights[place], variable) for place, variable in zip(places, chosen, strict=True)]))
    problem = Problem(
        "hitting set",
        (Constraint("each set is hit", Clauses(chosen, rows)),),
        (Objective("cost", "minimise", cost),),
    )
    with open_session(problem, budget=deadline.rest()) as session:
        result = session.optimise(budget=deadline.rest())
    bound = result.objectives[0].bound if result.objectives else None
    if result.status is not SolveStatus.OPTIMAL or result.assignment is None:
        return Hitting(None, bound or 0, result.reason)
    return Hitting(sum([1 << place for place in places if result.assignment[str(place)]]), bound or 0)
