"""What changes cost: the domain's prices, unless the user gives others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from encoders.numbers import Number, exact
from encoders.relax import weight_of
from planner.naming import looked_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.ways import ChangeKind
    from encoders.problem import Problem

WISH, FRAME = 1, 2
"""Prices where the domain says nothing: giving up a wish; changing what the trip, the shop, ... is about."""
_FORTNIGHT = 14


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of changes. `own` are the user's, by path or field; they put the price before the number of wishes touched.

    An amount costs its relative change times the weight; a wish given up, its weight; another value, half the weight, and up to
    the whole of it the further away it is, where numbers or days say how far.
    """

    kinds: Sequence[ChangeKind] = ()
    own: Mapping[str, Number] = field(default_factory=dict)

    @property
    def by_price(self) -> bool:
        """Whether the price comes before the number of wishes touched."""
        return bool(self.own)

    def weight(self, path: str, *, frame: bool = False) -> Number:
        """What giving up a wish, or changing a field of the frame altogether, costs."""
        own = looked_up(path, self.own)
        return self._default(path, frame=frame) if own is None else own

    def _default(self, path: str, *, frame: bool) -> Number:
        name = path.partition("/")[0]
        return next((kind.price for kind in self.kinds if name in kind.fields), FRAME if frame else WISH)

    def weights(self, problem: Problem) -> dict[str, Number]:
        """The price of giving each wish up; a problem's own weights multiply the domain's."""
        found: dict[str, Number] = {}
        for group in problem.groups_of("request"):
            own = looked_up(group, self.own)
            found[group] = weight_of(problem, group, {}) * self._default(group, frame=False) if own is None else own
        return found

    def replaced(self, path: str, before: Any, after: Any, *, frame: bool) -> Number:
        """What another value costs."""
        half = Fraction(1, 2)
        return exact(Fraction(self.weight(path, frame=frame)) * (half + min(half, _distance(before, after))))


def _distance(before: Any, after: Any) -> Fraction:
    """How far numbers or days lie apart: the share of the first number, or of a fortnight; 0 where nothing says how far."""
    if isinstance(before, bool) or isinstance(after, bool):
        return Fraction(0)
    if isinstance(before, (int, Fraction)) and isinstance(after, (int, Fraction)):
        return abs(Fraction(after) - Fraction(before)) / (abs(Fraction(before)) or 1)
    first, last = _day(before), _day(after)
    return Fraction(abs((last - first).days), _FORTNIGHT) if first and last else Fraction(0)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("YYYY-MM-DD") else None
    except ValueError:
        return None
