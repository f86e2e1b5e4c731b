"""Labels written out as a formulation: a set of options, a parameter for each measure, a rule for each limit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from encoders.numbers import to_json
from encoders.spec.indexed.grammar import KEYWORDS
from planner.open.reply import (
    ConstraintReply,
    FormulationReply,
    ObjectiveReply,
    ParameterReply,
    SetReply,
    VariableReply,
)
from planner.open.slots.labels import cells
from planner.open.slots.outline import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from encoders.numbers import Number
    from planner.open.slots.labels import Label
    from planner.open.slots.marks import Mark
    from planner.open.slots.outline import OutlineReply

_COMPARED = {"at most": "<=", "at least": ">=", "exactly": "=="}
_TAKEN = frozenset((*KEYWORDS.split("|"), "sum", "min", "max", "abs", "count", "len", "options", "amount"))


def written(text: str, outline: OutlineReply, marks: Sequence[Mark], labels: Mapping[str, Label]) -> FormulationReply:
    """The formulation that the labels mean."""
    writer = _Writer(outline)
    amounts: dict[str, dict[str, Number]] = {}
    constraints: list[ConstraintReply] = []
    for mark in marks:
        label = labels[mark.words]
        if mark.number is not None:
            for decision, measure in cells(label, outline):
                amounts.setdefault(measure, {})[decision] = mark.number
        if label.compare is not None:
            quote = text[slice(*mark.sentence)].strip()
            rule = writer.rule(label, mark)
            constraints.append(ConstraintReply(name=f"rule {len(constraints) + 1}", quote=quote, rule=rule))
    return FormulationReply(
        sets=[SetReply(name="options", members=list(outline.decisions))],
        parameters=[
            ParameterReply(
                name=writer.names[measure], index=["options"], values=[found.get(d, 0) for d in outline.decisions]
            )
            for measure, found in amounts.items()
        ],
        variables=[
            VariableReply(
                name="amount",
                says="how much of each",
                index=["options"],
                kind="integer" if outline.counted else "real",
                because="they are counted" if outline.counted else "they can be divided",
            )
        ],
        constraints=constraints,
        objectives=[ObjectiveReply(name="goal", sense=outline.goal.what, expression=writer.total(outline.goal.of))],
    )


class _Writer:
    """Totals as texts of the language."""

    def __init__(self, outline: OutlineReply) -> None:
        self._counted = outline.counted
        self.names: dict[str, str] = {}
        for measure in outline.measures:
            plain = re.sub(r"\W+", "_", measure).strip("_")
            name = plain if plain[:1].isalpha() and plain not in _TAKEN else f"of_{plain}"
            while name in self.names.values():
                name += "_"
            self.names[measure] = name

    def total(self, name: str) -> str:
        """The total of a measure, of one decision, or of all."""
        if name in self.names:
            return f"sum({self.names[name]}[o] * amount[o] for o in options)"
        return "sum(amount[o] for o in options)" if name == ALL else f'amount["{name}"]'

    def rule(self, label: Label, mark: Mark) -> str:
        """One comparison. Of what is counted it can be strict; of what can be divided no best value would be reached."""
        assert label.compare is not None
        sign = _COMPARED[label.compare]
        sign = sign.rstrip("=") if mark.strict and self._counted and label.compare != "exactly" else sign
        if label.role == "limit":
            return f"{self.total(label.on)} {sign} {to_json(mark.number or 0)}"
        often = "" if mark.number is None else f"({to_json(mark.number)}) * "
        return f"{self.total(label.of)} {sign} {often}{self.total(label.than)}"
