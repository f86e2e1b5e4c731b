"""Assignments of a problem from CP-SAT's solutions, and its hints from assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.engines.cpsat.model import Literal, opposite
from encoders.expressions import BoolVar, ChoiceVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from encoders.engines.cpsat.lowering import Lowering
    from encoders.expressions import Variable
    from encoders.result import Assignment


def assignment_in(solution: Sequence[int], lowering: Lowering) -> Assignment:
    """The assignment of a solution."""
    found: Assignment = {}
    for variable in lowering.declared:
        if isinstance(variable, ChoiceVar):
            options = lowering.choices[variable.name].items()
            found[variable.name] = next(name for name, literal in options if _holds(literal, solution))
        else:
            value = int(solution[lowering.variables[variable.name]])
            found[variable.name] = bool(value) if isinstance(variable, BoolVar) else value
    return found


def hint_of(assignment: Assignment, lowering: Lowering) -> list[tuple[int, int]]:
    """(variable, value) for every declared variable that the assignment gives a value."""
    found: list[tuple[int, int]] = []
    for variable in lowering.declared:
        value = assignment.get(variable.name)
        if isinstance(variable, ChoiceVar):
            options = lowering.choices[variable.name].items() if value is not None else ()
            found += [(literal, int(option == value)) for option, literal in options if literal >= 0]
        elif isinstance(value, int) and _within(variable, value):
            found.append((lowering.variables[variable.name], int(value)))
    return found


def _within(variable: Variable, value: int) -> bool:
    low, high = variable.bounds
    return low is not None and high is not None and low <= value <= high


def _holds(literal: Literal, solution: Sequence[int]) -> bool:
    return bool(solution[literal]) if literal >= 0 else not solution[opposite(literal)]
