"""A sentence as pieces with roles: phrases that were found, words that connect, courtesy, hedges, and unknown words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from domains.reading.courtesy import courtesies, phrase_at
from domains.reading.dates import CALENDAR_WORDS
from domains.reading.items import WORD
from domains.reading.patterns import Match
from domains.reading.words import english

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from domains.reading.items import Item
    from domains.reading.patterns import Phrase, Table

_SEPARATORS = frozenset(",:()[]{}-/|")


@dataclass(frozen=True)
class Vocabulary:
    """A domain's words.

    `table` holds its phrases; one that gives "aside" only connects, one that gives "unclear" makes its part unclear. `general`
    words carry nothing anywhere, `topical` ones nothing beside a phrase of their topic ("accommodations that are pet-friendly"),
    `inside` ones nothing where it stands in the same part of the sentence. `frame` are the topics that are no wishes. After a
    phrase of `voids` a wish of the same part is none ("no preference for private rooms"). A sentence without facts that has a
    word of `task` asks for a plan. Words of `scene` tell what a trip is about; they carry nothing in a part without facts or
    with facts of a topic in `beside_scene`. A part of `story` words that has one of `subjects`, or begins with one of `owners`,
    and has none of `asking` tells something and asks for nothing ("it has been a long winter").
    """

    table: Table
    topical: Mapping[str, frozenset[str]]
    inside: Mapping[str, frozenset[str]]
    general: frozenset[str]
    frame: frozenset[str]
    voids: frozenset[str]
    task: frozenset[str]
    scene: frozenset[str] = frozenset()
    beside_scene: frozenset[str] = frozenset()
    story: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()

    @cached_property
    def every_topical(self) -> frozenset[str]:
        """The words of all topics."""
        return frozenset[str]().union(*self.topical.values(), *self.inside.values())

    @cached_property
    def _known(self) -> frozenset[str]:
        return (
            self.table.words
            | self.every_topical
            | self.scene
            | self.story
            | self.general
            | english().known
            | CALENDAR_WORDS
        )

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is one of the reader's own."""
        return word in self._known


class Role(Enum):
    """What a piece does in its sentence."""

    FOUND = "found"
    CONNECTS = "connects"
    TOPICAL = "topical"
    HEDGE = "hedge"
    COURTESY = "courtesy"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Piece:
    """One or more items with one role."""

    role: Role
    items: tuple[Item, ...]
    match: Match | None = None
    taken: bool = True
    """False for a match that does not count after all."""
    topics: frozenset[str] = frozenset()
    """Of a phrase that only connects beside one of its topics; "plan" is everywhere."""

    @property
    def start(self) -> int:
        return self.items[0].start

    @property
    def end(self) -> int:
        return self.items[-1].end

    def has(self, words: AbstractSet[str]) -> bool:
        """Whether a word of the piece is one of these."""
        return any([item.kind == WORD and item.norm in words for item in self.items])


Part = list[Piece]
"""What stands between two commas, or between words such as "and" and "with"."""


def parts_of(
    items: Sequence[Item], sentence: int, vocabulary: Vocabulary, rejected: AbstractSet[tuple[int, int]]
) -> list[Part]:
    """The parts of a sentence, cut at commas, brackets and words such as "and"; none of them is empty.

    `rejected` are (sentence, first item) of phrases that must not count.
    """
    return _cut(_pieces(items, sentence, vocabulary, rejected))


def _pieces(
    items: Sequence[Item], sentence: int, vocabulary: Vocabulary, rejected: AbstractSet[tuple[int, int]]
) -> list[Piece | None]:
    """The sentence's pieces in order, with as few unknown words and then as few pieces as possible; None for a separator.

    A phrase counts more than a word: "and | return on March 5th" is better than "and return | on March 5th"; a wish counts more
    than the frame: "want | to | fly from Denver" is better than "want to fly | from Denver".
    """
    matches = vocabulary.table.within(items)
    choices = [_choices(items, at, matches(at), vocabulary) for at in range(len(items))]
    best = _cheapest(choices, vocabulary)
    said = _said(best)
    fitting = [[c for c in here if not c.topics or not c.topics.isdisjoint(said)] for here in choices]
    if fitting != choices:
        best = _cheapest(fitting, vocabulary)
    pieces: list[Piece | None] = []
    at = 0
    while (choice := best[at]) is not None:
        found = tuple(items[at : choice.after])
        if choice.role is None:
            pieces.append(None)
        elif choice.phrase is None:
            pieces.append(Piece(choice.role, found))
        elif choice.phrase.gives == "aside":
            pieces.append(Piece(choice.role, found, topics=choice.topics))
        else:
            match = Match(choice.phrase, sentence, at, choice.after, found)
            pieces.append(
                Piece(choice.role, found, match, (sentence, at) not in rejected and choice.phrase.gives != "unclear")
            )
        at = choice.after
    return pieces


