"""What the variables of a problem are in a model of Z3 (completed where the model leaves them open)."""

from __future__ import annotations

import ctypes
from fractions import Fraction
from typing import TYPE_CHECKING

from encoders.errors import UnsupportedError
from encoders.expressions import BoolVar, ChoiceVar

if TYPE_CHECKING:
    from encoders.engines.z3.api import Context, Handle
    from encoders.engines.z3.lowering import Lowering
    from encoders.numbers import Number
    from encoders.result import Assignment


def assignment_in(model: Handle, lowering: Lowering) -> Assignment:
    """The value of every declared variable."""
    found: Assignment = {}
    context = lowering.context
    for variable in lowering.declared:
        if isinstance(variable, BoolVar):
            found[variable.name] = _holds(context, model, lowering.variables[variable.name])
        elif isinstance(variable, ChoiceVar):
            options = lowering.choices[variable.name].items()
            found[variable.name] = next(option for option, literal in options if _holds(context, model, literal))
        else:
            found[variable.name] = _number(context, model, lowering.variables[variable.name])
    return found


def _holds(context: Context, model: Handle, literal: Handle) -> bool:
    truth: int = context.lib.get_bool_value(context.ref, _evaluated(context, model, literal))
    return truth == 1


def _number(context: Context, model: Handle, term: Handle) -> Number:
    """The number of an arithmetic term. Raises UnsupportedError for an irrational one."""
    lib, ref = context.lib, context.ref
    found = _evaluated(context, model, term)
    if not lib.is_numeral_ast(ref, found):
        raise UnsupportedError("Z3 answers with a number that is no fraction")
    text: bytes = lib.get_numeral_string(ref, found)
    return Fraction(text.decode()) if b"/" in text else int(text)


def _evaluated(context: Context, model: Handle, term: Handle) -> Handle:
    out = ctypes.c_void_p()
    if not context.lib.model_value(context.ref, model, term, True, ctypes.byref(out)):
        context.fail()
    return context.require(out.value)
