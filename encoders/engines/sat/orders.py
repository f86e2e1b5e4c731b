"""Numbers as ordered truth values: literal k says that the number is at least its k-th value (Crawford and Baker 1994)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.numbers import Number

YES, NO = 1, -1
"""The literals that always and never hold: variable 1 is asserted."""


@dataclass(frozen=True, slots=True)
class Order:
    """A number that takes one of some ascending values; `literals[k - 1]` holds exactly where it is at least `values[k]`."""

    values: Sequence[Number]
    literals: Sequence[int]

    def at_least(self, value: Number) -> int:
        """The literal that says number >= value."""
        return self._from(bisect_left(self.values, value))

    def above(self, value: Number) -> int:
        """The literal that says number > value."""
        return self._from(bisect_right(self.values, value))

    def _from(self, place: int) -> int:
        if place == 0:
            return YES
        return self.literals[place - 1] if place < len(self.values) else NO

    def times(self, factor: Number) -> Order:
        """The number multiplied; the literals are the same, in the other direction below zero."""
        if factor == 1:
            return self
        if factor > 0:
            return Order([factor * value for value in self.values], self.literals)
        if factor == 0:
            return Order((0,), ())
        if isinstance(self.values, range) and isinstance(self.literals, range) and factor == -1 and self.literals:
            first, last = self.literals[0], self.literals[-1]
            return Order(range(-self.values[-1], 1 - self.values[0]), range(-last, 1 - first))
        return Order(
            [factor * value for value in reversed(self.values)], [-literal for literal in reversed(self.literals)]
        )

    def plus(self, constant: Number) -> Order:
        """The number and a constant."""
        return Order([value + constant for value in self.values], self.literals) if constant else self

    def chosen(self, positive: Sequence[bool]) -> Number:
        """The value under an assignment of the variables."""
        place = 0
        for literal in self.literals:
            if positive[literal] if literal > 0 else not positive[-literal]:
                place += 1
        return self.values[place]


def truth(literal: int) -> Order:
    """A truth value as 0 or 1."""
    if literal == YES:
        return Order((1,), ())
    return Order((0,), ()) if literal == NO else Order((0, 1), (literal,))
