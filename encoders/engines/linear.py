"""Linear forms: what both sides of a comparison, a sum or a count come to, with parameters replaced by their values.

Engines share this flattening; the evaluator does not, and judges what they make of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from encoders.expressions import (
    Abs,
    Const,
    Count,
    Element,
    Expression,
    If,
    Max,
    Min,
    Parameter,
    Product,
    RealVar,
    Sum,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.numbers import Number


@dataclass(frozen=True, slots=True)
class Linear:
    """constant + sum of coefficient x term; no term is a Sum, a Count or a constant, and no term stands twice."""

    terms: tuple[tuple[Number, Expression], ...]
    constant: Number

    @property
    def boolean(self) -> bool:
        """Whether every term is a truth value."""
        return all([term.sort == "bool" for _, term in self.terms])

    @property
    def real(self) -> bool:
        """Whether some term may be no whole number."""
        return any([term.sort == "real" for _, term in self.terms])

    def scale(self) -> int:
        """The least factor that makes every number in it whole."""
        return lcm(*[value.denominator for value, _ in self.terms], self.constant.denominator)

    def scaled(self, factor: int) -> tuple[list[tuple[int, Expression]], int]:
        """Terms and constant times a factor that makes them whole."""
        return [(int(value * factor), term) for value, term in self.terms], int(self.constant * factor)


def linear(roots: Sequence[tuple[Number, Expression]], values: Mapping[str, Number]) -> Linear:
    """The linear form of a weighted sum of expressions under these parameter values (iterative: depth is no limit)."""
    constant: Number = 0
    found: dict[int, tuple[Number, Expression]] = {}
    stack = list(reversed(roots))
    while stack:
        factor, node = stack.pop()
        if isinstance(node, Sum):
            constant += factor * node.constant
            stack += [(factor * value, term) for value, term in reversed(node.terms)]
        elif isinstance(node, Const):
            constant += factor * int(node.value) if isinstance(node.value, bool) else factor * node.value
        elif isinstance(node, Parameter):
            constant += factor * values[node.name]
        elif isinstance(node, Count):
            stack += [(factor, operand) for operand in reversed(node.operands)]
        elif isinstance(node, Product) and len(rest := _variable_factors(node)) <= 1:
            for known in node.factors:
                if known not in rest:
                    factor *= constant_value(known, values)
            stack.append((factor, rest[0] if rest else Const(1)))
        else:
            before = found.get(id(node))
            found[id(node)] = (factor if before is None else factor + before[0], node)
    terms = tuple([(_plain(value), term) for value, term in found.values() if value])
    return Linear(terms, _plain(constant))


def _variable_factors(node: Product) -> list[Expression]:
    return [factor for factor in node.factors if not isinstance(factor, (Const, Parameter))]


def constant_value(node: Expression, values: Mapping[str, Number]) -> Number:
    """The number of a Const or Parameter."""
    if isinstance(node, Parameter):
        return values[node.name]
    assert isinstance(node, Const)
    return int(node.value) if isinstance(node.value, bool) else node.value


def _plain(value: Number) -> Number:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def parameters_of(root: Expression) -> tuple[str, ...]:
    """The names of the parameters an expression uses, in order."""
    return tuple(dict.fromkeys([node.name for node in walk([root]) if isinstance(node, Parameter)]))


def parametric(root: Expression) -> set[int]:
    """Identities of the nodes whose value depends on a parameter: what is made of them is good for one set of values only."""
    found: set[int] = set()
    for node in walk([root]):
        if isinstance(node, Parameter) or any([id(child) in found for child in node.children]):
            found.add(id(node))
    return found


def granularity(root: Expression, values: Mapping[str, Number]) -> int | None:
    """A number that makes every value of the expression whole when multiplied with it; None where no number does."""
    known: dict[int, int | None] = {}

    def together(parts: Iterable[int | None]) -> int | None:
        found = 1
        for part in parts:
            if part is None:
                return None
            found = lcm(found, part)
        return found

    for node in walk([root]):
        size: int | None
        if isinstance(node, RealVar):
            size = None
        elif isinstance(node, (Const, Parameter)):
            size = constant_value(node, values).denominator
        elif isinstance(node, Sum):
            parts = [known[id(term)] for _, term in node.terms]
            size = together(
                [node.constant.denominator]
                + [
                    None if part is None else part * value.denominator
                    for part, (value, _) in zip(parts, node.terms, strict=True)
                ]
            )
        elif isinstance(node, Product):
            size = 1
            for factor in node.factors:
                part = known[id(factor)]
                size = None if size is None or part is None else size * part
        elif isinstance(node, (Min, Max)):
            size = together([known[id(operand)] for operand in node.operands])
        elif isinstance(node, Abs):
            size = known[id(node.operand)]
        elif isinstance(node, If):
            size = together([known[id(node.then)], known[id(node.otherwise)]])
        elif isinstance(node, Element):
            size = together([value.denominator for value in node.table])
        else:
            size = 1
        known[id(node)] = size
    return known[id(root)]
