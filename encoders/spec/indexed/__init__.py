"""Indexed problems as data: sets, parameters, families of decisions and rules, in a closed Python-like language.

    rule       := condition [loops]         sum(ship[s, r] for r in roasteries) <= capacity[s] for s in suppliers
    loops      := for name in set [if condition] ...        for t in months if t > first(months)
    set        := name | {a, b} | 1..12 | set - set | set + set
    condition  := the logic of the plain language, iff, `x in set`, all(... for ...), any(... for ...)
    number     := + - * / ** | sum min max count (... for ...) | abs ceil floor round | number if condition else number
    name       := total | ship[s, r] | ship["s1", r] | stock[t - 1]

`build` makes a problem of it, `interpret` checks a plan without ever building it; `checked` finds every error first.
"""

from encoders.spec.indexed.build import BuiltSpec, Position, build
from encoders.spec.indexed.classes import recognised
from encoders.spec.indexed.edits import (
    AddConstraint,
    DropConstraint,
    Edit,
    SetBound,
    SetLimit,
    SetParameter,
    edit_at,
    edited,
)
from encoders.spec.indexed.files import dump, load, spec_of, tables_of
from encoders.spec.indexed.interpret import Broken, Interpretation, objectives_of, violations
from encoders.spec.indexed.model import (
    ConstraintSpec,
    ObjectiveSpec,
    ParameterSpec,
    ProblemSpec,
    SetSpec,
    VariableSpec,
)
from encoders.spec.indexed.reach import Reach, reach, unbounded
from encoders.spec.indexed.scope import Checked, Warned, checked
from encoders.spec.indexed.tables import Table, read_table, table_of
from encoders.spec.indexed.templates import CLASSES, Template

__all__ = [
    "CLASSES", "AddConstraint", "Broken", "BuiltSpec", "Checked", "ConstraintSpec", "DropConstraint", "Edit",
    "Interpretation", "ObjectiveSpec", "ParameterSpec", "Position", "ProblemSpec", "Reach", "SetBound", "SetLimit",
    "SetParameter", "SetSpec", "Table", "Template", "VariableSpec", "Warned", "build", "checked", "dump", "edit_at",
    "edited", "load", "objectives_of", "reach", "read_table", "recognised", "spec_of", "table_of", "tables_of",
    "unbounded", "violations",
]  # fmt: skip
