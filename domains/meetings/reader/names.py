"""Which people and places a text names. No name is known beforehand: they are what stands where people and places stand."""

from __future__ import annotations

import re

from domains.reading.introduced import without_leads
from domains.reading.text import LONGEST

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_STOP = (
    r"(?!(?:and|to|from|it|is|are|takes?|by|at|in|on|for|until|till|between|with|or|about|around|before|after|the|i|we|"
    r"you|he|she|they|"
    r"all|only|within|as|that|who|where|when|but|so|today|tomorrow|tonight)\b)"
)
_NUMBERED = (
    r"(?:Pier|Gate|Terminal|Platform|Hall|Building|Room|Dock|Zone|Stop|Exit|Level|Studio|Block|Dorm|House|Station) "
    r"\d{1,3}(?![\d:])"
)
_PLACE = rf"(?:(?:the|my|our|your|a) )?(?:{_NUMBERED}|{_STOP}{_WORD}(?:\.? {_STOP}{_WORD}){{0,4}}?)"
_SHORT = rf"(?:(?:the|my|our|your|a) )?(?:{_NUMBERED}|{_STOP}{_WORD}(?: {_STOP}{_WORD}){{0,3}})"
_CAPITAL = r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_NAME = rf"(?:(?:Dr|Mr|Mrs|Ms)\.? )?{_CAPITAL}(?: {_CAPITAL})?"
_MINUTES = (
    r"(?:about |around |only |just |some |~)?(?:\d+|an?|one|two|half an|three quarters of an|fifteen|ten|five|twenty|thirty|"
    r"forty[ -]five)[ -]?(?:min\b|mins\b|minutes?\b|hours?\b|m\b|')"
)
_RELATION = (
    r"(?:my|our) (?:(?:older|younger|big|little|best|old) )?(?:sister|brother|mother|father|mum|mom|dad|aunt|uncle|"
    r"cousin|friend|boss|colleague|"
    r"grandmother|grandma|grandfather|grandpa|niece|nephew|wife|husband|partner|son|daughter|parents|neighbour|"
    r"neighbor|lawyer|client)"
)
_BREAK = r"(?:^|[,;:.\n]|\band\b) ?"
_WAYS = (
    re.compile(rf"(?:^|[\n,;.:(]|\band\b)[ \t]*[-*•]?[ \t]*(?:from )?({_PLACE})(?: to | ?(?:->|→|–|<->|↔) ?| - "
               rf")({_PLACE}) ?(?:\(|:|=|,|is|takes|in|-)? ?(?:takes )?\d+\b", re.I | re.M),
    re.compile(rf"\b(?:from|between) ({_PLACE}) (?:to|and) ({_PLACE})(?= ?(?:it |takes?\b|is\b|are\b|you\b|\(|:|=|in\b|"
               rf"{_MINUTES}))", re.I),
    re.compile(rf"{_MINUTES} (?:walk |drive |ride |by \w+ |on foot |away )?(?:from|between) ({_PLACE}) (?:to|and) "
               rf"({_PLACE})(?=[,.;:\n)]|$| and\b| or\b| takes\b)", re.I),
    re.compile(rf"(?:^|[.;,\n]|\band\b)[ \t]*({_PLACE}) (?:is|are|lies) {_MINUTES} (?:walk |drive |ride |away "
               rf")?(?:away )?(?:from|to) ({_SHORT})", re.I | re.M),
)  # fmt: skip
_HYPHENED = re.compile(r"(?<![\w-])([^\W\d_]+)-([^\W\d_]+)(?=:? \d+ ?(?:min|m\b))")
"""Two places that only a hyphen joins: "library-gym 10 min"."""
_AT = (
    re.compile(r"\b(?:is|are|be|'s|'m|am|waits?|works?|stays?|found|met|lives?) (?:only |also |all )?(?:at|in|near) "
               rf"({_PLACE})(?= (?:from|between|until|till|all|after|before|on|the whole|any|and|for|at|by|\()|[,.;:(\n])", re.I),
    re.compile(rf"\b(?:arriv\w*|start\w*|begin\w*|land\w*|set off|leave|leaving) (?:at|in|from|out of)? ?({_PLACE})(?= "
               r"(?:at|by|around|from) \d| (?:at|by|around) (?:noon|midday))", re.I),
    re.compile(r"\bfrom \d[\w:.]*(?: ?[ap]\.?m\.?)? (?:to|until|-) \d[\w:.]*(?: ?[ap]\.?m\.?)?,? (?:at|in) "
               rf"({_PLACE})(?=[,.;:(\n]| and\b| for\b)", re.I),
    re.compile(rf"\b(?:[Mm]eet|[Ss]ee|[Vv]isit) {_NAME} (?:at|in) ({_PLACE})(?= (?:from|between|until|for|at)\b|[,.;\n])"),
    re.compile(rf"(?:(?:^|\n)[ \t]*[-*•]?[ \t]*{_NAME} ?[:(,–-]|{_NAME} ?\() ?(?:at |in )?({_PLACE})(?=[,;] ?(?:from "
               r")?\d| from \d| \d| between| until)", re.M),
    re.compile(rf"{_BREAK}{_NAME},? (?:at|in|near) ({_PLACE})(?=,? (?:from|between) \d| (?:until|till|after) \d| all day)", re.M),
    re.compile(rf"\b(?:back|home) (?:at|in|to) ({_PLACE})(?= (?:by|before|at|around)\b)", re.I),
)  # fmt: skip
_PEOPLE = (
    re.compile(rf"({_NAME}(?:(?:, and |, | and | & ){_NAME})*)(?= (?:will be|will wait|is\b|are\b|waits?\b|can be|can "
               r"only|has time|have time|works\b|stays\b|lives\b|should|comes\b|must be|matters?\b|would|wants|needs))"),
    re.compile(r"\b(?i:meet|meeting|see|seeing|with|skip|skipping|without|for|before|after|than|and|miss|catch|and "
               r"then|drop|omit)"
               rf" ({_NAME}(?:(?:, and |, | and | & | or ){_NAME})*)"),
    re.compile(rf"(?:^|\n)[ \t]*[-*•]?[ \t]*({_NAME})(?= ?[:(,–-] ?[^\n]*\d)", re.M),
    re.compile(rf"({_NAME})(?= ?\([^()\n]*\d)"),
    re.compile(rf"{_BREAK}({_NAME})(?=,? (?:at|in|near) {_PLACE},? (?:from|between|until|till|after) \d)", re.M),
    re.compile(rf"(?<![\w]){_RELATION}(?![\w])", re.I),
)  # fmt: skip
_SPLIT = re.compile(r",? and |,? & |, | or ")
_NO_PEOPLE = frozenset(
    """
    i you we he she it they the there this that these those here my our your his her everyone everybody nobody travel travelling
    constraints monday tuesday wednesday thursday friday saturday sunday noon midnight each all both who solve please if then when
    where plan solution find make can could would how what at in on from to by also and but so day today tomorrow let me january
    february march may july september october november december no not it's i'm i'd we're distances walking
    driving transit everybody's nothing both either neither thanks dear hello hi start begin beginning
    friends people places times home goals every getting walking meet see visit skip then first last also must catch meeting
    seeing
    finally prefer with without after before
    """.split()  # noqa: SIM905
)
_NO_PLACES = frozenset(
    "it there here once it's him her them me you this that these those everyone everybody each any some least most".split()  # noqa: SIM905
)
"""Words that no place's name has."""
_NO_PLACE_ALONE = frozenset(
    """
    noon midnight midday least most time town day person total work hand minutes hours all lunch dinner breakfast last first
    latest
    city today tomorrow morning afternoon evening night coffee course
    """.split()  # noqa: SIM905
)
"""Words that are no place by themselves."""
_NO_STARTS = frozenset(
    "it is are takes take i you we he she they to from at in on and or but of for with as be by".split()  # noqa: SIM905
)


