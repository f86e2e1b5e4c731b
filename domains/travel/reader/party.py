"""How many people travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.reading.items import WORD
from domains.reading.notes import firm, joined
from domains.travel.reader import lexicon
from domains.travel.reader.budget import MOST_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.clauses import Finding
    from domains.reading.items import Item
    from domains.reading.notes import Notes
    from domains.reading.patterns import Match

_FIXED = {"solo": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_PAIRS = frozenset(("parents", "grandparents", "laws", "folks"))
"""Relatives of whom "my ..." without a number are two."""
_MOST = 1000


def read_people(findings: Sequence[Finding], notes: Notes, words: frozenset[str]) -> int | None:
    """The number of travellers; None where it is unsaid or contradictory (a question is then noted).

    `words` are all words of the text: one traveller is assumed only where somebody speaks of themselves and of nobody else.
    """
    entries: list[tuple[object, Finding]] = []
    for finding in findings:
        if (
            finding.match.phrase.topic == "people"
            and finding.match.phrase.gives != "solo"
            and finding.match.slot("N") == 1
            and finding.match.has("us")
        ):
            notes.reject(finding)  # "one of us ..." tells of one, not of how many
        elif finding.match.phrase.gives == "companions" and not _tells_who(finding.match, words):
            notes.reject(finding)  # "we ... with two friends": are they among us or with us?
        elif finding.match.phrase.topic == "people" or _is_total(finding.match):
            entries.append((_count(finding.match) or None, finding))
        elif (
            finding.match.phrase.gives == "budget"
            and (number := finding.match.slot("N")) is not None
            and finding.match.slot("MONEY")
        ):
            entries.append((number, finding))  # "the budget for 2 people is $900"
    entries = firm(entries, notes)
    entries = _added_up(entries)
    entries = _with_children(entries, findings)
    counts = dict(reversed(entries))
    if not counts:
        return _unsaid(notes, words)
    if len(counts) > 1:
        quotes = joined([f"“{notes.quote(finding)}”" for finding in reversed(counts.values())])
        notes.ask(f"The text speaks of {quotes}: how many people travel?")
        return None
    ((count, finding),) = counts.items()
    if not isinstance(count, int) or not 1 <= count <= _MOST:
        notes.ask(f"“{notes.quote(finding)}” is no number of people to plan for: how many travel (1 to {_MOST:,})?")
        return None
    for _, each in entries:
        if each.match.phrase.topic == "people" or _is_total(each.match):
            notes.fact("people", "1 person travels." if count == 1 else f"{count} people travel.", each)
        if any([item.kind == WORD and item.norm in lexicon.words("children") for item in each.match.items]):
            notes.assume(
                "Children are counted as people; that rooms must accept children is not assumed unless it is said."
            )
    return count


def _added_up(entries: list[tuple[object, Finding]]) -> list[tuple[object, Finding]]:
    """ "My wife and I ... our two kids, so four of us": companions named apart count together where the total is said too."""
    apart = [count - 1 for count, f in entries if f.match.phrase.gives == "companions" and isinstance(count, int)]
    totals = {count for count, f in entries if f.match.phrase.gives != "companions"}
    if len(apart) > 1 and totals == {1 + sum(apart)}:
        return [(1 + sum(apart), finding) for _, finding in entries]
    return entries


def _with_children(entries: list[tuple[object, Finding]], findings: Sequence[Finding]) -> list[tuple[object, Finding]]:
    """ "Four of us: two adults, two kids below ten": the total, where the adults and the children of a rule add up to it."""
    kids = [
        numbers[0]
        for f in findings
        if f.match.phrase.gives == "house rule:children under 10"
        and len(numbers := [item.value for item in f.match.items if item.kind == "N"]) == 2
    ]
    adults = {count for count, f in entries if f.match.has("adults", "parents", "grownups")}
    totals = {count for count, f in entries} - adults
    if len(kids) == 1 and len(adults) == 1 and len(totals) == 1 and totals == {_sum(*adults, kids[0])}:
        return [(next(iter(totals)), finding) for _, finding in entries]
    return entries


def _is_total(match: Match) -> bool:
    """ "So four altogether": too few to be an amount of money."""
    number = match.slot("N")
    return match.phrase.gives == "total" and number is not None and number < MOST_PEOPLE


def _sum(*counts: object) -> int | None:
    numbers = [count for count in counts if isinstance(count, int)]
    return sum(numbers) if len(numbers) == len(counts) else None


def _unsaid(notes: Notes, words: frozenset[str]) -> int | None:
    if words & {"i", "me", "my", "myself"} and not words & (lexicon.words("company") | lexicon.words("relatives")):
        notes.assume("The number of people is not said: one person is assumed to travel.")
        return 1
    notes.ask("How many people travel?")
    return None


def _count(match: Match) -> object:
    gives = match.phrase.gives
    if gives in _FIXED:
        return _FIXED[gives]
    if gives == "companions":
        with_them = _companions(match.items)
        return 1 + with_them if with_them else None  # somebody comes along, but who is not known
    if gives == "family":
        return sum(item.value for item in match.items if item.kind == "N") + sum(
            item.kind == WORD and item.norm in ("a", "an") for item in match.items[1:]
        )
    if gives == "members":
        return _companions(match.items)
    if gives == "couples":
        return 2 * match.slot("N") if isinstance(match.slot("N"), int) else None
    numbers = [item.value for item in match.items if item.kind == "N"]
    return numbers[-1] if gives == "one of" else match.slot("N")


def _tells_who(match: Match, words: frozenset[str]) -> bool:
    """Whether it is clear that the companions come with one person."""
    return (
        match.has("i", "me", "myself") or bool(words & {"i", "me", "my", "myself"}) or not words & {"we", "us", "our"}
    )


def _companions(items: Sequence[Item]) -> int:
    """ "my wife and two friends": numbers count as they are, single relatives as one each."""
    total, number = 0, False
    for item in items:
        if item.kind == "N":
            total, number = total + item.value, True
        elif item.norm in _PAIRS and not number:
            total += 2
        elif item.norm in lexicon.words("relatives"):
            total, number = total + (not number), False
        elif item.norm in ("and", ","):
            number = False
    return total