def _cheapest(choices: Sequence[Sequence[_Choice]], vocabulary: Vocabulary) -> list[_Choice | None]:
    """For each item the choice that begins the best way to take it and all that follow; None after the last."""
    costs = [(0, 0)] * (len(choices) + 1)
    best: list[_Choice | None] = [None] * (len(choices) + 1)
    for at in range(len(choices) - 1, -1, -1):
        for choice in choices[at]:
            unknown, cost = costs[choice.after]
            cost_here = (unknown + (choice.role is Role.UNKNOWN), cost + _cost(choice, at, vocabulary))
            if best[at] is None or cost_here < costs[at]:
                costs[at], best[at] = cost_here, choice
    return best


def _said(best: Sequence[_Choice | None]) -> frozenset[str]:
    """The topics of what a sentence says, besides "plan": phrases that only connect beside another topic cannot stand in it."""
    topics, at = {"plan"}, 0
    while (choice := best[at]) is not None:
        if choice.role is Role.FOUND and choice.phrase is not None:
            topics.add(choice.phrase.topic)
        at = choice.after
    return frozenset(topics)


def _cost(choice: _Choice, at: int, vocabulary: Vocabulary) -> int:
    if choice.phrase is not None and choice.phrase.gives == "aside":
        return 5 if choice.holds_items else 3  # what says how many or when is preferred to what hides it
    if choice.phrase is None:
        return 5 if choice.tells else 3 if choice.role is Role.TOPICAL else 2
    if choice.phrase.gives.startswith("support:"):
        return 3 + 2 * (choice.after - at)  # it only restates, so whatever says something itself is preferred
    return 4 if choice.phrase.topic in vocabulary.frame else 5


@dataclass(frozen=True, slots=True)
class _Choice:
    """One way to take the items from some place on: up to `after`, with a role (None: a separator)."""

    after: int
    role: Role | None
    phrase: Phrase | None = None
    topics: frozenset[str] = frozenset()
    """Of phrases that only connect."""
    holds_items: bool = False
    """Whether typed items are among them: numbers, days, names."""
    tells: bool = False
    """Whether it is a word of what people tell about themselves."""


def _choices(
    items: Sequence[Item], at: int, matches: Sequence[tuple[Phrase, int]], vocabulary: Vocabulary
) -> list[_Choice]:
    """Every way to take items from `at` on, longest phrases first."""
    found = sorted(matches, key=lambda match: -match[1])
    if found and found[0][0].gives == "unclear":
        return [_Choice(found[0][1], Role.FOUND, found[0][0])]
    # what is unclear at first may be said to its end: "one of us", "one of us has a dog"
    passed = ("aside", "unclear") if found and found[0][0].gives != "aside" else ("aside",)
    choices = [_Choice(end, Role.FOUND, phrase) for phrase, end in found if phrase.gives not in passed]
    asides: dict[int, list[Phrase]] = {}
    for phrase, end in found:
        if phrase.gives == "aside":
            asides.setdefault(end, []).append(phrase)
    for end, alike in asides.items():
        typed = any([item.kind not in (WORD, "NAME") for item in items[at:end]])
        choices.append(_Choice(end, Role.TOPICAL, alike[0], frozenset([phrase.topic for phrase in alike]), typed))
    item = items[at]
    if item.kind != WORD:
        return [*choices, _Choice(at + 1, Role.UNKNOWN)]
    for phrases, role in (
        (english().hedges, Role.HEDGE),
        (courtesies(), Role.COURTESY),
        (english().links, Role.CONNECTS),
    ):
        after = phrase_at(items, at, phrases)
        if after is not None:
            choices.append(_Choice(after, role))
    if item.norm in _SEPARATORS:
        choices.append(_Choice(at + 1, None))
    elif item.norm in english().connecting or item.norm in english().starts or item.norm in vocabulary.general:
        choices.append(_Choice(at + 1, Role.CONNECTS))
    elif item.norm in vocabulary.every_topical:
        choices.append(_Choice(at + 1, Role.TOPICAL))
    elif item.norm in vocabulary.scene or item.norm in vocabulary.story:
        choices.append(_Choice(at + 1, Role.TOPICAL, tells=True))
    else:
        choices.append(_Choice(at + 1, Role.UNKNOWN))
    return choices


def _cut(pieces: Sequence[Piece | None]) -> list[Part]:
    parts: list[Part] = [[]]
    for piece in pieces:
        if piece is None:
            parts.append([])
            continue
        if piece.role is Role.CONNECTS and piece.items[0].norm in english().starts:
            parts.append([])
        parts[-1].append(piece)
    return [part for part in parts if part]