def places_in(text: str) -> list[str]:
    """Places in the order in which they first stand in the text, without articles."""
    found: dict[str, int] = {}
    for pattern in (*_WAYS, _HYPHENED, *_AT):
        for match in pattern.finditer(text):
            for number, name in enumerate(match.groups(), start=1):
                cleaned = _place(name)
                if cleaned:
                    found.setdefault(cleaned, match.start(number))
    merged: dict[str, int] = {}
    for written, at in sorted(found.items(), key=lambda pair: pair[1]):
        name = _as_inside(written, text)
        if bare(name) not in {bare(other) for other in merged}:
            merged[name] = at
    return list(merged)


def _as_inside(name: str, text: str) -> str:
    """A name without the capital letter that only the beginning of a sentence gave it."""
    lower = name[:1].lower() + name[1:]
    return lower if re.search(rf"(?<!\w){re.escape(lower)}(?!\w)", text) else name


def bare(name: str) -> str:
    """A place's name for comparisons."""
    return name.casefold().removeprefix("the ")


def _place(name: str | None) -> str:
    """Without an article; "my hotel" is the hotel."""
    words = (name or "").split()
    while words and words[0].lower() in ("the", "my", "our", "your", "a"):
        if words[0] == "The" and words[1:] and words[1][:1].isupper():
            break  # "The Castro"
        words.pop(0)
    cleaned = " ".join(words)
    bad = not words or words[0].lower() in _NO_STARTS or {word.lower() for word in words} & _NO_PLACES
    return "" if bad or len(cleaned) < 3 or cleaned.lower() in _NO_PLACE_ALONE else cleaned


def people_in(text: str, places: list[str]) -> list[str]:
    """People in the order in which they first stand in the text; relations are people too ("my sister")."""
    text = text[:LONGEST]  # what is read at all; patterns that lead nowhere are tried from each word
    found: dict[str, int] = {}
    known = {place.casefold() for place in places}
    for pattern in _PEOPLE:
        for match in pattern.finditer(text):
            told = match[1] if pattern.groups else match[0]
            for name in _SPLIT.split(told):
                words = name.split()
                while words and words[0].lower() in _NO_PEOPLE and pattern.groups:
                    words.pop(0)
                cleaned = re.sub(r"['’]s$", "", " ".join(words))
                if not pattern.groups:
                    cleaned = cleaned.lower()
                part = any([f" {cleaned.casefold()} " in f" {place} " for place in known])
                shouted = len(cleaned) > 3 and cleaned.isupper()
                if cleaned and not shouted and cleaned.lower() not in _NO_PEOPLE and not part:
                    found.setdefault(cleaned, match.start())
    found = without_leads(found, text)
    return sorted(found, key=lambda name: found[name])
