"""What phrases say about places: which are home, which are visited, how many, and which way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.reading.items import WORD
from domains.travel.reader.lexicon import FRAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.clauses import Finding
    from domains.reading.notes import Notes
    from domains.reading.patterns import Match
    from domains.travel.reader.places import Place

    Group = tuple[Place, ...]

_COUNT_WORDS = {"couple": 2, "pair": 2, "duo": 2, "trio": 3}
_FLYING = frozenset(("fly", "flying", "flies"))


@dataclass
class Said:
    """In the order of the text: every group of places with the phrase that named it.

    `named` are cities that belong to the visit of a region, `regions` places whose cities are counted, `mentions` places named in
    passing, `bare` ones that stand alone; a return without a place is None.
    """

    origins: list[tuple[Group, Finding]] = field(default_factory=list)
    destinations: list[tuple[Group, Finding]] = field(default_factory=list)
    named: list[tuple[Group, Finding]] = field(default_factory=list)
    regions: list[tuple[Place, Finding]] = field(default_factory=list)
    counts: list[tuple[object, Finding]] = field(default_factory=list)
    returns: list[tuple[Place | None, Finding]] = field(default_factory=list)
    mentions: list[tuple[Group, Finding]] = field(default_factory=list)
    bare: list[tuple[Group, Finding]] = field(default_factory=list)
    homes: list[tuple[Group, Finding]] = field(default_factory=list)
    """Places right after the travellers: "two people in Denver"."""


def gather(findings: Sequence[Finding], notes: Notes) -> Said:
    said = Said()
    after_people = {(f.match.sentence, f.match.last) for f in findings if f.match.phrase.topic == "people"}
    for finding in findings:
        match = finding.match
        if match.phrase.topic in FRAME and match.has(*_FLYING):
            notes.assume(
                f"“{notes.quote(finding)}” is read as where the trip goes; it is not taken as a wish to travel only by air."
            )
        if match.phrase.topic not in ("route", "time"):
            continue
        gives = match.phrase.gives
        named: list[Group] = [item.value for item in match.slots if item.kind == "PLACE"]
        if gives == "origin" and named:
            said.origins.append((named[0], finding))
        elif gives == "origin count":
            said.origins.append((named[0], finding))
            said.counts.append((_number(match), finding))
            said.regions += [(place, finding) for group in named[1:2] for place in group]
            said.returns += [(place, finding) for group in named[2:] for place in group]
        elif gives == "pair":
            said.origins.append((named[0], finding))
            said.destinations.append((named[1], finding))
            said.returns += [(place, finding) for group in named[2:] for place in group]
        elif gives in ("destination", "week"):
            said.destinations += [(group, finding) for group in named]
        elif gives == "named":
            said.named += [(group, finding) for group in named]
        elif gives == "bare place":
            said.bare += [(group, finding) for group in named]
        elif gives == "mention":
            is_home = (match.sentence, match.first) in after_people or _follows_pets(findings, finding, after_people)
            (said.homes if is_home else said.mentions).extend([(group, finding) for group in named])
        elif gives == "count":
            said.counts.append((_number(match), finding))
            from_home = match.has("from") and [
                group for group in named if not any([place.is_region for place in group])
            ]
            if from_home:  # "three cities from Denver"
                said.origins += [(group, finding) for group in from_home]
            else:
                said.regions += [(place, finding) for group in named for place in group]
        elif gives == "count named":
            said.counts.append((_number(match), finding))
            *state, listed = named
            said.regions += [(place, finding) for group in state for place in group]
            said.named.append((listed, finding))
        elif gives == "round":
            said.returns.append((None, finding))
        elif gives in ("return", "finish") and match.phrase.topic == "route":
            _gather_return(match, finding, named, said)
        elif gives == "start":
            _gather_start(match, finding, said)
    return said


def _follows_pets(findings: Sequence[Finding], finding: Finding, after_people: set[tuple[int, int]]) -> bool:
    """ "Five adults and a spoiled dog in Denver": what goes along stands between the people and where they are."""
    at = (finding.match.sentence, finding.match.first)
    pets = [f.match for f in findings if f.match.phrase.gives.endswith("house rule/pets")]
    return any(
        [(m.sentence, m.last) == at and any([(m.sentence, m.first - n) in after_people for n in (0, 1)]) for m in pets]
    )


def _number(match: Match) -> object:
    number = match.slot("N")
    if number is not None:
        return number
    return next((count for word, count in _COUNT_WORDS.items() if match.has(word)), 1)


def _gather_return(match: Match, finding: Finding, named: list[Group], said: Said) -> None:
    groups = iter(named)
    before = ""
    found = False
    for item in match.items:
        if item.kind == "PLACE":
            group = next(groups)
            if before == "from":
                said.mentions.append((group, finding))
            else:
                said.returns += [(place, finding) for place in group]
                found = True
        elif item.kind == WORD:
            before = item.norm
    if not found:
        said.returns.append((None, finding))


def _gather_start(match: Match, finding: Finding, said: Said) -> None:
    """ "leaving Denver for Texas on March 3rd": the word before a place tells its role."""
    before = ""
    seen = False
    for item in match.items:
        if item.kind == "PLACE":
            goes = before in ("to", "for", "towards", "toward", "into") or (seen and before != "from")
            if goes:
                said.destinations.append((item.value, finding))
            else:
                said.origins.append((item.value, finding))
            seen = True
        elif item.kind == WORD:
            before = item.norm
