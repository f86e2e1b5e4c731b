"""Which cities a text names: words with a capital letter where cities stand. No name is known beforehand."""

from __future__ import annotations

import re

from domains.reading.introduced import without_leads

_PART = r"[^\W\d_a-z](?:[^\W\d_]|['’.](?=\w))*(?:-[^\W\d_]+)*"
_NAME = rf"(?:(?:St|Ste|Mt|Ft)\. )?{_PART}(?:[ \t](?:(?:de|da|do|del|la|le|am|an der|of|the|upon|sur|di)[ \t])?{_PART}){{0,3}}"
_DAYS = r"(?:\w+(?:[ -]\w+)?)[ -](?:full |whole )?(?:days?|nights?|weeks?)"
_BETWEEN = r"(?:and|&|to|with|or|then|via|[,:;/>→–—-]|<?-+>|<->)"
_PATTERNS = (
    rf"\b(?:in|to|visit|visiting|at|from|and|through|via|see|explore|exploring|near|between|both|are|or|connects?|links?|reach|"
    r"leave|leaving|include|including|before|after|then|first|skip|of|for|than|is|like|into|add|with|stop|route|do|"
    rf"but|around|across|round|exploring)[ \t]+(?:the )?({_NAME})",
    rf"[,:;(&>→–—-][ \t]*(?:and |or |then |from |to |in |via )*({_NAME})",
    rf"(?:^|[.!?\n][ \t]*)[-*•]?[ \t]*(?:from |in )?({_NAME})(?=[ \t]*(?:\(|:|for\b|{_BETWEEN}[ \t]*{_NAME}|,[ \t]*{_DAYS}|"
    rf"is\b|are\b|has\b|gets\b|should\b|must\b|can\b|comes\b|before\b|after\b|and\b|{_DAYS}|\d|first\b|last\b))",
    rf"{_DAYS}[ \t]+(?:each )?(?:in |at )?({_NAME})",
)
_FIND = tuple([re.compile(pattern, re.MULTILINE) for pattern in _PATTERNS])
_LOWER = (
    re.compile(rf"{_DAYS} (?:in|at) ([a-z]+)", re.IGNORECASE),
    re.compile(rf"(?:visit|stay in|see) ([a-z]+) for {_DAYS}", re.IGNORECASE),
    re.compile(rf"(?:^|[,;.:] ?|and )([a-z]+) (?:for )?{_DAYS}", re.IGNORECASE),
)
_NOT = frozenset(
    """
    i you we he she they it the a an my our your this that these those there here day days week weeks night nights monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august september october november december
    european europe flights flight trains train buses bus ferries ferry direct one two three four five six seven eight nine ten
    each
    please find plan also then first last finally no not if visit stay spend start end begin both all any every what which how
    in to from and or at on for with by is are have has can could would will want need like take only during between before after
    everything thanks thank hello hi dear total budget cities city connections route routes itinerary christmas easter year
    american asian african australian italian french german spanish greek english british japanese swiss austrian scandinavian
    mr mrs ms dr prices costs nothing because but so while since as it's i'm we're let let's eur usd gbp solution task about
    another
    available possible optional optionally ideally preferably order
    """.split()  # noqa: SIM905
)
_TRAILING = frozenset("I We You The Then And For In On At By From To Is Are There Here Day If It My Our".split())  # noqa: SIM905


def cities_in(text: str) -> list[str]:
    """The names, in the order in which they first stand in the text."""
    found: dict[str, int] = {}
    if any([letter.isupper() for letter in text]):
        for pattern in _FIND:
            at = 0
            while (match := pattern.search(text, at)) is not None:
                name = _cleaned(match[1])
                if name:
                    found.setdefault(name, match.start(1))
                at = match.end(1) if name else match.start(1) + 1
        found = without_leads(_whole(found), text)
    if not found:
        for pattern in _LOWER:
            for match in pattern.finditer(text):
                if match[1].lower() not in _NOT:
                    found.setdefault(match[1], match.start(1))
    return sorted(found, key=lambda name: found[name])


def _cleaned(name: str) -> str:
    words = re.split(r"[ \t]+", name.strip().rstrip("."))
    while words and (words[-1] in _TRAILING or words[-1].lower() in _NOT):
        words.pop()
    while words and words[0].lower() in _NOT and len(words) > 1:
        if words[0] == "The" and words[1].lower() not in _NOT:
            break  # "The Hague"
        words.pop(0)
    joined = " ".join(words)
    return "" if joined.lower() in _NOT or len(joined) < 2 else re.sub(r"['’]s$", "", joined)


def _whole(found: dict[str, int]) -> dict[str, int]:
    """Without names that only ever stood as a part of a longer one ("Francisco")."""
    joined = {name for name in found if "-" in name and all([part in found for part in name.split("-")])}
    return {
        name: at
        for name, at in found.items()
        if name not in joined
        and not any([there < at < there + len(other) and f" {name} " in f" {other} " for other, there in found.items()])
    }
