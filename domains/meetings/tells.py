"""How much a text sounds like a day of meeting friends across a city: people at places, times, and ways between them."""

from __future__ import annotations

import re

_MEET = re.compile(r"\b(?:meet|meeting|see|seeing|visit|catch up|friends?|talk to|spend|with (?:her|him|them|each))\b")
_PEOPLE_AT = re.compile(
    r"\b(?:will be|is|are|waits?|can be met|can be found|'s|works?) (?:only |also |free |around |available )*(?:at|in|near) "
    r"[\w' -]{2,40}?,? (?:from|between|until|till|all day|after|before) "
)
_LISTED = re.compile(
    r"^[ \t]*[-*•]?[ \t]*[\w.' ]{2,30}[:(,–-] ?(?:at |in )?[\w' -]{2,40}[,;] ?(?:from )?\d{1,2}(?::\d\d)?", re.MULTILINE
)
_BRACKETS = re.compile(r"\w \((?:at |in )?[\w' -]{2,40}, ?(?:from )?\d{1,2}(?::\d\d)?")
_MEET_AT = re.compile(r"\b(?:meet|see|visit) [\w.' ]{2,30} (?:at|in) [\w' -]{2,40} (?:from|between|until) \d")
_NAMED_AT = re.compile(r"\b[A-Z][a-z]+,? (?:at|in|near) [\w' -]{2,40}?,? (?:from|between|until) \d")
_WAYS = re.compile(
    r"\b[\w'’. -]{2,40} to [\w'’. -]{2,40}: ?\d+(?! ?[$€£])|\bbetween [\w'’. -]{2,40} and [\w'’. -]{2,40}[: ](?:it "
    r")?(?:is|takes)?[\w ]{0,12}\d+ ?min|"
    r"\b(?:minutes?|min|hour) (?:walk |drive |ride |away )?(?:from|between|apart)\b|\btravel (?:distances|times?)\b|"
    r"\bfrom [\w'’. -]{2,40} to [\w'’. -]{2,40}(?: it)?(?: is| takes)[\w ]{0,12}\d+ ?min|\bplaces are\b|"
    r"\b(?:every|each) (?:way|trip|walk|drive|ride|leg)\b|"
    r"\bto [\w'’. -]{2,40},? (?:it )?(?:takes |is )?\d+ ?min"
)
_LENGTH = re.compile(
    r"\b(?:at least|minimum of|for) (?:an?|one|two|half|\d+)[ -](?:full )?(?:an )?(?:hours?|minutes?|mins?|hrs?)\b|"
    r"\b\d+ ?min(?:utes|s)?\b"
)
_START = re.compile(r"\b(?:i|we|you) (?:\w+ )?(?:arrive|start|begin|land|am|are|leave)\b[^.\n]{0,40}\bat \d")
_MANY = re.compile(r"\bas many (?:of my |of the )?(?:friends|people)\b")
_OTHER = re.compile(
    r"\b(?:flights?|hotels|jobs?|machines?|shifts?|roster|staff|workers?|nurses?|tasks|restaurants?|cuisine|budget|"
    r"schedules for|"
    r"busy|work hours|cities|calendars?|days in)\b"
)


def likeness_of(text: str) -> float:
    """0 to 1: friends at places, and ways or a beginning beside them."""
    raw = text.replace("’", "'")
    lowered = raw.lower()
    people = bool(_PEOPLE_AT.search(lowered)) or bool(_LISTED.search(lowered))
    people = people or bool(_NAMED_AT.search(raw))
    people = people or bool(_BRACKETS.search(lowered)) or bool(_MEET_AT.search(lowered))
    ways, length = bool(_WAYS.search(lowered)), bool(_LENGTH.search(lowered))
    meet, start, many = bool(_MEET.search(lowered)), bool(_START.search(lowered)), bool(_MANY.search(lowered))
    if not ((people or many) and (meet or ways)):
        return 0.0
    score = 0.4 * people + 0.3 * ways + 0.15 * length + 0.15 * meet + 0.15 * start + 0.15 * many
    return max(0.0, min(1.0, score) - 0.2 * len(set(_OTHER.findall(lowered))))
