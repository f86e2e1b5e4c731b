"""The closed, frozen expression tree that problems are written in.

Every node is total: no assignment of its variables within their bounds makes it undefined, so the exact evaluator and the
engines cannot differ. Nodes compare by identity (`same_as` compares structure), which makes shared subexpressions a DAG.
A Boolean stands for 0 or 1 wherever a number is expected.
"""

from encoders.expressions.arithmetic import LINEARISABLE_VALUES, Abs, Count, Element, Max, Min, Product, Sum, total
from encoders.expressions.base import FREE, Bounds, Expression, Operand, Operator, Sort, describe, lift
from encoders.expressions.global_constraints import (
    AllDifferent,
    Circuit,
    Cumulative,
    NoOverlap,
    Reservoir,
    Table,
    Task,
    precedence,
    task,
)
from encoders.expressions.leaves import FALSE, TRUE, BoolVar, ChoiceVar, Const, IntVar, Is, Parameter, RealVar, Variable
from encoders.expressions.logic import (
    And,
    Clauses,
    Compare,
    If,
    Iff,
    Implies,
    Not,
    Or,
    PseudoBoolean,
    at_most,
    differs,
    equals,
    exactly_one,
)
from encoders.expressions.tree import node_fields, parameters_of, walk

__all__ = [
    "FALSE", "FREE", "LINEARISABLE_VALUES", "TRUE", "Abs", "AllDifferent", "And", "BoolVar", "Bounds", "ChoiceVar",
    "Circuit", "Clauses", "Compare", "Const", "Count", "Cumulative", "Element", "Expression", "If", "Iff", "Implies",
    "IntVar", "Is", "Max", "Min", "NoOverlap", "Not", "Operand", "Operator", "Or", "Parameter", "Product",
    "PseudoBoolean", "RealVar", "Reservoir", "Sort", "Sum", "Table", "Task", "Variable", "at_most", "describe",
    "differs", "equals", "exactly_one", "lift", "node_fields", "parameters_of", "precedence", "task", "total", "walk",
]  # fmt: skip
