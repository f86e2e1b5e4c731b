"""How much a text sounds like a shop: its words, names of jobs, and work that goes from machine to machine."""

from __future__ import annotations

import re

from domains.reading.onward import goes_on

_LIKE = (
    (re.compile(r"\b(?:job[ -]?shop|flow[ -]?shop|makespan|tardiness)\b"), 1.0),
    (re.compile(r"\bmachines?\b"), 0.5),
    (re.compile(r"\bjobs\b"), 0.5),
    (re.compile(r"\b(?:job|order|batch|workpiece|part) (?:\d+|[a-z]\d*)\b(?!\w)"), 0.5),
    (
        re.compile(
            r"\b(?:jobs|orders|products|parts|batches)\b.{0,40}\b(?:go|goes|pass|passes|visit|visits) (?:through\b)?"
        ),
        0.5,
    ),
    (re.compile(r"\bm\d+\b"), 0.3),
    (re.compile(r"\b(?:saw|lathe|mill|drill|press|oven|grinder|welder|printer|mixer|kiln|planer|sander|booth)\b"), 0.3),
)
_STEP = re.compile(
    r"\b(?:to|on|in|needs?|uses?|requires?) (?:the |a )?[a-z]+(?: [a-z]+)? for (?:about )?[\w.]+ ?"
    r"(?:h|hours?|min|minutes?|mins)\b"
)
_STEPS = 0.3
"""For at least two such steps of hours or minutes: days would rather be a trip's."""
_ROUTE = 0.5
"""For work that goes from machine to machine."""
_ELSEWHERE = re.compile(
    r"\b(?:trip|travel\w*|flights?|fly|hotels?|cities|friends?|meetings?|shifts?|roster|rota|calendar|colleagues?)\b"
)


def sounds_like_a_shop(text: str) -> float:
    """From 0 to 1."""
    lowered = " ".join(text.lower().split())
    found = sum([share for pattern, share in _LIKE if pattern.search(lowered)])
    if len(_STEP.findall(lowered)) > 1:
        found += _STEPS
    if goes_on(lowered):
        found += _ROUTE
    if _ELSEWHERE.search(lowered):
        found /= 2
    return min(1.0, found)
