"""Names that a model gives its parts, made such that expressions can mention them: only where nothing else could be meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.open.reply import FormulationReply

_BAD_IN_RULE_NAMES = re.compile(r"[\[\]\"\n]+")


def renamed(reply: FormulationReply) -> FormulationReply:
    """Constraint and objective names without brackets and quotes, and different from each other and from other names.

    They are labels that no text mentions, so another label changes nothing.
    """
    taken = {*[entry.name for entry in reply.parameters], *[entry.name for entry in reply.variables]}
    constraints, objectives = [], []
    for rule in reply.constraints:
        name = _label(rule.name, "rule", taken)
        taken.add(name)
        constraints.append(rule.model_copy(update={"name": name}))
    for goal in reply.objectives:
        name = _label(goal.name, "goal", taken)
        taken.add(name)
        objectives.append(goal.model_copy(update={"name": name}))
    return reply.model_copy(update={"constraints": constraints, "objectives": objectives})


def _label(name: str, otherwise: str, taken: set[str]) -> str:
    label = " ".join(_BAD_IN_RULE_NAMES.sub(" ", name).split())[:80] or otherwise
    if label in taken:
        label = next(f"{label} {number}" for number in range(2, len(taken) + 3) if f"{label} {number}" not in taken)
    return label
