"""What every node is: sort, bounds, operands, operators; and the checks that constructors make."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, NoReturn

from encoders.errors import ModelError
from encoders.numbers import Number, exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from encoders.expressions.arithmetic import Sum
    from encoders.expressions.logic import And, Compare, Or

Sort = Literal["bool", "int", "real"]
Operator = Literal["<=", "<", ">=", ">", "==", "!="]
Bounds = tuple[Number | None, Number | None]
"""Least and greatest value; None where there is none, or where a Parameter decides."""

FREE: Bounds = (None, None)


class Expression:
    """Base of all nodes."""

    __slots__ = ()
    sort: ClassVar[Sort] = "bool"
    counts: ClassVar[bool] = True
    """Whether it can stand where a number or truth value is expected; only a choice cannot."""

    @property
    def children(self) -> tuple[Expression, ...]:
        """The direct operands, in order."""
        return ()

    @property
    def bounds(self) -> Bounds:
        """Interval that contains every value; Booleans lie in 0..1."""
        return (0, 1)

    def same_as(self, other: Expression) -> bool:
        """Whether both have the same structure, names and numbers."""
        from encoders.expressions.tree import signature

        return signature(self) == signature(other)

    def __repr__(self) -> str:
        from encoders.expressions.tree import sketch

        return sketch(self)

    def __bool__(self) -> NoReturn:
        raise ModelError(
            f"a {type(self).__name__} has no truth value before it is solved; combine expressions with &, | and ~, "
            "and compare for equality with equals(a, b)"
        )

    def __and__(self, other: Operand) -> And:
        from encoders.expressions.logic import And

        return And(self, lift(other))

    def __or__(self, other: Operand) -> Or:
        from encoders.expressions.logic import Or

        return Or(self, lift(other))

    def __invert__(self) -> Expression:
        from encoders.expressions.logic import Not

        return self.operand if isinstance(self, Not) else Not(self)

    def __add__(self, other: Operand) -> Sum:
        from encoders.expressions.arithmetic import Sum

        return Sum(((1, self), (1, lift(other))))

    def __radd__(self, other: Operand) -> Sum:
        from encoders.expressions.arithmetic import Sum

        return Sum(((1, lift(other)), (1, self)))

    def __sub__(self, other: Operand) -> Sum:
        from encoders.expressions.arithmetic import Sum

        return Sum(((1, self), (-1, lift(other))))

    def __rsub__(self, other: Operand) -> Sum:
        from encoders.expressions.arithmetic import Sum

        return Sum(((1, lift(other)), (-1, self)))

    def __neg__(self) -> Sum:
        from encoders.expressions.arithmetic import Sum

        return Sum(((-1, self),))

    def __mul__(self, other: Operand) -> Expression:
        from encoders.expressions.arithmetic import Product, Sum

        if isinstance(other, Expression):
            return Product((self, other))
        return Sum(((exact(other), self),))

    __rmul__ = __mul__

    def __le__(self, other: Operand) -> Compare:
        from encoders.expressions.logic import Compare

        return Compare(self, "<=", lift(other))

    def __lt__(self, other: Operand) -> Compare:
        from encoders.expressions.logic import Compare

        return Compare(self, "<", lift(other))

    def __ge__(self, other: Operand) -> Compare:
        from encoders.expressions.logic import Compare

        return Compare(self, ">=", lift(other))

    def __gt__(self, other: Operand) -> Compare:
        from encoders.expressions.logic import Compare

        return Compare(self, ">", lift(other))


class Variadic(Expression):
    """Base of nodes that take any number of operands, given one by one."""

    __slots__ = ("operands",)
    operands: tuple[Expression, ...]

    def __init__(self, *operands: Expression) -> None:
        self._require(operands)
        object.__setattr__(self, "operands", operands)

    def _require(self, operands: Sequence[Expression]) -> None:
        """Raise ModelError for operands that the node cannot take."""
        raise ModelError(f"{type(self).__name__} is no node of its own")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.operands


Operand = Expression | int | Fraction


def lift(value: Operand) -> Expression:
    """The expression itself, or a Const for a Python bool or exact number. Floats are refused (InputError)."""
    if isinstance(value, Expression):
        return value
    from encoders.expressions.leaves import Const

    return Const(value if isinstance(value, bool) else exact(value))


def describe(expression: Expression) -> str:
    """A short name for messages: a leaf's name or number, else the node's kind."""
    name = getattr(expression, "name", None)
    if name is not None:
        return repr(name)
    return str(getattr(expression, "value", f"a {type(expression).__name__}"))


def require_booleans(kind: str, operands: Sequence[Expression]) -> None:
    """Raise ModelError unless every operand is a truth value."""
    for operand in operands:
        if not isinstance(operand, Expression) or operand.sort != "bool" or not operand.counts:
            shown = describe(operand) if isinstance(operand, Expression) else repr(operand)
            raise ModelError(f"{kind} takes truth values, not {shown}")


def require_numbers(kind: str, operands: Sequence[Expression]) -> None:
    """Raise ModelError unless every operand is a number or a truth value, which counts 0 or 1."""
    for operand in operands:
        if not isinstance(operand, Expression):
            raise ModelError(f"{kind} takes expressions, not {operand!r}; wrap constants with lift(...)")
        if not operand.counts:
            raise ModelError(f"{kind} cannot use the choice {describe(operand)} as a number; ask Is(choice, option)")


def require_exact(kind: str, values: Iterable[object]) -> None:
    """Raise ModelError unless every value is an int or a Fraction."""
    for value in values:
        if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
            raise ModelError(f"{kind} takes whole numbers and fractions, not {value!r}; make one with exact(...)")


def require_whole(kind: str, values: Iterable[object]) -> None:
    """Raise ModelError unless every value is an int."""
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ModelError(f"{kind} takes whole numbers, not {value!r}")


def freeze(node: Expression, **derived: object) -> None:
    """Set what follows from a node's operands, once: asking again would go down the whole tree."""
    for name, value in derived.items():
        object.__setattr__(node, name, value)


def widest(operands: Sequence[Expression]) -> Sort:
    """The sort that holds all of their values."""
    sorts = {operand.sort for operand in operands}
    return "real" if "real" in sorts else "int" if "int" in sorts else "bool"
