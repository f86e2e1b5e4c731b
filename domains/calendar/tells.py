"""How much a text sounds like one meeting to find a time for: what people do together, and when they can."""

from __future__ import annotations

import re

_WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri)days?|mon|tue|wed|thu|fri"
_MEETING = re.compile(
    r"\b(?:meetings?|meet|call|appointment|interview|sync|catch[- ]?up|stand-?up|one-on-one|1:1|get together|session|calendars?|"
    r"discuss|chat)\b"
)
_LENGTH = re.compile(
    r"\b(?:an?|one|two|\d+)[ -](?:free |full )?(?:hours?|minutes?|mins?|hrs?)\b|\bhalf[ -](?:an? )?hour\b|\b\d+ ?min\b"
)
_WHEN = re.compile(
    r"\b(?:busy|work hours|available|unavailable|availability|blocked|free|schedules?|slot|mornings?|afternoons?|notice|"
    rf"attendees?|participants?|earliest|invite|next week|tomorrow|{_WEEKDAYS})\b|\b\d{{1,2}}:\d{{2}}\b|\b\d{{1,2}} ?[ap]m\b"
)
_OTHER = re.compile(
    r"\b(?:flights?|hotels?|trip|travell?ing|travel|cities|sightseeing|friends|jobs?|machines?|shifts?|roster|staff|workers?|"
    r"nurses?|employees|project|tasks|deadline|restaurants?|cuisine|visit(?:ing)?|distances?|from .{2,40} to .{2,40}: ?\d+)\b|"
    r"\bto [\w' -]{2,30}(?: takes| is|:|,)? ?\d+ ?min|\d+ ?min(?:ute)?s? (?:walk |drive |away )?(?:from|apart)\b|"
    r"(?:every|each|all) (?:way|place)s?\b|"
    r"\b(?:is|are|waits?|will be) (?:at|in) (?:the )?[\w' -]{2,30} (?:from|between|until) \d|"
    r"\b(?:arrive|start|begin) at (?:the )?[a-z][\w' -]* at \d"
)


def likeness_of(text: str) -> float:
    """0 to 1: both a meeting and times of people, and nothing that other worlds are about."""
    lowered = " ".join(text.lower().split())
    meeting, length = bool(_MEETING.search(lowered)), bool(_LENGTH.search(lowered))
    told = len(set(_WHEN.findall(lowered)))
    others = len(set(_OTHER.findall(lowered)))
    score = 0.45 * meeting + 0.25 * length + min(0.5, 0.17 * told)
    return max(0.0, min(1.0, score) - 0.25 * others) if (meeting or length) and told else 0.0
