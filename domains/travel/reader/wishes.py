"""Rooms, house rules, cuisines, transport, goals, and what the traveller has no wish about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domains.reading.items import WORD
from domains.reading.notes import joined
from domains.travel.reader import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domains.reading.clauses import Finding
    from domains.reading.items import Item
    from domains.reading.notes import Notes
    from domains.reading.patterns import Match

_BESIDE = 3
"""Words between an amount and what it leaves out, at most."""
_APART = frozenset(",:-()|")
_SOME = frozenset(("some", "of", "any", "for", "both"))
_LIKING = frozenset(
    ("fancy", "have", "having", "like", "love", "prefer", "try", "trying", "want", "enjoy", "including", "include")
)
_SMOKERS = ("smokers", "smoke")
_ONLY = ("flight", "self-driving", "taxi")
_FURTHER = frozenset(("other", "further", "additional", "extra", "more", "remaining", "else"))


@dataclass
class Wishes:
    """Values of the request's fields."""

    room_type: str | None = None
    house_rule: list[str] = field(default_factory=list)
    cuisine: list[str] = field(default_factory=list)
    transportation: list[str] = field(default_factory=list)
    objective: list[str] = field(default_factory=list)


def read_wishes(findings: Sequence[Finding], notes: Notes, sentences: Sequence[Sequence[Item]]) -> Wishes:
    """The wishes; contradictions are noted as questions."""
    wishes = Wishes()
    rooms: dict[str, list[Finding]] = {}
    goals: list[Finding] = []
    for finding in findings:
        topic, gives = finding.match.phrase.topic, finding.match.phrase.gives
        if gives.startswith("support:"):
            continue
        if topic == "food":
            _cuisines(finding, wishes, notes, sentences)
        elif gives.startswith("room type:"):
            rooms.setdefault(gives.partition(":")[2], []).append(finding)
        elif gives.startswith("house rule:"):
            _house_rules(finding, [gives.partition(":")[2]], wishes, notes)
        elif gives.startswith("room and pets:"):
            rooms.setdefault(gives.partition(":")[2], []).append(finding)
            _house_rules(finding, ["pets"], wishes, notes)
        elif gives == "house rules":
            _house_rules(
                finding,
                [rule for rule, names in lexicon.rule_words().items() if finding.match.has(*names)],
                wishes,
                notes,
            )
        elif topic == "people" and finding.match.has(*_SMOKERS):
            _house_rules(finding, ["smoking"], wishes, notes)
        elif topic == "transport":
            _transport(finding, wishes, notes, findings)
        elif topic == "goal":
            goals.append(finding)
    _those_rules(findings, wishes, notes)
    _rooms(rooms, wishes, notes)
    _implied_rules(findings, notes)
    _supports(findings, wishes, notes)
    _transport_agrees(wishes, notes)
    _goals(goals, wishes, notes)
    _indifferent(findings, wishes, notes)
    for finding in findings:
        if finding.hedged and finding.match.phrase.topic != "any":
            notes.assume(f"“{_short(notes.span(finding).quote)}” is taken as firm.")
    return wishes


def _short(quote: str) -> str:
    return " ".join(quote.split()).strip(" ,;:-")


def _cuisines(finding: Finding, wishes: Wishes, notes: Notes, sentences: Sequence[Sequence[Item]]) -> None:
    """A cuisine counts where its sentence is about food: "French" alone may be anything."""
    sentence = sentences[finding.match.sentence]
    names: list[str] = [name for item in finding.match.slots if item.kind == "CUISINES" for name in item.value]
    cues = lexicon.words("food cues")
    if not any([item.kind == WORD and item.norm in cues for item in sentence]):
        if not _is_menu(finding, sentence):
            notes.reject(finding)
            return
        notes.assume(f"“{notes.quote(finding)}” is taken as the cuisines to be tasted.")
    for name in names:
        if name not in wishes.cuisine:
            wishes.cuisine.append(name)
        notes.fact(f"cuisine/{name}", f"Some meal is {name}.", finding, "constraint")


def _is_menu(finding: Finding, sentence: Sequence[Item]) -> bool:
    """Whether several cuisines stand by themselves ("Two cities, Chinese, Mexican, French, $900") or are what one would like."""
    match = finding.match
    names = [name for item in match.items if item.kind == "CUISINES" for name in item.value]
    alone = all([item.kind == "CUISINES" or item.norm in _SOME for item in match.items])
    before, after = sentence[: match.first], sentence[match.last :]
    liked = any([item.kind == WORD and item.norm in _LIKING for item in before]) and before[-1].norm in _LIKING | _SOME
    begins = liked or not before or before[-1].norm in _APART
    ends = not after or after[0].norm in _APART
    return alone and len(names) > 1 and begins and ends and (liked or len(names) > 2 or not (before or after))


