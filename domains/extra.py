"""Further wishes (`request.extra`) in the expression language: into a problem, and checked again on a plan.

A domain whose observables are whole expressions uses both functions as they are; the two share nothing but the parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domains.base import Violation
from encoders.problem import Constraint
from encoders.spec import lower, names_in, parse, value, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from encoders.expressions import Expression


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
