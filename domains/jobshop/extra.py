"""Further wishes (`request.extra`) of a shop in the expression language: into its problem, and checked again on a schedule."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil, prod
from typing import TYPE_CHECKING

from domains.base import Violation
from encoders.problem import Constraint
from encoders.spec import lower, names_in, parse, value, write

_INDEX = re.compile(r"\[(?:\"(?:[^\"\\\n]|\\.)*\"|[^\]\[\"\n]+)\]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MULTIPLIED = re.compile(r"(\d+(?:\.\d+)?)\s*\*|\*\s*(\d+(?:\.\d+)?)")

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domains.jobshop.request import JobShopRequest
    from encoders.expressions import Expression
    from encoders.numbers import Number


def latest(request: JobShopRequest, horizon: int) -> int:
    """A time until which starts must be open so that wishes can be met at all.

    Wishes that compare times with one another and with numbers need no more than all of the numbers on top of what the shop
    needs; where times are multiplied, that is taken so many times over.
    """
    for text in request.extra:
        bare = _INDEX.sub("", text)
        added = sum([ceil(Fraction(number)) for number in _NUMBER.findall(bare)])
        times = prod([max(1, ceil(Fraction(a or b))) for a, b in _MULTIPLIED.findall(bare)])
        horizon = (horizon + added) * times
    return horizon


def extra_constraints(request: JobShopRequest, observables: Mapping[str, Expression]) -> Iterator[Constraint]:
    """One group for each wish. Raises InputError, UnsupportedError."""
    for number, text in enumerate(request.extra):
        path = f"extra/{number}"
        node = parse(text, where=path)
        rule = lower(node, observables, where=path)
        yield Constraint(path, rule, f"It holds that {write(node)}.", origin="request", group=path)


def check_extra(request: JobShopRequest, numbers: Mapping[str, Number]) -> Iterator[Violation]:
    """Each wish that a schedule's own quantities do not meet."""
    for number, text in enumerate(request.extra):
        path = f"extra/{number}"
        node = parse(text, where=path)
        if value(node, numbers, where=path) is not True:
            named = dict.fromkeys([name.text for name in names_in(node)])
            known = [f"{name} is {numbers[name]}" for name in named if name in numbers]
            yield Violation(path, f"It does not hold that {write(node)}: {', '.join(known)}.")
