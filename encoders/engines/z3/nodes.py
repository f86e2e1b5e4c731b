"""One maker for each kind of node: its term, made of its operands' terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.engines.z3.api import handles
from encoders.expressions import (
    Abs,
    AllDifferent,
    And,
    Circuit,
    Clauses,
    Compare,
    Const,
    Count,
    Cumulative,
    Element,
    Expression,
    If,
    Iff,
    Implies,
    Is,
    Max,
    Min,
    NoOverlap,
    Not,
    Or,
    Parameter,
    Product,
    PseudoBoolean,
    Reservoir,
    Sum,
    Table,
)
from encoders.linear import linear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from encoders.engines.z3.api import Handle
    from encoders.engines.z3.lowering import Clause, Ground, Lowering
    from encoders.numbers import Number


def _truths(x: Lowering, nodes: Sequence[Expression], g: Ground) -> list[Handle]:
    return [x.lower(node, g) for node in nodes]


def _all(x: Lowering, node: And, g: Ground) -> Handle:
    parts = _truths(x, node.operands, g)
    c = x.context
    if len(parts) <= 1:
        return parts[0] if parts else c.true
    return c.lib.mk_and(c.ref, len(parts), handles(parts))  # type: ignore[no-any-return]


def _if(x: Lowering, node: If, g: Ground) -> Handle:
    real = node.sort == "real"
    branches = [
        x.lower(branch, g) if node.sort == "bool" else x.as_number(branch, x.lower(branch, g), real)
        for branch in (node.then, node.otherwise)
    ]
    return _ite(x, x.lower(node.condition, g), *branches)


def _ite(x: Lowering, condition: Handle, then: Handle, otherwise: Handle) -> Handle:
    c = x.context
    return c.require(c.lib.mk_ite(c.ref, condition, then, otherwise))


def _compare(x: Lowering, node: Compare, g: Ground) -> Handle:
    return x.split_term(x.compare_split(node, g), g)


def _pseudo_boolean(x: Lowering, node: PseudoBoolean, g: Ground) -> Handle:
    return x.compared(linear(node.terms, g.values).terms, node.operator, _bound(node, g), g)


def _bound(node: PseudoBoolean, g: Ground) -> Number:
    return node.bound - linear(node.terms, g.values).constant


def _linear(x: Lowering, node: Expression, g: Ground) -> Handle:
    form = linear(((1, node),), g.values)
    if len(form.terms) == 1 and form.terms[0][1] is node:
        assert isinstance(node, Product)
        return _product(x, node, g)
    real = node.sort == "real" or form.real or form.scale() != 1
    parts = [x.weighted_sum(form.terms, real, g)] if form.terms else []
    if form.constant or not parts:
        parts.append(x.numeral(form.constant, real))
    c = x.context
    return parts[0] if len(parts) == 1 else c.require(c.lib.mk_add(c.ref, len(parts), handles(parts)))


def _product(x: Lowering, node: Product, g: Ground) -> Handle:
    """Case-split over the narrow factors until one varying factor is left."""
    c, lib, real = x.context, x.context.lib, node.sort == "real"

    def width(factor: Expression) -> Number:
        if isinstance(factor, (Const, Parameter)):
            return -1  # only multiplies what the others come to
        low, high = factor.bounds
        return high - low if low is not None and high is not None and factor.sort != "real" else 2**62

    *narrow, last = sorted(node.factors, key=width)
    term = x.as_number(last, x.lower(last, g), real)
    zero = x.numeral(0, real)
    for factor in reversed(narrow):
        lowered = x.lower(factor, g)
        if factor.sort == "bool":
            term = _ite(x, lowered, term, zero)
            continue
        low, high = factor.bounds
        constant = isinstance(factor, (Const, Parameter))
        if constant or low is None or high is None or factor.sort == "real":  # the same under every assignment
            number = x.as_number(factor, lowered, real)
            term = c.require(lib.mk_mul(c.ref, 2, handles([number, term])))
            continue
        cases = zero
        for value in range(int(low), int(high) + 1):
            if value:
                times = c.require(lib.mk_mul(c.ref, 2, handles([x.numeral(value, real), term])))
                is_value = c.require(lib.mk_eq(c.ref, lowered, x.numeral(value, False)))
                cases = _ite(x, is_value, times, cases)
        term = cases
    return term


def _extremum(x: Lowering, node: Min | Max, g: Ground) -> Handle:
    c, lib, real = x.context, x.context.lib, node.sort == "real"
    make = lib.mk_le if isinstance(node, Min) else lib.mk_ge
    numbers = [x.as_number(operand, x.lower(operand, g), real) for operand in node.operands]
    best = numbers[0]
    for number in numbers[1:]:
        best = _ite(x, c.require(make(c.ref, best, number)), best, number)
    return best


def _abs(x: Lowering, node: Abs, g: Ground) -> Handle:
    c, lib, real = x.context, x.context.lib, node.sort == "real"
    number = x.as_number(node.operand, x.lower(node.operand, g), real)
    positive = c.require(lib.mk_ge(c.ref, number, x.numeral(0, real)))
    return _ite(x, positive, number, c.require(lib.mk_unary_minus(c.ref, number)))


def _element(x: Lowering, node: Element, g: Ground) -> Handle:
    c, real = x.context, node.sort == "real"
    low, high = node.index.bounds
    assert low is not None
    assert high is not None
    index = x.as_number(node.index, x.lower(node.index, g), False)
    term = x.numeral(node.table[int(high)], real)
    for place in range(int(high) - 1, int(low) - 1, -1):
        here = c.require(c.lib.mk_eq(c.ref, index, x.numeral(place, False)))
        term = _ite(x, here, x.numeral(node.table[place], real), term)
    return term


def _all_different(x: Lowering, node: AllDifferent, g: Ground) -> Handle:
    c = x.context
    if len(node.operands) < 2:
        return c.true
    real = any([operand.sort == "real" for operand in node.operands])
    numbers = [x.as_number(operand, x.lower(operand, g), real) for operand in node.operands]
    return c.lib.mk_distinct(c.ref, len(numbers), handles(numbers))  # type: ignore[no-any-return]


def _table(x: Lowering, node: Table, g: Ground) -> Handle:
    rows = []
    for row in node.rows:
        atoms = [x.compared(((1, operand),), "==", value, g) for operand, value in zip(node.operands, row, strict=True)]
        c = x.context
        rows.append(c.require(c.lib.mk_and(c.ref, len(atoms), handles(atoms))) if atoms else c.true)
    return x.disjunction(rows)


def _conjunction(x: Lowering, clauses: Iterable[Clause]) -> Handle:
    c = x.context
    parts = [x.disjunction(clause) for clause in clauses]
    return c.require(c.lib.mk_and(c.ref, len(parts), handles(parts))) if parts else c.true


def _binary(name: str) -> Callable[[Lowering, Any, Ground], Handle]:
    def make(x: Lowering, node: Any, g: Ground) -> Handle:
        c = x.context
        first, second = node.children
        return getattr(c.lib, name)(c.ref, x.lower(first, g), x.lower(second, g))  # type: ignore[no-any-return]

    return make


MAKE: dict[type, Callable[[Lowering, Any, Ground], Any]] = {
    Const: lambda x, n, g: (
        (x.context.true if n.value else x.context.false)
        if isinstance(n.value, bool)
        else x.numeral(n.value, n.sort == "real")
    ),
    Parameter: lambda x, n, g: x.numeral(g.values[n.name], n.sort == "real"),
    Not: lambda x, n, g: x.negated(x.lower(n.operand, g)),
    And: _all,
    Or: lambda x, n, g: x.disjunction(_truths(x, n.operands, g)),
    Implies: _binary("mk_implies"),
    Iff: _binary("mk_iff"),
    If: _if,
    Compare: _compare,
    PseudoBoolean: _pseudo_boolean,
    Clauses: lambda x, n, g: _conjunction(x, x.bulk(n)),
    Sum: _linear,
    Count: _linear,
    Product: _linear,
    Min: _extremum,
    Max: _extremum,
    Abs: _abs,
    Element: _element,
    Is: lambda x, n, g: x.choices[n.choice.name][n.option],
    AllDifferent: _all_different,
    Table: _table,
    NoOverlap: lambda x, n, g: _conjunction(x, x.no_overlap(n, g)),
    Cumulative: lambda x, n, g: x.lower(n.parts, g),
    Circuit: lambda x, n, g: x.lower(n.parts, g),
    Reservoir: lambda x, n, g: x.lower(n.parts, g),
}
