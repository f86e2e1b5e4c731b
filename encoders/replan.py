"""The smallest change from an old plan: fewest of its fields changed, then the problem's own objectives in their order.

Each field of the old plan is a truth of the new problem, "this field is as it was". The count of those that do not hold becomes
the first objective of a lexicographic order, so that its proved optimum proves the change minimal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from encoders.errors import UnknownNameError
from encoders.expressions import BoolVar, Const, Iff, Not, Sum
from encoders.problem import Constraint, Objective

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from encoders.expressions import Expression
    from encoders.problem import Problem

FEWEST_CHANGES = "fewest changes"
"""The name of the first objective."""


@dataclass(frozen=True, slots=True)
class Field:
    """A part of the old plan by name, and when it is kept."""

    name: str
    kept: Expression


def nearest(
    problem: Problem,
    fields: Sequence[Field],
    *,
    ties: Iterable[Constraint] = (),
    pinned: Mapping[str, str] | None = None,
) -> Problem:
    """The problem whose best plans change the fewest fields, and are the best of those.

    `ties` define truths that the fields use beside the problem's own. `pinned` are fields that must be kept, by name, with a
    sentence each: every one is a group `pin/NAME` of its own, a wish like those of the request. Raises UnknownNameError.
    """
    truths: dict[str, Expression] = {}
    rules = [*ties]
    for field in fields:
        truth = field.kept
        if not isinstance(truth, (BoolVar, Const)):
            truth = BoolVar(f"kept: {field.name}")
            rules.append(Constraint(f"kept/{field.name}", Iff(truth, field.kept), origin="data"))
        truths[field.name] = truth
    wishes = []
    for name, says in (pinned or {}).items():
        if name not in truths:
            raise UnknownNameError(f"the plan has no field {name!r}; it has {', '.join(truths) or 'none'}")
        wishes.append(Constraint(pin_path(name), truths[name], says, "request", pin_path(name)))
    changed = [truth for truth in truths.values() if not isinstance(truth, Const)]
    certain = sum([isinstance(truth, Const) and not truth.value for truth in truths.values()])
    count = Sum(tuple([(1, Not(truth)) for truth in changed]), certain)
    first = Objective(FEWEST_CHANGES, "minimise", count, "As little as possible of the plan is changed.")
    return replace(
        problem,
        constraints=(*problem.constraints, *rules, *wishes),
        objectives=(first, *problem.objectives),
        declared=(*problem.variables, *[truth for truth in changed if isinstance(truth, BoolVar)]),
    )


def pin_path(name: str) -> str:
    """The group of a pinned field."""
    return f"pin/{name}"
