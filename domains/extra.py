"""Further wishes (`request.extra`) in the expression language: into a problem, and checked again on a plan.

A domain whose observables are whole expressions uses both functions as they are; the two share nothing but the parser.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil, prod
from typing import TYPE_CHECKING, Any

from domains.base import Violation
from encoders.problem import Constraint
from encoders.spec import lower, names_in, parse, value, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from encoders.expressions import Expression

_INDEX = re.compile(r"\[(?:\"(?:[^\"\\\n]|\\.)*\"|[^\]\[\"\n]+)\]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MULTIPLIED = re.compile(r"(\d+(?:\.\d+)?)\s*\*|\*\s*(\d+(?:\.\d+)?)")


def extra_constraints(wishes: Sequence[str], observables: Mapping[str, Expression]) -> Iterator[Constraint]:
    """One group for each wish, `extra/N`. Raises InputError, UnsupportedError."""
    for number, text in enumerate(wishes):
        path = f"extra/{number}"
        node = parse(text, where=path)
        rule = lower(node, observables, where=path)
        yield Constraint(path, rule, f"It holds that {write(node)}.", origin="request", group=path)


def extra_violations(wishes: Sequence[str], observed: Mapping[str, Any]) -> Iterator[Violation]:
    """Each wish that a plan's own quantities do not meet."""
    for number, text in enumerate(wishes):
        path = f"extra/{number}"
        node = parse(text, where=path)
        if value(node, observed, where=path) is not True:
            named = dict.fromkeys([name.text for name in names_in(node)])
            known = [f"{name} is {observed[name]}" for name in named if name in observed]
            yield Violation(path, f"It does not hold that {write(node)}: {', '.join(known)}.")


def reach(wishes: Sequence[str], horizon: int) -> int:
    """A time until which starts must be open so that wishes can be met at all, where `horizon` does without them.

    Wishes that compare times with one another and with numbers need no more than all of the numbers on top; where times are
    multiplied, that is taken so many times over.
    """
    for text in wishes:
        bare = _INDEX.sub("", text)
        added = sum([ceil(Fraction(number)) for number in _NUMBER.findall(bare)])
        times = prod([max(1, ceil(Fraction(a or b))) for a, b in _MULTIPLIED.findall(bare)])
        horizon = (horizon + added) * times
    return horizon
