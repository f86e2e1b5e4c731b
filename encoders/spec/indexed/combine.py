"""Values of an indexed text put together: plain numbers are computed, decisions stay expressions."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError, ModelError, UnsupportedError
from encoders.expressions import And, Compare, Expression, Product, Sum, lift
from encoders.numbers import Number, exact, magnitude
from encoders.spec.indexed.data import Named
from encoders.spec.indexed.write import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from encoders.spec.indexed.syntax import Node

Plain = int | Fraction | bool | Named
Value = Plain | Expression

MOST_BITS = 4_096
"""Size of a computed constant."""

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b, ">": lambda a, b: a > b,
}  # fmt: skip


def compared(left: Value, operator: Any, right: Value, node: Node) -> bool | Expression:
    """A comparison of two values. Names compare by their order in a set that has both."""
    if isinstance(left, Named) and isinstance(right, Named):
        if operator in ("==", "!="):
            return (left.text == right.text) == bool(operator == "==")
        home = left.home_with(right)
        if home is None:
            raise InputError(f"{left.text} and {right.text} have no common order", where=node.place)
        return _COMPARED[operator](home.positions[left.text], home.positions[right.text])
    if not isinstance(left, Expression) and not isinstance(right, Expression):
        return bool(_COMPARED[operator](left, right))
    for literal, other in ((left, right), (right, left)):
        binary = isinstance(other, (bool, int)) and other in (0, 1) and operator in ("==", "!=")
        if binary and isinstance(literal, Expression) and literal.sort == "bool":
            return literal if bool(other) == (operator == "==") else ~literal
    return Compare(lifted(left), operator, lifted(right))


def joined(parts: list[bool | Expression]) -> bool | Expression:
    """All of them."""
    if any([part is False for part in parts]):
        return False
    open_ = [part for part in parts if isinstance(part, Expression)]
    return (open_[0] if len(open_) == 1 else And(*open_)) if open_ else True


def collect(factor: Number, value: Any, terms: list[tuple[Number, Expression]]) -> Number:
    """Add a value times a factor: its terms to the list, its plain part as the result."""
    if isinstance(value, Sum):
        terms.extend([(exact(factor * c), term) for c, term in value.terms])
        return factor * value.constant
    if isinstance(value, Expression):
        terms.append((factor, value))
        return 0
    plain: Number = int(value) if isinstance(value, bool) else value
    return factor * plain


def scaled(factor: Number, part: Expression) -> Value:
    terms: list[tuple[Number, Expression]] = []
    plain = collect(factor, part, terms)
    kept = tuple([(c, term) for c, term in terms if c])
    return Sum(kept, exact(plain)) if kept else exact(plain)


def product_of(factors: tuple[Expression, ...], node: Node) -> Expression:
    try:
        return Product(factors)
    except UnsupportedError as error:
        raise UnsupportedError(
            f"the product {write(node)} is not linear and cannot be solved: at most one factor may have more than a thousand "
            "values; give narrow whole-number bounds to the others",
            where=node.place,
        ) from error


def lifted(value: Any) -> Expression:
    try:
        return lift(value)
    except ModelError as error:
        raise InputError(error.message) from error


def moderate(value: Number, node: Node) -> Number:
    """A computed constant, if it is not too large. Raises InputError."""
    if value.numerator.bit_length() > MOST_BITS or value.denominator.bit_length() > MOST_BITS:
        raise InputError("this constant is too large to compute with", where=node.place)
    return exact(value)


def key_of(member: Any) -> Any:
    return member.text if isinstance(member, Named) else member


def said(member: Any) -> str:
    return member.text if isinstance(member, Named) else str(member)


def rounded(value: Number) -> int:
    """To the nearest whole number, halves away from zero."""
    size = floor(magnitude(value) + Fraction(1, 2))
    return size if value >= 0 else -size


FOLDED: dict[str, Callable[[list[Any]], Any]] = {
    "min": min, "max": max, "abs": lambda v: abs(v[0]), "ceil": lambda v: ceil(v[0]), "floor": lambda v: floor(v[0]),
    "round": lambda v: rounded(v[0]),
}  # fmt: skip
