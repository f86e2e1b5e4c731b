"""How much a text sounds like a project: its words, and work that takes days, needs people, and follows other work."""

from __future__ import annotations

import re

from domains.reading.onward import goes_on

_LIKE = (
    (re.compile(r"\b(?:rcpsp|critical path|project schedul\w*|precedence|psplib)\b"), 1.0),
    (re.compile(r"\bprojects?\b"), 0.4),
    (re.compile(r"\b(?:tasks?|activit(?:y|ies))\b"), 0.3),
    (
        re.compile(
            r"\b(?:workers?|cranes?|crews?|diggers?|excavators?|developers?|engineers?|welders?|carpenters?|builders?)\b"
        ),
        0.2,
    ),
    (
        re.compile(r"\b(?:foundations?|roof|walls?|concrete|excavation|plastering|painting|testing|design|digging)\b"),
        0.15,
    ),
)
_WORK = re.compile(
    r"\b(?:takes?|lasts?|requires?|needs?|\(|:) ?(?:about |exactly )?(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|half an?) "  # noqa: E501
    r"(?:work(?:ing)? )?(?:days?|weeks?|months?|hours?)\b|\bfor (?:\d+|two|three|four|five) (?:days|weeks)\b"
)
_COMPACT = re.compile(
    r"(?:\d+|one|two|three) (?:days?|weeks?|hours?)(?: and|,) (?:\d+|one|two|three|an?|the) [a-z]+|"
    r"\b(?:needs?|requires?) (?:\d+|one|two|three|four|an?|the) [a-z]+ for (?:\d+|one|two|three|four|an?) (?:days?|weeks?|hours?)"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2} ?(?:am|pm)\b")
_NEEDS = re.compile(r"\b(?:needs?|requires?|with|uses?|and) (?:\d+|one|two|three|four|five|the|an?) [a-z]+")
_AFTER = re.compile(
    r"\b(?:comes? after|starts? after|follows?|depends? on|(?:can|must|may) (?:only )?(?:start|begin|be done)|before|after|once|precedes?|then)\b"  # noqa: E501
)
_ELSEWHERE = re.compile(
    r"\b(?:trips?|travel\w*|buses|trains|airports?|days in|"
    r"flights?|fly|hotels?|cities|restaurants?|cuisine|friends?|meetings?|meet|shifts?|roster|rota|calendar|"
    r"machines?|job[ -]?shop|flow[ -]?shop|jobs)\b"
)


_ROUTE = 0.6
"""For work that goes from one thing on to another, as in a shop."""


def likeness(text: str) -> float:
    """From 0 (not at all) to 1."""
    lowered = " ".join(text.lower().split())
    found = sum([weight for pattern, weight in _LIKE if pattern.search(lowered)])
    works = len(_WORK.findall(lowered)) + len(_COMPACT.findall(lowered))
    if works >= 2:
        found += 0.4
        found += 0.3 if _AFTER.search(lowered) else 0
        found += 0.3 if _NEEDS.search(lowered) else 0
    elif works == 1 and _NEEDS.search(lowered):
        found += 0.2
    elsewhere = len(set(_ELSEWHERE.findall(lowered))) + bool(_CLOCK.search(lowered))
    found = min(1.0, found) - (_ROUTE if goes_on(lowered) else 0)
    return max(0.0, found - 0.4 * elsewhere)