def _house_rules(finding: Finding, rules: list[str], wishes: Wishes, notes: Notes) -> None:
    ages = [item.value for item in finding.match.slots if item.kind == "N"]
    if "children under 10" in rules and (not ages or ages[-1] != 10):
        notes.reject(finding)  # the data know one age only
        return
    for rule in rules:
        if rule not in wishes.house_rule:
            wishes.house_rule.append(rule)
        notes.fact(f"house rule/{rule}", f"Every hotel allows {rule}.", finding, "constraint")


def _those_rules(findings: Sequence[Finding], wishes: Wishes, notes: Notes) -> None:
    """ "We have a dog, so they must accept that": what is to be allowed was named last before, as a wish or as what one has."""
    rule = ""
    for finding in findings:
        what, _, value = finding.match.phrase.gives.partition(":")
        if what == "house rule":
            rule = value
        elif what == "support" and value.startswith("house rule/"):
            rule = value.partition("/")[2]
        elif what == "room and pets":
            rule = "pets"
        elif what == "people" and finding.match.has(*_SMOKERS):
            rule = "smoking"
        elif what == "those rules" and rule in wishes.house_rule:
            notes.fact(f"house rule/{rule}", f"Every hotel allows {rule}.", finding, "constraint")
        elif what == "those rules" and rule and rule != "children under 10":  # an age counts only where it is said
            _house_rules(finding, [rule], wishes, notes)
        elif what == "those rules":
            notes.reject(finding)


def _supports(findings: Sequence[Finding], wishes: Wishes, notes: Notes) -> None:
    """ "We have a dog" and "nobody else sharing" say something only beside the wish they restate; alone they stay unread."""
    stated = {
        "room type": [wishes.room_type] if wishes.room_type else [],
        "house rule": wishes.house_rule,
        "transportation": wishes.transportation,
        "cuisine": wishes.cuisine,
    }
    for finding in findings:
        what, _, paths = finding.match.phrase.gives.partition(":")
        if what != "support":
            continue
        held = [(name, value) for path in paths.split("|") for name, _, value in [path.strip().partition("/")]]
        held = [(name, value) for name, value in held if (value in stated[name] if value else stated[name])]
        if not held or _of_another_age(finding.match):
            notes.reject(finding)
            continue
        name, value = held[0]
        notes.fact(
            f"{name}/{value}" if name in ("house rule", "transportation") else name, _restates(name, value), finding
        )


def _of_another_age(match: Match) -> bool:
    """ "Kids under 12": the data know one age only."""
    ages = [item.value for item in match.items if item.kind == "N"]
    return match.has("under", "below", "younger") and bool(ages) and ages[-1] != 10


def _restates(name: str, value: str) -> str:
    return f"This goes with the wish about {name}{': ' + value if value else ''}."


def _implied_rules(findings: Sequence[Finding], notes: Notes) -> None:
    """ "We smoke" and "bringing our dog" are taken as wishes, and that is said unless the rule is also asked for outright."""
    explicit = lexicon.words("explicit rule")
    outright: set[str] = set()
    implied: dict[str, str] = {}
    for finding in findings:
        gives, _, rule = finding.match.phrase.gives.partition(":")
        if gives == "people" and finding.match.has(*_SMOKERS):
            implied.setdefault("smoking", notes.quote(finding))
        elif gives == "house rule":
            if finding.match.has(*explicit):
                outright.add(rule)
            else:
                implied.setdefault(rule, notes.quote(finding))
        elif gives in ("house rules", "room and pets"):
            outright |= set(lexicon.rule_words())
    for rule, quote in implied.items():
        if rule not in outright:
            notes.assume(f"“{quote}” is taken as the wish that every hotel allows {rule}.")


def _rooms(rooms: dict[str, list[Finding]], wishes: Wishes, notes: Notes) -> None:
    kinds = list(rooms)
    if "not shared room" in kinds and len(kinds) > 1 and "shared room" not in kinds:
        kinds.remove("not shared room")  # private and entire rooms are not shared
    if len(kinds) > 1:
        notes.ask(f"Every stay has one kind of room: is it {joined([_kind(kind) for kind in kinds], 'or')}?")
        return
    for kind in kinds:
        wishes.room_type = kind
        for finding in [finding for found in rooms.values() for finding in found]:
            if kind == "private room" and not finding.match.has("private"):
                notes.assume(f"“{notes.quote(finding)}” is taken as a private room.")
            notes.fact("room type", f"Every stay is in {_kind(kind)}.", finding, "constraint")


