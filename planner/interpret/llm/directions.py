"""Which way some words limit a quantity, and which way an expression does: the two must agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from encoders.spec.syntax import Call, Chain, Name, Num

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.vocabulary import Quantity
    from encoders.numbers import Number
    from encoders.spec import Node

Way = Literal["at least", "at most", "more", "less", "exactly", "none", "some"]
"""A limit that counts itself in, one that does not, an amount; none of something, or some of it."""

_DENY = r"(?:no|not|never|nothing|none|nobody|without|avoid(?:ing)?|neither|nor)"
_PHRASES: tuple[tuple[Way, str], ...] = (
    ("at most", r"(?:no|not|never)(?: \w+){0,3} (?:more|later|longer|greater|higher|dearer|further) than"),
    ("at least", r"(?:no|not|never)(?: \w+){0,3} (?:less|fewer|earlier|sooner|lower|shorter|cheaper) than"),
    ("at least", rf"{_DENY}(?: \w+){{0,4}} (?:before|under|below|earlier than|less than|cheaper than)"),
    ("at most", rf"{_DENY}(?: \w+){{0,4}} (?:after|over|above|beyond|past|exceed\w*|(?:later|longer|more|dearer) than)"),
    ("at most", r"at most|up to|at the most|maximum(?: of)?|max|or (?:less|fewer|under|below)|at the latest|tops|within"),
    ("at least", r"at least|minimum(?: of)?|at the least|or more|or above|or better|or higher|at the earliest|no earlier"),
    ("less", r"before|under|below|less than|fewer than|earlier than|cheaper than|shorter than|lower than"),
    ("more", r"after|over|above|more than|later than|longer than|higher than|better than"),
    ("exactly", r"exactly|precisely"),
    ("none", rf"\b{_DENY}\b"),
)  # fmt: skip
_OPERATORS: dict[str, Way] = {"<": "less", "<=": "at most", ">": "more", ">=": "at least", "==": "exactly"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Limit:
    """A quantity's limit, as an expression sets it: the quantity, which way, and the amount (None where there is none)."""

    name: Name
    way: Way
    number: Number | None
    each: bool = False
    """Whether it is set for every member of a family."""


def ways_said(norms: Sequence[str]) -> tuple[list[Way], set[int]]:
    """Every way that some words limit or deny, and the indices of the words that say so."""
    words, found, used = list(norms), [], set()
    limiting = re.compile(rf"{_DENY}|{_LIMITING}")
    for way, phrase in _PHRASES:
        pattern = re.compile(rf"(?<= )(?:{phrase})(?= )")
        while (match := pattern.search(f" {' '.join(words)} ")) is not None:
            found.append(way)
            first = match.string[: match.start()].count(" ") - 1
            for at in range(first, first + match[0].count(" ") + 1):
                if limiting.fullmatch(words[at]):
                    words[at] = _USED
                    used.add(at)
    return found, used


_USED = "·"
"""Stands for a word that a phrase has used up: no other phrase reaches over it."""
_LIMITING = (
    r"than|more|later|longer|greater|higher|dearer|further|less|fewer|earlier|sooner|lower|shorter|cheaper|before|under|below|"
    r"after|over|above|beyond|exceed\w*|past|at|most|least|up|to|the|maximum|minimum|of|max|or|better|latest|earliest|tops|within|"
    r"exactly|precisely"
)


def limit_set(node: Node, quantities: Mapping[str, Quantity], limit_of: Mapping[str, Number]) -> Limit | None:
    """What one comparison with a number says; None for anything else. `limit_of` are the limits in indices, by name."""
    if not isinstance(node, Chain) or len(node.operands) != 2:
        return None
    left, right = node.operands
    operator: str = node.operators[0]
    if isinstance(left, Num):
        left, operator, right = right, _TURNED[operator], left
    if not isinstance(right, Num) or operator not in _OPERATORS:
        return None
    each = False
    if isinstance(left, Call) and len(left.operands) == 1 and left.function in ("min", "max"):
        inner = left.operands[0]
        if not isinstance(inner, Name) or not inner.several:
            return None
        if (left.function == "max") != (operator in ("<", "<=")):
            return None  # "the greatest is at least": some member, which a person has to look at
        left, each = inner, True
    if not isinstance(left, Name):
        return None
    quantity = quantities.get(word_of(left))
    if quantity is None:
        return None
    none = (operator, right.value) in (("==", 0), ("<=", 0), ("<", 1))
    some = (operator, right.value) in ((">=", 1), (">", 0))
    if quantity.none_means is not None:
        return Limit(left, quantity.none_means, limit_of.get(left.text), each=True) if none else None
    if quantity.unit == "count" and none:
        return Limit(left, "none", None)
    if quantity.unit == "count" and some and right.value in (0, 1):
        return Limit(left, "some", None)
    return Limit(left, _OPERATORS[operator], right.value, each)


def word_of(name: Name) -> str:
    """A name with its indices left out, as `Quantity.word`: "leg[].departure"."""
    return ".".join([word if index is None else f"{word}[]" for word, index in name.parts])
