"""Interval arithmetic over the linear rules of a problem: what its rules together say about numbers without a stated bound."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from encoders.expressions import And, BoolVar, Compare, Expression, IntVar, RealVar, walk
from encoders.linear import linear

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from encoders.numbers import Number
    from encoders.problem import Constraint, Problem
    from encoders.spec.indexed.declare import Assumed

_ROUNDS, _MOST_TERMS = 25, 300_000
"""Passes over the rules, and terms visited altogether: tightening can go on without end."""


@dataclass(slots=True)
class Intervals:
    """Least and greatest values by variable; None where the rules give none. `used` are the constraints that say so."""

    low: dict[str, Number | None] = field(default_factory=dict)
    high: dict[str, Number | None] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    stays: set[tuple[str, bool]] = field(default_factory=set)
    """Sides that are not tightened, by variable and whether it is the greatest value."""


@dataclass(frozen=True, slots=True)
class Row:
    """Terms over variables whose sum is at most a number, from a constraint ("" for an objective).

    Other terms stand in the number with their least value, so a row follows from its constraint.
    """

    terms: tuple[tuple[Number, str], ...]
    limit: Number
    constraint: str


def outside(problem: Problem, assumed: Sequence[Assumed], cut: Sequence[Number] = ()) -> bool:
    """Whether some assumed bound does not follow from the rules and from a first objective no worse than `cut`'s first."""
    found = implied(problem, assumed, problem.constraints, cut)
    for entry in assumed:
        reached = (found.low if entry.side == "lower" else found.high)[entry.variable]
        if reached is None or (reached < entry.value if entry.side == "lower" else reached > entry.value):
            return True
    return False


def implied(
    problem: Problem,
    assumed: Sequence[Assumed],
    constraints: Iterable[Constraint],
    cut: Sequence[Number] = (),
    *,
    missing: bool = False,
) -> Intervals:
    """The intervals that follow from declared bounds other than the assumed ones, from constraints and from the cut.

    With `missing`, declared bounds stay as they are, so that no more constraints are used than the assumed ones need.
    """
    open_ = {(entry.variable, entry.side) for entry in assumed}
    found = Intervals()
    whole: set[str] = set()
    for variable in problem.variables:
        low, high = variable.bounds if isinstance(variable, (IntVar, RealVar, BoolVar)) else (None, None)
        found.low[variable.name] = None if (variable.name, "lower") in open_ else low
        found.high[variable.name] = None if (variable.name, "upper") in open_ else high
        if not isinstance(variable, RealVar):
            whole.add(variable.name)
        if missing:
            found.stays |= {
                (variable.name, high)
                for high in (False, True)
                if (found.high if high else found.low)[variable.name] is not None
            }
    names = {name for name, _ in open_}
    values = problem.values()
    rows = [row for constraint in constraints for row in rows_of(constraint, values, names)]
    for goal, value in zip(problem.objectives[:1], cut, strict=False):
        rows += _of(((1, goal.expression),), "<=" if goal.sense == "minimise" else ">=", value, values, names, "")
    left = _MOST_TERMS
    for _ in range(_ROUNDS):
        left -= sum([len(row.terms) for row in rows])
        if left < 0 or not any([_tighten(row, found, whole) for row in rows]):
            break
    return found


def rows_of(constraint: Constraint, values: Mapping[str, Number], assumed: set[str]) -> Iterator[Row]:
    """What a constraint says as rows: nothing of its other parts. Terms that mention assumed names otherwise give no row."""
    pending = [constraint.expression]
    while pending:
        found = pending.pop()
        if isinstance(found, And):
            pending += found.children
        elif isinstance(found, Compare) and found.operator != "!=":
            yield from _of(((1, found.left), (-1, found.right)), found.operator, 0, values, assumed, constraint.id)


def _of(
    roots: Sequence[tuple[Number, Expression]],
    operator: str,
    right: Number,
    values: Mapping[str, Number],
    assumed: set[str],
    constraint: str,
) -> Iterator[Row]:
    """A comparison as rows of single variables; other terms count with their least value where they have one."""
    form = linear(roots, values)
    for sign in (1,) if operator in ("<", "<=") else (-1,) if operator in (">", ">=") else (1, -1):
        terms: list[tuple[Number, str]] = []
        limit = sign * (right - form.constant)
        for coefficient, term in form.terms:
            factor = sign * coefficient
            if isinstance(term, (IntVar, RealVar, BoolVar)):
                terms.append((factor, term.name))
                continue
            depends = any([getattr(node, "name", None) in assumed for node in walk([term])])
            low, high = (None, None) if depends else term.bounds
            least = low if factor > 0 else high
            if least is None:
                break
            limit -= factor * least
        else:
            yield Row(tuple(terms), limit, constraint)


def _tighten(row: Row, found: Intervals, whole: set[str]) -> bool:
    """Tighten every variable of a row by the least values of the others."""
    least = [found.low[name] if factor > 0 else found.high[name] for factor, name in row.terms]
    open_ = [place for place, value in enumerate(least) if value is None]
    if len(open_) > 1:
        return False
    total: Number = sum([factor * v for (factor, _), v in zip(row.terms, least, strict=True) if v is not None], 0)
    changed = False
    for place, (factor, name) in enumerate(row.terms):
        own = least[place]
        if open_ and open_ != [place]:
            continue
        rest = row.limit - (total if own is None else total - factor * own)
        if _moved(name, factor, rest, found, whole):
            changed = True
            found.used.add(row.constraint)
    return changed


def _moved(name: str, factor: Number, rest: Number, found: Intervals, whole: set[str]) -> bool:
    before = found.high[name] if factor > 0 else found.low[name]
    if (name, factor > 0) in found.stays:
        return False
    bound: Number
    if name in whole and isinstance(rest, int) and isinstance(factor, int):
        bound = rest // factor if factor > 0 else -(rest // -factor)
    elif name in whole:
        bound = floor(Fraction(rest) / factor) if factor > 0 else ceil(Fraction(rest) / factor)
    else:
        bound = Fraction(rest) / factor
    if before is not None and (bound >= before if factor > 0 else bound <= before):
        return False
    (found.high if factor > 0 else found.low)[name] = bound
    return True
