"""How much a text sounds like a trip through cities with stays of told lengths: days in cities, and what connects them."""

from __future__ import annotations

import re

from domains.reading.text import LONGEST

_DAYS = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -](?:full |whole )?(?:days?|nights?|weeks?)"
_NAME = r"[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)*"
_STAYS = (
    re.compile(rf"\b{_DAYS} (?:each )?(?:in|at) {_NAME}", re.IGNORECASE),
    re.compile(rf"{_NAME}[ ,:(-]*(?:for )?{_DAYS}"),
)
_CONNECTIONS = re.compile(
    r"\b(?:direct(?:ly)?|non-?stop) (?:flights?|trains?|buses|ferries|connections?|rail)\b|\b(?:flights?|trains?|buses|ferries) "
    r"(?:\w+ ){0,3}(?:between|from|run|go|:)|\bby (?:train|bus|ferry|rail)\b|\bconnect(?:ed|ions?|s)\b"
)
_ORDER = re.compile(r"\b(?:order|itinerary|route|cities|trip through|trip plan|tour of|city hopping|interrail)\b")
_TOTAL = re.compile(
    rf"\b{_DAYS} (?:in total|altogether|in all|overall)\b|\btotal of {_DAYS}\b|\b{_DAYS}[ -](?:trip|tour|journey)\b|"
    rf"\btrip of {_DAYS}\b|^{_DAYS} (?:in|around|through)\b"
)
_SPANS = re.compile(r"\b(?:between|from|during|on) days? \d+|\bdays? \d+ ?(?:to|and|-|through) ?(?:day )?\d+")
_OTHER = re.compile(
    r"\b(?:hotels?|rooms?|accommodations?|restaurants?|cuisines?|meals?|people|persons?|budget|attractions?|airbnb|pets?|smoking|"
    r"travell?ing from|depart(?:ing|ure)?|jobs?|machines?|shifts?|roster|staff|workers?|nurses?|tasks|calendars?|busy|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|20\d\d|minutes?|hours?|"
    r"flight [a-z]\d+|lodging|house rules?|sights?)\b"
)


def likeness_of(text: str) -> float:
    """0 to 1: stays of told lengths in two cities or more, with connections, a total or days of the trip."""
    text = text[:LONGEST]  # what is read at all; patterns that lead nowhere are tried from each word
    stays = len({match[0] for pattern in _STAYS for match in pattern.finditer(text)})
    lowered = " ".join(text.lower().split())
    parts = (
        bool(_CONNECTIONS.search(lowered)),
        bool(_ORDER.search(lowered)),
        bool(_TOTAL.search(lowered)),
        bool(_SPANS.search(lowered)),
    )
    if not stays and not (parts[0] and (parts[1] or parts[2])):
        return 0.0
    score = 0.35 * min(stays, 2) + 0.3 * parts[0] + 0.15 * parts[1] + 0.15 * parts[2] + 0.15 * parts[3]
    return max(0.0, min(1.0, score) - 0.2 * len(set(_OTHER.findall(lowered))))