def _kind(kind: str) -> str:
    return {"not shared room": "a room that is not shared", "entire room": "an entire room"}.get(kind, f"a {kind}")


def _transport(finding: Finding, wishes: Wishes, notes: Notes, findings: Sequence[Finding]) -> None:
    gives = finding.match.phrase.gives
    if _is_of_a_price(finding, findings):
        notes.reject(finding)  # "$1,400 without flights" tells what the amount covers
        return
    if gives.endswith((":self-driving", ":taxi")) and any(
        [f.match.phrase.topic in lexicon.FRAME and f.match.has("fly", "flying") for f in findings]
    ):
        notes.reject(finding)  # "rather drive out and fly home" is no wish for the whole trip
        return
    found = _modes(finding.match) if gives == "two modes" else [gives.partition(":")[2]]
    for wish in found:
        if wish not in wishes.transportation:
            wishes.transportation.append(wish)
        mode = wish.removeprefix("no ")
        if wish == "no self-driving" and not finding.match.has(*lexicon.words("drives")):
            notes.assume(f"“{notes.quote(finding)}” is taken as the wish not to drive; taxis are left open.")
        says = f"No leg is made by {mode}." if wish not in _ONLY else f"Every leg is made by {mode}."
        notes.fact(f"transportation/{wish}", says, finding, "constraint")


def _is_of_a_price(finding: Finding, findings: Sequence[Finding]) -> bool:
    match = finding.match
    amounts = [f.match for f in findings if f.match.phrase.topic == "money" and f.match.sentence == match.sentence]
    if match.has("without", "except"):
        return any([0 <= match.first - amount.last <= _BESIDE or amount.first == match.last for amount in amounts])
    return bool(amounts) and match.has(*lexicon.words("of a price"))


def _modes(match: Match) -> list[str]:
    """The modes that one negation forbids: "neither fly nor take taxis"."""
    kinds = (("no flight", "flights"), ("no self-driving", "drives"), ("no taxi", "taxis"))
    return [wish for wish, name in kinds if match.has(*lexicon.words(name))]


def _transport_agrees(wishes: Wishes, notes: Notes) -> None:
    only = [wish for wish in wishes.transportation if wish in _ONLY]
    if len(only) > 1:
        notes.ask(f"Is every leg to be made by {joined(only, 'or')}?")
    for wish in only:
        if f"no {wish}" in wishes.transportation:
            notes.ask(f"The text asks for {wish} only and for no {wish}: which is meant?")
    if {"no flight", "no self-driving", "no taxi"} <= set(wishes.transportation):
        notes.ask("Without flights, self-driving and taxis there is no way to travel: which of them may be used?")


def _goals(goals: list[Finding], wishes: Wishes, notes: Notes) -> None:
    for index, finding in enumerate(goals):
        goal = finding.match.phrase.gives.partition(":")[2]
        if goal not in wishes.objective:
            wishes.objective.append(goal)
        notes.fact(f"objective/{goal}", _GOALS[goal], finding, "goal")
        if index > 0 and "first" in notes.span(finding).quote.lower().split():
            notes.ask("Which goal comes first?")
    if not wishes.objective:
        wishes.objective.append("cheapest")
        notes.assume("No goal is named: the cheapest trip is sought.")
    elif len(wishes.objective) > 1:
        notes.assume(f"Goals count in the order of the text: {', then '.join(wishes.objective)}.")


_GOALS = {
    "cheapest": "The trip is as cheap as possible.",
    "best rated": "Hotels and restaurants are rated as well as possible.",
    "fewest travel hours": "As little time as possible is spent travelling.",
}


def _indifferent(findings: Sequence[Finding], wishes: Wishes, notes: Notes) -> None:
    """ "No preference about food" is a fact without a wish, and contradicts a wish about food."""
    wished = {
        "room type": wishes.room_type is not None,
        "house rule": bool(wishes.house_rule),
        "cuisine": bool(wishes.cuisine),
        "transportation": bool(wishes.transportation),
    }
    opened = lexicon.open_words()
    for finding in findings:
        if finding.match.phrase.topic != "any":
            continue
        words = [item.norm for item in finding.match.items if item.kind == WORD]
        fields = list(dict.fromkeys([opened[word] for word in words if word in opened])) or list(wished)
        further = bool(_FURTHER & set(words))
        for name in fields:
            if wished[name] and not further and len(fields) < len(wished):
                notes.ask(f"“{notes.quote(finding)}”: is there a wish about {name} or not? The text also states one.")
            notes.fact(name, f"No {'further ' if further else ''}wish about {name}.", finding)
