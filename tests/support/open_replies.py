"""A request in English, and what a model may reply to it at each stage of the open route."""

from __future__ import annotations

import copy
import re

TEXT = (
    "An office company makes desks and drawers. Each desk requires 40 minutes of assembly and 20 minutes of sanding. Each drawer "
    "requires 30 minutes of assembly and 10 minutes of sanding. There are 4000 minutes for assembly and 3500 minutes for "
    "sanding. The profit per desk is $100 and the profit per drawer is $90. How many of each should be made to maximize profit?"
)
GOOD = {
    "reasoning": "",
    "sets": [],
    "parameters": [],
    "variables": [
        {"name": "desks", "kind": "integer", "because": "pieces are counted"},
        {"name": "drawers", "kind": "integer", "because": "pieces are counted"},
    ],
    "constraints": [
        {"name": "assembly", "quote": "4000 minutes for assembly", "rule": "40 * desks + 30 * drawers <= 4000"},
        {"name": "sanding", "quote": "3500 minutes for sanding", "rule": "20 * desks + 10 * drawers <= 3500"},
    ],
    "objectives": [
        {"name": "profit", "sense": "maximise", "quote": "maximize profit", "expression": "100 * desks + 90 * drawers"}
    ],
}  # fmt: skip


def changed(**parts):
    return {**copy.deepcopy(GOOD), **parts}


def with_rules(*rules):
    return changed(constraints=[copy.deepcopy(rule) for rule in rules])


def approving(question, verdict="same", why="", quote=None):
    """An assessment in which one claim covers every goal and constraint."""
    text = question.messages[0].content
    numbers = [int(found) for found in re.findall(r"^(\d+)\. \[(?:goal|constraint)\]", text, re.MULTILINE)]
    own = quote or re.search(r'Request:\n"""\n(\w+ \w+)', text)[1]
    return {"claims": [{"quote": own, "sentences": numbers, "verdict": verdict, "why": why}], "surplus": []}


def doubting(why, quote="maximize profit"):
    return lambda question: approving(question, "different", why, quote)


IMPOSSIBLE = TEXT + " At least 200 desks must be made."
RULES = (*GOOD["constraints"], {"name": "least", "quote": "At least 200 desks", "rule": "desks >= 200"})

OUTLINE = {
    "decisions": ["desks", "drawers"],
    "counted": True,
    "measures": ["assembly", "sanding", "profit"],
    "goal": {"what": "maximise", "of": "profit"},
}
"""The same problem as a small model fills it in: its names, then the labels of its numbers, what limits them last."""


def each(of, measure):
    return {"meaning": {"role": "each", "of": of, "measure": measure}}


def limit(on, compare="at most"):
    return {"meaning": {"role": "limit", "on": on, "compare": compare}}


LABELS = [
    each("desks", "assembly"), each("desks", "sanding"), each("drawers", "assembly"), each("drawers", "sanding"),
    each("desks", "profit"), each("drawers", "profit"), limit("assembly"), limit("sanding"),
]  # fmt: skip
SLOTS = [OUTLINE, *LABELS]
