"""Linear forms: what both sides of a comparison, a sum or a count come to, with parameters replaced by their values.

Engines share this flattening; the evaluator does not, and judges what they make of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import TYPE_CHECKING

from encoders.expressions import (
    Abs,
    And,
    BoolVar,
    Circuit,
    Const,
    Count,
    Cumulative,
    Element,
    Expression,
    If,
    IntVar,
    Max,
    Min,
    Parameter,
    Product,
    RealVar,
    Reservoir,
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


_VARIABLES = frozenset((BoolVar, IntVar, RealVar))


def linear(roots: Sequence[tuple[Number, Expression]], values: Mapping[str, Number]) -> Linear:
    """The linear form of a weighted sum of expressions under these parameter values (iterative: depth is no limit)."""
    constant: Number = 0
    found: dict[int, tuple[Number, Expression]] = {}
    sums: set[int] = set()
    stack = list(reversed(roots))
    while stack:
        factor, node = stack.pop()
        if type(node) in _VARIABLES:
            before = found.get(id(node))
            found[id(node)] = (factor if before is None else factor + before[0], node)
        elif isinstance(node, Sum):
            if id(node) in sums:
                return _linear_of_shared(roots, values)
            sums.add(id(node))
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
    terms = tuple([(value if type(value) is int else _plain(value), term) for value, term in found.values() if value])
    return Linear(terms, constant if type(constant) is int else _plain(constant))


def _linear_of_shared(roots: Sequence[tuple[Number, Expression]], values: Mapping[str, Number]) -> Linear:
    """The same where sums are shared: each node is opened once, with all its factors together, or the work doubles a level."""
    factors: dict[int, Number] = {}
    for factor, node in roots:
        factors[id(node)] = factors.get(id(node), 0) + factor
    constant: Number = 0
    terms: list[tuple[Number, Expression]] = []
    for node in reversed(list(walk([node for _, node in roots]))):
        factor = factors.get(id(node), 0)
        if not factor:
            continue
        parts, plain = _opened(node, values)
        if parts is None:
            terms.append((_plain(factor), node))
            continue
        constant += factor * plain
        for value, part in parts:
            factors[id(part)] = factors.get(id(part), 0) + factor * value
    return Linear(tuple(terms), _plain(constant))


def _opened(
    node: Expression, values: Mapping[str, Number]
) -> tuple[Sequence[tuple[Number, Expression]] | None, Number]:
    """What a node is the sum of, and its constant part; None where it is a term of its own."""
    if isinstance(node, Sum):
        return node.terms, node.constant
    if isinstance(node, (Const, Parameter)):
        return (), constant_value(node, values)
    if isinstance(node, Count):
        return [(1, operand) for operand in node.operands], 0
    if isinstance(node, Product) and len(rest := _variable_factors(node)) <= 1:
        known = prod([constant_value(factor, values) for factor in node.factors if factor not in rest])
        return ([(known, rest[0])], 0) if rest else ((), known)
    return None, 0


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


def parametric(root: Expression, native: tuple[type[Expression], ...] = ()) -> set[int]:
    """Identities of the nodes whose value depends on a parameter: what is made of them is good for one set of values only.

    The parts of global constraints belong to them, except of those of the `native` types that are stated as they are: conjuncts
    of the root, whose parts an engine never looks at.
    """
    nodes = list(walk([root]))
    inside = _inside(root, nodes) if native else set()
    found: set[int] = set()
    for node in nodes:
        if isinstance(node, Parameter) or any([id(child) in found for child in node.children]):
            found.add(id(node))
            if isinstance(node, DECOMPOSED) and (not isinstance(node, native) or id(node) in inside):
                found |= parametric(node.parts)
    return found


def _inside(root: Expression, nodes: Sequence[Expression]) -> set[int]:
    """Identities of the nodes that stand inside another one than conjunctions; `nodes` has operands first."""
    conjunctions: set[int] = set()
    open_ = [root]
    while open_:
        node = open_.pop()
        if isinstance(node, And) and id(node) not in conjunctions:
            conjunctions.add(id(node))
            open_ += node.operands
    found: set[int] = set()
    for node in reversed(nodes):
        if id(node) not in conjunctions or id(node) in found:
            found |= {id(child) for child in node.children}
    return found


DECOMPOSED = (Cumulative, Circuit, Reservoir)
"""Nodes whose `parts` say the same with comparisons and truth values only."""


def granularity(root: Expression, values: Mapping[str, Number]) -> int | None:
    """A number that makes every value of the expression whole when multiplied with it; None where no number does."""
    return grains(walk([root]), values)[id(root)]


def grains(nodes: Iterable[Expression], values: Mapping[str, Number]) -> dict[int, int | None]:
    """The granularity of every node, by identity; the nodes come with operands first."""
    known: dict[int, int | None] = {}
    for node in nodes:
        known[id(node)] = grain_of(node, known, values)
    return known


def grain_of(node: Expression, known: Mapping[int, int | None], values: Mapping[str, Number]) -> int | None:
    """The granularity of a node whose operands' are known."""
    if isinstance(node, RealVar):
        return None
    if isinstance(node, (Const, Parameter)):
        return constant_value(node, values).denominator
    if isinstance(node, Sum):
        parts: list[int | None] = [node.constant.denominator]
        for value, term in node.terms:
            part = known[id(term)]
            parts.append(None if part is None else part * value.denominator)
        return _together(parts)
    if isinstance(node, Product):
        size: int | None = 1
        for factor in node.factors:
            part = known[id(factor)]
            size = None if size is None or part is None else size * part
        return size
    if isinstance(node, (Min, Max)):
        return _together([known[id(operand)] for operand in node.operands])
    if isinstance(node, Abs):
        return known[id(node.operand)]
    if isinstance(node, If):
        return _together([known[id(node.then)], known[id(node.otherwise)]])
    if isinstance(node, Element):
        return _together([value.denominator for value in node.table])
    return 1


def _together(parts: Iterable[int | None]) -> int | None:
    found = 1
    for part in parts:
        if part is None:
            return None
        found = lcm(found, part)
    return found
