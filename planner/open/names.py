"""Names that a model gives its parts, made such that expressions can mention them: only where nothing else could be meant."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.open.reply import FormulationReply

_BAD_IN_RULE_NAMES = re.compile(r"[\[\]\"\n]+")


def renamed(reply: FormulationReply) -> FormulationReply:
    """Constraint and objective names without brackets and quotes, and different from each other and from other names.

    They are labels that no text mentions, so another label changes nothing.
    """
    taken = {*[entry.name for entry in reply.parameters], *[entry.name for entry in reply.variables]}
    numbers: Counter[str] = Counter()
    constraints, objectives = [], []
    for rule in reply.constraints:
        name = _label(rule.name, "rule", taken, numbers)
        taken.add(name)
        constraints.append(rule.model_copy(update={"name": name}))
    for goal in reply.objectives:
        name = _label(goal.name, "goal", taken, numbers)
        taken.add(name)
        objectives.append(goal.model_copy(update={"name": name}))
    return reply.model_copy(update={"constraints": constraints, "objectives": objectives})


def _label(name: str, otherwise: str, taken: set[str], numbers: Counter[str]) -> str:
    """`numbers` are the last ones that were put behind each label, so that a thousand equal names cost no more than others."""
    plain = " ".join(_BAD_IN_RULE_NAMES.sub(" ", name).split())[:80] or otherwise
    label = plain
    while label in taken:
        numbers[plain] = max(2, numbers[plain] + 1)
        label = f"{plain} {numbers[plain]}"
    return label
