"""Arithmetic: sums, products that linearise, extremes, counts and tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from encoders.errors import ModelError, UnsupportedError
from encoders.expressions.base import (
    FREE,
    Expression,
    Variadic,
    describe,
    freeze,
    lift,
    require_booleans,
    require_exact,
    require_numbers,
    widest,
)
from encoders.expressions.leaves import Const, Parameter
from encoders.expressions.tree import walk
from encoders.numbers import Number, magnitude

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.expressions.base import Bounds, Operand, Sort

LINEARISABLE_VALUES = 1024
"""A factor of a Product with at most this many integer values can be case-split; a wider one counts as unbounded."""


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Sum(Expression):
    """constant + sum of coefficient x term."""

    terms: tuple[tuple[Number, Expression], ...]
    constant: Number = 0
    sort: Sort = field(init=False)  # type: ignore[misc]
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        require_numbers("Sum", self.children)
        require_exact("Sum", [self.constant, *[coefficient for coefficient, _ in self.terms]])
        whole = isinstance(self.constant, int) and all([isinstance(c, int) and t.sort != "real" for c, t in self.terms])
        freeze(self, sort="int" if whole else "real", bounds=self._reach())

    @property
    def children(self) -> tuple[Expression, ...]:
        return tuple([term for _, term in self.terms])

    def _reach(self) -> Bounds:
        low: Number | None = self.constant
        high: Number | None = self.constant
        for coefficient, term in self.terms:
            least, most = term.bounds if coefficient >= 0 else term.bounds[::-1]
            if coefficient:
                low = None if low is None or least is None else low + coefficient * least
                high = None if high is None or most is None else high + coefficient * most
        return (low, high)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Product(Expression):
    """A product that linearises: at most one factor may vary without being a Boolean or a narrow integer.

    Raises UnsupportedError otherwise.
    """

    factors: tuple[Expression, ...]
    sort: Sort = field(init=False)  # type: ignore[misc]
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        require_numbers("Product", self.factors)
        wide = [factor for factor in self.factors if not _narrow(factor)]
        if len(wide) > 1:
            names = " and ".join(describe(factor) for factor in wide[:2])
            raise UnsupportedError(
                f"the product of {names} does not linearise: at most one factor may have more than "
                f"{LINEARISABLE_VALUES} values"
            )
        freeze(self, sort="real" if widest(self.factors) == "real" else "int", bounds=self._reach())

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.factors

    def _reach(self) -> Bounds:
        low: Number = 1
        high: Number = 1
        for factor in self.factors:
            least, most = factor.bounds
            if least is None or most is None:
                return FREE
            corners: list[Number] = [low * least, low * most, high * least, high * most]
            low, high = min(corners), max(corners)
        return (low, high)


class _Extremum(Variadic):
    """Min, Max: at least one numeric operand."""

    __slots__ = ("bounds", "sort")
    sort: Sort  # type: ignore[misc]
    bounds: Bounds

    def _require(self, operands: Sequence[Expression]) -> None:
        if not operands:
            raise ModelError(f"{type(self).__name__} needs at least one operand")
        require_numbers(type(self).__name__, operands)
        freeze(self, sort="real" if widest(operands) == "real" else "int", bounds=self._reach(operands))

    def _reach(self, operands: Sequence[Expression]) -> Bounds:
        raise NotImplementedError


class Min(_Extremum):
    """The least operand."""

    __slots__ = ()

    def _reach(self, operands: Sequence[Expression]) -> Bounds:
        lows, highs = zip(*[x.bounds for x in operands], strict=True)
        known = [high for high in highs if high is not None]
        return (None if None in lows else min(lows), min(known) if known else None)


class Max(_Extremum):
    """The greatest operand."""

    __slots__ = ()

    def _reach(self, operands: Sequence[Expression]) -> Bounds:
        lows, highs = zip(*[x.bounds for x in operands], strict=True)
        known = [low for low in lows if low is not None]
        return (max(known) if known else None, None if None in highs else max(highs))


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Abs(Expression):
    """The absolute value."""

    operand: Expression
    sort: Sort = field(init=False)  # type: ignore[misc]
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        require_numbers("Abs", (self.operand,))
        freeze(self, sort="real" if self.operand.sort == "real" else "int", bounds=self._reach())

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)

    def _reach(self) -> Bounds:
        low, high = self.operand.bounds
        if low is None or high is None:
            return (0, None)
        sizes = [magnitude(low), magnitude(high)]
        return (0 if low <= 0 <= high else min(sizes), max(sizes))


class Count(Variadic):
    """How many Boolean operands hold."""

    __slots__ = ()
    sort: ClassVar[Sort] = "int"

    def _require(self, operands: Sequence[Expression]) -> None:
        require_booleans("Count", operands)

    @property
    def bounds(self) -> Bounds:
        return (0, len(self.operands))


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Element(Expression):
    """table[index]; the index's bounds must lie within the table, so that it is never undefined."""

    table: tuple[Number, ...]
    index: Expression
    sort: Sort = field(init=False)  # type: ignore[misc]
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        require_numbers("Element", (self.index,))
        require_exact("Element", self.table)
        low, high = self.index.bounds
        if self.index.sort == "real" or low is None or high is None or low < 0 or high >= len(self.table):
            raise ModelError(
                f"Element needs a whole index within 0..{len(self.table) - 1}; {describe(self.index)} has bounds {low}..{high}"
            )
        whole = all([isinstance(value, int) for value in self.table])
        reach = self.table[int(low) : int(high) + 1]
        freeze(self, sort="int" if whole else "real", bounds=(min(reach), max(reach)))

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.index,)


def total(terms: Iterable[Operand]) -> Sum:
    """The sum of any number of expressions; 0 for none."""
    return Sum(tuple((1, lift(term)) for term in terms))


def _narrow(factor: Expression) -> bool:
    """Constant under every parameter value, or few enough whole values to case-split."""
    if isinstance(factor, (Const, Parameter)):
        return True
    low, high = factor.bounds
    if low is not None and high is not None and factor.sort != "real":
        return high - low < LINEARISABLE_VALUES
    return all(isinstance(node, (Const, Parameter)) or node.children for node in walk([factor]))
