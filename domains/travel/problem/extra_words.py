"""Further wishes as people say them, where they have a plain form: "No night is spent at ...", "No meal is Thai."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.spec import write
from encoders.spec.syntax import Chain, Name, Num

if TYPE_CHECKING:
    from encoders.spec import Node

_NEVER = {
    "nights_at": "No night is spent at {}.",
    "meals_at": "No meal is taken at {}.",
    "flight": "Flight {} is not taken.",
    "cuisine": "No meal is {}.",
    "nights": "No night is spent in {}.",
}


def said(node: Node) -> str:
    """One sentence for a wish."""
    match node:
        case Chain(operands=(Name(parts=((word, str(index)),)), Num(value=0)), operators=("==" | "<=",)) if (
            word in _NEVER
        ):
            return _NEVER[word].format(index)
    return f"It holds that {write(node)}."
