"""Objectives that never get better when something starts later: the last end, and weighted sums of ends and tardinesses."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from encoders.engines.ground import bounds_under
from encoders.expressions import IntVar, Max, walk
from encoders.linear import linear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from encoders.expressions import Expression
    from encoders.numbers import Number
    from encoders.problem import Objective

End = tuple["int | None", int]
"""start of a node + offset; None is the number 0."""


@dataclass(frozen=True, slots=True)
class Part:
    """weight x the greatest of some ends; the weight is positive."""

    weight: Number
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """constant + the sum of the parts, to be minimised. Where other terms were left out, it is a lower bound of the objective."""

    parts: tuple[Part, ...]
    constant: Number
    exact: bool
    """Whether nothing was left out."""

    def value(self, starts: Sequence[int]) -> Number:
        """The value for these starts."""
        return self.constant + sum(
            [
                part.weight * max([offset + (0 if node is None else starts[node]) for node, offset in part.ends])
                for part in self.parts
            ]
        )

    def cut(self, starts: Sequence[int], most: Number) -> list[End]:
        """What holds where the value is at most `most` and no start is earlier than `starts`: pairs (node, latest start).

        The node None stands for a contradiction.
        """
        least = [
            part.weight * max([offset + (0 if node is None else starts[node]) for node, offset in part.ends])
            for part in self.parts
        ]
        slack = most - self.constant - sum(least)
        if slack < 0:
            return [(None, 0)]
        found: list[End] = []
        for part, low in zip(self.parts, least, strict=True):
            limit = floor(Fraction(low + slack) / part.weight)
            found += [(node, limit - offset) for node, offset in part.ends if node is not None]
        return found


def goal_of(goal: Objective, values: Mapping[str, Number], number: dict[IntVar, int]) -> Goal | None:
    """Read an objective, with numbers for starts that no constraint mentions; None where a later start could make it better."""
    sign = 1 if goal.sense == "minimise" else -1
    form = linear(((sign, goal.expression),), values)
    constant, parts, exact = form.constant, [], True
    for factor, term in form.terms:
        if isinstance(term, (Max, IntVar)):
            ends = [_end(operand, values) for operand in (term.operands if isinstance(term, Max) else (term,))]
            read = [end for end in ends if end is not None]
            if factor <= 0 or len(read) < len(ends):
                return None
            for variable, _, whole in read:
                exact = exact and whole
                if variable is not None:
                    number.setdefault(variable, len(number))
            parts.append(Part(factor, tuple([(None if v is None else number[v], offset) for v, offset, _ in read])))
            continue
        bound = bounds_under(term, values)[0 if factor > 0 else 1]
        if bound is None:
            return None
        exact = False
        constant += factor * bound
    return Goal(tuple(parts), constant, exact)


def _end(node: Expression, values: Mapping[str, Number]) -> tuple[IntVar | None, int, bool] | None:
    """One start + the least that the rest comes to, and whether that is all; None where other starts come in."""
    form = linear(((1, node),), values)
    start: IntVar | None = None
    least: Number = form.constant
    for factor, term in form.terms:
        if isinstance(term, IntVar) and factor == 1 and start is None:
            start = term
            continue
        bound = bounds_under(term, values)[0 if factor > 0 else 1]
        if bound is None or any([isinstance(part, IntVar) for part in walk([term])]):
            return None
        least += factor * bound
    return start, ceil(least), len(form.terms) == (start is not None) and least == ceil(least)
