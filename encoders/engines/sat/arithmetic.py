"""Numbers that are no weighted sums: each becomes an ordered number with the clauses that define it, in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.engines.sat.orders import NO, YES, Order
from encoders.expressions import Abs, Element, If, Max, Min, Product
from encoders.numbers import magnitude

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from encoders.engines.sat.lowering import Lowering
    from encoders.numbers import Number


def _defined(x: Lowering, values: Iterable[Number], when: Callable[[Order, Number], list[list[int]]]) -> Order:
    """A new number; `when(number, value)` are clauses that fix whether it is at least a value."""
    ascending = sorted(set(values))
    found = x.formula.number(ascending)
    for value in ascending[1:]:
        for clause in when(found, value):
            x.formula.add(clause)
    return found


def _same(literal: int, other: int, *unless: int) -> list[list[int]]:
    """The two are equivalent, or one of some literals holds."""
    return [[*unless, -literal, other], [*unless, literal, -other]]


def _if(x: Lowering, node: If) -> Order:
    condition = x.literal(node.condition)
    then, otherwise = x.number(node.then), x.number(node.otherwise)
    if condition in (YES, NO):
        return then if condition == YES else otherwise
    return _defined(
        x,
        [*then.values, *otherwise.values],
        lambda found, value: [
            *_same(found.at_least(value), then.at_least(value), -condition),
            *_same(found.at_least(value), otherwise.at_least(value), condition),
        ],
    )


def _extremum(x: Lowering, node: Min | Max) -> Order:
    parts = [x.number(operand) for operand in node.operands]
    if len(parts) == 1:
        return parts[0]
    sign = 1 if isinstance(node, Max) else -1

    def when(found: Order, value: Number) -> list[list[int]]:
        """At least a value: where some part is (Max), where every part is (Min)."""
        known = [sign * part.at_least(value) for part in parts]
        own = sign * found.at_least(value)
        return [[-own, *known], *[[own, -literal] for literal in known]]

    edge = max if sign == 1 else min
    end = edge([part.values[0 if sign == 1 else -1] for part in parts])
    values = [v for part in parts for v in part.values if (v >= end if sign == 1 else v <= end)]
    return _defined(x, values, when)


def _abs(x: Lowering, node: Abs) -> Order:
    inner = x.number(node.operand)

    def when(found: Order, value: Number) -> list[list[int]]:
        own, above, below = found.at_least(value), inner.at_least(value), -inner.above(-value)
        return [[-own, above, below], [own, -above], [own, -below]]

    return _defined(x, [magnitude(value) for value in inner.values], when)


def _element(x: Lowering, node: Element) -> Order:
    index = x.number(node.index)
    table = {place: node.table[int(place)] for place in index.values}

    def when(found: Order, value: Number) -> list[list[int]]:
        own = found.at_least(value)
        return [
            [-index.at_least(place), index.above(place), own if result >= value else -own]
            for place, result in table.items()
        ]

    return _defined(x, table.values(), when)


def _product(x: Lowering, node: Product) -> Order:
    factor: Number = 1
    found: Order | None = None
    for part in sorted([x.number(operand) for operand in node.factors], key=lambda order: len(order.values)):
        if len(part.values) == 1:
            factor *= part.values[0]
        else:
            found = part if found is None else _times(x, found, part)
    return Order((factor,), ()) if found is None else found.times(factor)


def _times(x: Lowering, narrow: Order, wide: Order) -> Order:
    """For each value of the one: the product is that multiple of the other."""
    multiples = {value: wide.times(value) for value in narrow.values}

    def when(found: Order, value: Number) -> list[list[int]]:
        clauses = []
        for chosen, multiple in multiples.items():
            other = [-narrow.at_least(chosen), narrow.above(chosen)]
            clauses += _same(found.at_least(value), multiple.at_least(value), *other)
        return clauses

    return _defined(x, [value for multiple in multiples.values() for value in multiple.values], when)


MAKE: dict[type, Callable[[Lowering, Any], Order]] = {
    If: _if,
    Min: _extremum,
    Max: _extremum,
    Abs: _abs,
    Element: _element,
    Product: _product,
}
