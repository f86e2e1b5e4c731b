"""How much a text sounds like a roster."""

from __future__ import annotations

import re

_STRONG = re.compile(
    r"\b(?:roster\w*|rotas?|on duty|days? off|shifts?|work(?:s|ing)? (?:at most|at least|more than)|staffing|"
    r"(?:people|persons?|workers|staff|employees) (?:(?:is|are) needed|(?:a|per|each|every) (?:day|night|shift))|"
    r"in a row|share the (?:desk|work|shifts))\b"
)
_WEAK = re.compile(
    r"\b(?:(?:can ?not|can't|cannot|must not|does not|doesn't|never) work|works? on|costs? [$€£]?\d+ (?:a|per|an) "
    r"(?:shift|hour|day)|people|employees|workers|staff|needs? \w+ people|everybody works|nobody works)\b"
)


def likeness(text: str) -> float:
    """0 to 1: telling words count one half each, others a quarter where they do not stand alone."""
    lowered = " ".join(text.lower().split())
    strong = len(set(_STRONG.findall(lowered)))
    weak = len(set(_WEAK.findall(lowered)))
    return min(1.0, strong / 2 + weak / 4) if strong or weak > 1 else 0.0
