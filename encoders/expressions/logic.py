"""Logic: connectives, comparisons, weighted counts of literals, and clauses in bulk."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NoReturn

from encoders.errors import ModelError
from encoders.expressions.base import (
    Expression,
    Variadic,
    describe,
    freeze,
    lift,
    require_booleans,
    require_numbers,
    require_whole,
    widest,
)
from encoders.expressions.leaves import BoolVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from encoders.expressions.base import Bounds, Operand, Operator, Sort


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Not(Expression):
    """Negation."""

    operand: Expression

    def __post_init__(self) -> None:
        require_booleans("Not", (self.operand,))

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)


class And(Variadic):
    """Conjunction; true without operands."""

    __slots__ = ()

    def _require(self, operands: Sequence[Expression]) -> None:
        require_booleans("And", operands)


class Or(Variadic):
    """Disjunction; false without operands."""

    __slots__ = ()

    def _require(self, operands: Sequence[Expression]) -> None:
        require_booleans("Or", operands)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Implies(Expression):
    """condition -> consequence."""

    condition: Expression
    consequence: Expression

    def __post_init__(self) -> None:
        require_booleans("Implies", self.children)

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.condition, self.consequence)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Iff(Expression):
    """Both true or both false."""

    left: Expression
    right: Expression

    def __post_init__(self) -> None:
        require_booleans("Iff", self.children)

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class If(Expression):
    """`then` where the condition holds, else `otherwise`; numeric, or Boolean where both are."""

    condition: Expression
    then: Expression
    otherwise: Expression
    sort: Sort = field(init=False)  # type: ignore[misc]
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        require_booleans("If", (self.condition,))
        branches = (self.then, self.otherwise)
        require_numbers("If", branches)
        freeze(self, sort=widest(branches), bounds=_hull(self.then.bounds, self.otherwise.bounds))

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Compare(Expression):
    """left OP right over numbers (Booleans count as 0 and 1)."""

    left: Expression
    operator: Operator
    right: Expression

    def __post_init__(self) -> None:
        require_numbers("Compare", (self.left, self.right))
        if self.operator not in ("<=", "<", ">=", ">", "==", "!="):
            raise ModelError(f"Compare knows <=, <, >=, >, == and !=, not {self.operator!r}")

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class PseudoBoolean(Expression):
    """sum of coefficient x literal OP bound; `terms` are (integer, BoolVar or its Not or any Boolean)."""

    terms: tuple[tuple[int, Expression], ...]
    operator: Literal["<=", ">=", "=="]
    bound: int

    def __post_init__(self) -> None:
        require_booleans("PseudoBoolean", self.children)
        require_whole("PseudoBoolean", [self.bound, *[coefficient for coefficient, _ in self.terms]])
        if self.operator not in ("<=", ">=", "=="):
            raise ModelError(f"PseudoBoolean knows <=, >= and ==, not {self.operator!r}")

    @property
    def children(self) -> tuple[Expression, ...]:
        return tuple([literal for _, literal in self.terms])


def exactly_one(literals: Sequence[Expression]) -> PseudoBoolean:
    """Exactly one of them holds; never satisfied without literals."""
    return PseudoBoolean(tuple([(1, literal) for literal in literals]), "==", 1)


def at_most(bound: int, literals: Sequence[Expression]) -> PseudoBoolean:
    """At most `bound` of them hold."""
    return PseudoBoolean(tuple([(1, literal) for literal in literals]), "<=", bound)


class Clauses(Expression):
    """Many clauses as one constraint: `rows` of signed 1-based indices into `variables` (3 = third true, -3 = false).

    Stored as one 32-bit array, each row closed by 0 (DIMACS), which engines load in bulk and the evaluator reads directly.
    """

    __slots__ = ("array", "variables")
    variables: tuple[BoolVar, ...]
    array: array[int]

    def __init__(self, variables: Iterable[BoolVar], rows: Iterable[Iterable[int]]) -> None:
        freeze(self, variables=tuple(variables))
        for variable in self.variables:
            if not isinstance(variable, BoolVar):
                raise ModelError(f"Clauses are about Boolean variables, not {describe(variable)}")
        flat, count, closing = array("i"), len(self.variables), 0
        for row in rows:
            flat.extend(row)
            flat.append(0)
            closing += 1
        for literal in flat:
            if not -count <= literal <= count:
                raise ModelError(f"clause literal {literal} names none of the {count} variables")
        if flat.count(0) != closing:
            raise ModelError("clause literals are counted from 1; 0 names no variable")
        freeze(self, array=flat)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Clauses is frozen")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.variables

    def rows(self) -> Iterator[list[int]]:
        """The clauses, one list of signed indices each."""
        row: list[int] = []
        for literal in self.array:
            if literal:
                row.append(literal)
            else:
                yield row
                row = []


def equals(left: Operand, right: Operand) -> Compare:
    """left == right (the operator itself keeps Python's identity meaning)."""
    return Compare(lift(left), "==", lift(right))


def differs(left: Operand, right: Operand) -> Compare:
    """left != right."""
    return Compare(lift(left), "!=", lift(right))


def _hull(a: Bounds, b: Bounds) -> Bounds:
    low = None if a[0] is None or b[0] is None else min(a[0], b[0])
    high = None if a[1] is None or b[1] is None else max(a[1], b[1])
    return (low, high)
