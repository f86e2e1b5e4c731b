"""Scaled linear forms over CP-SAT's variables, and the ranges that comparisons come to. No solver is needed for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

LEAST, MOST = -(2**62), 2**62
Terms = tuple[tuple[int, int], ...]
"""(coefficient, variable) pairs."""
Span = Sequence[int]
"""Ranges of values as pairs of least and most, in order and apart."""
OPPOSITE = {"<=": ">", "<": ">=", ">=": "<", ">": "<=", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Form:
    """(constant + sum of coefficient x variable) / scale, all whole numbers; `low` and `high` bound the numerator."""

    terms: tuple[tuple[int, int], ...]
    constant: int
    scale: int
    low: int
    high: int

    def times(self, factor: int) -> Form:
        """The same scale, the numerator times a whole number."""
        ends = sorted((self.low * factor, self.high * factor))
        terms = tuple([(coefficient * factor, variable) for coefficient, variable in self.terms]) if factor else ()
        return Form(terms, self.constant * factor, self.scale, ends[0], ends[1])

    def plus(self, other: Form, factor: int = 1) -> Form:
        """self + factor x other, which must have the same scale."""
        if not other.terms:
            more = factor * other.constant
            return Form(self.terms, self.constant + more, self.scale, self.low + more, self.high + more)
        found = {variable: coefficient for coefficient, variable in self.terms}
        for coefficient, variable in other.terms:
            found[variable] = found.get(variable, 0) + factor * coefficient
        ends = sorted((factor * other.low, factor * other.high))
        terms = tuple([(coefficient, variable) for variable, coefficient in found.items() if coefficient])
        return Form(terms, self.constant + factor * other.constant, self.scale, self.low + ends[0], self.high + ends[1])

    def rescaled(self, scale: int) -> Form:
        """The same value with a multiple of the scale."""
        wide = self.times(scale // self.scale)
        return Form(wide.terms, wide.constant, scale, wide.low, wide.high)


def common(forms: Sequence[Form]) -> list[Form]:
    """The forms at one scale."""
    if all([form.scale == 1 for form in forms]):
        return list(forms)
    scale = lcm(*[form.scale for form in forms])
    return [form.rescaled(scale) for form in forms]


def ranges(operator: str, bound: int) -> tuple[int, ...]:
    """The values that compare so with a bound, as pairs of least and most."""
    if operator == "<=":
        return LEAST, bound
    if operator == ">=":
        return bound, MOST
    if operator == "==":
        return bound, bound
    if operator == "<":
        return LEAST, bound - 1
    if operator == ">":
        return bound + 1, MOST
    return LEAST, bound - 1, bound + 1, MOST


def covers(allowed: Sequence[int], low: int, high: int) -> bool:
    """Whether one of the ranges holds every value from low to high."""
    return any([allowed[i] <= low and high <= allowed[i + 1] for i in range(0, len(allowed), 2)])


def scaled_down(form: Form, operator: str) -> tuple[Terms, Span]:
    """Terms and allowed values that say form OP 0; one variable comes with coefficient 1, so that forms of it compare."""
    if len(form.terms) != 1 or operator == "!=":
        return form.terms, ranges(operator, -form.constant)
    ((coefficient, variable),) = form.terms
    found = ranges(operator, -form.constant)
    low, high = found[0], found[-1]
    if coefficient < 0:
        low, high = -high, -low
    size = abs(coefficient)
    least = low if low <= LEAST else -(-low // size)
    most = high if high >= MOST else high // size
    return ((1, variable),), (least, most)


def union(spans: Sequence[Span]) -> list[int]:
    """Ranges that hold what any of some ranges hold, in order and apart. Empty ranges are left out; nothing at all is []."""
    if len(spans) == 1 and len(spans[0]) == 2:
        return list(spans[0]) if spans[0][0] <= spans[0][1] else []
    pairs = sorted([(span[n], span[n + 1]) for span in spans for n in range(0, len(span), 2) if span[n] <= span[n + 1]])
    found: list[int] = []
    for low, high in pairs:
        if found and low <= found[-1] + 1:
            found[-1] = max(found[-1], high)
        else:
            found += (low, high)
    return found


def meeting(one: Span, other: Span) -> list[int]:
    """Ranges that hold what both hold, in order and apart; nothing at all is []."""
    found: list[int] = []
    i = j = 0
    while i < len(one) and j < len(other):
        low, high = max(one[i], other[j]), min(one[i + 1], other[j + 1])
        if low <= high:
            found += (low, high)
        if one[i + 1] < other[j + 1]:
            i += 2
        else:
            j += 2
    return found
