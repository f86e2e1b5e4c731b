"""Whether a plan keeps an open problem: the rules as they are written, over the plan's values. Nothing is built."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from domains.base import Violation
from domains.open.english import English
from domains.open.known import known
from domains.open.limits import has_one_limit
from domains.open.sentences import element_says
from encoders.errors import InputError
from encoders.spec.indexed.interpret import Interpretation
from encoders.spec.indexed.meaning import Meaning
from encoders.spec.indexed.syntax import Family

if TYPE_CHECKING:
    from domains.open.data import OpenData
    from domains.open.known import Known
    from domains.open.request import OpenPlan, OpenRequest
    from encoders.numbers import Number
    from encoders.spec.indexed.interpret import Broken
    from encoders.spec.indexed.syntax import Node

_EACH = 200
"""Rules of a family that are each a wish by itself; a larger family is one as a whole (as in `encoders.spec.indexed.build`)."""


def check(plan: OpenPlan, request: OpenRequest, data: OpenData) -> list[Violation]:
    """Every rule, bound and wish that the plan breaks, in the order of the problem."""
    of = known(request, data)
    english = English(of.spec, of.data)
    return [_violation(broken, of, english) for broken in Interpretation(of.checked).violations(plan.values)]


def measure(plan: OpenPlan, request: OpenRequest, data: OpenData) -> dict[str, Number]:
    """The objectives, computed from the plan's values. Raises InputError for a decision without a value."""
    return Interpretation(known(request, data).checked).objectives(plan.values)


def observe(plan: OpenPlan, request: OpenRequest, data: OpenData) -> dict[str, Any]:
    """Every decision, and the objectives. Raises InputError for a decision without a value."""
    interpretation = Interpretation(known(request, data).checked)
    missing = next((name for name in interpretation.elements() if name not in plan.values), None)
    if missing is not None:
        raise InputError(f"{missing} has no value in this plan", where=missing)
    return interpretation.observed(plan.values)


def _violation(broken: Broken, of: Known, english: English) -> Violation:
    if broken.place.startswith("variables"):
        return Violation(f"variables/{broken.family}", f"{broken.says}.", broken.constraint)
    path = of.wishes.path(broken.family)
    for entry, rule in zip(of.checked.spec.constraints, of.checked.constraints, strict=True):
        if entry.name == broken.family:
            says = element_says(entry.says, rule.node, broken.index, english)
            single = entry.origin == "request" and not has_one_limit(rule.node, of.spec) and _few(rule.node, of)
            group = path or f"constraints/{broken.constraint if single else entry.name}"
            return Violation(group, says, ", ".join(map(str, broken.index)))
    return Violation(path or broken.constraint, f"It does not hold that {broken.says}.")


def _few(node: Node, of: Known) -> bool:
    """Whether a family has so few rules that each is a wish by itself."""
    loops = node.loops if isinstance(node, Family) else ()
    return len(list(islice(Meaning(of.checked, {}, {}).every(loops, {}), _EACH + 1))) <= _EACH
